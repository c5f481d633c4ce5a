"""What the live page says, without a browser."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.live import LiveStage, LiveWay
from archive.spool_notes import Trouble
from qa.board.live_view import Watched, figures, live_data, pieces, silence_tone, talk_bar
from qa.board.live_way_view import live_way
from qa.board.telling import clock
from qa.board.wording import LANGUAGES, words
from qa.finding import Evidence
from qa.live import Flag, Sign
from recorder.call_in_progress import CLOCK_JUMP, DEVICE_LOST, LINE_LOST
from speech.audio import Channel, Span
from tests.board.live_calls import EN_CALL, IVR_CALL, JA_CALL, WAITING_CALL, turns
from tests.board.scripts import EN_LINES

EN = words("en")


def shown(watched: Watched, language: str = "en") -> Mapping[str, object]:
    card: Mapping[str, object] = live_data([watched], [], words(language), refreshed=1)["calls"][0]
    return card


def badges(watched: Watched) -> list[str]:
    found = shown(watched)["badges"]
    assert isinstance(found, list)
    return [badge["label"] for badge in found]


def watched(**changes: object) -> Watched:
    values = {"call": JA_CALL, "silent": False, "turns": (), "flags": ()} | changes
    return Watched(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("captions", ["on", "dropped", "off"])
@pytest.mark.parametrize("ended", [False, True])
def test_every_state_of_a_call_has_its_words(language: str, captions: str, *, ended: bool) -> None:
    call = replace(EN_CALL, captions=captions, ended=ended)  # type: ignore[arg-type]
    card = shown(watched(call=call, silent=True, flags=None), language)
    assert card["quiet"]
    assert bool(card["trouble"]) is not ended


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sign_and_every_alarm_known_has_its_words(language: str) -> None:
    texts = words(language).texts
    alarms = {*Trouble, CLOCK_JUMP, DEVICE_LOST, LINE_LOST}
    told = {f"flag.{sign}" for sign in Sign} | {f"alarm.{code}" for code in alarms}
    assert told - texts.keys() == set()


def test_an_alarm_nobody_wrote_words_for_speaks_itself() -> None:
    assert "line_on_fire" not in EN.texts
    found = badges(watched(call=replace(JA_CALL, alarms=("line_on_fire",))))
    assert found == ["line on fire"]


def test_where_nobody_looks_for_phrases_the_card_says_so() -> None:
    assert badges(watched(flags=None)) == [EN("live.no_phrases")]
    assert badges(watched(flags=())) == []


def test_a_silence_turns_amber_and_then_red() -> None:
    assert [silence_tone(seconds) for seconds in (0, 2.9, 3, 7.9, 8, 60)] == [
        "", "", "warn", "warn", "bad", "bad",
    ]  # fmt: skip


def test_figures_are_calm_while_nothing_is_lost() -> None:
    assert {one["tone"] for one in figures(JA_CALL, EN)} == {""}
    tones = {one["name"]: one["tone"] for one in figures(EN_CALL, EN)}
    assert tones == {"silence": "bad", "dropped": "bad", "gaps": "warn", "load": "warn"}


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_both_sides_shares_of_talk_make_a_whole(caller: float, operator: float) -> None:
    call = replace(JA_CALL, talk_s={Channel.CALLER: caller, Channel.OPERATOR: operator})
    shares = [part["share"] for part in talk_bar(call, EN)["parts"]]
    assert shares == [] if caller + operator == 0 else sum(shares) == 100


@given(st.lists(st.sampled_from(["[電話1]", "[PHONE 2]", "はい", " [sic] ", "a]"]), max_size=6))
def test_a_text_cut_at_its_tags_reads_the_same(parts: list[str]) -> None:
    found = pieces("".join(parts))
    assert "".join(piece["text"] for piece in found) == "".join(parts)
    tags = [part for part in parts if part in ("[電話1]", "[PHONE 2]")]
    assert [piece["text"] for piece in found if "tag" in piece] == tags


def test_the_line_that_proves_a_flag_is_marked_and_no_other() -> None:
    said = turns(EN_CALL, EN_LINES[:12])
    proof = said[10]
    evidence = Evidence(8, proof.channel, Span(proof.span.start, proof.span.end), proof.text)
    card = shown(watched(call=EN_CALL, turns=said, flags=[Flag(Sign.PUSH, evidence, "push", "1")]))
    lines = card["lines"]
    assert isinstance(lines, list)
    assert [line["number"] for line in lines if line["tone"]] == [10]
    assert card["tone"] == "bad"


def test_a_caller_who_thinks_at_a_menu_is_nobodys_dead_air() -> None:
    card = shown(watched(call=IVR_CALL, turns=[], flags=()))
    assert card["operator"] == EN("lane.ivr")
    assert card["tone"] == ""
    talking = LiveWay(path=("main",), stage=LiveStage.TALKING, operator="hanako")
    answered = replace(IVR_CALL, way=talking)
    assert shown(watched(call=answered, turns=[], flags=()))["operator"] == "hanako"
    assert shown(watched(call=answered, turns=[], flags=()))["tone"] == "bad"


def test_three_sides_share_one_bar_and_have_their_own_meters() -> None:
    card = shown(watched(call=IVR_CALL, turns=[], flags=()))
    sides = ["caller", "ivr", "operator"]
    assert [part["channel"] for part in talk_bar(IVR_CALL, EN)["parts"]] == sides
    assert [part["share"] for part in talk_bar(IVR_CALL, EN)["parts"]] == [21, 79, 0]
    meters = card["meters"]
    assert isinstance(meters, list)
    assert [meter["channel"] for meter in meters] == sides


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_supervisor_sees_what_a_caller_is_asked_for_and_of_keys_only_how_many(
    language: str,
) -> None:
    say = words(language)
    way = live_way(IVR_CALL, say)
    assert way is not None
    assert [stop["label"] for stop in way["stops"]][-1] == say("dialog.repair")
    assert way["stage"]["text"] == say("live.asks", slot=say("slot.product_number"))
    assert way["stage"]["keys"] == "●" * 5
    assert way["stage"]["time"] == ""


@pytest.mark.parametrize(("seconds", "tone"), [(59, ""), (60, "warn"), (180, "bad")])
def test_a_card_grows_red_while_its_caller_waits_for_an_operator(seconds: float, tone: str) -> None:
    call = replace(WAITING_CALL, duration_s=68.0 + seconds, silence_s=seconds)
    card = shown(watched(call=call, flags=()))
    assert card["tone"] == tone
    assert card["operator"] == EN("live.in_queue")
    way = live_way(call, EN)
    assert way is not None
    assert way["stage"]["time"] == clock(seconds)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", LiveStage)
def test_every_stage_of_an_answered_call_has_its_words(language: str, stage: LiveStage) -> None:
    for asked in ("", "guests"):
        call = replace(IVR_CALL, way=LiveWay(stage=stage, asked=asked, reads_back=bool(asked)))
        way = live_way(call, words(language))
        assert way is not None
        assert way["stage"]["text"]
