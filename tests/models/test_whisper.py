"""Whisper on telephone sound, and the undocumented CTranslate2 behaviour its windows lean on."""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from kikitori.bench.error_rate import Errors, errors
from models.loading import EngineOptions, load_recognizer, second_opinion
from models.recognizers import whisper
from models.recognizers.whisper import WhisperRecognizer
from models.whisper_packing import Piece, Window
from models.whisper_session import WhisperSession
from speech.audio import AudioFrame, Channel, Samples, Span
from speech.errors import ModelError
from speech.judging import other_language
from speech.recognizing import RECOGNIZER_RATE_HZ, Segment
from speech.transcript import Language

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"


@pytest.fixture(scope="module")
def recognizer(tmp_path_factory: pytest.TempPathFactory) -> WhisperRecognizer:
    options = EngineOptions(data_folder=tmp_path_factory.mktemp("data"), threads=2)
    loaded = load_recognizer("whisper", options)
    assert isinstance(loaded, WhisperRecognizer)
    return loaded


def spoken_lines(name: str, count: int) -> list[tuple[Segment, str]]:
    """The first lines of a fixture, each cut out with a little quiet around it, and their text."""
    stored, rate_hz = soundfile.read(FIXTURES / f"{name}.flac", dtype="int16")
    samples = soxr.resample(stored, rate_hz, RECOGNIZER_RATE_HZ)
    left = json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))["operator_side"] == "left"
    sides = {"operator": 0 if left else 1, "caller": 1 if left else 0}
    gold = json.loads((FIXTURES / f"{name}.gold.json").read_text("utf-8"))
    lines = []
    for line in gold["lines"][:count]:
        span = Span(max(0.0, line["start"] - 0.2), line["end"] + 0.2)
        part = samples[span.samples(RECOGNIZER_RATE_HZ), sides[line["channel"]]]
        lines.append((Segment(Channel(line["channel"]), span, part.copy()), line["text"]))
    return lines


def errors_of(recognizer: WhisperRecognizer, name: str, language: Language) -> Errors:
    lines = spoken_lines(name, 9)
    heard = recognizer.recognize([segment for segment, _ in lines], language)
    texts = {(u.channel, u.span.start): u.text for u in heard}
    found = (
        errors(texts.get((segment.channel, segment.span.start), ""), text, language)
        for segment, text in lines
    )
    return sum(found, start=Errors(0, 0))


def test_a_second_opinion_is_formed_by_the_same_weights_in_another_way(
    recognizer: WhisperRecognizer,
) -> None:
    second = second_opinion(recognizer)
    assert isinstance(second, WhisperRecognizer)
    assert second.network is recognizer.network
    assert (second.beam, second.attempts[0]) != (recognizer.beam, recognizer.attempts[0])
    assert errors_of(second, "en-helpdesk-identity", Language.EN).rate <= 0.25


def test_an_english_call_is_heard_line_by_line(recognizer: WhisperRecognizer) -> None:
    assert errors_of(recognizer, "en-helpdesk-identity", Language.EN).rate <= 0.2


def test_a_japanese_call_is_heard_line_by_line(recognizer: WhisperRecognizer) -> None:
    assert errors_of(recognizer, "ja-complaint-hold", Language.JA).rate <= 0.3


@pytest.mark.parametrize("name", sorted(path.stem for path in FIXTURES.glob("*.flac")))
def test_a_few_lines_of_a_call_tell_its_language_from_any_other(
    recognizer: WhisperRecognizer, name: str
) -> None:
    spoken = Language(name[:2])
    segments = [segment for segment, _ in spoken_lines(name, 3)]
    _, impressions = recognizer.recognize_and_judge(segments, spoken)
    for given in Language:
        found = other_language(impressions, given)
        assert (found.language if found else given) is spoken


def test_the_same_call_is_heard_the_same_twice_and_its_words_have_times(
    recognizer: WhisperRecognizer,
) -> None:
    segments = [segment for segment, _ in spoken_lines("en-order-missed", 4)]
    heard = recognizer.recognize(segments, Language.EN)
    assert heard == recognizer.recognize(segments[::-1], Language.EN)
    for utterance in heard:
        assert len(utterance.words) > 1
        starts = [word.span.start for word in utterance.words]
        assert starts == sorted(starts)
        assert utterance.span.start <= starts[0] < starts[-1] < utterance.span.end


