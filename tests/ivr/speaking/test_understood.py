"""What the voices say is understood over a telephone: a recognizer that knows nothing of it hears it."""

import re
import unicodedata

import numpy as np
import pytest

from ivr.dialogue.actions import Prompt, Speech
from ivr.speaking.mastering import at_rate
from ivr.speaking.prompt_cache import PromptCache
from ivr.speaking.speakers import speakers_of
from ivr.speaking.voice import Voice
from models.loading import EngineOptions, load_recognizer
from speech.audio import Channel, Span
from speech.recognizing import RECOGNIZER_RATE_HZ, Recognizer, Segment
from speech.transcript import Language
from tests.ivr.speaking.voices import installed

_AROUND = RECOGNIZER_RATE_HZ // 4


@pytest.fixture(scope="module")
def recognizer(tmp_path_factory: pytest.TempPathFactory) -> Recognizer:
    return load_recognizer("whisper", EngineOptions(data_folder=tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> Voice:
    speakers = speakers_of(installed("openjtalk"), installed("flite"))
    return Voice(speakers, PromptCache(tmp_path_factory.mktemp("prompts")))


@pytest.mark.parametrize(
    ("language", "parts", "understood"),
    [
        (
            Language.JA,
            (
                Speech("製品番号は、"),
                Speech("40719283", say_as="digits"),
                Speech("。よろしいですか。"),
            ),
            ("40719283", "よろしいですか"),
        ),
        (
            Language.JA,
            (Speech("12/3", say_as="date"), Speech("の9:00〜18:30、合計は¥12,500です。")),
            ("12月3日", "9時", "18時30分", "12500円"),
        ),
        (
            Language.EN,
            (
                Speech("Your number is"),
                Speech("2025550143", say_as="phone"),
                Speech(". Thank you."),
            ),
            ("2025550143", "thankyou"),
        ),
        (
            Language.EN,
            (Speech("It comes on"), Speech("????1203", say_as="date"), Speech("at 9:30 a.m.")),
            ("december3", "930am"),
        ),
    ],
)
def test_numbers_dates_and_amounts_are_understood_at_8_khz(
    recognizer: Recognizer,
    voice: Voice,
    language: Language,
    parts: tuple[Speech, ...],
    understood: tuple[str, ...],
) -> None:
    spoken = voice.render(Prompt(parts, language.value), 8_000)
    samples = np.pad(at_rate(spoken.samples, 8_000, RECOGNIZER_RATE_HZ), _AROUND)
    span = Span(0, len(samples) / RECOGNIZER_RATE_HZ)
    heard = recognizer.recognize([Segment(Channel.IVR, span, samples)], language)
    text = unicodedata.normalize("NFKC", "".join(one.text for one in heard)).casefold()
    plain = re.sub(r"[\W_]", "", text)
    assert not [words for words in understood if words not in plain], plain
