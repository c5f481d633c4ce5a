"""Numbers are found by their sounds, and by which of them are likely to be given."""

import numpy as np
from numpy.typing import NDArray

from ivr.hearing.expected import Expected, expected, luhn
from ivr.hearing.number_search import find_numbers, number_words
from models.whisper_sounds import sound_reader
from speech.transcript import Language

READER = sound_reader(Language.JA, 512)
assert READER
NAMES = READER.names
WORDS = number_words("ja", NAMES)
assert WORDS


def heard(text: str, *, unclear: str = "", instead: str = "") -> NDArray[np.float32]:
    """Frames in which each sound is clear, but for some that may as well be others."""
    frames = []
    for sound in text.split():
        likely = np.full(len(NAMES) + 1, 1e-4)
        likely[0 if sound == "-" else 1 + NAMES.index(sound)] = 1.0
        if sound == unclear:
            likely[1 + NAMES.index(instead)] = 1.1
        frames += [likely / likely.sum()] * 2
    return np.log(np.array(frames)).astype(np.float32)


def test_digits_are_found_however_they_are_joined_and_called() -> None:
    text = "g o i ch i - n i z e r o - h a i f u N - m a r u r o k u sh i r e i d e s u"
    best = find_numbers(heard(text), WORDS, range(8, 9), Expected("luhn"))[0]
    assert best.digits == "51200640"
    assert best.share > 0.99


def test_where_a_digit_is_unclear_a_check_digit_or_a_list_of_numbers_decides() -> None:
    said = heard("ky u n i sh i ch i", unclear="sh", instead="i")
    known = expected("", ["927", "965"])
    best = [find_numbers(said, WORDS, range(3, 4), one)[0] for one in (Expected(), known)]
    assert [one.digits for one in best] == ["921", "927"]
    assert best[0].share < 0.9
    assert luhn("927")
    assert find_numbers(said, WORDS, range(3, 4), Expected("luhn"))[0].digits == "927"


def test_what_is_said_clearly_is_taken_though_it_is_not_expected() -> None:
    said = heard("i ch i n i s a N y o N")
    best = find_numbers(said, WORDS, range(4, 5), expected("luhn", ["1230", "9994"]))[0]
    assert not luhn("1234")
    assert best.digits == "1234"


def test_a_number_of_another_length_does_not_fit() -> None:
    said = heard("i ch i n i s a N y o N")
    fits = [find_numbers(said, WORDS, range(n, n + 1), Expected())[0].fit for n in (3, 4, 5, 8)]
    assert max(fits) == fits[1]
    assert fits[1] > fits[3] + 10
    found = find_numbers(said, WORDS, range(3, 9), Expected())
    assert found[0].digits == "1234"


def test_a_list_says_how_likely_a_number_begins_so() -> None:
    numbers = expected("", ["1234", "1299", "7000"])
    assert numbers.begins("12") > numbers.begins("70") > numbers.begins("55")
    assert numbers.is_given("7000") > numbers.is_given("7001")
