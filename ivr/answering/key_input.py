"""Keys become one input: at once when nothing could follow, else by the terminating key or by waiting."""

from collections.abc import Sequence

from ivr.grammars.errors import GrammarError
from ivr.grammars.grammar import Grammar, KeyMatch
from ivr.grammars.interpreting import Evaluate
from ivr.scripting import ScriptError

_MOST_KEYS = 64


class KeyInput:
    """The keys of one answer, in order. What was pressed leaves it by `keys` only."""

    def __init__(
        self,
        grammars: Sequence[Grammar],
        *,
        termchar: str,
        interdigit_s: float,
        evaluate: Evaluate | None = None,
    ) -> None:
        self.keys = ""
        self._grammars = [one for one in grammars if one.mode == "dtmf"]
        self._termchar = termchar
        self._interdigit_s = interdigit_s
        self._evaluate = evaluate
        self._last_s = 0.0

    def __bool__(self) -> bool:
        """Whether a key was pressed."""
        return bool(self.keys)

    def press(self, key: str, at_s: float) -> bool:
        """Take a key; whether the input is over with it."""
        self.keys += key
        self._last_s = at_s
        ended = key == self._termchar and bool(self.keys)
        return ended or len(self.keys) >= _MOST_KEYS or not self._match(self.keys).could_go_on

    def has_ended(self, now_s: float) -> bool:
        """Whether the keys so far are the whole input because no other followed in time."""
        return bool(self.keys) and now_s - self._last_s >= self._interdigit_s

    @property
    def taken(self) -> bool:
        """Whether a grammar takes the keys, with or without the key that ended them."""
        plain = self.keys.removesuffix(self._termchar) if self._termchar else self.keys
        return any(self._match(keys).matched for keys in (self.keys, plain) if keys)

    def takes(self, key: str) -> bool:
        """Whether a grammar takes the key itself or something that begins with it."""
        match = self._match(key)
        return bool(match.matched) or match.could_go_on

    def _match(self, keys: str) -> KeyMatch:
        found = [self._of(grammar, keys) for grammar in self._grammars]
        matched = tuple(match for one in found for match in one.matched)
        return KeyMatch(matched, any(one.could_go_on for one in found))

    def _of(self, grammar: Grammar, keys: str) -> KeyMatch:
        try:
            return grammar.match_keys(keys, evaluate=self._evaluate, limit=1)
        except (GrammarError, ScriptError):
            # The dialogue meets the same fault and tells the document.
            return KeyMatch((), could_go_on=False)