def test_word_times_point_at_the_sound(recognizer: WhisperRecognizer) -> None:
    """The same line between two others, and later in the call, keeps its words' places."""
    (first, _), (second, _), (third, _) = spoken_lines("en-helpdesk-identity", 3)
    samples = [segment.samples for segment in (first, second, third)]
    spans = [Span(100.0 + 20 * i, 100.0 + 20 * i + len(s) / 16_000) for i, s in enumerate(samples)]
    packed = recognizer.recognize(
        [Segment(Channel.CALLER, span, s) for span, s in zip(spans, samples, strict=True)],
        Language.EN,
    )
    alone = recognizer.recognize([Segment(Channel.CALLER, spans[1], samples[1])], Language.EN)
    assert len(packed) == 3
    ours, theirs = packed[1].words, alone[0].words
    assert ours[0].span.start == pytest.approx(theirs[0].span.start, abs=0.4)
    assert ours[-1].span.end == pytest.approx(theirs[-1].span.end, abs=0.4)


def test_japanese_syllables_stay_in_the_utterance_they_were_said_in(
    recognizer: WhisperRecognizer,
) -> None:
    lines = [s for s, _ in spoken_lines("ja-complaint-hold", 30) if s.channel is Channel.OPERATOR]
    delivery, farewell = recognizer.recognize(lines[-2:], Language.JA)
    assert delivery.text.rstrip("。 ").endswith("いただきません")
    assert farewell.text.startswith("お電話ありがとう")


def test_a_monologue_longer_than_a_window_is_one_utterance(recognizer: WhisperRecognizer) -> None:
    lines = [segment for segment, _ in spoken_lines("en-order-missed", 9)]
    samples = np.concatenate([s.samples for s in lines if s.channel is Channel.OPERATOR])
    assert len(samples) > 15 * RECOGNIZER_RATE_HZ
    span = Span(5.0, 5.0 + len(samples) / RECOGNIZER_RATE_HZ)
    heard = recognizer.recognize([Segment(Channel.OPERATOR, span, samples)], Language.EN)
    assert [u.span for u in heard] == [span]
    assert heard[0].words[-1].span.start > 5.0 + 12.0
    assert "Harbor" in heard[0].text or "Kitchen" in heard[0].text


