"""Asks PulseAudio (or PipeWire in its place) which inputs this process records, through libpulse."""

import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

_PATIENCE_S = 0.5
_STEP_US = 50_000
_NO_AUTOSPAWN = 1
_READY, _FAILED = 4, 5
_RUNNING = 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """The recordings of this process: their numbers, and the number of the input each hears.

    `inputs` are the names of all inputs by number; one that is plugged in again has a new number.
    """

    recordings: Mapping[int, int]
    inputs: Mapping[int, str]


class PulseServer:
    """The server of this process's environment; connects when asked, and again when it was away."""

    def __init__(self) -> None:
        self._library = _library()
        self._connection: _Connection | None = None
        self._lock = threading.Lock()

    def recorded(self) -> Recorded | None:
        """What is recorded now; None when there is no server that answers in time."""
        if self._library is None:
            return None
        with self._lock:
            try:
                self._connection = self._connection or _Connection(self._library)
                return self._connection.recorded()
            except ConnectionError:
                connection, self._connection = self._connection, None
                if connection is not None:
                    connection.close()
                return None


class _Input(ctypes.Structure):
    """The beginning of `pa_source_info`."""

    _fields_ = (("name", ctypes.c_char_p), ("index", ctypes.c_uint32))


class _Recording(ctypes.Structure):
    """The beginning of `pa_source_output_info`, with a `pa_sample_spec` and a `pa_channel_map`."""

    _fields_ = (
        ("index", ctypes.c_uint32),
        ("name", ctypes.c_char_p),
        ("owner_module", ctypes.c_uint32),
        ("client", ctypes.c_uint32),
        ("source", ctypes.c_uint32),
        ("sample_spec", ctypes.c_uint32 * 3),
        ("channel_map", ctypes.c_uint32 * 33),
        ("buffer_us", ctypes.c_uint64),
        ("source_us", ctypes.c_uint64),
        ("resample_method", ctypes.c_char_p),
        ("driver", ctypes.c_char_p),
        ("proplist", ctypes.c_void_p),
    )


class _Connection:
    """A connection that is only served while something is asked. Raises ConnectionError."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self._pa = library
        self._loop = library.pa_mainloop_new()
        self._context = library.pa_context_new(library.pa_mainloop_get_api(self._loop), b"kikitori")
        try:
            # A server that cannot be reached at all has failed when it is first looked at.
            library.pa_context_connect(self._context, None, _NO_AUTOSPAWN, None)
            self._serve(lambda: library.pa_context_get_state(self._context) == _READY)
        except ConnectionError:
            self.close()
            raise

    def recorded(self) -> Recorded:
        ours: dict[int, int] = {}
        inputs: dict[int, str] = {}
        process = str(os.getpid()).encode()

        def note_recording(one: Any) -> None:  # noqa: ANN401
            properties = ctypes.c_void_p(one.proplist)
            if self._pa.pa_proplist_gets(properties, b"application.process.id") == process:
                ours[one.index] = one.source

        def note_input(one: Any) -> None:  # noqa: ANN401
            inputs[one.index] = one.name.decode(errors="replace")

        # Inputs come second: one that a recording was moved to is among them.
        self._ask(self._pa.pa_context_get_source_output_info_list, _Recording, note_recording)
        self._ask(self._pa.pa_context_get_source_info_list, _Input, note_input)
        return Recorded(ours, inputs)

    def close(self) -> None:
        self._pa.pa_context_disconnect(self._context)
        self._pa.pa_context_unref(self._context)
        self._pa.pa_mainloop_free(self._loop)

    def _ask(
        self,
        function: Any,  # noqa: ANN401
        kind: type[ctypes.Structure],
        note: Callable[[Any], None],
    ) -> None:
        def heard(_context: object, one: Any, end: int, _data: object) -> None:  # noqa: ANN401
            if not end:
                note(one.contents)

        answer = ctypes.CFUNCTYPE(
            None, ctypes.c_void_p, ctypes.POINTER(kind), ctypes.c_int, ctypes.c_void_p
        )
        told = answer(heard)
        asked = function(self._context, told, None)
        if not asked:
            raise ConnectionError
        try:
            self._serve(lambda: self._pa.pa_operation_get_state(asked) != _RUNNING)
        finally:
            # The server may still answer what nobody waits for any more.
            self._pa.pa_operation_cancel(asked)
            self._pa.pa_operation_unref(asked)

    def _serve(self, is_done: Callable[[], bool]) -> None:
        until = time.monotonic() + _PATIENCE_S
        while not is_done():
            state = self._pa.pa_context_get_state(self._context)
            if state >= _FAILED or time.monotonic() > until:
                raise ConnectionError
            self._pa.pa_mainloop_prepare(self._loop, _STEP_US)
            self._pa.pa_mainloop_poll(self._loop)
            self._pa.pa_mainloop_dispatch(self._loop)


def _library() -> ctypes.CDLL | None:
    """The library, with types where numbers would be cut; None where there is none."""
    if sys.platform != "linux":
        return None
    try:
        library = ctypes.CDLL("libpulse.so.0")
    except OSError:
        return None
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    signatures: dict[str, tuple[Any, list[Any]]] = {
        "pa_mainloop_new": (pointer, []),
        "pa_mainloop_get_api": (pointer, [pointer]),
        "pa_mainloop_prepare": (number, [pointer, number]),
        "pa_mainloop_poll": (number, [pointer]),
        "pa_mainloop_dispatch": (number, [pointer]),
        "pa_mainloop_free": (None, [pointer]),
        "pa_context_new": (pointer, [pointer, text]),
        "pa_context_connect": (number, [pointer, text, number, pointer]),
        "pa_context_get_state": (number, [pointer]),
        "pa_context_disconnect": (None, [pointer]),
        "pa_context_unref": (None, [pointer]),
        "pa_context_get_source_output_info_list": (pointer, [pointer, pointer, pointer]),
        "pa_context_get_source_info_list": (pointer, [pointer, pointer, pointer]),
        "pa_operation_get_state": (number, [pointer]),
        "pa_operation_cancel": (None, [pointer]),
        "pa_operation_unref": (None, [pointer]),
        "pa_proplist_gets": (text, [pointer, text]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library
