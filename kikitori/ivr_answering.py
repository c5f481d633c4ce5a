"""Builds what answers callers: doors, ears and voices, recording, operators and their desks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from functools import cache, partial
from os import cpu_count
from pathlib import Path
from time import monotonic
from zoneinfo import ZoneInfo

from archive.call import Direction
from archive.dialogue_names import Names
from ivr.answering.answering import Answering
from ivr.answering.call_recording import CHANNELS, CallRecording
from ivr.answering.caller_side import CallerSide, Render
from ivr.answering.conversation import Conversation, Surroundings
from ivr.answering.desk_telling import DeskTelling
from ivr.answering.hearing_desk import HearingDesk
from ivr.answering.held_call import CallFacts, HeldCall, Means
from ivr.answering.line_dialogue import LineDialogue
from ivr.answering.own_words import own_prompt
from ivr.answering.telling import ExpectAnswers, HearTurn
from ivr.answering.transferring import People
from ivr.answering.waiting_room import Desk, RoomRules, WaitingRoom, desk_skills
from ivr.dialogue.dialogue import Dialogue
from ivr.dialogue.settings import Settings
from ivr.hearing.ear import Ear
from ivr.hearing.heard import Heard
from ivr.menus.opening import answers_from
from ivr.screen_pop import Caller
from ivr.scripting import Scripts
from kikitori.ivr_ears import known_numbers
from kikitori.ivr_settings import IvrSettings, OperatorSettings
from kikitori.live_wiring import LiveWiring
from recorder.call_in_progress import CallInProgress
from recorder.call_opening import CallOpening, call_begun
from recorder.soundfile_reading import read_channels, resampled
from recorder.switchboard.board import DoorSpec, Switchboard
from recorder.switchboard.news import Rang
from recorder.upkeep import Upkeep
from recorder.voice_following import VoiceFollowing
from speech.audio import CallAudio, Channel, Samples
from speech.recognizing import RECOGNIZER_RATE_HZ
from speech.transcript import Language

PHONE_RATES_HZ = (8_000, 16_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What is answered, for whom, by which ears and voice."""

    line: LineDialogue
    ear: Ear
    render: Render
    settings: IvrSettings
    client: str = ""
    local_time: str = ""


class AnsweringStation:
    """A running line: `start` it, `hang_up`, and `wait` until every call is dealt with."""

    def __init__(self, wired: LiveWiring, answered: Answered, doors: Sequence[DoorSpec]) -> None:
        self.taking = wired.taking()
        self._wired = wired
        self._answered = answered
        self.switchboard = Switchboard(doors)
        self.room = WaitingRoom(
            _desks(answered.settings.operators, doors),
            now_s=monotonic(),
            rules=RoomRules(write_up_s=answered.settings.write_up_s),
        )
        ear = replace(answered.ear, known=known_numbers(wired.archive, answered.client))
        self.hearing = HearingDesk(
            lambda turn: hear_turn(ear, turn),
            threads=max(1, (cpu_count() or 1) - 1),
            expect=lambda expected: get_ready(ear, expected),
        )
        self._desks = DeskTelling(wired.archive, answers_from=partial(_answers_from, answered))
        self.answering = Answering(
            self.switchboard,
            self.room,
            self._open_call,
            self.taking.take,
            most_calls=answered.settings.most_calls,
        )
        self._upkeep = Upkeep(wired.reporting, self.taking, self.answering.held)
        self._people = _people(answered.settings, doors)

    @property
    def names(self) -> Names:
        """What the parts of the line are called, by language."""
        return self._answered.line.names

    def start(self) -> None:
        """Raises LineError with a door's own words when it cannot be opened."""
        self._wired.archive.dialogue_names.keep(self._answered.client, self._answered.line.names)
        self.switchboard.start()
        self.taking.start()
        self._upkeep.start()
        self.answering.start()

    def hang_up(self) -> None:
        """Answer nobody any more and end all calls."""
        self.answering.close()

    def wait(self, timeout_s: float) -> bool:
        """Whether the line is closed and every call is dealt with."""
        if not self.answering.join(timeout_s):
            return False
        self.switchboard.close()
        self.taking.close()
        if not self.taking.join(timeout_s):
            return False
        self._upkeep.stop()
        self.hearing.close()
        self._desks.close()
        return True

    def _open_call(self, rang: Rang, rate_hz: int, over: Callable[[HeldCall], None]) -> HeldCall:
        answered, wired = self._answered, self._wired
        began_at = datetime.now(UTC)
        call = _begin(wired, answered, rang, rate_hz, began_at)
        facts = CallFacts(
            call_id=call.facts.id,
            leg=rang.leg,
            began_at=began_at,
            client=answered.client,
            line=call.facts.line,
            survey_scale=answered.line.survey_scale,
        )
        recording = CallRecording(call)
        side = CallerSide(
            rang.leg, rate_hz, wired.new_detector(), answered.render, number=rang.number
        )
        around = Surroundings(
            call_id=facts.call_id,
            session=_session(rang, answered),
            language=answered.line.language,
            fetch=answered.line.fetch,
            people=self._people,
            escape=answered.line.escape,
            languages=answered.line.languages,
        )
        settings = Settings(language=answered.line.language.value)
        talk = Conversation(Dialogue(answered.line.uri, settings), side, around)
        caller = Caller(client=answered.client, line=facts.line, number=rang.number)
        self._desks.answered(facts.call_id, caller, began_at)
        return HeldCall(facts, talk, recording, self._means(), over)

    def _means(self) -> Means:
        return Means(
            order=self.switchboard.for_this_life(),
            hearing=self.hearing,
            room=self.room,
            desks=self._desks,
            belongs=self.answering.belongs,
            apology=_apologies(self._answered.render),
        )


