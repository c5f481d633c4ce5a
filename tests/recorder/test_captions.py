"""A call is heard while it is held, side by side, and nobody who captures it ever waits."""

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from threading import Event

import numpy as np
import pytest
import soundfile
import soxr

from models.loading import load_detector
from models.recognizers.scripted import ScriptedRecognizer
from privacy.policy import load_policy
from privacy.redactor import Redactor
from recorder.captioning_channel import Caption, ChannelEars, Final
from recorder.captioning_queue import SoundQueue
from recorder.captioning_transcript import LiveTranscript
from recorder.captions import CallCaptions, CaptionOptions, CaptionState
from recorder.line import Arrival, Gap, Lost
from speech.audio import AudioFrame, CallAudio, Channel, Samples, Span
from speech.endpointing import EndpointRules
from speech.hearing import hear
from speech.recognizing import Recognizer, Segment, Traits, no_progress, recognize_one_by_one
from speech.transcript import Language, Utterance

FIXTURES = Path(__file__).parents[2] / "audio_fixtures"
NAME = "en-billing-unchecked"
SIDES = (Channel.OPERATOR, Channel.CALLER)


@pytest.fixture(scope="module")
def sound() -> tuple[dict[Channel, Samples], int]:
    stored, rate_hz = soundfile.read(FIXTURES / f"{NAME}.flac", dtype="int16")
    left = json.loads((FIXTURES / f"{NAME}.json").read_text("utf-8"))["operator_side"] == "left"
    operator, caller = (0, 1) if left else (1, 0)
    return {Channel.OPERATOR: stored[:, operator], Channel.CALLER: stored[:, caller]}, rate_hz


@pytest.fixture(scope="module")
def script() -> tuple[Utterance, ...]:
    gold = json.loads((FIXTURES / f"{NAME}.gold.json").read_text("utf-8"))
    return tuple(
        Utterance(Channel(line["channel"]), Span(line["start"], line["end"]), line["text"])
        for line in gold["lines"]
    )


