"""Whatever connects to the door for Asterisk, calls beside it go on."""

import socket
import uuid
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recorder.lines.audiosocket import AudioSocketDoor
from recorder.lines.audiosocket_leg import AudioSocketLeg
from recorder.lines.audiosocket_messages import BadMessageError, Kind, packed, taken
from recorder.switchboard.leg import DoorOptions, Ending, KeyDown, KeyWay, LegState
from speech.errors import LineError
from tests.recorder.switchboard.calls import noise

CALL = uuid.UUID(int=7)
NAMED = packed(Kind.UUID, CALL.bytes)
SOUND = noise(0.02, seed=1)
FRAME = packed(Kind.SOUND_8, SOUND.tobytes())


class Clock:
    def __init__(self) -> None:
        self.at_s = 50.0

    def __call__(self) -> float:
        return self.at_s


class Asterisk:
    """The other end of one connection, and the door, both in one thread."""

    def __init__(self, door: AudioSocketDoor, clock: Clock) -> None:
        self.door, self.clock = door, clock
        self.legs: list[AudioSocketLeg] = []
        self.wire = socket.create_connection(("127.0.0.1", door.port))
        self.wire.settimeout(5)

    def send(self, content: bytes) -> None:
        self.wire.sendall(content)
        self.beats(3)

    def beats(self, count: int) -> None:
        for _ in range(count):
            self.clock.at_s += 0.02
            self.legs += [leg for leg in self.door.arrivals() if isinstance(leg, AudioSocketLeg)]

    def leg(self) -> AudioSocketLeg:
        return self.legs[0]

    def answered(self) -> AudioSocketLeg:
        self.send(NAMED + FRAME)
        self.leg().answer()
        return self.leg()

    def received(self) -> bytes:
        """All that comes until the other side ends."""
        content = b""
        while part := self.wire.recv(65_536):
            content += part
        return content


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def door(clock: Clock) -> Iterator[AudioSocketDoor]:
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0)
    door = AudioSocketDoor(listening, DoorOptions(most_calls=2), now=clock)
    yield door
    door.close()


@pytest.fixture
def asterisk(door: AudioSocketDoor, clock: Clock) -> Iterator[Asterisk]:
    asterisk = Asterisk(door, clock)
    yield asterisk
    asterisk.wire.close()


def test_a_call_rings_with_its_uuid_and_is_heard_once_it_is_answered(asterisk: Asterisk) -> None:
    asterisk.send(NAMED + FRAME)
    leg = asterisk.leg()
    assert (leg.state, leg.number, leg.dialled) == (LegState.RINGING, "", str(CALL))
    leg.answer()
    asterisk.send(FRAME + packed(Kind.KEY, b"#") + FRAME)
    assert leg.state is LegState.CONNECTED
    assert (leg.take() == np.concatenate([SOUND, SOUND])).all()
    assert leg.keys() == [KeyDown("#", KeyWay.RTP_EVENT)]
    assert not len(leg.take())
    assert not leg.keys()


@pytest.mark.parametrize(("kind", "rate_hz"), [(Kind.SOUND_8, 8_000), (Kind.SOUND_16, 16_000)])
def test_what_is_given_is_sent_at_the_rate_of_what_comes(
    asterisk: Asterisk, kind: Kind, rate_hz: int
) -> None:
    asterisk.send(NAMED + packed(kind, SOUND.tobytes()))
    leg = asterisk.leg()
    leg.answer()
    assert leg.rate_hz == rate_hz
    leg.give(SOUND)
    assert leg.waiting_samples == len(SOUND)
    asterisk.clock.at_s += 0.5
    assert leg.waiting_samples == 0
    leg.hang_up()
    assert asterisk.received() == packed(kind, SOUND.tobytes()) + packed(Kind.HANG_UP)


def test_a_call_that_sends_no_sound_is_taken_for_8_khz(asterisk: Asterisk) -> None:
    asterisk.send(NAMED)
    asterisk.leg().answer()
    assert asterisk.leg().state is LegState.RINGING
    asterisk.beats(30)
    assert (asterisk.leg().state, asterisk.leg().rate_hz) == (LegState.CONNECTED, 8_000)


@pytest.mark.parametrize(
    ("said", "ending"),
    [
        (packed(Kind.HANG_UP), Ending.HUNG_UP),
        (packed(Kind.ERROR, b"\x01"), Ending.FAILED),
        (b"\x42\x00\x00", Ending.FAILED),
        (b"\x10\xff\xff", Ending.FAILED),
        (b"\x10\x00\x03abc", Ending.FAILED),
        (b"\x01\x00\x02ab", Ending.FAILED),
        (b"\x01\xff\xff", Ending.FAILED),
        (b"\x03\x00\x01\x07", Ending.FAILED),
        (b"\x03\x00\x01\xb2", Ending.FAILED),
        (NAMED, Ending.FAILED),
        (packed(Kind.SOUND_16, SOUND.tobytes()), Ending.FAILED),
        (b"\x10\x00\x00" * 1_000, Ending.FAILED),
    ],
)
def test_a_call_ends_with_what_is_no_message(
    asterisk: Asterisk, said: bytes, ending: Ending
) -> None:
    leg = asterisk.answered()
    asterisk.send(said)
    assert (leg.state, leg.ending) == (LegState.GONE, ending)
    leg.give(SOUND)
    leg.answer()
    leg.hang_up()
    leg.refer("sip:kasumi")
    assert leg.ending is ending


