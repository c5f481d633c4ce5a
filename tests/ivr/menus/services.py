"""A small service in YAML for the tests of this folder, and ways of breaking it."""

SMALL = """\
title: {ja: 見本, en: Sample}
start: main
menus:
  main:
    prompt: {ja: ご用件をどうぞ。, en: 'What can we do for you?'}
    choices:
      - {key: 1, say: {ja: 修理, en: a repair}, phrases: {ja: 修理, en: [repair, broken]}, goto: repair}
      - {key: 2, say: {ja: 注文, en: an order}, phrases: {ja: 注文, en: order}, goto: operator}
slots:
  number:
    type: digits
    length: 4
    check_digit: luhn
    title: {ja: 番号, en: number}
    prompt: {ja: 番号をどうぞ。, en: 'Your number, please.'}
    read_back: {ja: '{value}でよろしいですか。', en: '{value}, is that right?'}
forms:
  repair:
    ask: [number]
    say: {ja: '{number}をうけたまわりました。', en: 'Noted: {number}.'}
operator:
  destination: tel:+81-3-0000-0100
  key: 0
  phrases: {ja: オペレーター, en: operator}
  prompt: {ja: おつなぎします。, en: One moment.}
  unavailable: {ja: 混み合っております。, en: Everybody is busy.}
"""


def changed(old: str, new: str) -> bytes:
    """The small service with one place changed."""
    assert SMALL.count(old) == 1, old
    return SMALL.replace(old, new).encode()


def line_of(text: str, written: bytes) -> int:
    """The line on which a text stands first."""
    return written.decode().split(text)[0].count("\n") + 1
