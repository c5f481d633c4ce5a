import pytest

from models.loading import load_reader, load_tagger
from privacy.policy import load_policy
from privacy.redactor import Redactor
from speech.transcript import Language


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    taggers = {Language.JA: load_tagger("sudachi"), Language.EN: load_tagger("spacy_en")}
    return Redactor(reader=load_reader("sudachi"), taggers=taggers, policy=load_policy())
