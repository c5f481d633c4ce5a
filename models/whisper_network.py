"""What Whisper's network does with sound, through CTranslate2: encode, write, align, tell languages.

faster-whisper always encodes 30 s, however short the utterance. CTranslate2 also encodes shorter
spectra, writes and aligns from them: undocumented, and checked with 4.8.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.whisper_packing import Piece, TimedWord, Window
from models.whisper_text import timed_words
from speech.audio import Samples
from speech.transcript import Language

_HOP_SAMPLES = 160
_HOPS_PER_S = 100
_TOKENS_PER_S = 16
_MOST_TOKENS = 448


@dataclass(frozen=True, slots=True)
class WhisperNetwork:
    """A loaded model of faster-whisper; `encoded` is the encoder's output as CTranslate2 takes it."""

    whisper: Any

    @property
    def is_multilingual(self) -> bool:
        return bool(self.whisper.model.is_multilingual)

    def tokenizer(self, language: Language) -> Any:  # noqa: ANN401 - faster_whisper has no types
        """What turns text of a language into tokens and back."""
        from faster_whisper.tokenizer import Tokenizer

        known = self.whisper.hf_tokenizer
        return Tokenizer(known, self.is_multilingual, "transcribe", language.value)

    def encoded(self, samples: Samples, window_s: float) -> Any:  # noqa: ANN401
        """One utterance with quiet behind it, as long as `window_s`."""
        return self.encode([Window((Piece(0, 0.0, samples, ()),))], window_s)

    def encode(self, windows: Sequence[Window], window_s: float) -> Any:  # noqa: ANN401
        """All windows made equally long; on a CPU one by one, which is a third cheaper."""
        spectra = self.spectra(windows, window_s)
        if self.whisper.model.device != "cpu":
            return self.whisper.encode(spectra)
        from ctranslate2 import StorageView

        encoded = [np.array(self.whisper.encode(spectrum[None])) for spectrum in spectra]
        return StorageView.from_array(np.concatenate(encoded))

    def spectra(self, windows: Sequence[Window], window_s: float) -> NDArray[np.float32]:
        """Log-mel spectra of shape (windows, mel bands, hops) with an even number of hops."""
        samples = round(window_s * _HOPS_PER_S / 2) * 2 * _HOP_SAMPLES
        spectrum = self.whisper.feature_extractor
        return np.stack([spectrum(window.sound(samples), padding=0) for window in windows])

    def write(
        self,
        encoded: Any,  # noqa: ANN401
        prompt: Sequence[int],
        *,
        window_s: float,
        beam: int = 1,
        repetition_penalty: float = 1.0,
    ) -> list[list[int]]:
        """The tokens that follow `prompt` in each window of `window_s`, with the prompt's text in front."""
        results = self.whisper.model.generate(
            encoded,
            [list(prompt)] * encoded.shape[0],
            beam_size=beam,
            repetition_penalty=repetition_penalty,
            max_length=min(_MOST_TOKENS, round(_TOKENS_PER_S * window_s)),
        )
        return [result.sequences_ids[0] for result in results]

    def timed(
        self,
        encoded: Any,  # noqa: ANN401
        tokenizer: Any,  # noqa: ANN401
        tokens: Sequence[list[int]],
        windows: Sequence[Window],
    ) -> list[list[TimedWord]]:
        """The words of the text tokens of each window, in seconds of the window."""
        hops = [round(window.duration_s * _HOPS_PER_S) for window in windows]
        model = self.whisper.model
        alignments = model.align(encoded, tokenizer.sot_sequence, list(tokens), hops)
        return [
            timed_words(tokenizer, spoken, alignment)
            for spoken, alignment in zip(tokens, alignments, strict=True)
        ]

    def languages(self, encoded: Any) -> Iterator[Mapping[Language, float]]:  # noqa: ANN401
        """How likely each window is in each of our languages, of all that Whisper knows."""
        for found in self.whisper.model.detect_language(encoded):
            likely = {token.strip("<|>"): probability for token, probability in found}
            yield {language: likely.get(language.value, 0.0) for language in Language}
