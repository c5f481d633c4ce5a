"""Lays rows of figures out in columns, however wide the characters of their names are."""

from collections.abc import Sequence

from rich.cells import cell_len


def in_columns(rows: Sequence[Sequence[str]], *, indent: int = 0) -> list[str]:
    """A line a row: names to the left, figures to the right."""
    widths = [max(cell_len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        " " * indent
        + "  ".join(
            _padded(cell, width, right=place > 0)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _padded(cell: str, width: int, *, right: bool) -> str:
    gap = " " * (width - cell_len(cell))
    return gap + cell if right else cell + gap
