"""Names of persons in Japanese: introductions, honorifics, relations and answers."""

import re
from collections.abc import Iterable, Iterator

from privacy.findings import Reason
from privacy.hearing import Heard
from privacy.names import characters
from privacy.names.nouns import (
    LONGEST,
    before,
    first_nominal,
    is_no_name,
    is_word,
    kana_only,
    katakana,
    tagged,
)
from privacy.names.titles import HONORIFIC, titled
from privacy.numbers.tokens import Part
from privacy.talk import core
from speech.transcript import Language

_INTRODUCED = re.compile(
    "(?:と|って)(?:申し|もうし|言いま|いいま|言うん|いうん|言うの|いう者|いうもの|呼ばれ|読みま|いう名前|いう名|いう方|いうかた)|名義(?:です|の|になって|で(?=登録|契約))"
)
_SELF = re.compile(
    "(?:と申し|ともうし)|でございます|が(?:承り|お受け(?!取)|担当|ご案内|対応|伺い|うかがい|お伺い)|がご(?:対応|案内)|でした|です(?!ね|か)|にお任せ"
)
_STAFF = re.compile(
    "(?:担当者?|オペレーター|係|私|わたくし|わたし|センター|窓口|デスク|課|部|室|店|会社|上司|責任者|サポート|事務局|銀行|カード|保険|通信)の?、?$"
)
_SHORT = 8
_KIN = "彼女|彼氏|友達|友人|先輩|後輩|義妹|義弟|義姉|義兄|女房|かみさん|兄貴|倅|せがれ|妻|夫|主人|家内|嫁|旦那|母|父|祖母|祖父|娘|息子|兄|弟|姉|妹|長男|次男|三男|長女|次女|三女|孫|甥|姪|叔父|叔母|母親|父親|義母|義父"
_FAMILY = re.compile(
    f"(?:{_KIN})(?:の名前)?(?:が|は|です、?)([^、。はがをの\\s■]{{1,8}}?)(?=です|で、|、|。|と|って|$)"
)
# 弟の光が, うちのゆうとが: what follows kin is a name unless it is a thing that kin have.
_KIN_NAMED = re.compile(
    f"(?:{_KIN}|うち|息子さん|娘さん)の([一-龯々]{{1,4}}|[ァ-ヶー]{{2,8}}|(?:(?!です|でし)[ぁ-ん]){{2,5}})(?=です|でし|が|は|で|と|も|に|を|の|、|。|って|さん|くん|ちゃん|$)"
)
_OF_KIN = re.compile(
    "誕|趣|妊|犬|兄|ばあ|じい|おと|おか|ねこ|いぬ|猫|犬|ペット|子|なの|ん|こ(?!ず)|代|検|健|書|荷|お|結|請|支|振|料|返|保|会|免|旅|卒|健|件|分|方|方法|携帯|電話|名|契約|口座|カード|住所|年金|保険|番号|生|部屋|家|会社|学校|車|荷|旧姓|実家|薬|病|仕事|声|希望|都合|入院|手術|葬|介護|世話|友|同僚|知|母|父|妻|夫|兄|弟|姉|妹|足|体|物|金|形|骨|墓|服|靴|鍵|傘|顔|目|耳|手|首|腰|所|場|介助|付|間|話|診|予|予約|登録|利用|勤|職|扶養|給|通|転|退|引|卒|学|制|証|免許|旅|診察|近|隣|勝|方|こと|もの|ため|ところ|ほう|かわ|とき|うち|そば|まま|せい|おかげ|いえ|けいたい|なま|ぶん|ばあい|よう|つもり|ほか|あと|パソコン|スマホ|アカウント|メール|マイナンバ|クレジ|ワク|アパート|マンション|バイク|ケータイ|パスポ|データ|サイズ|ほん|やつ"
)
_KANJI_PAIR = re.compile(
    "(?:(?<=[、。\\sはが])|^)[一-龯々]{1,4}\\s[一-龯々ぁ-んァ-ヶー]{1,6}?(?=です|でござ|と申|と言|様|さま|さん|って|[、。]|$)"
)
_NAMED = re.compile(
    "(?:下の名前|下の方|下|お?名前|氏名|名|姓|苗字|名字|フルネーム|フリガナ|ふりがな|読み)(?:の方|のほう)?(?:は|が|も|で、|、)?[\\s、]*([^、。はがを\\s■\\d]{1,10}?)(?=です|でござ|と申|と言|といい|って|で、|、|。|\\s|と書|$)"
)
_KANA_PAIR = re.compile(
    "(?:(?<=[、。\\sはが])|^)(?:[ぁ-ゖー]{2,6}\\s[ぁ-ゖー]{2,6}|[ァ-ヶー]{2,7}[\\s・][ァ-ヶー]{2,7})(?=です|でござ|と申|様|さま|[、。\\s]|$)"
)
_TWO_HALVES = re.compile("[ぁ-ゖー]{2,6}\\s[ぁ-ゖー]{2,6}|[ァ-ヶー]{2,7}[\\s・][ァ-ヶー]{2,7}")
_LATIN_PAIR = re.compile("(?:(?<=[^a-z])|^)[a-z]{2,12}\\s[a-z]{2,12}(?![a-z])")
# 名前りくです: the particle is often lost.
_NAME_AND = re.compile(
    "名前\\s?([^のをはがにとでもへや、。\\s■][^、。\\s■]{0,7}?)(?=です|と申|といい|$)"
)
# 車っていう字: a character by its name.
_SIGN = re.compile(
    "([一-龯ぁ-んァ-ヶー]{1,5})(?:って|と)(?:いう|言う)(?:漢)?字(?:が[^、。で]{1,3})?"
)
_LOST = re.compile("[のとよねがはもで](?:です|でござ|と申|とい|様|さま)")
_WHOLE_CLAUSE = re.compile("(?:です)?(?:。|$)")
_OTHER_HALF = re.compile("\\s[一-龯々ぁ-んァ-ヶー]{1,5}?(?=です|で|様|さま|さん|って|、|。|いう|$)")
_KANA_HALF = re.compile(
    "(?:(?!です|でし|さん|さま|って|と申|という)[ぁ-ん]){2,4}(?=です|様|さま|、|。|$|と申)"
)
_COMPANY_BEFORE = re.compile("(?:会社|法人|商店|ホテル|マンション|[ァ-ヶー]{3,}|「[^」]*)$")
_SPELLING = 4
_FIRST_WORDS = 2
_OPENS = re.compile("です(?:が|けど|けれど)|と申|と言いま|といいま")
# 七五三掛って書いてしめかけ: how a name is written, and how it is read.
_WRITTEN = re.compile(
    "([^、。\\sはが■]{1,6})(?:って|と)書(?:いて|きまして|く)、?([ぁ-んァ-ヶー]{2,8}?)?(?=です|って|と|、|。|\\s|$)"
)
_I_AM = re.compile(
    "(?:私|わたし|僕|俺)(?:は|が|、)?([ぁ-んァ-ヶー]{2,5}|[一-龯々]{1,4})(?:です|って(?:いい|言い)|と申)"
)
_NO_KANA_NAME = re.compile(
    "だけ|ひとり|も$|じゃ|でも|まずい|だめ|いい$|ある|ない|しか|より|それ|これ|その|この|あの|って|て$|ます|ほう$|みんな|ほんと|たぶん|もう|まだ|ちが|おな|ため|こと"
)
_SURNAME = re.compile(
    "(?:苗字|名字|姓)[がは、]([^、。\\s■]{1,6}?)(?=です|なんです|で、|と|って|。)"
)
_ALONE = re.compile("です(?:が|けど|、|。|$)|と申|といい|と言い")
_RELATIVE = re.compile(
    f"(?:{_KIN}|会社|同僚|部下|代理|[一-龯ァ-ヶ]{{2,12}}(?:会社|商会|商事|工業|物産|銀行|店))の"
)
_CLAUSE = re.compile("[^。!?…]+")
_PIECE = re.compile("(?:(?!です(?=[^、ねよけが])|と申|で(?=す。))[^、。\\s])+")
_SENTENCE_END = re.compile("です(?=[^、。ねよけがかの\\s])")
_PART_OF_CLAUSE = re.compile("[^、]+")
_TALK = re.compile(
    "です|ます|おっしゃ|通り|とおり|ません|ください|下さい|でしょう|けど|から|ので|って|たい|ない|れて|して|した|する|という|かな|何|はい|いいえ|ええ|そう|うん|お願い|電話|番号|とか|場合|ところ|こと|もう|ちょっと|まだ"
)
_CLAUSE_TO_INTRODUCTION = re.compile("[^、。\\s!?はがをも]{1,9}$")


