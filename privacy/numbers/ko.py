"""Korean spoken numbers: Arabic digits and digits read one by one in Sino-Korean."""

import re
from collections.abc import Iterator

from privacy.numbers.tokens import NumberToken, Part, Unit

_DIGIT_OF = {
    "공": "0", "영": "0", "제로": "0", "일": "1", "하나": "1", "이": "2", "둘": "2", "삼": "3", "사": "4",
    "오": "5", "육": "6", "륙": "6", "칠": "7", "팔": "8", "구": "9",
}  # fmt: skip
_SAID = "|".join(sorted(_DIGIT_OF, key=len, reverse=True))
# 이, 일, 사, 오, 구 are syllables of many words, so only three digits in a row are a number.
_SCAN = re.compile(
    f"(?P<digits>\\d+)|(?P<spoken>(?:{_SAID})(?:\\s?(?:{_SAID})){{2,}})"
    "|(?P<separator>다시|대시|하이픈|에(?=\\s?[\\d공일이삼사오육칠팔구])|[-.,·/])|(?P<latin>[a-z]+)"
)
_UNITS = (
    (Unit.LENGTH, "자리|글자"),
    (Unit.PRICE, "\\s?만\\s?원|\\s?천\\s?원|\\s?원|\\s?달러"),
    (Unit.PERCENT, "%|\\s?퍼센트|\\s?프로"),
    (Unit.TIME, "\\s?시간|\\s?시|\\s?분|\\s?초"),
    (
        Unit.COUNT,
        "\\s?개월|\\s?개|\\s?명|\\s?장|\\s?대|\\s?회|\\s?건|\\s?살|\\s?일간|\\s?주|\\s?박",
    ),
    (Unit.FLOOR, "\\s?층"),
    (Unit.ORDER, "\\s?번째|\\s?번\\s?창구"),
    (Unit.DATE, "\\s?년|\\s?월|\\s?일"),
    (Unit.ADDRESS, "\\s?번지|\\s?호|\\s?동"),
)
_UNIT = re.compile("|".join(f"(?P<{unit}>{words})" for unit, words in _UNITS))


def tokens(text: str) -> list[NumberToken]:
    """The number-like pieces of folded Korean text, in order."""
    return list(_scan(text))


def _scan(text: str) -> Iterator[NumberToken]:
    place = 0
    while (match := _SCAN.search(text, place)) is not None:
        yield from _read(match)
        place = match.end()
        if match.lastgroup == "digits":
            unit = _UNIT.match(text, place)
            if unit is not None:
                yield NumberToken(place, unit.end(), Part.UNIT, Unit(str(unit.lastgroup)))
                place = unit.end()


def _read(match: re.Match[str]) -> Iterator[NumberToken]:
    start, end, said = match.start(), match.end(), match.group()
    match match.lastgroup:
        case "digits":
            yield NumberToken(start, end, Part.DIGITS, said)
        case "spoken":
            digits = "".join(_DIGIT_OF[piece] for piece in re.findall(_SAID, said))
            yield NumberToken(start, end, Part.DIGITS, digits)
        case "separator":
            yield NumberToken(start, end, Part.SEPARATOR)
        case _ if len(said) <= 4:
            for place, letter in enumerate(said, start):
                yield NumberToken(place, place + 1, Part.LETTER, letter)
        case _:
            return
