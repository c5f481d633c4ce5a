"""Which changes of the input under a line are followed, and which count as its loss."""

import pytest

from recorder.lines.ports.pulse_server import Recorded
from recorder.lines.ports.recorded_input import RecordedInput, opened


class Server:
    """A sound server with a microphone (1) and a card (2)."""

    def __init__(self) -> None:
        self.told: Recorded | None = Recorded({}, {1: "microphone", 2: "card"})

    def recorded(self) -> Recorded | None:
        return self.told


def opening(server: Server, device: str) -> RecordedInput:
    def begin() -> None:
        server.told = Recorded({7: 1}, {1: "microphone", 2: "card"})

    _, recorded = opened(device, begin, server=server)
    assert recorded is not None
    assert recorded.name == "microphone"
    assert not recorded.is_lost()
    return recorded


@pytest.mark.parametrize(("device", "lost"), [("headset", True), ("default", False)])
def test_only_the_input_of_the_system_is_followed_to_another_that_is_chosen(
    device: str, lost: bool
) -> None:
    server = Server()
    recorded = opening(server, device)
    server.told = Recorded({7: 2}, {1: "microphone", 2: "card"})
    assert recorded.is_lost() is lost
    assert recorded.name == ("microphone" if lost else "card")


@pytest.mark.parametrize("device", ["headset", "default"])
def test_an_input_that_is_gone_is_lost_whatever_the_server_gives_in_its_place(device: str) -> None:
    server = Server()
    recorded = opening(server, device)
    server.told = Recorded({7: 2}, {2: "card"})
    assert recorded.is_lost()
    assert recorded.name == "microphone"


def test_a_server_that_does_not_answer_takes_nothing_away() -> None:
    server = Server()
    recorded = opening(server, "headset")
    server.told = None
    assert not recorded.is_lost()
