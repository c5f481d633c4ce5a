"""What callers hear of prompts: their words, in order, at one loudness, and nothing of it kept."""

import wave
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from ivr.dialogue.actions import Mark, Pause, Prompt, Sound, Speech
from ivr.speaking.mastering import voiced_level
from ivr.speaking.plain_text import UNKNOWN
from ivr.speaking.prompt_cache import PromptCache
from ivr.speaking.recordings import files_in
from ivr.speaking.speakers import speakers_of
from ivr.speaking.voice import Voice
from speech.audio import Samples
from speech.errors import ModelError
from speech.synthesizing import Synthesizer, SynthesizerTraits
from speech.transcript import Language
from tests.ivr.speaking.voices import installed


@dataclass
class HummingSynthesizer:
    """A voice that hums 20 ms for each letter, and notes what it was given to say."""

    name: str
    quick: bool = True
    hz: float = 440.0
    loudness: float = 9000.0
    languages: frozenset[Language] = frozenset({Language.JA, Language.EN})
    said: list[str] = field(default_factory=list)

    @property
    def traits(self) -> SynthesizerTraits:
        return SynthesizerTraits(self.languages, 16_000, quick=self.quick, voice=self.name)

    def speak(self, text: str, language: Language, *, rate: float = 1.0) -> Samples:
        self.said.append(text)
        time = np.arange(round(len(text) * 320 / rate)) / 16_000
        return (self.loudness * np.sin(2 * np.pi * self.hz * time)).astype(np.int16)


@dataclass
class MuteSynthesizer(HummingSynthesizer):
    def speak(self, text: str, language: Language, *, rate: float = 1.0) -> Samples:
        raise ModelError("no voice today")


def voice_of(folder: Path, *synthesizers: Synthesizer, sounds: Path | None = None) -> Voice:
    cache = PromptCache(folder / "prompts")
    return Voice(speakers_of(*synthesizers), cache, files_in(sounds or folder))


def prompt(*parts: Speech | Sound | Pause | Mark, language: str = "ja-JP") -> Prompt:
    return Prompt(parts, language)


def prepared(voice: Voice, *prompts: Prompt) -> list[tuple[int, int]]:
    return list(voice.prepare(prompts, 8_000))


@pytest.fixture(scope="module")
def voices() -> tuple[Synthesizer, ...]:
    return installed("openjtalk"), installed("flite")


def test_what_was_prepared_is_said_by_the_best_voice_and_the_rest_by_the_quick_one(
    tmp_path: Path,
) -> None:
    best, quick = HummingSynthesizer("best", quick=False), HummingSynthesizer("quick")
    voice = voice_of(tmp_path, best, quick)
    welcome = prompt(Speech("いらっしゃいませ。"))
    prepared(voice, welcome)
    best.said.clear()
    quick.said.clear()
    voice.render(welcome, 8_000)
    assert best.said == quick.said == []
    voice.render(prompt(Speech("青葉さまですね。")), 8_000)
    assert (best.said, quick.said) == ([], ["青葉さまですね。"])


def test_one_prompt_has_one_voice(tmp_path: Path) -> None:
    best = HummingSynthesizer("best", quick=False, hz=300)
    quick = HummingSynthesizer("quick", hz=1500)
    voice = voice_of(tmp_path, best, quick)
    prepared(voice, prompt(Speech("ありがとうございます。")))
    heard = voice.render(prompt(Speech("ありがとうございます。青葉さまですね。")), 8_000).samples
    spectrum = np.abs(np.fft.rfft(heard))
    hz = np.fft.rfftfreq(len(heard), 1 / 8_000)
    assert spectrum[hz < 600].max() < 0.05 * spectrum[hz > 1200].max()


def test_what_was_prepared_outlives_the_process_and_what_callers_said_does_not(
    tmp_path: Path,
) -> None:
    synthesizer = HummingSynthesizer("one")
    constant = prompt(Speech("番号は、"), Speech(UNKNOWN, say_as="digits"), Speech("です。"))
    voice = voice_of(tmp_path, synthesizer)
    prepared(voice, constant)
    before = {file.name: file.read_bytes() for file in voice.kept.folder.iterdir()}
    voice.render(
        prompt(Speech("番号は、"), Speech("40719", say_as="digits"), Speech("です。")), 8_000
    )
    voice.render(prompt(Speech("青葉 花子さまですね。")), 8_000)
    assert {file.name: file.read_bytes() for file in voice.kept.folder.iterdir()} == before
    fresh = HummingSynthesizer("one")
    voice_of(tmp_path, fresh).render(
        prompt(Speech("番号は、"), Speech("88", say_as="digits"), Speech("です。")), 8_000
    )
    assert fresh.said == []


