"""Real devices, made of software: what is spoken into them is what the line gives."""

import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from recorder.line import Arrival, AudioSource, Gap, Lost
from recorder.opening import LineOptions, open_line
from speech.audio import AudioFrame, Channel, Samples
from speech.errors import LineError
from tests.recorder.lines.pulse import CARD, FAR_SIDE, HEADPHONES, MICROPHONE, Pulse, eventually

RATE_HZ = 16_000
CALL = Path(__file__).parents[3] / "audio_fixtures" / "en-order-missed.flac"
CALLER, OPERATOR = Channel.CALLER, Channel.OPERATOR
HEADSET = LineOptions(devices=[MICROPHONE, FAR_SIDE], rate_hz=RATE_HZ)


class Recording:
    """A line that is being recorded in a thread of its own."""

    def __init__(self, line: AudioSource) -> None:
        self._line = line
        self.came: list[Arrival] = []
        self._thread = threading.Thread(target=self._record)
        self._thread.start()
        eventually(lambda: bool(self.came), "the line gives something")

    def _record(self) -> None:
        for arrival in self._line.arrivals():
            self.came.append(arrival)

    @property
    def gaps(self) -> list[Gap]:
        return [one for one in list(self.came) if isinstance(one, Gap)]

    def reached_s(self, channel: Channel) -> float:
        return max((one.span.end for one in list(self.came) if one.channel is channel), default=0)

    def listened(self, channel: Channel, after_s: float) -> bool:
        """Whether anything but a gap has come since."""
        return any(
            isinstance(one, AudioFrame) and one.span.start >= after_s
            for one in list(self.came)
            if one.channel is channel
        )

    def lasts(self, seconds: float) -> None:
        """Record so much more of both channels."""
        for channel in self._line.channels:
            until = self.reached_s(channel) + seconds
            eventually(lambda c=channel, u=until: self.reached_s(c) >= u, f"{channel} goes on")

    def end(self) -> dict[Channel, Samples]:
        """All sound by channel, gaps as silence; there must be no hole."""
        self._line.close()
        self._thread.join(timeout=30)
        assert not self._thread.is_alive()
        sides = {channel: [np.zeros(0, np.int16)] for channel in self._line.channels}
        for one in self.came:
            pieces = sides[one.channel]
            assert one.first_sample == sum(map(len, pieces))
            pieces.append(np.zeros(one.count, np.int16) if isinstance(one, Gap) else one.samples)
            pieces[:] = [np.concatenate(pieces)]
        return {channel: pieces[0] for channel, pieces in sides.items()}


@pytest.fixture
def spoken() -> np.ndarray:
    """Six seconds in which both sides of a call speak; caller left, operator right."""
    samples, rate_hz = soundfile.read(CALL, dtype="int16")
    # Ends are quiet, so that nothing is cut by a device that opens or closes.
    piece = samples[: 6 * rate_hz]
    return soxr.resample(piece, rate_hz, RATE_HZ)


def loudest(samples: Samples, seconds: float) -> Samples:
    """The stretch of this length in which most is said."""
    count = round(seconds * RATE_HZ)
    energy = np.cumsum(samples.astype(np.float64) ** 2)
    begin = int(np.argmax(energy[count:] - energy[:-count]))
    return samples[begin : begin + count]


def likeness(heard: Samples, original: np.ndarray) -> float:
    """The correlation with the original where it fits best, to an eighth of a sample."""
    fine = [soxr.resample(one.astype(np.float64), 1, 8) for one in (heard, original)]
    size = 1 << sum(map(len, fine)).bit_length()
    spectra = [np.fft.rfft(one, size) for one in fine]
    offset = int(np.argmax(np.fft.irfft(spectra[0] * np.conj(spectra[1]), size)[: len(fine[0])]))
    part = fine[0][offset : offset + len(fine[1])]
    return float(np.corrcoef(part, fine[1][: len(part)])[0, 1])


def bent_likeness(heard: Samples, original: np.ndarray) -> float:
    """The same for the far side, which may be bent by up to 1000 ppm to keep to the microphone."""
    size = 1 << (len(heard) + len(original)).bit_length()
    spectra = [np.fft.rfft(one.astype(np.float64), size) for one in (heard, original)]
    offset = int(np.argmax(np.fft.irfft(spectra[0] * np.conj(spectra[1]), size)[: len(heard)]))
    near = heard[max(0, offset - 800) : offset + len(original) + 800]
    places = np.arange(len(original))

    def bent(ppm: int) -> float:
        return likeness(near, np.interp(places * (1 + ppm * 1e-6), places, original))

    about = max(range(-1_000, 1_001, 200), key=bent)
    return max(bent(ppm) for ppm in range(about - 150, about + 151, 50))


