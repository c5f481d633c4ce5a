"""Has everything done once that takes its time the first time, before a caller waits for it."""

from collections.abc import Iterable

import numpy as np

from ivr.hearing.choices import escape_phrases
from ivr.hearing.ear import Ear
from ivr.hearing.spellings import spellings
from ivr.menus.service import Service
from speech.recognizing import RECOGNIZER_RATE_HZ
from speech.transcript import Language

_YES_NO = {Language.JA: ("はい", "いいえ"), Language.EN: ("yes", "no")}


def warm(ear: Ear, languages: Iterable[Language], service: Service | None) -> None:
    """Let the ear hear noise in each language, and how likely a service's phrases are in silence."""
    if ear.chooser is None:
        return
    noise = np.random.default_rng(1).normal(0, 500, RECOGNIZER_RATE_HZ).astype(np.int16)
    for language in languages:
        phrases = [*_phrases(service, language), *_YES_NO.get(language, ())]
        spelled = [way for phrase in phrases for way in spellings(phrase, language.value)]
        ear.chooser.silence(language).likelihoods(spelled)
        ear.chooser.listen(noise, language).evidence(spelled[:2])


def _phrases(service: Service | None, language: Language) -> Iterable[str]:
    yield from escape_phrases(language.value)
    if service is None:
        return
    for menu in service.menus:
        for choice in menu.choices:
            yield from choice.phrases.get(language.value, ())
    if service.operator:
        yield from service.operator.phrases.get(language.value, ())
