"""What the call page shows of how a call was recorded."""

from archive.spool_notes import Alarm, Loss, Lossy, Missing, Sensitive
from qa.board.recorded_view import recorded_badges, recorded_facts, recorded_marks
from qa.board.wording import words
from speech.audio import Channel, Span
from tests.archive.calls import a_call

EN, JA = words("en"), words("ja")

LIVE = a_call(
    line="card:1",
    interrupted=True,
    notes=(
        Missing(Channel.OPERATOR, Span(0.1, 0.16), Loss.OVERFLOW),
        Sensitive(Span(0.5, 1.75), "card"),
        Alarm(Span(1.5, 1.5), "disk-full"),
        Alarm(Span(1.6, 1.7), "disk-full"),
    ),
)


def test_a_reviewer_reads_what_is_missing_and_what_was_paused_and_why() -> None:
    told = {fact["label"]: fact["value"] for fact in recorded_facts(LIVE, EN)}
    assert told["Line"] == "card:1"
    assert told["Missing"] == "1 gaps, 0.1 s in all, 3 frames dropped"
    assert told["Not recorded"] == "1.2 s (card number)"
    assert told["Alarms"] == EN.of("alarm", "disk-full")
    japanese = [fact["value"] for fact in recorded_facts(LIVE, JA)]
    assert len(japanese) == len(told)
    assert [badge["tone"] for badge in recorded_badges(LIVE, EN)] == ["warn", "warn"]


def test_the_waveform_shows_a_gap_in_its_lane_and_a_pause_across_both() -> None:
    marked = {mark["look"]: mark for mark in recorded_marks(LIVE, EN)}
    missing, paused = marked["missing"], marked["sensitive"]
    assert (missing["lane"], missing["start"], missing["end"]) == (1, 0.1, 0.16)
    assert (paused["lane"], paused["start"], paused["end"]) == (-1, 0.5, 1.75)


def test_an_imported_call_shows_nothing_of_it() -> None:
    imported = a_call()
    assert recorded_facts(imported, EN) == []
    assert recorded_badges(imported, EN) == []
    assert recorded_marks(imported, EN) == []


def test_packets_lost_on_the_way_are_told_of_the_side_that_lost_more_than_one_in_a_hundred() -> (
    None
):
    caller = Lossy(Channel.CALLER, Span(0.0, 200.0), 6.5)
    operator = Lossy(Channel.OPERATOR, Span(100.0, 200.0), 0.9)
    (fact,) = recorded_facts(a_call(notes=(caller, operator)), EN)
    assert (fact["label"], fact["value"]) == ("Lost on the way", f"{EN('lane.caller')} 3.2 %")
    assert recorded_facts(a_call(notes=(operator,)), EN) == []
