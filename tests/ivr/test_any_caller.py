"""Whatever callers do, and whenever they hang up, a dialogue ends and tells so."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.dialogue.actions import Exit
from tests.ivr.conforming import Case, cases
from tests.ivr.conforming_dialogues import Talk, talk_with

_DIALOGUES = [
    case for case in cases() if case.is_dialogue and "endless" not in case.name.rpartition("/")[2]
]
_WORDS = ("yes", "no", "tea", "red", "sales", "repair", "help", "one two", "はい", "\ud7ff", " ")
_INPUTS = st.one_of(
    st.sampled_from(_WORDS).map(lambda said: {"speech": said}),
    st.text("0123456789*#A", max_size=5).map(lambda keys: {"dtmf": keys}),
    st.text(max_size=12).map(lambda said: {"speech": said}),
    st.sampled_from([{"noinput": True}, {"nomatch": True}, {"hangup": True}]),
)


def _ends(talk: Talk) -> bool:
    return (
        isinstance(talk.actions[-1], Exit)
        and sum(isinstance(action, Exit) for action in talk.actions) == 1
    )


def test_a_caller_may_hang_up_at_every_question_of_every_dialogue():
    for case in _DIALOGUES:
        events = case.facts.get("events", ())
        for told in range(len(events)):
            assert _ends(talk_with(case, [*events[:told], {"hangup": True}])), case.name


@settings(max_examples=150, deadline=None)
@given(case=st.sampled_from(_DIALOGUES), entries=st.lists(_INPUTS, max_size=6))
def test_a_dialogue_ends_whatever_its_caller_says_and_presses(
    case: Case, entries: list[dict[str, Any]]
):
    assert _ends(talk_with(case, entries))
