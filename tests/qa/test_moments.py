"""A trainer finds needs, offers, refusals and pushing where they are, and nowhere else."""

from pathlib import Path

import pytest

from archive.call import Direction
from qa.holds import find_holds
from qa.moments import Kind, Status, find_moments, load_rules, read_rule
from qa.phrasebook import Phrasebook
from speech.audio import Channel, Span
from speech.errors import DefinitionError
from speech.transcript import Language
from tests.qa.making import CALLER, OPERATOR, Line, call_of, in_turn

Books = dict[Language, Phrasebook]


def moments(
    lines: list[Line], book: Phrasebook, **options: object
) -> list[tuple[Kind, int | None]]:
    return [(m.kind, m.turn) for m in find_moments(call_of(lines, book, **options))]


def test_kekko_desu_refuses_only_as_a_reply_to_an_offer(books: Books) -> None:
    offered = in_turn("ご一緒に延長保証もいかがでしょうか。", "結構です。")
    confirmed = in_turn("お届けは土曜日でよろしいでしょうか。", "結構です。")
    assert (Kind.REFUSAL, 1) in moments(offered, books[Language.JA])
    assert moments(confirmed, books[Language.JA]) == []


def test_sore_de_kekko_desu_accepts(books: Books) -> None:
    lines = in_turn("年間プランに変更されるとお得ですが、いかがでしょうか。", "それで結構です。")
    assert (Kind.REFUSAL, 1) not in moments(lines, books[Language.JA])


def test_no_thanks_without_an_offer_is_no_refusal(books: Books) -> None:
    lines = in_turn("Is there anything else I can do?", "No, I'm not interested in anything else.")
    assert moments(lines, books[Language.EN]) == []


def test_on_an_outbound_call_a_plain_no_is_a_refusal_at_once(books: Books) -> None:
    lines = in_turn("Hello, this is Ann from Evergreen.", "I'm not interested, thank you.")
    book = books[Language.EN]
    assert moments(lines, book, direction=Direction.OUTBOUND) == [(Kind.REFUSAL, 1)]


def test_a_counter_question_after_a_refusal_is_pushing(books: Books) -> None:
    lines = in_turn("延長保証もお付けになりますか。", "いりません。", "なぜでしょうか。", "え。")
    found = find_moments(call_of(lines, books[Language.JA]))
    push = next(moment for moment in found if moment.kind is Kind.PUSH)
    assert (push.turn, push.status) == (2, Status.OVER_PUSHED)
    assert "なぜでしょうか" in push.quote
    assert push.rule == "push"
    assert books[Language.JA].version in push.version


def test_a_caller_who_asks_about_the_offer_has_opened_the_talk_again(books: Books) -> None:
    lines = in_turn(
        "Would you like to add our protection plan?",
        "No thanks.",
        "Of course.",
        "Actually, how much is it?",
        "It is a special offer, six dollars extra a month.",
    )
    found = moments(lines, books[Language.EN])
    assert (Kind.OFFER, 4) in found
    assert Kind.PUSH not in {kind for kind, _ in found}


def test_taking_leave_after_a_refusal_is_no_pushing(books: Books) -> None:
    lines = in_turn(
        "光回線のご案内でお電話いたしました。",
        "間に合ってます。",
        "承知いたしました。失礼いたします。",
    )
    found = moments(lines, books[Language.JA], direction=Direction.OUTBOUND)
    assert Kind.PUSH not in {kind for kind, _ in found}


def test_whatever_follows_a_refusal_goes_on_soliciting_on_an_outbound_call(books: Books) -> None:
    lines = in_turn(
        "光回線のご案内でお電話いたしました。", "興味ありません。", "普段は何をお使いですか。"
    )
    book = books[Language.JA]
    assert (Kind.PUSH, 2) in moments(lines, book, direction=Direction.OUTBOUND)
    assert (Kind.PUSH, 2) not in moments(lines, book)


