"""Japanese postal addresses that nobody asked for: a place with the numbers of a house behind it."""

import re
from collections.abc import Iterator

from privacy.hearing import Heard
from privacy.numbers.tokens import Run, Unit

_PREFECTURES = (
    "北海道|青森県|岩手県|宮城県|秋田県|山形県|福島県|茨城県|栃木県|群馬県|埼玉県|千葉県|東京都|神奈川県|新潟県|富山県|石川県|福井県|山梨県|長野県|岐阜県"
    "|静岡県|愛知県|三重県|滋賀県|京都府|大阪府|兵庫県|奈良県|和歌山県|鳥取県|島根県|岡山県|広島県|山口県|徳島県|香川県|愛媛県|高知県|福岡県|佐賀県|長崎県"
    "|熊本県|大分県|宮崎県|鹿児島県|沖縄県"
)
ANCHOR = re.compile(
    f"(?:{_PREFECTURES})|[一-龯ァ-ヶ]{{1,5}}(?:市|区|郡|町|村)(?![内外中民役場立議職会])"
)
_REGION = re.compile(
    "(?:"
    + re.sub("[都府県]", "", _PREFECTURES)
    + "|関東|関西|東北|九州|四国|中部|近畿)(?:です|かな|だ|の方|$)"
)
_KIND_OF_BUILDING = "マンション|アパート|ハイツ|コーポ|荘|ビル|ハイム|レジデンス|タワー|団地|メゾン|パレス|コート|ハウス|ヒルズ|ガーデン|棟|寮|テラス|ホーム|会館|プラザ|スクエア|住宅|ヴィラ|シャトー|ドミール|エスポワール"
_ROOM = "[a-z]?[0-9〇零一二三四五六七八九十百]+(?:号室|号|階|f(?![a-z]))?"
_NAME = "[一-龯々ァ-ヴーa-z0-9・]"
_BUILDING = re.compile(
    "(?:[ァ-ヶ]{1,3}(?:号|番|丁目))?[、の\\s]*"
    f"(?:{_NAME}{{0,14}}?(?:{_KIND_OF_BUILDING})(?:{_NAME}|(?!です|で、|に|の|って|と)[ぁ-ん]){{0,7}})?[、の\\s]*(?:{_ROOM}(?:号室|階)?[、の\\s]*)?(?:{_ROOM}(?:号室)?)?(?:号室)?"
)
# Without a word for a building only a room behind it tells that it is one.
_NAMED_ROOM = re.compile(f"[、の\\s]*{_NAME}{{2,14}}?(?:号室|(?<![0-9]){_ROOM}(?:号室|号|階))")
_ROOM_ALONE = re.compile(
    "(?:[0-9〇一二三四五六七八九十]+階[、の\\s]*)?[a-z]?[0-9〇零一二三四五六七八九十百]+号室"
)
_JOINING = re.compile("[一-龯々ァ-ヴーぁ-ん0-9a-z、,\\s・-]{0,14}")
_TALKS = re.compile("です|ます|から|まで|には|では|にある|で、|店|支店|駅|営業所")
_PLACED = re.compile("(?:[町村丁台丘字条原]|通り?|が丘|ヶ丘|ケ丘|地区|新田|団地|本町)$")
_CHAINED = frozenset({"名詞", "接頭辞", "接尾辞", "記号", "形状詞"})
_OWN = re.compile("店|弊社|当社|当行|当院|本社|窓口|会場|営業所|センター|支店|事務所")
_THEIRS = re.compile("登録|お客様|よろしい|お間違い|間違いない|ですね|様|お届け|復唱")
_BLOCKS = re.compile("(?:丁目|町目|番地|条).*?(?:番|号|の|-)|番[^丁]*?[0-9〇一-九十]号")
_NUMERAL_WARD = re.compile("[一二三四五六七八九十]+区")
_TWO_PLACES = re.compile("[都道府県市].*[市区郡町村]")
# 福井県越前市の: an address of which the rest comes in the next turn.
_BEGUN = re.compile(
    f"(?:はい|ええと|えっと|えー|[、\\s])*((?:{_PREFECTURES})[一-龯ァ-ヶ]{{1,5}}[市区郡町村][一-龯ァ-ヶ]{{0,6}}(?:の|、|町|の、)?)[。…\\s]*"
)
_MOST_DIGITS = 8


