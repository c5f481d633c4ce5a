"""The fixture calls are what their scripts and gold facts say."""

import json
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile

from audio_fixtures.script import HERE, load, names, pieces

SIDES = ("caller", "operator")
ITEMS = {"opening", "identity", "empathy", "read_back", "hold", "refusal", "forbidden", "closing"}
VERDICTS = {"met", "not_met", "not_applicable"}
QUIET_DBFS = -50
VOICE_DBFS = -35


@pytest.fixture(scope="module", params=names())
def name(request):
    return request.param


@pytest.fixture(scope="module")
def gold(name):
    return json.loads((HERE / f"{name}.gold.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sound(name):
    samples, rate_hz = soundfile.read(HERE / f"{name}.flac")
    assert rate_hz == 8000
    return samples


def level_dbfs(samples):
    return 20 * np.log10(np.sqrt(np.mean(np.square(samples))) + 1e-9)


def heard(sound, side, start, end):
    return sound[round(start * 8000) : round(end * 8000), SIDES.index(side)]


def test_a_call_is_a_short_telephone_recording_of_two_channels(name, gold, sound):
    assert sound.shape[1] == 2
    assert 40 <= len(sound) / 8000 <= 90
    assert gold["duration_s"] == pytest.approx(len(sound) / 8000, abs=0.001)
    assert (HERE / f"{name}.flac").stat().st_size < 1_000_000


def test_a_call_is_as_loud_as_a_telephone_and_as_quiet_between(gold, sound):
    assert -9 < 20 * np.log10(np.abs(sound).max()) < -3
    assert level_dbfs(sound[: round(0.5 * 8000)]) < -55


def test_nothing_above_or_below_the_telephone_band_is_heard(sound):
    power = np.abs(np.fft.rfft(sound[:, 0])) ** 2
    hz = np.fft.rfftfreq(len(sound), 1 / 8000)
    outside = power[(hz < 200) | (hz > 3600)].sum()
    assert outside < 0.01 * power.sum()


def test_the_sidecar_says_whose_call_it_is(name):
    sidecar = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    assert sidecar["id"] == name
    assert sidecar["operator"]
    assert sidecar["client"]
    assert sidecar["campaign"]
    assert sidecar["direction"] in ("inbound", "outbound")
    assert sidecar["operator_side"] == "right"
    assert datetime.fromisoformat(sidecar["start"]).tzinfo is not None


def test_the_gold_facts_are_those_of_the_script(name, gold):
    lines = [line for line in load(name).lines if not line.hold_s]
    assert [said["text"] for said in gold["lines"]] == [line.text for line in lines]
    planted = [item.text for line in lines for item in line.personal]
    assert [item["text"] for item in gold["personal"]] == planted
    assert [fact["text"] for fact in gold["kept"]] == [text for line in lines for text in line.kept]
    assert [moment["kind"] for moment in gold["moments"]] == [
        line.moment for line in lines if line.moment
    ]


def test_every_said_line_is_heard_on_its_own_channel(gold, sound):
    for said in gold["lines"]:
        assert level_dbfs(heard(sound, said["channel"], said["start"], said["end"])) > VOICE_DBFS


def test_a_channel_is_quiet_where_its_side_says_nothing(gold, sound):
    for column, side in enumerate(SIDES):
        rest = sound[:, column].copy()
        spoken = np.zeros(len(rest), dtype=bool)
        for stretch in (*gold["lines"], *gold["holds"]):
            if stretch["channel"] == side:
                spoken[round(stretch["start"] * 8000) : round(stretch["end"] * 8000)] = True
        assert level_dbfs(rest[~spoken]) < QUIET_DBFS


def test_every_personal_datum_lies_in_its_line_in_text_and_in_time(gold, sound):
    for item in gold["personal"]:
        line = gold["lines"][item["line"]]
        assert line["text"][item["text_start"] : item["text_end"]] == item["text"]
        assert line["channel"] == item["channel"]
        assert line["start"] <= item["start"] < item["end"] <= line["end"]
        assert level_dbfs(heard(sound, item["channel"], item["start"], item["end"])) > VOICE_DBFS


def test_personal_data_takes_about_as_long_as_its_share_of_the_line(name, gold):
    said_lines = [line for line in load(name).lines if not line.hold_s]
    for item in gold["personal"]:
        line = gold["lines"][item["line"]]
        read = next(
            said
            for said, personal in pieces(said_lines[item["line"]])
            if personal is not None and personal.start == item["text_start"]
        )
        share = len(read) / len(line["spoken"])
        taken = (item["end"] - item["start"]) / (line["end"] - line["start"])
        assert taken == pytest.approx(share, abs=0.25)


def test_moments_and_holds_lie_in_the_call(gold):
    for moment in gold["moments"]:
        line = gold["lines"][moment["line"]]
        assert (moment["start"], moment["end"]) == (line["start"], line["end"])
    for stretch in (*gold["lines"], *gold["holds"]):
        assert 0 < stretch["start"] < stretch["end"] < gold["duration_s"]


def test_kept_facts_are_not_personal(gold):
    for fact in gold["kept"]:
        text = gold["lines"][fact["line"]]["text"]
        start = text.index(fact["text"])
        end = start + len(fact["text"])
        inside = [item for item in gold["personal"] if item["line"] == fact["line"]]
        assert all(item["text_end"] <= start or end <= item["text_start"] for item in inside)
    assert len(gold["kept"]) >= 2


def test_a_verdict_is_expected_for_every_item_and_clean_means_no_critical_error(gold):
    expected = gold["expected"]
    assert set(expected["verdicts"]) - {"purpose"} == ITEMS
    assert all(expected["verdicts"][item] == "not_met" for item in expected["critical"])
    assert set(expected["verdicts"].values()) <= VERDICTS
    assert expected["clean"] == (not expected["critical"])


def test_every_sound_has_a_script():
    assert {path.name.removesuffix(".flac") for path in Path(HERE).glob("*.flac")} == set(names())
