"""Tells ordinary talk from an answer, and where an answer in a caller's words begins and ends."""

import re
from collections.abc import Iterator, Mapping

from privacy.talk import core
from speech.transcript import Language

# What callers say in place of an answer: a refusal, a question back, a moment's patience.
_TALK: Mapping[Language, re.Pattern[str]] = {
    Language.JA: re.compile(
        "手元|持って|待って|お待ち|わから|分から|わかり|分かり|忘れ|覚えて|ちょっと今|今ちょっと|ないん|ありません|ありませんか|ございません"
        "|(?:いい|よろしい|何|なん|どこ|どれ|どの番号)(?:です|でしょう)か|ますか|ませんか|でしょうか|なきゃ|ないと(?:いけ|だめ|駄目)|必要"
        "|後で|あとで|かけ直|掛け直|もう一度|もう一回|聞こえ|聞き取|なぜ|なんで|どうして|言いたく|言わない|教えたく|調べ|確認し(?:て|ま)"
        "|家族に|主人に|妻に|同じ(?:です|で|番号|住所)|変わって(?:ない|いな|ませ)|登録(?:の|して(?:ある|い))|結構です|大丈夫です|そうです|以上です"
        "|違います|違う(?:ん|の)|いりません|やめ(?:て|ま)|キャンセル"
    ),
    Language.EN: re.compile(
        r"(?<![a-z'])(?:why (?:do|would|are|should)|do you (?:need|want|really|have)|hold on|hang on|one (?:moment|second|sec|minute)|just a (?:moment|second|sec|minute)"
        r"|give me a|let me (?:see|check|look|find|get|grab|think|ask)|i have to|i need to|i don'?t|i do not|i can'?t|i cannot|i won'?t|i'?d rather|don'?t (?:have|know|remember|want)"
        r"|not sure|no idea|i forgot|i just (?:want|wanted|need|moved|called)|i want(?:ed)? to|i will|i'?ll|could you|can you|would you|what do you|what is (?:this|that) for|what for"
        r"|repeat|say that again|sorry\?|pardon|excuse me|bad line|can'?t hear|couldn'?t hear|same (?:one|as|number|address)|already (?:gave|told|have)|on file|it'?s the same"
        r"|find my|looking for|look it up|later|call (?:you )?back|is that (?:okay|all right|necessary)|do i have|did you|are you|that'?s (?:right|correct|it|all))(?![a-z'])"
    ),
    Language.KO: re.compile("(?!)"),
}
# Where what is said goes on to something else.
_BOUNDARY: Mapping[Language, re.Pattern[str]] = {
    Language.JA: re.compile(
        "[。!?]+|(?:で(?:す|した|ございます)|と(?:申し|いい|言い)ます|(?:に|と)なります|(?:まで|へ|に|で)?お願い(?:いた|い)?し?ます)(?:ね|よ|が|けど|けれども|けれど|ので|かね)*+(?=.{2})"
    ),
    Language.EN: re.compile(
        r"[.?!]+(?=\s|$)|,?\s(?:and|but|so|because)\s(?=(?:i|my|it|it's|that|that's|the|this|we|he|she|please|thanks?|they|did|can|could|is)(?![a-z]))"
        r"|(?<![a-z])(?:calling|speaking|please|thank you|thanks)(?![a-z])"
        r"|,\s(?=(?:my|the|that|that's|she|he|it|i|i'm|we|let|did|if|like|next|from|on|is|this|but)(?![a-z]))"
        r"|\s(?=(?:is what|is my (?:name|number|address)|as far as|if i|next to|on the|at the same|i believe|i think|let me|did you)(?![a-z]))"
    ),
    Language.KO: re.compile("[.?!]+"),
}
_LEAST_LETTERS = 2
# How callers begin who say who they are: what follows, up to here, is a name.
_GREETING: Mapping[Language, re.Pattern[str]] = {
    Language.JA: re.compile(
        "(?:もし(?:もし)?|申し申し|お世話(?:に)?なって(?:おり|い)ます|こんにちは|おはようございます)[、。 ]*(?P<name>[^、。 はがを]{2,12}?)(?=[、。]|です|と申|で、|といい)"
    ),
    Language.EN: re.compile(
        r"(?:(?:hi|hello|hey|yes|good (?:morning|afternoon|evening)|like)[,.]?\s)?(?:this is|it's|i'm|i am)\s(?P<name>(?:[a-z'.-]+\s?){1,5}?)\s?(?=calling|speaking|here(?![a-z])|and i(?![a-z])|from(?![a-z]))"
    ),
    Language.KO: re.compile("(?P<name>(?!))"),
}
# A word or two as they stand before an answer in kana: はい, あ, えっと.
_ASIDE = re.compile(
    "(?:はい|ハイ|ええ|うん|あ+|え+っ?と?|エー?ト?|そう|ん|もしもし?)+[ねよっー]*[、 ]+"
)
_COURTESY = re.compile(
    "(?:どうも|どうぞ)?(?:よろしく|宜しく|ありがとう|有難う|かしこまり|承知|了解|お世話|すみません|失礼|お願い)[ぁ-ん願致申]*"
)


def is_talk(plain: str, language: Language) -> bool:
    """Whether folded text holds what nobody says amid a name, an address or a number."""
    return _TALK[language].search(plain) is not None


def talk_in(plain: str, language: Language) -> Iterator[tuple[int, int]]:
    """Where such words stand."""
    for match in _TALK[language].finditer(plain):
        yield match.span()


def clauses(plain: str, language: Language) -> Iterator[tuple[int, int]]:
    """The pieces of an utterance between the words that end an answer or lead on from it."""
    start = 0
    for boundary in _BOUNDARY[language].finditer(plain):
        if boundary.start() > start:
            yield start, boundary.start()
        start = boundary.end()
    if start < len(plain):
        yield start, len(plain)


def answer_in(plain: str, start: int, end: int, language: Language) -> tuple[int, int] | None:
    """The stretch without lead-ins and politeness; None where nothing else is said."""
    first, last = core(plain, start, end, language)
    # What stands at the end of a name in kana is no particle of talk.
    last = end if language is Language.JA else last
    if language is Language.JA:
        aside = _ASIDE.match(plain, first, last)
        first = aside.end() if aside is not None else first
    while first < last and not plain[first].isalnum():
        first += 1
    while last > first and not plain[last - 1].isalnum():
        last -= 1
    courtesy = language is Language.JA and _COURTESY.fullmatch(plain, first, last)
    return None if courtesy or last - first < _LEAST_LETTERS else (first, last)


def greeting_name(plain: str, language: Language) -> tuple[int, int] | None:
    """Where in the first words of a call a caller says who he is."""
    greeting = _GREETING[language].match(plain)
    if greeting is None or is_talk(greeting.group("name"), language):
        return None
    return greeting.span("name")
