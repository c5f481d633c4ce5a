"""Callers get to operators who stay connected, know who calls, and are on duty while they are there."""

import time
from pathlib import Path

import numpy as np
from rich.console import Console

from archive.archive import open_archive
from archive.call import Status
from archive.call_journey import JourneyEnd
from archive.customers_csv import csv_files, read_files
from ivr.answering.line_dialogue import of_service
from ivr.menus.reading import service_from
from kikitori.bench.line_phone import LinePhone
from kikitori.commands.serving_screen import serving_screen
from kikitori.ivr_settings import IvrSettings, OperatorSettings
from kikitori.wording import load_wording
from speech.audio import Channel, Samples
from speech.transcript import Language
from tests.ivr.answering.answered_calls import RunningLine, answering
from tests.ivr.answering.small_service import NUMBER, SERVICE, has_card
from tests.recorder.switchboard.calls import likeness, noise

CUSTOMERS = Path(__file__).parents[3] / "ivr" / "examples" / "customers"
DESKS = {"ja": "0a000000-0000-4000-8000-00000000000a", "en": "0e000000-0000-4000-8000-00000000000e"}


class Person:
    """Somebody at a telephone, who waits for their turn."""

    def __init__(self, line: RunningLine, phone: LinePhone) -> None:
        self.phone = phone
        self._line = line
        self._heard = 0

    def press(self, keys: str) -> None:
        """Wait until the line has said something new and is quiet, then press."""
        self._line.until(self._is_asked, "the line to ask")
        self._heard = len(self.phone.heard)
        for key in keys:
            self.phone.press(key)
            time.sleep(0.03)

    def _is_asked(self) -> bool:
        new = self.phone.heard[self._heard :]
        quiet = round(0.4 * self.phone.rate_hz)
        return len(new) > quiet and bool(new.any()) and not new[-quiet:].any()


def talk_together(line: RunningLine, caller: LinePhone, operator: LinePhone) -> None:
    """Each hears what the other says."""
    question, answer = noise(1, seed=1), noise(1, seed=2)
    caller.say(question)
    line.until(lambda: _is_heard(question, operator), "the operator to hear it")
    operator.say(answer)
    line.until(lambda: _is_heard(answer, caller), "the caller to hear it")


def screen(line: RunningLine) -> str:
    """What the terminal of whoever runs the line shows, on 80 columns."""
    console = Console(width=80)
    with console.capture() as shown:
        console.print(serving_screen(line.station, load_wording("en")))
    return shown.get()


def _is_heard(said: Samples, phone: LinePhone) -> bool:
    """Whether a tenth of a second of it came unbroken: these telephones stutter on a busy machine."""
    recent = phone.heard[-4 * phone.rate_hz :]
    return any(likeness(recent, piece) > 0.95 for piece in np.split(said, 10))


def test_two_callers_at_once_are_put_through_to_those_who_speak_their_language(
    tmp_path: Path,
) -> None:
    read = read_files(csv_files([CUSTOMERS]), client="Kasumi")
    assert open_archive(tmp_path).customer_store.take(read, client="Kasumi").faults == ()
    people = tuple(
        OperatorSettings(id=f"desk-{code}", dials_in=name, skills=(code, "repair"))
        for code, name in DESKS.items()
    )
    service = of_service(service_from(SERVICE.encode(), "line.yaml"))
    with (
        answering(tmp_path, service, settings=IvrSettings(operators=people)) as line,
        line.phone(call=DESKS["ja"]) as japanese_desk,
        line.phone(call=DESKS["en"]) as english_desk,
        line.phone() as japanese,
        line.phone() as english,
    ):
        one, other = Person(line, japanese), Person(line, english)
        for keys in (("1", "2"), ("1", "1"), (NUMBER, NUMBER), ("1", "1")):
            one.press(keys[0])
            other.press(keys[1])
        line.until(lambda: has_card(line, "desk-en"), "the card")
        line.until(lambda: has_card(line, "desk-ja"), "the other card")
        talk_together(line, japanese, japanese_desk)
        assert "talking with desk-" in screen(line)
        talk_together(line, english, english_desk)
        english_desk.hang_up()
        other.press("5")
        assert english.over.wait(10)
        japanese.hang_up()
        line.until(lambda: not line.station.answering.calls, "the calls to be over")
        line.close()
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
