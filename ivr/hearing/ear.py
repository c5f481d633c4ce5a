"""Hears what a caller answers, against the grammars that are active; free text alone is never taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from ivr.checking.sounds import spelling
from ivr.grammars.grammar import Grammar
from ivr.grammars.interpreting import Evaluate
from ivr.hearing.choices import Choice, Menu, menu_of
from ivr.hearing.going_on import could_go_on
from ivr.hearing.heard import ACCEPTED, Heard, Outcome, Understood, judged
from ivr.hearing.nearness import nearest
from ivr.hearing.numbers import KnownNumbers, hear_number, is_number, none_known
from ivr.hearing.one_digit import SURE, asks_for_digit, hear_digit
from ivr.hearing.phrase_lists import hear_phrases
from ivr.hearing.phrases_by_sound import hear_menu
from ivr.hearing.proposing import propose
from ivr.hearing.spellings import spellings
from ivr.hearing.turn import NewDetector, spoken_part
from ivr.hearing.weighing import Weighed, weigh
from models.phonemes import Phonemes
from models.whisper_choosing import Listened, WhisperChooser
from speech.audio import Samples
from speech.recognizing import Recognizer
from speech.transcript import Language

_NUMBERS = {"en": "My number is 4 0 7 1 9 2 5.", "ja": "番号は4071925です。"}
_MOST_SHOWN = 14
_LIKELY = 3
_SURE = 0.9
_MOST_EXPECTED = 60
_MOST_BY_BEGINNING = 24


@dataclass(frozen=True, slots=True)
class Ear:
    """What listens to callers: Whisper, or a recognizer that takes lists of phrases, as Vosk does.

    `known` tells of numbers there are, which grammars may name a list of.
    """

    new_detector: NewDetector
    chooser: WhisperChooser | None = None
    phonemes: Mapping[Language, Phonemes] = field(default_factory=dict)
    recognizer: Recognizer | None = None
    known: KnownNumbers = none_known

    def hear(
        self,
        samples: Samples,
        grammars: Sequence[Grammar],
        language: Language,
        *,
        accepted: float = ACCEPTED,
        escapes: bool = True,
        evaluate: Evaluate | None = None,
    ) -> Heard:
        """One turn of a caller (16 kHz); from confidence `accepted` on an answer counts as sure.

        The turn need not be over: `Heard.complete` says whether the rest of it can matter. With `escapes` a caller may ask for a person instead; `evaluate` runs scripts of grammars.
        """
        spoken = spoken_part(samples, self.new_detector())
        if spoken is None:
            return Heard(Outcome.NOINPUT)
        menu = menu_of(grammars, language.value, escapes=escapes, evaluate=evaluate)
        sounds = self.phonemes.get(language) or spelling(language.value)
        found = self._weighed(spoken, menu, language, sounds)
        if not found:
            return Heard(Outcome.NOMATCH)
        choice, first = found[0]
        heard = judged([one for choice, one in found if not choice.escape], accepted=accepted)
        if choice.escape and first.confidence >= accepted:
            heard = Heard(Outcome.ESCAPE, (first,))
        sure = heard.outcome in (Outcome.MATCH, Outcome.ESCAPE)
        return replace(heard, complete=sure and not could_go_on(choice, menu, sounds))

    def expect(
        self,
        grammars: Sequence[Grammar],
        language: Language,
        *,
        escapes: bool = True,
        evaluate: Evaluate | None = None,
    ) -> None:
        """Get ready for these grammars, while the question is being asked.

        The first answer to a menu takes up to twice as long without.
        """
        if self.chooser is None:
            return
        menu = menu_of(grammars, language.value, escapes=escapes, evaluate=evaluate)
        spelled = [w for c in menu.choices for w in spellings(c.phrase, language.value)]
        silence = self.chooser.silence(language)
        silence.first()
        silence.likelihoods(spelled[:_MOST_EXPECTED])

    def _weighed(
        self, spoken: Samples, menu: Menu, language: Language, sounds: Phonemes
    ) -> list[tuple[Choice, Understood]]:
        if self.recognizer is not None:
            return hear_phrases(self.recognizer, spoken, menu, language)
        if self.chooser is None:
            return []
        listened = self.chooser.listen(spoken, language)
        if asks_for_digit(menu, language):
            numbers, menu, sure = hear_digit(listened, spoken, menu), menu.escapes(), SURE
        else:
            numbers, menu = _numbers(listened, menu, language.value, self.known)
            sure = _SURE
        if numbers and numbers[0][1].confidence >= sure:
            return numbers
        heard = listened.sounds() if menu.complete else None
        by_sound = hear_menu(heard, menu, sounds) if heard is not None else None
        phrases = by_sound or _choose(listened, menu, language.value, sounds)
        return sorted([*numbers, *phrases], key=lambda one: -one[1].confidence)


def _numbers(
    listened: Listened, menu: Menu, language: str, known: KnownNumbers
) -> tuple[list[tuple[Choice, Understood]], Menu]:
    """Numbers heard by their sounds, and what is left of the menu to be heard in other ways."""
    asked = [grammar for grammar in menu.grammars if is_number(grammar)]
    heard = listened.sounds() if asked else None
    if heard is None:
        return [], menu
    found: list[tuple[Choice, Understood]] = []
    for grammar in asked:
        numbers = hear_number(heard, grammar, language, known)
        if numbers is not None:
            found += numbers
            menu = menu.without(grammar)
    return found, menu


def _choose(
    listened: Listened, menu: Menu, language: str, sounds: Phonemes
) -> list[tuple[Choice, Understood]]:
    """Each meaning that may have been said, with how sure that is.

    Text that Whisper would write only proposes: for open grammars what to ask for, for menus which
    phrases to ask for first. How much the sound speaks for a phrase decides.
    """
    spelled = [
        (choice, way) for choice in menu.choices for way in spellings(choice.phrase, language)
    ]
    guesses: list[str] = []
    if not menu.complete or len({choice.phrase for choice, _ in spelled}) > _MOST_BY_BEGINNING:
        guesses = _guesses(listened, menu, language)
    proposed = [] if menu.complete else propose(listened, menu, language, guesses)
    spelled = [*proposed, *spelled]
    if not spelled:
        return []
    near = nearest([way for _, way in spelled], guesses, sounds)[:_LIKELY]
    likely = list(dict.fromkeys([*range(len(proposed)), *near]))
    tokens = [listened.tokens(way) for _, way in spelled]
    evidence = listened.evidence([way for _, way in spelled], likely=likely)
    found = []
    for number, amount in enumerate(evidence):
        if amount is not None:
            choice, way = spelled[number]
            written = listened.written(way, amount) if number < len(proposed) else None
            found.append(Weighed(choice, amount, tokens[number], written))
    return weigh(found)


def _guesses(listened: Listened, menu: Menu, language: str) -> list[str]:
    """What Whisper would write of its own, having been told of what may be said."""
    told = [choice.phrase for choice in menu.choices if not choice.escape][:_MOST_SHOWN]
    mark = "、" if language == "ja" else ", "
    prompt = mark.join(told) if told else _NUMBERS.get(language, "")
    return [guess.text for guess in listened.guesses(prompt=prompt)]
