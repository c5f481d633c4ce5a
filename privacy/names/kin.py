"""Names that stand behind kin: "my brother's 光", "my wife is 花"."""

import re
from collections.abc import Iterator

from privacy.hearing import Heard
from privacy.names.nouns import is_act, is_no_name, is_talk, is_wordy
from privacy.talk import core
from speech.transcript import Language

_KIN = "彼女|彼氏|友達|友人|先輩|後輩|義妹|義弟|義姉|義兄|女房|かみさん|兄貴|倅|せがれ|妻|夫|主人|家内|嫁|旦那|母|父|祖母|祖父|娘|息子|兄|弟|姉|妹|長男|次男|三男|長女|次女|三女|孫|甥|姪|叔父|叔母|母親|父親|義母|義父"
_FAMILY = re.compile(
    f"(?:{_KIN})(?:の名前)?(?:が|は|です、?)([^、。はがをの\\s■]{{1,8}}?)(?=です|で、|、|。|と|って|$)"
)
# 弟の光が, うちのゆうとが: what follows kin is a name unless it is a thing that kin have.
_KIN_NAMED = re.compile(
    f"(?:{_KIN}|うち|息子さん|娘さん)の([一-龯々]{{1,4}}|[ァ-ヶー]{{2,8}}|(?:(?!です|でし)[ぁ-ん]){{2,5}})(?=です|でし|が|は|で|と|も|に|を|の|、|。|って|さん|くん|ちゃん|$)"
)
_OF_KIN = re.compile(
    "アレ|とこ|誕|趣|妊|犬|兄|ばあ|じい|おと|おか|ねこ|いぬ|猫|犬|ペット|子|なの|ん|こ(?!ず)|代|検|健|書|荷|お|結|請|支|振|料|返|保|会|免|旅|卒|健|件|分|方|方法|携帯|電話|名|契約|口座|カード|住所|年金|保険|番号|生|部屋|家|会社|学校|車|荷|旧姓|実家|薬|病|仕事|声|希望|都合|入院|手術|葬|介護|世話|友|同僚|知|母|父|妻|夫|兄|弟|姉|妹|足|体|物|金|形|骨|墓|服|靴|鍵|傘|顔|目|耳|手|首|腰|所|場|介助|付|間|話|診|予|予約|登録|利用|勤|職|扶養|給|通|転|退|引|卒|学|制|証|免許|旅|診察|近|隣|勝|方|こと|もの|ため|ところ|ほう|かわ|とき|うち|そば|まま|せい|おかげ|いえ|けいたい|なま|ぶん|ばあい|よう|つもり|ほか|あと|パソコン|スマホ|アカウント|メール|マイナンバ|クレジ|ワク|アパート|マンション|バイク|ケータイ|パスポ|データ|サイズ|ほん|やつ"
)
RELATIVE = re.compile(
    f"(?:{_KIN}|会社|同僚|部下|代理|[一-龯ァ-ヶ]{{2,12}}(?:会社|商会|商事|工業|物産|銀行|店))の"
)


def named(heard: Heard) -> Iterator[tuple[int, int]]:
    """Names right behind kin, wherever they are said."""
    for match in _KIN_NAMED.finditer(heard.plain):
        thing = _OF_KIN.match(match.group(1)) or is_act(heard, *match.span(1))
        if not thing and not is_no_name(match.group(1)):
            yield match.span(1)


def told(heard: Heard, start: int, end: int) -> Iterator[tuple[int, int]]:
    """What kin are said to be, where a name is being told."""
    for match in _FAMILY.finditer(heard.plain, start, end):
        first, last = core(heard.plain, *match.span(1), Language.JA)
        said = heard.plain[first:last]
        if said and not is_no_name(said) and not is_talk(said) and not is_wordy(heard, first, last):
            yield first, last
