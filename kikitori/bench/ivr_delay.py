"""How long callers wait for an answer, by voice and by keys: calls on a real line; JSON in, JSON out.

Part of `kikitori bench ivr`. The telephone is an AudioSocket of this machine; times run from the last
sound the caller sent to the first sound of the answer that came back.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np

from archive.archive import open_archive
from ivr.answering.line_dialogue import of_document
from ivr.dialogue.actions import Prompt
from ivr.speaking.rendered import Rendered
from kikitori.bench.line_phone import LinePhone
from kikitori.bench.own_process import result_of
from kikitori.bench.ports import free_port
from kikitori.config import Config
from kikitori.ivr_answering import Answered, AnsweringStation
from kikitori.ivr_ears import build_ear
from kikitori.live_wiring import wire
from kikitori.policies import read_policies
from recorder.soundfile_reading import read_channels, resampled
from recorder.switchboard.board import DoorSpec
from recorder.switchboard.leg import DoorOptions
from speech.audio import Samples
from speech.errors import LineError
from speech.transcript import Language

LINE_RATE_HZ = 8_000
WAYS = ("keys", "en builtin:digits?length=1", "ja printer.gram")
"""By keys, or the language and the grammar of answers by voice."""

_MOST = 12
_QUIET_S = 0.6
_PATIENCE_S = 10.0
_HEARD_ABOVE_DB = -35.0

_DOCUMENT = """<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml" xml:lang="{language}">
<property name="timeout" value="60s"/><property name="confidencelevel" value="0.2"/>
<form><field name="answer"><grammar src="{grammar}"/><prompt>ready</prompt>
<filled><prompt>thank you</prompt><clear namelist="answer"/></filled></field></form></vxml>"""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question of one kind: the document that asks it over and over, and the sound of its answers.

    None stands for a key.
    """

    document: Path
    language: Language
    answers: list[Samples | None]


def measure(data_folder: Path, answers: Path, *, most: int = _MOST) -> dict[str, Any]:
    """Of each way to answer how many answers there were, how many were taken for silence, and median
    and p95 of the others' wait in seconds.
    """
    task = {"data_folder": str(data_folder), "answers": str(answers), "most": most}
    waits = {way: result_of(__name__, task | {"way": way}, name=way) for way in WAYS}
    return {way: _told(waits_s) for way, waits_s in waits.items()}


def _told(waits_s: Sequence[float | None]) -> dict[str, float | None]:
    known = [one for one in waits_s if one is not None]
    return {
        "answers": len(waits_s),
        "unheard": len(waits_s) - len(known),
        "median_s": median(known) if known else None,
        "p95_s": quantiles(known, n=20, method="inclusive")[-1] if len(known) > 1 else None,
    }


def waits_s(task: dict[str, Any]) -> Iterator[float | None]:
    """How long the answers of one call took to begin; None for what was taken for silence."""
    folder = Path(tempfile.mkdtemp(prefix="kikitori-bench-"))
    try:
        asked = _asked(Path(task["answers"]), task["way"], folder)
        with _line(folder, asked.document, asked.language, Path(task["data_folder"])) as port:
            yield from _ask(LinePhone(port, rate_hz=LINE_RATE_HZ), asked.answers[: task["most"]])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _asked(answers: Path, way: str, folder: Path) -> _Asked:
    if way == "keys":
        grammar = "builtin:dtmf/digits?length=1"
        return _Asked(_document(folder, "en", grammar), Language.EN, [None] * _MOST)
    language, _, grammar = way.partition(" ")
    lines = (answers / language / "answers.jsonl").read_text("utf-8").splitlines()
    told = [one for one in map(json.loads, lines) if one["grammar"] == grammar and one["means"]]
    if not grammar.startswith("builtin:"):
        shutil.copy(answers / language / grammar, folder)
    return _Asked(
        _document(folder, language, grammar),
        Language(language),
        [_until_its_end(answers / language / one["file"]) for one in told],
    )


def _document(folder: Path, language: str, grammar: str) -> Path:
    file = folder / "question.vxml"
    file.write_text(_DOCUMENT.format(language=language, grammar=grammar), encoding="utf-8")
    return file


def _until_its_end(file: Path) -> Samples:
    """What a caller sends until they have ended to speak, found by its loudness in 10 ms."""
    audio = resampled(read_channels(file)[0], LINE_RATE_HZ)
    samples = next(iter(audio.channels.values()))
    size = LINE_RATE_HZ // 100
    frames = samples[: len(samples) // size * size].astype(float).reshape(-1, size)
    loud_db = 10 * np.log10(np.square(frames).mean(axis=1) + 1.0)
    last = int(np.flatnonzero(loud_db >= loud_db.max() + _HEARD_ABOVE_DB)[-1]) + 1
    return samples[: last * size]


def _ask(phone: LinePhone, answers: Sequence[Samples | None]) -> Iterator[float | None]:
    """The waits but for the first, in which engines do what they do once."""
    if phone.sound_after(0.0, _PATIENCE_S) is None:
        raise LineError(f"the line said nothing within {_PATIENCE_S:g} s")
    for number, answer in enumerate(answers):
        phone.wait_for_quiet(_QUIET_S, _PATIENCE_S)
        said_at_s = phone.press("5") if answer is None else _say(phone, answer)
        answered_at_s = phone.sound_after(said_at_s, _PATIENCE_S)
        if number:
            yield None if answered_at_s is None else answered_at_s - said_at_s
    phone.hang_up()


def _say(phone: LinePhone, answer: Samples) -> float:
    """When the last of it was sent."""
    phone.say(answer)
    said_at_s = phone.wait_until_said(len(answer) / LINE_RATE_HZ + _PATIENCE_S)
    if said_at_s is None:
        raise LineError("the telephone of the measurement is held up")
    return said_at_s


@contextmanager
def _line(folder: Path, document: Path, language: Language, data_folder: Path) -> Iterator[int]:
    """A line that answers with a document at a port of this machine; its recordings are not kept."""
    port = free_port()
    config = Config()
    archive = open_archive(folder / "data")
    wired = wire(config, read_policies(config), archive, data_folder, captions=False)
    ear = build_ear(config, data_folder)
    answered = Answered(
        line=of_document(document, (), language), ear=ear, render=_tone, settings=config.ivr
    )
    station = AnsweringStation(wired, answered, [DoorSpec("audiosocket", DoorOptions(port=port))])
    station.start()
    try:
        yield port
    finally:
        station.hang_up()
        station.switchboard.close()


def _tone(_prompt: Prompt, rate_hz: int) -> Rendered:
    """A quarter of a second that is heard at once: how long a voice is silent first is its own affair."""
    times = np.arange(rate_hz // 4) / rate_hz
    return Rendered((6000 * np.sin(2 * np.pi * 440 * times)).astype(np.int16), rate_hz)


if __name__ == "__main__":
    print(json.dumps(list(waits_s(json.load(sys.stdin)))))