def in_call(heard: Heard) -> Iterator[tuple[int, int, float]]:
    """Addresses by their shape: at least two parts, one of them numbers."""
    if of_a_firm(heard):
        return
    done = 0
    yield from _begun(heard)
    for anchor in ANCHOR.finditer(heard.plain):
        if anchor.start() < done or _NUMERAL_WARD.fullmatch(anchor.group()):
            continue
        run = _house_after(heard, anchor.start(), anchor.end())
        if run is not None:
            done = _with_building(heard, run)
            yield anchor.start(), done, 0.8
    for run in heard.runs:
        if run.start >= done and _numbers_house(run):
            start = _place_before(heard, run)
            if start is not None or _BLOCKS.search(heard.plain, run.start, run.end):
                done = _with_building(heard, run)
                yield (run.start if start is None else start), done, 0.6
    if done:
        for room in _ROOM_ALONE.finditer(heard.plain, done):
            yield *room.span(), 0.6


def _begun(heard: Heard) -> Iterator[tuple[int, int, float]]:
    """A prefecture and a town that are all a caller says."""
    begun = None if heard.by_operator else _BEGUN.fullmatch(heard.plain)
    if begun is not None:
        yield *begun.span(1), 0.6


def of_a_firm(heard: Heard) -> bool:
    """Whether an operator speaks of where a shop or an office is."""
    if not heard.by_operator or _OWN.search(heard.plain) is None:
        return False
    return _THEIRS.search(heard.plain) is None


def tells_nothing(heard: Heard, start: int, end: int) -> bool:
    """Whether an answer names a region only, or asks back."""
    region = _REGION.fullmatch(heard.plain[start:end])
    asks_back = heard.plain[end : end + 2].lstrip("は").startswith("?")
    return region is not None or (asks_back and not any(c.isdecimal() for c in heard.plain))


def _with_building(heard: Heard, run: Run) -> int:
    """Where an address ends whose last number is `run`."""
    for pattern in (_BUILDING, _NAMED_ROOM):
        building = pattern.match(heard.plain, run.end)
        if building is not None and building.group().strip("、の "):
            return building.end()
    return run.end


def _numbers_house(run: Run) -> bool:
    """Whether a run has the form of block and house: with their units, or joined small numbers."""
    if len(run.digits) > _MOST_DIGITS or run.units - {Unit.ADDRESS, Unit.FLOOR} or run.letters:
        return False
    small = all(len(group) <= 4 for group in run.groups) and not run.digits.startswith("0")
    return small and len(run.groups) >= 2


def _place_before(heard: Heard, run: Run) -> int | None:
    """Where the place begins that stands right before a house number; None if it is none."""
    place = run.start
    for token in reversed(heard.tokens):
        if token.start >= place:
            continue
        if token.end < place or token.part_of_speech[0] not in _CHAINED:
            break
        if token.part_of_speech[1] == "数詞" or any(
            c.start < token.end <= c.end for c in heard.cues
        ):
            break
        place = token.start
    near = range(run.start - 2, run.start + 5)
    named = [n for n in heard.namings if n.label == "PLACE" and n.start < run.start]
    if any(n.end in near or place <= n.start for n in named):
        return min([place, *(n.start for n in named if n.end in near)])
    chain = heard.plain[place : run.start]
    return place if _PLACED.search(chain) is not None and len(chain) >= 2 else None


def _house_after(heard: Heard, start: int, place: int) -> Run | None:
    """The last number of the address that goes on from `place`."""
    last: Run | None = None
    for run in heard.runs:
        if run.start < place:
            continue
        joining = _JOINING.match(heard.plain, place)
        talks = _TALKS.search(heard.plain[place : run.start]) is not None
        if joining is None or joining.end() < run.start or talks:
            break
        if run.units == {Unit.DATE} and heard.plain[run.end : run.end + 1] in ("が", "ヶ", "ケ"):
            continue
        if len(run.digits) > _MOST_DIGITS or run.units - {Unit.ADDRESS, Unit.FLOOR, Unit.COUNT}:
            break
        if run.weak and not run.units and len(run.groups) < 2:
            continue
        alone = last is None and Unit.ADDRESS not in run.units and len(run.groups) < 2
        if alone and not _TWO_PLACES.search(heard.plain, start, run.start):
            break
        last, place = run, run.end
    return last
