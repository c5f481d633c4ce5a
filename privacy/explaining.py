"""Says whether a number is explained by what it counts: prices, times, quantities, company lines."""

from privacy.numbers.tokens import Run, Unit
from speech.transcript import Language

_CLOSING = frozenset(
    {Unit.PRICE, Unit.PERCENT, Unit.TIME, Unit.COUNT, Unit.FLOOR, Unit.ORDER, Unit.LENGTH}
)
_TOLL_FREE = {
    Language.JA: ("0120", "0800", "0570"),
    Language.EN: ("800", "888", "877", "866", "855", "844", "833", "0800", "0808"),
    Language.KO: ("080", "1588", "1544", "1577", "1599", "1600", "1644", "1661", "1670", "1688"),
}
_TOLL_FREE_LENGTHS = {
    Language.JA: (9, 10, 11),
    Language.EN: (10, 11),
    Language.KO: (8, 10, 11),
}


def closing_units(run: Run) -> frozenset[str]:
    """The run's units that explain it away."""
    return run.units & _CLOSING


def explained(run: Run) -> bool:
    """Whether a unit says what the run counts, or it is a network mask: nobody is known by it."""
    return bool(closing_units(run)) or (run.groups[:1] == ("255",) and len(run.groups) == 4)


def toll_free(run: Run, language: Language) -> bool:
    """Whether the number is a free line; those belong to firms."""
    digits = run.digits
    if language is Language.EN and len(digits) == 11:
        digits = digits[1:] if digits[0] == "1" else digits if digits[0] == "0" else ""
    # 080-0… is a mobile number where its first three digits are said apart.
    if language is Language.JA and run.groups[:1] == ("080",):
        return False
    fits = len(digits) in _TOLL_FREE_LENGTHS[language]
    return fits and digits.startswith(_TOLL_FREE[language]) and not run.letters
