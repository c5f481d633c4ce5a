"""Made-up calls in progress: what a recorder tells of them, without any engine."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

from sqlalchemy import update

from archive.archive import Archive
from archive.live import LiveCall, LiveSpeech, LiveStage, LiveTurn, LiveWay
from archive.live_tables import live_calls
from privacy.redacted import RedactedUtterance
from speech.audio import Channel, Span
from speech.transcript import Language, Word
from tests.board.scripts import EN_LINES, JA_LINES

Line = tuple[str, float, float, str]

JA_CALL = LiveCall(
    id="live-ja",
    line="card 2",
    client="みなと通信販売株式会社",
    operator="佐々木 花子",
    language=Language.JA,
    started_at=datetime(2026, 11, 22, 1, 0, tzinfo=UTC),
    duration_s=73.4,
    levels_dbfs={Channel.CALLER: -52.0, Channel.OPERATOR: -18.5},
    talk_s={Channel.CALLER: 21.0, Channel.OPERATOR: 39.5},
    silence_s=0.4,
    speaking=(LiveSpeech(Channel.OPERATOR, 71.0, 14),),
)
EN_CALL = replace(
    JA_CALL,
    id="live-en",
    line="headset",
    client="Harbour & Vale Home Appliances",
    operator="Jordan Example",
    language=Language.EN,
    duration_s=69.8,
    levels_dbfs={Channel.CALLER: -60.0, Channel.OPERATOR: -58.0},
    silence_s=9.2,
    dropped_frames=3,
    gaps=1,
    load_s=2.3,
    captions="dropped",
    sensitive=True,
    alarms=("disk-full",),
    speaking=(),
)
IVR_CALL = replace(
    JA_CALL,
    id="live-ivr",
    line="sip:kasumi",
    client="カスミプリンター",
    operator="",
    duration_s=48.0,
    levels_dbfs={Channel.CALLER: -54.0, Channel.IVR: -21.0, Channel.OPERATOR: -96.0},
    talk_s={Channel.CALLER: 6.0, Channel.IVR: 22.0, Channel.OPERATOR: 0.0},
    silence_s=12.0,
    captions="off",
    speaking=(),
    way=LiveWay(
        path=("notice", "opening", "main", "repair"), asked="product_number", keys=5, misheard=1
    ),
)
WAITING_CALL = replace(
    IVR_CALL,
    id="live-waiting",
    duration_s=163.0,
    way=LiveWay(
        path=("notice", "language", "opening", "main", "main", "repair", "operator"),
        stage=LiveStage.WAITING,
        since_s=68.0,
        misheard=3,
    ),
)
FORBIDDEN: Line = ("operator", 70.3, 73.0, "Please calm down, that is not my problem.")


def turns(call: LiveCall, lines: Iterable[Line], *, since: int = 0) -> list[LiveTurn]:
    """The (side, start, end, text) lines as turns numbered from `since`."""
    return [LiveTurn(call.id, since + n, said(*line)) for n, line in enumerate(lines)]


def said(side: str, start: float, end: float, text: str) -> RedactedUtterance:
    span = Span(start, end)
    return RedactedUtterance(Channel(side), span, text, (Word(text, span, 0.9),), 0.9)


def show_all(archive: Archive) -> Sequence[LiveCall]:
    """Calls with everything that can be shown: quiet ones, one that ended, two with the IVR."""
    quiet = replace(
        JA_CALL, id="live-quiet", line="card 1", operator="", client="", captions="off",
        duration_s=4.0, silence_s=4.0, talk_s={}, speaking=(),
    )  # fmt: skip
    over = replace(JA_CALL, id="live-over", line="card 3", ended=True, silence_s=0.0)
    for call in (JA_CALL, EN_CALL, quiet, over, IVR_CALL, WAITING_CALL):
        archive.live.update(call)
    archive.live.show(JA_CALL.id, turns(JA_CALL, JA_LINES[:12]))
    archive.live.show(EN_CALL.id, turns(EN_CALL, [*EN_LINES[:12], FORBIDDEN]))
    return (JA_CALL, EN_CALL, quiet, over, IVR_CALL, WAITING_CALL)


@contextmanager
def recorded(archive: Archive, call: LiveCall) -> Iterator[None]:
    """A recorder that tells every half second that the call goes on, and in the end that it is over."""
    stopped = Event()

    def tell() -> None:
        told = call
        while not stopped.is_set():
            archive.live.update(told)
            told = replace(told, duration_s=told.duration_s + 0.5)
            stopped.wait(0.5)

    recorder = Thread(target=tell)
    recorder.start()
    try:
        yield
    finally:
        stopped.set()
        recorder.join()
        archive.live.end(call.id)


def show_dead(archive: Archive) -> Sequence[LiveCall]:
    """A call whose recorder died a minute ago."""
    dead = replace(JA_CALL, id="live-dead", line="card 4")
    archive.live.update(dead)
    archive.live.show(dead.id, turns(dead, JA_LINES[:6]))
    age(archive, dead)
    return (dead,)


def age(archive: Archive, call: LiveCall) -> None:
    """As if the recorder had told of the call a minute ago."""
    row = live_calls.c.id == call.id
    long_ago = datetime.now(UTC) - timedelta(minutes=1)
    with archive.live.engine.begin() as connection:
        connection.execute(update(live_calls).where(row).values(written_at=long_ago))
