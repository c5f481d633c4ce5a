"""What the terminal shows while lines are recorded: news line by line, and meters with captions."""

from collections.abc import Iterator

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from archive.call import Call, Status
from archive.live import LiveCall, new_turns
from archive.reader import CallReader
from kikitori.wording import Wording
from privacy.redacted import RedactedTranscript
from recorder.call_in_progress import CallInProgress
from recorder.capture import LineCapture
from recorder.live_reporting import LiveReporting, live_call
from recorder.recovery import Recovered
from recorder.station import Station
from speech.audio import Channel
from speech.reasons import Reason, kept_reason

_METER_WIDTH = 24
_QUIETEST_DBFS = -60.0
_TURNS_SHOWN = 6


class News:
    """What has happened on the lines since it was last asked, each thing once."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._calls: dict[str, CallInProgress] = {}
        self._alarms: dict[str, set[str]] = {}
        self._failures: dict[str, Reason] = {}

    def of(self, line: LineCapture) -> Iterator[str]:
        """Lines about what began, ended or went wrong on a line."""
        name, call = line.source.name, line.call
        before = self._calls.get(name)
        if before is not None and before is not call:
            yield from self._alarms_of(name, before)
            del self._calls[name]
            yield self._wording(
                "record.ends", line=name, call=before.facts.id, duration=minutes(before.duration_s)
            )
        if call is not None:
            if name not in self._calls:
                self._calls[name] = call
                yield self._wording("record.recording", line=name, call=call.facts.id)
            yield from self._alarms_of(name, call)
        if line.failure and self._failures.get(name) != line.failure:
            self._failures[name] = line.failure
            yield line.failure.told(self._wording.language)

    def _alarms_of(self, name: str, call: CallInProgress) -> Iterator[str]:
        told = self._alarms.setdefault(call.facts.id, set())
        for code in call.alarms:
            if code not in told:
                told.add(code)
                alarm = self._wording.words.get(f"record.alarm_{code}", code)
                yield self._wording("record.alarm", line=name, alarm=alarm)


class Captions:
    """Redacted turns as lines, for where nothing can be drawn over."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._shown: dict[str, RedactedTranscript] = {}

    def of(self, line: LineCapture, reporting: LiveReporting) -> Iterator[str]:
        """The turns that are new, or have changed since they were told."""
        call = line.call
        transcript = reporting.shown(call.facts.id) if call else None
        if call is None or transcript is None:
            return
        call_id = call.facts.id
        for turn in new_turns(call_id, transcript, self._shown.get(call_id)):
            side = self._wording(f"record.{turn.channel}")
            yield f"{line.source.name}  {minutes(turn.span.start)}  {side}: {turn.text}"
        self._shown = {call_id: transcript} | {
            other: shown for other, shown in self._shown.items() if other != call_id
        }


def outcome_lines(recovered: Recovered, reader: CallReader, wording: Wording) -> Iterator[str]:
    """What became of a call, and what is marked on it."""
    call_id = recovered.call_id
    if recovered.interrupted:
        yield wording("record.interrupted", call=call_id)
    if recovered.status is None:
        yield wording("record.stays", call=call_id, reason=recovered.reason)
        return
    if recovered.status is Status.KEPT:
        yield wording("record.kept", call=call_id)
    else:
        # A process that was killed may have kept the reason and not told it.
        because = recovered.reason or kept_reason(reader.row(call_id).withheld_because)
        yield wording(f"record.{recovered.status}", call=call_id, reason=because)
        if recovered.sealed_until is None:
            yield wording("record.shredded", call=call_id)
        else:
            yield wording("record.sealed", call=call_id, until=recovered.sealed_until.isoformat())
    marks = _marks(reader.row(call_id).call, wording)
    if marks:
        yield wording("record.marks", call=call_id, marks=marks)


def _marks(call: Call, wording: Wording) -> str:
    marks = [wording.words.get(f"record.alarm_{alarm.code}", alarm.code) for alarm in call.alarms]
    if call.missing:
        gaps = wording(
            "record.mark_gaps",
            count=len(call.missing),
            seconds=call.missing_s,
            dropped=call.dropped_frames,
        )
        marks.append(gaps)
    return wording("record.marks_and").join(dict.fromkeys(marks))


def screen(station: Station, reporting: LiveReporting, wording: Wording) -> RenderableType:
    """Meters and the last turns of each call that is held."""
    shown: list[RenderableType] = []
    for line in station.lines:
        if (call := line.call) is not None:
            shown += _call_shown(call, reporting.shown(call.facts.id), wording)
    ended = len(station.taking.ended)
    if ended:
        shown.append(Text(wording("record.redacting", count=ended), style="dim"))
    return Group(*shown)


def _call_shown(
    call: CallInProgress, transcript: RedactedTranscript | None, wording: Wording
) -> Iterator[RenderableType]:
    now = live_call(call)
    head = Text(f"● {now.line}  {minutes(now.duration_s)}", style="bold")
    if now.sensitive:
        head.append(f"  {wording('record.sensitive')}", style="bold yellow")
    if now.captions == "dropped":
        head.append(f"  {wording('record.captions_dropped')}", style="yellow")
    if now.dropped_frames or now.gaps:
        gaps = wording(
            "record.mark_gaps", count=now.gaps, seconds=call.missing_s, dropped=now.dropped_frames
        )
        head.append(f"  {gaps}", style="yellow")
    yield head
    yield _meters(now, wording)
    for said in transcript.utterances[-_TURNS_SHOWN:] if transcript else ():
        side = wording(f"record.{said.channel}")
        yield Text(f"  {minutes(said.span.start)}  {side}: {said.text}")


def _meters(call: LiveCall, wording: Wording) -> Table:
    table = Table.grid(padding=(0, 1))
    for channel, level in call.levels_dbfs.items():
        table.add_row(
            f"  {wording(f'record.{channel}')}",
            meter(level),
            f"{level:5.0f} dBFS",
            minutes(call.talk_s.get(Channel(channel), 0.0)),
        )
    return table


def meter(level_dbfs: float) -> Text:
    """A bar from -60 dBFS to full scale; red where it clips."""
    share = 1 - max(_QUIETEST_DBFS, min(0.0, level_dbfs)) / _QUIETEST_DBFS
    filled = round(share * _METER_WIDTH)
    style = "red" if level_dbfs > -3 else "green"
    return Text("█" * filled, style=style) + Text("·" * (_METER_WIDTH - filled), style="dim")


def minutes(seconds: float) -> str:
    """Minutes and seconds as on a clock."""
    whole = int(seconds)
    return f"{whole // 60}:{whole % 60:02d}"


def console() -> Console:
    """The terminal, or a plain stream where there is none."""
    return Console(highlight=False, markup=False, emoji=False)
