"""Telephones of another make call the line over SIP: one caller speaks, one presses keys.

Who speaks is Open JTalk's voice, which gives a product number in two breaths, as people do.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from archive.archive import open_archive
from archive.call import Status
from archive.call_journey import JourneyEnd
from archive.customers_csv import csv_files, read_files
from ivr.answering.held_call import HeldCall
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
from tests.ivr.answering.small_service import NUMBER, SERVICE, SPOKEN, has_card
from tests.ivr.hearing.voices import japanese
from tests.telephones.phone import TONE_HZ, Phone, phones

CUSTOMERS = Path(__file__).parents[3] / "ivr" / "examples" / "customers"
Phones = Callable[..., Phone]

# These telephones hang up at the end of what they have to say.
_QUIET = np.zeros(90 * 8_000, np.int16)

__all__ = ["phones"]


@pytest.fixture(scope="module")
def ear(tmp_path_factory: pytest.TempPathFactory) -> Ear:
    made = build_ear(Config(), tmp_path_factory.mktemp("models"))
    warm(made, (Language.JA,), None)
    return made


@pytest.fixture
def desks(phones: Phones) -> dict[Language, Phone]:
    """Operators who answer as soon as it rings."""
    return {code: phones(f"desk-{code}", answers=True) for code in (Language.JA, Language.EN)}


@pytest.fixture
def line(tmp_path: Path, ear: Ear, desks: dict[Language, Phone]) -> Iterator[RunningLine]:
    folder = tmp_path / "data"
    folder.mkdir()
    archive = open_archive(folder)
    read = read_files(csv_files([CUSTOMERS]), client="Kasumi")
    assert archive.customer_store.take(read, client="Kasumi").faults == ()
    people = tuple(
        OperatorSettings(id=f"desk-{code}", destination=desk.address, skills=(code.value,))
        for code, desk in desks.items()
    )
    service = service_from(SERVICE.encode(), "line.yaml")
    settings = IvrSettings(operators=people)
    with answering(folder, of_service(service), ear=ear, settings=settings, door="sip") as running:
        yield running


class Person:
    """Somebody at a telephone, who answers what is asked until they are put through."""

    def __init__(self, line: RunningLine, phone: Phone, folder: Path) -> None:
        self.phone = phone
        self._line = line
        self._folder = folder
        before = {one.facts.call_id for one in line.station.answering.calls}
        phone.dial(f"sip:kasumi@127.0.0.1:{line.port}")
        line.until(lambda: any(self._mine(before)), "the line to answer")
        (self.call,) = self._mine(before)

    def _mine(self, before: set[str]) -> list[HeldCall]:
        calls = self._line.station.answering.calls
        return [one for one in calls if one.facts.call_id not in before]

    @property
    def asked(self) -> str:
        """What is being asked for, once it has been said; "operator" with an operator."""
        talk = self.call.conversation
        if talk.path.dialog == "operator":
            return "operator"
        return "" if talk.is_speaking else talk.path.item

    def wait_for_turn(self, *, after: str = "") -> str:
        self._line.until(lambda: self.asked not in ("", after), "the line to ask")
        return self.asked

    def press(self, keys: str) -> None:
        before = self.wait_for_turn()
        self.type(keys)
        self.wait_for_turn(after=before)

    def type(self, keys: str) -> None:
        for key in keys:
            self.phone.hold_key(key)
            self.phone.release_key()

    def say(self, text: str) -> None:
        file = self._folder / f"{abs(hash(text))}.wav"
        soundfile.write(file, np.concatenate([japanese(text)[::2], _QUIET]), 8_000)
        self.phone.speak(file)


def tone(heard: Samples) -> float:
    """How much of the loudest second is the tone that operators say."""
    seconds = [heard[at : at + 8_000].astype(float) for at in range(0, len(heard) - 8_000, 4_000)]
    wave = np.exp(-2j * np.pi * TONE_HZ * np.arange(8_000) / 8_000)
    shares = [
        2 * abs(one @ wave) ** 2 / (8_000 * (one @ one)) for one in seconds if abs(one).max() > 500
    ]
    return max(shares, default=0.0)


def test_a_caller_by_voice_and_one_by_keys_are_put_through_and_recorded(
    line: RunningLine, phones: Phones, desks: dict[Language, Phone], tmp_path: Path
) -> None:
    quiet = tmp_path / "quiet.wav"
    soundfile.write(quiet, _QUIET, 8_000)
    typist = Person(line, phones("typist", speech=quiet), tmp_path)
    for keys in ("2", "1", NUMBER, "1"):
        typist.press(keys)
    line.until(lambda: has_card(line, "desk-en"), "the card of the caller by keys")
    desks[Language.EN].wait_for("CALL_ESTABLISHED")

    speaker = Person(line, phones("speaker", speech=quiet), tmp_path)
    speaker.press("1")
    for _ in range(8):
        if speaker.wait_for_turn() == "operator":
            break
        speaker.say(SPOKEN[speaker.asked])
        line.until(lambda: speaker.call.conversation.is_speaking, "the line to speak")
    line.until(lambda: has_card(line, "desk-ja"), "the card of the caller by voice")
    desks[Language.JA].wait_for("CALL_ESTABLISHED")

    speaker.say("はい")
    time.sleep(1.5)
    speaker.phone.hang_up()
    desks[Language.EN].hang_up()
    typist.wait_for_turn(after="operator")
    typist.type("5")
    line.until(lambda: not line.station.answering.calls, "the calls to be over")
    line.close()
    journeys = [line.archive.journeys.of(one.call_id) for one in line.outcomes]
    assert {one.ended for one in journeys if one} == {JourneyEnd.TRANSFERRED}
    assert [one.status for one in line.outcomes] == [Status.KEPT] * 2
    calls = [line.archive.reader.row(one.call_id).call for one in line.outcomes]
    assert {one.operator for one in calls} == {"desk-ja", "desk-en"}
    assert {one.language for one in calls} == {Language.JA, Language.EN}
    assert abs(desks[Language.JA].heard()).max() > 500
    assert tone(typist.phone.heard()) > 0.5
    sides = {Channel.CALLER, Channel.IVR, Channel.OPERATOR}
    assert all(set(one.channels) == sides for one in calls)
