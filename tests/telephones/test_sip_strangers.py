"""What strangers do to the SIP door: it goes on, and a caller who talks meanwhile hears no difference."""

import asyncio
import random
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import pytest

from kikitori.bench.sip_caller import PACKET_S, Caller
from tests.telephones.reception import Reception
from tests.telephones.strangers import MARK, Stranger, damaged_message, damaged_sound

Receptions = Callable[..., Reception]


@asynccontextmanager
async def a_caller_who_talks(reception: Reception) -> AsyncIterator[Caller]:
    """Somebody in a call all the while; afterwards the house must still answer another."""
    good = Caller(reception.house)
    assert await good.call()
    leaving = asyncio.Event()

    async def talk() -> None:
        while not leaving.is_set():
            good.pace()
            await asyncio.sleep(PACKET_S)

    talking = asyncio.create_task(talk())
    await asyncio.sleep(0.3)
    good.heard_at_s.clear()
    good.quiet_packets = 0
    began = time.time()
    yield good
    lasted_s = time.time() - began
    assert reception.failure is None
    assert not good.ended.is_set()
    # Every packet is there; how late one may be on a busy machine is the benchmark's affair.
    assert good.packets >= 0.9 * lasted_s / PACKET_S - 5
    leaving.set()
    await talking
    good.hang_up()
    other = Caller(reception.house)
    assert await other.call()
    other.hang_up()
    await asyncio.sleep(0.1)
    for caller in (good, other):
        caller.close()


