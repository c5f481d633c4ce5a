"""Numbers, amounts, dates, times and telephone numbers as Japanese speakers say them."""

import re

from ivr.grammars.calendar import date_result, time_result
from ivr.grammars.units import normalised
from privacy.numbers.ja import digits_of, tokens
from privacy.numbers.tokens import Part

_TO_KATAKANA = str.maketrans({code: code + 0x60 for code in range(0x3041, 0x3097)})
_READINGS = {
    "0": "ゼロ ゼーロ レイ レー マル オー 〇 零",
    "1": "イチ イッ ヒト ワン 一",
    "2": "ニー ニイ ニ フタ ツー 二",
    "3": "サン サーン スリー 三",
    "4": "ヨン ヨーン ヨー ヨ シー シ フォー 四",
    "5": "ゴー ゴウ ゴ ファイブ 五",
    "6": "ロク ロッ シックス 六",
    "7": "ナナ シチ セブン 七",
    "8": "ハチ ハッ エイト 八",
    "9": "キュウ キュー クー ク ナイン 九",
    "十": "ジュウ ジュー ジュッ ジッ 十",
    "百": "ヒャク ビャク ピャク ヒャッ 百",
    "千": "セン ゼン 千",
    "万": "マン 万",
    "億": "オク 億",
}
_SYMBOL_OF = {reading: symbol for symbol, all_ in _READINGS.items() for reading in all_.split()}
_SYMBOL_OF |= {digit: digit for digit in "0123456789"} | {",": ""}
_BY_LENGTH = sorted(_SYMBOL_OF, key=len, reverse=True)
_BEFORE = re.compile(
    r"^(?:エート|エエト|エット|エーット|アノー?|アー|ハイ|ソノ|マア|、|番号ハ|電話番号ハ)+"
)
_AFTER = re.compile(
    r"(?:ニナリマス|デゴザイマス|デオ願イシマス|デオネガイシマス|オ願イシマス|デス|ダ|ネ|ト申シマス|頃|ゴロ|クライ|グライ|チョウド|番)+$"
)
_NUMBER_BY_PLACES = re.compile(
    r"(?:[1-9]?千)?(?:[1-9]?百)?(?:[1-9]?十)?[1-9]?(?:[万億](?:[1-9]?千)?(?:[1-9]?百)?(?:[1-9]?十)?[1-9]?)*"
)
_OF_DIGITS = frozenset({Part.DIGITS, Part.SEPARATOR, Part.FILLER})
_DAYS = {
    "ツイタチ": 1, "一日": 1, "フツカ": 2, "ミッカ": 3, "ヨッカ": 4, "イツカ": 5, "ムイカ": 6, "ナノカ": 7, "ナヌカ": 7,
    "ヨウカ": 8, "ヨーカ": 8, "ココノカ": 9, "トオカ": 10, "トーカ": 10, "ジュウヨッカ": 14, "ハツカ": 20, "ニジュウヨッカ": 24,
}  # fmt: skip
_ERAS = {"令和": 2018, "レイワ": 2018, "平成": 1988, "ヘイセイ": 1988, "昭和": 1925, "ショウワ": 1925, "大正": 1911, "タイショウ": 1911}  # fmt: skip
_DATE = re.compile(
    rf"(?:(?P<era>{'|'.join(_ERAS)})?ノ?(?P<year>.+?)(?:年|ネン)ノ?)?"
    r"(?:(?P<month>[^年月]+?)(?:月|ガツ)ノ?)?(?:(?P<day>[^年月]+?)(?:日|ニチ)?)?"
)
_NUMERIC_DATE = re.compile(r"(?:(\d{4})[/-])?(\d{1,2})[/-](\d{1,2})|(\d{4})(\d\d)(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(?P<half>午前|ゴゼン|午後|ゴゴ|朝|アサ|昼|ヒル|夕方|ユウガタ|夜|ヨル|深夜)?ノ?(?P<hour>.+?)(?:時|ジ|:)"
    r"(?P<minute>半|ハン|(?:.+?)(?:分|フン|プン)?)?"
)
_MORNING = frozenset({"午前", "ゴゼン", "朝", "アサ", "深夜"})
_MONEY = re.compile(
    r"(?P<sign>[¥\\$€£])?(?P<major>.+?)"
    r"(?:(?P<unit>円|エン|ドル|ユーロ|ポンド)(?:(?P<minor>.+?)(?:銭|セント|ペンス))?)?"
)
_CODES = {"円": "JPY", "エン": "JPY", "¥": "JPY", "\\": "JPY", "ドル": "USD", "$": "USD", "ユーロ": "EUR", "€": "EUR", "ポンド": "GBP", "£": "GBP"}  # fmt: skip


def _plain(text: str) -> str:
    """Text in katakana and kanji without blanks, full stops, and what people put around an answer."""
    joined = re.sub(r"[\s、。!?]", "", normalised(text).translate(_TO_KATAKANA))
    return _AFTER.sub("", _BEFORE.sub("", joined))


