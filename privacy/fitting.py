"""Decides which number answers which question: by length, shape, units and what stands around it."""

import re

from rapidfuzz import fuzz

from privacy.explaining import closing_units, explained
from privacy.findings import Finding, Reason
from privacy.hearing import Heard, mostly_number, only_number
from privacy.kind import Form, Kind, kinds
from privacy.numbers.tokens import Part, Run, Unit
from privacy.slots import Slot

_DATE_WORD = re.compile(
    r"(?<![a-z])(?:(?:saint|st\.?) [a-z]+'?s day|flag day|may day|bonfire night|groundhog day|labor day|memorial day|veterans day|thanksgiving|"
    r"april fool'?s'?(?: day)?|canada day|australia day|bastille day|midsummer(?:'s day)?|christmas eve|christmas day|christmas|new year'?s day|new year'?s eve|valentine'?s day|halloween|"
    r"independence day|leap day|easter sunday|tax day|boxing day|st\.? patrick'?s day)(?![a-z])|(?<![a-z])the \d{1,2}(?:st|nd|rd|th)(?![a-z])|"
    "明治|大正|昭和|平成|令和|正月|元日|元旦|大晦日|(?<![a-z])(?:january|february|march|april|may|june|july|august|september|october|"
    "november|december)(?![a-z])"
)
_MAY_BE = re.compile(r"(?:may|march)\s(?:i|you|he|she|we|they|be|have|not|also)(?![a-z])")
# A firm tells numbers of its own; of a caller's it asks whether they are right.
_ASKED_BACK = re.compile(r"(?:か|right|correct|\?)[。.?]*$")
_SHORT_TALK = 6
LONG_RUN = 7
"""Digits from which on a number needs a reason to stay."""
BESIDE = 5
"""Signs between a label and its number."""
_LETTERS_OF_A_CODE, _DIGITS_OF_A_CODE = 6, 8

# Units that recognizers write amid the digits of other numbers.
_MISHEARD_UNITS = frozenset({Unit.TIME, Unit.PRICE, Unit.ORDER})
_DATE_LEAD = re.compile(r"(?:月|年|(?<![a-z])(?:month|year|the))[\s、,]*$")
_CODE_LEAD = re.compile(r"(?<![A-Za-z])[A-Z]{1,5}[\s,-]*$")
_CODE_TAIL = re.compile(r"[\s,-]*[A-Z]{1,4}(?![A-Za-z'])")
# Keys of a telephone that are told with a code.
_KEYED = frozenset({"PIN", "NUMBER"})
_KEY_LEAD = re.compile(r"(?<![a-z])(?:star|hash|pound|asterisk)[\s,]+$")
_KEY_TAIL = re.compile(r"[\s,]+(?:star|hash|pound|asterisk)(?![a-z])")
_LETTER_LEAD = re.compile(r"(?<=is )[a-z]\s$")
_DATE_TAIL = re.compile(r"\s+of(?![a-z])")
_LOST_IN_PARTICLES = ("に", "ご", "し", "く", "よ")
_EXPIRY_DIGITS = range(3, 7)
_ENDING = re.compile(r"(?<![a-z])(?:ends|ending|ended)(?: in| with)?\s+$")
_SHORT_CODE = 3
_WHOLE = 4
_SHAPED = 0.5
_LEAST_ALIKE = 60


def accepts(slot: Slot, kind: Kind, run: Run, heard: Heard, *, correcting: bool) -> bool:
    """Whether a run may answer `slot`; what counts things only where everything goes."""
    size = len(run.symbols)
    if Unit.LENGTH in run.units or size == 0 or (run.groups[:1] == ("255",) and explained(run)):
        return False
    if size == 1 and run.weak and not (kind.units & run.units or only_number(heard)):
        return False
    if (
        heard.by_operator
        and slot.opened_in != heard.index
        and not _says_back(slot, kind, run, heard)
    ):
        return False
    counted = bool(closing_units(run) - kind.units)
    dated = Unit.DATE in run.units and Unit.DATE not in kind.units
    if kind.code == "CARD_EXP" and "日" in heard.plain[run.start : run.end]:
        return only_number(heard)
    if slot.implied:
        return size in _EXPIRY_DIGITS and not counted and (not dated or len(run.groups) <= 2)
    if kind.fails_closed and not slot.answered:
        return _accepts_closed(slot, run, heard, counted=counted, dated=dated)
    if counted or dated:
        return False
    return _accepts_open(slot, kind, run, heard, correcting=correcting)


