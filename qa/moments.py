"""Finds moments worth hearing: needs, offers, refusals, pushing, complaints, dead air.

What makes a moment stands in qa/moment_rules/<kind>.toml; this file walks through the turns.
"""

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from qa.finding import Evidence
from qa.listening import HeardTurn, QaCall
from qa.silences import silences
from speech.audio import Channel, Span
from speech.errors import DefinitionError
from speech.matching import Match

FOLDER = Path(__file__).parent / "moment_rules"
_UNSURE = 0.5


class Kind(StrEnum):
    NEED = "need"
    PITCH = "pitch"
    OFFER = "offer"
    ACCEPT = "accept"
    REFUSAL = "refusal"
    PUSH = "push"
    MISSED_OFFER = "missed_offer"
    COMPLAINT = "complaint"
    DEAD_AIR = "dead_air"


class Status(StrEnum):
    """What became of a chance: an offer made, missed, forced, or rightly held back."""

    OFFERED = "offered"
    MISSED = "missed"
    OVER_PUSHED = "over_pushed"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment with its evidence; `turn` is None where nobody speaks."""

    kind: Kind
    turn: int | None
    channel: Channel
    span: Span
    quote: str
    status: Status | None
    rule: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When a turn is a moment of a kind; `name` is the file's.

    A turn of `side` is one when it says a set of `phrases`, or one of `replies` after a turn of the
    kind `reply_to` among the other side's last `reply_within`, or with `least_symbols` when it says
    anything as long as that; but none of `unless`. With `after`, a moment of that kind must have
    come before, and no turn of the other side since then may say one of `reopened_by`; calls of the
    direction `freely_on` need no such moment, and with `only_on` other calls have none. A moment
    takes the place of one of `instead_of` in the same turn. `silence_s` is for moments in which
    nobody speaks.
    """

    name: str
    kind: Kind
    version: str
    side: Channel = Channel.CALLER
    phrases: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    reply_to: tuple[str, ...] = ()
    reply_within: int = 1
    least_symbols: int = 0
    unless: tuple[str, ...] = ()
    after: str = ""
    reopened_by: tuple[str, ...] = ()
    freely_on: str = ""
    only_on: str = ""
    instead_of: tuple[str, ...] = ()
    status: Status | None = None
    silence_s: float = 0.0

    @property
    def heard(self) -> bool:
        """Whether somebody says it."""
        return bool(self.phrases or self.replies or self.least_symbols)


def find_moments(call: QaCall) -> list[Moment]:
    """All moments of a call in order of time; a mono call has none but dead air.

    Of what a caller says to an IVR only complaints are moments: a no to a menu refuses no offer.
    """
    rules = load_rules()
    found = [] if call.mono else list(_spoken(call, [rule for rule in rules if rule.heard]))
    complaints = [rule for rule in rules if rule.kind is Kind.COMPLAINT]
    found += _spoken(replace(call, turns=call.with_ivr), complaints)
    found = [_with_status(moment, found) for moment in found]
    missed = [rule for rule in rules if rule.kind is Kind.MISSED_OFFER]
    quiet = [rule for rule in rules if rule.silence_s]
    found += [m for rule in missed for m in _missed(call, found, rule)]
    found += [m for rule in quiet for m in _dead_air(call, rule)]
    return sorted(found, key=lambda moment: (moment.span, moment.kind))


@lru_cache(maxsize=1)
def load_rules() -> tuple[Rule, ...]:
    """The rules of qa/moment_rules; raises DefinitionError naming the file."""
    return tuple(read_rule(path) for path in sorted(FOLDER.glob("*.toml")))


def read_rule(path: Path) -> Rule:
    """One rule; its kind is the file's name unless it says another."""
    content = path.read_bytes()
    try:
        data = tomllib.loads(content.decode())
        unknown = set(data) - {field.name for field in fields(Rule)} | set(data) & {"name"}
        if unknown:
            raise DefinitionError(f"{path.name}: no such field {min(unknown)!r}")
        version = f"{data.pop('version')}-{hashlib.sha256(content).hexdigest()[:8]}"
        values: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in data.items()
        }
        values["side"] = Channel(values.get("side", Channel.CALLER))
        values["status"] = Status(values["status"]) if "status" in values else None
        values["kind"] = Kind(values.get("kind", path.stem))
        return Rule(name=path.stem, version=version, **values)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, ValueError) as error:
        raise DefinitionError(f"{path.name}: missing or impossible: {error}") from None


