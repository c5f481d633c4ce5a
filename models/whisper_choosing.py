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
from speech.audio import Samples
from speech.recognizing import RECOGNIZER_RATE_HZ
from speech.transcript import Language

SHORTEST_WINDOW_S = 6.0
"""In 3 s Whisper says short words over and over: a third more of them are wrong in noise."""

LONGEST_WINDOW_S = 15.0
MOST_FOLLOWED = 12
"""Spellings followed to their end; the decoder takes in the sound anew for each."""

_TAIL_S = 1.0
_KEPT_TAIL_S = 1.2
_POSITIONS_PER_S = 50
_FAR_BEHIND = 25.0
_AT_ONCE = 12
_BEAM = 5
_MOST_TOKENS = 40
_LONGEST_PROMPT = 180
_TIME_STAMPS = 1501
_LEAST_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Guess:
    """A text that may have been said, with the logarithm of its probability a token."""

    text: str
    log_probability: float


@dataclass(slots=True)
class WhisperChooser:
    """Listens to one utterance at a time; what is heard is asked as often as need be."""

    recognizer: WhisperRecognizer
    _ends: NDArray[np.intp] | None = field(default=None, repr=False)
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
        tokenizer = self.recognizer.tokenizer(language)
        if self._ends is None:
            self._ends = _ends(tokenizer)
        sound = np.array(self.recognizer.encoded(samples, window_s))
        # Short windows make Whisper repeat itself, but quiet once encoded is of no more use.
        kept_s = len(samples) / RECOGNIZER_RATE_HZ + _KEPT_TAIL_S
        kept = np.ascontiguousarray(sound[:, : round(kept_s * _POSITIONS_PER_S)])
        return Encoded(self.recognizer.whisper.model, tokenizer, kept, self._ends)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Sound that Whisper has encoded."""

    model: Any
    tokenizer: Any
    sound: NDArray[np.float32]
    ends: NDArray[np.intp]

    def tokens(self, spelling: str) -> list[int]:
        tokens: list[int] = self.tokenizer.encode(f" {spelling.strip()}")
        return tokens

    def first(self) -> NDArray[np.float32]:
        """The logarithm of each token's probability to be the first."""
        step = self._steps([[]])[0][0]
        likely: NDArray[np.float32] = step - np.float32(_log_total(step))
        return likely

    def likelihoods(self, texts: Sequence[Sequence[int]]) -> list[float]:
        """The logarithm of each text's probability, its end included.

        Those of like length go together, as all of a batch take the time of the longest.
        """
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        found = [0.0] * len(texts)
        for begin in range(0, len(order), _AT_ONCE):
            together = order[begin : begin + _AT_ONCE]
            followed = self._steps([texts[number] for number in together])
            for number, steps in zip(together, followed, strict=True):
                tokens = texts[number]
                said = [step[token] for step, token in zip(steps, tokens, strict=False)]
                ended = _log_total(steps[len(tokens)][self.ends])
                totals = [_log_total(step) for step in steps]
                found[number] = float(sum(said)) + ended - sum(totals)
        return found

    def _steps(self, forced: Sequence[Sequence[int]]) -> list[list[NDArray[np.float32]]]:
        """The logits of what comes at each place of each text, and after it."""
        from ctranslate2 import StorageView

        start = [*self.tokenizer.sot_sequence, self.tokenizer.no_timestamps]
        sounds = np.repeat(self.sound, len(forced), axis=0)
        longest = max(len(tokens) for tokens in forced)
        results = self.model.generate(
            StorageView.from_array(sounds),
            [[*start, *tokens] for tokens in forced],
            beam_size=1,
            # Half of it is for what is generated, which forced tokens are counted as.
            max_length=max(_LEAST_LENGTH, 2 * (longest + 1)),
            suppress_blank=False,
            suppress_tokens=[],
            return_logits_vocab=True,
        )
        return [
            [np.array(step).ravel() for step in r.logits[0][: len(t) + 1]]
            for r, t in zip(results, forced, strict=True)
        ]


