"""Japanese spoken numbers: digits, kanji and kana readings, separators, units and letter names."""

import re
from collections.abc import Iterator
from itertools import chain

from privacy.numbers.tokens import NumberToken, Part, Unit

_READINGS = {
    "0": ("ゼロ", "レイ", "マル", "ゼェロ"),
    "1": ("イチ", "ヒト", "ワン"),
    "2": ("ニイ", "ニー", "ニ", "フタ", "ツー"),
    "3": ("サン", "スリー"),
    "4": ("ヨン", "ヨー", "ヨ", "シ", "フォー"),
    "5": ("ゴー", "ゴオ", "ゴ", "ファイブ"),
    "6": ("ロク", "シックス"),
    "7": ("ナナ", "シチ", "セブン"),
    "8": ("ハチ", "エイト"),
    "9": ("キュウ", "キュー", "クー", "ク", "ナイン"),
}
_TENS = {
    "ジュウ": "十",
    "ジュー": "十",
    "ジュッ": "十",
    "ヒャク": "百",
    "ビャク": "百",
    "ピャク": "百",
}
_THOUSANDS = {"セン": "千", "ゼン": "千", "マン": "万"}
_LETTERS = {
    "a": ("エー", "エイ"), "b": ("ビー",), "c": ("シー",), "d": ("ディー", "デー"), "e": ("イー",),
    "f": ("エフ",), "g": ("ジー",), "h": ("エイチ", "エッチ"), "i": ("アイ",), "j": ("ジェー", "ジェイ"),
    "k": ("ケー", "ケイ"), "l": ("エル",), "m": ("エム",), "n": ("エヌ",), "o": ("オー",), "p": ("ピー",),
    "r": ("アール",), "s": ("エス",), "t": ("ティー", "テー"), "u": ("ユー",), "v": ("ブイ", "ヴィー"),
    "w": ("ダブリュー", "ダブル"), "x": ("エックス",), "y": ("ワイ",), "z": ("ゼット", "ズィー"),
}  # fmt: skip
_KANJI_DIGITS = {kanji: str(value) for value, kanji in enumerate("〇一二三四五六七八九")} | {
    "零": "0"
}
_POWERS = {"十": 10, "百": 100, "千": 1000}
_MYRIADS = {"万": 10**4, "億": 10**8}

_DIGIT_OF = {kana: digit for digit, kanas in _READINGS.items() for kana in kanas}
_POWER_OF = _TENS | _THOUSANDS
_LETTER_OF = {kana: letter for letter, kanas in _LETTERS.items() for kana in kanas}
_KANA = sorted(chain(_DIGIT_OF, _POWER_OF, _LETTER_OF), key=len, reverse=True)
_TO_KATAKANA = str.maketrans({code: code + 0x60 for code in range(0x3041, 0x3097)})

# Hiragana that is surely a number; the rest (に, さん, し, ご, く, よ) are particles as often as digits.
_SURE = "ぜろ|れい|まる|いち|よん|ろく|なな|しち|はち|きゅう|きゅー|じゅう|ひゃく|びゃく|ぴゃく"
_UNSURE = "にい(?!ち)|にー|ふた(?![りつた])|に|さん|よ|し|ごー|ご|く|せん|まん|ひと"

# Kanji that recognizers write for digits amid a number.
_SOUNDS_LIKE = {
    "例": "0", "令": "0", "礼": "0", "霊": "0", "位置": "1", "市": "4", "荷": "2", "煮": "2", "散": "3",
    "参": "3", "産": "3", "肢": "4", "師": "4", "語": "5", "号": "5", "碁": "5", "録": "6", "鉢": "8",
    "蜂": "8", "級": "9", "球": "9", "機": "9", "急": "9", "救": "9",
}  # fmt: skip
# Days of the month that have a name, and 二十日 for the twentieth.
_DAY_OF = {
    "ついたち": "1", "ふつか": "2", "みっか": "3", "よっか": "4", "いつか": "5", "むいか": "6", "なのか": "7",
    "ようか": "8", "ここのか": "9", "とおか": "10", "はつか": "20",
}  # fmt: skip
_DAYS = "|".join(_DAY_OF)
_HOMOPHONES = "|".join(sorted(_SOUNDS_LIKE, key=len, reverse=True))