def frames(samples: Samples, rate_hz: int, channel: Channel) -> Iterator[AudioFrame]:
    for first in range(0, len(samples), rate_hz // 50):
        piece = np.ascontiguousarray(samples[first : first + rate_hz // 50])
        yield AudioFrame(piece, rate_hz, first, channel)


def options(script: Sequence[Utterance], **changed: object) -> CaptionOptions:
    given: dict[str, object] = {
        "recognizer": ScriptedRecognizer(tuple(script)),
        "new_detector": load_detector("silero"),
        "language": Language.EN,
    }
    return CaptionOptions(**(given | changed))  # type: ignore[arg-type]


def transcript(sides: Sequence[Channel] = SIDES) -> LiveTranscript:
    redactor = Redactor(reader=None, taggers={}, policy=load_policy(None))
    return LiveTranscript(redactor, Language.EN, sides)


def heard_through(
    sound: tuple[dict[Channel, Samples], int], chosen: CaptionOptions
) -> CallCaptions:
    channels, rate_hz = sound
    captions = CallCaptions(SIDES, chosen, transcript())
    sides = [frames(channels[side], rate_hz, side) for side in SIDES]
    for both in zip(*sides, strict=True):
        for frame in both:
            captions.offer(frame)
    captions.end()
    assert captions.wait(60)
    return captions


def test_after_the_call_all_that_both_sides_said_is_shown_redacted_and_in_order(
    sound: tuple[dict[Channel, Samples], int], script: tuple[Utterance, ...]
) -> None:
    captions = heard_through(sound, options(script))
    shown = captions.transcript.shown()
    said = "".join(u.text for u in sorted(script, key=lambda one: one.span.start)).split()
    read = " ".join(u.text for u in shown.transcript.utterances).split()
    assert len(read) > 0.8 * len(said)
    assert {u.channel for u in shown.transcript.utterances} == set(SIDES)
    starts = [u.span.start for u in shown.transcript.utterances]
    assert starts == sorted(starts)
    assert shown.going_on == ()
    for hearing in captions.hearing().values():
        assert hearing.captions is CaptionState.ON
        assert hearing.lag_s == 0
        assert (hearing.unheard_s, hearing.uncaptioned_s, hearing.failed) == (0, 0, False)


@dataclass(frozen=True, slots=True)
class Parrot:
    """An engine that works only when an utterance ends, and says how much sound it was given."""

    before_each: Callable[[], object] = lambda: None

    @property
    def traits(self) -> Traits:
        return Traits(frozenset(Language), streaming=False, phrase_list=False, word_times=False)

    def session(self, language: Language, *, phrases: Sequence[str] = ()) -> "ParrotSession":
        return ParrotSession(self)

    def recognize(
        self,
        segments: Sequence[Segment],
        language: Language,
        *,
        progress: Callable[[float], None] = no_progress,
    ) -> list[Utterance]:
        return recognize_one_by_one(self, segments, language, progress=progress)


@dataclass(slots=True)
class ParrotSession:
    parrot: Parrot
    captions: bool = False
    _frames: list[AudioFrame] = field(default_factory=list)

    def accept(self, frame: AudioFrame) -> str | None:
        self._frames.append(frame)
        return f"{len(self._frames)} so far" if self.captions else None

    def finish(self) -> Utterance | None:
        self.parrot.before_each()
        frames, self._frames = self._frames, []
        span = Span(frames[0].span.start, frames[-1].span.end)
        count = sum(len(frame.samples) for frame in frames)
        assert count == round(span.duration * 16_000)
        return Utterance(frames[0].channel, span, f"the canary sang {count} times")


def ears(recognizer: Recognizer, *, detector: str = "energy", partials: bool = True) -> ChannelEars:
    return ChannelEars(
        Channel.CALLER,
        recognizer,
        load_detector(detector)(),
        Language.EN,
        rules=EndpointRules(),
        partials=partials,
    )


def all_heard(
    listening: ChannelEars, arrivals: Sequence[Arrival], *, waiting_s: float = 0.0
) -> list[Caption | Final]:
    heard: list[Caption | Final] = []
    for arrival in arrivals:
        heard += listening.hear(arrival, waiting_s=waiting_s)
    return [*heard, *listening.finish()]


def talk(*voiced: Span, seconds: float, rate_hz: int = 16_000) -> list[AudioFrame]:
    """Noise for voice, in frames of 20 ms."""
    rng = np.random.default_rng(7)
    samples = rng.normal(0, 3, round(seconds * rate_hz))
    for span in voiced:
        part = samples[span.samples(rate_hz)]
        part += rng.normal(0, 4000, len(part))
    return list(frames(samples.astype(np.int16), rate_hz, Channel.CALLER))


def finals(heard: Sequence[Caption | Final]) -> list[Utterance]:
    return [one.utterance for one in heard if isinstance(one, Final) and one.utterance]


def test_a_live_call_is_cut_into_the_same_utterances_as_its_recording(
    sound: tuple[dict[Channel, Samples], int], script: tuple[Utterance, ...]
) -> None:
    samples: Samples = soxr.resample(sound[0][Channel.CALLER], sound[1], 16_000)
    live = all_heard(
        ears(ScriptedRecognizer(script), detector="silero"),
        list(frames(samples, 16_000, Channel.CALLER)),
    )
    audio = CallAudio(16_000, {Channel.CALLER: samples})
    recorded = hear(audio, Language.EN, ScriptedRecognizer(script), load_detector("silero"))
    assert [u.text for u in finals(live)] == [u.text for u in recorded.transcript.utterances]
    for one, other in zip(finals(live), recorded.transcript.utterances, strict=True):
        assert one.span.start == pytest.approx(other.span.start, abs=0.001)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 48_000])
def test_times_are_those_of_the_call_at_any_rate_and_over_sound_that_never_came(
    rate_hz: int,
) -> None:
    spoken = talk(Span(1.0, 2.0), Span(6.0, 7.0), seconds=8.0, rate_hz=rate_hz)
    lost = Span(3.0, 5.0).samples(rate_hz)
    arrivals: list[Arrival] = [f for f in spoken if f.first_sample < lost.start]
    count = lost.stop - lost.start
    arrivals.append(Gap(Channel.CALLER, rate_hz, lost.start, count // 2, Lost.UNPLUGGED))
    # The other half was left out by a full queue, and nothing tells of it.
    arrivals += [f for f in spoken if f.first_sample >= lost.stop]
    first, second = finals(all_heard(ears(Parrot()), arrivals))
    assert first.span.start == pytest.approx(0.8, abs=0.05)
    assert second.span.start == pytest.approx(5.8, abs=0.05)


def test_a_monologue_is_cut_where_it_is_quiet_and_nothing_of_it_is_heard_twice_or_never() -> None:
    heard = finals(all_heard(ears(Parrot()), talk(Span(1.0, 20.0), seconds=22.0)))
    assert len(heard) >= 2
    assert heard[0].span.start < 1.0
    assert heard[-1].span.end > 20.0
    for earlier, later in pairwise(heard):
        assert earlier.span.end == pytest.approx(later.span.start)
        assert earlier.span.duration <= EndpointRules().longest_s


def test_under_load_captions_are_dropped_and_final_texts_are_not() -> None:
    spoken = talk(Span(1.0, 3.0), Span(5.0, 7.0), seconds=9.0)
    relaxed, hurried = ears(Parrot()), ears(Parrot())
    calm = all_heard(relaxed, spoken)
    under_load = all_heard(hurried, spoken, waiting_s=5.0)
    assert finals(calm) == finals(under_load)
    assert [one for one in calm if isinstance(one, Caption) and one.text]
    assert not [one for one in under_load if isinstance(one, Caption) and one.text]
    assert (relaxed.behind, hurried.behind) == (False, True)
    assert relaxed.uncaptioned_s == 0
    assert hurried.uncaptioned_s == pytest.approx(5.0, abs=0.5)


def test_captions_that_nobody_wants_are_not_made() -> None:
    heard = all_heard(ears(Parrot(), partials=False), talk(Span(1.0, 3.0), seconds=5.0))
    assert not [one for one in heard if isinstance(one, Caption) and one.text]
    assert len(finals(heard)) == 1


def test_whoever_captures_never_waits_and_what_finds_no_room_is_counted() -> None:
    queue = SoundQueue(1.0)
    for frame in talk(seconds=3.0):
        queue.give(frame)
    assert queue.waiting_s == pytest.approx(1.0, abs=0.021)
    assert queue.lost_s == pytest.approx(2.0, abs=0.021)
    queue.close()
    taken = list(iter(queue.take, None))
    assert [frame.first_sample for frame in taken] == list(range(0, 320 * len(taken), 320))
    assert (len(taken), queue.waiting_s) == (50, 0.0)


def test_hearing_that_falls_behind_says_so_and_catches_up_without_losing_an_utterance() -> None:
    may_go_on = Event()
    chosen = CaptionOptions(
        recognizer=Parrot(may_go_on.wait),
        new_detector=load_detector("energy"),
        language=Language.EN,
    )
    captions = CallCaptions([Channel.CALLER], chosen, transcript([Channel.CALLER]))
    for frame in talk(Span(1.0, 2.0), Span(4.0, 5.0), Span(7.0, 8.0), seconds=10.0):
        captions.offer(frame)
    assert not captions.wait(0.2)
    assert captions.hearing()[Channel.CALLER].lag_s > 5.0
    may_go_on.set()
    captions.end()
    assert captions.wait(20)
    hearing = captions.hearing()[Channel.CALLER]
    assert (hearing.lag_s, hearing.unheard_s, hearing.captions) == (0, 0, CaptionState.ON)
    assert len(captions.transcript.shown().transcript.utterances) == 3


def test_a_call_goes_on_when_its_captions_fail_and_no_word_of_it_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        raise RuntimeError("the canary sang")

    chosen = CaptionOptions(
        recognizer=Parrot(fail), new_detector=load_detector("energy"), language=Language.EN
    )
    with caplog.at_level(logging.DEBUG):
        captions = CallCaptions([Channel.CALLER], chosen, transcript([Channel.CALLER]))
        for frame in talk(Span(1.0, 2.0), seconds=4.0):
            captions.offer(frame)
        assert captions.wait(20)
        captions.offer(talk(seconds=0.02)[0])
    hearing = captions.hearing()[Channel.CALLER]
    assert (hearing.failed, hearing.captions) == (True, CaptionState.OFF)
    assert "RuntimeError" in caplog.text
    assert "canary" not in caplog.text


def test_nothing_that_was_just_said_is_shown_before_the_hold_back_is_over() -> None:
    live = transcript([Channel.CALLER, Channel.OPERATOR])
    live.partial(Channel.CALLER, Span(0.5, 2.0), "My name is")
    live.final(Utterance(Channel.OPERATOR, Span(0.0, 1.0), "Hello, your name please?"))
    live.heard_until(Channel.OPERATOR, 60.0)
    live.heard_until(Channel.CALLER, 0.5)
    shown = live.shown()
    assert shown.transcript.utterances == ()
    assert [(one.channel, one.letters) for one in shown.going_on] == [(Channel.CALLER, 8)]
    assert "name" not in repr(shown)
    live.ended(Channel.CALLER)
    live.heard_until(Channel.CALLER, 60.0)
    shown = live.shown()
    assert [u.text for u in shown.transcript.utterances] == ["Hello, your name please?"]
    assert shown.going_on == ()


def test_voice_is_followed_without_any_recognizer(
    sound: tuple[dict[Channel, Samples], int], script: tuple[Utterance, ...]
) -> None:
    captions = heard_through(sound, replace(options(script), recognizer=None))
    assert captions.transcript.shown().transcript.utterances == ()
    for hearing in captions.hearing().values():
        assert hearing.captions is CaptionState.OFF
        assert 10 < hearing.talk_s < 60
        assert hearing.voice_until_s > 30
