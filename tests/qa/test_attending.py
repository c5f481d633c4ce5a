"""In a call an IVR answered, an operator is judged by what happens from where they join, and by nothing else."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.redacted import RedactedAudio
from qa.attending import attended_spans, joins_at, while_attended
from qa.evaluation import evaluate, review_reasons
from qa.finding import Verdict
from qa.listening import QaCall
from qa.metrics import measure
from qa.moments import Kind, find_moments
from qa.phrasebook import Phrasebook
from qa.scorecard import load_scorecard
from qa.silences import silences
from speech.audio import Channel, Span
from speech.transcript import Language
from tests.qa.making import CALLER, OPERATOR, Line, call_of

IVR = Channel.IVR
MENU: list[Line] = [
    (IVR, 0.0, 4.0, "お電話ありがとうございます。かすみプリンターです。"),
    (IVR, 4.0, 8.0, "ご用件をお話しください。"),
    (CALLER, 14.0, 16.0, "修理です"),
    (IVR, 17.0, 20.0, "ほかにご用件はございますか。"),
    (CALLER, 21.0, 22.0, "いいえ、結構です"),
    (IVR, 23.0, 25.0, "おつなぎします。そのままお待ちください。"),
]
HANAKO: list[Line] = [
    (OPERATOR, 70.0, 74.0, "お待たせいたしました。かすみプリンターの佐伯でございます。"),
    (CALLER, 75.0, 79.0, "プリンターが動かないんです"),
    (OPERATOR, 80.0, 84.0, "それはご不便をおかけしております。修理を承ります。"),
    (CALLER, 85.0, 86.0, "お願いします"),
    (OPERATOR, 87.0, 90.0, "お電話ありがとうございました。失礼いたします。"),
]
SURVEY: list[Line] = [
    (IVR, 95.0, 99.0, "今日の応対はいかがでしたか。"),
    (CALLER, 106.0, 107.0, "5です"),
]


@pytest.fixture
def book(books: dict[Language, Phrasebook]) -> Phrasebook:
    return books[Language.JA]


def ivr_call(lines: list[Line], book: Phrasebook, *, joined_s: float | None = None) -> QaCall:
    voiced = {
        side: tuple(Span(a, b) for s, a, b, _ in lines if s is side)
        for side in {line[0] for line in lines}
    }
    return while_attended(call_of(lines, book, voiced=voiced), joined_s=joined_s)


def test_an_operators_greeting_is_their_own_and_not_the_prompt_before(book: Phrasebook) -> None:
    card = load_scorecard("ja-inbound")
    met = evaluate(ivr_call(MENU + HANAKO, book), card).score
    silent = [
        (s, a, b, "修理を承ります。" if a == 70.0 else text) for s, a, b, text in MENU + HANAKO
    ]
    missing = evaluate(ivr_call(silent, book), card).score

    def opening(score: object) -> set[Verdict]:
        return {f.verdict for f in score.findings if f.rule == "opening"}  # type: ignore[attr-defined]

    assert opening(met) == {Verdict.MET}
    assert opening(missing) == {Verdict.NOT_MET}


def test_the_same_talk_has_the_same_figures_with_and_without_an_ivr_before_it(
    book: Phrasebook,
) -> None:
    alone = measure(call_of(HANAKO, book))
    behind = measure(ivr_call(MENU + HANAKO + SURVEY, book))
    for key in ("talk_share", "longest_monologue", "speech_rate"):
        for side in (CALLER, OPERATOR):
            assert behind.value(key, side) == pytest.approx(alone.value(key, side))
    for key in ("silence", "silence_time", "hold_time", "overlap"):
        assert behind.value(key) == alone.value(key)


def test_waiting_for_an_operator_is_neither_dead_air_nor_a_hold_of_theirs(book: Phrasebook) -> None:
    call = ivr_call(MENU + HANAKO, book)
    assert silences(call, least_s=3.0) == []
    assert not any(moment.kind is Kind.DEAD_AIR for moment in find_moments(call))
    assert measure(call).value("hold_time") == 0


def test_dead_air_of_the_operators_own_is_told_of(book: Phrasebook) -> None:
    slow = [(s, a + 12 * (a > 79), b + 12 * (b > 79), text) for s, a, b, text in HANAKO]
    (silence,) = silences(ivr_call(MENU + slow, book), least_s=10.0)
    assert silence == Span(79.0, 92.0)


TARO: list[Line] = [
    (OPERATOR, 60.0, 62.0, "はい、少々お待ちください。うるさいですね。"),
    (CALLER, 63.0, 65.0, "プリンターが動かないんです"),
    (OPERATOR, 66.0, 67.0, "担当に代わります。"),
    (IVR, 67.5, 69.0, "おつなぎします。"),
]


def passed_on(lines: list[Line], book: Phrasebook, by: Span) -> QaCall:
    sides = {line[0] for line in lines}
    voiced = {side: tuple(Span(a, b) for s, a, b, _ in lines if s is side) for side in sides}
    return while_attended(call_of(lines, book, voiced=voiced), joined_s=60.0, by=[by])


def test_of_two_operators_each_is_judged_by_their_own_words(book: Phrasebook) -> None:
    card = load_scorecard("ja-inbound")
    hanako = passed_on(MENU + TARO + HANAKO, book, Span(69.5, 90.0))
    assert [turn.span.start for turn in hanako.side(OPERATOR)] == [70.0, 80.0, 87.0]
    alone = ivr_call(MENU + HANAKO, book, joined_s=69.5)
    assert evaluate(hanako, card).score.points == evaluate(alone, card).score.points
    assert hanako.joined_s == alone.joined_s

    taro = passed_on(MENU + TARO + HANAKO, book, Span(60.0, 67.2))
    assert [turn.span.start for turn in taro.side(OPERATOR)] == [60.0, 66.0]
    verdicts = {f.rule: f.verdict for f in evaluate(taro, card).score.findings}
    assert verdicts["opening"] is Verdict.NOT_MET
    assert verdicts["closing"] is Verdict.NOT_APPLICABLE


def test_a_no_to_the_menu_refuses_no_offer(book: Phrasebook) -> None:
    offer = (
        OPERATOR,
        80.0,
        84.0,
        "ただいまお得な保守プランもございますが、ご一緒にいかがでしょうか",
    )
    kinds = {m.kind for m in find_moments(ivr_call([*MENU, *HANAKO[:2], offer], book))}
    assert Kind.OFFER in kinds
    assert not kinds & {Kind.REFUSAL, Kind.PUSH}


def test_a_complaint_made_to_the_ivr_is_worth_hearing(book: Phrasebook) -> None:
    angry = (CALLER, 14.0, 16.0, "何度もたらい回しにされて、いい加減にしてください")
    call = ivr_call([*MENU[:2], angry, *MENU[3:], *HANAKO], book)
    assert Kind.COMPLAINT in {moment.kind for moment in find_moments(call)}


def test_a_call_without_an_operator_has_no_score_and_asks_nobody_to_look(book: Phrasebook) -> None:
    evaluation = evaluate(ivr_call(MENU, book), load_scorecard("ja-inbound"))
    assert evaluation.score.unscored == "unscored_ivr"
    assert evaluation.score.findings == ()
    assert evaluation.metrics.value("ivr_time") == pytest.approx(26.0)
    assert review_reasons(evaluation) == []


def test_how_soon_an_operator_speaks_counts_from_where_they_join(book: Phrasebook) -> None:
    call = ivr_call(MENU + HANAKO, book, joined_s=66.5)
    assert measure(call).value("first_word", OPERATOR) == pytest.approx(3.5)
    assert measure(call).value("ivr_time") == pytest.approx(66.5)


def test_who_joined_and_said_nothing_is_not_taken_for_nobody(book: Phrasebook) -> None:
    call = ivr_call([*MENU, (CALLER, 75.0, 79.0, "もしもし、聞こえますか")], book, joined_s=60.0)
    assert not call.unattended
    assert [turn.text for turn in call.turns] == ["もしもし、聞こえますか"]


def test_what_the_ivr_may_have_checked_by_keys_is_not_held_against_the_operator(
    book: Phrasebook,
) -> None:
    told = (OPERATOR, 80.0, 84.0, "現在のプランは、スタンダードプランでございます")
    card = load_scorecard("ja-inbound")

    def identity(call: QaCall) -> set[str]:
        return {f.note for f in evaluate(call, card).score.findings if f.rule == "identity"}

    assert identity(call_of([*HANAKO[:2], told], book)) == {"identity_skipped"}
    assert identity(ivr_call([*MENU, *HANAKO[:2], told], book)) == {"identity_by_ivr"}


def test_who_hangs_up_before_the_ivr_says_a_word_met_no_operator(book: Phrasebook) -> None:
    lines = [(CALLER, 0.5, 1.0, "もしもし")]
    silent = call_of(lines, book, voiced={CALLER: (Span(0.5, 1.0),), IVR: ()})
    assert while_attended(silent).unattended


def test_calls_without_an_ivr_stay_as_they_are(book: Phrasebook) -> None:
    call = call_of(HANAKO, book)
    assert while_attended(call) is call


def test_an_operator_joins_with_their_first_sample_and_masks_tell_nothing() -> None:
    silent = np.zeros(8_000, np.int16)
    operator = silent.copy()
    operator[1_000:2_000] = 900
    operator[4_000:] = 3
    mask = (Span(0.125, 0.25),)
    channels = {CALLER: silent, IVR: silent, OPERATOR: operator}
    assert joins_at(RedactedAudio(8_000, channels, mask)) == pytest.approx(0.5)
    assert joins_at(RedactedAudio(8_000, channels, (Span(0, 1),))) is None
    assert joins_at(RedactedAudio(8_000, {CALLER: silent, OPERATOR: operator}, mask)) is None
    assert joins_at(RedactedAudio(8_000, {CALLER: silent, IVR: silent}, mask)) is None


SPEECH = st.lists(
    st.tuples(st.floats(0, 90), st.floats(0.1, 9)).map(lambda t: Span(t[0], t[0] + t[1])),
    max_size=8,
).map(tuple)


@given(operator=SPEECH, ivr=SPEECH, joined=st.none() | st.floats(0, 90))
def test_every_word_of_an_operators_begins_while_they_are_there(
    operator: tuple[Span, ...], ivr: tuple[Span, ...], joined: float | None
) -> None:
    spans = attended_spans({OPERATOR: operator, IVR: ivr}, 100.0, joined_s=joined)
    assert list(spans) == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    starts = {said.start for said in ivr}
    for said in operator:
        assert any(one.start <= said.start <= one.end for one in spans) or said.start in starts
    assert bool(spans) == bool(operator or joined is not None)
