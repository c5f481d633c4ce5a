"""Makes a folder of callers' answers over the telephone, with what each of them means.

`python -m audio_fixtures.callers.material FOLDER tuning|held ja|en [EVERY]` writes sound files, the
grammars of the menus, and `answers.jsonl`: what `kikitori.bench.ivr_accuracy` measures with. With
EVERY only each so-manieth answer is written.
"""

import json
import random
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from audio_fixtures.callers.lines import FAULTS, NOISES, on_the_line
from audio_fixtures.callers.spoken_numbers import WAYS, spoken
from audio_fixtures.callers.voices import VOICES, Voice, speak
from audio_fixtures.speaking import RATE_HZ, Wave

_DIGIT = "builtin:digits?length=1"
_PRODUCT = "builtin:digits?check=luhn;length="
_CONDITIONS = {
    "ja": tuple(f"{kind} 10" for kind in NOISES),
    "en": (*(f"{kind} 20" for kind in NOISES), *FAULTS, *(f"{kind} 10" for kind in NOISES)),
}
_OTHERS = {"ja": FAULTS, "en": ("clean",)}
_VOICES_A_PHRASE = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A sound file: what it answers to, in which language, and what it means there, if anything."""

    file: str
    language: str
    grammar: str
    said: str
    means: str | None
    voice: str
    condition: str


@dataclass(frozen=True, slots=True)
class _Line:
    """Something to be said, and by whom; `grammar` is a file or a built-in one."""

    grammar: str
    said: str
    means: str | None
    voices: Sequence[Voice]
    phonemes: str = ""


def main(folder: Path, part: str, language: str, every: int) -> None:
    """Write the answers of one part in one language."""
    folder.mkdir(parents=True, exist_ok=True)
    phrases = tomllib.loads(Path(__file__).with_name("phrases.toml").read_text("utf-8"))
    mine = phrases[part][language]
    for name, choices in mine.get("menus", {}).items():
        (folder / f"{name}.gram").write_text(_grammar(choices, language), encoding="utf-8")
    voices = VOICES[part, language]
    if language == "ja":
        lines = list(_japanese(mine, voices))
    else:
        lines = list(_english(mine, phrases["english"]["digits"], voices))
    cache = Path(tempfile.gettempdir()) / "kikitori-callers"
    with (folder / "answers.jsonl").open("w", encoding="utf-8") as manifest:
        for number, (answer, samples) in enumerate(_made(lines, language, cache)):
            if number % every:
                continue
            soundfile.write(folder / answer.file, samples, RATE_HZ)
            manifest.write(json.dumps(asdict(answer), ensure_ascii=False) + "\n")


def _grammar(choices: Sequence[str], language: str) -> str:
    rule = " | ".join(f"{phrase} {{{phrase}}}" for phrase in choices)
    head = (
        f"#ABNF 1.0 UTF-8;\nlanguage {language};\nmode voice;\ntag-format <semantics/1.0-literals>;"
    )
    return f"{head}\nroot $choice;\n$choice = {rule};\n"


def _japanese(mine: dict[str, Any], voices: Sequence[Voice]) -> Iterator[_Line]:
    """Each phrase is an answer to its own menu and none to the other."""
    menus: dict[str, list[str]] = mine["menus"]
    number = 0
    for menu, choices in menus.items():
        for phrase in choices:
            yield _Line(f"{menu}.gram", phrase, phrase, _some(voices, number))
            number += 1
    for phrase in mine["none"]:
        for menu in menus:
            yield _Line(f"{menu}.gram", phrase, None, _some(voices, number))
        number += 1
    talking = [voice for voice in voices if voice.engine == "openjtalk"]
    for said, digits in mine["numbers"].items():
        yield _Line(f"builtin:digits?length={len(digits)}", said, digits, talking)
    chance = random.Random(5)  # noqa: S311 - the same each time
    for number, (digits, way) in enumerate(zip(mine["products"], WAYS, strict=True)):
        said = spoken(digits, way, chance)
        yield _Line(f"{_PRODUCT}{len(digits)}", said, digits, _some(voices, number))


def _english(
    mine: dict[str, Any], digits: dict[str, str], voices: Sequence[Voice]
) -> Iterator[_Line]:
    names = list(digits)
    for word, phonemes in digits.items():
        value = str(max(0, names.index(word) - 1))
        yield _Line(_DIGIT, word, value, voices, phonemes)
    for number, (phrase, phonemes) in enumerate(mine["none"].items()):
        yield _Line(_DIGIT, phrase, None, _some(voices, number, 4), phonemes)
    talking = [voice for voice in voices if voice.engine == "flite"]
    for said, value in mine["numbers"].items():
        yield _Line(f"builtin:digits?length={len(value)}", said, value, talking)


def _some(voices: Sequence[Voice], first: int, most: int = _VOICES_A_PHRASE) -> list[Voice]:
    return [voices[(first + 2 * place) % len(voices)] for place in range(most)]


def _made(
    lines: Sequence[_Line], language: str, cache: Path
) -> Iterator[tuple[Answer, np.ndarray[Any, np.dtype[np.int16]]]]:
    """Each line by each voice, twice: as the language's conditions come round, and as the others do."""
    rng = np.random.default_rng(5)
    spoken: list[tuple[_Line, Voice, Wave]] = []
    for line in lines:
        for voice in line.voices:
            wave = speak(voice, line.said, line.phonemes, cache)
            if wave is not None:
                spoken.append((line, voice, wave))
    others = [wave for _, _, wave in spoken]
    for number, (line, voice, wave) in enumerate(spoken):
        for turn, conditions in enumerate((_CONDITIONS[language], _OTHERS[language])):
            # A step that has no part in common with the number of voices: each meets them all.
            condition = conditions[(number + number // len(line.voices)) % len(conditions)]
            name = f"{language}-{number:03d}-{turn}.flac"
            samples = on_the_line(wave, condition, rng, others)
            means = line.means
            yield (
                Answer(name, language, line.grammar, line.said, means, voice.name, condition),
                samples,
            )


if __name__ == "__main__":
    folder, part, language, *every = sys.argv[1:]
    main(Path(folder), part, language, int(every[0]) if every else 1)
