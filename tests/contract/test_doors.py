"""What every door of the line's process keeps, whichever network is behind it."""

from collections.abc import Iterator

import pytest

from recorder.switchboard.board import DoorSpec, Switchboard
from recorder.switchboard.leg import DoorOptions
from recorder.switchboard.news import Gone, Load, News
from recorder.switchboard.opening import door_names
from recorder.switchboard.orders import Answer, Dial, HangUp, Hush, Refer, Unbridge
from speech.errors import LineError
from tests.recorder.switchboard.audiosocket_phone import free_port

_ROUNDS = 200


@pytest.fixture(params=door_names())
def spec(request: pytest.FixtureRequest) -> DoorSpec:
    return DoorSpec(request.param, DoorOptions(label="front", port=free_port()))


@pytest.fixture
def board(spec: DoorSpec) -> Iterator[Switchboard]:
    board = Switchboard([spec])
    started(board)
    yield board
    board.close()


def started(board: Switchboard) -> None:
    try:
        board.start()
    except LineError as error:
        pytest.skip(str(error))


def told(board: Switchboard, kind: type[News]) -> News:
    """The next news of this kind."""
    for _ in range(_ROUNDS):
        for one in board.news(0.1):
            if isinstance(one, kind):
                return one
    raise AssertionError(f"no {kind.__name__} came")


def test_a_door_opens_is_quiet_and_opens_again_where_it_was(
    board: Switchboard, spec: DoorSpec
) -> None:
    load = told(board, Load)
    assert isinstance(load, Load)
    assert load.missing_samples == 0
    board.close()
    again = Switchboard([spec])
    again.start()
    again.close()


def test_calling_what_is_no_number_ends_and_harms_nothing(board: Switchboard) -> None:
    board.order(Dial("nobody", "front", "no number\r\nat all"))
    gone = told(board, Gone)
    assert isinstance(gone, Gone)
    assert gone.leg == "nobody"
    told(board, Load)


def test_orders_for_connections_that_are_not_there_do_nothing(board: Switchboard) -> None:
    for order in (Answer, Hush, Unbridge, HangUp):
        board.order(order("not there"))
    board.order(Refer("not there", "100"))
    told(board, Load)


def test_doors_of_one_name_are_refused() -> None:
    board = Switchboard([DoorSpec("audiosocket", DoorOptions())] * 2)
    with pytest.raises(LineError, match="a name of its own"):
        board.start()


def test_a_door_that_is_not_there_is_named() -> None:
    board = Switchboard([DoorSpec("pigeon", DoorOptions())])
    with pytest.raises(LineError, match=r"'pigeon' is no door; there are .*audiosocket"):
        board.start()