@pytest.mark.parametrize(
    ("reply", "status"),
    [("無制限のプランがございますがいかがでしょうか。", "offered"), ("さようですか。", "missed")],
)
def test_a_need_says_what_became_of_it(books: Books, reply: str, status: str) -> None:
    lines = in_turn("はい。", "今のプランだとデータがすぐなくなるんです。", reply, "へえ。")
    found = find_moments(call_of(lines, books[Language.JA]))
    assert [m.status for m in found if m.kind is Kind.NEED] == [status]


def test_the_missed_offer_stands_where_it_should_have_been_made(books: Books) -> None:
    lines = in_turn(
        "Hello.", "My data keeps running out every month.", "Please restart the phone.", "Okay."
    )
    assert (Kind.MISSED_OFFER, 2) in moments(lines, books[Language.EN])


def test_an_open_complaint_makes_silence_about_offers_right(books: Books) -> None:
    lines = in_turn(
        "Hello.", "I have called three times already, this is unacceptable.",
        "I am so sorry.", "And I need a faster plan too.", "Let me fix the line first.",
    )  # fmt: skip
    found = find_moments(call_of(lines, books[Language.EN]))
    assert [m.status for m in found if m.kind is Kind.NEED] == [Status.WITHHELD]
    assert Kind.MISSED_OFFER not in {m.kind for m in found}


def test_dead_air_is_a_moment_and_an_announced_hold_is_not(books: Books) -> None:
    book = books[Language.JA]
    silent: list[Line] = [(OPERATOR, 0, 3, "確認いたしました。"), (CALLER, 15, 17, "もしもし。")]
    held: list[Line] = [
        (OPERATOR, 0, 3, "少々お待ちください。"),
        (OPERATOR, 15, 17, "お待たせいたしました。"),
    ]
    (moment,) = find_moments(call_of(silent, book))
    assert (moment.kind, moment.turn, moment.span) == (Kind.DEAD_AIR, None, Span(3, 15))
    assert moments(held, book) == []


def test_a_caller_looking_for_something_makes_no_dead_air_and_no_hold(books: Books) -> None:
    lines: list[Line] = [
        (OPERATOR, 0, 3, "お客様番号はおわかりですか。"),
        (CALLER, 4, 6, "今探しますのでちょっと待ってください。"),
        (CALLER, 31, 34, "ありました。"),
    ]
    call = call_of(lines, books[Language.JA])
    assert find_moments(call) == []
    assert [hold.by for hold in find_holds(call)] == [CALLER]


def test_a_mono_call_has_no_moments_of_a_side(books: Books) -> None:
    lines: list[Line] = [(Channel.MIXED, 0, 3, "延長保証もいかがですか。いりません。")]
    assert moments(lines, books[Language.JA]) == []


def test_moments_come_in_order_of_time(books: Books) -> None:
    lines = in_turn("Would you like to upgrade?", "No.", "Are you sure?", "This is ridiculous.")
    spans = [m.span for m in find_moments(call_of(lines, books[Language.EN]))]
    assert spans == sorted(spans)


def test_every_rule_is_read_with_a_version_of_its_bytes() -> None:
    rules = load_rules()
    assert {rule.kind for rule in rules} == set(Kind)
    assert all(len(rule.version.split("-")[1]) == 8 for rule in rules)


def test_every_set_a_rule_names_is_in_both_languages(books: Books) -> None:
    named = {
        name
        for rule in load_rules()
        for name in (*rule.phrases, *rule.replies, *rule.unless, *rule.reopened_by)
    }
    assert named <= books[Language.JA].sets.keys() & books[Language.EN].sets.keys()


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        ('version = "1"\nphrase = ["need"]', "phrase"),
        ('version = "1"\nside = "customer"', "customer"),
        ("side = 'caller'", "version"),
        ("version = ", "need.toml"),
    ],
)
def test_a_rule_that_says_something_impossible_is_refused(
    tmp_path: Path, content: str, wrong: str
) -> None:
    path = tmp_path / "need.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(DefinitionError, match=wrong):
        read_rule(path)
