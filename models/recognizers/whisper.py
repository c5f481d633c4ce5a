"""Whisper through CTranslate2, in windows of at most 15 s that hold several utterances."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, TypeAlias

import numpy as np

from models.catalog import model_folder
from models.loading import EngineOptions, load_detector
from models.whisper_doubts import is_invented, is_loop
from models.whisper_network import WhisperNetwork
from models.whisper_packing import (
    LONGEST_WINDOW_S,
    TAIL_S,
    Piece,
    TimedWord,
    Window,
    cut_at_quiet,
    pack,
    words_by_piece,
)
from models.whisper_session import WhisperSession
from models.whisper_text import as_utterance
from speech.audio import Samples, Span, merged
from speech.errors import ModelError
from speech.judging import Impression
from speech.reasons import reason
from speech.recognizing import RECOGNIZER_RATE_HZ, Segment, Traits, no_progress
from speech.transcript import Language, Utterance

SHORTEST_WINDOW_S = 10.0
BATCH = 3
BEAM = 5

_LONGEST_PIECE_S = 14.0
_VOICED = 0.5
_LEAST_VOICE_S = 0.06
_UNHEARD_VOICE_S = 0.4


@dataclass(frozen=True, slots=True)
class Attempt:
    """A way to decode. Time-stamp mode is the steadier one, and stops before the end at times."""

    time_stamps: bool = False
    repetition_penalty: float = 1.0


ATTEMPTS = (Attempt(), Attempt(time_stamps=True), Attempt(time_stamps=True, repetition_penalty=1.3))
"""The first for whole windows; the others for utterances, alone, of which it made nonsense."""

OTHER_ATTEMPTS = (ATTEMPTS[1], ATTEMPTS[0])
"""Those of a second opinion, which is worth something only where it is formed in another way."""

Note: TypeAlias = Callable[[Window, Mapping[Language, float]], None]
"""Is told of each window how likely it is in which language."""


@dataclass(frozen=True, slots=True)
class WhisperRecognizer:
    """A Whisper model of any size; sessions share it and hold all state.

    `workers` batches are decoded at once, each on one thread: two threads on one batch spend a tenth
    of their time waiting for each other.
    """

    network: WhisperNetwork
    detector: Any
    workers: int = 1
    beam: int = BEAM
    attempts: tuple[Attempt, ...] = ATTEMPTS
    _guessing: Lock = field(default_factory=Lock, repr=False, compare=False)

    def otherwise(self) -> "WhisperRecognizer":
        """The same weights decoding in another way: without a beam, and with time stamps first."""
        return replace(self, beam=1, attempts=OTHER_ATTEMPTS)

    @property
    def traits(self) -> Traits:
        languages = frozenset(Language) if self.network.is_multilingual else {Language.EN}
        return Traits(frozenset(languages), streaming=False, phrase_list=False, word_times=True)

    def session(self, language: Language, *, phrases: Sequence[str] = ()) -> "WhisperSession":
        if phrases:
            raise ModelError("whisper cannot be held to a list of phrases")
        self._check(language)
        return WhisperSession(self, language)

    def recognize(
        self,
        segments: Sequence[Segment],
        language: Language,
        *,
        progress: Callable[[float], None] = no_progress,
    ) -> list[Utterance]:
        """All segments of a call: packed by channel, windows of like length decoded together."""
        return self._recognize(segments, language, progress, None)

    def recognize_and_judge(
        self,
        segments: Sequence[Segment],
        language: Language,
        *,
        progress: Callable[[float], None] = no_progress,
    ) -> tuple[list[Utterance], list[Impression]]:
        """The same with the language of each window, which its encoded sound tells at once."""
        impressions: list[Impression] = []

        def note(window: Window, probabilities: Mapping[Language, float]) -> None:
            channel = segments[window.pieces[0].utterance].channel
            speech_s = sum(span.duration for piece in window.pieces for span in piece.voiced)
            impressions.append(Impression(channel, speech_s, probabilities))

        heard = self._recognize(segments, language, progress, note)
        return heard, impressions

    def _recognize(
        self,
        segments: Sequence[Segment],
        language: Language,
        progress: Callable[[float], None],
        note: Note | None,
    ) -> list[Utterance]:
        self._check(language)
        order = sorted(range(len(segments)), key=lambda number: segments[number].span)
        windows: list[Window] = []
        for channel in sorted({segment.channel for segment in segments}):
            mine = [number for number in order if segments[number].channel == channel]
            pieces = [piece for number in mine for piece in self._pieces(number, segments[number])]
            windows += pack(pieces, longest_s=LONGEST_WINDOW_S)
        words: list[list[TimedWord]] = [[] for _ in segments]
        done_s = 0.0
        for piece, heard in self._hear(windows, language, note):
            words[piece.utterance] += heard
            done_s += piece.duration_s
            progress(done_s)
        utterances = [as_utterance(segments[number], words[number]) for number in order]
        return [utterance for utterance in utterances if utterance is not None]

    def going_on(self, samples: Samples, language: Language, agreed: str) -> str | None:
        """What follows `agreed` in an utterance that has not ended, guessed without a beam.

        None while another session guesses: final texts must always find a thread of their own.
        """
        if not self._guessing.acquire(blocking=False):
            return None
        try:
            return self._guess(samples, language, agreed)
        finally:
            self._guessing.release()

    def _guess(self, samples: Samples, language: Language, agreed: str) -> str:
        window = Window((Piece(0, 0.0, samples, ()),))
        window_s = _window_s(window.duration_s)
        tokenizer = self.network.tokenizer(language)
        known = tokenizer.encode(agreed) if agreed else []
        prompt = [*tokenizer.sot_sequence, tokenizer.no_timestamps, *known]
        encoded = self.network.encode([window], window_s)
        (tokens,) = self.network.write(encoded, prompt, window_s=window_s)
        # The text that was given to go on from comes back with what follows it.
        following = [token for token in tokens[len(known) :] if token < tokenizer.eot]
        text: str = tokenizer.decode(following)
        return "" if is_loop(agreed + text, window.duration_s, language) else text

    def _check(self, language: Language) -> None:
        if language not in self.traits.languages:
            raise ModelError(
                "model.no_language", model="Whisper", language=reason(f"language.{language}")
            )

    def _pieces(self, number: int, segment: Segment) -> Iterator[Piece]:
        """The segment in parts that fit a window, without those that hold no voice."""
        frame_s = self.detector.frame_samples(RECOGNIZER_RATE_HZ) / RECOGNIZER_RATE_HZ
        for part in cut_at_quiet(segment.samples, longest_s=_LONGEST_PIECE_S):
            samples = segment.samples[part]
            probabilities = self.detector.probabilities(samples, RECOGNIZER_RATE_HZ)
            frames = np.flatnonzero(probabilities >= _VOICED)
            voiced = merged(Span(i * frame_s, (i + 1) * frame_s) for i in frames.tolist())
            if sum(span.duration for span in voiced) >= _LEAST_VOICE_S:
                start_s = segment.span.start + part.start / RECOGNIZER_RATE_HZ
                yield Piece(number, start_s, samples, tuple(voiced))

    def _hear(
        self, windows: Sequence[Window], language: Language, note: Note | None
    ) -> Iterator[tuple[Piece, list[TimedWord]]]:
        """Each piece with its words in call time; what comes out as nonsense is tried alone."""
        for attempt in self.attempts:
            doubtful: list[Piece] = []
            for window, words in self._decode_all(windows, language, attempt, note):
                for piece, heard in zip(window.pieces, words_by_piece(words, window), strict=True):
                    if _is_nonsense(heard, piece, language):
                        doubtful.append(piece)
                    else:
                        yield piece, _believed(heard, piece)
            windows, note = [Window((piece,)) for piece in doubtful], None
        for window in windows:
            yield window.pieces[0], []

    def _decode_all(
        self, windows: Sequence[Window], language: Language, attempt: Attempt, note: Note | None
    ) -> Iterator[tuple[Window, list[TimedWord]]]:
        alike = sorted(windows, key=lambda window: window.duration_s, reverse=True)
        batches = [alike[first : first + BATCH] for first in range(0, len(alike), BATCH)]
        with ThreadPoolExecutor(self.workers) as pool:
            decoded = pool.map(lambda batch: self._decode(batch, language, attempt, note), batches)
            for batch, words in zip(batches, decoded, strict=True):
                yield from zip(batch, words, strict=True)

    def _decode(
        self, windows: Sequence[Window], language: Language, attempt: Attempt, note: Note | None
    ) -> list[list[TimedWord]]:
        """Words of each window, in seconds of the window."""
        network, tokenizer = self.network, self.network.tokenizer(language)
        window_s = _window_s(max(window.duration_s for window in windows))
        encoded = network.encode(windows, window_s)
        if note is not None and network.is_multilingual:
            for window, probabilities in zip(windows, network.languages(encoded), strict=True):
                note(window, probabilities)
        prompt = [*tokenizer.sot_sequence]
        if not attempt.time_stamps:
            prompt.append(tokenizer.no_timestamps)
        written = network.write(
            encoded,
            prompt,
            window_s=window_s,
            beam=self.beam,
            repetition_penalty=attempt.repetition_penalty,
        )
        spoken = [[token for token in tokens if token < tokenizer.eot] for tokens in written]
        return network.timed(encoded, tokenizer, spoken, windows)


def load(options: EngineOptions) -> WhisperRecognizer:
    """Load a model of the catalog or a folder (base: 2 to 4 s, 0.4 GB); it reaches no network."""
    from faster_whisper import WhisperModel

    folder = model_folder(options.model or "whisper-base", options.models_folder, engine="whisper")
    try:
        whisper = WhisperModel(
            str(folder),
            device=options.device,
            compute_type="int8" if options.device == "cpu" else "int8_float16",
            cpu_threads=1,
            num_workers=options.threads,
            local_files_only=True,
        )
    except (RuntimeError, ValueError, OSError) as error:
        raise ModelError(
            "model.not_loaded", model="Whisper", folder=folder, problem=str(error)
        ) from error
    return WhisperRecognizer(WhisperNetwork(whisper), load_detector("silero")(), options.threads)


def _window_s(duration_s: float) -> float:
    """How long a window has to be for so much sound."""
    return max(SHORTEST_WINDOW_S, min(LONGEST_WINDOW_S, duration_s + TAIL_S))


def _is_nonsense(words: Sequence[TimedWord], piece: Piece, language: Language) -> bool:
    """Whether the words cannot be all that was said: a loop, or nothing for a stretch of voice."""
    voiced_s = sum(span.duration for span in piece.voiced)
    if not words:
        return voiced_s >= _UNHEARD_VOICE_S
    text = "".join(word.text for word in words)
    return is_loop(text, voiced_s, language)


def _believed(words: list[TimedWord], piece: Piece) -> list[TimedWord]:
    """The words in call time, or none when they are made up."""
    if is_invented(words):
        return []
    return [
        TimedWord(word.text, word.start + piece.start_s, word.end + piece.start_s, word.probability)
        for word in words
    ]