def _spoken(call: QaCall, rules: list[Rule]) -> Iterator[Moment]:
    so_far: list[Moment] = []
    for turn in call.turns:
        here: dict[Kind, Moment] = {}
        for rule in rules:
            match = _match(call, turn, rule, so_far)
            if match is not None:
                version = f"{rule.version}+{call.phrasebook.version}"
                here.setdefault(rule.kind, _moment(rule, turn.evidence(match), version))
        for rule in rules:
            if rule.kind in here:
                here = {k: m for k, m in here.items() if k not in rule.instead_of}
        so_far.extend(here.values())
        yield from here.values()


def _match(call: QaCall, turn: HeardTurn, rule: Rule, so_far: list[Moment]) -> Match | None:
    if turn.channel is not rule.side or turn.first(*rule.unless):
        return None
    if turn.backchannel and turn.channel is Channel.OPERATOR:
        return None
    if rule.only_on and rule.only_on != call.direction.value:
        return None
    match = turn.first(*rule.phrases)
    if match is None and rule.least_symbols:
        match = _anything(turn, rule)
    if match is None and _replies(call, turn, rule, so_far):
        match = turn.first(*rule.replies)
    if match is None or not _is_time(call, turn, rule, so_far):
        return None
    return match


def _anything(turn: HeardTurn, rule: Rule) -> Match | None:
    if len(turn.sound.symbols) < rule.least_symbols:
        return None
    return Match(0, len(turn.text), _UNSURE)


def _replies(call: QaCall, turn: HeardTurn, rule: Rule, so_far: list[Moment]) -> bool:
    """Whether the other side's last turns before this one were of the kind replied to."""
    before = [
        t for t in call.turns
        if t.number < turn.number and t.channel is not turn.channel and not t.backchannel
    ]  # fmt: skip
    last = {t.number for t in before[-rule.reply_within :]}
    asked = [_turn(m) for m in so_far if m.turn in last and m.kind in rule.reply_to]
    answered = [_turn(m) for m in so_far if m.kind is Kind.REFUSAL]
    return bool(asked) and max(answered, default=-1) < max(asked)


def _is_time(call: QaCall, turn: HeardTurn, rule: Rule, so_far: list[Moment]) -> bool:
    if not rule.after or rule.freely_on == call.direction.value:
        return True
    before = [m.turn for m in so_far if m.kind == rule.after and m.turn is not None]
    if not before:
        return False
    since = (t for t in call.turns if max(before) < t.number < turn.number)
    return not any(t.channel is not rule.side and t.first(*rule.reopened_by) for t in since)


def _moment(rule: Rule, evidence: Evidence, version: str) -> Moment:
    return Moment(
        rule.kind, evidence.turn, evidence.channel, evidence.span, evidence.quote,
        rule.status, rule.name, version,
    )  # fmt: skip


def _with_status(moment: Moment, found: list[Moment]) -> Moment:
    """A need with what became of it; other moments as they are."""
    if moment.kind is not Kind.NEED:
        return moment
    if any(m.kind in (Kind.OFFER, Kind.PUSH) and m.span > moment.span for m in found):
        return replace(moment, status=Status.OFFERED)
    complaints = [m for m in found if m.kind is Kind.COMPLAINT and m.span <= moment.span]
    return replace(moment, status=Status.WITHHELD if complaints else Status.MISSED)


def _missed(call: QaCall, found: list[Moment], rule: Rule) -> list[Moment]:
    """Where the offer should have been: the turn after the first need nobody answered."""
    needs = [m for m in found if m.kind is Kind.NEED and m.status is Status.MISSED]
    later = [t for need in needs[:1] for t in call.side(Channel.OPERATOR) if t.number > _turn(need)]
    return [_moment(rule, turn.evidence(), rule.version) for turn in later[:1]]


def _turn(moment: Moment) -> int:
    return -1 if moment.turn is None else moment.turn


def _dead_air(call: QaCall, rule: Rule) -> Iterator[Moment]:
    for silence in silences(call, least_s=rule.silence_s):
        channel = Channel.MIXED if call.mono else Channel.OPERATOR
        yield Moment(rule.kind, None, channel, silence, "", rule.status, rule.name, rule.version)
