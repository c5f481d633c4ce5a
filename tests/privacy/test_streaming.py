"""A supervisor reads along while a call is held: late, masked, and never more than before."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.redacted import RedactedTranscript
from privacy.redactor import Redactor
from privacy.streaming import HoldBack, LiveRedaction
from speech.audio import Channel, Span
from speech.transcript import Language, Transcript, Utterance, Word, turns_of
from tests.privacy.scoring import DIALOGUES, dialogues
from tests.privacy.talking import talk

# The first is kept once its bearer presents himself, the second is known once he is asked.
_LATER_KEPT = talk(
    "ja",
    "c: もしもし、佐藤さんお願いします",
    "o: はい、お電話代わりました",
    "c: あの、先日の件なんですけど",
    "o: 担当の佐藤でございます",
    "c: お世話になります",
)
_LATER_KNOWN = talk(
    "ja",
    "c: ひなたがお世話になってます",
    "o: はい",
    "c: ええ",
    "o: お名前をお願いします",
    "c: 山田ひなたです",
)
_LATER_KEPT_EN = talk(
    "en",
    "c: Hi, can I speak to Brenda Walsh please?",
    "o: Sure, one moment.",
    "c: Thank you.",
    "o: Hello, this is Brenda Walsh speaking, how can I help?",
    "c: My number is 555 0142",
)


def spoken(transcript: Transcript, pauses_s: list[float]) -> Transcript:
    """The dialogue in call time, every character a word with a time of its own."""
    now = 0.5
    utterances = []
    for number, utterance in enumerate(transcript.utterances):
        words = []
        for character in utterance.text:
            words.append(Word(character, Span(now, now + 0.1), 0.9))
            now += 0.1
        span = Span(words[0].span.start if words else now, now)
        utterances.append(Utterance(utterance.channel, span, utterance.text, tuple(words), 0.9))
        now += pauses_s[number % len(pauses_s)]
    return Transcript(transcript.language, tuple(utterances))


def readable(shown: RedactedTranscript) -> set[float]:
    """When the letters and digits began that are shown as they were said."""
    tags = {redaction.tag for redaction in shown.redactions}
    return {
        word.span.start
        for utterance in shown.utterances
        for word in utterance.words
        if word.text.strip() not in tags and word.text.strip().isalnum()
    }


def live(redactor: Redactor, call: Transcript) -> Iterator[tuple[float, RedactedTranscript]]:
    """What is shown after each utterance, with the time up to which the call is heard."""
    stream = LiveRedaction(redactor, call.language)
    for utterance in call.utterances:
        stream.hear(utterance)
        stream.heard_until(utterance.span.end)
        yield utterance.span.end, stream.released()
    stream.end()
    yield float("inf"), stream.released()


_CALLS = {
    language: [
        dialogue.transcript
        for file in sorted(DIALOGUES.glob("*.jsonl"))
        for dialogue in dialogues(file.stem)
        if dialogue.language is language
    ]
    for language in (Language.JA, Language.EN)
}
_REVISED = {Language.JA: [_LATER_KEPT, _LATER_KNOWN], Language.EN: [_LATER_KEPT_EN]}
_PAUSES = st.lists(st.sampled_from([0.0, 0.3, 1.0, 4.0, 9.0, 40.0]), min_size=1, max_size=5)


@st.composite
def _calls(draw: st.DrawFn) -> Transcript:
    language = draw(st.sampled_from(list(_CALLS)))
    part = st.sampled_from(_REVISED[language]) | st.sampled_from(_CALLS[language])
    parts = draw(st.lists(part, min_size=1, max_size=3))
    utterances = tuple(utterance for part in parts for utterance in part.utterances)
    untimed = tuple(Utterance(u.channel, Span(0, 0), u.text) for u in utterances)
    return spoken(Transcript(language, untimed), draw(_PAUSES))


@settings(max_examples=80, deadline=None)
@given(call=_calls())
def test_nothing_that_was_a_tag_is_ever_read_again(redactor, call):
    hidden: set[float] = set()
    everything = {
        word.span.start for u in call.utterances for word in u.words if word.text.isalnum()
    }
    for _, shown in live(redactor, call):
        now = readable(shown)
        assert not now & hidden
        ended = {w.span.start for u in call.utterances[: len(shown.utterances)] for w in u.words}
        hidden |= (everything & ended) - now


@settings(max_examples=40, deadline=None)
@given(call=_calls())
def test_nothing_is_shown_before_its_hold_back(redactor, call):
    hold_back = HoldBack()
    for heard_until_s, shown in live(redactor, call):
        if heard_until_s == float("inf"):
            assert len(shown.utterances) == len(call.utterances)
            continue
        heard = [u for u in call.utterances if u.span.end <= heard_until_s]
        turns = turns_of(heard)
        for turn in turns:
            for utterance in turn.utterances:
                if heard.index(utterance) >= len(shown.utterances):
                    continue
                waited_s = heard_until_s - utterance.span.end
                two_turns = len(turns) - 1 - turn.number >= hold_back.turns
                assert waited_s >= 30 or (waited_s >= 6 and two_turns)


@settings(max_examples=60, deadline=None)
@given(call=_calls())
def test_at_the_end_no_more_is_read_than_of_the_whole_call(redactor, call):
    *_, (_, shown) = live(redactor, call)
    whole = redactor.redact(call)
    assert readable(shown) <= readable(whole)
    tags: dict[str, set[str]] = {}
    for redaction in whole.redactions:
        [covering] = [
            other
            for other in shown.redactions
            if other.utterance == redaction.utterance
            and other.span.start <= redaction.span.start
            and redaction.span.end <= other.span.end
            and other.kind == redaction.kind
        ]
        tags.setdefault(redaction.tag, set()).add(covering.tag)
    assert all(len(names) == 1 for names in tags.values()), tags
    assert len({name for names in tags.values() for name in names}) == len(tags)


def test_a_name_shown_as_a_tag_stays_one_when_its_bearer_turns_out_to_be_the_operator(redactor):
    call = spoken(_LATER_KEPT, [3.0])
    *_, (_, shown) = live(redactor, call)
    assert redactor.redact(call).utterances[0].text == "もしもし、佐藤さんお願いします"
    assert shown.utterances[0].text == "もしもし、[氏名1]さんお願いします"
    assert shown.utterances[3].text == "担当の佐藤でございます"


def test_a_name_shown_is_withdrawn_once_it_is_known_as_one(redactor):
    seen = [
        shown.utterances[0].text
        for _, shown in live(redactor, spoken(_LATER_KNOWN, [4.0]))
        if shown.utterances
    ]
    assert seen[0] == "ひなたがお世話になってます"
    assert seen[-1] == "[氏名1]がお世話になってます"


def test_a_tag_keeps_its_number_though_an_earlier_one_of_its_kind_is_found_later(redactor):
    call = spoken(
        talk(
            "ja",
            "c: ひなたがお世話になってます",
            "o: はい",
            "c: 森と申します",
            "o: 森様、少々お待ちください",
            "c: はい",
            "o: お連れ様のお名前をお願いします",
            "c: 山田ひなたです",
        ),
        [6.0],
    )
    seen = [[u.text for u in shown.utterances] for _, shown in live(redactor, call)]
    assert "[氏名1]と申します" in seen[-2]
    assert seen[-1][2] == "[氏名1]と申します"
    assert seen[-1][0] == "[氏名2]がお世話になってます"
    assert redactor.redact(call).utterances[0].text == "[氏名1]がお世話になってます"


def test_on_hold_half_a_minute_is_enough_and_speech_going_on_is_waited_for(redactor):
    [alone] = spoken(talk("en", "o: One moment please, I will look."), [0.0]).utterances
    stream = LiveRedaction(redactor, Language.EN)
    stream.hear(alone)
    stream.heard_until(alone.span.end + 29.9)
    assert stream.released().utterances == ()
    stream.heard_until(alone.span.end + 30.0)
    assert [u.text for u in stream.released().utterances] == [alone.text]


def test_speech_that_overlapped_is_put_in_its_place_until_later_speech_is_shown(redactor):
    stream = LiveRedaction(redactor, Language.EN, HoldBack(turns=0, seconds=2.0))
    short = Utterance(Channel.OPERATOR, Span(4, 5), "Yes.")
    stream.hear(short)
    stream.hear(Utterance(Channel.CALLER, Span(1, 9), "I called about the roof."))
    stream.heard_until(11.0)
    shown = [utterance.text for utterance in stream.released().utterances]
    assert shown == ["I called about the roof.", "Yes."]
    with pytest.raises(ValueError, match="after what followed it was shown"):
        stream.hear(Utterance(Channel.CALLER, Span(3, 12), "Hello?"))
