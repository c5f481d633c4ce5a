"""One run of a line that answers: getting ready, a live screen while calls are held, a clean end."""

import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty
from threading import Thread

from rich.live import Live

from archive.archive import open_archive
from ivr.answering.line_dialogue import LineDialogue, of_document, of_service
from ivr.answering.own_words import own_prompt, own_prompts
from ivr.checking.loading import load
from ivr.dialogue.actions import Prompt
from ivr.faults import FaultyError
from ivr.menus.reading import read_service
from ivr.menus.service import Service
from ivr.speaking.recordings import files_in
from ivr.speaking.static_prompts import static_prompts
from ivr.speaking.voice import Voice
from kikitori.commands.call_terminal import CallTerminal
from kikitori.commands.interrupts import interrupts
from kikitori.commands.ivr_prompts import prepare_with_bar
from kikitori.commands.serving_screen import CallNews, serving_screen
from kikitori.config import CONFIG_FILE, Config
from kikitori.ivr_answering import PHONE_RATES_HZ, Answered, AnsweringStation
from kikitori.ivr_ears import build_ear
from kikitori.ivr_people import check_operators, why_not_called
from kikitori.ivr_voices import load_voice, prompt_languages
from kikitori.ivr_warming import warm
from kikitori.ivr_wiring import phonemes_of
from kikitori.live_wiring import LiveWiring, wire_apart
from kikitori.policies import read_policies
from kikitori.wiring import engine_options
from kikitori.wording import Wording, load_wording, user_language
from recorder.lines.baresip_stack.hearing_from import is_open_to_all
from recorder.switchboard.board import DoorSpec, Switchboard
from recorder.switchboard.leg import DoorOptions
from recorder.switchboard.opening import door_names
from recorder.switchboard.orders import Press
from speech.errors import DefinitionError, LineError
from speech.transcript import Language

_YAML = (".yaml", ".yml")
_KEYS = "0123456789*#"
_LOOK_EVERY_S = 0.1
_SHOW_PER_SECOND = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What is answered, at which doors; `service` where it is one. `prompts` are spoken ahead, recordings
    lie in `folder`; `welcome` is shown when all is ready. With `by_headset` there is one call, whose
    keys are typed.
    """

    folder: Path
    line: LineDialogue
    service: Service | None
    prompts: Sequence[Prompt]
    doors: Sequence[DoorSpec]
    client: str = ""
    local_time: str = ""
    welcome: str = ""
    by_headset: bool = False

    @property
    def languages(self) -> list[Language]:
        """Those that have to be spoken; a document's are those of its prompts."""
        if self.service is not None:
            return sorted(self.line.languages)
        return prompt_languages(self.prompts) or [self.line.language]


def read_line(
    document: Path, config: Config, language: Language | None
) -> tuple[LineDialogue, Service | None]:
    """The dialogue of a file. Raises DefinitionError or FaultyError for what cannot be answered with."""
    if not document.is_file():
        raise DefinitionError("file.missing", file=document)
    if document.suffix.lower() not in _YAML:
        hosts = frozenset(config.document_hosts)
        return of_document(document, hosts, language or Language.EN), None
    service = read_service(document)
    wanted = language.value if language else ""
    if wanted and wanted not in service.languages:
        told = load_wording(user_language())
        raise DefinitionError(told("demo_ivr.languages", languages=", ".join(service.languages)))
    return of_service(service, wanted), service


def constant_prompts(document: Path) -> list[Prompt]:
    """What a dialogue always says in the same way. Raises FaultyError for what is wrong with it."""
    dialogues, faults = load(document, phonemes_of)
    if faults:
        raise FaultyError(faults)
    return list(static_prompts(part.document for part in dialogues.parts.values()))


def door_specs(kinds: Sequence[str], config: Config, *, host: str, port: int) -> list[DoorSpec]:
    """The doors as the settings have them; host and port given by hand hold for the first."""
    specs = []
    for place, kind in enumerate(kinds):
        if kind not in door_names():
            raise LineError("line.no_door", kind=kind, known=", ".join(door_names()))
        options = config.doors.get(kind, DoorOptions())
        if place == 0:
            options = replace(options, host=host or options.host, port=port or options.port)
        specs.append(DoorSpec(kind, options))
    return specs


def serve_calls(served: Served, config: Config, folder: Path) -> int:
    """Answer until Ctrl-C; the exit code."""
    wired = wire_apart(config, read_policies(config), open_archive(folder), folder, captions=False)
    wording = load_wording(user_language())
    terminal = CallTerminal(wired.archive.reader, wording)
    return _Serving(served, config, folder, wired, wording, terminal).run()


