"""What the parts of a service are called on screens."""

from ivr.menus.naming import names_of
from ivr.menus.reading import service_from

SERVICE = """
title: {ja: 旅館, en: Inn}
languages: [ja, en]
start: main
menus:
  main:
    prompt: {ja: ご用件は。, en: "What is it?"}
    choices:
      - {key: 1, say: {ja: ご予約, en: a booking}, phrases: {ja: [予約], en: [booking]}, goto: book}
      - {key: 2, say: {ja: 道順, en: the way here}, phrases: {ja: [道順], en: [the way]}, goto: way}
  more:
    prompt: {ja: ほかには。, en: "Else?"}
    choices:
      - {key: 1, say: {ja: はい, en: something else}, phrases: {ja: [はい], en: ["yes"]}, goto: main}
slots:
  guests: {type: number, title: {ja: 人数, en: Guests}, prompt: {ja: 何名様。, en: "How many?"}}
forms:
  book: {ask: [guests], then: more}
  way: {title: {ja: アクセス, en: Directions}, say: {ja: 駅から5分です。, en: By the station.}, then: more}
"""


def test_parts_are_called_as_they_are_read_out_or_by_their_own_titles() -> None:
    names = names_of(service_from(SERVICE.encode(), "inn.yaml"))
    assert names["ja"] == {
        "choice.book": "ご予約",
        "dialog.book": "ご予約",
        "choice.way": "道順",
        "dialog.way": "アクセス",
        "choice.main": "はい",
        "slot.guests": "人数",
    }
    assert names["en"]["dialog.book"] == "Booking"
    assert names["en"]["choice.way"] == "Way here"


def test_where_a_call_begins_is_not_called_like_the_way_back_to_it() -> None:
    names = names_of(service_from(SERVICE.encode(), "inn.yaml"))
    assert "dialog.main" not in names["ja"]
