"""Keys become one input: at once when nothing could follow, else by the terminating key or by waiting."""

from collections.abc import Sequence
from typing import cast

from ivr.answering.telling import Told
from ivr.dialogue.actions import Listen
from ivr.dialogue.events import Pressed
from ivr.grammars.errors import GrammarError
from ivr.grammars.grammar import Grammar, KeyMatch
from ivr.grammars.interpreting import Evaluate
from ivr.script_values import ScriptError
from recorder.switchboard.news import KeyPressed

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


class EndingKeys:
    """Keys by which the caller on a leg may end a recording or a talk; others mean nothing to it."""

    def __init__(
        self, leg: str, listen: Listen | None = None, evaluate: Evaluate | None = None
    ) -> None:
        self._leg = leg
        self._listen = listen
        self._evaluate = evaluate
        self._input = self._anew()

    def __bool__(self) -> bool:
        """Whether keys were pressed to which others may still belong."""
        return bool(self._input)

    def told(self, told: Told, now_s: float) -> Pressed | None:
        """The keys that end it, once they are whole."""
        if isinstance(told, KeyPressed) and told.leg == self._leg:
            over = self._input.press(told.key, now_s)
        else:
            over = self._input.has_ended(now_s)
        if not over:
            return None
        whole, self._input = self._input, self._anew()
        return Pressed(whole.keys) if whole.taken else None

    def _anew(self) -> KeyInput:
        listen = self._listen
        grammars = [cast("Grammar", one.grammar) for one in listen.grammars] if listen else []
        return KeyInput(
            grammars,
            termchar=listen.termchar if listen else "",
            interdigit_s=listen.interdigit_s if listen else 0.0,
            evaluate=self._evaluate,
        )