def test_what_the_operator_says_into_the_headset_is_recorded(
    pulse: Pulse, spoken: np.ndarray
) -> None:
    recording = Recording(open_line("headset", HEADSET))
    pulse.say(MICROPHONE, spoken[:, 1], RATE_HZ)
    recording.lasts(1)
    sides = recording.end()
    assert likeness(sides[Channel.OPERATOR], spoken[:, 1]) >= 0.99
    assert not sides[Channel.CALLER].any()
    assert not recording.gaps


def test_what_the_operator_hears_is_recorded_as_the_caller(
    pulse: Pulse, spoken: np.ndarray
) -> None:
    recording = Recording(open_line("headset", HEADSET))
    pulse.say(HEADPHONES, spoken[:, 0], RATE_HZ)
    recording.lasts(1)
    sides = recording.end()
    pieces = np.split(spoken[:, 0], 12)
    assert min(bent_likeness(sides[Channel.CALLER], piece) for piece in pieces) >= 0.99
    assert not sides[Channel.OPERATOR].any()


@pytest.mark.parametrize("operator_left", [False, True])
def test_both_sides_on_a_telephone_card_are_recorded(
    pulse: Pulse, spoken: np.ndarray, operator_left: bool
) -> None:
    options = LineOptions(devices=[CARD], rate_hz=RATE_HZ, operator_left=operator_left)
    recording = Recording(open_line("card", options))
    pulse.say(CARD, spoken[:, ::-1] if operator_left else spoken, RATE_HZ)
    recording.lasts(1)
    sides = recording.end()
    assert likeness(sides[Channel.CALLER], spoken[:, 0]) >= 0.99
    assert likeness(sides[Channel.OPERATOR], spoken[:, 1]) >= 0.99


def test_several_cards_are_recorded_at_once_and_one_may_end_before(
    pulse: Pulse, spoken: np.ndarray
) -> None:
    card = LineOptions(devices=[CARD], rate_hz=8_000)
    first, second = (Recording(open_line("card", card)) for _ in range(2))
    first.lasts(0.5)
    first.end()
    pulse.say(CARD, spoken[: 2 * RATE_HZ], RATE_HZ)
    second.lasts(0.5)
    sides = second.end()
    assert likeness(sides[Channel.CALLER], soxr.resample(spoken[: 2 * RATE_HZ, 0], 2, 1)) >= 0.99


@pytest.mark.parametrize(
    ("kind", "device", "channels", "kills"),
    [
        ("headset", MICROPHONE, [Channel.OPERATOR], False),
        ("headset", FAR_SIDE, [Channel.CALLER], True),
        ("card", CARD, [Channel.CALLER, Channel.OPERATOR], False),
    ],
)
def test_a_device_that_is_unplugged_and_comes_back_leaves_a_gap(
    pulse: Pulse,
    spoken: np.ndarray,
    kind: str,
    device: str,
    channels: list[Channel],
    kills: bool,
) -> None:
    options = HEADSET if kind == "headset" else LineOptions(devices=[CARD], rate_hz=RATE_HZ)
    piece = loudest(spoken[:, 0], 0.5)
    recording = Recording(open_line(kind, options))
    recording.lasts(1)
    pulse.unplug(device, kills=kills)
    eventually(lambda: bool(recording.gaps), "silence where the device is missing")
    recording.lasts(1)
    # PulseAudio has other inputs to give in its place.
    assert not recording.listened(channels[0], recording.gaps[0].span.start)
    pulse.plug(device)
    # An open device may take seconds to give its first sound; what is said before is not heard.
    plugged_s = recording.reached_s(channels[0])
    eventually(lambda: recording.listened(channels[0], plugged_s), "the device is heard again")
    pulse.say(HEADPHONES if device == FAR_SIDE else device, piece, RATE_HZ)
    recording.lasts(1)
    sides = recording.end()
    assert {gap.channel for gap in recording.gaps} == set(channels)
    assert {gap.why for gap in recording.gaps} == {Lost.UNPLUGGED}
    assert sum(gap.span.duration for gap in recording.gaps) >= len(channels)
    alike = bent_likeness if device == FAR_SIDE else likeness
    assert alike(sides[channels[0]], piece) >= 0.99
    assert abs(len(sides[Channel.CALLER]) - len(sides[Channel.OPERATOR])) < RATE_HZ / 2


