"""Reads CSV files of customers, products, purchases, cases and contacts, with every fault's line."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.customer import Record
from archive.customer_columns import ColumnRule, Wrong, column_rules, file_names
from archive.customer_rows import KINDS

ENCODINGS = ("utf-8-sig", "cp932")
"""UTF-8, or what a Japanese Excel writes; text in the latter is hardly ever valid UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong where; never with the value, which may be personal."""

    file: str
    what: str
    line: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A record and the line it was read from."""

    record: Record
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFiles:
    """What files say: their records by kind of file, which file is which, and all faults."""

    records: Mapping[str, tuple[Placed, ...]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()


def csv_files(paths: Iterable[Path]) -> list[Path]:
    """Files as given, and of folders every CSV file in it."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.csv")) if path.is_dir() else [path]
    return found


def read_files(paths: Sequence[Path], *, client: str) -> ReadFiles:
    """Read files told apart by their names; nothing is written."""
    records: dict[str, tuple[Placed, ...]] = {}
    files: dict[str, str] = {}
    faults: list[Fault] = []
    for path in paths:
        if not path.exists():
            faults.append(Fault(file=path.name, what="missing"))
            continue
        kind = file_names().get(path.stem, "")
        if not kind:
            faults.append(Fault(file=path.name, what="unknown_file"))
        elif kind in records:
            faults.append(Fault(file=path.name, what="file_twice"))
        else:
            found = _Reading(path.name, kind, client)
            records[kind] = tuple(found.records(path))
            files[kind] = path.name
            faults += found.faults
    return ReadFiles(records=records, files=files, faults=tuple(faults))


@dataclass(slots=True)
class _Reading:
    """One file being read; faults are gathered, so that one run names them all."""

    file: str
    kind: str
    client: str
    faults: list[Fault] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    written: Sequence[str] = ()

    def records(self, path: Path) -> Iterator[Placed]:
        text = self._text(path)
        if text is None:
            return
        lines = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            heads = self._heads(next(lines, []))
            if heads is None:
                return
            before = lines.line_num
            for cells in lines:
                # A cell with line breaks ends lines after the one its row begins on.
                line, before = before + 1, lines.line_num
                if any(cell.strip() for cell in cells):
                    yield from self._record(cells, heads, line)
        except csv.Error:
            self._fault("broken_csv", line=lines.line_num)

    def _text(self, path: Path) -> str | None:
        try:
            content = path.read_bytes()
        except OSError:
            self._fault("unreadable")
            return None
        for encoding in ENCODINGS:
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        self._fault("encoding")
        return None

    def _heads(self, cells: Sequence[str]) -> list[ColumnRule | None] | None:
        """The rule of each column; None when the file cannot be read by its first line."""
        rules = column_rules()[self.kind]
        named = {heading: rule for rule in rules for heading in rule.headings}
        heads = [named.get(cell.strip().casefold().replace(" ", "_")) for cell in cells]
        self.written = [cell.strip() for cell in cells]
        known = [rule for rule in heads if rule]
        missing = [rule for rule in rules if rule.is_needed and rule not in known]
        for rule in missing:
            self._fault("no_column", line=1, column=rule.headings[0])
        twice = {rule.headings[0] for rule in known if known.count(rule) > 1}
        for heading in sorted(twice):
            self._fault("column_twice", line=1, column=heading)
        return None if missing or twice else heads

    def _record(
        self, cells: Sequence[str], heads: Sequence[ColumnRule | None], line: int
    ) -> Iterator[Placed]:
        if len(cells) != len(heads):
            self._fault("cells", line=line)
            return
        values: dict[str, Any] = {"client": self.client}
        sound = True
        for cell, rule, heading in zip(cells, heads, self.written, strict=True):
            if rule is None:
                continue
            try:
                values[rule.field] = rule.read(cell)
                self._note_key(rule, values[rule.field])
            except Wrong as wrong:
                sound = False
                self._fault(str(wrong), line=line, column=heading)
        if sound:
            yield Placed(record=KINDS[self.kind][0](**values), line=line)

    def _note_key(self, rule: ColumnRule, value: str) -> None:
        if rule.is_key:
            if value in self.keys:
                raise Wrong("twice")
            self.keys.add(value)

    def _fault(self, what: str, *, line: int = 0, column: str = "") -> None:
        self.faults.append(Fault(file=self.file, what=what, line=line, column=column))
