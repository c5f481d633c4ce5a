"""The figures of a conversation mean what their definitions say, masked or not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.metrics import Band, measure, rate_band
from qa.phrasebook import Phrasebook
from qa.silences import SIDES, overlaps, shared, silences, talk
from speech.audio import Span, merged
from speech.transcript import Language
from tests.qa.making import CALLER, OPERATOR, Line, call_of

Books = dict[Language, Phrasebook]
TALK: list[Line] = [
    (OPERATOR, 0.0, 6.0, "thank you for calling the museum this is ruth speaking today"),
    (CALLER, 7.0, 9.0, "are you open on sundays"),
    (OPERATOR, 13.0, 17.0, "we are open from noon until five"),
]


def test_talk_is_shared_by_speaking_time_and_told_by_call_time(books: Books) -> None:
    figures = measure(call_of(TALK, books[Language.EN]))
    assert figures.channel_source == "stereo"
    assert figures.value("talk_share", OPERATOR) == pytest.approx(10 / 12)
    assert figures.value("talk_share", CALLER) == pytest.approx(2 / 12)
    assert figures.value("talk_of_call", OPERATOR) == pytest.approx(10 / 18)


def test_three_seconds_without_a_word_are_a_silence(books: Books) -> None:
    call = call_of(TALK, books[Language.EN])
    assert silences(call, least_s=3.0) == [Span(9.0, 13.0)]
    assert measure(call).value("silence") == 1
    assert measure(call).value("silence_time") == pytest.approx(4.0)


def test_an_announced_hold_is_no_silence(books: Books) -> None:
    lines: list[Line] = [
        (OPERATOR, 0.0, 3.0, "少々お待ちください。"),
        (OPERATOR, 23.0, 26.0, "お待たせいたしました。"),
    ]
    call = call_of(lines, books[Language.JA])
    assert silences(call, least_s=3.0) == []
    assert measure(call).value("hold_time") == pytest.approx(20.0)


def test_hold_music_taken_for_a_voice_is_nobodys_talk(books: Books) -> None:
    lines: list[Line] = [
        (OPERATOR, 0.0, 3.0, "少々お待ちください。"),
        (OPERATOR, 23.0, 26.0, "お待たせいたしました。"),
    ]
    call = call_of(lines, books[Language.JA], voiced={OPERATOR: (Span(0, 26),), CALLER: ()})
    assert sum(span.duration for span in talk(call, OPERATOR)) == pytest.approx(6.0)


def test_speaking_at_once_counts_from_one_second(books: Books) -> None:
    lines: list[Line] = [
        (OPERATOR, 0.0, 6.0, "so what we can do for you is this"),
        (CALLER, 4.5, 8.0, "but i told you that before"),
        (OPERATOR, 7.5, 10.0, "i see what you mean"),
    ]
    call = call_of(lines, books[Language.EN])
    assert overlaps(call, least_s=1.0) == [Span(4.5, 6.0)]


def test_a_backchannel_is_no_overlap_and_ends_no_monologue(books: Books) -> None:
    lines: list[Line] = [
        (OPERATOR, 0.0, 10.0, "商品の使い方をご説明いたします。"),
        (CALLER, 4.0, 5.5, "はい、ええ。"),
        (OPERATOR, 10.5, 14.0, "まず電源を入れてください。"),
    ]
    call = call_of(lines, books[Language.JA])
    figures = measure(call)
    assert figures.value("overlap") == 0
    assert figures.value("longest_monologue", OPERATOR) == pytest.approx(14.0)


def test_japanese_is_measured_in_morae_and_english_in_words(books: Books) -> None:
    spoken: list[Line] = [(OPERATOR, 0.0, 4.0, "きゃべつをがっこうで、かった。")]
    call = call_of(spoken, books[Language.JA])
    # キャ・ベ・ツ・ヲ・ガ・ッ・コ・ウ・デ・カ・ッ・タ
    assert measure(call).value("speech_rate", OPERATOR) == pytest.approx(12 / 4)
    english: list[Line] = [(OPERATOR, 0.0, 4.0, "we are open from noon until five today")]
    rate = measure(call_of(english, books[Language.EN])).value("speech_rate", OPERATOR)
    assert rate == pytest.approx(8 / 4 * 60)


@pytest.mark.parametrize(
    ("rate", "language", "band"),
    [
        (7.0, Language.JA, Band.GREEN),
        (8.5, Language.JA, Band.AMBER),
        (9.5, Language.JA, Band.RED),
        (140.0, Language.EN, Band.GREEN),
        (175.0, Language.EN, Band.AMBER),
        (90.0, Language.EN, Band.RED),
    ],
)
def test_a_rate_falls_in_the_band_of_its_language(
    rate: float, language: Language, band: Band
) -> None:
    assert rate_band(rate, language) is band


def test_too_little_speech_has_no_rate(books: Books) -> None:
    call = call_of([(CALLER, 0.0, 1.0, "hello there")], books[Language.EN])
    figure = next(m for m in measure(call).figures if (m.key, m.channel) == ("speech_rate", CALLER))
    assert (figure.value, figure.band) == (None, None)


def test_a_mono_call_has_only_figures_that_need_no_sides(books: Books) -> None:
    figures = measure(call_of(TALK, books[Language.EN], mono=True))
    assert figures.channel_source == "mono"
    assert {metric.key for metric in figures.figures} == {"silence", "silence_time"}


SPANS = st.lists(
    st.tuples(st.floats(0, 16), st.floats(0.2, 4)).map(lambda s: Span(s[0], s[0] + s[1])),
    max_size=4,
)


@settings(deadline=None)
@given(masks=SPANS)
def test_no_mask_changes_talk_silence_overlap_or_monologue(books: Books, masks: list[Span]) -> None:
    bare = measure(call_of(TALK, books[Language.EN]))
    masked = measure(call_of(TALK, books[Language.EN], masks=tuple(masks)))
    kept = [m for m in bare.figures if m.key != "speech_rate"]
    assert [m for m in masked.figures if m.key != "speech_rate"] == kept


@settings(deadline=None)
@given(start=st.integers(0, 9), length=st.integers(1, 5))
def test_a_mask_over_even_speech_leaves_its_rate(books: Books, start: int, length: int) -> None:
    # Ten words of 0.6 s each: masking whole words takes words and time alike.
    line: Line = (OPERATOR, 0.0, 12.0, "a b c d e f g h i j k l m n o p q r s t".replace(" ", "z "))
    bare = measure(call_of([line], books[Language.EN])).value("speech_rate", OPERATOR)
    mask = Span(start * 0.6, (start + length) * 0.6)
    masked = measure(call_of([line], books[Language.EN], masks=(mask,)))
    assert masked.value("speech_rate", OPERATOR) == pytest.approx(bare)


@settings(deadline=None)
@given(
    caller=st.lists(st.tuples(st.floats(0, 50), st.floats(0.1, 10)), max_size=6),
    operator=st.lists(st.tuples(st.floats(0, 50), st.floats(0.1, 10)), max_size=6),
)
def test_silence_never_lies_where_somebody_speaks(
    books: Books, caller: list[tuple[float, float]], operator: list[tuple[float, float]]
) -> None:
    voiced = {
        CALLER: tuple(Span(s, s + d) for s, d in caller),
        OPERATOR: tuple(Span(s, s + d) for s, d in operator),
    }
    call = call_of([], books[Language.EN], voiced=voiced)
    quiet = silences(call, least_s=3.0)
    spoken = [span for side in SIDES for span in voiced[side]]
    assert all(gap.overlap(span) < 1e-9 for gap in quiet for span in spoken)
    assert all(gap.duration >= 3.0 for gap in quiet)


@settings(deadline=None)
@given(ones=SPANS, others=SPANS)
def test_time_in_common_is_the_same_whichever_side_is_asked_first(
    ones: list[Span], others: list[Span]
) -> None:
    mine, yours = merged(ones), merged(others)
    common = shared(mine, yours)
    assert common == shared(yours, mine)
    wanted = sum(a.overlap(b) for a in mine for b in yours)
    assert sum(span.duration for span in common) == pytest.approx(wanted)
