"""How far a name of a person reaches in English speech, word by word."""

import re

from privacy.hearing import Heard
from privacy.names.english_words import COMMON, EVERYDAY, WORD, is_rare

TITLE = re.compile(r"(?:(?:mister|missus|miss|mrs|mr|ms|dr|doctor|sir|madam)\.?(?:\s+|$))+")
_WITH_LETTER = re.compile(
    r",?\s+(?:spelled\s+|that's\s+)?with\s+(?:an?|two|one|no)\s+[a-z](?:'?s)?(?![a-z])"
)
_LONGEST_WORDS = 4


def after_talk(heard: Heard, start: int, end: int) -> int:
    """The start of a name without the words of talk before it that were taken for a part of it."""
    for word in WORD.finditer(heard.plain, start, end):
        if word.group() not in COMMON:
            return word.start()
    return end


def reach(
    heard: Heard, start: int, *, cased: bool, sure: bool = False, limit: int | None = None
) -> tuple[int, int] | None:
    """Up to four words from `start` on, and before `limit`, that can be a name."""
    title = TITLE.match(heard.plain, start)
    start = end = title.end() if title is not None else start
    said = 0
    while said < _LONGEST_WORDS:
        word = WORD.match(heard.text, end if said == 0 else _next(heard.text, end))
        if (
            word is None
            or (said and limit is not None and word.start() >= limit)
            or not (
                _can_be_name(word.group(), cased=cased, sure=sure)
                or (said and _is_initial(heard, word))
            )
        ):
            break
        end = word.end()
        said += 1
        if word.group().endswith(".") and len(word.group()) > 3:
            end -= 1
            break
    while end > start and heard.text[end - 1] in ".-'":
        end -= 1
    # A lone letter is no name, and names on telephones are not said to be longer.
    return (start, with_letter(heard, end)) if said and end - start > 1 else None


def _is_initial(heard: Heard, word: re.Match[str]) -> bool:
    """Whether a letter that is a word as well stands between names ("deshawn a carrington")."""
    following = WORD.match(heard.text, _next(heard.text, word.end()))
    return (
        len(word.group().rstrip(".")) == 1 and following is not None and is_rare(following.group())
    )


def is_name_word(word: str) -> bool:
    return word not in COMMON and not word.endswith(("ing", "n't", "ly"))


def with_letter(heard: Heard, end: int) -> int:
    """Where "Kendall with a K" ends."""
    match = _WITH_LETTER.match(heard.plain, end)
    return match.end() if match is not None else end


def _next(text: str, end: int) -> int:
    return end + 1 if text[end : end + 1] == " " else len(text)


def _can_be_name(word: str, *, cased: bool, sure: bool) -> bool:
    plain = word.lower().rstrip(".-")
    if sure and plain in EVERYDAY:
        return word[0].isupper() or not cased
    if plain in COMMON or plain.endswith(("n't", "ing")) or plain.removesuffix("'s") in COMMON:
        return False
    return word[0].isupper() or not cased
