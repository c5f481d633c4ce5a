"""A call while it is held: every frame goes to the spool first, then to whoever listens."""

import logging
from collections import deque
from dataclasses import replace
from threading import Lock

import numpy as np

from archive.live import LiveWay
from archive.spool_facts import SpooledCall
from archive.spool_notes import Alarm, Attended, Loss, Lossy, Missing
from archive.spool_writing import SpoolWriter
from recorder.captions import CallCaptions
from recorder.line import FRAME_S, Arrival, Gap, Lost
from recorder.sensitivity import Sensitivity
from recorder.voice_following import VoiceFollowing
from speech.audio import AudioFrame, Channel, Samples, Span
from speech.transcript import Language, Utterance

log = logging.getLogger(__name__)

DEVICE_LOST = "device-lost"
CLOCK_JUMP = "clock-jump"
LINE_LOST = "line-lost"

_LEVEL_FRAMES = 10
_SILENCE_DBFS = -96.0


class CallInProgress:
    """One call from its first frame to its last.

    `take` belongs to the thread that captures and never waits for anything but the spool; every
    other method may be called by any thread. Times are those of the call, which begins with sample
    `origin` of its line.
    """

    def __init__(
        self, writer: SpoolWriter, captions: CallCaptions | VoiceFollowing, *, origin: int = 0
    ) -> None:
        self.captions = captions
        self.gaps = 0
        self.missing_s = 0.0
        self.dropped_frames = 0
        self.ended = False
        # Where the caller is, told by whoever leads the call through a dialogue.
        self.way: LiveWay | None = None
        self._writer = writer
        self._origin = origin
        self._ends = dict.fromkeys(writer.facts.channels, 0)
        self._latest: dict[Channel, deque[Samples]] = {
            channel: deque(maxlen=_LEVEL_FRAMES) for channel in writer.facts.channels
        }
        self._sensitivity = Sensitivity()
        self._attending: Attended | None = None
        self._disk_alarm: Alarm | None = None
        self._away: dict[Channel, float] = {}
        self._alarms: dict[str, None] = {}
        self._taking = Lock()

    @property
    def facts(self) -> SpooledCall:
        return self._writer.facts

    @property
    def duration_s(self) -> float:
        return max(self._ends.values()) / self.facts.rate_hz

    @property
    def sensitive(self) -> bool:
        """Whether silence is recorded in place of what is said."""
        return self._sensitivity.now

    @property
    def alarms(self) -> tuple[str, ...]:
        """The codes of all that went wrong so far, each once."""
        return tuple(self._alarms)

    @property
    def troubles(self) -> tuple[str, ...]:
        """The codes of what is wrong at the moment."""
        disk = [str(alarm.code)] if (alarm := self._disk_alarm) else []
        return (*disk, *([DEVICE_LOST] if self._away else []))

    def take(self, arrival: Arrival) -> None:
        """Keep what the line gave; what lies before the call's first sample is left out."""
        with self._taking:
            if self.ended:
                return
            own = self._in_call_time(arrival) if self._origin else arrival
            if own is None:
                return
            kept = self._keep_frame(own) if isinstance(own, AudioFrame) else self._keep_gap(own)
        self.captions.offer(kept)

    def begin_sensitive(self, reason: str) -> bool:
        """Record silence from now on; False when that is so already.

        Raises ValueError when the reason is not a short code.
        """
        with self._taking:
            behind_s = self.duration_s - min(self._ends.values()) / self.facts.rate_hz
            note = self._sensitivity.begin(self.duration_s, reason, behind_s=behind_s)
            if note is not None and not self.ended:
                self._writer.note(note)
        return note is not None

    def end_sensitive(self) -> bool:
        """Record what is said again; False when it is being recorded."""
        with self._taking:
            note = self._sensitivity.end(self.duration_s)
            if note is not None and not self.ended:
                self._writer.note(note)
        return note is not None

    def learn(
        self, *, language: Language | None = None, operator: str = "", campaign: str = ""
    ) -> None:
        """What turned out while the call was held: the language chosen, the operator who answered."""
        with self._taking:
            if self.ended:
                return
            now = self.facts
            better = replace(
                now,
                language=language or now.language,
                operator=operator or now.operator,
                campaign=campaign or now.campaign,
            )
            self._note_disk(self._writer.learn(better))

    def knows(self, said: Utterance) -> None:
        """What was said on a channel, from whoever made it say so: it need not be recognized.

        Tell it after it was heard, sentence by sentence, each with the time it took. Without text it
        is sound without words, as music is. What falls into a sensitive stretch is not taken.
        """
        with self._taking:
            if not self.ended and not self._sensitivity.covers(said.span.start, said.span.end):
                self._note_disk(self._writer.say(said))

    def lost(self, channel: Channel, lost_s: float, *, since_s: float = 0.0) -> None:
        """Note how much of a channel did not come in time, in pieces, from then until now."""
        with self._taking:
            if lost_s and not self.ended and self.duration_s > since_s:
                span = Span(since_s, self.duration_s)
                self._note_disk(self._writer.note(Lossy(channel, span, lost_s)))

    def attends(self, operator: str) -> None:
        """This operator talks with the caller from now on, until another does or `leaves` is called."""
        with self._taking:
            self._leaves()
            if not self.ended:
                self._attending = Attended(Span(self.duration_s, self.duration_s), operator)
                self._note_disk(self._writer.note(self._attending))

    def leaves(self) -> None:
        """The operator who talked with the caller does so no more."""
        with self._taking:
            self._leaves()

    def alarm(self, code: str) -> None:
        """Keep with the call that something went wrong now."""
        with self._taking:
            self._raise_alarm(code, self.duration_s)

    def sync(self) -> None:
        """Make what was taken outlive a power loss; takes as long as the disk takes."""
        self._note_disk(self._writer.sync())

    def end(self) -> None:
        """Take nothing more; the spool is finished by `finish`."""
        with self._taking:
            for channel, since_s in self._away.items():
                self._back_again(channel, since_s)
            self._away = {}
            over = self._sensitivity.end(self.duration_s)
            if over is not None:
                self._writer.note(over)
            self._leaves()
            self.ended = True
        self.captions.end(hear_rest=False)

    def finish(self, *, give_up: bool = False) -> Alarm | None:
        """Close the spool; see `SpoolWriter.finish`."""
        return self._writer.finish(give_up=give_up)

    def levels_dbfs(self) -> dict[Channel, float]:
        """How loud each channel is at the moment (rms over 0.2 s)."""
        return {channel: _level_dbfs(tuple(latest)) for channel, latest in self._latest.items()}

    def _leaves(self) -> None:
        attended, self._attending = self._attending, None
        if attended is not None and not self.ended:
            whole = Span(attended.span.start, max(attended.span.start, self.duration_s))
            self._note_disk(self._writer.note(replace(attended, span=whole)))

    def _in_call_time(self, arrival: Arrival) -> Arrival | None:
        before = self._origin - arrival.first_sample
        if isinstance(arrival, AudioFrame):
            if before >= len(arrival.samples):
                return None
            samples = arrival.samples[max(0, before) :]
            return AudioFrame(samples, arrival.rate_hz, max(0, -before), arrival.channel)
        if before >= arrival.count:
            return None
        return replace(arrival, first_sample=max(0, -before), count=arrival.count - max(0, before))

    def _keep_frame(self, frame: AudioFrame) -> AudioFrame:
        channel, first, end = frame.channel, frame.first_sample, 0
        end = first + len(frame.samples)
        if self._sensitivity.covers(first / frame.rate_hz, end / frame.rate_hz):
            frame = replace(frame, samples=np.zeros_like(frame.samples))
        self._ends[channel] = end
        self._latest[channel].append(frame.samples)
        if channel in self._away:
            self._back_again(channel, self._away.pop(channel))
        alarm = self._writer.append(frame)
        if alarm is not self._disk_alarm:
            self._note_disk(alarm)
        return frame

    def _keep_gap(self, gap: Gap) -> Gap:
        span = gap.span
        self._ends[gap.channel] = gap.first_sample + gap.count
        self._latest[gap.channel].clear()
        self.missing_s += span.duration
        if gap.why is Lost.OVERFLOW:
            self.gaps += 1
            self.dropped_frames += -(-gap.count // round(gap.rate_hz * FRAME_S))
        elif gap.channel not in self._away:
            self.gaps += 1
            self._away[gap.channel] = span.start
            self._raise_alarm(DEVICE_LOST, span.start)
        self._note_disk(self._writer.note(Missing(gap.channel, span, Loss(gap.why))))
        return gap

    def _back_again(self, channel: Channel, since_s: float) -> None:
        until_s = max(since_s, self._ends[channel] / self.facts.rate_hz)
        self._writer.note(Alarm(Span(since_s, until_s), DEVICE_LOST))
        log.warning("call %s: %s was away for %.1f s", self.facts.id, channel, until_s - since_s)

    def _raise_alarm(self, code: str, at_s: float) -> None:
        self._alarms[code] = None
        if not self.ended:
            self._writer.note(Alarm(Span(at_s, at_s), code))
        log.warning("call %s: %s at %.1f s", self.facts.id, code, at_s)

    def _note_disk(self, alarm: Alarm | None) -> None:
        """What the spool says of its disk; the spool itself keeps it with the call."""
        before, self._disk_alarm = self._disk_alarm, alarm
        if alarm is not None and (before is None or before.code != alarm.code):
            self._alarms[alarm.code] = None
            log.error("call %s: %s at %.1f s", self.facts.id, alarm.code, alarm.span.start)
        elif alarm is None and before is not None:
            log.warning("call %s: the disk takes the call again", self.facts.id)


def _level_dbfs(latest: tuple[Samples, ...]) -> float:
    if not latest:
        return _SILENCE_DBFS
    sound = np.concatenate(latest).astype(np.float32)
    power = float(np.square(sound).mean()) / 32768.0**2
    return max(_SILENCE_DBFS, 10 * float(np.log10(max(power, 1e-12))))
