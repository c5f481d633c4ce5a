"""Makes dialogues by combining questions, ways to say a number, damage of recognizers and turns."""

from collections.abc import Callable, Sequence
from random import Random

from speech.audio import Channel, Span
from speech.transcript import Language, Transcript, Utterance
from tests.privacy.scoring import Dialogue, Planted, unmarked

_LENGTHS = {
    "PHONE": (3, 4, 4),
    "CARD": (4, 4, 4, 4),
    "CARD_EXP": (2, 2),
    "CVV": (3,),
    "BANK": (7,),
    "MYNUMBER": (4, 4, 4),
    "SSN": (3, 2, 4),
    "PIN": (4,),
    "POSTAL": (3, 4),
    "PENSION": (4, 6),
    "LICENSE": (12,),
}
_JA_ASKS = {
    "PHONE": ["お電話番号を{p}", "日中ご連絡の取れる番号を{p}", "携帯の番号で結構ですので{p}", "伝話番号を{p}", "ご連絡先は"],
    "CARD": ["クレジットカード番号を{p}", "カードの表面の16桁を{p}", "カード番号ですが", "かーど番号を{p}", "カードばんごうよろしいですか"],
    "CARD_EXP": ["カードの有効期限を{p}", "有効起源はいつですか", "有効期限もよろしいでしょうか"],
    "CVV": ["セキュリティコードを{p}", "裏面の3桁の数字を{p}", "せきゅりてぃこおど、{p}", "署名欄の末尾3桁を{p}"],
    "BANK": ["口座番号を{p}", "ご返金先の口座の番号を{p}", "普通預金の番号を{p}", "こうざばんごうを{p}"],
    "MYNUMBER": ["マイナンバーを{p}", "12桁の個人番号を{p}", "まいなんばーは"],
    "PIN": ["4桁の暗証番号を{p}", "安証番号を{p}", "届いた認証コードを{p}", "ワンタイムパスワードを{p}"],
    "POSTAL": ["郵便番号を{p}", "U-BIN番号は", "ゆうびん番号から{p}"],
    "PENSION": ["基礎年金番号を{p}", "年金手帳の番号を{p}"],
    "LICENSE": ["運転免許証の番号を{p}", "免許証番号を{p}"],
}  # fmt: skip
_JA_PLEASE = [
    "お願いします",
    "お願いいたします",
    "教えていただけますか",
    "おっしゃってください",
    "頂戴できますか",
    "どうぞ",
]
_EN_ASKS = {
    "PHONE": ["{p} your phone number", "{p} a good callback number", "what number can i reach you at", "{p} the telephone number"],
    "CARD": ["{p} the card number", "{p} your credit card number", "read me the sixteen digits on the front", "{p} the cart number"],
    "CARD_EXP": ["{p} the expiration date", "when does the card expire", "and the expiry date"],
    "CVV": ["{p} the security code", "{p} the three digits on the back", "and the c v v", "{p} the security coat"],
    "BANK": ["{p} your account number", "{p} the bank account number", "{p} the account and routing number"],
    "SSN": ["{p} your social security number", "what's your social", "{p} your sociol security number"],
    "PIN": ["{p} your pin", "{p} the code we texted you", "{p} your four digit pin", "what's the verification code"],
    "POSTAL": ["{p} your zip code", "and the postal code"],
    "LICENSE": ["{p} your driver's license number", "{p} the license number"],
}  # fmt: skip
_EN_PLEASE = [
    "can i get",
    "may i have",
    "please give me",
    "could you confirm",
    "i'll need",
    "what is",
]
_KANA = ("ゼロ", "イチ", "ニー", "サン", "ヨン", "ゴー", "ロク", "ナナ", "ハチ", "キュー")
_HIRAGANA = ("ぜろ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう")
_KANJI = "〇一二三四五六七八九"
_WIDE = "０１２３４５６７８９"
_ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_JA_LEADS = [
    "",
    "はい、",
    "えっと",
    "はい、えーと",
    "あ、はい、",
    "ちょっと待ってください、",
    "そうですね、",
]
_JA_TAILS = ["", "です", "になります", "ですね", "だと思います", "でお願いします"]
_EN_LEADS = ["", "sure ", "it's ", "um it's ", "yes that's ", "okay so ", "let me see "]
_EN_TAILS = ["", " please", " thanks", " okay"]
_JA_ACKS = ["はい", "はい、どうぞ", "ええ", "はいはい"]
_EN_ACKS = ["okay", "mm hmm", "yes", "got it", "uh huh"]


def generated(language: Language, count: int, *, seed: int) -> list[Dialogue]:
    """`count` dialogues with one number asked for in each; the same for the same seed."""
    random = Random(seed)
    kinds = [
        kind for kind in _LENGTHS if kind in (_JA_ASKS if language is Language.JA else _EN_ASKS)
    ]
    return [_dialogue(language, kinds[n % len(kinds)], n, random) for n in range(count)]


