"""Damages written text the way telephone recognizers do, the same way at every run."""

import random
import re

from qa.sounds import TAG_PATTERN
from speech.reading import Reader

_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_NEAR_KANA = dict(zip("さしすせそたてとかきくけこ", "たちつせぞだでどがぎぐげご", strict=True))
_HOMOPHONES = {
    "here": "hear", "hear": "here", "to": "too", "for": "four", "right": "write", "your": "you're",
    "there": "their", "know": "no", "great": "grate", "would": "wood", "sure": "shore",
}  # fmt: skip


def damaged_japanese(text: str, reader: Reader, dice: random.Random) -> str:
    """Some words in kana, some particles gone, now and then a kana misheard, no punctuation."""
    return "".join(
        piece if TAG_PATTERN.fullmatch(piece) else _misheard(piece, reader, dice)
        for piece in re.split(r"(\[[^\[\]]+\d\])", text)
    )


def _misheard(piece: str, reader: Reader, dice: random.Random) -> str:
    heard: list[str] = []
    for token in reader.tokens(piece):
        if token.part_of_speech[0] == "補助記号":
            continue
        if token.part_of_speech[0] == "助詞" and dice.random() < 0.1:
            continue
        if token.part_of_speech[0] in ("名詞", "動詞", "形状詞") and dice.random() < 0.25:
            kana = token.reading.translate(_HIRAGANA)
            place = dice.randrange(len(kana))
            wrong = _NEAR_KANA.get(kana[place], kana[place]) if dice.random() < 0.4 else kana[place]
            heard.append(kana[:place] + wrong + kana[place + 1 :])
        else:
            heard.append(token.text)
    return "".join(heard)


def damaged_english(text: str, dice: random.Random) -> str:
    """Lower case without punctuation, articles lost, homophones, endings cut."""
    heard: list[str] = []
    for piece in re.findall(r"\[[^\[\]]+\]|[\w']+", text):
        if piece.startswith("["):
            heard.append(piece)
            continue
        word = piece.lower()
        if word in ("a", "an", "the") and dice.random() < 0.5:
            continue
        if dice.random() < 0.15:
            word = _HOMOPHONES.get(word, word)
        if len(word) > 5 and dice.random() < 0.08:
            word = word[:-1]
        heard.append(word)
    return " ".join(heard)
