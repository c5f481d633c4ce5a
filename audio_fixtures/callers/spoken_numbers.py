"""Numbers as Japanese callers say them: digit by digit, in groups, with の or ハイフン, in one breath."""

import random
from collections.abc import Sequence

# In katakana, which Open JTalk reads as it stands; of いちなな it makes 百七十.
_READINGS = {
    "0": ("ゼロ", "ゼロ", "レイ", "マル"), "1": ("イチ",), "2": ("ニ", "ニー"), "3": ("サン",),
    "4": ("ヨン", "ヨン", "ヨン", "シ"), "5": ("ゴ", "ゴー"), "6": ("ロク",),
    "7": ("ナナ", "ナナ", "シチ"), "8": ("ハチ",), "9": ("キュウ", "キュウ", "ク"),
}  # fmt: skip
_LONG = {"ニ": "ニー", "ゴ": "ゴー"}
_OFTEN = 0.7
WAYS = ("apart", "groups", "with no", "with a hyphen", "pairs", "one breath", "wrapped")


def spoken(digits: str, way: str, chance: random.Random) -> str:
    """The digits in one of the ways to say them."""
    words = [chance.choice(_READINGS[digit]) for digit in digits]
    if way == "apart":
        return "、".join(words)
    words = [_LONG.get(word, word) if chance.random() < _OFTEN else word for word in words]
    half = len(words) // 2
    first, last = "".join(words[:half]), "".join(words[half:])
    return {
        "groups": f"{first}、{last}",
        "with no": f"{first}の、{last}",
        "with a hyphen": f"{first}、ハイフン、{last}",
        "pairs": _pairs(words),
        "one breath": "".join(words),
        "wrapped": f"えーと、{first}、{last}です",
    }[way]


def _pairs(words: Sequence[str]) -> str:
    return "、".join("".join(words[place : place + 2]) for place in range(0, len(words), 2))