def _dialogue(language: Language, kind: str, number: int, random: Random) -> Dialogue:
    japanese = language is Language.JA
    asks = (_JA_ASKS if japanese else _EN_ASKS)[kind]
    please = random.choice(_JA_PLEASE if japanese else _EN_PLEASE)
    turns = ["o" + random.choice(asks).format(p=please)]
    groups = _groups(kind, random)
    say = random.choice(_JA_WAYS if japanese else _EN_WAYS)
    parts = [groups]
    if len(groups) > 1 and random.random() < 0.35:
        cut = random.randrange(1, len(groups))
        parts = [groups[:cut], groups[cut:]]
    for place, part in enumerate(parts):
        if place:
            turns.append("o" + random.choice(_JA_ACKS if japanese else _EN_ACKS))
        lead = random.choice(_JA_LEADS if japanese else _EN_LEADS)
        tail = random.choice(_JA_TAILS if japanese else _EN_TAILS) if part is parts[-1] else ""
        turns.append(f"c{lead}[[{kind}|{say(part, random)}]]{tail}")
    if random.random() < 0.5:
        say = random.choice(_JA_WAYS if japanese else _EN_WAYS)
        echo = f"[[{kind}|{say(groups, random)}]]"
        turns.append(f"o{echo}ですね" if japanese else f"oso that's {echo}")
        turns.append("cはい" if japanese else "cyes")
    return marked(f"{language}-{kind}-{number}", language, turns)


def marked(name: str, language: Language, turns: Sequence[str]) -> Dialogue:
    utterances: list[Utterance] = []
    planted: list[Planted] = []
    for number, turn in enumerate(turns):
        text, places = unmarked(turn[1:])
        planted += [Planted(number, *place) for place in places]
        side = Channel.OPERATOR if turn[0] == "o" else Channel.CALLER
        utterances.append(Utterance(side, Span(number, number + 1), text))
    return Dialogue(name, language, frozenset(), Transcript(language, tuple(utterances)), planted)


def _groups(kind: str, random: Random) -> list[str]:
    groups = ["".join(random.choice("0123456789") for _ in range(n)) for n in _LENGTHS[kind]]
    if kind == "PHONE":
        groups[0], groups[1] = random.choice(("090", "080", "070", "050")), "0" + groups[1][1:]
    if kind == "CARD_EXP":
        groups = [f"{random.randrange(1, 13):02d}", str(random.randrange(25, 35))]
    return groups


def _spoken(words: Sequence[str], joint: str, between: str) -> Callable[[list[str], Random], str]:
    def say(groups: list[str], _random: Random) -> str:
        return joint.join(between.join(words[int(digit)] for digit in group) for group in groups)

    return say


def _lost(groups: list[str], random: Random) -> str:
    """Digits lost and the grouping random, as recognizers leave long numbers."""
    digits = list("".join(groups))
    if len(digits) > 6:
        del digits[random.randrange(len(digits))]
    pieces, place = [], 0
    while place < len(digits):
        size = random.randrange(1, 5)
        pieces.append("".join(digits[place : place + size]))
        place += size
    return random.choice(["-", "、", " ", "の"]).join(pieces)


def _looped(groups: list[str], random: Random) -> str:
    return "、".join([*groups, *([groups[-1]] * random.randrange(0, 3))])


def _decimals(groups: list[str], _random: Random) -> str:
    return "の".join(group if len(group) < 3 else f"{group[0]}.{group[1:]}" for group in groups)


def _mixed(groups: list[str], random: Random) -> str:
    return "の".join(
        random.choice((group, _KANJI_SAY([group], random), _KANA_SAY([group], random)))
        for group in groups
    )


def _oh(groups: list[str], random: Random) -> str:
    said = _spoken(_ENGLISH, " ", " ")(groups, random)
    return said.replace("zero", "oh")


def _doubles(groups: list[str], random: Random) -> str:
    words: list[str] = []
    for digit in "".join(groups):
        word = _ENGLISH[int(digit)]
        if words and words[-1] == word:
            words[-1] = f"double {word}"
        else:
            words.append(word)
    return " ".join(words)


_KANJI_SAY = _spoken(_KANJI, "の", "")
_KANA_SAY = _spoken(_KANA, "の", "")
_JA_WAYS: list[Callable[[list[str], Random], str]] = [
    _spoken("0123456789", "の", ""),
    _spoken("0123456789", "-", ""),
    _spoken(_WIDE, "－", ""),
    _spoken("0123456789", "", ""),
    _KANA_SAY,
    _spoken(_KANA, "、", ""),
    _spoken(_HIRAGANA, "の", ""),
    _KANJI_SAY,
    _lost,
    _looped,
    _decimals,
    _mixed,
]
_EN_WAYS: list[Callable[[list[str], Random], str]] = [
    _spoken("0123456789", " ", ""),
    _spoken("0123456789", "-", ""),
    _spoken("0123456789", "", ""),
    _spoken("0123456789", " ", " "),
    _spoken(_ENGLISH, ", ", " "),
    _oh,
    _doubles,
    lambda groups, random: _lost(groups, random).replace("の", " ").replace("、", ", "),
]