def _symbols(text: str, joints: str = "") -> str | None:
    """The digits and powers a text spells, or None when there is anything else in it."""
    dead: set[int] = set()
    # Places reached, with the readings that led there.
    path: list[tuple[int, str]] = [(0, "")]
    while path:
        place, symbols = path.pop()
        if place == len(text):
            return symbols or None
        if place in dead:
            continue
        dead.add(place)
        if text[place] in joints:
            path.append((place + 1, symbols))
        fitting = [known for known in _BY_LENGTH if text.startswith(known, place)]
        path += [(place + len(k), symbols + _SYMBOL_OF[k]) for k in reversed(fitting)]
    return None


def _value(text: str) -> int | None:
    """A number said by its places or digit by digit."""
    symbols = _symbols(text)
    if symbols is None:
        return None
    if symbols.isdecimal() or _NUMBER_BY_PLACES.fullmatch(symbols) or _with_numerals(symbols):
        return int(digits_of(symbols))
    return None


def _with_numerals(symbols: str) -> bool:
    """Numerals before a myriad: 120万, 3千5百."""
    return re.fullmatch(r"(?:\d{1,4}億)?(?:\d{1,4}万)?\d{0,4}", symbols) is not None


def _row(text: str) -> str | None:
    """Digits one by one, in tens ("四十八 二十一") or in hundreds."""
    symbols = _symbols(text, "ノ-ー・ハ")
    if symbols is None:
        return None
    digits = ""
    while symbols:
        match = _NUMBER_BY_PLACES.match(symbols)
        said = match.group() if match and len(match.group()) > 1 else symbols[0]
        if said.isdecimal():
            said = said[0]
        digits += digits_of(said)
        symbols = symbols[len(said) :]
    return digits


def digits(text: str, language: str) -> list[str | None]:
    del language
    return [_row(_plain(text)) or _amid_digits(normalised(text))]


def _amid_digits(text: str) -> str | None:
    """Digits of which some were written as other words that sound alike ("0例3")."""
    digits, place = "", 0
    for token in tokens(text):
        if _plain(text[place : token.start]) or token.part not in _OF_DIGITS:
            return None
        digits += token.value if token.part is Part.DIGITS else ""
        place = token.end
    return None if _plain(text[place:]) else digits or None


def phone(text: str, language: str) -> list[str | None]:
    del language
    number, mark, extension = re.sub("ナイセン", "内線", _plain(text)).partition("内線")
    main, inner = _row(number), _row(extension.removeprefix("番号")) if mark else ""
    return [] if main is None or inner is None else [f"{main}x{inner}" if mark else main]


def number(text: str, language: str) -> list[str | None]:
    del language
    return [_decimal(_plain(text))]


def _decimal(text: str) -> str | None:
    sign = ""
    for minus in ("マイナス", "-"):
        if text.startswith(minus):
            sign, text = "-", text.removeprefix(minus)
    whole, mark, rest = re.sub("テン|点|コンマ", ".", text).partition(".")
    value, fraction = _value(whole), _row(rest) if mark else ""
    if value is None or fraction is None:
        return None
    return f"{sign}{value}.{fraction}" if mark else f"{sign}{value}"


def currency(text: str, language: str) -> list[str | None]:
    del language
    match = _MONEY.fullmatch(_plain(text))
    if match is None:
        return []
    major = _decimal(match["major"])
    minor = _value(match["minor"]) if match["minor"] else 0
    if major is None or minor is None or minor > 99 or major.startswith("-"):
        return []
    whole, _, fraction = major.partition(".")
    if len(fraction) > 2:
        return []
    code = _CODES.get(match["unit"] or match["sign"] or "", "")
    return [f"{code}{whole}.{fraction.ljust(2, '0') if fraction else f'{minor:02}'}"]


def date(text: str, language: str) -> list[str | None]:
    del language
    plain = _plain(text)
    numeric = _NUMERIC_DATE.fullmatch(plain)
    if numeric is not None:
        year, month, day = numeric.groups()[3:] if numeric[4] else numeric.groups()[:3]
        return [date_result(int(year) if year else None, int(month), int(day))]
    match = _DATE.fullmatch(plain)
    if match is None or not re.search("[年月日]|ネン|ガツ|ニチ|カ$|チ$", plain):
        return []
    parts = (_year(match["year"], match["era"]), _part(match["month"]), _day(match["day"]))
    if any(part == -1 for part in parts):
        return []
    return [date_result(*parts)]


def _part(said: str | None) -> int | None:
    """A number, None when none was said, -1 when something else was."""
    if said is None:
        return None
    value = _value(said)
    return -1 if value is None else value


def _day(said: str | None) -> int | None:
    return _DAYS[said] if said in _DAYS else _part(said)


def _year(said: str | None, era: str | None) -> int | None:
    value = 1 if era and said in ("元", "ガン") else _part(said)
    if era is None or value is None or value == -1:
        return value
    return _ERAS[era] + value


def time(text: str, language: str) -> list[str | None]:
    del language
    plain = _plain(text)
    if plain in ("正午", "ショウゴ"):
        return [time_result(12, 0, "p")]
    match = _TIME.fullmatch(plain)
    if match is None:
        return []
    minute = match["minute"] or ""
    past = (
        30 if minute in ("半", "ハン") else _part(re.sub("(?:分|フン|プン)$", "", minute) or None)
    )
    hour = _part(match["hour"])
    if hour is None or hour < 0 or past == -1:
        return []
    half = match["half"] and ("a" if match["half"] in _MORNING else "p")
    return [time_result(hour, past or 0, half or "")]
