"""Keys of a SIP call: one press each, though a telephone may tell it in the sound and as a message."""

from recorder.switchboard.leg import KeyDown, KeyWay

KEYS = frozenset("0123456789*#ABCD")

_SAME_PRESS_S = 0.04
"""The shortest pause between two presses (ITU-T Q.24). A telephone that tells a press as an RTP event
and as an INFO sends the latter when the key goes up; the stack does not tell the two apart."""


class Keys:
    def __init__(self) -> None:
        self._down = ""
        self._last = ""
        self._up_at_s = float("-inf")

    def down(self, key: str, now_s: float) -> KeyDown | None:
        """A key begins; None when it is none, or the same press once more."""
        key = key.upper()
        again = key == self._down or (key == self._last and now_s - self._up_at_s < _SAME_PRESS_S)
        if key not in KEYS or len(key) != 1 or again:
            return None
        self._down = self._last = key
        return KeyDown(key, KeyWay.RTP_EVENT)

    def up(self, now_s: float) -> None:
        if self._down:
            self._down, self._up_at_s = "", now_s