def in_call(heard: Heard) -> Iterator[tuple[int, int, Reason, float]]:
    """Names that give themselves away in an utterance: introduced, titled or known as names."""
    for cue in _INTRODUCED.finditer(heard.plain):
        place = _introduced(heard, cue.start())
        if place is not None:
            yield *place, Reason.CUE, 0.9
    if not heard.by_operator:
        for place in _bare(heard):
            yield *place, Reason.PATTERN, 0.6
    for place in titled(heard):
        yield *place, Reason.CUE, 0.8
    for place in characters.explained_unasked(heard.plain):
        yield *place, Reason.PATTERN, 0.7
    relatives = {match.end() for match in _RELATIVE.finditer(heard.plain)}
    for naming in heard.namings:
        if naming.label == "PERSON" and naming.start in relatives:
            yield naming.start, naming.end, Reason.CUE, 0.8
        elif naming.label == "PERSON" and _trusted(heard, naming.start, naming.end):
            yield naming.start, naming.end, Reason.NAME, 0.6


def _bare(heard: Heard) -> Iterator[tuple[int, int]]:
    """A caller's name without a title or a question that was understood."""
    for match in _of_any((_NAME_AND, _SURNAME, _I_AM), heard.plain, 0, len(heard.plain)):
        said = match.group(1)
        wordy = is_word(heard, *match.span(1)) or _NO_KANA_NAME.search(said)
        if not wordy and not is_no_name(said) and not _is_talk(said):
            yield match.span(1)
    for match in _KIN_NAMED.finditer(heard.plain):
        if not _OF_KIN.match(match.group(1)) and not is_no_name(match.group(1)):
            yield match.span(1)
    if heard.index <= _FIRST_WORDS:
        yield from _place_names(heard)
    for match in _KANJI_PAIR.finditer(heard.plain):
        if tagged(heard, *match.span()) or _WHOLE_CLAUSE.match(heard.plain, match.end()):
            yield match.span()
    yield from _spelled(heard)
    first, last = core(heard.plain, 0, len(heard.plain), Language.JA)
    said = heard.plain[first:last]
    if _TWO_HALVES.fullmatch(said) and not _speaks(heard, first, last):
        yield first, last


