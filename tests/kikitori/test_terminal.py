"""Sentences in a narrow terminal."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

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
