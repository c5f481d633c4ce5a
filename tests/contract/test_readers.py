"""What every reader keeps, whichever engine is behind it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.loading import engine_names, load_reader
from speech.reading import Reader


@pytest.fixture(scope="module", params=engine_names("readers"))
def reader(request: pytest.FixtureRequest) -> Reader:
    return load_reader(request.param)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=st.text(st.sampled_from("お名前は佐藤𠮷花子ですか1９０-－ー、。 　Aｂé㍻ﾃﾞ\n"), max_size=30)
)
def test_tokens_cover_the_text_in_order_and_each_has_a_reading(reader: Reader, text: str) -> None:
    tokens = reader.tokens(text)
    assert "".join(token.text for token in tokens) == text
    assert [token.text for token in tokens] == [text[t.start : t.end] for t in tokens]
    assert all(token.reading and token.part_of_speech for token in tokens)
