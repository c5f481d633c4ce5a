"""Takes the fields of a written mapping one by one and notes what is wrong with each."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass

from ivr.faults import Fault
from ivr.menus.service import Texts
from ivr.menus.yaml_reading import Written

LANGUAGES = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Part:
    """A mapping of the file; what is wrong with its fields goes to `faults`.

    A field that is wrong reads as empty, so that one pass finds everything.
    """

    at: Written
    entries: dict[str, Written]
    faults: list[Fault]
    languages: tuple[str, ...] = LANGUAGES

    def wrong(self, key: str, /, **values: object) -> None:
        """Note a fault at this mapping."""
        self.faults.append(self.at.fault(key, **values))

    def only(self, *known: str) -> None:
        """Note every field that is not known, with the known one it resembles."""
        for name, written in self.entries.items():
            if name not in known:
                alike = difflib.get_close_matches(name, known, 1) or [", ".join(known)]
                self.faults.append(written.fault("menu.unknown_field", name=name, known=alike[0]))

    def place(self, name: str) -> Written:
        """Where a field stands, or the mapping when it is not there."""
        return self.entries.get(name, self.at)

    def text(self, name: str, default: str | None = None) -> str:
        """A text; without a default it has to be there."""
        written = self.entries.get(name)
        if written is None:
            if default is None:
                self.wrong("menu.missing_field", name=name)
            return default or ""
        return self._plain(written)

    def one_of(self, name: str, known: tuple[str, ...], default: str | None = None) -> str:
        """A text that is one of a few."""
        text = self.text(name, default)
        if text and text not in known:
            self.faults.append(
                self.place(name).fault(
                    "menu.not_one_of", name=name, value=text, known=", ".join(known)
                )
            )
            return known[0]
        return text

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        """A whole number within bounds."""
        text = self.text(name, str(default))
        if not text.isascii() or not text.isdigit() or not least <= int(text[:9]) <= most:
            self.faults.append(
                self.place(name).fault("menu.not_number", name=name, least=least, most=most)
            )
            return default
        return int(text)

    def truth(self, name: str, *, default: bool) -> bool:
        """Yes or no."""
        return self.one_of(name, ("true", "false"), "true" if default else "false") == "true"

    def texts(self, name: str, *, needed: bool = True) -> Texts:
        """What is said, in every language of the service."""
        written = self.entries.get(name)
        if written is None:
            if needed:
                self.wrong("menu.missing_field", name=name)
            return {}
        return self.texts_at(written, name)

    def texts_at(self, written: Written, name: str) -> Texts:
        """The texts by language written here."""
        part = self._below(written)
        part.only(*self.languages)
        found = {code: part.text(code, "") for code in self.languages}
        for code, text in found.items():
            if part.entries and not text.strip():
                self.faults.append(
                    part.place(code).fault("prompts.missing", item=name, language=code)
                )
        return {code: text for code, text in found.items() if text.strip()}

    def phrases(self, name: str) -> dict[str, tuple[str, ...]]:
        """The words a caller may say, in every language of the service."""
        written = self.entries.get(name)
        if written is None:
            self.wrong("menu.missing_field", name=name)
            return {}
        part = self._below(written)
        part.only(*self.languages)
        found: dict[str, tuple[str, ...]] = {}
        for code in self.languages:
            said = part.entries[code].several if code in part.entries else ()
            found[code] = tuple(filter(None, (self._plain(one).strip() for one in said)))
            if part.entries and not found[code]:
                self.faults.append(part.place(code).fault("menu.no_phrases", language=code))
        return found

    def part(self, name: str) -> "Part | None":
        """A mapping below this one, when it is there."""
        return self._below(self.entries[name]) if name in self.entries else None

    def parts(self, name: str) -> Iterator[tuple[str, "Part"]]:
        """The named mappings below this one."""
        below = self.part(name)
        for title, written in (below.entries if below else {}).items():
            yield title, self._below(written)

    def listed(self, name: str) -> Iterator["Part"]:
        """The mappings of a list below this one."""
        for written in self.entries[name].several if name in self.entries else ():
            yield self._below(written)

    def _below(self, written: Written) -> "Part":
        if isinstance(written.value, dict):
            return Part(written, written.value, self.faults, self.languages)
        self.faults.append(written.fault("menu.mapping_wanted"))
        return Part(written, {}, self.faults, self.languages)

    def _plain(self, written: Written) -> str:
        if isinstance(written.value, str):
            return written.value
        self.faults.append(written.fault("menu.text_wanted"))
        return ""