def hear_turn(ear: Ear, turn: HearTurn) -> Heard:
    """What was said in a turn of any rate."""
    audio = CallAudio(turn.rate_hz, {Channel.CALLER: turn.samples})
    samples = resampled(audio, RECOGNIZER_RATE_HZ).channels[Channel.CALLER]
    return ear.hear(
        samples,
        turn.grammars,
        turn.language,
        accepted=turn.accepted,
        escapes=turn.escapes,
        evaluate=Scripts().evaluate,
    )


def get_ready(ear: Ear, expected: ExpectAnswers) -> None:
    """Let the ear do ahead what the first answer to these grammars would wait for."""
    ear.expect(
        expected.grammars,
        expected.language,
        escapes=expected.escapes,
        evaluate=Scripts().evaluate,
    )


def _begin(
    wired: LiveWiring, answered: Answered, rang: Rang, rate_hz: int, began_at: datetime
) -> CallInProgress:
    """A call of three channels; nobody captions it, because callers' answers take all there is."""
    opening = CallOpening(
        language=answered.line.language, direction=Direction.INBOUND, client=answered.client
    )
    facts = call_begun(opening, rang.door, CHANNELS, rate_hz, began_at)
    follows = VoiceFollowing(CHANNELS, wired.quick_detector, rate_hz)
    return CallInProgress(wired.spool.begin(facts), follows)


def _session(rang: Rang, answered: Answered) -> Mapping[str, object]:
    now = datetime.now(_zone(answered))
    return {
        "ani": rang.number,
        "dnis": rang.dialled,
        "language": answered.line.language.value,
        "local_time": answered.local_time or now.strftime("%Y-%m-%dT%H:%M"),
    }


def _zone(answered: Answered) -> tzinfo | None:
    name = answered.line.time_zone or answered.settings.time_zone
    return ZoneInfo(name) if name else datetime.now().astimezone().tzinfo


def _answers_from(answered: Answered, moment: datetime) -> datetime:
    return answers_from(answered.line.hours, moment, _zone(answered) or UTC)


def _desks(operators: Sequence[OperatorSettings], doors: Sequence[DoorSpec]) -> Mapping[str, Desk]:
    first = doors[0].label if doors else ""
    return {
        one.id: Desk(
            id=one.id,
            destination=one.destination,
            door=one.door or first,
            skills=desk_skills(one.skills),
            dials_in=one.dials_in,
        )
        for one in operators
    }


def _people(settings: IvrSettings, doors: Sequence[DoorSpec]) -> People:
    return People(
        door=doors[0].label if doors else "",
        routed=bool(settings.operators),
        skills=frozenset(skill for one in settings.operators for skill in one.skills),
        music=_music(settings),
    )


def _music(settings: IvrSettings) -> dict[int, Samples]:
    """What callers who wait hear, at the rates telephones have. Raises SoundError."""
    if not settings.music:
        return {}
    audio = read_channels(Path(settings.music))[0]
    by_rate = {rate_hz: resampled(audio, rate_hz).channels for rate_hz in PHONE_RATES_HZ}
    return {rate_hz: next(iter(channels.values())) for rate_hz, channels in by_rate.items()}


def _apologies(render: Render) -> Callable[[Language, int], Samples]:
    @cache
    def apology(language: Language, rate_hz: int) -> Samples:
        return render(own_prompt(language, "apology"), rate_hz).samples

    return apology
