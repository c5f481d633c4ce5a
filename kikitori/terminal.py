"""Lays sentences out for a terminal of so many columns, Japanese as well as English."""

import re

from rich.cells import cell_len

_WIDE = r"\u2e80-\u9fff\uff00-\uffef"
_PIECES = re.compile(rf"[「（]*[{_WIDE}][、。」）：？！ー]*|[^\s{_WIDE}]+[、。」）：？！ー]*|\s+")
"""What stays in one line: a word, or a character of Japanese with the marks that cling to it."""


def beside(mark: str, said: str, *, width: int) -> str:
    """`said` in lines that stand beside its mark and not below it."""
    indent = cell_len(mark) + 2
    lines = wrapped(said, width=max(width - indent, 1))
    return f"{mark}  " + f"\n{' ' * indent}".join(lines)


def wrapped(said: str, *, width: int) -> list[str]:
    """The text in lines of at most so many columns; only a single longer word is wider."""
    lines = [""]
    for piece in _PIECES.findall(said):
        if lines[-1] and cell_len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return [line.rstrip() for line in lines]
