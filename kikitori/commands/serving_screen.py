"""What the terminal shows while a line answers: calls and where they are, never what is said."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from archive.dialogue_names import Names
from archive.live import LiveStage
from ivr.answering.answering import Answering
from ivr.answering.held_call import HeldCall
from kikitori.commands.recording_screen import minutes
from kikitori.ivr_answering import AnsweringStation
from kikitori.wording import Wording


class CallNews:
    """What began, ended or went wrong since it was last asked, where there is no screen to draw."""

    def __init__(self, wording: Wording, names: Names) -> None:
        self._wording = wording
        self._names = names
        self._calls: dict[str, HeldCall] = {}
        self._alarms: set[tuple[str, str]] = set()

    def of(self, answering: Answering) -> Iterator[str]:
        """A line for each call that began or ended, and for each alarm of one."""
        now = {call.facts.call_id: call for call in answering.calls}
        for call_id in now.keys() - self._calls.keys():
            yield self._wording("serve.begins", call=call_id, door=now[call_id].facts.line)
        alarms = {(call_id, code) for call_id, call in now.items() for code in _alarms(call)}
        for call_id, code in sorted(alarms - self._alarms):
            alarm = self._wording(f"record.alarm_{code}")
            yield self._wording("record.alarm", line=call_id, alarm=alarm)
        self._alarms = alarms
        for call_id in self._calls.keys() - now.keys():
            call = self._calls[call_id]
            place = _called(call, self._wording, self._names)
            yield self._wording("serve.ends", call=call_id, place=place)
        self._calls = now


def serving_screen(station: AnsweringStation, wording: Wording) -> RenderableType:
    """The calls that are held, one a row, and counts below."""
    answering = station.answering
    table = Table.grid(padding=(0, 2))
    for call in answering.calls:
        table.add_row(
            Text(f"● {call.facts.call_id}", style="bold", no_wrap=True),
            call.facts.line,
            minutes(call.recording.call.duration_s),
            Text(_where(call, wording, station.names), overflow="ellipsis"),
        )
    return Group(table, Text(_counts(station, wording), style="dim"))


def _alarms(call: HeldCall) -> tuple[str, ...]:
    return call.recording.call.alarms


def _called(call: HeldCall, wording: Wording, names: Names) -> str:
    """The dialog the call is in, as its service calls it; nothing the caller said."""
    dialog = call.conversation.path.dialog
    return names.get(wording.language, {}).get(f"dialog.{dialog}", dialog) or "-"


def _where(call: HeldCall, wording: Wording, names: Names) -> str:
    """Where the call is, or who has it and for how long."""
    held = call.recording.call
    where, way = _called(call, wording, names), held.way
    if way is not None and way.stage is not LiveStage.IVR:
        since = minutes(held.duration_s - way.since_s)
        where = wording(f"serve.{way.stage}", operator=way.operator or "-", since=since)
    troubles = [wording(f"record.alarm_{code}") for code in held.troubles]
    sensitive = [wording("record.sensitive")] if held.sensitive else []
    return "  ".join([*troubles, where, *sensitive])


def _counts(station: AnsweringStation, wording: Wording) -> str:
    answering = station.answering
    outcomes = dict(answering.outcomes)
    for call in answering.calls:
        for name, count in call.conversation.outcomes.items():
            outcomes[name] = outcomes.get(name, 0) + count
    named = sorted((wording(f"serve.heard_{name}"), count) for name, count in outcomes.items())
    heard = ", ".join(f"{name} {count}" for name, count in named) or "-"
    late_ms = round(answering.load.latest_beat_s * 1000) if answering.load else 0
    return wording(
        "serve.counts",
        answered=answering.answered,
        refused=answering.refused,
        waiting=station.room.waiting,
        redacting=len(station.taking.ended),
        late=late_ms,
        heard=heard,
    )