def test_what_strangers_sent_is_not_logged(
    asterisk: Asterisk, caplog: pytest.LogCaptureFixture
) -> None:
    asterisk.answered()
    asterisk.send(packed(Kind.KEY, b"7") + b"\x42\x00\x04secr")
    assert caplog.messages == ["connection audiosocket-1: a message of unknown kind 0x42, ended"]


def test_half_a_message_waits_for_its_rest(asterisk: Asterisk) -> None:
    leg = asterisk.answered()
    for place in range(0, len(FRAME), 50):
        asterisk.send(FRAME[place : place + 50])
    assert (leg.take() == SOUND).all()


def test_the_line_that_is_cut_ends_the_call(asterisk: Asterisk) -> None:
    leg = asterisk.answered()
    asterisk.send(FRAME[:100])
    asterisk.wire.close()
    asterisk.beats(3)
    assert leg.state is LegState.GONE


@pytest.mark.parametrize(("named", "patience_s"), [(b"", 5), (NAMED, 30)])
def test_who_says_nothing_is_cut_off_after_a_while(
    asterisk: Asterisk, named: bytes, patience_s: float
) -> None:
    asterisk.send(named)
    asterisk.clock.at_s += patience_s - 1
    asterisk.beats(3)
    asterisk.wire.settimeout(0)
    with pytest.raises(BlockingIOError):
        asterisk.wire.recv(1)
    asterisk.clock.at_s += 2
    asterisk.beats(3)
    assert asterisk.wire.recv(100) == packed(Kind.HANG_UP)


def test_a_call_beyond_the_most_there_may_be_is_turned_away(
    asterisk: Asterisk, door: AudioSocketDoor, clock: Clock
) -> None:
    others = [Asterisk(door, clock) for _ in range(3)]
    for other in (asterisk, *others):
        other.send(NAMED + FRAME)
    assert [len(other.legs) for other in (asterisk, *others)] == [1, 1, 0, 0]
    assert others[1].received() == packed(Kind.HANG_UP)
    asterisk.leg().hang_up()
    asterisk.beats(1)
    last = Asterisk(door, clock)
    last.send(NAMED + FRAME)
    assert len(last.legs) == 1
    for other in (*others, last):
        other.wire.close()


def test_a_flood_of_connections_leaves_room_for_who_names_a_call(
    asterisk: Asterisk, door: AudioSocketDoor, clock: Clock
) -> None:
    leg = asterisk.answered()
    flood = [socket.create_connection(("127.0.0.1", door.port)) for _ in range(100)]
    asterisk.send(FRAME)
    asterisk.beats(10)
    assert (leg.take() == SOUND).all()
    late = Asterisk(door, clock)
    late.send(NAMED + FRAME)
    assert len(late.legs) == 1
    for one in (*flood, late.wire):
        one.close()


def test_who_does_not_take_what_it_is_sent_is_given_up(asterisk: Asterisk) -> None:
    leg = asterisk.answered()
    for _ in range(20_000):
        leg.give(SOUND)
        if leg.state is LegState.GONE:
            break
    assert leg.ending is Ending.FAILED


def test_nobody_can_be_called_through_an_audiosocket(door: AudioSocketDoor) -> None:
    with pytest.raises(LineError, match="nobody can be called"):
        door.dial("100", id="x")


@given(st.binary(max_size=4_096), st.lists(st.integers(1, 4_096), max_size=6))
@settings(deadline=None)
def test_any_bytes_are_messages_or_refused_however_they_are_cut(
    content: bytes, cuts: list[int]
) -> None:
    def read(parts: list[bytes]) -> tuple[list[bytes], bool]:
        buffer, read = bytearray(), []
        try:
            for part in parts:
                buffer += part
                read += [message.content for message in taken(buffer)]
        except BadMessageError:
            return read, True
        return read, False

    places = sorted({0, *(cut for cut in cuts if cut < len(content)), len(content)})
    parts = [content[a:b] for a, b in pairwise(places)]
    whole, refused = read([content])
    torn, torn_refused = read(parts)
    # Too many at once are refused; less come at once when the same bytes come in parts.
    assert torn[: len(whole)] == whole
    assert torn_refused <= refused or len(whole) >= 64
