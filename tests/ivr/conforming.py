"""Reads the documents of tests/ivr/conformance and tells how what happens differs from what must.

Each document begins with a comment that says of it, in YAML: `section` and `says`, and then

* a dialogue: `events` (what the caller does, as in `kikitori ivr run --script`), `exit` (the value of
  the session), and at will `heard` (what is spoken between inputs), `heard_contains`, `occurred`
  (events, in order), `timeouts`, `interdigits`, `bargein`, `marks`, `disconnected`;
* a grammar: `callers` and `keys` (what is said or pressed, and what it must mean; `any` for whatever),
  `refused`, `refused_keys`, `goes_on`, `script_error`, or `error: true` where it must not be read.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "conformance"
# The loader in C is ten times as fast, where PyYAML has it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"(?:<!--|/\*)\s*\n(section:.*?)(?:-->|\*/)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Case:
    """A document, and what it says must happen."""

    path: Path
    facts: Mapping[str, Any]

    @property
    def name(self) -> str:
        return self.path.relative_to(FOLDER).as_posix()

    @property
    def section(self) -> str:
        return str(self.facts["section"])

    @property
    def is_dialogue(self) -> bool:
        return self.path.suffix == ".vxml"


def cases() -> list[Case]:
    """All documents that say what must happen; those beside them are only referred to."""
    return list(_cases())


def _cases() -> Iterator[Case]:
    for path in sorted(FOLDER.rglob("*")):
        if path.suffix in (".vxml", ".grxml", ".gram"):
            found = _COMMENT.search(path.read_text(encoding="utf-8", errors="replace"))
            if found:
                yield Case(path, yaml.load(found[1], _LOADER))


def known_gaps() -> dict[str, str]:
    """Documents that do not do yet what they say, and why."""
    gaps: dict[str, str] = tomllib.loads((FOLDER / "known_gaps.toml").read_text(encoding="utf-8"))
    return gaps


def beside(path: Path, uri: str) -> bytes:
    """What lies at a relative address beside a document. Raises OSError."""
    target = (path.parent / uri).resolve()
    if not target.is_relative_to(FOLDER.resolve()):
        raise FileNotFoundError(uri)
    return target.read_bytes()
