"""How likely each word of a call is personal data, learned from marked dialogues."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from privacy.suspicion.signs import Scene
from speech.transcript import Language

_FOLDER = Path(__file__).parent / "weights"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A logistic model: what each sign adds to the log odds; a sign it never met adds nothing."""

    weights: Mapping[str, float] = field(repr=False)

    def of(self, scene: Scene, index: int) -> list[float]:
        """The log odds of each piece of an utterance of being personal data."""
        shared: dict[str, float] = {}
        odds = []
        for piece, signs in zip(scene.rows[index], scene.signs(index), strict=True):
            if not signs:
                odds.append(-math.inf)
                continue
            if piece.sort not in shared:
                shared[piece.sort] = self._sum(scene.context(index, piece.sort))
            odds.append(shared[piece.sort] + self._sum(signs))
        return odds

    def _sum(self, signs: Iterable[str]) -> float:
        weight = self.weights.get
        return sum([weight(sign, 0.0) for sign in signs])


def weights_file(language: Language) -> Path:
    """Where a language's weights lie: a sign, a tab and its weight a line."""
    return _FOLDER / f"{language.value}.tsv"


@cache
def suspicion(language: Language) -> Suspicion | None:
    """The model of a language; None where nothing was learned for it."""
    file = weights_file(language)
    if not file.is_file():
        return None
    lines = file.read_text(encoding="utf-8").splitlines()
    pairs = (line.rsplit("\t", 1) for line in lines)
    return Suspicion({sign: float(weight) for sign, weight in pairs})