@dataclass(slots=True)
class Silence:
    """How likely spellings are where nothing is said: some please Whisper more than others."""

    encoded: Encoded
    _first: NDArray[np.float32] | None = None
    _known: dict[str, float] = field(default_factory=dict)

    def first(self) -> NDArray[np.float32]:
        if self._first is None:
            self._first = self.encoded.first()
        return self._first

    def likelihoods(self, spellings: Sequence[str]) -> list[float]:
        """That of each spelling; a menu's are asked for once."""
        new = [spelling for spelling in dict.fromkeys(spellings) if spelling not in self._known]
        found = self.encoded.likelihoods([self.encoded.tokens(spelling) for spelling in new])
        self._known.update(zip(new, found, strict=True))
        return [self._known[spelling] for spelling in spellings]


@dataclass(frozen=True, slots=True)
class Listened:
    """An utterance, and silence to compare it with."""

    encoded: Encoded
    silence: Silence

    def tokens(self, spelling: str) -> int:
        """How many tokens Whisper has for it."""
        return len(self.encoded.tokens(spelling))

    def evidence(
        self, spellings: Sequence[str], *, likely: Sequence[int] = (), most: int = MOST_FOLLOWED
    ) -> list[float | None]:
        """How much likelier each spelling is than in silence, as the whole of what was said.

        Natural logarithms; None for those not followed to the end. Followed are `likely` (indices),
        then those whose first token speaks for them, `most` in all.
        """
        texts = [self.encoded.tokens(spelling) for spelling in spellings]
        begins = [tokens[0] for tokens in texts]
        likelier = (self.encoded.first() - self.silence.first())[begins]
        order = [int(n) for n in np.argsort(-likelier, kind="stable")]
        near = [n for n in order if likelier[n] > likelier[order[0]] - _FAR_BEHIND]
        followed = list(dict.fromkeys([*likely, *near]))[:most]
        said = self.encoded.likelihoods([texts[number] for number in followed])
        unsaid = self.silence.likelihoods([spellings[number] for number in followed])
        found: list[float | None] = [None] * len(spellings)
        for number, here, there in zip(followed, said, unsaid, strict=True):
            found[number] = here - there
        return found

    def guesses(self, *, prompt: str = "", only: Sequence[str] = ()) -> list[Guess]:
        """The likeliest texts, best first, after a prompt that lists what may be said.

        With `only`, nothing but the tokens of these pieces of text and signs can be written.
        """
        from ctranslate2 import StorageView

        tokenizer = self.encoded.tokenizer
        start = [*tokenizer.sot_sequence, tokenizer.no_timestamps]
        if prompt:
            told = tokenizer.encode(f" {prompt.strip()}")[:_LONGEST_PROMPT]
            start = [tokenizer.sot_prev, *told, *start]
        result = self.encoded.model.generate(
            StorageView.from_array(self.encoded.sound),
            [start],
            beam_size=_BEAM,
            num_hypotheses=_BEAM,
            max_length=max(2 * _MOST_TOKENS, len(start) + _MOST_TOKENS),
            return_scores=True,
            suppress_tokens=self._all_but(only) if only else [-1],
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

    def _all_but(self, only: Sequence[str]) -> list[int]:
        allowed = set(self.encoded.ends.tolist())
        for piece in only:
            for spelling in (piece, f" {piece}"):
                allowed.update(self.encoded.tokenizer.encode(spelling))
        every = range(self.encoded.tokenizer.timestamp_begin + _TIME_STAMPS)
        return [token for token in every if token not in allowed]


def _ends(tokenizer: Any) -> NDArray[np.intp]:  # noqa: ANN401 - faster_whisper has no types
    """The tokens that say nothing: the end of the text, and signs."""
    texts = ((token, tokenizer.decode([token])) for token in range(tokenizer.eot))
    signs = [token for token, text in texts if not any(c.isalnum() or c == "\ufffd" for c in text)]
    return np.array([*signs, tokenizer.eot], dtype=np.intp)


def _log_total(logits: NDArray[np.float32]) -> float:
    """The logarithm of the sum of what the logits are logarithms of."""
    most = float(logits.max())
    return most + float(np.log(np.exp(logits - np.float32(most)).sum()))
