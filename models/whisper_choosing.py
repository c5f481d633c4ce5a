"""Whisper asked how much an utterance speaks for each of given spellings, or for its likeliest texts.

It writes short telephone speech wrongly a third of the time; asked how much likelier each phrase of
a menu is than in silence, it is right far more often. CTranslate2 gives the logits of every step and
takes forced tokens: checked with 4.8, and leant on in this file alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.recognizers.whisper import WhisperRecognizer
from models.whisper_sounds import SoundsHeard, sound_reader
from speech.audio import Samples
from speech.recognizing import RECOGNIZER_RATE_HZ
from speech.transcript import Language

SHORTEST_WINDOW_S = 5.0
"""In 3 s Whisper says short words over and over: a third more of them are wrong in noise."""

LONGEST_WINDOW_S = 15.0
MOST_FOLLOWED = 6
"""Spellings followed to their end; the decoder takes in the sound anew for each."""

_TAIL_S = 1.0
_KEPT_TAIL_S = 1.0
_POSITIONS_PER_S = 50
_FAR_BEHIND = 25.0
_PLENTY = 8.0
_SPECTRA_A_POSITION = 2
_UNLIKELIEST = 1e-30
_ONE_TOKEN = 4
_FULL_STOPS = {"ja": "。"}
_END_COUNTS = 0.75
_WRITTEN_WITHOUT_BLANKS = frozenset({"ja"})
_BEAM = 5
_FEWEST_TOKENS = 8
_TOKENS_A_POSITION = 0.12
_TIME_STAMPS = 1501
_LONGEST_PROMPT = 180


@dataclass(frozen=True, slots=True)
class Guess:
    """A text that may have been said, with the logarithm of its probability a token."""

    text: str
    log_probability: float


@dataclass(frozen=True, slots=True)
class Likelihood:
    """The logarithm of how likely a text is, and a full stop after it: that nothing else follows.

    As a difference of two it says how much speaks for a text.
    """

    said: float
    ended: float

    @property
    def whole(self) -> float:
        """What texts are put in order by; full stops come and go, so that theirs counts less."""
        return self.said + _END_COUNTS * self.ended

    def beyond(self, other: "Likelihood") -> "Likelihood":
        return Likelihood(self.said - other.said, self.ended - other.ended)


@dataclass(slots=True)
class WhisperChooser:
    """Listens to one utterance at a time; what is heard is asked as often as need be."""

    recognizer: WhisperRecognizer
    _silences: dict[Language, "Silence"] = field(default_factory=dict, repr=False)

    def listen(self, samples: Samples, language: Language) -> "Listened":
        """The utterance (16 kHz, a little quiet around it), encoded; only its beginning if long."""
        longest = round((LONGEST_WINDOW_S - _TAIL_S) * RECOGNIZER_RATE_HZ)
        return Listened(self._encode(samples[:longest], language), self.silence(language))

    def silence(self, language: Language) -> "Silence":
        """What spellings are compared with; it may be told of a menu's before anybody speaks."""
        if language not in self._silences:
            quiet = np.zeros(RECOGNIZER_RATE_HZ, np.int16)
            self._silences[language] = Silence(self._encode(quiet, language))
        return self._silences[language]

    def _encode(self, samples: Samples, language: Language) -> "Encoded":
        window_s = max(SHORTEST_WINDOW_S, len(samples) / RECOGNIZER_RATE_HZ + _TAIL_S)
        network = self.recognizer.network
        sound = np.array(network.encoded(samples, window_s))
        # Short windows make Whisper repeat itself, but quiet once encoded is of no more use.
        kept_s = len(samples) / RECOGNIZER_RATE_HZ + _KEPT_TAIL_S
        kept = np.ascontiguousarray(sound[:, : round(kept_s * _POSITIONS_PER_S)])
        return Encoded(network.whisper.model, network.tokenizer(language), kept)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Sound that Whisper has encoded."""

    model: Any
    tokenizer: Any
    sound: NDArray[np.float32]

    def tokens(self, spelling: str) -> list[int]:
        """As Whisper writes it at the beginning of a text: after a blank, where there are any."""
        blank = "" if self.tokenizer.language_code in _WRITTEN_WITHOUT_BLANKS else " "
        tokens: list[int] = self.tokenizer.encode(f"{blank}{spelling.strip()}")
        return tokens

    def first(self, prompt: str = "") -> NDArray[np.float32]:
        """The logarithm of each token's probability to be the first, after what was said before."""
        from ctranslate2 import StorageView

        start = [*self.tokenizer.sot_sequence, self.tokenizer.no_timestamps]
        if prompt:
            start = [self.tokenizer.sot_prev, *self.tokenizer.encode(f" {prompt}"), *start]
        result = self.model.generate(
            StorageView.from_array(self.sound),
            [start],
            beam_size=1,
            # It counts more than what is generated: 4 makes one token.
            max_length=max(_ONE_TOKEN, len(start) + 1),
            suppress_blank=False,
            suppress_tokens=[],
            return_logits_vocab=True,
        )[0]
        step = np.array(result.logits[0][0]).ravel()
        likely: NDArray[np.float32] = step - np.float32(_log_total(step))
        return likely

    def likelihoods(self, texts: Sequence[Sequence[int]]) -> list[Likelihood]:
        """How likely each text is.

        They are aligned with the sound, which looks at all their tokens at once; generating them
        takes twice as long. No probability is left for the end of the text there, so that what tells
        of it is the sign which Whisper most often puts.
        """
        if not texts:
            return []
        from ctranslate2 import StorageView

        end = self.tokenizer.encode(_FULL_STOPS.get(self.tokenizer.language_code, "."))
        aligned = self.model.align(
            StorageView.from_array(np.repeat(self.sound, len(texts), axis=0)),
            self.tokenizer.sot_sequence,
            [[*text, *end] for text in texts],
            [self.sound.shape[1] * _SPECTRA_A_POSITION] * len(texts),
            median_filter_width=1,
        )
        found = []
        for text, one in zip(texts, aligned, strict=True):
            likely = np.log(np.maximum(one.text_token_probs, _UNLIKELIEST))
            found.append(
                Likelihood(float(likely[: len(text)].sum()), float(likely[len(text) :].sum()))
            )
        return found


