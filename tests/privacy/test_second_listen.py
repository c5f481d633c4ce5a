"""After masking somebody listens again, and what is still audible never reaches the board."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.loading import EngineOptions, load_reader, load_recognizer, second_opinion
from privacy.proof import Proof, Why
from privacy.redacted import RedactedAudio
from privacy.redactor import Redactor
from privacy.second_listen import SecondListener
from recorder.soundfile_reading import resampled
from speech.audio import Channel, Span
from speech.errors import RedactionError
from speech.reading import Reader
from speech.recognizing import Recognizer
from speech.transcript import Transcript
from tests.privacy.sounds import Taken, example, heard_again, listener, spoken

NOTHING = heard_again()
PHONE = (
    "o: Your| phone| number| please?",
    "c: It| is| 0| 2| 0| 7| 9| 4| 6| 0| 1| 5| thank| you",
)


@pytest.fixture(scope="module")
def phone_call(redactor: Redactor) -> Taken:
    taken = spoken(redactor, "en", *PHONE)
    assert [one.kind for one in taken.redacted.redactions] == ["PHONE"]
    return taken


def checked(one: SecondListener, taken: Taken, audio: RedactedAudio | None = None) -> Proof:
    masked = audio or taken.bleeped()
    return one.check(taken.transcript, taken.redacted, taken.audio, masked)


def found(proof: Proof, why: Why) -> set[str]:
    return {one.found for one in proof.audible if one.why is why}


def test_a_call_whose_masks_hold_comes_through_with_its_proof(
    redactor: Redactor, phone_call: Taken
) -> None:
    recognizer = heard_again(("c", 5.7, 6.0, "It"), ("o", 1.0, 3.0, "Your phone number please?"))
    proof = checked(listener(redactor, recognizer), phone_call)
    assert proof.audible == ()
    assert {one.why for one in proof.listened} == {Why.MASK, Why.COVER}
    covered = {one.channel for one in proof.listened if one.why is Why.COVER}
    assert covered == {Channel.CALLER, Channel.OPERATOR}
    assert {one.engine for one in proof.listened if one.why is Why.MASK} == {"first"}


@pytest.mark.parametrize("moved_s", [0.5, -0.5, 0.05, -0.05, 30.0])
def test_a_mask_that_is_off_is_always_found_even_if_nothing_is_heard(
    redactor: Redactor, phone_call: Taken, moved_s: float
) -> None:
    proof = checked(listener(redactor, NOTHING), phone_call, phone_call.moved(moved_s))
    assert found(proof, Why.COVER) == {"PHONE"}


def test_a_forgotten_or_shortened_mask_is_found(redactor: Redactor, phone_call: Taken) -> None:
    [mask] = phone_call.bleeped().masks
    for masks in ([], [Span(mask.start, mask.end - 0.5)], [Span(mask.start + 0.5, mask.end)]):
        proof = checked(listener(redactor, NOTHING), phone_call, phone_call.with_masks(*masks))
        assert found(proof, Why.COVER) == {"PHONE"}


def test_a_mask_that_is_claimed_but_not_in_the_sound_is_found(
    redactor: Redactor, phone_call: Taken
) -> None:
    right = phone_call.bleeped()
    [mask] = right.masks
    for side in right.channels:
        channels = {**right.channels, side: phone_call.audio.channels[side]}
        claimed = RedactedAudio(right.rate_hz, channels, (mask,))
        proof = checked(listener(redactor, NOTHING), phone_call, claimed)
        assert {one.channel for one in proof.audible} == {side}


@settings(max_examples=40, deadline=None)
@given(cut=st.floats(0.001, 4), end=st.booleans())
def test_no_mask_can_be_shorter_than_it_must_be(
    redactor: Redactor, phone_call: Taken, cut: float, end: bool
) -> None:
    needed = phone_call.redacted.redactions[0].span
    short = (
        Span(needed.start, max(needed.start, needed.end - cut))
        if end
        else Span(min(needed.end, needed.start + cut), needed.end)
    )
    proof = checked(listener(redactor, NOTHING), phone_call, phone_call.with_masks(short))
    assert found(proof, Why.COVER) == {"PHONE"}


def test_digits_of_a_secret_heard_beside_its_mask_are_found(
    redactor: Redactor, phone_call: Taken
) -> None:
    """The recognizer had timed them wrong, so the mask lies where it was told to lie."""
    end_s = phone_call.bleeped().masks[0].end
    recognizer = heard_again(("c", end_s + 0.05, end_s + 0.4, "6015 thank you"))
    proof = checked(listener(redactor, recognizer), phone_call)
    assert found(proof, Why.COVER) == set()
    assert found(proof, Why.MASK) == {"PHONE"}


def test_what_is_invented_where_there_is_no_sound_is_not_found(redactor: Redactor) -> None:
    taken = spoken(redactor, "en", PHONE[0], "c: It| is| 0| 2| 0| 7| 9| 4| 6| 0| 1| 5")
    end_s = taken.bleeped().masks[0].end
    recognizer = heard_again(("c", end_s + 0.1, end_s + 0.6, "6015"))
    assert checked(listener(redactor, recognizer), taken).audible == ()


def test_a_name_that_is_still_heard_is_found_however_it_is_spelled(redactor: Redactor) -> None:
    taken = spoken(
        redactor,
        "en",
        "o: May| I| have| your| name?",
        "c: Yes,| my| name| is| Harold| Whitcombe| and| I| called| before",
    )
    end_s = taken.bleeped().masks[-1].end
    again = heard_again(("c", end_s, end_s + 1.0, "Whitcome and I called before"))
    assert found(checked(listener(redactor, again), taken), Why.MASK) == {"PERSON"}


def test_a_japanese_name_is_known_by_its_sound(redactor: Redactor) -> None:
    reader: Reader = load_reader("sudachi")
    taken = spoken(
        redactor, "ja", "o: お名前を|お願い|します", "c: はい|山田|です|よろしく|お願い|します"
    )
    assert {one.kind for one in taken.redacted.redactions} == {"PERSON"}
    end_s = taken.bleeped().masks[-1].end
    again = heard_again(("c", end_s, end_s + 1.0, "やまだですよろしく"))
    proof = checked(listener(redactor, again, reader=reader), taken)
    assert found(proof, Why.MASK) == {"PERSON"}


def test_a_price_heard_again_as_before_stays(redactor: Redactor) -> None:
    taken = spoken(redactor, "ja", "o: 全部で|3480円|で|ござい|ます", "c: はい|分かり|ました")
    assert taken.redacted.redactions == ()
    again = heard_again(("o", 1.0, 3.5, "全部で3480円でございます"))
    proof = checked(listener(redactor, again), taken)
    assert {one.why for one in proof.listened} == {Why.KEPT_DIGITS}
    assert proof.audible == ()


def test_a_kept_number_that_turns_out_to_be_a_telephone_number_is_found(
    redactor: Redactor,
) -> None:
    taken = spoken(redactor, "ja", "o: 全部で|3480円|で|ござい|ます", "c: はい|分かり|ました")
    again = heard_again(("o", 1.0, 3.5, "電話は090-0123-4567でございます"))
    proof = checked(listener(redactor, again), taken)
    assert found(proof, Why.KEPT_DIGITS) == {"PHONE"}


def test_an_answer_of_which_no_word_was_ever_made_is_taken_for_what_was_asked(
    redactor: Redactor,
) -> None:
    """Were it not masked, it would be found; harmless talk that was not read may stay."""
    asked = _unread(redactor, "o: Can| I| have| your| card| number?")
    chat = _unread(redactor, "o: It| rained| all| day| yesterday.")
    kinds = [
        found(checked(listener(redactor, NOTHING), heard, heard.with_masks()), Why.UNHEARD)
        for heard in (asked, chat)
    ]
    assert kinds == [{"CARD"}, set()]
    assert checked(listener(redactor, NOTHING), asked).audible == ()


def _unread(redactor: Redactor, said: str) -> Taken:
    """A call that ends in a caller's words nobody could read."""
    taken = spoken(redactor, "en", "c: Hello| there", said, "c: mumble| mumble| mumble| mumble")
    read = Transcript(taken.transcript.language, taken.transcript.utterances[:2])
    return Taken(taken.audio, read, redactor.redact(read))


