"""A reviewer gets points, critical errors and evidence that can be trusted."""

import pytest

from qa.finding import Answer, Critical, Score, Verdict
from qa.phrasebook import Phrasebook
from qa.scorecard import check_module, load_scorecard
from qa.scoring import score
from speech.audio import Span
from speech.errors import DefinitionError
from speech.transcript import Language
from tests.qa.making import CALLER, OPERATOR, Line, call_of, in_turn, item

Books = dict[Language, Phrasebook]
GREETING = "お電話ありがとうございます。みどり通販の佐藤でございます。"
FAREWELL = "お電話ありがとうございました。失礼いたします。"


def verdicts(result: Score) -> dict[str, Verdict]:
    return {finding.item: finding.verdict for finding in result.findings}


def inbound(lines: list[Line], books: Books, **options: object) -> Score:
    call = call_of(lines, books[Language.JA], **options)
    return score(call, load_scorecard("ja-inbound"))


def test_points_count_only_what_applies_and_can_be_told(books: Books) -> None:
    result = inbound(in_turn(GREETING, "営業時間を教えてください。", FAREWELL), books)
    told = {i for i, v in verdicts(result).items() if v in (Verdict.MET, Verdict.NOT_MET)}
    assert told == {"opening", "forbidden", "closing"}
    assert (result.points, result.possible) == (35, 35)
    assert result.share == 1


def test_a_critical_error_stands_beside_the_points(books: Books) -> None:
    result = inbound(
        in_turn(GREETING, "使い方を聞きたいんですが。", "知りませんよ。", "えっ。", FAREWELL), books
    )
    assert [(e.item, e.critical) for e in result.critical_errors] == [
        ("forbidden", Critical.CUSTOMER)
    ]
    assert (result.points, result.possible) == (20, 35)


def test_every_finding_names_rule_version_words_and_seconds(books: Books) -> None:
    result = inbound(in_turn(GREETING, "営業時間を教えてください。", FAREWELL), books)
    closing = next(finding for finding in result.findings if finding.item == "closing")
    assert closing.rule == "closing"
    assert books[Language.JA].version in closing.version
    (evidence,) = closing.evidence
    assert evidence.turn == 2
    assert evidence.channel is OPERATOR
    assert 10 <= evidence.span.start < evidence.span.end <= 14.5
    assert "ありがとうございました" in evidence.quote


def test_evidence_is_as_narrow_as_the_words_that_prove_it(books: Books) -> None:
    line = "Well now then I am so very sorry about that and we will see to it."
    call = call_of([(OPERATOR, 0.0, 16.0, line)], books[Language.EN])
    (turn,) = call.turns
    evidence = turn.evidence(turn.said["empathy"])
    # Sixteen words, one a second: "I" is the fourth, "sorry" the eighth, "that" the tenth.
    assert 3.0 <= evidence.span.start <= 6.0
    assert 8.0 <= evidence.span.end <= 10.0


def test_a_courtesy_without_voice_under_it_earns_nothing(books: Books) -> None:
    lines = in_turn(GREETING, "何時までですか。", "九時までです。", "はい。", FAREWELL)
    voiced = {OPERATOR: (Span(0, 4.5), Span(10, 14.5)), CALLER: (Span(5, 9.5), Span(15, 19.5))}
    assert verdicts(inbound(lines, books))["closing"] is Verdict.MET
    assert verdicts(inbound(lines, books, voiced=voiced))["closing"] is Verdict.NOT_MET


def test_what_was_poorly_heard_is_not_judged(books: Books) -> None:
    lines = in_turn(GREETING, "何時までですか。", "九時までです。")
    result = inbound(lines, books, confidence=0.2)
    assert verdicts(result)["opening"] is Verdict.CANNOT_TELL
    assert verdicts(result)["closing"] is Verdict.CANNOT_TELL
    assert not result.critical_errors


def test_a_mono_call_gets_no_score_and_says_why(books: Books) -> None:
    result = inbound(in_turn(GREETING, "何時までですか。"), books, mono=True)
    assert result.unscored == "unscored_mono"
    assert result.findings == ()
    assert result.share is None


