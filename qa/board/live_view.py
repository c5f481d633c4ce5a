"""What the live page shows of each call in progress, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from archive.dialogue_names import Names
from archive.live import LiveCall, LiveStage, LiveTurn
from archive.records import QueueRow
from qa.board.live_way_view import MANY_MISHEARD, live_way, way_tone, who_has
from qa.board.telling import badge, clock, number, percent
from qa.board.wording import Words
from qa.live import Flag, Sign
from qa.moments import Kind, load_rules
from qa.sounds import TAG_PATTERN
from speech.audio import Channel

LINES_SHOWN = 30
FLAGS_SHOWN = 4
SIDES = (Channel.CALLER, Channel.IVR, Channel.OPERATOR)
QUIETEST_DBFS = -60.0
CLIPPING_DBFS = -1.0
SILENCE_S = 3.0
LOAD_S = 1.5
HEAVY_LOAD_S = 10.0
TONES = {Sign.PUSH: "bad", Sign.FORBIDDEN: "bad", Sign.COMPLAINT: "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A call in progress with what it says; without phrases to look for, `flags` is None.

    Its recorder may be `silent`, or `gone` for good. `names` are those of its client's line.
    """

    call: LiveCall
    silent: bool
    gone: bool = False
    turns: Sequence[LiveTurn]
    flags: Sequence[Flag] | None
    names: Names = field(default_factory=dict)


def live_data(
    watched: Sequence[Watched],
    finished: Sequence[tuple[str, str, QueueRow | None]],
    say: Words,
    *,
    refreshed: int,
) -> dict[str, Any]:
    """The data of the live component; `refreshed` counts how often the page has looked."""
    return {
        "language": say.language,
        "refreshed": refreshed,
        "heading": say("live.heading"),
        "count": say("live.count", count=len(watched)),
        "calls": [_card(one, say) for one in watched],
        "finished": [_finished(*one, say) for one in finished],
        "empty": {
            "title": say("live.none_title"),
            "text": say("live.none_text"),
            "commands": [
                {"what": say("live.to_record"), "command": "kikitori record --line headset"},
                {
                    "what": say("live.to_answer"),
                    "command": f"kikitori ivr serve {say('live.a_service')}",
                },
            ],
        },
    }


def _card(watched: Watched, say: Words) -> dict[str, Any]:
    call, over = watched.call, watched.call.ended or watched.gone
    flags = watched.flags or ()
    earlier = len(flags) - FLAGS_SHOWN
    return {
        "id": call.id,
        "language": call.language.value,
        "tone": _tone(watched),
        "line": call.line or call.id,
        "operator": _who(call, say),
        "client": call.client,
        "clock": clock(call.duration_s),
        "trouble": _trouble(watched, say),
        "way": None if over else live_way(call, say.named(watched.names)),
        "badges": _badges(watched, say),
        "meters": [] if over else [_meter(call, side, say) for side in _sides(call)],
        "talk": talk_bar(call, say),
        "figures": figures(call, say),
        "flags": [_flag(flag, call, say) for flag in reversed(flags[-FLAGS_SHOWN:])],
        "earlier": say("live.earlier", count=earlier) if earlier > 0 else "",
        "lines": [_line(turn, flags, say) for turn in watched.turns[-LINES_SHOWN:]],
        "speaking": [
            {
                "channel": one.channel.value,
                "who": say(f"lane.{one.channel}"),
                "text": say("live.letters", count=one.letters) if one.letters else "…",
            }
            for one in call.speaking
            if not over
        ],
        "quiet": say("live.no_words" if over else _why_quiet(call)),
    }


def _who(call: LiveCall, say: Words) -> str:
    if call.way is not None and not call.ended:
        return who_has(call, say)
    return call.operator or say("lane.ivr" if with_ivr(call) else "live.nobody")


def with_ivr(call: LiveCall) -> bool:
    """Whether an IVR has the caller, and no operator."""
    if call.way is not None:
        return call.way.stage is not LiveStage.TALKING
    return Channel.IVR in call.talk_s and not call.talk_s.get(Channel.OPERATOR)


def silence_tone(silence_s: float) -> str:
    """Amber from the length that counts as a silence, red from the one that counts as dead air."""
    dead_s = min(rule.silence_s for rule in load_rules() if rule.kind is Kind.DEAD_AIR)
    return "bad" if silence_s >= dead_s else "warn" if silence_s >= SILENCE_S else ""


def _silence_tone(call: LiveCall) -> str:
    """A caller who thinks about a menu or waits in the queue is nobody's dead air."""
    return "" if with_ivr(call) else silence_tone(call.silence_s)


def talk_bar(call: LiveCall, say: Words) -> dict[str, Any]:
    """Who has spoken how much of what was spoken, as parts of one bar that add up to the whole."""
    sides = [side for side in SIDES if side in call.talk_s or side is not Channel.IVR]
    whole = sum(call.talk_s.get(side, 0.0) for side in sides)
    parts: list[dict[str, Any]] = []
    if whole:
        shares = [percent(call.talk_s.get(side, 0.0), whole) for side in sides]
        # What rounding leaves goes where it is seen least, never to a side that said nothing.
        shares[shares.index(max(shares))] += 100 - sum(shares)
        parts = [_part(side, share, say) for side, share in zip(sides, shares, strict=True)]
    return {"label": say("live.talk"), "parts": parts}


