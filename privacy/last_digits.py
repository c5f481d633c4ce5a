"""Finds the last digits of cards and accounts, by which centres tell one from another (末尾, "ending in")."""

import re
from collections.abc import Iterator, Sequence

from privacy.findings import Finding, Reason
from privacy.hearing import Heard
from privacy.numbers.tokens import Run
from speech.transcript import Language

_SIZES = range(3, 6)
_REACH = 3
"""How many utterances back the talk of a card still tells what ends in these digits."""
_ENDS = {
    Language.JA: re.compile(
        "(?:末尾|下[ 　]?[4四]?[桁けたケタ]+|最後の[4四]桁|下[4四])[がはのを、で ]*$"
    ),
    Language.EN: re.compile(
        r"(?<![a-z])(?:end(?:s|ing|ed)?(?: in| with)?"
        r"|last (?:four|4)(?: digits?| numbers?)?(?: is| are| were| of)?)[ ,:]*$"
    ),
}
_THINGS = {
    Language.JA: {
        "CARD": "カード|クレジット|デビット|ビザ|マスター|アメックス|visa|jcb|amex",
        "BANK": "口座|通帳",
        "OTHER": "注文|契約|会員|受付|問い?合わ?せ|伝票|追跡|製造|シリアル|予約|証券|型番|電話|携帯|請求書|メーター",
    },
    Language.EN: {
        "CARD": "cards?|visa|mastercard|amex|debit|credit|discover",
        "BANK": "accounts?|iban|savings|checking",
        "OTHER": "orders?|claims?|polic(?:y|ies)|references?|ref|tickets?|cases?|invoices?|tracking|serial"
        "|bookings?|meters?|phone|mobile|cell|confirmation|member(?:ship)?|models?|parcels?",
    },
}
_SUBJECTS = {
    language: re.compile(
        "|".join(f"(?<![a-z])(?P<{kind}>{words})(?![a-z])" for kind, words in things.items())
    )
    for language, things in _THINGS.items()
}


def last_digits(call: Sequence[Heard], language: Language) -> Iterator[Finding]:
    """A few digits that are said to be the end of what, by the words next to it, is a card or account."""
    ends = _ENDS.get(language)
    if ends is None:
        return
    for heard in call:
        for run in heard.runs:
            if len(run.digits) in _SIZES and ends.search(heard.plain[: run.start]):
                kind = _thing(call, heard, run, language)
                if kind != "OTHER":
                    yield Finding(
                        heard.index, run.start, run.end, kind, 0.7, Reason.CUE, run.digits
                    )


def _thing(call: Sequence[Heard], heard: Heard, run: Run, language: Language) -> str:
    """What ends in the digits: the last thing named before them, else the next one, else an earlier one."""
    before = _subjects(heard.plain[: run.start], language)
    behind = _subjects(heard.plain[run.end :], language)
    if before or behind:
        return before[-1] if before else behind[0]
    for earlier in reversed(call[max(0, heard.index - _REACH) : heard.index]):
        named = _subjects(earlier.plain, language)
        if named:
            return named[-1]
    return "OTHER"


def _subjects(text: str, language: Language) -> list[str]:
    """What is named in a text that may end in digits, in order: kinds, or OTHER for what may be told."""
    return [match.lastgroup or "OTHER" for match in _SUBJECTS[language].finditer(text)]
