"""Keys of a SIP call: one press each, though some telephones tell it in the sound and as a message."""

from recorder.switchboard.leg import KeyDown, KeyWay

KEYS = frozenset("0123456789*#ABCD")

_SAME_PRESS_S = 0.1
"""A telephone that tells a press as an RTP event and by INFO sends the latter when the key goes up."""


class Keys:
    """The stack does not say which way a key came. But who tells presses twice does so from the first.

    After one press that was told once, keys that follow each other fast are as many presses.
    """

    def __init__(self) -> None:
        self._down = ""
        self._last = ""
        self._up_at_s = float("-inf")
        self._told_twice = False
        self._tells_once = False

    def down(self, key: str, now_s: float) -> KeyDown | None:
        """A key begins; None when it is none, or the same press once more."""
        key = key.upper()
        if len(key) != 1 or key not in KEYS:
            return None
        if key == self._down or (key == self._last and self._is_second_telling(now_s)):
            self._told_twice = True
            self._down = key
            return None
        self._tells_once = self._tells_once or (bool(self._last) and not self._told_twice)
        self._down = self._last = key
        self._told_twice = False
        return KeyDown(key, KeyWay.RTP_EVENT)

    def up(self, now_s: float) -> None:
        if self._down:
            self._down, self._up_at_s = "", now_s

    def _is_second_telling(self, now_s: float) -> bool:
        soon = now_s - self._up_at_s < _SAME_PRESS_S
        return soon and not self._told_twice and not self._tells_once
