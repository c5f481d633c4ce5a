"""Finds names of persons and places in Japanese text with GiNZA (the extra `nlp-ja`)."""

from dataclasses import dataclass
from typing import Any

from speech.errors import ModelError
from speech.reading import Naming

_LABELS = {
    "Person": "PERSON",
    "City": "PLACE",
    "County": "PLACE",
    "Province": "PLACE",
    "GPE_Other": "PLACE",
    "Location_Other": "PLACE",
    "Postal_Address": "PLACE",
    "Address_Other": "PLACE",
    "Station": "PLACE",
}


@dataclass(frozen=True, slots=True)
class GinzaTagger:
    """Reads GiNZA's fine-grained entities."""

    pipeline: Any

    def names(self, text: str) -> list[Naming]:
        entities = self.pipeline(text).ents
        return [
            Naming(entity.start_char, entity.end_char, _LABELS[entity.label_])
            for entity in entities
            if entity.label_ in _LABELS
        ]


def load() -> GinzaTagger:
    """Load the model (1 to 5 s, 0.6 GB)."""
    import spacy

    unneeded = ["parser", "morphologizer", "compound_splitter", "bunsetu_recognizer"]
    try:
        return GinzaTagger(spacy.load("ja_ginza", exclude=unneeded))
    except OSError as error:
        raise ModelError("model.no_ginza") from error
