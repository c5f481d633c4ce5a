"""A script stands in for a recognizer."""

import json
from pathlib import Path

import numpy as np
import pytest

from models.loading import EngineOptions, load_recognizer
from speech.audio import AudioFrame, Channel, Span
from speech.errors import DefinitionError, ModelError
from speech.recognizing import Recognizer, Segment
from speech.transcript import Language

LINES = [
    {"channel": "operator", "start": 1.0, "end": 3.0, "text": "Good morning"},
    {"channel": "operator", "start": 4.0, "end": 5.0, "text": "your name please"},
    {"channel": "caller", "start": 6.0, "end": 7.0, "text": "はい　佐藤です"},
]


@pytest.fixture
def recognizer(tmp_path: Path) -> Recognizer:
    script = tmp_path / "script.json"
    script.write_text(json.dumps(LINES), "utf-8")
    return load_recognizer("scripted", EngineOptions(data_folder=tmp_path, model=str(script)))


def silence(channel: Channel, start: float, end: float) -> Segment:
    return Segment(channel, Span(start, end), np.zeros(round((end - start) * 16_000), np.int16))


def test_each_stretch_of_sound_gives_what_the_script_says_of_it(recognizer: Recognizer) -> None:
    segments = [silence(Channel.OPERATOR, 3.8, 5.2), silence(Channel.OPERATOR, 0.8, 3.2)]
    heard = recognizer.recognize(segments, Language.EN)
    assert [u.text for u in heard] == ["Good morning", "your name please"]
    assert [w.text for w in heard[1].words] == ["your", " name", " please"]
    assert heard[0].words[1].span == Span(2.0, 3.0)


def test_another_channel_or_time_gives_nothing(recognizer: Recognizer) -> None:
    segments = [silence(Channel.CALLER, 0.8, 5.2), silence(Channel.OPERATOR, 6.0, 9.0)]
    assert recognizer.recognize(segments, Language.EN) == []


def test_japanese_words_are_characters_and_join_to_the_text(recognizer: Recognizer) -> None:
    heard = recognizer.recognize([silence(Channel.CALLER, 5.9, 7.1)], Language.JA)
    assert heard[0].text == "はい 佐藤です"
    assert len(heard[0].words) == len(heard[0].text)


def test_a_menu_hears_only_its_phrases(recognizer: Recognizer) -> None:
    frame = AudioFrame(np.zeros(48_000, np.int16), 16_000, 8_000, Channel.OPERATOR)
    menu = recognizer.session(Language.EN, phrases=("Good morning", "Goodbye"))
    assert menu.accept(frame) == "Good morning"
    assert menu.finish() is not None
    other = recognizer.session(Language.EN, phrases=("Goodbye",))
    other.accept(frame)
    assert other.finish() is None


def test_a_script_that_is_none_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text('[{"channel": "nobody"}]', "utf-8")
    with pytest.raises(DefinitionError, match=r"broken\.json"):
        load_recognizer("scripted", EngineOptions(data_folder=tmp_path, model=str(broken)))
    with pytest.raises(ModelError, match="no script at"):
        load_recognizer("scripted", EngineOptions(data_folder=tmp_path, model="missing.json"))
