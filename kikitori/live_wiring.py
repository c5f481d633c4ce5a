"""Builds what live calls need: a spool, ears for each call, the way into the archive."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from archive.archive import Archive
from archive.call import Call, Status
from archive.spool import Spool, open_spool
from archive.spool_reading import Spooled
from kikitori.config import Config
from kikitori.policies import Policies
from kikitori.sweeping import today
from kikitori.wiring import Engines, engine_versions, load_engines, stages_with
from models.loading import load_detector
from privacy.redactor import Redactor
from recorder.call_in_progress import CallInProgress
from recorder.call_opening import CallOpening, call_begun
from recorder.call_taking import CallTaking
from recorder.captioning_transcript import LiveTranscript
from recorder.captions import CallCaptions, CaptionOptions
from recorder.capture import LineCapture
from recorder.line import AudioSource
from recorder.live_reporting import LiveReporting
from recorder.recovery import Recovery
from recorder.stages import Stage, Stages, Taken, take_through
from recorder.station import Station
from recorder.taking_elsewhere import TakingElsewhere
from recorder.voice_following import VoiceFollowing
from recorder.voice_watch import VoiceRules, VoiceWatch
from speech.audio import AudioFrame, CallAudio, Channel, Span
from speech.errors import ModelError
from speech.hearing import NewDetector
from speech.recognizing import RECOGNIZER_RATE_HZ, Recognizer
from speech.transcript import Language, Transcript, Utterance

_NOTHING_SAID = {Language.JA: "はい。", Language.EN: "Yes.", Language.KO: "네."}

_ENDED_CALLS = "kikitori.ended_calls"

QUICK_DETECTOR = "webrtc"
"""Follows who speaks where there are no captions: what is kept is heard by the configured one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveWiring:
    """Everything a process needs to record lines below one data folder.

    `engines` and `stages` load at their first call. Ended calls are taken through the stages
    `elsewhere`, in a process of their own; without one, here.
    """

    config: Config
    policies: Policies
    archive: Archive
    spool: Spool
    reporting: LiveReporting
    engines: Callable[[], Engines]
    stages: Callable[[], Stages]
    new_detector: NewDetector
    quick_detector: NewDetector
    captions: bool
    elsewhere: TakingElsewhere | None = None

    def get_ready(self, language: Language) -> None:
        """Load what calls need while they are held and after. Raises KikitoriError."""
        if self.elsewhere is not None:
            self.elsewhere.begin()
        if self.captions:
            self.get_captions_ready(language)
        if self.elsewhere is not None:
            self.elsewhere.get_ready()
        else:
            self.stages()

    def get_captions_ready(self, language: Language) -> None:
        """Use once what captions need.

        What an engine does at its first use holds up every thread for a third of a second: longer
        than a sound card waits.
        """
        engines = self.engines()
        noise = np.random.default_rng(1).normal(0, 300, RECOGNIZER_RATE_HZ).astype(np.int16)
        engines.ears(CallAudio(RECOGNIZER_RATE_HZ, {Channel.CALLER: noise}), language)
        session = engines.ears.recognizer.session(language)
        session.accept(AudioFrame(noise, RECOGNIZER_RATE_HZ, 0, Channel.CALLER))
        session.finish()
        said = Utterance(Channel.CALLER, Span(0.0, 1.0), _NOTHING_SAID[language])
        redactor = engines.redactor(self.policies.of("").policy)
        redactor.redact(Transcript(language, (said,)))

    def taking(self) -> CallTaking:
        """What takes ended calls through the stages."""
        return CallTaking(self.recovery(), self.reporting, elsewhere=self.elsewhere)

    def station(self) -> Station:
        return Station(self.reporting, self.taking())

    def line(
        self, source: AudioSource, opening: CallOpening, station: Station, voice: VoiceRules | None
    ) -> LineCapture:
        """A line of the station; with `voice` its calls begin and end by voice."""
        return LineCapture(
            source,
            opening,
            self.begin_call,
            station.taking.take,
            watch=VoiceWatch(voice) if voice else None,
            ears=self._ears(source, opening, captions=False) if voice else None,
        )

    def begin_call(self, source: AudioSource, opening: CallOpening, origin: int) -> CallInProgress:
        """A call that begins now, with its spool on the disk."""
        begun_at = datetime.now(UTC)
        facts = call_begun(opening, source.name, source.channels, source.rate_hz, begun_at)
        writer = self.spool.begin(facts)
        return CallInProgress(writer, self._listener(source, opening), origin=origin)

    def recovery(self, language: Language | None = None) -> Recovery:
        """The way out of the spool, through the stages every call goes through.

        With `language`, calls turn out to be in another one than they were recorded as.
        """

        def take(call: Call, spooled: Spooled) -> Taken:
            call = replace(call, language=language or call.language)
            return take_through(
                self.stages(), call, spooled.audio, known=spooled.known, progress=_untold
            )

        return Recovery(
            spool=self.spool,
            store=self.archive.store,
            take=take,
            keep_until=self._keep_until,
            today=today,
            engines=engine_versions(self.config),
            last_day=self.config.last_day,
        )

    def _keep_until(self, call: Call, status: Status) -> date | None:
        # A call without sound has nothing that could be tried again.
        withheld = status is not Status.KEPT and call.duration_s > 0
        days = self.config.original_days(call.client, withheld=withheld)
        return today() + timedelta(days=days) if days else None

    def _listener(self, source: AudioSource, opening: CallOpening) -> CallCaptions | VoiceFollowing:
        if not self.captions:
            with suppress(ModelError):
                return VoiceFollowing(source.channels, self.quick_detector, source.rate_hz)
        return self._ears(source, opening, captions=self.captions)

    def _ears(self, source: AudioSource, opening: CallOpening, *, captions: bool) -> CallCaptions:
        policy = self.policies.of(opening.client).policy
        recognizer: Recognizer | None = None
        # Nothing is said to a redactor where nothing is recognized.
        redactor = Redactor(reader=None, taggers={}, policy=policy)
        if captions:
            recognizer = self.engines().ears.recognizer
            redactor = self.engines().redactor(policy)
        options = CaptionOptions(
            recognizer=recognizer, new_detector=self.new_detector, language=opening.language
        )
        transcript = LiveTranscript(redactor, opening.language, source.channels)
        return CallCaptions(source.channels, options, transcript)


