"""What every door of the line's process keeps, whichever network or device is behind it."""

import os

import pytest

from kikitori.bench.ports import free_port
from recorder.switchboard.board import DoorSpec, Switchboard
from recorder.switchboard.leg import DoorOptions
from recorder.switchboard.news import Gone, Load
from recorder.switchboard.opening import door_names
from recorder.switchboard.orders import Answer, Dial, GoOn, HangUp, Hush, Refer, Unbridge
from speech.errors import LineError
from tests.recorder.lines.pulse import HEADPHONES, MICROPHONE, pulse  # noqa: F401
from tests.recorder.switchboard.calls import Calls


@pytest.fixture(params=door_names())
def spec(request: pytest.FixtureRequest) -> DoorSpec:
    if request.param == "headset":
        request.getfixturevalue("pulse")
    devices = [MICROPHONE, HEADPHONES]
    return DoorSpec(request.param, DoorOptions(label="front", port=free_port(), devices=devices))


def opened(spec: DoorSpec) -> Calls:
    board = Switchboard([spec])
    try:
        board.start()
    except LineError as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
    return Calls(board, spec.options.port)


def test_a_door_opens_takes_any_order_and_opens_again_where_it_was(spec: DoorSpec) -> None:
    calls = opened(spec)
    for order in (Answer, GoOn, Hush, Unbridge, HangUp):
        calls.board.order(order("not there"))
    calls.board.order(Refer("not there", "100"))
    calls.board.order(Dial("nobody", "front", "no number\r\nat all"))
    calls.until(Gone, lambda one: one.leg == "nobody")
    calls.until(Load)
    calls.board.close()
    opened(spec).board.close()


def test_doors_of_one_name_are_refused() -> None:
    board = Switchboard([DoorSpec("audiosocket", DoorOptions())] * 2)
    with pytest.raises(LineError, match="a name of its own"):
        board.start()


def test_a_door_that_is_not_there_is_named() -> None:
    board = Switchboard([DoorSpec("pigeon", DoorOptions())])
    with pytest.raises(LineError, match=r"'pigeon' is no door; there are .*audiosocket"):
        board.start()