def figures(call: LiveCall, say: Words) -> list[dict[str, str]]:
    """Dead air (with an IVR: answers it did not understand), losses and load, each with its tone."""
    load = "bad" if call.load_s >= HEAVY_LOAD_S else "warn" if call.load_s >= LOAD_S else ""
    seconds = {"silence": number(call.silence_s), "load": number(call.load_s)}
    first = _figure("silence", say("unit.s", value=seconds["silence"]), _silence_tone(call), say)
    if call.way is not None and with_ivr(call):
        many = call.way.misheard >= MANY_MISHEARD
        count = say("unit.count", value=call.way.misheard)
        first = _figure("misheard", count, "warn" if many else "", say)
    return [
        first,
        _figure("dropped", str(call.dropped_frames), "bad" if call.dropped_frames else "", say),
        _figure("gaps", str(call.gaps), "warn" if call.gaps else "", say),
        _figure("load", say("unit.s", value=seconds["load"]), load, say),
    ]


def pieces(text: str) -> list[dict[str, str]]:
    """A redacted text cut at its tags."""
    found, done = [], 0
    for tag in TAG_PATTERN.finditer(text):
        found += [{"text": text[done : tag.start()]}, {"text": tag.group(), "tag": "yes"}]
        done = tag.end()
    return [piece for piece in (*found, {"text": text[done:]}) if piece["text"]]


def _figure(name: str, value: str, tone: str, say: Words) -> dict[str, str]:
    return {"name": name, "label": say(f"live.{name}"), "value": value, "tone": tone}


def _part(side: Channel, share: int, say: Words) -> dict[str, Any]:
    return {"channel": side.value, "share": share, "label": f"{say(f'lane.{side}')} {share}%"}


def _sides(call: LiveCall) -> list[Channel]:
    return [side for side in (*SIDES, Channel.MIXED) if side in call.levels_dbfs]


def _meter(call: LiveCall, side: Channel, say: Words) -> dict[str, Any]:
    level = max(QUIETEST_DBFS, min(0.0, call.levels_dbfs[side]))
    return {
        "channel": side.value,
        "label": say(f"lane.{side}"),
        "share": percent(level - QUIETEST_DBFS, -QUIETEST_DBFS),
        "value": say("unit.dBFS", value=f"{level:.0f}"),
        "tone": "bad" if level >= CLIPPING_DBFS else "",
    }


def _why_quiet(call: LiveCall) -> str:
    if call.way is not None:
        return "live.no_ivr_captions"
    return "live.no_captions" if call.captions == "off" else "live.no_words_yet"


def _trouble(watched: Watched, say: Words) -> str:
    if watched.gone:
        return say("live.gone")
    return say("live.silent") if watched.silent and not watched.call.ended else ""


def _badges(watched: Watched, say: Words) -> list[dict[str, str]]:
    call = watched.call
    marks = (
        (call.ended and not watched.gone, "live.ended", "info"),
        (call.sensitive, "live.sensitive", "info"),
        (call.captions == "dropped", "live.captions_dropped", "warn"),
        (call.captions == "off" and call.way is None, "live.captions_off", ""),
        (watched.flags is None and call.captions != "off", "live.no_phrases", ""),
    )
    found = [badge(say.of("alarm", code), "bad") for code in call.alarms]
    return found + [badge(say(key), tone) for holds, key, tone in marks if holds]


def _tone(watched: Watched) -> str:
    """How a card is framed: red for trouble and for what an operator must not say."""
    call, flags = watched.call, watched.flags or ()
    if watched.gone:
        return "bad over"
    if call.ended:
        return "over"
    tones = {TONES[flag.sign] for flag in flags} | {_silence_tone(call), way_tone(call)}
    if watched.silent or call.alarms or "bad" in tones:
        return "bad"
    return "warn" if "warn" in tones else ""


def _flag(flag: Flag, call: LiveCall, say: Words) -> dict[str, str]:
    evidence = flag.evidence
    return {
        "key": f"{flag.sign} {evidence.span.start}",
        "sign": flag.sign.value,
        "label": say(f"flag.{flag.sign}"),
        "tone": TONES[flag.sign],
        "at": clock(evidence.span.start),
        "who": say(f"lane.{evidence.channel}"),
        "quote": evidence.quote,
        "language": call.language.value,
        "title": say("moments.rule", rule=flag.rule, version=flag.version),
    }


def _line(turn: LiveTurn, flags: Sequence[Flag], say: Words) -> dict[str, Any]:
    proofs = (
        TONES[flag.sign]
        for flag in flags
        if flag.evidence.channel is turn.channel and flag.evidence.span.overlap(turn.span) > 0
    )
    return {
        "number": turn.number,
        "channel": turn.channel.value,
        "who": say(f"lane.{turn.channel}"),
        "at": clock(turn.span.start),
        "pieces": pieces(turn.text),
        "tone": min(proofs, default=""),
    }


def _finished(call_id: str, line: str, row: QueueRow | None, say: Words) -> dict[str, str]:
    text = say("live.finished" if row else "live.finishing", line=line or call_id)
    href = f"/?call={quote(call_id, safe='')}" if row else ""
    return {"id": call_id, "text": text, "href": href, "open": say("live.open")}