def test_another_version_of_a_voice_speaks_anew(tmp_path: Path) -> None:
    greeting = prompt(Speech("お電話ありがとうございます。"))
    prepared(voice_of(tmp_path, HummingSynthesizer("voice-1")), greeting)
    newer = HummingSynthesizer("voice-2")
    prepared(voice_of(tmp_path, newer), greeting)
    assert newer.said == ["お電話ありがとうございます。"]


def test_preparing_tells_how_far_it_is_and_does_each_thing_once(tmp_path: Path) -> None:
    synthesizer = HummingSynthesizer("one")
    voice = voice_of(tmp_path, synthesizer)
    twice = prompt(Speech("はい。いいえ。")), prompt(Speech("いいえ。"))
    assert prepared(voice, *twice) == [(0, 2), (1, 2), (2, 2)]
    assert prepared(voice, *twice) == [(0, 2), (1, 2), (2, 2)]
    assert synthesizer.said == ["はい。", "いいえ。"]


def test_a_read_back_is_made_of_digits_said_one_by_one(tmp_path: Path) -> None:
    synthesizer = HummingSynthesizer("one")
    voice_of(tmp_path, synthesizer).render(
        prompt(
            Speech("製品番号は、"), Speech("4071", say_as="digits"), Speech("。よろしいですか。")
        ),
        8_000,
    )
    assert synthesizer.said == [
        "製品番号は、",
        "ヨン",
        "ゼロ",
        "ナナ",
        "イチ。",
        "よろしいですか。",
    ]


def test_a_number_and_its_counter_are_one_word(tmp_path: Path) -> None:
    synthesizer = HummingSynthesizer("one")
    voice_of(tmp_path, synthesizer).render(
        prompt(Speech("トナー"), Speech("3", say_as="number"), Speech("本でよろしいですか。")),
        8_000,
    )
    assert synthesizer.said == ["トナー3本でよろしいですか。"]


def test_an_english_read_back_is_one_sentence(tmp_path: Path) -> None:
    synthesizer = HummingSynthesizer("one")
    said = Speech("The number is"), Speech("40719203", say_as="digits"), Speech(". Is that right?")
    voice_of(tmp_path, synthesizer).render(prompt(*said, language="en-US"), 8_000)
    assert synthesizer.said == [
        "The number is four oh seven one, nine two oh three.",
        "Is that right?",
    ]


@pytest.mark.parametrize("rate_hz", [8_000, 16_000])
def test_marks_pauses_and_sentences_stand_where_they_are_heard(
    tmp_path: Path, rate_hz: int
) -> None:
    voice = voice_of(tmp_path, HummingSynthesizer("one"))
    heard = voice.render(
        prompt(Speech("はい。"), Mark("a"), Pause(1.5), Speech("いいえ。"), Mark("b")), rate_hz
    )
    (name_a, at_a), (name_b, at_b) = heard.marks
    assert (name_a, name_b) == ("a", "b")
    assert heard.rate_hz == rate_hz
    first, second = heard.sentences
    assert first == 0
    assert second - at_a == 1.5 * rate_hz
    assert not heard.samples[at_a:second].any()
    assert at_b <= len(heard.samples)
    assert heard.samples[second : second + rate_hz // 20].any()


def test_each_language_is_said_by_a_voice_of_it(tmp_path: Path) -> None:
    japanese = HummingSynthesizer("ja", languages=frozenset({Language.JA}))
    english = HummingSynthesizer("en", languages=frozenset({Language.EN}))
    voice_of(tmp_path, japanese, english).render(
        prompt(Speech("英語は2。"), Speech("For English, press 2.", language="en")), 8_000
    )
    assert (japanese.said, english.said) == (["英語は2。"], ["For English, press 2."])


def test_a_voice_that_fails_leaves_the_rest_to_be_heard(tmp_path: Path) -> None:
    japanese = HummingSynthesizer("ja", languages=frozenset({Language.JA}))
    mute = MuteSynthesizer("en", languages=frozenset({Language.EN}))
    heard = voice_of(tmp_path, japanese, mute).render(
        prompt(Speech("Hello.", language="en"), Speech("こんにちは。")), 8_000
    )
    assert japanese.said == ["こんにちは。"]
    assert heard.samples.any()


@pytest.mark.parametrize(
    "parts",
    [
        (),
        (Speech(""),),
        (Speech("  \x00 "),),
        (Speech("안녕하세요"),),
        (Pause(-1),),
        (Speech("😀"),),
    ],
)
def test_a_prompt_without_words_is_silent(
    tmp_path: Path, parts: tuple[Speech | Pause, ...]
) -> None:
    heard = voice_of(tmp_path, MuteSynthesizer("one")).render(prompt(*parts, language="ko"), 8_000)
    assert not heard.samples.any()
    assert heard.sentences == (0,)


def test_an_endless_prompt_ends(tmp_path: Path) -> None:
    synthesizer = HummingSynthesizer("one")
    endless = prompt(*[Pause(1e9), Speech("9" * 200, say_as="digits")] * 50)
    heard = voice_of(tmp_path, synthesizer).render(endless, 8_000)
    assert 600 <= heard.duration_s < 700


def write_wav(file: Path, samples: Samples, rate_hz: int) -> None:
    with wave.open(str(file), "wb") as opened:
        opened.setnchannels(samples.shape[1] if samples.ndim > 1 else 1)
        opened.setsampwidth(2)
        opened.setframerate(rate_hz)
        opened.writeframes(samples.tobytes())


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 44_100, 48_000])
def test_recordings_of_any_rate_are_played_as_loud_as_voices(tmp_path: Path, rate_hz: int) -> None:
    tone = 500 * np.sin(2 * np.pi * 700 * np.arange(rate_hz) / rate_hz)
    write_wav(tmp_path / "chime.wav", np.stack([tone, tone], axis=1).astype(np.int16), rate_hz)
    voice = voice_of(tmp_path, HummingSynthesizer("one"))
    heard = voice.render(prompt(Sound("chime.wav", (Speech("チャイム"),))), 8_000)
    assert heard.duration_s == pytest.approx(1, abs=0.01)
    level = 20 * np.log10(voiced_level(heard.samples / 32768, 8_000))
    assert level == pytest.approx(-20, abs=0.5)


