"""Folds text to plain lower-case half-width characters without moving a single offset."""

import unicodedata

_KEPT = frozenset("〒")


def _fold(code: int) -> str | None:
    character = chr(code)
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 and plain != character and character not in _KEPT else None


_TABLE: dict[int, str] = {
    code: plain
    for block in (
        range(0x80, 0x500),
        range(0x2000, 0x2100),
        range(0x3000, 0x3100),
        range(0xFF00, 0xFFF0),
    )
    for code in block
    if (plain := _fold(code)) is not None
}
# İ becomes two code points in lower case.
_TABLE[0x130] = "i"
_TABLE.update(dict.fromkeys(map(ord, "‐‑‒–—―−"), "-"))
# Marks on Latin letters are written or left out as it comes.
_TABLE.update({
    code: base.lower()
    for block in (range(0xC0, 0x250), range(0x1E00, 0x1F00))
    for code in block
    if (base := unicodedata.normalize("NFD", chr(code))[0]).isascii()
})  # fmt: skip


def folded(text: str) -> str:
    """`text` in half-width lower case, one code point for each code point of the original."""
    if text.isascii():
        return text.lower()
    return "".join(
        low if len(low := character.lower()) == 1 else character
        for character in text.translate(_TABLE)
    )