# Words that begin with a kanji numeral and count nothing.
_NO_NUMBER = re.compile(
    "一(?:緒|応|旦|般|切|部|度|言|番(?!地|号|\\d)|括|瞬|定|致|覧|生|方|昨|体|気|向|切|律|層|人暮|通り|斉|息)"
    "|[十千]分(?=[にでな])|万[がか]?一|百貨店|[二三]度と|三菱|三井|千葉|三重県|四国|九州|第[一二三]|唯一|統一|万全|百科"
)
_SEPARATOR = "ハイフン|はいふん|ドット|どっと|てん|テン|点|ダッシュ|だっしゅ|マイナス|まいなす|スラッシュ|の|ノ|[-・.,、。:/~〜ー()|*]|\\\\|¥"
_FILLER = "(?:小文字|大文字|半角|全角|数字|英字|アルファベット)の?|えーっと|えーと|ええと|えっと|あのー|あの|えー|あー|んー|うーん|うん|それから|そして|はい|で、|まあ"
_ERA = "明治|大正|昭和|平成|令和"
_SCAN = re.compile(
    "|".join((
        "(?P<era>" + _ERA + ")(?=[\\sの]*(?:[\\d〇零一二三四五六七八九十元]|[ァ-ヶ]))",
        "(?P<era_letter>(?<![a-z])[mtshr](?=の[0-9元〇一二三四五六七八九十]{1,3}(?:の|年|、|。|です|$)))",
        "(?P<yen>[¥\\\\$])(?=\\d)",
        "(?P<digits>[\\d〇零一二三四五六七八九][\\d〇零一二三四五六七八九十百千万億]*|[十百千万億][〇零一二三四五六七八九十百千万億]*|元(?=年))",
        "(?P<sign>ハイフン|ドット|ダッシュ|マイナス|スラッシュ|テン)",
        "(?P<katakana>(?:(?!ハイフン|ドット|ダッシュ|マイナス|スラッシュ|(?<=[ゼロレイチニサンヨゴクナハキュウーマル])テン)[ァ-ヴー]){2,})",
        f"(?P<hiragana>(?:{_SURE}|{_UNSURE})(?:[ ー、の]?(?:{_SURE}|{_UNSURE}))+|ぜろ|(?:{_SURE})(?=[ァ-ヴ\\d])|(?<=[\\dァ-ヴー])(?:{_SURE}))",
        f"(?P<single>(?<=\\d )に(?=\\s?\\d|$|。)|(?<=\\d)に(?= \\d)|^[ニシ](?= [ァ-ヴ]{2})|(?<=\\d)(?:にー|ごー|くー|しー)|(?:{_SURE}|{_UNSURE})(?=がつ)|(?<=[、\\s])[ニゴシクヨ](?=[、\\s])|^[ニゴ](?=の|、|です|$)|(?<=ト)[ニゴシクヨ](?=ド))",
        f"(?P<day>(?<=[月つ])(?:の)?(?:{_DAYS}))",
        f"(?P<homophone>(?<=[\\dの])(?:{_HOMOPHONES})|^(?:{_HOMOPHONES})(?=\\d))",
        f"(?P<filler>{_FILLER})",
        f"(?P<separator>{_SEPARATOR})",
        "(?P<latin>[a-z]+)",
    ))
)  # fmt: skip
_UNITS = (
    (Unit.LENGTH, "桁|ケタ|けた|文字|ケタ目"),
    (Unit.PRICE, "円|えん(?!ど)|ドル|ユーロ|ウォン|銭"),
    (Unit.PERCENT, "%|パーセント|割|倍|分の"),
    (Unit.COUNT, "年間|年前|年分|年目|年以上|か月|ヶ月|カ月|ヵ月|ケ月|箇月|週間|日間|日後|日前|日以内|営業日|時間"),
    (Unit.TIME, "時半|時頃|時|分間|分ほど|分|秒"),
    (Unit.COUNT, "個|名様|名(?![前義字])|人前|人|枚|本(?!人|日|社|当|町|籍)|台|回線|回|件|点|つ|セット|箱|袋|杯|錠|歳|才|泊|ポイント|pt"),
    (Unit.COUNT, "ギガ|メガ|キロ|トン|グラム|gb|mb|kg|cm|mm|センチ|ミリ|メートル|リットル|度|通|冊|着|足|組|パック|ケース|ダース"),
    (Unit.COUNT, "口(?!座)|株|便|両|種類|プラン|インチ|代|世帯|食|コース|畳|平米|アンペア|ワット|ボルト"),
    (Unit.FLOOR, "階(?!段)"),
    (Unit.ORDER, "番目|番線|番窓口|番の窓口|番ホーム|位|号車|等|番を押|を押"),
    (Unit.DATE, "年生まれ|年度|年|月|日(?!本)|がつ|ねん"),
    (Unit.ADDRESS, "丁目|町目|番地|番|号室|号(?!車)|条|地割|ちょうめ|ばんち"),
)  # fmt: skip
_UNIT = re.compile("|".join(f"(?P<{unit}{n}>{words})" for n, (unit, words) in enumerate(_UNITS)))


def tokens(text: str) -> list[NumberToken]:
    """The number-like pieces of folded Japanese text, in order."""
    return list(_scan(text))


def _scan(text: str) -> Iterator[NumberToken]:
    place = 0
    while (match := _SCAN.search(text, place)) is not None:
        skipped = _NO_NUMBER.match(text, match.start())
        if skipped is not None:
            place = skipped.end()
            continue
        place = match.end()
        found = list(_read(match))
        yield from found
        if found and found[-1].part is Part.DIGITS and found[-1].end == place:
            unit = _unit_at(text, place)
            if unit is not None:
                yield unit
                place = unit.end


