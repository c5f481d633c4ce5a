from datetime import date
from pathlib import Path

import pytest

from kikitori.config import Config, LineSettings, data_folder, read_config
from speech.errors import DefinitionError


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    assert read_config(tmp_path) == Config()


def test_a_setting_is_read(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('model = "small"\nthreads = 1\n')
    assert read_config(tmp_path) == Config(model="small", threads=1)


def test_files_are_looked_for_beside_the_settings(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.toml"
    content = (
        f'policy = "a.toml"\n[clients.b]\npolicy = "b.toml"\n[clients.c]\npolicy = "{elsewhere}"\n'
    )
    (tmp_path / "config.toml").write_text(content)
    config = read_config(tmp_path)
    assert config.policy == str(tmp_path / "a.toml")
    assert config.clients == {"b": str(tmp_path / "b.toml"), "c": str(elsewhere)}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("modell = 'small'", "'modell' is no setting"),
        ("threads = 'two'", "threads must be a whole number"),
        ("model", "config.toml"),
        ("clients = 3", "clients must be tables"),
        ("[clients.a]", 'clients."a" needs policy'),
        ("[clients.a]\npolicy = 3", 'clients."a" needs policy'),
        ("[clients.a]\npolicy = 'x'\ntone = true", 'clients."a" needs policy'),
        ("keep_original_days = -1", "keep_original_days must be 0 to"),
        ("[clients.a]\nkeep_original_days = true", 'clients."a": keep_original_days must be'),
        ("keep_withheld_days = 1.5", "keep_withheld_days must be"),
        ("lines = 3", "lines must be tables"),
        ("[lines]\nheadset = 'USB'", "lines.headset takes microphone"),
        ("[lines.card]\nrate_hz = 'x'", "lines.card takes .* not 'rate_hz'"),
        ("[lines.card]\ncolour = 'x'", "lines.card takes .* not 'colour'"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, content: str, reason: str) -> None:
    (tmp_path / "config.toml").write_text(content)
    with pytest.raises(DefinitionError, match=reason):
        read_config(tmp_path)


def test_the_data_folder_is_the_one_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KIKITORI_DATA", str(tmp_path / "environment"))
    assert data_folder(tmp_path / "chosen") == tmp_path / "chosen"
    assert data_folder(None) == tmp_path / "environment"
    monkeypatch.delenv("KIKITORI_DATA")
    assert data_folder(None).name == "kikitori"


def test_how_long_sealed_originals_are_kept_is_the_clients_or_the_houses(tmp_path: Path) -> None:
    content = 'keep_original_days = 2\n[clients."ｱｵﾊﾞ"]\nkeep_original_days = 14\n'
    (tmp_path / "config.toml").write_text(content, encoding="utf-8")
    config = read_config(tmp_path)
    assert config.original_days("アオバ") == 14
    assert config.original_days("somebody else") == 2
    assert Config().original_days("アオバ") == 0


def test_the_last_day_of_a_call_is_the_clients_or_the_houses(tmp_path: Path) -> None:
    content = (
        "keep_call_days = 90\n[clients.a]\nkeep_call_days = 0\n[clients.b]\nkeep_call_days = 1\n"
    )
    (tmp_path / "config.toml").write_text(content, encoding="utf-8")
    config, day = read_config(tmp_path), date(2026, 4, 1)
    assert config.last_day("somebody else", day) == date(2026, 6, 30)
    assert config.last_day("a", day) is None
    assert config.last_day("b", day) == date(2026, 4, 2)
    assert Config().last_day("a", day) is None


def test_what_could_not_be_redacted_is_kept_sealed_for_longer(tmp_path: Path) -> None:
    content = "keep_original_days = 2\n[clients.a]\nkeep_withheld_days = 0\n"
    (tmp_path / "config.toml").write_text(content, encoding="utf-8")
    config = read_config(tmp_path)
    assert config.original_days("somebody else", withheld=True) == 7
    assert config.original_days("a", withheld=True) == 2
    assert Config(keep_withheld_days=0).original_days("a", withheld=True) == 0


def test_the_devices_of_a_line_are_remembered(tmp_path: Path) -> None:
    content = '[lines.headset]\nmicrophone = "USB"\nfar_side = "monitor"\nrate_hz = 8000\n'
    (tmp_path / "config.toml").write_text(content)
    assert read_config(tmp_path).lines == {
        "headset": LineSettings(microphone="USB", far_side="monitor", rate_hz=8000)
    }