def test_a_scorecard_for_another_language_is_refused(books: Books) -> None:
    call = call_of(in_turn("Hello."), books[Language.EN])
    with pytest.raises(DefinitionError, match="ja-inbound"):
        score(call, load_scorecard("ja-inbound"))


def test_a_call_without_operator_words_cannot_be_told(books: Books) -> None:
    result = inbound([(CALLER, 0, 3, "もしもし、聞こえますか。")], books)
    assert verdicts(result)["opening"] is Verdict.CANNOT_TELL


def answer(lines: list[Line], books: Books, check: str, **options: object) -> Answer:
    language = Language.EN if lines[0][3].isascii() else Language.JA
    call = call_of(lines, books[language])
    return check_module(check).check(call, item(check, **options).options)


def test_account_data_told_after_one_proof_is_too_early(books: Books) -> None:
    lines = in_turn(
        "お名前をお願いいたします。", "[氏名1]です。", "今月のご請求額は八千円でございます。"
    )
    assert answer(lines, books, "identity").note == "identity_thin"
    assert answer(lines, books, "identity", factors=1).verdict is Verdict.MET


def test_reading_back_what_the_caller_said_discloses_nothing(books: Books) -> None:
    lines = in_turn(
        "ご用件をどうぞ。", "住所が変わりました。[住所1]です。", "ご住所は[住所1]でございますね。"
    )
    assert answer(lines, books, "identity").verdict is Verdict.NOT_APPLICABLE


def test_telling_an_address_the_caller_never_said_is_a_disclosure(books: Books) -> None:
    lines = in_turn(
        "How can I help?", "Where is my parcel going?", "Your address is [ADDRESS 1], right?"
    )
    found = answer(lines, books, "identity")
    assert found.note == "identity_skipped"
    assert found.evidence[-1].turn == 2


def test_an_answer_nobody_recognized_leaves_identity_open(books: Books) -> None:
    lines = [
        (OPERATOR, 0.0, 4.0, "ご本人確認のため生年月日をお願いします。"),
        (CALLER, 4.5, 5.0, "はい。"),
        (OPERATOR, 9.0, 13.0, "現在のプランは標準プランでございます。"),
    ]
    assert answer(lines, books, "identity").verdict is Verdict.CANNOT_TELL


def test_the_last_four_digits_are_read_back_enough(books: Books) -> None:
    lines = in_turn("Order number?", "It is 4471 9920.", "Ending in 9920, thank you.")
    assert answer(lines, books, "read_back").verdict is Verdict.MET


def test_prices_and_dates_need_no_read_back(books: Books) -> None:
    lines = in_turn("ご用件をどうぞ。", "予算は12000円、2026年の3月です。", "承知しました。")
    assert answer(lines, books, "read_back").verdict is Verdict.NOT_APPLICABLE


def test_a_card_number_need_not_be_repeated_but_may(books: Books) -> None:
    silent = in_turn("カード番号をお願いします。", "[カード1]です。", "承りました。")
    assert answer(silent, books, "read_back").verdict is Verdict.NOT_APPLICABLE
    repeated = [*silent, (OPERATOR, 20.0, 24.0, "[カード1]でございますね。")]
    assert answer(repeated, books, "read_back").verdict is Verdict.MET


def test_please_wait_without_a_wait_is_no_hold(books: Books) -> None:
    lines = in_turn("少々お待ちください。", "はい。", "土曜日は空いております。")
    assert answer(lines, books, "hold").verdict is Verdict.NOT_APPLICABLE


def test_a_hold_has_its_own_length_limit(books: Books) -> None:
    lines = [
        (OPERATOR, 0.0, 3.0, "少々お待ちください。"),
        (OPERATOR, 43.0, 46.0, "お待たせいたしました。"),
    ]
    assert answer(lines, books, "hold").verdict is Verdict.MET
    assert answer(lines, books, "hold", longest_s=30.0).note == "hold_too_long"


def test_a_cushion_before_a_no_is_no_apology(books: Books) -> None:
    lines = in_turn(
        "はい。",
        "もう二回も壊れたんです。納得できません。",
        "申し訳ございませんが規則でございます。",
    )
    assert answer(lines, books, "empathy").verdict is Verdict.NOT_MET