def _read(match: re.Match[str]) -> Iterator[NumberToken]:
    start, end, said = match.start(), match.end(), match.group()
    match match.lastgroup:
        case "era" | "era_letter":
            yield NumberToken(start, end, Part.UNIT, Unit.DATE)
        case "yen":
            yield NumberToken(start, end, Part.UNIT, Unit.PRICE)
        case "digits":
            weak = len(said) == 1 and not said.isdecimal()
            yield NumberToken(start, end, Part.DIGITS, digits_of(said), weak)
        case "single" | "day" | "homophone" as name:
            yield from _read_word(name, said, start)
        case "katakana":
            yield from _read_katakana(said, start)
        case "hiragana":
            yield from _read_hiragana(said, start)
        case "latin":
            yield from _read_latin(said, start)
        case "filler":
            yield NumberToken(start, end, Part.FILLER)
        case _:
            yield NumberToken(start, end, Part.SEPARATOR)


def _read_word(name: str, said: str, start: int) -> Iterator[NumberToken]:
    """A word that is a number where it stands: a digit by itself, a day, a miswritten digit."""
    end = start + len(said)
    if name == "single":
        digit = _DIGIT_OF.get(said.translate(_TO_KATAKANA), "")
        yield NumberToken(start, end, Part.DIGITS, digit, weak=start == 0 and said != "ニ")
    elif name == "day":
        yield NumberToken(start, end, Part.DIGITS, _DAY_OF[said.removeprefix("の")])
        yield NumberToken(end, end, Part.UNIT, Unit.DATE)
    else:
        yield NumberToken(start, end, Part.DIGITS, _SOUNDS_LIKE[said], weak=True)


def _unit_at(text: str, place: int) -> NumberToken | None:
    match = _UNIT.match(text, place)
    if match is None:
        return None
    unit = Unit(str(match.lastgroup).rstrip("0123456789"))
    return NumberToken(place, match.end(), Part.UNIT, unit)


def digits_of(said: str) -> str:
    """The digits of Arabic or kanji numerals: by place (千九百八十五 is 1985) or one by one."""
    plain = "".join(_KANJI_DIGITS.get(character, character) for character in said)
    if said == "元":
        return "1"
    if plain.isdecimal():
        return plain
    total = section = number = 0
    for character in plain:
        if character.isdecimal():
            number = number * 10 + int(character)
        elif character in _POWERS:
            section += (number or 1) * _POWERS[character]
            number = 0
        else:
            total += ((section + number) or 1) * _MYRIADS[character]
            section = number = 0
    return str(total + section + number)


def _read_katakana(said: str, start: int) -> Iterator[NumberToken]:
    """Digits and letter names in a stretch of katakana; a third of it may be misheard."""
    pieces = list(_kana_pieces(said))
    digits = "".join(_DIGIT_OF.get(kana, _POWER_OF.get(kana, "")) for kana in pieces)
    read = sum(len(kana) for kana in pieces if kana in _DIGIT_OF or kana in _POWER_OF)
    letters = sum(len(kana) for kana in pieces if kana in _LETTER_OF)
    if letters + read == len(said) and letters and len(pieces) >= (1 if not read else 2):
        yield from _spelled(pieces, start)
    elif len(digits) >= 1 and read == len(said):
        weak = len(digits) == 1 and len(said) < 2
        yield NumberToken(start, start + len(said), Part.DIGITS, digits_of(digits), weak)
    elif len(digits) >= 2 and (read + letters) * 3 >= len(said) * 2:
        yield NumberToken(start, start + len(said), Part.DIGITS, digits_of(digits), len(digits) < 4)


def _kana_pieces(said: str) -> Iterator[str]:
    """Cut katakana into the longest known readings; what is unknown comes symbol by symbol."""
    place = 0
    while place < len(said):
        known = next((kana for kana in _KANA if said.startswith(kana, place)), said[place])
        if known == "ニイ" and said.startswith("チ", place + 2):
            known = "ニ"
        yield known
        place += len(known)


def _spelled(pieces: list[str], start: int) -> Iterator[NumberToken]:
    for kana in pieces:
        end = start + len(kana)
        if kana in _LETTER_OF:
            yield NumberToken(start, end, Part.LETTER, _LETTER_OF[kana])
        else:
            digits = digits_of(_DIGIT_OF.get(kana, _POWER_OF.get(kana, "")))
            yield NumberToken(start, end, Part.DIGITS, digits)
        start = end


def _read_hiragana(said: str, start: int) -> Iterator[NumberToken]:
    pieces = [kana for kana in _kana_pieces(said.translate(_TO_KATAKANA)) if len(kana.strip())]
    digits = "".join(_DIGIT_OF.get(kana, _POWER_OF.get(kana, "")) for kana in pieces)
    sure = len(re.findall(_SURE, said))
    if digits and (len(digits) > 1 or sure):
        weak = not sure or len(digits) < 2
        yield NumberToken(start, start + len(said), Part.DIGITS, digits_of(digits), weak)


def _read_latin(said: str, start: int) -> Iterator[NumberToken]:
    """Short stretches of Latin letters stand beside digits in passports, plans and damage."""
    if len(said) <= 4:
        for place, letter in enumerate(said, start):
            yield NumberToken(place, place + 1, Part.LETTER, letter)
