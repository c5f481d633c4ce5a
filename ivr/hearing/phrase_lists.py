"""Hears with a recognizer that can be held to a list of phrases, as Vosk can."""

from collections.abc import Iterable

from ivr.hearing.choices import Choice, Menu
from ivr.hearing.heard import Understood
from speech.audio import AudioFrame, Channel, Samples
from speech.errors import ModelError
from speech.recognizing import RECOGNIZER_RATE_HZ, Recognizer, Session
from speech.transcript import Language

_ASKED_BACK = 0.4


def hear_phrases(
    recognizer: Recognizer, spoken: Samples, menu: Menu, language: Language
) -> list[tuple[Choice, Understood]]:
    """What was heard if it is exactly what may be said: word order is nothing such lists hold to.

    A recognizer that takes whatever is said for one of the phrases is never believed at once.
    """
    phrases = [choice.phrase for choice in menu.choices]
    session = _session(recognizer, language, phrases if menu.complete else [])
    session.accept(AudioFrame(spoken, RECOGNIZER_RATE_HZ, 0, Channel.CALLER))
    utterance = session.finish()
    if utterance is None:
        return []
    choice = _said(utterance.text, menu.choices) or menu.read(utterance.text)
    if choice is None:
        return []
    sure = utterance.confidence
    if not getattr(recognizer, "knows_others", True):
        sure = min(sure, _ASKED_BACK)
    reading = Understood(choice.phrase, choice.interpretation, round(sure, 4))
    return [(choice, reading)]


def _session(recognizer: Recognizer, language: Language, phrases: list[str]) -> Session:
    """A session held to the phrases whose words the model knows."""
    known = [phrase for phrase in phrases if _knows(recognizer, language, phrase)]
    if phrases and not known:
        raise ModelError("dialogue.no_phrase")
    return recognizer.session(language, phrases=known)


def _knows(recognizer: Recognizer, language: Language, phrase: str) -> bool:
    try:
        recognizer.session(language, phrases=[phrase])
    except ModelError:
        return False
    return True


def _said(text: str, choices: Iterable[Choice]) -> Choice | None:
    plain = "".join(text.split()).casefold()
    same = (c for c in choices if "".join(c.phrase.split()).casefold() == plain)
    return next(same, None)
