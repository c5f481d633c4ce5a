"""`kikitori record`: take calls from lines while they are held."""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.live import Live

from archive.archive import open_archive
from archive.call import Direction
from kikitori.commands.call_terminal import CallTerminal
from kikitori.commands.interrupts import interrupts
from kikitori.commands.options import Data
from kikitori.commands.recording_options import (
    Campaign,
    Client,
    HowBegun,
    Lines,
    OfLanguage,
    Operator,
    OperatorSide,
    Pace,
    QuietS,
    WhoCalls,
    WithCaptions,
)
from kikitori.commands.recording_screen import Captions, News, screen
from kikitori.config import CONFIG_FILE, Config, data_folder, read_config
from kikitori.line_specs import LineSpec, line_specs
from kikitori.live_wiring import LiveWiring, wire, wire_apart
from kikitori.log_file import log_to_file
from kikitori.policies import read_policies
from kikitori.remembering import devices_to_remember, remember_devices
from kikitori.wording import Wording, load_wording, user_language
from recorder.call_opening import CallOpening
from recorder.capture import LineCapture
from recorder.control import ControlSocket, lock_path, socket_path
from recorder.line_lock import line_of_ours
from recorder.opening import check_line, open_line
from recorder.station import Station
from recorder.voice_watch import VoiceRules
from speech.errors import DefinitionError, LineError, SoundError

_LOOK_EVERY_S = 0.1
_SHOW_PER_SECOND = 8
_QUIET_S = VoiceRules().quiet_s


def record(
    line: Lines,
    language: OfLanguage = None,
    client: Client = "",
    operator: Operator = "",
    campaign: Campaign = "",
    direction: WhoCalls = Direction.INBOUND,
    begin: HowBegun = "hand",
    quiet_s: QuietS = _QUIET_S,
    captions: WithCaptions = None,
    operator_side: OperatorSide = None,
    pace: Pace = 1.0,
    data: Data = None,
) -> None:
    """Record calls while they are held 通話をその場で録音

    From a headset, telephony cards or files; Ctrl-C ends the call. What is said is sealed on the
    disk at once, shown redacted on the board's live page, and kept only redacted and scored.
    Devices that are named, as in headset:USB,monitor, are remembered in config.toml.
    """
    wording = load_wording(user_language())
    if language is None:
        raise SoundError(wording("record.which_language"))
    folder = data_folder(data)
    config = read_config(folder)
    left = None if operator_side is None else operator_side == "left"
    specs = line_specs(line, config, operator_left=left, pace=pace)
    for spec in specs:
        check_line(spec.kind, spec.options)
    opening = CallOpening(
        language=language,
        direction=direction,
        client=client,
        campaign=campaign,
        operator=operator,
    )
    wired = _wired(config, folder, captions)
    voice = VoiceRules(quiet_s=quiet_s) if begin == "voice" else None
    terminal = CallTerminal(wired.archive.reader, wording)
    code = Recording(wired, opening, begin, voice, folder, wording, terminal).lines(specs)
    if code:
        raise typer.Exit(code)


def _wired(config: Config, folder: Path, captions: bool | None) -> LiveWiring:
    policies, archive = read_policies(config), open_archive(folder)
    # Where nothing is captioned nobody waits for what ended calls need.
    if captions is False or (captions is None and not config.captions):
        return wire(config, policies, archive, folder, captions=False)
    return wire_apart(config, policies, archive, folder, captions=True)


@dataclass(slots=True)
class Recording:
    """One run of the command, from opening the lines to the last call's outcome."""

    wired: LiveWiring
    opening: CallOpening
    begin: str
    voice: VoiceRules | None
    folder: Path
    wording: Wording
    terminal: CallTerminal

    def lines(self, specs: Sequence[LineSpec]) -> int:
        """Record until all lines are over or Ctrl-C ends them; the exit code."""
        if self.terminal.console.is_terminal:
            log_to_file(self.folder / "run" / "record.log")
        station = self.wired.station()
        with ExitStack() as held:
            # Before the models are loaded, which takes a while.
            for spec in specs:
                name = spec.options.label
                held.enter_context(line_of_ours(lock_path(self.folder, name), name))
            self.terminal.say(self.wording("record.ready"))
            self.wired.get_ready(self.opening.language)
            captures = [self._open(spec, station, held) for spec in specs]
            self._remember(specs, captures)
            with interrupts() as presses:
                self._run(station, captures, presses)
        return self.terminal.code

    def _open(self, spec: LineSpec, station: Station, held: ExitStack) -> LineCapture:
        """An open line with its control socket."""
        path = socket_path(self.folder, spec.options.label)
        source = open_line(spec.kind, spec.options)
        held.callback(source.close)
        capture = self.wired.line(source, self.opening, station, self.voice)
        held.callback(ControlSocket(path, capture).close)
        if self.begin == "hand":
            capture.begin()
        return capture

    def _remember(self, specs: Sequence[LineSpec], captures: Sequence[LineCapture]) -> None:
        """Keep which devices were asked for; a call is not ended for what cannot be kept."""
        devices = devices_to_remember(specs, [capture.source for capture in captures])
        try:
            if devices and remember_devices(self.folder, devices):
                told = "; ".join(
                    f"{kind}: {', '.join(settings.values())}" for kind, settings in devices.items()
                )
                self.terminal.say(self.wording("record.remembered", devices=told, file=CONFIG_FILE))
        except DefinitionError as error:
            self.terminal.say(self.wording("record.not_remembered", reason=error.reason))

    def _run(self, station: Station, captures: list[LineCapture], presses: list[int]) -> None:
        news, captions = News(self.wording), Captions(self.wording)
        station.start(captures)
        for capture in captures:
            self._say_waiting(capture)
        with self.terminal.drawn(per_second=_SHOW_PER_SECOND) as drawn:
            while not station.over:
                if presses:
                    station.hang_up()
                self._hang_up_ended(station)
                self._tell(station, news, captions if drawn is None else None, drawn)
                time.sleep(_LOOK_EVERY_S)
            station.finish()
            told_again = len(presses) > 1
            while not station.wait(_LOOK_EVERY_S):
                self._tell(station, news, None, drawn)
                if len(presses) > 1 and not told_again:
                    told_again = True
                    self.terminal.say(self.wording("record.again"))
                if len(presses) > 2:
                    self.terminal.leave()
            self._tell(station, news, None, drawn)
        if any(capture.failure for capture in captures):
            self.terminal.code = LineError.exit_code

    def _say_waiting(self, capture: LineCapture) -> None:
        name = capture.source.name
        if self.begin == "voice":
            self.terminal.say(self.wording("record.waiting_voice", line=name))
        elif self.begin == "socket":
            path = socket_path(self.folder, name)
            self.terminal.say(self.wording("record.waiting_socket", line=name, socket=path))
        else:
            self.terminal.say(self.wording("record.how_to_end"))

    def _hang_up_ended(self, station: Station) -> None:
        """A call begun by hand and ended by the socket was the only one of its line."""
        for line in station.lines:
            if self.begin == "hand" and line.call is None:
                line.close()

    def _tell(
        self, station: Station, news: News, captions: Captions | None, drawn: Live | None
    ) -> None:
        for line in station.lines:
            for told in news.of(line):
                self.terminal.say(told)
            for told in captions.of(line, self.wired.reporting) if captions else ():
                self.terminal.say(told)
        self.terminal.tell_outcomes(station.taking)
        if drawn is not None:
            drawn.update(screen(station, self.wired.reporting, self.wording))