def _place_names(heard: Heard) -> Iterator[tuple[int, int]]:
    """Callers who open with a name that is also a place (町内会長の大和田ですが)."""
    for naming in heard.namings:
        said = heard.plain[naming.start : naming.end]
        if naming.label == "PLACE" and len(said) <= 3 and said[-1] not in "都道府県市区町村駅":
            ahead = heard.plain[naming.start - 1 : naming.start]
            if ahead in ("", "の", "、") and _OPENS.match(heard.plain, naming.end):
                yield naming.start, naming.end


def _spelled(heard: Heard) -> Iterator[tuple[int, int]]:
    """Letters said one by one without a digit among them: the spelling of a name."""
    for run in heard.runs:
        joints = sum(token.part is Part.SEPARATOR for token in run.tokens)
        if len(run.letters) >= _SPELLING and not run.digits and joints >= _SPELLING - 1:
            yield run.start, run.end


def _speaks(heard: Heard, start: int, end: int) -> bool:
    """Whether kana are words that say something rather than pieces of a name."""
    return any(
        start <= token.start < end
        and len(token.text) >= 2
        and token.part_of_speech[0] in ("動詞", "助動詞", "感動詞", "副詞", "接続詞", "形容詞")
        for token in heard.tokens
    )


def answer(heard: Heard, start: int, end: int) -> tuple[int, int] | None:
    """The name in a stretch said in answer to a question for it."""
    for clause in _clauses(heard, start, end):
        first, last = _with_last_kana(heard.plain, *core(heard.plain, *clause, Language.JA))
        said = heard.plain[first:last]
        if not said or is_no_name(said) or _is_talk(said) or (len(said) == 1 and kana_only(said)):
            continue
        if any(run.start <= first and last <= run.end and run.digits for run in heard.runs):
            continue
        if is_word(heard, first, last) or _wordy(heard, first, last):
            continue
        if (
            last - first <= LONGEST
            and not any(c.isdecimal() for c in said)
            and not _acts(heard, first, last)
        ):
            relative = _RELATIVE.match(heard.plain, first, last)
            return (relative.end() if relative is not None else first), last
        persons = [
            n for n in heard.namings if n.label == "PERSON" and first <= n.start and n.end <= last
        ]
        if persons:
            return persons[0].start, persons[-1].end
        nominal = first_nominal(heard.tokens, first, last)
        if (
            nominal is not None
            and nominal[1] - nominal[0] <= LONGEST
            and not is_word(heard, *nominal)
        ):
            return nominal
    return None