@pytest.mark.parametrize("language", list(Language))
def test_no_words_are_made_of_silence_noise_tones_or_music(
    recognizer: WhisperRecognizer, language: Language
) -> None:
    rng = np.random.default_rng(5)
    times = np.arange(6 * RECOGNIZER_RATE_HZ) / RECOGNIZER_RATE_HZ
    notes = np.repeat(rng.choice([262, 330, 392, 523, 659], 24), RECOGNIZER_RATE_HZ // 4)
    sounds: list[Samples] = [
        np.zeros(len(times), np.int16),
        rng.normal(0, 1500, len(times)).astype(np.int16),
        (8000 * np.sin(2 * np.pi * 440 * times)).astype(np.int16),
        (5000 * np.sign(np.sin(2 * np.pi * 50 * times))).astype(np.int16),
        (6000 * np.sin(2 * np.pi * np.cumsum(notes) / RECOGNIZER_RATE_HZ)).astype(np.int16),
    ]
    segments = [
        Segment(Channel.CALLER, Span(10.0 * i, 10.0 * i + 6), s) for i, s in enumerate(sounds)
    ]
    assert recognizer.recognize(segments, language) == []


def test_a_loop_is_tried_again_alone_and_never_kept(
    recognizer: WhisperRecognizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    segments = [segment for segment, _ in spoken_lines("en-helpdesk-identity", 1)]
    said = recognizer.recognize(segments, Language.EN)
    verdicts = iter([True, False])
    monkeypatch.setattr(whisper, "_is_nonsense", lambda *_: next(verdicts))
    again = recognizer.recognize(segments, Language.EN)
    assert errors(again[0].text, said[0].text, Language.EN).rate < 0.3
    monkeypatch.setattr(whisper, "_is_nonsense", lambda *_: True)
    assert recognizer.recognize(segments, Language.EN) == []


def test_live_frames_are_heard_like_a_recording(recognizer: WhisperRecognizer) -> None:
    segment, _ = spoken_lines("en-helpdesk-identity", 1)[0]
    session = recognizer.session(Language.EN)
    first = round(segment.span.start * RECOGNIZER_RATE_HZ)
    for place in range(0, len(segment.samples), 320):
        piece = segment.samples[place : place + 320]
        session.accept(AudioFrame(piece, RECOGNIZER_RATE_HZ, first + place, segment.channel))
    live = session.finish()
    recorded = recognizer.recognize([segment], Language.EN)
    assert live is not None
    assert live.text == recorded[0].text
    assert session.finish() is None


def by_frames(session: WhisperSession, segment: Segment) -> list[str]:
    """The captions that appear while the segment is spoken."""
    first = round(segment.span.start * RECOGNIZER_RATE_HZ)
    shown = []
    for place in range(0, len(segment.samples), 512):
        piece = segment.samples[place : place + 512]
        frame = AudioFrame(piece, RECOGNIZER_RATE_HZ, first + place, segment.channel)
        shown.append(session.accept(frame))
    return [text for text in shown if text is not None]


@pytest.mark.parametrize(
    ("name", "language"),
    [("en-helpdesk-identity", Language.EN), ("ja-complaint-hold", Language.JA)],
)
def test_captions_appear_while_people_speak_never_change_and_resemble_the_final_text(
    recognizer: WhisperRecognizer, name: str, language: Language
) -> None:
    made = Errors(0, 0)
    for segment, _ in spoken_lines(name, 4):
        session = recognizer.session(language)
        session.captions = True
        captions = by_frames(session, segment)
        final = session.finish()
        assert final is not None
        assert captions
        for earlier, later in pairwise(captions):
            assert later.startswith(earlier)
            assert later != earlier
        same_length = final.text[: len(captions[-1])]
        made += errors(captions[-1], same_length, language)
    assert made.rate < 0.4


def test_captions_change_nothing_about_the_final_text_and_do_not_come_unasked(
    recognizer: WhisperRecognizer,
) -> None:
    segment, _ = spoken_lines("en-helpdesk-identity", 2)[1]
    session = recognizer.session(Language.EN)
    assert by_frames(session, segment) == []
    plain = session.finish()
    session.captions = True
    assert by_frames(session, segment)
    assert session.finish() == plain


def test_a_caption_goes_on_from_its_own_words_in_windows_of_at_most_fifteen_seconds(
    recognizer: WhisperRecognizer,
) -> None:
    lines = [segment for segment, _ in spoken_lines("en-order-missed", 7)]
    samples = np.concatenate([s.samples for s in lines if s.channel is Channel.OPERATOR])[:320_000]
    assert len(samples) > 16 * RECOGNIZER_RATE_HZ
    span = Span(0.0, len(samples) / RECOGNIZER_RATE_HZ)
    session = recognizer.session(Language.EN)
    session.captions = True
    captions = by_frames(session, Segment(Channel.OPERATOR, span, samples))
    final = session.finish()
    assert final is not None
    assert all(later.startswith(earlier) for earlier, later in pairwise(captions))
    assert len(captions[-1]) > 0.6 * len(final.text)


def test_of_two_sessions_only_one_guesses_so_that_a_final_text_need_not_wait(
    recognizer: WhisperRecognizer,
) -> None:
    segment, _ = spoken_lines("en-helpdesk-identity", 2)[1]
    with recognizer._guessing:
        session = recognizer.session(Language.EN)
        session.captions = True
        assert by_frames(session, segment) == []
        assert session.finish() is not None


def test_ctranslate2_encodes_a_window_of_any_even_length_one_by_one_or_together(
    recognizer: WhisperRecognizer,
) -> None:
    window = Window((Piece(0, 0.0, np.zeros(16_000, np.int16), (Span(0.0, 1.0),)),))
    network = recognizer.network
    spectra = network.spectra([window, window], 10.0)
    assert spectra.shape == (2, 80, 1000)
    together = np.array(network.whisper.encode(spectra))
    assert together.shape == (2, 500, 512)
    assert np.array(network.encode([window, window], 10.0)) == pytest.approx(together, abs=1e-3)


def test_a_phrase_list_and_other_rates_are_refused(recognizer: WhisperRecognizer) -> None:
    with pytest.raises(ModelError, match="list of phrases"):
        recognizer.session(Language.JA, phrases=("はい", "いいえ"))
    frame = AudioFrame(np.zeros(160, np.int16), 8_000, 0, Channel.CALLER)
    with pytest.raises(ModelError, match="16000 Hz"):
        recognizer.session(Language.JA).accept(frame)


def test_a_folder_that_holds_no_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot load the Whisper model"):
        load_recognizer("whisper", EngineOptions(data_folder=tmp_path, model=str(tmp_path)))