@pytest.mark.parametrize(
    "address",
    [
        "gone.wav",
        "../secret.wav",
        "/etc/hostname",
        "http://example.com/a.wav",
        "broken.wav",
        "\x00",
    ],
)
def test_a_recording_that_cannot_be_played_is_said_in_words(tmp_path: Path, address: str) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "broken.wav").write_bytes(b"RIFF\x00\x00")
    write_wav(tmp_path / "secret.wav", np.full(800, 900, np.int16), 8_000)
    synthesizer = HummingSynthesizer("one")
    voice = voice_of(tmp_path, synthesizer, sounds=folder)
    voice.render(prompt(Sound(address, (Speech("少々お待ちください。"),))), 8_000)
    assert synthesizer.said == ["少々お待ちください。"]


def test_figures_are_the_quick_voices_even_when_they_were_prepared(tmp_path: Path) -> None:
    best, quick = HummingSynthesizer("best", quick=False), HummingSynthesizer("quick")
    voice = voice_of(tmp_path, best, quick)
    asked = prompt(Speech("番号は、"), Speech(UNKNOWN, say_as="digits"), Speech("ですね。"))
    prepared(voice, asked)
    assert (len(best.said), len(quick.said)) == (0, 22)
    voice.render(
        prompt(Speech("番号は、"), Speech("0719", say_as="digits"), Speech("ですね。")), 8_000
    )
    assert (len(best.said), len(quick.said)) == (0, 22)


def test_words_of_the_other_language_are_said_by_its_voice(tmp_path: Path) -> None:
    japanese = HummingSynthesizer("ja", languages=frozenset({Language.JA}))
    english = HummingSynthesizer("en", languages=frozenset({Language.EN}))
    voice = voice_of(tmp_path, japanese, english)
    voice.render(prompt(Speech("For English, press 2."), Speech("はい。")), 8_000)
    voice.render(prompt(Speech("Press 1 for 日本語の窓口."), language="en"), 8_000)
    assert english.said == ["For English, press 2.", "Press 1 for"]
    assert japanese.said == ["はい。", "日本語の窓口"]


def test_real_voices_are_equally_loud_and_never_clip(
    tmp_path: Path, voices: tuple[Synthesizer, ...]
) -> None:
    voice = voice_of(tmp_path, *voices)
    texts = {
        "ja": "ご用件をお話しになるか、番号を押してください。",
        "en": "Please tell me what you need.",
    }
    for rate_hz in (8_000, 16_000):
        levels = []
        for language, text in texts.items():
            heard = voice.render(prompt(Speech(text), language=language), rate_hz).samples
            levels.append(20 * np.log10(voiced_level(heard / 32768, rate_hz)))
            assert np.abs(heard).max() < 0.8 * 32768
            assert abs(heard.mean()) < 5
            assert np.abs(heard[[0, 1, -2, -1]]).max() < 50
        assert levels == pytest.approx([-20, -20], abs=1.0)