def _with_last_kana(plain: str, start: int, end: int) -> tuple[int, int]:
    """ほしのです: what stands right before です is no particle but the end of a name in kana."""
    lost = start < end and kana_only(plain[start:end]) and _LOST.match(plain, end)
    return start, end + 1 if lost else end


def explained(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What can only be a name, or a part of one, where a name is being told."""
    yield from characters.explained(heard.plain, start, end)
    for match in _of_any(
        (_FAMILY, _NAMED, _SIGN, _KANA_PAIR, _KANJI_PAIR, _LATIN_PAIR), heard.plain, start, end
    ):
        first, last = core(heard.plain, *match.span(match.lastindex or 0), Language.JA)
        said = heard.plain[first:last]
        if said and not is_no_name(said) and not _is_talk(said) and not _wordy(heard, first, last):
            yield first, last
    for match in _WRITTEN.finditer(heard.plain, start, end):
        yield from (match.span(n) for n in (1, 2) if match.group(n))
    for run in heard.runs:
        if start <= run.start and run.end <= end and len(run.letters) >= 3 and not run.digits:
            yield run.start, run.end
    for naming in heard.namings:
        inside = start <= naming.start and naming.end <= end
        if (
            naming.label == "PERSON"
            and inside
            and not kana_only(heard.plain[naming.start : naming.end])
        ):
            yield _whole(heard, naming.start, naming.end)


def _of_any(
    patterns: Iterable[re.Pattern[str]], plain: str, start: int, end: int
) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from pattern.finditer(plain, start, end)


def _whole(heard: Heard, start: int, end: int) -> tuple[int, int]:
    """A name with the katakana or the single kanji glued to it, which is its unknown half."""
    for token in heard.tokens:
        if token.start == end and token.part_of_speech[0] == "名詞":
            said = token.text
            if not is_no_name(said) and (
                all(map(katakana, said)) or (len(said) == 1 and said >= "一")
            ):
                end = token.end
    half = _OTHER_HALF.match(heard.plain, end) or _KANA_HALF.match(heard.plain, end)
    return start, end if half is None else half.end()


def presented(heard: Heard) -> Iterator[tuple[int, int]]:
    """Names by which the speaker presents himself."""
    for said in _SELF.finditer(heard.plain):
        place = before(heard, said.start())
        if (
            place is not None
            and tagged(heard, *place)
            and not HONORIFIC.search(heard.plain, *place)
        ):
            yield place


def introduces_self(heard: Heard, start: int, end: int) -> bool:
    """Whether the speaker presents himself by the name at [start, end)."""
    if HONORIFIC.match(heard.plain, end):
        return False
    said = _SELF.match(heard.plain, end)
    return said is not None or _STAFF.search(heard.plain[:start]) is not None


def end_of_announcement(heard: Heard, start: int, end: int) -> int:
    """Where the clause ends in which a name was announced."""
    clause = re.compile("[、\\s]*(?:は|が|って|で|も|を)?[、\\s]*[^、。]+").match(
        heard.plain, start, end
    )
    return clause.end() if clause is not None else end


def _introduced(heard: Heard, end: int) -> tuple[int, int] | None:
    """The name before "is my name": its nouns, or all of a short clause that is no talk."""
    nouns = before(heard, end)
    clause = _CLAUSE_TO_INTRODUCTION.search(heard.plain, 0, end)
    if clause is None:
        return nouns
    said = clause.group()
    start = clause.start() + said.rfind("の", 0, len(said) - 1) + 1
    start, last = core(heard.plain, start, end, Language.JA)
    ahead = heard.plain[start : nouns[0]] if nouns is not None else ""
    known = (
        nouns is not None
        and not (1 <= len(ahead) <= 4 and all(map(_is_kanji, ahead)))
        and (nouns[0] <= start or any(map(_is_kanji, heard.plain[start:end])))
    )
    if known or last != end or end - start < 2 or _is_talk(heard.plain[start:end]):
        return nouns
    return None if is_no_name(heard.plain[start:end]) else (start, end)


def _is_kanji(sign: str) -> bool:
    return "一" <= sign <= "龯"


def _clauses(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch that are no questions, and their pieces."""
    plain = heard.plain
    starts = [run.start for run in heard.runs if run.digits]
    for match in _CLAUSE.finditer(plain, start, end):
        first, last = match.span()
        if plain[last : last + 1] == "?":
            continue
        number = next((n for n in starts if first < n < last), None)
        if number is not None:
            yield first, number
        if _SENTENCE_END.search(match.group()):
            for piece in _PIECE.finditer(plain, first, last):
                yield piece.span()
        yield first, last
        if "、" in match.group():
            for piece in _PART_OF_CLAUSE.finditer(plain, first, last):
                yield piece.span()


def _acts(heard: Heard, start: int, end: int) -> bool:
    """Whether a stretch holds a verb or adverb that no name is mistaken for."""
    inside = [t for t in heard.tokens if start <= t.start and t.end <= end]
    if any(t.part_of_speech[0] == "助詞" and t.text in "はがを" for t in inside):
        return any(map(_is_kanji, heard.plain[start:end]))
    return end - start > _SHORT and any(
        token.part_of_speech[0] in ("動詞", "副詞", "連体詞", "形容詞", "助動詞")
        and len(token.text) >= 2
        and not any(n.start <= token.start < n.end for n in heard.namings)
        and any(map(_is_kanji, heard.plain[start:end]))
        for token in inside
    )


def _wordy(heard: Heard, start: int, end: int) -> bool:
    """Whether a short stretch holds verbs or particles, or kana that are words of talk."""
    said = heard.plain[start:end]
    if tagged(heard, start, end):
        return False
    if not any(map(_is_kanji, said)):
        return _NO_KANA_NAME.search(said) is not None
    return any(
        start <= token.start
        and token.end <= end
        and token.part_of_speech[0] in ("動詞", "助動詞", "形容詞", "副詞", "接続詞", "助詞")
        and token.text not in ("の", "ノ", "ヶ", "々", "と")
        for token in heard.tokens
    )


def _is_talk(said: str) -> bool:
    return _TALK.search(said) is not None


def _trusted(heard: Heard, start: int, end: int) -> bool:
    """Hiragana alone is a name to the dictionary far too often; so is what goes on as a word."""
    said = heard.plain[start:end]
    # ケー and エム are letters far more often than names.
    if len(said) < 2 or (len(said) == 2 and all(map(katakana, said))):
        return False
    if kana_only(said):
        return _ALONE.match(heard.plain, end) is not None and not heard.plain[:start].strip(
            "、。 はいもしあの"
        )
    if _COMPANY_BEFORE.search(heard.plain, 0, start):
        return False
    after = heard.plain[end : end + 1]
    before_it = heard.plain[start - 1 : start] if start else ""
    if (katakana(said[0]) and katakana(before_it)) or (katakana(said[-1]) and katakana(after)):
        return False
    firm = heard.plain[end : end + 2]
    return (
        not after
        or not ("一" <= after <= "龯" or "ァ" <= after <= "ヶ")
        or firm[:1] in "様氏殿宛本名"
    )