def wire(
    config: Config, policies: Policies, archive: Archive, models_in: Path, *, captions: bool
) -> LiveWiring:
    """What records below the archive's folder; raises ArchiveError when its spool cannot be opened."""
    engines = cache(lambda: load_engines(config, models_in))
    return LiveWiring(
        config=config,
        policies=policies,
        archive=archive,
        spool=open_spool(archive.folder),
        reporting=LiveReporting(archive.live),
        engines=engines,
        stages=cache(lambda: stages_with(engines(), config, policies, archive)),
        new_detector=load_detector(config.detector),
        quick_detector=load_detector(QUICK_DETECTOR),
        captions=captions,
    )


@dataclass(frozen=True, slots=True)
class EndedCalls:
    """What the process that takes ended calls is told first; weights lie below `models_in`."""

    config: Config
    folder: Path
    models_in: Path


def wire_apart(
    config: Config, policies: Policies, archive: Archive, models_in: Path, *, captions: bool
) -> LiveWiring:
    """As `wire`, with ended calls taken by a process of their own, so that those held never wait."""
    start = EndedCalls(config, archive.folder, models_in)
    wired = wire(config, policies, archive, models_in, captions=captions)
    return replace(wired, elsewhere=TakingElsewhere(_ENDED_CALLS, start))


def _untold(_stage: Stage, _seconds: float) -> None:
    """Tell nobody how far a call is; the board shows that it is being taken."""
