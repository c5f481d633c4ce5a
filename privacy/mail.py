"""Mail addresses, written or spelled: an "at" with a domain behind, or the answer to a question."""

import re
from collections.abc import Iterator

from privacy.hearing import Heard
from privacy.talk import core
from speech.transcript import Language

_HOSTS = "gmail|g mail|yahoo|hotmail|outlook|icloud|i cloud|docomo|ezweb|softbank|example|aol|proton|protonmail|msn|live|comcast|verizon|naver|daum|hanmail"
_JA_HOSTS = "ジーメール|じーめーる|いぐざんぷる|やふー|どこも|gメール|ヤフー|ドコモ|イージーウェブ|ソフトバンク|アイクラウド|エグザンプル|イグザンプル|アウトルック|ホットメール"
_WRITTEN = re.compile(
    r"[a-z0-9][a-z0-9._%+-]*\s?[@]\s?[a-z0-9-]+(?:\s?\.[a-z0-9-]+|\.\s(?=com|net|org|co|jp|edu)[a-z]+)*"
)
_GLUED_AT = re.compile(rf"[a-z0-9][a-z0-9._-]*at(?:{_HOSTS})\.[a-z]+(?:\.[a-z]+)*")
_JA_AT = re.compile(
    "あーっと(?=[a-z])|[ァ-ヴ]?ットマーク|[ァ-ヴ]?ートマーク|[ァ-ヴ]トマーク|あっとまーく|アットーマーク|アット(?=\\s?[ァ-ヶa-z])|後まーく|@|@"
)
_JA_LEFT = re.compile(
    "(?:[a-z0-9〇一二三四五六七八九ァ-ヴー._+-]|で、?(?=アット|@)|ドッ[トド]|ドト|どっと|dot|の(?=[a-zァ-ヴ0-9])|、|\\s|点(?=\\s?[a-z]))+$"
)
_JA_RIGHT = re.compile(
    "(?:[a-z0-9ァ-ヴー.-]|、(?=[a-zァ-ヴ0-9.]|ドット|どっと)|じぇー?い?ぴー|しーおー|こむ|ねっと|えぬいー|\\s|ドッ[トド]|どっと|の(?=ドッ[トド]|どっと)|点(?=\\s?[a-z]))+"
)
_EN_PIECE = r"(?:dot|period|point|underscore|under score|dash|hyphen|minus|plus|[._+-]|all one word|all lowercase|lowercase|capital|the number|the letter|as in [a-z]+|double)"
_EN_DOT = r"(?:[\s,]+(?:dot|period|point)[\s,]+|\s?\.|\s?\.\s(?=com|net|org|co|jp|edu))"
_EN_AT = re.compile(
    rf"[\s,](?:at|add|@|at sign)[\s,]+(?=(?:{_HOSTS})(?![a-z])|[a-z0-9-]+(?:\s[a-z0-9-]+)?{_EN_DOT}[a-z]+)"
)
_EN_RIGHT = re.compile(
    rf"[a-z0-9-]+(?:\s[a-z0-9-]+)?(?:{_EN_DOT}[a-z]+)+|(?:{_HOSTS})(?![a-z])(?:{_EN_DOT}[a-z]+)*"
)
_JA_TALK = re.compile(
    "です|ます|ません|けど|から|ので|って|たい|ない|して|した|する|はい|いいえ|そう|うん|何|こと|もう|ちょっと|まだ|ありがと|メール|アドレス|番号|持って|待って|じゃ|なく|[はがを]$|[一-龯]"
)
# それもう使ってなくて、: clauses of talk before an address in the same breath.
_TALK_BEFORE = re.compile(
    "^(?:[^、a-z0-9@]*(?:です|ます|ません|けど|から|ので|なくて|って|たい|ない|して|した|する|いて)[^、a-z0-9@]{0,4}、)+"
)
_INSTEAD = re.compile("(?:じゃ|では)なくて、?")
_OCTETS = re.compile("[0-9]{1,3}(?:[.の][0-9]{1,3}){2}")
_LONGEST_PIECE = 20
_SHORTEST_PIECE = 3
_SAID_BACK = 12
_NO_PIECE = re.compile(
    "どうぞ|つづ|もしもし|かしこま|わか|ちょうだい|おねがい|では|ほか|あり|おわり|くださ|なるほど|よろし|でしょ|ええ|あの|えっと|お"
)
_KANA_PIECE = re.compile("[ぁ-ゖァ-ヶーa-z0-9\\s._-]{2,}")
_LONGEST_LEFT = 24
_FEW_WORDS = 4
_EN_STOP = frozenset(["is", "it's", "its", "it", "at", "that", "that's", "thats", "to", "my", "the", "yes", "yeah", "sure", "um", "uh", "email", "address", "mail", "e-mail", "use", "be", "would", "okay", "ok", "and", "or", "on", "for", "confirm", "have", "file", "as", "send", "me", "you", "your", "correct", "so", "well", "right", "was", "a", "an", "i'm", "i", "this", "actually", "no", "sorry", "great", "alright", "of", "link", "account", "from", "by", "with", "here", "case", "sent", "receipt", "please", "spell", "spelled", "are", "registered", "i'd", "you've", "reads", "says", "thanks", "thank", "repeat", "invoice"])  # fmt: skip


