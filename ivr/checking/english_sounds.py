"""How English words sound, roughly, by rules of spelling: good enough to tell which are alike."""

import re
from functools import lru_cache

# Sounds that the telephone hardly tells apart (s and z, the th's) are one. Longer spellings first.
_SPELLINGS = (
    ("tion", "SH AH N"), ("sion", "SH AH N"), ("eigh", "EY"), ("augh", "AO"), ("ough", "AO"),
    ("igh", "AY"), ("tch", "CH"), ("dge", "JH"), ("sch", "S K"), ("ear", "IY R"), ("air", "EY R"),
    ("our", "AW R"), ("ure", "UH R"), ("ch", "CH"), ("sh", "SH"), ("ph", "F"), ("th", "TH"),
    ("wh", "W"), ("ck", "K"), ("ng", "NG"), ("qu", "K W"), ("gh", ""), ("ai", "EY"), ("ay", "EY"),
    ("ei", "EY"), ("ee", "IY"), ("ea", "IY"), ("ie", "IY"), ("oo", "UW"), ("ou", "AW"),
    ("ow", "OW"), ("oa", "OW"), ("oi", "OY"), ("oy", "OY"), ("au", "AO"), ("aw", "AO"),
    ("ew", "UW"), ("ue", "UW"), ("ui", "UW"), ("er", "ER"), ("ir", "ER"), ("ur", "ER"),
    ("ar", "AA R"), ("or", "AO R"), ("ce", "S EH"), ("ci", "S IH"), ("cy", "S IY"), ("ge", "JH EH"),
    ("gi", "JH IH"), ("gy", "JH IY"), ("a", "AE"), ("b", "B"), ("c", "K"), ("d", "D"), ("e", "EH"),
    ("f", "F"), ("g", "G"), ("h", "HH"), ("i", "IH"), ("j", "JH"), ("k", "K"), ("l", "L"),
    ("m", "M"), ("n", "N"), ("o", "AA"), ("p", "P"), ("q", "K"), ("r", "R"), ("s", "S"), ("t", "T"),
    ("u", "AH"), ("v", "V"), ("w", "W"), ("x", "K S"), ("y", "IY"), ("z", "S"),
)  # fmt: skip
_LONG = {"a": "EY", "e": "IY", "i": "AY", "o": "OW", "u": "UW"}
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ODD = {
    "one": "W AH N", "two": "T UW", "to": "T UW", "too": "T UW", "four": "F AO R", "for": "F AO R",
    "eight": "EY T", "the": "TH AH", "you": "Y UW", "your": "Y AO R", "buy": "B AY", "by": "B AY",
    "my": "M AY", "are": "AA R", "do": "D UW", "who": "HH UW", "what": "W AH T", "i": "AY",
}  # fmt: skip
_SILENT_BEGINNINGS = {"kn": "n", "wr": "r", "gn": "n", "ps": "s"}
_LONG_BY_E = re.compile(r"([aeiou])([bcdfgklmnpstvz])e(?=s?$)")


@lru_cache(4096)
def english_sounds(text: str) -> tuple[str, ...]:
    """The sounds of a text, one symbol each."""
    words = re.findall(r"[a-z]+|\d", text.casefold().replace("'", ""))
    return tuple(sound for word in words for sound in _word(word))


def _word(word: str) -> list[str]:
    word = _DIGITS[int(word)] if word.isdigit() else word
    if word in _ODD:
        return _ODD[word].split()
    word = _SILENT_BEGINNINGS.get(word[:2], word[:2]) + word[2:]
    long = {match.start() for match in _LONG_BY_E.finditer(word)}
    silent = {match.end() - 1 for match in _LONG_BY_E.finditer(word)}
    sounds: list[str] = []
    place = 0
    while place < len(word):
        if place in long:
            sounds.append(_LONG[word[place]])
            place += 1
        elif place in silent or (place == len(word) - 1 > 1 and word[place] == "e"):
            place += 1
        else:
            letters, said = next(pair for pair in _SPELLINGS if word.startswith(pair[0], place))
            sounds.extend(said.split())
            place += len(letters)
    return [sound for number, sound in enumerate(sounds) if sounds[number - 1 : number] != [sound]]
