"""Times of day as English speakers say them."""

from ivr.grammars.calendar import time_result
from ivr.grammars.spoken.english_numbers import Words, cardinal, plain, whole_number


def time(text: str, language: str) -> list[str | None]:
    del language
    half, words = _half_of_day(plain(text))
    words = [w for w in words if w not in ("o'clock", "oclock", ":", "minutes", "minute", "hours")]
    if words in (["noon"], ["midday"]):
        return [time_result(12, 0, "p")]
    if words == ["midnight"]:
        return [time_result(12, 0, "a")]
    found = _relative(words) or _direct(words)
    if found is None:
        return []
    hour, minute, military = found
    return [time_result(hour, minute, half)] if not military else [f"{hour:02}{minute:02}h"]


def _half_of_day(words: Words) -> tuple[str, list[str]]:
    half, kept = "", []
    for word in words:
        if word in ("am", "morning"):
            half = "a"
        elif word in ("pm", "afternoon", "evening", "night", "tonight"):
            half = "p"
        elif word not in ("in", "the", "this", "at", "exactly", "sharp"):
            kept.append(word)
    if kept[-1:] == ["a"] or kept[-1:] == ["p"]:
        half = kept.pop()
    return half, kept


def _relative(words: Words) -> tuple[int, int, bool] | None:
    """Times told from an hour: "half past three", "quarter to four", "ten after two"."""
    place = next(
        (n for n, w in enumerate(words) if w in ("past", "to", "after", "till", "before")), 0
    )
    hour = cardinal(words[place + 1 :])
    if not place or hour is None or not 1 <= hour <= 12:
        return None
    said = [word for word in words[:place] if word != "a"]
    minute = {"half": 30, "quarter": 15}.get(said[0]) if len(said) == 1 else None
    minute = cardinal(said) if minute is None else minute
    if minute is None or not 0 < minute < 60:
        return None
    if words[place] in ("past", "after"):
        return hour, minute, False
    return (hour - 1) or 12, 60 - minute, False


def _direct(words: Words) -> tuple[int, int, bool] | None:
    """Hours with or without minutes: "three thirty", "15 30", "fifteen hundred", "nine oh five", "0930"."""
    if len(words) == 1 and words[0].isdecimal() and len(words[0]) in (3, 4):
        return int(words[0][:-2]), int(words[0][-2:]), False
    if len(words) > 1 and words[-1] == "hundred":
        sharp = whole_number(words[:-1])
        return (int(sharp), 0, True) if sharp is not None and int(sharp) < 24 else None
    for place in range(len(words), 0, -1):
        hour, rest = cardinal(_without_zero(words[:place])), words[place:]
        minute = cardinal(_without_zero(rest)) if rest else 0
        if hour is not None and hour <= 24 and minute is not None and minute < 60:
            return hour, minute, False
    return None


def _without_zero(words: Words) -> Words:
    """Leave "oh five" its five."""
    return words[1:] if len(words) > 1 and words[0] in ("oh", "o", "zero") else words
