"""Learns from marked dialogues how personal data is talked about; run by hand, as a module.

    python -m kikitori.bench.redaction_learning tests/privacy/learning/*.jsonl

The rules must not have been made with these dialogues, or the model trusts the rules too much: it
learns from what they still get wrong. Learn anew when the rules have changed much.
"""

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kikitori.bench.redaction_dialogues import Dialogue, dialogues_of
from kikitori.config import Config
from kikitori.wiring import build_redactor
from models.loading import load_reader
from privacy.redactor import Redactor
from privacy.suspicion.signs import ALWAYS, Scene
from privacy.suspicion.suspicion import weights_file
from speech.transcript import Language

_REGULARITY = 0.5
_OFTEN = 2
_LEAST = 0.02


def main() -> None:
    """Write the weights of one language from the dialogues of the files named."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("files", nargs="+", type=Path)
    files: list[Path] = arguments.parse_args().files
    rules = build_redactor(Config(), load_reader("sudachi"), learned=False)
    for language in (Language.JA, Language.EN):
        dialogues = [d for file in files for d in dialogues_of(file) if d.language is language]
        if dialogues:
            weights = learned(dialogues, rules)
            store(weights, weights_file(language))
            print(f"{language.value}: {len(dialogues)} dialogues, {len(weights)} weights")


def learned(dialogues: Sequence[Dialogue], rules: Redactor) -> dict[str, float]:
    """What each sign adds to the log odds: logistic regression over the signs of every piece."""
    examples = [example for dialogue in dialogues for example in _examples(dialogue, rules)]
    met = Counter(sign for signs, _ in examples for sign in set(signs))
    places = {sign: n for n, sign in enumerate(s for s, count in met.items() if count >= _OFTEN)}
    rows = [[places[sign] for sign in set(signs) if sign in places] for signs, _ in examples]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    columns = np.fromiter((place for row in rows for place in row), np.int32, count=int(ends[-1]))
    matrix = csr_matrix(
        (np.ones(len(columns), np.float32), columns, ends), shape=(len(rows), len(places))
    )
    model = LogisticRegression(C=_REGULARITY, solver="liblinear")
    model.fit(matrix, np.array([marked for _, marked in examples]))
    weights = dict(zip(places, model.coef_[0].tolist(), strict=True))
    weights[ALWAYS] += float(model.intercept_[0])
    return {sign: weight for sign, weight in weights.items() if abs(weight) >= _LEAST}


def store(weights: Mapping[str, float], file: Path) -> None:
    """Write the weights, a line each and in order, so that people and differences can be read."""
    file.parent.mkdir(exist_ok=True)
    lines = (f"{sign}\t{weight:.2f}\n" for sign, weight in sorted(weights.items()))
    file.write_text("".join(lines), encoding="utf-8")


def _examples(dialogue: Dialogue, rules: Redactor) -> Iterator[tuple[list[str], bool]]:
    """The signs of each piece that may be personal data, and whether it is marked."""
    marked = {(p.turn, place) for p in dialogue.planted for place in range(p.start, p.end)}
    scene = Scene.of(*rules.look(dialogue.transcript), dialogue.language)
    for index, row in enumerate(scene.rows):
        for piece, signs in zip(row, scene.signs(index), strict=True):
            if not signs:
                continue
            inside = ((index, place) in marked for place in range(piece.start, piece.end))
            yield [*signs, *scene.context(index, piece.sort)], any(inside)


if __name__ == "__main__":
    main()
