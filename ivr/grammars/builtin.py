"""The grammars every VoiceXML platform has: boolean, date, digits, currency, number, phone, time."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType

from ivr.grammars.errors import GrammarError
from ivr.grammars.grammar import KeyMatch, Match
from ivr.grammars.interpreting import Evaluate
from ivr.grammars.keyed import KEYED
from ivr.grammars.options import Options, options_of
from ivr.grammars.rules import Mode
from ivr.grammars.spoken import en, ja
from ivr.grammars.units import joined, key_units, shown, spoken_units

_WORDS = Path(__file__).parent / "words"
_SPOKEN: dict[str, ModuleType] = {"en": en, "ja": ja}
# Nobody says a date or number in more.
_LONGEST_TEXT = 300
Units = tuple[str, ...]


def builtin_grammar(uri: str, mode: Mode, language: str) -> "BuiltinGrammar":
    """The built-in grammar of an address such as "builtin:digits?length=4" or "boolean?y=7;n=9".

    Raises GrammarError for kinds, parameters and languages there are not.
    """
    options = options_of(uri)
    if options.mode == "dtmf":
        mode = "dtmf"
    if mode == "voice" and _primary(language) not in _SPOKEN:
        raise GrammarError(
            f"no built-in grammar hears {language!r}; there are {', '.join(_SPOKEN)}",
            event="error.unsupported.language",
        )
    return BuiltinGrammar(options, mode, language)


class BuiltinGrammar:
    """One kind of input, by voice or by keys; results are those of VoiceXML 2.0, appendix P."""

    def __init__(self, options: Options, mode: Mode, language: str) -> None:
        self.options = options
        self.mode: Mode = mode
        self.language = language

    def match(self, text: str, *, evaluate: Evaluate | None = None, limit: int = 5) -> list[Match]:
        """Readings of a text, the likeliest first."""
        del evaluate
        if self.mode != "voice" or len(text) > _LONGEST_TEXT:
            return []
        found = [value for value in self._readings(text) if value is not None]
        return [
            Match(shown(text), value, round(0.5**place, 6))
            for place, value in enumerate(dict.fromkeys(found))
        ][:limit]

    def match_keys(
        self, keys: str, *, evaluate: Evaluate | None = None, limit: int = 5
    ) -> KeyMatch:
        """What the keys mean so far."""
        del evaluate, limit
        units = key_units(keys)
        if self.mode != "dtmf" or units is None:
            return KeyMatch((), could_go_on=False)
        pressed = "".join(units).upper()
        value, could_go_on = KEYED[self.options.kind](pressed, self.options)
        matched = () if value is None else (Match(pressed, value),)
        return KeyMatch(matched, could_go_on)

    def could_go_on(self, text: str) -> bool:
        """Whether more words after these could still be an input; for most kinds there is no telling."""
        if self.options.kind != "digits":
            return self.options.kind != "boolean"
        read = [match.interpretation for match in self.match(text)]
        return any(KEYED["digits"](str(digits), self.options)[1] for digits in read) or not read

    def phrases(self, limit: int) -> Iterator[str]:
        """What can be said where that is a short list: yes and no, and single digits."""
        words = _words(_primary(self.language)) if self.mode == "voice" else {}
        single = self.options.kind == "digits" and self.options.most == 1
        lists = {"boolean": ("yes", "no"), "digits": ("digits",) if single else ()}
        said = [word for name in lists.get(self.options.kind, ()) for word in words.get(name, ())]
        yield from said[:limit]

    @property
    def finite(self) -> bool:
        """Whether `phrases` gives all there is to say."""
        return self.options.kind == "boolean"

    @property
    def name(self) -> str:
        """What rules of other grammars know it by."""
        return self.options.kind

    def meanings(self, units: Sequence[str]) -> list[object]:
        """What units that were said or pressed mean, the likeliest first."""
        found: Iterable[Match] = self.match(joined(list(units)))
        if self.mode == "dtmf":
            found = self.match_keys("".join(units)).matched
        return [match.interpretation for match in found]

    def goes_on(self, units: Sequence[str]) -> bool:
        """Whether more units after these could still be an input."""
        if self.mode == "dtmf":
            return self.match_keys("".join(units)).could_go_on
        return not units or self.could_go_on(joined(list(units)))

    def _readings(self, text: str) -> list[str | bool | None]:
        language = _primary(self.language)
        if self.options.kind == "boolean":
            return [_truth(spoken_units(text), language)]
        # Each language has a function for each kind, of its name.
        read: Callable[[str, str], list[str | None]] = getattr(_SPOKEN[language], self.options.kind)
        found = read(text, self.language)
        if self.options.kind != "digits":
            return list(found)
        return [value for value in found if value is not None and self._long_enough(value)]

    def _long_enough(self, digits: str) -> bool:
        most = self.options.most
        return self.options.least <= len(digits) and (most is None or len(digits) <= most)


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


@cache
def _words(language: str) -> dict[str, list[str]]:
    path = _WORDS / f"{language}.toml"
    return tomllib.loads(path.read_text("utf-8")) if language in _SPOKEN else {}


@cache
def _answers(language: str) -> tuple[dict[Units, bool], list[Units]]:
    words = _words(language)
    answers = {spoken_units(word): True for word in words["yes"]}
    answers |= {spoken_units(word): False for word in words["no"]}
    return answers, sorted((spoken_units(word) for word in words["around"]), key=len, reverse=True)


def _truth(units: Units, language: str) -> bool | None:
    """Yes or no when an answer, or several that agree, are all that is said."""
    answers, around = _answers(language)
    # At each place, what was answered up to there; None before an answer.
    open_: dict[int, set[bool | None]] = {0: {None}}
    for place in range(len(units)):
        for phrase, value in [*answers.items(), *((word, None) for word in around)]:
            end = place + len(phrase)
            if place in open_ and units[place:end] == phrase:
                open_.setdefault(end, set()).update(_agreeing(open_[place], value))
    found = open_.get(len(units), set()) - {None}
    return found.pop() if len(found) == 1 else None


def _agreeing(before: set[bool | None], value: bool | None) -> set[bool | None]:
    if value is None:
        return before
    return {value} if before & {None, value} else set()