@dataclass(slots=True)
class Silence:
    """How likely spellings are where nothing is said: some please Whisper more than others."""

    encoded: Encoded
    _first: NDArray[np.float32] | None = None
    _known: dict[str, Likelihood] = field(default_factory=dict)

    def first(self) -> NDArray[np.float32]:
        if self._first is None:
            self._first = self.encoded.first()
        return self._first

    def likelihoods(self, spellings: Sequence[str]) -> list[Likelihood]:
        """That of each spelling; a menu's are asked for once."""
        new = [spelling for spelling in dict.fromkeys(spellings) if spelling not in self._known]
        for begin in range(0, len(new), MOST_FOLLOWED):
            together = new[begin : begin + MOST_FOLLOWED]
            tokens = [self.encoded.tokens(spelling) for spelling in together]
            found = self.encoded.likelihoods(tokens)
            self._known.update(zip(together, found, strict=True))
        return [self._known[spelling] for spelling in spellings]


@dataclass(frozen=True, slots=True)
class Listened:
    """An utterance, and silence to compare it with."""

    encoded: Encoded
    silence: Silence

    @property
    def sound(self) -> NDArray[np.float32]:
        """What the encoder made of the sound, fifty positions a second."""
        sound: NDArray[np.float32] = self.encoded.sound[0]
        return sound

    def first(self, prompt: str = "") -> NDArray[np.float32]:
        """The logarithm of each token's probability to be the first, after what was said before."""
        return self.encoded.first(prompt)

    def first_token(self, text: str) -> int:
        """The token that a text begins with, blanks and all."""
        return int(self.encoded.tokenizer.encode(text)[0])

    def tokens(self, spelling: str) -> int:
        """How many tokens Whisper has for it."""
        return len(self.encoded.tokens(spelling))

    def sounds(self) -> SoundsHeard | None:
        """Which sounds of the language were heard when, where they can be read off the encoder."""
        language = Language(self.encoded.tokenizer.language_code)
        reader = sound_reader(language, self.sound.shape[1])
        return None if reader is None else reader.read(self.sound)

    def evidence(
        self, spellings: Sequence[str], *, likely: Sequence[int] = ()
    ) -> list[Likelihood | None]:
        """How much likelier each spelling is than in silence; None for those that are not followed.

        Followed are `likely` (indices) and those whose first token speaks for them; where there is
        plenty of evidence for none of them, as many again.
        """
        texts = [self.encoded.tokens(spelling) for spelling in spellings]
        begins = [tokens[0] for tokens in texts]
        likelier = (self.encoded.first() - self.silence.first())[begins]
        order = [int(n) for n in np.argsort(-likelier, kind="stable")]
        near = [n for n in order if likelier[n] > likelier[order[0]] - _FAR_BEHIND]
        order = list(dict.fromkeys([*likely, *near]))
        found: list[Likelihood | None] = [None] * len(spellings)
        for begin in range(0, min(len(order), 2 * MOST_FOLLOWED), MOST_FOLLOWED):
            followed = order[begin : begin + MOST_FOLLOWED]
            said = self.encoded.likelihoods([texts[number] for number in followed])
            unsaid = self.silence.likelihoods([spellings[number] for number in followed])
            for number, here, there in zip(followed, said, unsaid, strict=True):
                found[number] = here.beyond(there)
            if max(one.whole for one in found if one is not None) >= _PLENTY:
                break
        return found

    def written(self, spelling: str, evidence: Likelihood) -> float:
        """The logarithm of how likely a spelling is of which this evidence was found."""
        return evidence.said + self.silence.likelihoods([spelling])[0].said

    def guesses(self, *, prompt: str = "", only: str = "", longest: str = "") -> list[Guess]:
        """The likeliest texts, best first, after a prompt that lists what may be said.

        With `only`, nothing is written but these signs; what is written has about as many tokens as
        `longest` at most.
        """
        from ctranslate2 import StorageView

        tokenizer = self.encoded.tokenizer
        start = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        if prompt:
            told = tokenizer.encode(f" {prompt.strip()}")[:_LONGEST_PROMPT]
            start = [tokenizer.sot_prev, *told, *start]
        # Nobody says more in so long; a text that goes round would only take time.
        most = _FEWEST_TOKENS + round(_TOKENS_A_POSITION * self.encoded.sound.shape[1])
        if longest:
            most = min(most, self.tokens(longest) + 2)
        result = self.encoded.model.generate(
            StorageView.from_array(self.encoded.sound),
            [start],
            beam_size=_BEAM,
            num_hypotheses=_BEAM,
            max_length=max(2 * most, len(start) + most),
            return_scores=True,
            suppress_tokens=_all_but(only, tokenizer) if only else [-1],
        )[0]
        return [
            Guess(self._text(tokens), score)
            for tokens, score in zip(result.sequences_ids, result.scores, strict=True)
        ]

    def _text(self, tokens: Sequence[int]) -> str:
        text: str = self.encoded.tokenizer.decode(
            [t for t in tokens if t < self.encoded.tokenizer.eot]
        )
        return text.strip()


def _all_but(signs: str, tokenizer: Any) -> list[int]:  # noqa: ANN401 - faster_whisper has no types
    """All tokens that write something else."""
    allowed = {tokenizer.eot}
    for sign in signs:
        allowed.update(tokenizer.encode(sign), tokenizer.encode(f" {sign}"))
    return sorted(set(range(tokenizer.timestamp_begin + _TIME_STAMPS)) - allowed)


def _log_total(logits: NDArray[np.float32]) -> float:
    """The logarithm of the sum of what the logits are logarithms of."""
    most = float(logits.max())
    return most + float(np.log(np.exp(logits - np.float32(most)).sum()))
