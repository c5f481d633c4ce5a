"""A service that is said quickly: language, menu, product number, operator, survey."""

from datetime import UTC, datetime

from archive.desk import DeskState, FoundBy
from tests.ivr.answering.answered_calls import RunningLine

NUMBER = "40710253"
SPOKEN = {
    "choice": "修理をお願いします",
    "product_number_heard": "ヨンゼロナナイチの、ゼロニーゴーサンです",
    "product_number_right": "はい",
}

SERVICE = """
title: {ja: 窓口, en: Line}
languages: [ja, en]
notices: [{ja: 録音します。, en: This is recorded.}]
greeting: {ja: はい。, en: Welcome.}
start: main
menus:
  main:
    prompt: {ja: ご用件は。, en: "What is it?"}
    choices:
      - {key: 1, say: {ja: 修理, en: repair}, phrases: {ja: [修理をお願いします], en: [repair]}, goto: repair}
      - {key: 2, say: {ja: 注文, en: order}, phrases: {ja: [トナーの注文], en: [order toner]}, goto: end}
slots:
  product_number:
    type: digits
    length: 8
    check_digit: luhn
    known: products
    title: {ja: 番号, en: number}
    prompt: {ja: 番号は。, en: "Number?"}
    read_back: {ja: "{value}ですか。", en: "{value}. Right?"}
forms:
  repair: {ask: [product_number], say: {ja: つなぎます。, en: Connecting.}, then: operator}
operator:
  destination: tel:+81-3-0000-0100
  key: 0
  phrases: {ja: [オペレーター], en: [operator]}
  prompt: {ja: お待ちを。, en: Hold on.}
  unavailable: {ja: 混んでいます。, en: Busy.}
survey:
  prompt: {ja: 満足度は。, en: "How was it?"}
  thanks: {ja: どうも。, en: Thanks.}
goodbye: {ja: では。, en: Bye.}
"""


def has_card(line: RunningLine, desk: str) -> bool:
    """Whether the desk shows the caller, found by their product number, with what they have said."""
    events = line.archive.desk.events(operator=desk, now=datetime.now(UTC))
    return any(
        one.customer == "C-1001"
        and one.found_by is FoundBy.PRODUCT_NUMBER
        and one.state is DeskState.TALKING
        and set(one.told) >= {"choice", "product_number"}
        and NUMBER not in str(one.told)
        for one in events
    )