def test_a_call_goes_on_as_silence_while_both_devices_are_away(pulse: Pulse) -> None:
    recording = Recording(open_line("headset", HEADSET))
    pulse.unplug(MICROPHONE)
    pulse.unplug(FAR_SIDE)
    eventually(lambda: len({gap.channel for gap in recording.gaps}) == 2, "both are missed")
    recording.lasts(1)
    recording.end()


def test_no_side_is_given_the_sound_of_the_other_when_inputs_come_and_go(
    pulse: Pulse, spoken: np.ndarray
) -> None:
    pulse.choose(MICROPHONE)
    recording = Recording(open_line("headset", HEADSET))
    # Both move what is recorded from an input: that it is gone, and that the system chooses anew.
    pulse.unplug(MICROPHONE)
    eventually(lambda: bool(recording.gaps), "silence where the microphone is missing")
    pulse.choose(FAR_SIDE)
    pulse.plug(MICROPHONE)
    pulse.choose(MICROPHONE)
    eventually(
        lambda: pulse.listeners(MICROPHONE) == pulse.listeners(FAR_SIDE) == 1, "each has its own"
    )
    since_s = {channel: recording.reached_s(channel) for channel in (OPERATOR, CALLER)}
    for channel in since_s:
        eventually(
            lambda c=channel: recording.listened(c, since_s[c]), f"the {channel} is heard again"
        )
    pulse.say(MICROPHONE, loudest(spoken[:, 1], 0.5), RATE_HZ)
    pulse.say(HEADPHONES, loudest(spoken[:, 0], 0.5), RATE_HZ)
    recording.lasts(1)
    sides = recording.end()
    for channel, column in ((OPERATOR, 1), (CALLER, 0)):
        # Whose sound it is; a far side that begins anew is bent while it finds its place.
        assert bent_likeness(sides[channel], loudest(spoken[:, column], 0.5)) >= 0.9
        assert bent_likeness(sides[channel], loudest(spoken[:, 1 - column], 0.5)) < 0.5


def test_a_line_goes_on_when_the_sound_server_is_started_again(
    pulse: Pulse, spoken: np.ndarray
) -> None:
    recording = Recording(open_line("headset", HEADSET))
    recording.lasts(0.5)
    pulse.restart()
    eventually(lambda: len({gap.channel for gap in recording.gaps}) == 2, "both are missed")
    since_s = {channel: recording.reached_s(channel) for channel in (OPERATOR, CALLER)}
    for channel in since_s:
        eventually(
            lambda c=channel: recording.listened(c, since_s[c]), f"the {channel} is heard again"
        )
    pulse.say(MICROPHONE, loudest(spoken[:, 1], 0.5), RATE_HZ)
    recording.lasts(1)
    assert likeness(recording.end()[OPERATOR], loudest(spoken[:, 1], 0.5)) >= 0.99


def test_a_headset_and_a_card_are_recorded_at_once_in_one_process(
    pulse: Pulse, spoken: np.ndarray
) -> None:
    headset = Recording(open_line("headset", HEADSET))
    card = Recording(open_line("card", LineOptions(devices=[CARD], rate_hz=RATE_HZ)))
    pulse.say(MICROPHONE, loudest(spoken[:, 1], 0.5), RATE_HZ)
    pulse.say(CARD, spoken[: 2 * RATE_HZ], RATE_HZ)
    headset.lasts(1)
    card.lasts(1)
    assert likeness(headset.end()[OPERATOR], loudest(spoken[:, 1], 0.5)) >= 0.99
    assert likeness(card.end()[CALLER], spoken[: 2 * RATE_HZ, 0]) >= 0.99


def test_a_device_nobody_has_is_refused_with_those_that_are_there(pulse: Pulse) -> None:
    with pytest.raises(LineError, match=f"'walkie-talkie'.*{MICROPHONE}"):
        open_line("headset", LineOptions(devices=["walkie-talkie", FAR_SIDE]))
    with pytest.raises(LineError, match="two devices"):
        open_line("headset", LineOptions(devices=[MICROPHONE, MICROPHONE]))
    with pytest.raises(LineError, match="name one card"):
        open_line("card", LineOptions())


def test_a_device_may_be_named_in_part_or_by_number(pulse: Pulse) -> None:
    line = open_line("headset", LineOptions(devices=["HEADSET", "1"]))
    recording = Recording(line)
    recording.lasts(0.1)
    recording.end()