@dataclass(slots=True)
class _Serving:
    served: Served
    config: Config
    folder: Path
    wired: LiveWiring
    wording: Wording
    terminal: CallTerminal

    def run(self) -> int:
        self._look_for_people()
        self._look_for_strangers()
        self._try_doors()
        # While all is loaded Ctrl-C leaves at once: nobody is on the line.
        station = self._station()
        with interrupts() as presses:
            station.start()
            try:
                self._say(self.served.welcome or self._ready())
                self._answer(station, presses)
            finally:
                self._end(station, presses)
        return self.terminal.code

    def _look_for_people(self) -> None:
        """Raises DefinitionError for operators who cannot be called; a service's own way is but told of."""
        doors, operators = self.served.doors, self.config.ivr.operators
        if self.served.by_headset:
            # Whoever tries the line alone is put through to nobody.
            return
        check_operators(self.folder / CONFIG_FILE, operators, doors)
        service = self.served.service
        if operators or service is None or service.operator is None:
            return
        why = why_not_called(doors[0], service.operator.destination)
        if why is not None:
            self._say(self.wording("serve.nobody", cause=why))

    def _look_for_strangers(self) -> None:
        for spec in self.served.doors:
            if spec.kind == "sip" and is_open_to_all(spec.options):
                self._say(self.wording("serve.anybody", host=spec.options.host))

    def _try_doors(self) -> None:
        """Tell of a port that is taken before anybody waits for the models. Raises LineError."""
        switchboard = Switchboard(self.served.doors)
        try:
            switchboard.start()
        finally:
            switchboard.close()

    def _station(self) -> AnsweringStation:
        """Everything loaded, spoken ahead and heard once."""
        self._say(self.wording("record.ready"))
        line = self.served.line
        # A voice that is missing is told before anybody waits for models.
        voice = load_voice(
            engine_options(self.config, self.folder),
            languages=self.served.languages,
            find=files_in(self.served.folder),
            names=self.config.ivr.voices,
        )
        self.wired.get_ready(line.language)
        self._prepare(voice)
        ear = build_ear(self.config, self.folder)
        warm(ear, self.served.languages, self.served.service)
        answered = Answered(
            line=line,
            ear=ear,
            render=voice.render,
            settings=self.config.ivr,
            client=self.served.client,
            local_time=self.served.local_time,
        )
        return AnsweringStation(self.wired, answered, self.served.doors)

    def _prepare(self, voice: Voice) -> None:
        prompts = [*self.served.prompts]
        for language in self.served.languages:
            prompts += own_prompts(language)
        self._say(self.wording("ivr.preparing"))
        for rate_hz in PHONE_RATES_HZ:
            prepare_with_bar(voice, prompts, self.wording, rate_hz=rate_hz)
        for language in self.served.languages:
            # What speaks on the spot takes a second the first time.
            voice.render(own_prompt(language, "wait", minutes=7), PHONE_RATES_HZ[0])

    def _ready(self) -> str:
        doors = ", ".join(
            f"{one.label} {one.options.host}:{one.options.port or '*'}" for one in self.served.doors
        )
        line = self.served.line
        title = line.title.get(self.wording.language) or line.title.get(line.language, line.name)
        return self.wording("serve.ready", line=title, doors=doors)

    def _answer(self, station: AnsweringStation, presses: list[int]) -> None:
        news = CallNews(self.wording, station.names)
        if self.served.by_headset:
            Thread(target=self._type_keys, args=(station,), name="keyboard", daemon=True).start()
        with self.terminal.drawn(per_second=_SHOW_PER_SECOND) as drawn:
            while not presses and not station.answering.over and not self._is_over(station):
                self._tell(station, news, drawn)
                time.sleep(_LOOK_EVERY_S)
        self._say_troubles(station)
        if station.answering.failure is not None:
            self._say(station.answering.failure.told(self.wording.language))
            self.terminal.code = LineError.exit_code

    def _is_over(self, station: AnsweringStation) -> bool:
        """Whether the only call there is has ended."""
        answering = station.answering
        return self.served.by_headset and answering.answered > 0 and not answering.calls

    def _type_keys(self, station: AnsweringStation) -> None:
        """Keys typed here are pressed for the call by headset."""
        for line in sys.stdin:
            for call in station.answering.calls:
                for key in (sign for sign in line if sign in _KEYS):
                    station.switchboard.order(Press(call.facts.leg, key))

    def _end(self, station: AnsweringStation, presses: list[int]) -> None:
        """End all calls, then take them through the stages; Ctrl-C once more leaves them sealed."""
        first = len(presses)
        station.hang_up()
        held = len(station.answering.calls)
        self._say(self.wording("serve.ending", count=held) if held else self.wording("serve.over"))
        while not station.wait(_LOOK_EVERY_S):
            self.terminal.tell_outcomes(station.taking)
            if len(presses) > first:
                self.terminal.leave()
        self.terminal.tell_outcomes(station.taking)

    def _tell(self, station: AnsweringStation, news: CallNews, drawn: Live | None) -> None:
        self._say_troubles(station)
        self.terminal.tell_outcomes(station.taking)
        if drawn is not None:
            drawn.update(serving_screen(station, self.wording))
        else:
            for told in news.of(station.answering):
                self._say(told)

    def _say_troubles(self, station: AnsweringStation) -> None:
        with suppress(Empty):
            while True:
                trouble = station.answering.troubles.get_nowait()
                self._say(trouble.told(self.wording.language))

    def _say(self, told: str) -> None:
        for line in told.split("\n"):
            self.terminal.say(line)