def _accepts_open(slot: Slot, kind: Kind, run: Run, heard: Heard, *, correcting: bool) -> bool:
    """Whether a run without a reason of its own goes in a slot that is no secret."""
    size = len(run.symbols)
    if size == 1:
        return bool(kind.units & run.units) or mostly_number(heard)
    told = heard.by_operator and not slot.symbols and _ASKED_BACK.search(heard.plain) is None
    if kind.code == "NUMBER" and (_is_code(run) or told):
        return False
    if kind.code == "NUMBER" or (slot.answered and not correcting):
        open_ended = kind.code == "NUMBER" and slot.opened_by is not heard.side
        fits = open_ended or len(slot.symbols) + size <= kind.longest
        here = slot.opened_in == heard.index or (
            heard.by_operator and resembles(slot.symbols, run.symbols)
        )
        whole = size >= _WHOLE and (fits or here or mostly_number(heard))
        dated = kind.form is Form.DATE and Unit.DATE in run.units
        alone = dated or mostly_number(heard)
        whole = whole or (dated and len(run.groups) >= 2)
        return whole or (fits and alone) or echoes(slot.symbols, run.symbols)
    if run.letters and kind.form is not Form.CODE and len(run.digits) < 3:
        return False
    return not run.weak or size > 2 or mostly_number(heard)


def _says_back(slot: Slot, kind: Kind, run: Run, heard: Heard) -> bool:
    """Whether an operator's number can be what the caller gave; his own numbers are the firm's."""
    said = run.symbols
    if _ENDING.search(heard.plain[: run.start]) is not None:
        return True
    if kind.looks(run) >= _SHAPED or (only_number(heard) and not slot.answered):
        return True
    if not slot.symbols:
        return len(said) in kind.lengths and len(said) > _SHORT_CODE
    return resembles(slot.symbols, said) or (said in slot.symbols and mostly_number(heard))


def resembles(known: str, said: str) -> bool:
    """Whether what was said could be a misheard part of what is known."""
    if len(said) < _SHORT_CODE:
        return said == known
    return fuzz.partial_ratio(said, known) >= _LEAST_ALIKE


def fit(slot: Slot, kind: Kind, run: Run) -> float:
    """How well a run answers a slot when several are open."""
    size = len(run.symbols)
    score = 2.0 if size in kind.lengths else 0.0
    if kind.longest:
        room = kind.longest - len(slot.symbols)
        score += 1.0 if 0 < size <= room + 1 else -1.0
    if slot.answered:
        score -= 1.5
    score += 3.0 if Unit.DATE in run.units and kind.form is Form.DATE else 0.0
    return score + 3.0 * kind.looks(run) + (3.0 if kind.valid(run.symbols) else 0.0)


def _accepts_closed(slot: Slot, run: Run, heard: Heard, *, counted: bool, dated: bool) -> bool:
    """Whether a run goes in a slot that fails closed: in a caller's answer all of them do."""
    answering = slot.requested and heard.side is not slot.opened_by and not heard.by_operator
    if not answering and closing_units(run) - _MISHEARD_UNITS:
        return False
    if counted or dated or len(run.symbols) == 1:
        return mostly_number(heard) and not (heard.by_operator and not slot.symbols)
    lettered = bool(run.letters) and not run.digits
    return lettered or not run.weak or len(run.symbols) > 2 or mostly_number(heard)


def can_be(kind: Kind, run: Run) -> bool:
    """Whether a run has the length or shape of a kind that was asked for in the same breath."""
    lettered = bool(run.letters) and kind.form is not Form.CODE
    return kind.looks(run) >= 0.4 or (len(run.symbols) in kind.lengths and not lettered)


def by_shape(run: Run, heard: Heard) -> Finding | None:
    """What a number nobody announced is by its shape; seven digits without a reason go anyway."""
    if explained(run) or _is_range(run) or _is_decimal(run, heard.plain):
        return None
    sure = [(kind.looks(run), kind) for kind in kinds().values()]
    score, kind = max(sure, key=lambda pair: pair[0])
    size = len(run.digits)
    if score >= 0.5 and (size >= _WHOLE or kind.code == "POSTAL"):
        reason = Reason.VALIDATOR if kind.valid(run.symbols) else Reason.PATTERN
        return Finding(heard.index, run.start, run.end, kind.code, score, reason, run.symbols)
    if _is_code(run):
        return None
    if size >= LONG_RUN and not run.weak and not (Unit.DATE in run.units and size <= 8):
        return Finding(heard.index, run.start, run.end, "NUMBER", 0.5, Reason.RUN, run.symbols)
    return None


