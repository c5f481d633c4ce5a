"""Puts words in Latin letters into katakana where a Japanese voice would spell them out."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from ivr.checking.english_sounds import english_sounds
from ivr.speaking.figures import reading_words

_WORD = re.compile(r"(?<![A-Za-z\d\-])[A-Za-z][A-Za-z']*[a-z][A-Za-z']*(?![A-Za-z\d\-])")
_VOWELS = {
    "AA": "ア", "AE": "ア", "AH": "ア", "AO": "オー", "AW": "アウ", "AY": "アイ", "EH": "エ",
    "ER": "アー", "EY": "エイ", "IH": "イ", "IY": "イー", "OW": "オー", "OY": "オイ", "UH": "ウ",
    "UW": "ウー",
}  # fmt: skip
# By consonant: before ア, イ, ウ, エ, オ, and without a vowel.
_SYLLABLES = {
    "B": "バ ビ ブ ベ ボ ブ", "CH": "チャ チ チュ チェ チョ チ", "D": "ダ ディ ドゥ デ ド ド",
    "F": "ファ フィ フ フェ フォ フ", "G": "ガ ギ グ ゲ ゴ グ", "HH": "ハ ヒ フ ヘ ホ フ",
    "JH": "ジャ ジ ジュ ジェ ジョ ジ", "K": "カ キ ク ケ コ ク", "L": "ラ リ ル レ ロ ル",
    "M": "マ ミ ム メ モ ム", "N": "ナ ニ ヌ ネ ノ ン", "NG": "ンガ ンギ ング ンゲ ンゴ ング",
    "P": "パ ピ プ ペ ポ プ", "R": "ラ リ ル レ ロ ル", "S": "サ シ ス セ ソ ス",
    "SH": "シャ シ シュ シェ ショ シュ", "T": "タ ティ トゥ テ ト ト", "TH": "サ シ ス セ ソ ス",
    "V": "バ ビ ブ ベ ボ ブ", "W": "ワ ウィ ウ ウェ ウォ ウ", "Y": "ヤ イ ユ イェ ヨ イ",
    "Z": "ザ ジ ズ ゼ ゾ ズ",
}  # fmt: skip
_SHORT = ("AE", "AH", "EH", "IH", "UH", "AA")
_STOPS = ("P", "T", "K", "CH", "D", "G", "JH")
_ROMAJI = {
    "k": "カキクケコ", "s": "サシスセソ", "sh": "シャ シ シュ シェ ショ", "t": "タチツテト",
    "ch": "チャ チ チュ チェ チョ", "ts": "ツァ ツィ ツ ツェ ツォ", "n": "ナニヌネノ",
    "h": "ハヒフヘホ", "f": "ファ フィ フ フェ フォ", "m": "マミムメモ", "y": "ヤイユイェヨ",
    "r": "ラリルレロ", "w": "ワウィウウェヲ", "g": "ガギグゲゴ", "z": "ザジズゼゾ",
    "j": "ジャ ジ ジュ ジェ ジョ", "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
    "ky": "キャ キ キュ キェ キョ", "ny": "ニャ ニ ニュ ニェ ニョ", "hy": "ヒャ ヒ ヒュ ヒェ ヒョ",
    "my": "ミャ ミ ミュ ミェ ミョ", "ry": "リャ リ リュ リェ リョ", "gy": "ギャ ギ ギュ ギェ ギョ",
    "by": "ビャ ビ ビュ ビェ ビョ", "py": "ピャ ピ ピュ ピェ ピョ", "": "アイウエオ",
}  # fmt: skip
_MORA = re.compile(
    r"([kstnhmrgbp]y|sh|ch|ts|[kstnhfmyrwgzjdbp])?([aiueo])|n(?![aiueoy])|([ksptc])(?=\3|ch)"
)
_FEWEST_LETTERS = 4


def japanese_reader(phonemes: Callable[[str], tuple[str, ...]]) -> Callable[[str], str]:
    """Gives a text as a Japanese voice reads it right; `phonemes` tells what it would say by itself."""

    @lru_cache(2048)
    def read(word: str) -> str:
        letters = "".join(reading_words("ja")["letters"].get(one.upper(), "") for one in word)
        if phonemes(word) != phonemes(letters):
            return word
        return katakana(word)

    return lambda text: _WORD.sub(lambda match: read(match[0]), text)


def katakana(word: str) -> str:
    """A word as Japanese people say it: romaji where it can be a Japanese name, else as English."""
    plain = word.casefold().replace("'", "")
    if word[0].isupper() and len(plain) >= _FEWEST_LETTERS and plain[-1] != "e":
        morae = list(_MORA.finditer(plain))
        if sum(len(match[0]) for match in morae) == len(plain):
            return "".join(_mora(match) for match in morae)
    return "".join(_english(english_sounds(plain)))


def _mora(match: re.Match[str]) -> str:
    if match[3]:
        return "ッ"
    if not match[2]:
        return "ン"
    row = _ROMAJI[match[1] or ""]
    place = "aiueo".index(match[2])
    return row.split()[place] if " " in row else _of(row)[place]


def _of(row: str) -> list[str]:
    """A row's five morae, small vowels with what they belong to."""
    return re.findall(r".[ァィゥェォ]?", row)


def _english(sounds: Sequence[str]) -> Iterator[str]:
    waiting = ""
    for place, sound in enumerate(sounds):
        if vowel := _VOWELS.get(sound):
            row = _SYLLABLES[waiting].split() if waiting else []
            yield row["アイウエオ".index(vowel[0])] + vowel[1:] if row else vowel
            waiting = ""
            continue
        if waiting:
            yield _SYLLABLES[waiting].split()[5]
        is_last = place == len(sounds) - 1
        if is_last and sound in _STOPS and place and sounds[place - 1] in _SHORT:
            yield "ッ"
        waiting = sound if sound in _SYLLABLES else ""
    if waiting:
        yield _SYLLABLES[waiting].split()[5]
