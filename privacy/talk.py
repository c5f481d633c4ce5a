"""Strips an answer in words down to what was asked for: no fillers before, no politeness behind."""

import re
from collections.abc import Mapping

from speech.transcript import Language

_LEADS: Mapping[Language, re.Pattern[str]] = {
    Language.JA: re.compile(
        "(?:ええと|えーっと|えーと|えっと|はい|ええ|うん|えー|あのー|あの|そうですね|それでは|じゃあ|では|あ、|あっ|あー|まあ"
        "|わたくし|わたし|私|僕|俺|うちは|こちら|お世話になっております|お世話になります|すみません|かしこまりました|承知いたしました|ありがとうございます"
        "|恐れ入ります|で(?=、)|確か|たしか|たぶん|多分|おそらく|漢字は|漢字で|カタカナで|ひらがなで|フルネームは|フルネームで|正しくは|じゃなくて|ではなくて|いや|いえ"
        "|(?:大変|どうも)?失礼(?:いた)?しました"
        "|[、。,.!?\\s・「」…]|は(?=[^ぁ-ん])|が(?=[^ぁ-ん])|も(?=[^ぁ-ん])|(?:の方|のほう)[はがも]?|って|数字の|アルファベットの|(?:全部)?(?:小文字|大文字|半角|英字)で|小文字の|大文字の|全部小文字で|なんですけど|なんですが|ですが|ですけど|ですね|です)+"
    ),
    Language.EN: re.compile(
        r"(?:(?:yes|yeah|yep|yup|sure|okay|ok|um|uh|billing|shipping|mailing|er|erm|well|so|right|alright|oh|hi|hello|it is|it's|its|that's|that is|that would be|"
        r"that'd be|this is|is|would be|the|my|name|address|email|hmm|and|please|of course|certainly|no problem|sorry|no|actually|i mean|"
        r"i live at|i'm at|we're at|we live at|i'm in|spelled|currently|at|to|under|it should be|make that|let me see|let's see|got it|thanks|thank you|great|for|are|was|"
        r"as|in|like|you can use|use|try|just|reads|says|one is|there is|here is|here's|me|it says|says|thats|thatd be|theres|there's|shes|hes|im|correct|absolutely)(?![a-z'])|[\s,.;:!?\"-])+"
    ),
    Language.KO: re.compile("(?:네|예|어|음|저는|제|이름은|[\\s,.])+"),
}
_TAILS: Mapping[Language, re.Pattern[str]] = {
    Language.JA: re.compile(
        "(?:だったと思います|だったかな|だったか|だったはず|かな|のはずです|宛て?|あて|さん|様|さま|(?:と|って|って)?(?:申します|もうします|言います|いいます|申しまして|いう者です|いうものです)|でございます(?:ね|か)?|ございます"
        "|でよろしい(?:でしょうか|ですか)|でお間違い(?:ない|ございません)(?:でしょうか|ですか)|で間違い(?:ない|ありません)(?:でしょうか|ですか|です)?"
        "|になります|となります|になる(?:んですけど)?|と書きます|です|ですけど|ですけれども|ですが|ですね|ですよ|ですかね|だと思います|なんです|なんですけど|なんですが|であります"
        "|で(?:承り|うけたまわり|お受け|伺って|よろし|間違い|合って|通り|いい(?!だ)|お願い)[ぁ-んァ-ヶ一-龠々]*"
        "|(?:[にへをとで]|のほうに|の方に)?(?:ご?変更|ご?登録|ご?訂正|ご?修正|ご?設定|ご?確認|お届け)を?(?:いたし|させて|し(?=[てまた])|お願い|ください|いただ|頂)[ぁ-ん]*"
        "|[とに](?:なって|なり(?=ま)|伺って|承って)[ぁ-ん]*|にし(?:ます|ました|といて|て)(?:ください)?|のまま|でした(?:っけ)?|でしょうか|ですか|ですかね"
        "|だよ|だけど|だあ?|やけど|やねん|やで|や|じゃけど|じゃ|っつう(?:ん|の)|いうたら|いいます|ゆうて|よろしくお願い(?:いた)?します|お願い(?:いた)?します|の(?:方|ほう)|でお変わり(?:ない|ありません|ございません)(?:でしょうか|ですか|か)?|(?:って|と)(?:言|い)う(?:の|ん|もの|者)?|[のでよとねがはもを]|まで|…|[、。,.!?\\s「」])+$"
    ),
    Language.EN: re.compile(
        r"(?:(?<![a-z])(?:please|thanks|thank you|okay|ok|yeah|yes|right|correct|sir|ma'am|that's it|that's right|is that right|is that correct|all right|alright|and|you know|speaking|here|calling|so|"
        r"got it|perfect|great)(?![a-z'])|[\s,.;:!?\"-])+$"
    ),
    Language.KO: re.compile("(?:입니다|이에요|예요|라고 합니다|이고요|요|[\\s,.])+$"),
}


def core(plain: str, start: int, end: int, language: Language) -> tuple[int, int]:
    """The stretch [start, end) of folded text without lead-ins and tails; may come out empty."""
    lead = _LEADS[language].match(plain, start, end)
    if lead is not None:
        start = lead.end()
    tail = _TAILS[language].search(plain, start, end)
    if tail is not None and tail.end() == end:
        end = tail.start()
    return start, max(start, end)
