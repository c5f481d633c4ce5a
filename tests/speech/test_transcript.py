import pytest

from speech.audio import Channel, Span
from speech.transcript import Language, Transcript, Utterance, Word, turns_of


def said(channel: Channel, start: float, text: str) -> Utterance:
    return Utterance(channel, Span(start, start + 1), text)


def test_consecutive_utterances_of_one_side_are_one_turn() -> None:
    turns = turns_of(
        [
            said(Channel.OPERATOR, 0, "はい、"),
            said(Channel.OPERATOR, 1, "みなと通販です"),
            said(Channel.CALLER, 2, "もしもし"),
        ]
    )
    assert [(turn.number, turn.channel, turn.text(Language.JA)) for turn in turns] == [
        (0, Channel.OPERATOR, "はい、みなと通販です"),
        (1, Channel.CALLER, "もしもし"),
    ]
    assert turns[0].span == Span(0, 2)


def test_english_utterances_join_with_a_blank() -> None:
    (turn,) = turns_of([said(Channel.CALLER, 0, "Hello."), said(Channel.CALLER, 1, "Who's there?")])
    assert turn.text(Language.EN) == "Hello. Who's there?"


def test_words_that_do_not_make_up_the_text_are_refused() -> None:
    with pytest.raises(ValueError, match="must join"):
        Utterance(Channel.CALLER, Span(0, 1), "hello", (Word("help", Span(0, 1), 0.9),))


def test_a_transcript_stands_in_order() -> None:
    with pytest.raises(ValueError, match="in order"):
        Transcript(Language.EN, (said(Channel.CALLER, 5, "b"), said(Channel.OPERATOR, 1, "a")))