def in_call(heard: Heard, language: Language) -> Iterator[tuple[int, int]]:
    """Mail addresses by their "at"."""
    for pattern in (_WRITTEN, _GLUED_AT):
        for match in pattern.finditer(heard.plain):
            yield match.span()
    if language is Language.EN:
        for at in _EN_AT.finditer(heard.plain):
            right = _EN_RIGHT.match(heard.plain, at.end())
            if right is not None:
                yield _left(heard.plain, at.start()), right.end()
    else:
        for at in _JA_AT.finditer(heard.plain):
            left = _JA_LEFT.search(heard.plain, 0, at.start())
            right = _JA_RIGHT.match(heard.plain, at.end())
            start = left.start() if left is not None else at.start()
            end = right.end() if right is not None else at.end()
            start += len(heard.plain[start:end]) - len(heard.plain[start:end].lstrip("、 "))
            yield start, start + len(heard.plain[start:end].rstrip("、 "))


def answer(
    heard: Heard,
    start: int,
    end: int,
    language: Language,
    *,
    joined: bool,
    open_ended: bool = False,
) -> Iterator[tuple[int, int]]:
    """What of a stretch is a mail address, or a part of one, said in answer to a question.

    With `joined` a dot, an "at" or another joint must be heard in it; while the address is
    `open_ended` all that is no talk is taken for a piece of it.
    """
    first, last = core(heard.plain, start, end, language)
    # An "at" or "dot" in front is a part of the address here.
    at = re.search(r"(?<![a-z])(?:at|dot|underscore|dash)[\s,]+$|あっ$", heard.plain[start:first])
    first = start + at.start() if at is not None else first
    whole = [end for begin, end in in_call(heard, language) if first <= begin and end <= last]
    last = max(whole, default=last)
    if language is Language.JA:
        instead = _INSTEAD.search(heard.plain, first, last)
        first = first if instead is None else instead.end()
    said = heard.plain[first:last]
    if joined and _JOINT.search(said) is None:
        return
    if language is Language.JA:
        first += len(said) - len(_TALK_BEFORE.sub("", said))
        said = heard.plain[first:last]
    piece = open_ended and bool(said) and _no_talk(said, language)
    if piece or (len(said) >= 2 and _spelled(said, language)):
        yield first, last


def said_back(heard: Heard) -> Iterator[tuple[int, int]]:
    """A short piece of an address that an operator says back and nothing else (けいやま)."""
    first, last = core(heard.plain, 0, len(heard.plain), Language.JA)
    said = heard.plain[first:last]
    if 0 < len(said) <= _SAID_BACK and heard.plain[last : last + 1] != "?":
        talks = _JA_TALK.search(said) or _NO_PIECE.match(said)
        if _KANA_PIECE.fullmatch(said) and not talks:
            yield first, last


def _no_talk(said: str, language: Language) -> bool:
    """Whether what was said can be a piece of an address for want of anything else in it."""
    if language is not Language.JA or len(said) > _LONGEST_PIECE:
        return False
    if len(said) <= _SHORTEST_PIECE and said.isalpha():
        return True
    return _JA_TALK.search(said) is None and _OCTETS.search(said) is None


_JOINT = re.compile(
    "ドッ[トド]|アット|マーク|アンダー|ハイフン|[@._]|(?<![a-z])(?:dot|at|underscore|dash)(?![a-z])"
)
_COMPLETE = re.compile("com|net|org|jp|コム|こむ|ネット|ジェーピー|ジェイピー|ピー$")


def complete(said: str) -> bool:
    """Whether an address has come to its end."""
    return _COMPLETE.search(said) is not None


# In Japanese talk of a mail address Latin words are pieces of it, but for these.
_JA_PIECE = re.compile(
    f"(?<![a-z0-9])(?!(?:pdf|sms|line|web|html|url|iphone|android|pc|id|ok|app|mail|email)(?![a-z]))[a-z][a-z0-9._+-]{{2,}}|(?:{_JA_HOSTS})(?=です|で|、|。|$)"
)
_DOMAIN = re.compile(r"[a-z0-9][a-z0-9._-]*\.(?:com|net|org|jp|co|edu|io|kr)(?![a-z])")


def domains(heard: Heard, language: Language) -> Iterator[tuple[int, int]]:
    """Words with a domain behind, and Latin words of Japanese talk, where an address is told."""
    for match in _DOMAIN.finditer(heard.plain):
        yield match.span()
    if language is Language.JA:
        for match in _JA_PIECE.finditer(heard.plain):
            yield match.span()


def _left(plain: str, at: int) -> int:
    """Where the part before the "at" begins: single letters, numbers and words joined by dots."""
    start = at
    words = list(re.finditer(r"\S+", plain[:at]))[-_LONGEST_LEFT:]
    for match in reversed(words):
        word = match.group().strip(",")
        if word in _EN_STOP and not (len(word) == 1 and start < at):
            break
        if word.endswith((".", "?", "!", ":")) and start < at and len(word) > 2:
            break
        start = match.start()
    return start


def _spelled(said: str, language: Language) -> bool:
    """Whether a stretch looks like part of an address rather than talk."""
    if language is Language.EN:
        letters = re.findall(r"(?<![a-z'])[a-z](?![a-z'])", said)
        parts = re.search(rf"(?<![a-z])(?:{_EN_PIECE}|com|net|org|{_HOSTS})(?![a-z])|[0-9@]", said)
        talk = re.search(
            r"(?<![a-z])(?:you|don't|can|please|need|have|what|send|same|it|was|i've)(?![a-z])",
            said,
        )
        few = bool(letters) and len(said.split()) <= _FEW_WORDS
        return (parts is not None or len(letters) >= 3 or few) and talk is None
    tokens = re.findall(
        f"ドッ[トド]|dot|どっと|アット|あっと|ハイフン|アンダー|コム|こむ|jp|com|{_JA_HOSTS}|{_HOSTS}|[a-z0-9]{{1,}}|[ァ-ヴー]{{2,}}",
        said,
    )
    return sum(map(len, tokens)) * 2 >= len(said)
