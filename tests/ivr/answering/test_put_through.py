"""Two callers at once, one by voice and one by keys, get to operators who know who they are."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soxr

from archive.archive import Archive, open_archive
from archive.call import Status
from archive.call_journey import JourneyEnd
from archive.customers_csv import csv_files, read_files
from archive.desk import DeskState, FoundBy
from ivr.answering.line_dialogue import of_service
from ivr.hearing.ear import Ear
from ivr.menus.reading import service_from
from kikitori.config import Config
from kikitori.ivr_ears import build_ear
from kikitori.ivr_settings import IvrSettings, OperatorSettings
from kikitori.ivr_warming import warm
from speech.audio import Channel, Samples
from speech.transcript import Language
from tests.ivr.answering.answered_calls import RunningLine, answering
from tests.ivr.hearing.voices import japanese
from tests.recorder.switchboard.audiosocket_phone import AudioSocketPhone
from tests.recorder.switchboard.calls import likeness, noise

CUSTOMERS = Path(__file__).parents[3] / "ivr" / "examples" / "customers"
NUMBER = "40710253"
SPOKEN = {
    "choice": "修理をお願いします",
    "product_number_heard": "よん、ゼロ、なな、いち、ゼロ、に、ご、さん",
    "product_number_right": "はい",
}
DESKS = {"ja": "0a000000-0000-4000-8000-00000000000a", "en": "0e000000-0000-4000-8000-00000000000e"}

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


@pytest.fixture(scope="module")
def ear(tmp_path_factory: pytest.TempPathFactory) -> Ear:
    made = build_ear(Config(), tmp_path_factory.mktemp("models"))
    warm(made, (Language.JA,), None)
    return made


class Person:
    """Somebody at a telephone, who waits for their turn."""

    def __init__(self, line: RunningLine, phone: AudioSocketPhone) -> None:
        self.phone = phone
        self._line = line
        self._heard = 0

    def wait_for_turn(self) -> None:
        """Until the line has said something new and is quiet."""
        self._line.until(self._is_asked, "the line to ask")
        self._heard = len(self.phone.heard)

    def _is_asked(self) -> bool:
        new = self.phone.heard[self._heard :]
        quiet = round(0.4 * self.phone.rate_hz)
        return len(new) > quiet and bool(new.any()) and not new[-quiet:].any()

    def say(self, text: str) -> None:
        self.phone.say(soxr.resample(japanese(text), 16_000, self.phone.rate_hz))

    def press(self, keys: str) -> None:
        self.wait_for_turn()
        for key in keys:
            self.phone.press(key)
            time.sleep(0.03)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = open_archive(tmp_path)
    read = read_files(csv_files([CUSTOMERS]), client="Kasumi")
    assert archive.customer_store.take(read, client="Kasumi").faults == ()
    return archive


@pytest.fixture
def line(tmp_path: Path, archive: Archive, ear: Ear) -> Iterator[RunningLine]:
    people = tuple(
        OperatorSettings(id=f"desk-{code}", dials_in=name, skills=(code, "repair"))
        for code, name in DESKS.items()
    )
    service = service_from(SERVICE.encode(), "line.yaml")
    settings = IvrSettings(operators=people)
    with answering(tmp_path, of_service(service), ear=ear, settings=settings) as running:
        yield running


def talk_together(line: RunningLine, caller: AudioSocketPhone, operator: AudioSocketPhone) -> None:
    """Each hears what the other says."""
    question, answer = noise(1, seed=1), noise(1, seed=2)
    caller.say(question)
    line.until(lambda: _is_heard(question, operator), "the operator to hear it")
    operator.say(answer)
    line.until(lambda: _is_heard(answer, caller), "the caller to hear it")


def answer_until_connected(line: RunningLine, speaker: Person) -> None:
    """Say what is asked for, and again where it was not understood, as people do."""
    (path,) = [
        call.conversation.path
        for call in line.station.answering.calls
        if call.conversation.language is Language.JA
    ]
    for _ in range(8):
        speaker.wait_for_turn()
        if path.dialog == "operator":
            return
        speaker.say(SPOKEN[path.item])


def _is_heard(said: Samples, phone: AudioSocketPhone) -> bool:
    """Whether a tenth of a second of it came unbroken: these telephones stutter on a busy machine."""
    recent = phone.heard[-4 * phone.rate_hz :]
    pieces = np.split(said, 10)
    return any(likeness(recent, piece) > 0.95 for piece in pieces)


def test_callers_by_voice_and_by_keys_are_put_through_and_their_cards_are_there(
    line: RunningLine,
) -> None:
    with (
        line.phone(call=DESKS["ja"]) as japanese_desk,
        line.phone(call=DESKS["en"]) as english_desk,
        line.phone() as by_voice,
        line.phone() as by_keys,
    ):
        speaker, typist = Person(line, by_voice), Person(line, by_keys)
        typist.press("2")
        speaker.press("1")
        typist.press("1")
        typist.press(NUMBER)
        typist.press("1")
        line.until(lambda: _has_card(line, "desk-en"), "the card")
        talk_together(line, by_keys, english_desk)
        answer_until_connected(line, speaker)
        line.until(lambda: _has_card(line, "desk-ja"), "the card of the caller by voice")
        talk_together(line, by_voice, japanese_desk)
        english_desk.hang_up()
        typist.press("5")
        by_keys.over.wait(10)
        by_voice.hang_up()
        line.until(lambda: not line.station.answering.calls, "the calls to be over")
    line.close()
    events = line.archive.desk.events(now=_now())
    assert {one.state for one in events} == {DeskState.OVER}
    journeys = [line.archive.journeys.of(one.call_id) for one in line.outcomes]
    assert {one.ended for one in journeys if one} == {JourneyEnd.TRANSFERRED}
    assert sorted(one.survey or 0 for one in journeys if one) == [0, 5]
    assert all(dict(one.slots)["product_number"] == "" for one in journeys if one)
    assert [one.status for one in line.outcomes] == [Status.KEPT] * 2
    calls = [line.archive.reader.row(one.call_id).call for one in line.outcomes]
    assert {one.operator for one in calls} == {"desk-ja", "desk-en"}
    assert {one.language for one in calls} == {Language.JA, Language.EN}
    sides = {Channel.CALLER, Channel.IVR, Channel.OPERATOR}
    assert all(set(one.channels) == sides for one in calls)


def _has_card(line: RunningLine, desk: str) -> bool:
    """Whether the desk shows the caller, found by their product number, with what they have said."""
    events = line.archive.desk.events(operator=desk, now=_now())
    return any(
        one.customer == "C-1001"
        and one.found_by is FoundBy.PRODUCT_NUMBER
        and one.state is DeskState.TALKING
        and set(one.told) >= {"choice", "product_number"}
        and NUMBER not in str(one.told)
        for one in events
    )


def _now() -> datetime:
    return datetime.now(UTC)