def in_a_thread(what: Coroutine[Any, Any, None]) -> None:
    """Browser tests leave a loop running in the thread of the tests, which takes no other."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, what).result()


def meanwhile(reception: Reception, what: Callable[[Reception, Caller], Awaitable[None]]) -> None:
    async def run() -> None:
        async with a_caller_who_talks(reception) as good:
            await what(reception, good)

    in_a_thread(run())


async def eventually(holds: Callable[[], bool], what: str, *, patience_s: float = 10.0) -> None:
    until = time.monotonic() + patience_s
    while not holds():
        assert time.monotonic() < until, f"never: {what}"
        await asyncio.sleep(0.02)


def test_damaged_messages_end_nothing_and_are_told_to_nobody(
    receptions: Receptions, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    async def send(reception: Reception, _: Caller) -> None:
        chance = random.Random(20261122)
        stranger = Stranger(reception.house, name=MARK, dialled=MARK)
        for number in range(1_200):
            stranger.send(damaged_message(stranger, chance))
            if number % 10 == 0:
                await asyncio.sleep(0.01)
        for size in (0, 1, 4, 500, 8_000, 60_000):
            stranger.send(chance.randbytes(size))
        await asyncio.sleep(0.3)
        stranger.close()

    reception = receptions()
    meanwhile(reception, send)
    assert all(len(name) <= 32 and name.isascii() for name in reception.numbers)
    said = caplog.text + "".join(capfd.readouterr())
    assert MARK not in said


def test_calls_that_say_not_where_they_come_from_take_no_place(receptions: Receptions) -> None:
    async def call(reception: Reception, _: Caller) -> None:
        stranger = Stranger(reception.house)
        for _number in range(120):
            stranger.begin_anew()
            invite = stranger.request("INVITE", body=stranger.offer())
            stranger.send(invite.replace("Contact:", "X-Contact:"))
            await asyncio.sleep(0.01)
        await eventually(lambda: bool(stranger.statuses), "they are answered")
        assert set(stranger.statuses) <= {100, 500}
        stranger.close()

    meanwhile(receptions(most_calls=3), call)


def test_only_those_named_are_heard_where_some_are(receptions: Receptions) -> None:
    async def knock(reception: Reception, _: Caller) -> None:
        for address, is_heard in (("127.0.0.1", True), ("127.0.1.9", True), ("127.0.2.9", False)):
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as end:
                end.bind((address, 0))
                end.settimeout(1)
                caller = Stranger(reception.house)
                own = f"{address}:{end.getsockname()[1]}"
                asked = caller.request("OPTIONS").replace(
                    f"127.0.0.1:{caller.sip.getsockname()[1]}", own
                )
                caller.close()
                end.sendto(asked.encode(), reception.house)
                try:
                    heard = bool(await asyncio.to_thread(end.recv, 2_048))
                except TimeoutError:
                    heard = False
                assert heard is is_heard

    meanwhile(receptions(callers_from=("127.0.0.1", "127.0.1.0/24")), knock)


def test_sound_that_is_none_ends_nothing(receptions: Receptions) -> None:
    async def send(reception: Reception, _: Caller) -> None:
        chance = random.Random(20261122)
        offered = {0: "PCMU/8000", 9: "G722/8000", 96: "opus/48000/2"}
        strangers = [Caller(reception.house, codecs={kind: name}) for kind, name in offered.items()]
        for stranger in strangers:
            assert await stranger.call()
        before_mb = reception.memory_mb
        for number in range(4_000):
            chance.choice(strangers).say_raw(damaged_sound(chance))
            if number % 3 == 0:
                payload = chance.randbytes(chance.choice((0, 1, 160, 2_881, 8_000)))
                source = chance.getrandbits(32)
                kind = chance.choice((0, 8, 9, 96, 101))
                chance.choice(strangers).say(payload, kind=kind, source=source)
            if number % 40 == 0:
                await asyncio.sleep(0.01)
        assert reception.memory_mb < before_mb + 30
        for stranger in strangers:
            stranger.hang_up()
        await eventually(lambda: len(reception.there) == 1, "they hang up")
        for stranger in strangers:
            stranger.close()

    meanwhile(receptions(), send)


def test_a_flood_of_calls_is_busy_and_leaves_nothing_behind(receptions: Receptions) -> None:
    async def flood(reception: Reception, _: Caller) -> None:
        stranger = Stranger(reception.house)
        before_mb, before_files = reception.memory_mb, reception.open_files
        began = time.monotonic()
        for number in range(2_000):
            stranger.begin_anew()
            stranger.ring()
            await asyncio.sleep(max(0.0, began + number * 0.002 - time.monotonic()))
        # None of them is ever acknowledged, and so each is given up.
        await eventually(lambda: reception.rang > 10, "some rang")
        await eventually(
            lambda: len(reception.gone) == reception.rang - 1, "given up", patience_s=20
        )
        assert set(reception.gone.values()) == {"failed"}
        assert 486 in stranger.statuses
        assert len(reception.there) == 1
        assert reception.memory_mb < before_mb + 60
        assert reception.open_files < before_files + 20
        stranger.close()

    meanwhile(receptions(most_calls=20), flood)


def test_callers_ring_off_at_every_moment(receptions: Receptions) -> None:
    async def ring_off(reception: Reception, _: Caller) -> None:
        chance = random.Random(7)
        callers = [Caller(reception.house) for _ in range(40)]
        for number, caller in enumerate(callers):
            caller.ring()
            await asyncio.sleep(chance.choice((0.0, 0.001, 0.003, 0.01, 0.05)))
            match number % 4:
                case 0:
                    caller.cancel()
                case 1:
                    caller.hang_up()
                case 2:
                    caller.cancel()
                    await asyncio.sleep(0.02)
                    caller.hang_up()
                case 3:
                    caller.send(caller.request("BYE"))
        await asyncio.sleep(0.5)
        for caller in callers:
            caller.hang_up()
        nobody = Stranger(reception.house)
        for method in ("BYE", "CANCEL", "ACK", "INFO", "UPDATE", "PRACK"):
            nobody.begin_anew()
            nobody.send(nobody.request(method))
        await eventually(lambda: len(reception.there) == 1, "all are gone", patience_s=12)
        await eventually(lambda: len(reception.gone) == reception.rang - 1, "all are told as gone")
        for caller in (*callers, nobody):
            caller.close()

    meanwhile(receptions(), ring_off)


def test_the_ivr_hangs_up_in_every_state(receptions: Receptions) -> None:
    """Nobody is answered here; the door is closed with calls that ring, are answered and talk."""

    async def call() -> None:
        ringing = [Caller(reception.house) for _ in range(3)]
        for caller in ringing:
            caller.ring()
        await eventually(lambda: reception.rang == 3, "they ring")
        reception.answers = True
        talking = Caller(reception.house)
        assert await talking.call()
        late = Stranger(reception.house)
        late.ring()
        await eventually(lambda: reception.rang == 5, "one never acknowledges")
        reception.close()
        await eventually(talking.ended.is_set, "the one who talks knows")
        for caller in ringing:
            await eventually(caller.ended.is_set, "those who rang know")
        for caller in (*ringing, talking, late):
            caller.close()

    reception = receptions(answers=False)
    in_a_thread(call())
    assert reception.failure is None


def test_nobody_reaches_the_door_over_tcp_unless_an_exchange_does(receptions: Receptions) -> None:
    async def connect(reception: Reception, _: Caller) -> None:
        with pytest.raises(ConnectionError):
            await asyncio.open_connection(*reception.house)

    meanwhile(receptions(), connect)


def test_even_sound_is_heard_by_the_clock_of_the_kernel(receptions: Receptions) -> None:
    async def listen(_: Reception, good: Caller) -> None:
        await asyncio.sleep(1.0)
        assert np.median(np.diff(good.heard_at_s)) == pytest.approx(PACKET_S, abs=0.005)
        assert good.quiet_packets < 0.5 * good.packets

    meanwhile(receptions(), listen)