def _is_decimal(run: Run, plain: str) -> bool:
    """Whether it is a version or measure: two numbers with nothing but a point between."""
    if len(run.groups) != 2 or run.letters:
        return False
    first, second = (token for token in run.tokens if token.part is Part.DIGITS)
    return plain[first.end : second.start] == "."


def _is_code(run: Run) -> bool:
    """Letters before a number of some length: orders, tickets and parts are named so."""
    lead = run.tokens[0].part is Part.LETTER
    return lead and len(run.letters) <= _LETTERS_OF_A_CODE and len(run.digits) <= _DIGITS_OF_A_CODE


def _is_range(run: Run) -> bool:
    """Whether it is "nine thirty to five thirty": small numbers with a "to" between them."""
    joined = any(token.weak and token.part is Part.DIGITS for token in run.tokens[1:-1])
    return joined and max(map(len, run.groups)) <= 2 and len(run.digits) <= 9


def days_named(heard: Heard) -> list[tuple[int, int]]:
    """Months and holidays outside numbers, as a date has them that comes bit by bit."""
    return [
        match.span()
        for match in _DATE_WORD.finditer(heard.plain)
        if not any(run.start <= match.start() < run.end for run in heard.runs)
        and _MAY_BE.match(heard.plain, match.start()) is None
    ]


def date_words(heard: Heard) -> tuple[int, int] | None:
    """An era or a month that is nearly all of an utterance, as when a date comes bit by bit."""
    runs = [run for run in heard.runs if run.digits]
    match = next(
        (
            word
            for word in _DATE_WORD.finditer(heard.plain)
            if not any(run.start <= word.start() < run.end for run in runs)
        ),
        None,
    )
    if match is None:
        return None
    if runs:
        return match.span() if mostly_number(heard) else None
    said = sum(character.isalnum() for character in heard.plain)
    return match.span() if said - (match.end() - match.start()) <= _SHORT_TALK else None


def with_lead(run: Run, kind: Kind, heard: Heard) -> int:
    """The start of the run, with a month written before its number or the letters of a code."""
    if kind.form is Form.DATE:
        lead = _DATE_LEAD.search(heard.plain[: run.start])
    elif kind.form is Form.CODE or not heard.text.isupper():
        lead = _CODE_LEAD.search(heard.text[: run.start])
    else:
        lead = None
    if lead is None and kind.code in _KEYED:
        lead = _KEY_LEAD.search(heard.plain[: run.start])
    if lead is None and kind.form is Form.CODE:
        lead = _LETTER_LEAD.search(heard.plain[: run.start])
    if lead is None or any(cue.start < run.start and lead.start() < cue.end for cue in heard.cues):
        return run.start
    return lead.start()


def with_rest(run: Run, slot: Slot, kind: Kind, heard: Heard) -> int:
    """The end of the run, with the letters of a code behind it, or with a last ニ, ゴ, シ, ク or ヨ that was written as a particle."""
    end, plain, text = run.end, heard.plain, heard.text
    missing = kind.longest - len(slot.symbols) == 1
    if kind.form is Form.CODE and (tail := _CODE_TAIL.match(text, end)) is not None:
        return tail.end()
    if kind.code in _KEYED and (tail := _KEY_TAIL.match(plain, end)) is not None:
        return tail.end()
    if plain[end:] in ("は", *_LOST_IN_PARTICLES):
        return len(plain)
    if plain[end : end + 1] == "の" and plain[end + 1 : end + 2] in ("", "、"):
        return end + 1
    if kind.form is Form.DATE and plain.startswith("生まれ", end):
        return end + 3
    if kind.form is Form.DATE and (tail := _DATE_TAIL.match(plain, end)) is not None:
        return tail.end()
    if missing and plain[end : end + 1] in _LOST_IN_PARTICLES:
        rest = plain[end + 1 : end + 3]
        if not rest or rest[0] in "、。 " or rest == "です":
            return end + 1
    return end


def echoes(known: str, said: str) -> bool:
    """Whether what was said repeats a part of what is known."""
    return len(said) >= 2 and said in known


def neighbours(finding: Finding, run: Run, plain: str) -> bool:
    between = (
        plain[finding.end : run.start]
        if finding.end <= run.start
        else plain[run.end : finding.start]
    )
    return len(between) <= 2 and not any(c.isalnum() and c != "の" for c in between)
