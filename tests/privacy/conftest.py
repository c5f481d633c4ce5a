import pytest

from models.loading import load_reader, load_tagger
from privacy.policy import load_policy
from privacy.redactor import Redactor
from speech.transcript import Language


@pytest.fixture(scope="session")
def redactor() -> Redactor:
    return _redactor(learned=True)


@pytest.fixture(scope="session")
def rules() -> Redactor:
    """The rules without what was learned, which would hide their mistakes."""
    return _redactor(learned=False)


def _redactor(*, learned: bool) -> Redactor:
    taggers = {Language.JA: load_tagger("sudachi"), Language.EN: load_tagger("spacy_en")}
    reader = load_reader("sudachi")
    return Redactor(reader=reader, taggers=taggers, policy=load_policy(), learned=learned)
