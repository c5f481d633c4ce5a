"""What a supervisor hears of while a call goes on."""

from archive.call import Direction
from privacy.redacted import RedactedUtterance
from qa.listening import HeardTurn
from qa.live import Sign, live_flags
from qa.phrasebook import load_phrasebook
from speech.audio import Channel, Span
from speech.transcript import Language

BOOK = load_phrasebook(Language.EN, None)


def call(*lines: tuple[Channel, str]) -> list[RedactedUtterance]:
    return [
        RedactedUtterance(side, Span(place * 4.0, place * 4.0 + 3), text, (), 0.9)
        for place, (side, text) in enumerate(lines)
    ]


OPERATOR, CALLER = Channel.OPERATOR, Channel.CALLER
PUSHED = call(
    (OPERATOR, "We have a care plan for eight pounds a month, would you be interested?"),
    (CALLER, "No thank you, I'm not interested."),
    (OPERATOR, "If you sign up today the first three months are free."),
)


def test_an_operator_who_goes_on_selling_after_a_refusal_is_flagged_with_the_words() -> None:
    (flag,) = live_flags(PUSHED, BOOK)
    assert (flag.sign, flag.evidence.turn, flag.evidence.channel) == (Sign.PUSH, 2, OPERATOR)
    assert "sign up today" in flag.evidence.quote
    assert flag.rule == "push"
    assert BOOK.version in flag.version


def test_an_offer_is_no_pushing_until_it_is_refused() -> None:
    assert live_flags(PUSHED[:2], BOOK) == []
    assert live_flags([PUSHED[0], PUSHED[2]], BOOK) == []


def test_forbidden_words_are_flagged_when_the_operator_says_them_only() -> None:
    said = "That is not my problem."
    assert [f.sign for f in live_flags(call((OPERATOR, said)), BOOK)] == [Sign.FORBIDDEN]
    assert live_flags(call((CALLER, said)), BOOK) == []


def test_what_was_heard_before_is_not_heard_again_and_changes_nothing() -> None:
    heard: dict[tuple[RedactedUtterance, ...], HeardTurn] = {}
    for count in range(1, len(PUSHED) + 1):
        so_far = PUSHED[:count]
        assert live_flags(so_far, BOOK, heard=heard) == live_flags(so_far, BOOK)
    assert len(heard) == len(PUSHED)


def test_words_that_are_withdrawn_take_their_flag_with_them() -> None:
    heard: dict[tuple[RedactedUtterance, ...], HeardTurn] = {}
    assert live_flags(PUSHED, BOOK, heard=heard)
    withdrawn = [*PUSHED[:2], *call((OPERATOR, "[PERSON 1]"))]
    assert live_flags(withdrawn, BOOK, heard=heard) == []


def test_on_an_outbound_call_whatever_follows_a_refusal_goes_on_with_the_solicitation() -> None:
    said = call(
        (OPERATOR, "I'm calling about our new care plan."),
        (CALLER, "No thank you, I'm not interested."),
        (OPERATOR, "The plan has been chosen by a great many households in the area."),
    )
    flags = live_flags(said, BOOK, direction=Direction.OUTBOUND)
    assert [flag.sign for flag in flags] == [Sign.PUSH]
    assert live_flags(said, BOOK) == []


def test_of_a_mono_call_nobody_is_accused() -> None:
    mono = [
        RedactedUtterance(Channel.MIXED, u.span, u.text, (), u.confidence)
        for u in [*PUSHED, *call((OPERATOR, "That is not my problem."))]
    ]
    assert live_flags(mono, BOOK) == []
    assert live_flags([], BOOK) == []
