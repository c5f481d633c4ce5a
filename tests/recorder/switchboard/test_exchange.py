"""Whatever comes in whatever order, calls are told whole and nothing one does harms another."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from recorder.switchboard.leg import Ending, KeyWay, LegState
from recorder.switchboard.news import (
    Connected,
    Gone,
    Heard,
    KeyPressed,
    Load,
    News,
    NotReferred,
    Rang,
    SpeechEnded,
    SpeechStopped,
)
from recorder.switchboard.orders import (
    Answer,
    BargeIn,
    Bridge,
    Dial,
    GoOn,
    HangUp,
    Hush,
    Loop,
    Order,
    Press,
    Refer,
    Refuse,
    Speak,
    Unbridge,
)
from speech.audio import Samples
from speech.errors import LineError
from tests.recorder.switchboard.calls import noise
from tests.recorder.switchboard.made_legs import Beats, MadeLeg
from tests.recorder.switchboard.speech_sounds import spoken

NAMES = ("a", "b", "c")
TALK = spoken("en-billing-unchecked", 0, 3)
PROMPT = noise(0.3, seed=4)


def test_a_call_rings_until_it_is_answered() -> None:
    beats = Beats()
    leg = MadeLeg("a", rings=True)
    beats.door.coming.append(leg)
    assert beats.run(3) == [Rang("a", "made", "anonymous", "100")]
    beats.order(Answer("a"))
    assert beats.run(3) == [Connected("a", 8_000)]
    assert len(beats.heard("a")) == 3


def test_a_call_may_be_turned_away_or_sent_on() -> None:
    beats = Beats()
    beats.door.coming += [MadeLeg("a", rings=True), MadeLeg("b")]
    beats.run(1)
    beats.order(Refuse("a"), Refer("b", "sip:kasumi"))
    assert beats.run(1) == [Gone("a", Ending.REFUSED), Gone("b", Ending.REFERRED)]


def test_who_asked_in_vain_for_a_call_to_be_sent_on_is_told_once() -> None:
    beats = Beats()
    leg = MadeLeg("a")
    leg.stays = True
    beats.door.coming.append(leg)
    beats.run(1)
    for _ in range(2):
        beats.order(Refer("a", "sip:nobody"))
        assert beats.run(3) == [NotReferred("a")]


@pytest.mark.parametrize("order", [Dial("x", "made", "nobody"), Dial("x", "no door", "100")])
def test_who_cannot_be_called_is_gone_at_once(order: Dial) -> None:
    beats = Beats()
    beats.order(order)
    assert beats.told == [Gone("x", Ending.FAILED)]


class Breaking(MadeLeg):
    """A connection whose every method fails once it is told to break."""

    broken = False

    def take(self) -> Samples:
        if self.broken:
            raise OSError("the words of a stranger")
        return super().take()

    def hang_up(self) -> None:
        raise RuntimeError


def test_a_connection_that_breaks_is_gone_and_the_others_go_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    beats = Beats()
    other = beats.caller("other")
    breaking = Breaking("breaking")
    beats.door.coming.append(breaking)
    beats.order(Speak("other", 1, PROMPT, BargeIn.NEVER))
    beats.run(2)
    breaking.broken = True
    told = beats.run(50)
    assert Gone("breaking", Ending.FAILED) in told
    assert [one for one in told if isinstance(one, SpeechEnded)]
    assert PROMPT.tobytes() in other.all_heard.tobytes()
    assert "OSError" in caplog.text
    assert "stranger" not in caplog.text


def test_when_the_last_door_is_lost_so_is_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    beats = Beats()

    def lost() -> list[MadeLeg]:
        raise LineError("door.dead", door="made")

    beats.run(1)
    monkeypatch.setattr(beats.door, "arrivals", lost)
    with pytest.raises(LineError, match="door made"):
        beats.run(1)


def test_a_connection_that_sends_slower_is_given_60_ms_at_most() -> None:
    beats = Beats()
    leg = beats.caller()
    beats.order(Speak("caller", 1, PROMPT, BargeIn.NEVER))
    leg.heard.clear()
    leg.waiting_samples = 400
    assert beats.run(50) == []
    assert leg.heard == []
    assert not np.concatenate([one.ivr for one in beats.heard("caller")[1:]]).any()
    leg.waiting_samples = 320
    beats.run(1)
    assert (leg.all_heard == PROMPT[:160]).all()


def test_a_second_connection_of_one_name_is_hung_up() -> None:
    beats = Beats()
    first = beats.caller()
    second = MadeLeg("caller")
    beats.door.coming.append(second)
    assert beats.run(2) == []
    assert (first.ending, second.ending) == (None, Ending.HUNG_UP)


def test_the_last_words_that_had_come_are_told() -> None:
    beats = Beats()
    leg = beats.caller()
    said = noise(0.1, seed=3)
    leg.arriving += [said[:160], said[160:]]
    beats.run(1)
    leg.leave(Ending.HUNG_UP)
    beats.run(1)
    told = np.concatenate([one.caller for one in beats.heard("caller")])
    assert said.tobytes() in told.tobytes()
    assert isinstance(beats.told[-1], Gone)


def orders() -> SearchStrategy[Order]:
    names = st.sampled_from((*NAMES, "dialled", "nobody"))
    speak = st.builds(
        Speak,
        names,
        st.integers(0, 10**9),
        st.sampled_from([PROMPT, PROMPT[:0], PROMPT[:7], TALK]),
        st.sampled_from(BargeIn),
        st.sampled_from([(), (("m", 0), ("n", 999_999))]),
        st.sampled_from([(0,), (0, 800, 1_600), ()]),
    )
    return st.one_of(
        speak,
        speak,
        st.builds(GoOn, names),
        st.builds(Hush, names),
        st.builds(Loop, names, st.sampled_from([PROMPT, PROMPT[:0], PROMPT[:3]])),
        st.builds(Answer, names),
        st.builds(Refuse, names),
        st.builds(Press, names, st.sampled_from("1#")),
        st.builds(Dial, st.sampled_from(["dialled", "a"]), st.just("made"), st.just("100")),
        st.builds(Bridge, names, names),
        st.builds(Unbridge, names),
        st.builds(Refer, names, st.just("sip:kasumi")),
        st.builds(HangUp, names, st.booleans()),
    )


ARRIVALS = st.one_of(
    st.tuples(st.just("comes"), st.sampled_from(NAMES)),
    st.tuples(st.just("talks"), st.sampled_from(NAMES)),
    st.tuples(st.just("presses"), st.sampled_from(NAMES)),
    st.tuples(st.just("leaves"), st.sampled_from(NAMES)),
    st.tuples(st.just("bursts"), st.integers(0, 3_000)),
    st.tuples(st.just("waits"), st.integers(0, 1_000)),
    st.tuples(st.just("beats"), st.integers(1, 40)),
    st.tuples(st.just("misses"), st.integers(1, 20)),
)


class Happening:
    """What orders and callers do, one after the other; numbers of prompts are their own."""

    def __init__(self) -> None:
        self.beats = Beats()
        self.legs: dict[str, MadeLeg] = {}
        self.count = 0
        self.given: dict[int, Speak] = {}

    def order(self, order: Order) -> None:
        if isinstance(order, Speak):
            self.count += 1
            order = Speak(
                order.leg, self.count, order.samples, order.bargein, order.marks, order.sentences
            )
            self.given[self.count] = order
        self.beats.order(order)
        self.legs.update(self.beats.door.dialled)

    def arrive(self, what: str, which: str | int) -> None:
        if isinstance(which, int):
            self.pass_time(what, which)
        elif what == "comes":
            # A name is used once, as doors do.
            if which not in self.legs:
                self.legs[which] = MadeLeg(which, rings=which == "a", rate_hz=8_000)
                self.beats.door.coming.append(self.legs[which])
        elif leg := self.legs.get(which):
            if what == "talks":
                leg.say(TALK)
            elif what == "presses":
                leg.press("5", KeyWay.INFO)
            else:
                leg.leave(Ending.HUNG_UP)

    def pass_time(self, what: str, number: int) -> None:
        if what == "bursts":
            for leg in self.legs.values():
                leg.arriving.append(TALK[:number])
        elif what == "waits":
            for leg in self.legs.values():
                leg.waiting_samples = number
        elif what == "beats":
            self.beats.run(number)
        else:
            for behind in reversed(range(number)):
                self.beats.run(1, behind=behind)

    def listens_still(self) -> None:
        """Whoever is there hears what is said next to its end, whatever was before."""
        there = [
            one.leg
            for one in self.beats.told
            if isinstance(one, Connected) and self.legs[one.leg].state is LegState.CONNECTED
        ]
        for leg in there:
            self.legs[leg].waiting_samples = 0
            self.order(Hush(leg))
            self.order(Speak(leg, 0, PROMPT, BargeIn.NEVER))
        before = len(self.beats.told)
        self.beats.run(100)
        told = self.beats.told[before:]
        over = {one.leg for one in told if isinstance(one, SpeechEnded | Gone)}
        assert over >= set(there)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.one_of(orders(), ARRIVALS), max_size=60))
def test_any_order_of_orders_and_arrivals_is_told_whole(
    steps: list[Order | tuple[str, str]],
) -> None:
    happening = Happening()
    for step in steps:
        if isinstance(step, tuple):
            happening.arrive(*step)
        else:
            happening.order(step)
    happening.beats.run(5)
    happening.listens_still()
    told = happening.beats.told
    assert not any(isinstance(one, Gone) and one.ending is Ending.FAILED for one in told)
    check_sound(told)
    check_prompts(told, happening.given)
    check_lives(told)


def check_sound(told: list[News]) -> None:
    """Three channels of one length, without a hole."""
    at: Counter[str] = Counter()
    for one in told:
        if isinstance(one, Heard):
            assert len(one.caller) == len(one.ivr) == len(one.operator) == 160
            assert one.caller.dtype == one.ivr.dtype == one.operator.dtype == np.int16
            assert one.first_sample == at[one.leg]
            at[one.leg] += len(one.caller)


def check_prompts(told: list[News], given: dict[int, Speak]) -> None:
    """Each ends once at most, is held only before that, and never against its own rules."""
    ended = Counter(one.number for one in told if isinstance(one, SpeechEnded))
    assert not ended or max(ended.values()) == 1
    over: set[int] = set()
    for one in told:
        if isinstance(one, SpeechEnded):
            over.add(one.number)
        if isinstance(one, SpeechStopped):
            assert one.number not in over
            assert given[one.number].bargein is not BargeIn.NEVER
            assert one.by_key or given[one.number].bargein is BargeIn.SPEECH
            if one.by_key:
                over.add(one.number)


def check_lives(told: list[News]) -> None:
    """A connection is told of from its first news to Gone, and not after."""
    gone: set[str] = set()
    for one in told:
        assert not isinstance(one, Load)
        assert one.leg not in gone or isinstance(one, Gone) or one.leg == "dialled"
        if isinstance(one, Gone):
            gone.add(one.leg)


def test_pressed_keys_are_told_as_they_came() -> None:
    beats = Beats()
    leg = beats.caller()
    for key in "4711#":
        leg.press(key)
        beats.run(5)
    assert [one.key for one in beats.told if isinstance(one, KeyPressed)] == list("4711#")


def test_of_both_sides_it_is_told_how_much_did_not_come_in_time() -> None:
    beats = Beats()
    caller, operator = beats.caller(), beats.caller("operator", rate_hz=16_000)
    beats.order(Bridge(caller.id, operator.id))
    beats.run(5)
    # A frame always waits, so that one packet may be late without being missed.
    operator.arriving += [np.zeros(0, np.int16)] * 4
    caller.arriving += [np.zeros(0, np.int16)] * 3
    beats.run(10)
    heard = beats.heard(caller.id)
    assert sum(one.missing_samples for one in heard) == 2 * 160
    assert sum(one.operator_missing for one in heard) == 3 * 160
