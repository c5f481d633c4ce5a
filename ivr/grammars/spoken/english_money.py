"""Amounts of money as English speakers say them."""

from ivr.grammars.spoken.english_numbers import Words, cardinal, decimal, plain

_MAJOR = {
    word: code
    for code, words in (
        ("USD", "$ dollar dollars buck bucks usd"),
        ("GBP", "£ pound pounds quid gbp"),
        ("EUR", "€ euro euros eur"),
        ("JPY", "¥ yen jpy"),
    )
    for word in words.split()
}
_MINOR = {
    "cent": "USD",
    "cents": "USD",
    "pence": "GBP",
    "penny": "GBP",
    "pennies": "GBP",
    "p": "GBP",
}


def currency(text: str, language: str) -> list[str | None]:
    del language
    words = plain(text)
    if words and words[0] in _MAJOR and not words[0].isalpha():
        words = [*words[1:2], words[0], *words[2:]]
    place = next((n for n, word in enumerate(words) if word in _MAJOR), None)
    if place is not None:
        cents = [w for w in words[place + 1 :] if w not in _MINOR and w != "and"]
        return [_amount(_MAJOR[words[place]], words[:place], cents)]
    if words and words[-1] in _MINOR:
        return [_amount(_MINOR[words[-1]], ["0"], words[:-1])]
    return [_bare_amount(words)]


def _amount(code: str, major: Words, minor: Words) -> str | None:
    whole = "1" if list(major) == ["a"] else decimal(major)
    cents = cardinal(minor) if minor else 0
    if whole is None or cents is None or whole.startswith("-") or cents > 99:
        return None
    units, _, fraction = whole.partition(".")
    if len(fraction) > 2 or (fraction and minor):
        return None
    return f"{code}{int(units)}.{fraction.ljust(2, '0') if fraction else f'{cents:02}'}"


def _bare_amount(words: Words) -> str | None:
    """An amount without its money: "nine ninety nine", "12.50", "a hundred"."""
    whole = _amount("", words, [])
    if whole is not None and (cardinal(words) is not None or "." in "".join(words)):
        return whole
    for place in range(1, len(words)):
        major, minor = cardinal(words[:place]), cardinal(words[place:])
        if major is not None and minor is not None and 10 <= minor <= 99:
            return f"{major}.{minor:02}"
    return whole