@pytest.mark.parametrize("moved_s", [0.5, -0.5, 30.0])
def test_a_mask_over_what_nobody_read_is_found_when_it_is_off(
    redactor: Redactor, moved_s: float
) -> None:
    asked = _unread(redactor, "o: Can| I| have| your| card| number?")
    proof = checked(listener(redactor, NOTHING), asked, asked.moved(moved_s))
    assert found(proof, Why.COVER) == {"NUMBER"}


def test_a_card_call_is_heard_a_second_time_in_another_way(redactor: Redactor) -> None:
    card = "c: It| is| 4| 5| 3| 9| 6| 4| 0| 2| 3| 8| 1| 7| 5| 2| 6| 9| thank| you"
    taken = spoken(redactor, "en", "o: Your| card| number| please?", card)
    end_s = taken.bleeped().masks[-1].end
    second = heard_again(("c", end_s, end_s + 0.4, "5269 thank you"))
    proof = checked(listener(redactor, NOTHING, second=second), taken)
    assert {one.engine for one in proof.audible} == {"other"}
    assert {one.found for one in proof.audible} == {"CARD"}


def test_a_call_without_secrets_of_payment_is_heard_once(
    redactor: Redactor, phone_call: Taken
) -> None:
    proof = checked(listener(redactor, NOTHING, second=NOTHING), phone_call)
    assert "other" not in {one.engine for one in proof.listened}


