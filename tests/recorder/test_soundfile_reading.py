from pathlib import Path

import numpy as np
import pytest
import soundfile

from recorder.soundfile_reading import duration_s, read_call, resampled, sound_sha256
from speech.audio import CallAudio, Channel
from speech.errors import SoundError
from tests.recorder.sounds import RATE_HZ, bursts, stereo, write


def take(file: Path, *, operator_left: bool = False, accept_mono: bool = False) -> CallAudio:
    return read_call(file, operator_left=operator_left, accept_mono=accept_mono)


@pytest.mark.parametrize(
    ("suffix", "subtype", "rate_hz"),
    [
        (".wav", "PCM_16", 8_000),
        (".wav", "PCM_24", 44_100),
        (".wav", "ULAW", 8_000),
        (".wav", "ALAW", 8_000),
        (".flac", "PCM_16", 16_000),
        (".opus", "OPUS", 48_000),
        (".mp3", "MPEG_LAYER_III", 22_050),
    ],
)
def test_every_format_a_call_centre_records_in_is_taken(
    tmp_path: Path, suffix: str, subtype: str, rate_hz: int
) -> None:
    file = write(
        tmp_path / f"call{suffix}", stereo(rate_hz=rate_hz), rate_hz=rate_hz, subtype=subtype
    )
    audio = take(file)
    assert audio.rate_hz == rate_hz
    assert set(audio.channels) == {Channel.CALLER, Channel.OPERATOR}
    assert audio.duration_s == pytest.approx(4.0, abs=0.1)
    assert duration_s(file) == pytest.approx(4.0, abs=0.1)


def test_the_operator_is_right_unless_said_to_be_left(tmp_path: Path) -> None:
    file = write(tmp_path / "call.wav", stereo())
    np.testing.assert_array_equal(take(file).channels[Channel.OPERATOR], stereo()[:, 1])
    swapped = take(file, operator_left=True)
    np.testing.assert_array_equal(swapped.channels[Channel.OPERATOR], stereo()[:, 0])


def _half_silent() -> np.ndarray:
    samples = stereo()
    samples[:, 1] = 0
    return samples


def _noisy_but_dead() -> np.ndarray:
    samples = stereo()
    samples[:, 0] = np.random.default_rng(3).normal(0, 20, len(samples))
    return samples


@pytest.mark.parametrize(
    ("samples", "rate_hz", "reason"),
    [
        (bursts(seed=1), RATE_HZ, "mono"),
        (_half_silent(), RATE_HZ, "the right channel is silent"),
        (_noisy_but_dead(), RATE_HZ, "the left channel is silent"),
        (np.zeros((RATE_HZ * 3, 2), np.int16), RATE_HZ, "silent on both"),
        (np.stack([bursts(seed=1)] * 2, axis=1), RATE_HZ, "both channels carry the same"),
        (np.stack([bursts(seed=1), -bursts(seed=1) // 2], axis=1), RATE_HZ, "the same sound"),
        (stereo(seconds=0.5), RATE_HZ, "shorter than 1 s"),
        (np.zeros((0, 2), np.int16), RATE_HZ, "empty"),
        (np.stack([bursts(seed=s) for s in (1, 2, 3)], axis=1), RATE_HZ, "3 channels"),
        (stereo(rate_hz=96_000), 96_000, "96000 Hz"),
    ],
)
def test_what_cannot_be_judged_fairly_is_refused_with_its_reason(
    tmp_path: Path, samples: np.ndarray, rate_hz: int, reason: str
) -> None:
    file = write(tmp_path / "call.wav", samples, rate_hz=rate_hz)
    with pytest.raises(SoundError, match=reason) as refusal:
        take(file)
    assert str(refusal.value).startswith("call.wav: ")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_a_file_cut_off_in_the_middle_is_broken(tmp_path: Path, suffix: str) -> None:
    file = write(tmp_path / f"call{suffix}", stereo())
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(SoundError, match=rf"call\{suffix}: (broken|not a sound file)"):
        take(file)


def test_something_else_with_a_sound_files_name_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "letter.wav"
    file.write_text("Dear sirs,")
    with pytest.raises(SoundError, match=r"letter\.wav: not a sound file"):
        take(file)
    with pytest.raises(SoundError, match=r"nothing\.wav: cannot be opened: No such file"):
        take(tmp_path / "nothing.wav")


def test_mono_is_taken_only_when_asked_for_and_tells_nobody_apart(tmp_path: Path) -> None:
    file = write(tmp_path / "call.wav", bursts(seed=1))
    assert list(take(file, accept_mono=True).channels) == [Channel.MIXED]


def test_the_same_sound_is_known_in_another_container(tmp_path: Path) -> None:
    wav = take(write(tmp_path / "call.wav", stereo()))
    flac = take(write(tmp_path / "call.flac", stereo()))
    assert sound_sha256(wav) == sound_sha256(flac)
    swapped = take(tmp_path / "call.wav", operator_left=True)
    assert sound_sha256(swapped) != sound_sha256(wav)


def test_resampling_keeps_the_channels_together() -> None:
    sides = {Channel.CALLER: bursts(seed=1), Channel.OPERATOR: bursts(seed=2)}
    audio = resampled(CallAudio(RATE_HZ, sides), 16_000)
    assert audio.rate_hz == 16_000
    assert audio.duration_s == pytest.approx(4.0)
    assert resampled(audio, 16_000) is audio


def test_soundfile_reads_opus_and_mp3_itself() -> None:
    assert {"OGG", "MP3", "FLAC"} <= set(soundfile.available_formats())


@pytest.mark.parametrize("subtype", ["FLOAT", "DOUBLE"])
def test_floating_point_sound_is_taken_at_its_level(tmp_path: Path, subtype: str) -> None:
    file = tmp_path / "call.wav"
    soundfile.write(file, stereo() / 32768, RATE_HZ, subtype=subtype)
    np.testing.assert_allclose(take(file).channels[Channel.CALLER], stereo()[:, 0], atol=1)


def test_an_ogg_file_without_its_last_page_is_broken(tmp_path: Path) -> None:
    file = write(tmp_path / "call.opus", stereo(seconds=20.0), subtype="OPUS")
    take(file)
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    with pytest.raises(SoundError, match=r"call\.opus: broken"):
        take(file)
