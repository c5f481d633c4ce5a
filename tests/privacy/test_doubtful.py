"""What was asked for goes even where the recognizer wrote nonsense; plain answers in talk stay."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from privacy.redacted import RedactedTranscript
from privacy.redactor import Redactor
from speech.audio import CallAudio, Channel, Span
from speech.transcript import Language, Transcript, Utterance, Word
from tests.privacy.sounds import RATE_HZ, Taken, noise
from tests.privacy.talking import talk

_SIDES = {"o": Channel.OPERATOR, "c": Channel.CALLER}
_PAUSE_S = 1.0
CLEAR, BLURRED, LOST = 0.95, 0.66, 0.4


def told(language: str, *lines: tuple[str, str, float]) -> Transcript:
    """Utterances ("c", "my| name| is", how surely they were heard), half a second a piece."""
    now, said = 1.0, []
    for side, pieces, sure in lines:
        words = []
        for piece in pieces.split("|"):
            words.append(Word(piece, Span(now, now + 0.5), sure))
            now += 0.5
        text = "".join(word.text for word in words)
        said.append(
            Utterance(_SIDES[side], Span(words[0].span.start, now), text, tuple(words), sure)
        )
        now += _PAUSE_S
    return Transcript(Language(language), tuple(said))


def shown(redacted: RedactedTranscript, number: int = 1) -> str:
    return redacted.utterances[number].text


ASKED = {
    "a name heard as other words": (
        "en", "May| I| have| your| name| please?", "My| name| is| Peddled| with| Chrome",
        ("Peddled", "Chrome"),
    ),
    "a street heard as other words": (
        "en", "What| is| your| address?", "far| he's| a| prude", ("far", "prude"),
    ),
    "a name heard as no word": (
        "ja", "お名前|を|お願い|いたします", "つまの|早さか|みよき|です", ("早さか", "みよき"),
    ),
    "a name announced by its own cue": (
        "ja", "お名前|を|お願い|いたします", "名前|は|急|べ|まさこ|で|ございます", ("急", "まさこ"),
    ),
    "a name with thanks behind it": (
        "ja", "お名前|を|お願い|いたします", "つまの|早さか|みよき|です。|よろしく|お願い|します", ("早さか", "みよき"),
    ),
    "a place without a place in it": (
        "ja", "ご住所|を|お願い|いたします", "駿で|とおり|3番|10駿|まぞ|です", ("駿で", "まぞ"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ASKED)
def test_an_answer_to_a_personal_question_goes_when_it_was_hardly_understood(
    case: str, redactor: Redactor
) -> None:
    language, question, answer, gone = ASKED[case]
    call = told(language, ("o", question, CLEAR), ("c", answer, BLURRED))
    text = shown(redactor.redact(call))
    assert not [word for word in gone if word in text]


TALK = {
    "a question back": ("en", "What| is| your| name?", "Why| do| you| need| that?"),
    "a moment's patience": ("en", "Your| card| number?", "Hold| on| I| have| to| find| my| wallet"),
    "a refusal": (
        "ja",
        "お名前|を|お願い|いたします",
        "運転中|なので|後で|かけ直して|も|いいですか",
    ),
    "nothing at hand": ("ja", "カード|番号|を|お願い|します", "カードが|手元に|ないん|です|けど"),
    "a yes": ("ja", "お電話|番号|を|お願い|します", "はい"),
    "another topic": ("en", "What| is| wrong?", "The| dishwasher| leaks| on| the| floor"),
    "an amount": ("ja", "合計|で|いくら|でしょう|か", "3480円|です"),
}


@pytest.mark.parametrize("case", TALK)
def test_what_callers_say_in_place_of_an_answer_stays(case: str, redactor: Redactor) -> None:
    language, question, answer = TALK[case]
    call = told(language, ("o", question, CLEAR), ("c", answer, BLURRED))
    spoken = taken(redactor, call)
    assert shown(spoken.redacted) == answer.replace("|", "")
    assert spoken.bleeped().masks == ()


def test_an_answer_that_was_typed_is_believed_to_be_what_it_says(redactor: Redactor) -> None:
    lines = ("o: May I have your name please?", "c: far he's a prude")
    assert redactor.redact(talk("en", *lines)).redactions == ()


def test_a_number_goes_on_in_the_next_breath_though_a_digit_was_heard_as_a_word(
    redactor: Redactor,
) -> None:
    call = told(
        "ja",
        ("o", "お電話|番号|を|お願い|します", CLEAR),
        ("c", "090|の|0100|3、", BLURRED),
        ("c", "44|02|かち|で|お願い|します", BLURRED),
    )
    assert "かち" not in shown(redactor.redact(call), 2)


def test_a_name_given_is_not_waited_for_in_what_the_caller_says_next(redactor: Redactor) -> None:
    call = told(
        "ja",
        ("o", "お名前|を|お願い|いたします", CLEAR),
        ("c", "高橋|です", CLEAR),
        ("c", "二年前|から|使って|います", BLURRED),
    )
    assert shown(redactor.redact(call), 2) == "二年前から使っています"


def test_a_caller_who_says_his_name_first_is_not_named_however_it_was_written(
    redactor: Redactor,
) -> None:
    english = told(
        "en", ("c", "This| is| the| address| line| for| calling| about| a| bill", BLURRED)
    )
    japanese = told("ja", ("c", "もしもし|村神県|に近づけ|、|予約|の|件|です", BLURRED))
    assert "line" not in shown(redactor.redact(english), 0)
    assert "近づけ" not in shown(redactor.redact(japanese), 0)


def test_a_year_in_answer_to_a_question_nobody_understood_is_a_birth(redactor: Redactor) -> None:
    call = told(
        "en",
        ("o", "Can| you| verify| your| data| sir?", BLURRED),
        ("c", "May| the| herd| 1968.", BLURRED),
    )
    assert [one.kind for one in redactor.redact(call).redactions] == ["DOB"]


def test_numbers_said_beside_a_secret_go_with_it(redactor: Redactor) -> None:
    call = told("en", ("c", "4539|640238|17| or| 5|2|6|9", BLURRED))
    assert not any(character.isdecimal() for character in _untagged(redactor.redact(call)))


def _untagged(redacted: RedactedTranscript) -> str:
    text = redacted.utterances[0].text
    for one in reversed(redacted.redactions):
        text = text[: one.start] + text[one.end :]
    return text


def test_a_firms_own_number_is_asked_of_nobody(redactor: Redactor) -> None:
    call = told(
        "en",
        ("o", "Our| phone| number| is| on| the| letter", CLEAR),
        ("c", "right| above| the| red| line", BLURRED),
    )
    assert redactor.redact(call).redactions == ()


def masked_s(taken: Taken, span: Span) -> float:
    return sum(mask.overlap(span) for mask in taken.bleeped().masks)


def taken(redactor: Redactor, call: Transcript, *silent: tuple[Channel, Span]) -> Taken:
    """The call with sound under its words, and where `silent` says that there is some without."""
    sounds = [(u.channel, u.span) for u in call.utterances] + list(silent)
    end_s = max(span.end for _, span in sounds) + 1.0
    return Taken(noise(end_s, sounds), call, redactor.redact(call))


def test_a_guess_of_the_recognizers_is_masked_whatever_was_asked(redactor: Redactor) -> None:
    call = told(
        "en",
        ("o", "The| plan| is| cheaper| now.", CLEAR),
        ("c", "keep| my| iron| potlay| so| stay", LOST),
        ("c", "That| sounds| good| to| me.", CLEAR),
    )
    spoken = taken(redactor, call)
    guess, sure = (call.utterances[number].span for number in (1, 2))
    assert masked_s(spoken, guess) == pytest.approx(guess.duration)
    assert masked_s(spoken, Span(sure.start + 0.5, sure.end)) == 0.0


def test_an_answer_without_words_is_masked_where_it_sounds(redactor: Redactor) -> None:
    hello = ("c", "Hello| there", CLEAR)
    asked = told("en", hello, ("o", "And| your| full| name?", CLEAR))
    chat = told("en", hello, ("o", "It| rained| all| day", CLEAR))
    answer = Span(asked.utterances[-1].span.end + 0.5, asked.utterances[-1].span.end + 1.3)
    for call, expected_s in ((asked, answer.duration), (chat, 0.0)):
        spoken = taken(redactor, call, (Channel.CALLER, answer))
        assert masked_s(spoken, answer) == pytest.approx(expected_s)
    quiet = taken(redactor, asked, (Channel.OPERATOR, answer))
    assert quiet.bleeped().masks == ()


def test_what_was_said_between_two_guesses_is_masked_with_them(redactor: Redactor) -> None:
    guess = told("en", ("c", "keep| my| iron", LOST), ("c", "potlay| so| stay", LOST))
    between = Span(guess.utterances[0].span.end + 0.4, guess.utterances[1].span.start - 0.1)
    spoken = taken(redactor, guess, (Channel.CALLER, between))
    assert masked_s(spoken, between) == pytest.approx(between.duration)


def test_the_rest_of_an_answer_is_no_surer_than_its_nonsense(redactor: Redactor) -> None:
    question = ("o", "And| what| about| the| other?", BLURRED)
    rest = ("c", "on| the| crow| road", BLURRED)
    lost = told("en", question, ("c", "eight| sick| tea", LOST), rest)
    sure = told("en", question, ("c", "I| am| not| sure", CLEAR), rest)
    for call, whole in ((lost, True), (sure, False)):
        span = call.utterances[2].span
        assert (masked_s(taken(redactor, call), span) == pytest.approx(span.duration)) is whole


def test_a_side_of_which_no_word_was_read_is_not_heard_either(redactor: Redactor) -> None:
    voice = Span(0.5, 2.5)
    nothing = Transcript(Language.JA, ())
    call = Taken(noise(4.0, [(Channel.CALLER, voice)]), nothing, redactor.redact(nothing))
    assert masked_s(call, voice) == pytest.approx(voice.duration)


@settings(max_examples=30, deadline=None)
@given(
    language=st.sampled_from(["ja", "en"]),
    lines=st.lists(
        st.tuples(
            st.sampled_from("oc"),
            st.sampled_from([
                "お名前|を|お願い|します", "Your| phone| number?", "far| he's| a| prude", "090|の|12|かち",
                "はい", "私、|オーム|と|言い|ます", "いま|わかり|ません", "What| for?", "3480円|です",
            ]),
            st.floats(0, 1),
        ),
        max_size=6,
    ),
)  # fmt: skip
def test_doubt_only_ever_adds_masks_and_redacting_again_changes_nothing(
    language: str, lines: list[tuple[str, str, float]], redactor: Redactor
) -> None:
    call = told(language, *lines)
    redacted = redactor.redact(call)
    doubted = Taken(_still(20.0), call, redacted).bleeped().masks
    believed = told(language, *((side, said, 1.0) for side, said, _ in lines))
    plain = Taken(_still(20.0), believed, redactor.redact(believed)).bleeped().masks
    assert all(any(m.start <= p.start and p.end <= m.end for m in doubted) for p in plain)
    again = Transcript(
        call.language, tuple(Utterance(u.channel, u.span, u.text) for u in redacted.utterances)
    )
    assert redactor.redact(again).redactions == ()


def _still(seconds: float) -> CallAudio:
    silence = np.zeros(round(seconds * RATE_HZ), np.int16)
    return CallAudio(RATE_HZ, {Channel.CALLER: silence, Channel.OPERATOR: silence})