def test_another_calls_redaction_proves_nothing(redactor: Redactor, phone_call: Taken) -> None:
    other = spoken(redactor, "en", "o: Good| morning", "c: Hello")
    with pytest.raises(RedactionError):
        listener(redactor, NOTHING).check(
            phone_call.transcript, other.redacted, phone_call.audio, phone_call.bleeped()
        )


@pytest.fixture(scope="module")
def whisper(tmp_path_factory: pytest.TempPathFactory) -> Recognizer:
    options = EngineOptions(data_folder=tmp_path_factory.mktemp("data"), threads=1)
    return load_recognizer("whisper", options)


@pytest.fixture(scope="module", params=["ja-order-upsell", "en-helpdesk-identity"])
def example_call(request: pytest.FixtureRequest, redactor: Redactor) -> Taken:
    return example(request.param, redactor)


def test_an_example_call_comes_through(
    redactor: Redactor, whisper: Recognizer, example_call: Taken
) -> None:
    second, reader = second_opinion(whisper), load_reader("sudachi")
    one = SecondListener(whisper, second, redactor, "first", "other", resampled, reader)
    proof = checked(one, example_call)
    assert proof.audible == ()
    assert Why.MASK in {entry.why for entry in proof.listened}


def test_a_secret_that_a_mask_leaves_audible_is_heard_in_an_example_call(
    redactor: Redactor, whisper: Recognizer, example_call: Taken
) -> None:
    """Each mask ends where its first half does: what follows is said aloud again."""
    halves = [
        Span(mask.start, (mask.start + mask.end) / 2) for mask in example_call.bleeped().masks
    ]
    reader = load_reader("sudachi")
    one = SecondListener(whisper, None, redactor, "first", "other", resampled, reader)
    proof = checked(one, example_call, example_call.with_masks(*halves))
    assert found(proof, Why.COVER)
    assert found(proof, Why.MASK)
