"""Last digits go where they tell a card or an account, and stay where they tell an order."""

import pytest

from speech.transcript import Language
from tests.privacy.talking import talk


@pytest.mark.parametrize(
    ("language", "turns"),
    [
        (Language.JA, ["では末尾3222のカードを止めます。"]),
        (Language.JA, ["下四桁が3222のカードですね。"]),
        (Language.JA, ["お支払いはクレジットカードですね。", "はい。", "末尾は3222でお間違いないですか。"]),
        (Language.JA, ["振込先の口座は、末尾3222で登録がございます。"]),
        (Language.EN, ["By card, then?", "Yes.", "It ends in 3222, is that right?"]),
        (Language.EN, ["The account I have for payouts ends in 3222."]),
        (Language.EN, ["last four digits 3222 of the card"]),
    ],
)  # fmt: skip
def test_the_last_digits_of_a_card_or_an_account_go(rules, language, turns):
    transcript = talk(language, *(f"o: {turn}" for turn in turns))
    assert "3222" not in rules.redact(transcript).utterances[-1].text


@pytest.mark.parametrize(
    ("language", "turn"),
    [
        (Language.JA, "ご注文番号の末尾が3222のお品ですね。"),
        (Language.JA, "伝票は末尾3222です。"),
        (Language.EN, "Your order ends in 3222."),
    ],
)
def test_the_last_digits_of_an_order_stay(rules, language, turn):
    transcript = talk(language, f"o: {turn}")
    assert "3222" in rules.redact(transcript).utterances[0].text
