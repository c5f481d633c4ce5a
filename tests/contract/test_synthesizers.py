"""What every synthesizer keeps, whichever engine is behind it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from models.loading import EngineOptions, engine_names, load_synthesizer
from speech.audio import Samples
from speech.errors import ModelError
from speech.synthesizing import Synthesizer
from speech.transcript import Language
from tests.ivr.speaking.voices import installed

TEXTS = {Language.JA: "はい、どうぞ。", Language.EN: "Yes, please."}


@pytest.fixture(scope="module", params=engine_names("synthesizers"))
def voice(request: pytest.FixtureRequest) -> Synthesizer:
    return installed(request.param)


def language_of(voice: Synthesizer) -> Language:
    return next(iter(voice.traits.languages))


def said(voice: Synthesizer, text: str = "", *, rate: float = 1.0) -> Samples:
    language = language_of(voice)
    return voice.speak(text or TEXTS[language], language, rate=rate)


def test_a_voice_names_itself_with_its_version(voice: Synthesizer) -> None:
    assert any(character.isdigit() for character in voice.traits.voice)


def test_a_sentence_takes_the_time_people_take_for_it(voice: Synthesizer) -> None:
    samples = said(voice)
    assert samples.dtype == np.int16
    assert samples.ndim == 1
    assert 0.4 < len(samples) / voice.traits.rate_hz < 5
    assert np.sqrt(np.mean(samples.astype(float) ** 2)) > 300


def test_faster_speech_is_shorter(voice: Synthesizer) -> None:
    assert len(said(voice, rate=1.4)) < 0.9 * len(said(voice, rate=1.0))


@pytest.mark.parametrize("text", ["", " ", "。", "…!?", "\x00\x07", "😀", "\n\n"])
def test_text_without_a_sound_gives_none(voice: Synthesizer, text: str) -> None:
    assert len(voice.speak(text, language_of(voice))) == 0


@pytest.mark.parametrize("text", ["$(id) -o x; & <a/>1", "7\x00\x1b[31m", "é1", "㈱1\u202e2"])
def test_whatever_stands_in_a_text_is_only_spoken(voice: Synthesizer, text: str) -> None:
    assert len(voice.speak(text, language_of(voice))) > 0


def test_a_language_the_voice_does_not_speak_is_named(voice: Synthesizer) -> None:
    with pytest.raises(ModelError, match="Korean"):
        voice.speak("안녕하세요", Language.KO)


def test_calls_in_many_threads_get_each_their_own_words(voice: Synthesizer) -> None:
    texts = {
        Language.JA: ["はい。", "いいえ、違います。"],
        Language.EN: ["Yes.", "No, not at all."],
    }
    pair = texts[language_of(voice)]
    alone = [len(said(voice, text)) for text in pair]
    with ThreadPoolExecutor(2) as threads:
        assert [
            len(samples) for samples in threads.map(lambda text: said(voice, text), pair)
        ] == alone


def test_a_voice_nobody_knows_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="nobody"):
        load_synthesizer("nobody", EngineOptions(data_folder=tmp_path))
