"""Sentences in a narrow terminal."""

import logging
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kikitori.log_file import log_to_file
from kikitori.terminal import beside, wrapped

JAPANESE = "使う機器が設定されていません。`record --line headset` はシステムの機器を使います。"


def test_what_does_not_fit_stands_beside_its_mark() -> None:
    assert beside("note ", "No device is there.", width=20) == "note   No device is\n       there."


def test_japanese_is_broken_between_characters_and_no_line_begins_with_a_full_stop() -> None:
    lines = wrapped(JAPANESE, width=30)
    assert "".join(lines).replace(" ", "") == JAPANESE.replace(" ", "")
    assert all(cell_len(line) <= 30 for line in lines)
    assert cell_len(lines[0]) > 26
    assert not any(line.startswith(("。", "、")) for line in wrapped(JAPANESE, width=29))


@given(st.text("あア漢a-b、。「」（） \t"), st.integers(1, 40))
def test_nothing_but_spaces_is_lost_and_only_a_single_word_is_wider(said: str, width: int) -> None:
    lines = wrapped(said, width=width)
    assert "".join("".join(lines).split()) == "".join(said.split())
    assert all(cell_len(line) <= width or len(wrapped(line, width=1)) == 1 for line in lines)


def test_the_log_of_a_drawn_screen_is_for_its_user_alone(tmp_path: Path) -> None:
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    log_to_file(tmp_path / "run" / "record.log")
    (added,) = (handler for handler in root.handlers if handler not in before)
    try:
        logging.getLogger("recorder").warning("line %s: the device gives nothing", "headset")
    finally:
        root.removeHandler(added)
        added.close()
    file = tmp_path / "run" / "record.log"
    assert file.read_text().endswith("recorder: line headset: the device gives nothing\n")
    assert file.stat().st_mode & 0o777 == 0o600


def test_without_a_place_for_a_log_recording_goes_on(tmp_path: Path) -> None:
    (tmp_path / "run").write_text("a file, not a folder")
    before = list(logging.getLogger().handlers)
    log_to_file(tmp_path / "run" / "record.log")
    assert logging.getLogger().handlers == before
