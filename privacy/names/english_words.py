"""English words of talk, words that are also names, and whether a text could hold a name at all."""

import re
from itertools import pairwise
from pathlib import Path

WORD = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ'’.-]*")


def _words_of(name: str) -> frozenset[str]:
    return frozenset((Path(__file__).parent / name).read_text(encoding="utf-8").split())


# Words of talk that no name is made of.
COMMON = _words_of("common.txt")
# Words that are names and much else; beside these a capital or a title must speak for a name.
EVERYDAY = _words_of("everyday.txt")

# Words before "number" that tell no thing it is of: "your number", "phone number".
PERSONS_NUMBERS = _words_of("number_words.txt")
# Everyday words that are given names.
GIVEN = _words_of("given.txt")
# Given names that are hardly ever anything else.
FIRST = _words_of("first.txt")
# Words of talk that streets and towns are named with.
PLACES = _words_of("places.txt")
_ADJECTIVE = (
    "ed",
    "ing",
    "ous",
    "ful",
    "able",
    "ible",
    "ive",
    "ly",
    "ish",
    "less",
    "est",
    "n't",
    "tion",
)


def is_rare(word: str) -> bool:
    """Whether a word is none of everyday talk, so that where a name can stand it is one."""
    plain = word.lower().strip(".-'")
    return (
        len(plain) > 1
        and plain not in COMMON
        and plain not in EVERYDAY
        and not plain.endswith(_ADJECTIVE)
    )


def is_cased(text: str) -> bool:
    """Whether capitals in a text tell anything: there are some, and not on every word."""
    words = [w for w in WORD.findall(text) if w.split("'")[0] != "I"]
    return any(w[0].isupper() for w in words) and not all(w[0].isupper() for w in words)


def can_stand_alone(word: str) -> bool:
    """Whether one word of a name or address tells it, being no everyday word itself."""
    return len(word) >= 3 and word not in COMMON and word not in EVERYDAY


def common(word: str) -> bool:
    """Whether a word belongs to everyday talk rather than to names of persons or places."""
    return word in COMMON or word.endswith(("n't", "ed", "'s"))


def worth_tagging(text: str) -> bool:
    """Whether a tagger could find a name that would be believed; most of a call is plain talk."""
    words = WORD.findall(text)
    rare = [_is_rare(word) for word in words]
    if is_cased(text):
        return any(r and word[0].isupper() for r, word in zip(rare, words, strict=True))
    return any(one and other for one, other in pairwise(rare))


def _is_rare(word: str) -> bool:
    plain = word.lower().strip(".-'")
    return len(plain) > 1 and not common(plain) and not plain.endswith(("ing", "ly"))
