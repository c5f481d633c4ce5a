"""A line whose process dies loses its calls, says so, and answers again."""

import os
import signal
from pathlib import Path

from archive.call_journey import JourneyEnd
from ivr.answering.line_deaths import WITHIN_S, LineDeaths
from recorder.call_in_progress import LINE_LOST
from tests.ivr.answering.answered_calls import RunningLine, answering, document
from tests.ivr.answering.test_answered_calls import MENU


def kill(line: RunningLine) -> None:
    pid = line.station.switchboard.pid
    assert pid
    os.kill(pid, signal.SIGKILL)


def troubles(line: RunningLine) -> list[str]:
    told = line.station.answering.troubles
    return [told.get_nowait().code for _ in range(told.qsize())]


def test_the_call_that_is_on_is_kept_as_broken_off_and_the_next_caller_is_answered(
    tmp_path: Path,
) -> None:
    with answering(tmp_path, document(tmp_path, MENU)) as line:
        with line.phone() as phone:
            line.until(lambda: bool(phone.heard.any()), "the prompt")
            kill(line)
            assert phone.over.wait(10)
        line.until(lambda: line.station.answering.troubles.qsize() == 2, "the line to be back")
        assert troubles(line) == ["door.lost", "door.back"]
        with line.phone() as phone:
            line.until(lambda: bool(phone.heard.any()), "the prompt")
            phone.press("1")
            assert phone.over.wait(10)
            line.until(lambda: not line.station.answering.calls, "the call to be over")
    assert line.station.answering.failure is None
    calls = [line.archive.reader.row(one.call_id).call for one in line.outcomes]
    assert [call.interrupted for call in calls] == [True, False]
    assert [[alarm.code for alarm in call.alarms] for call in calls] == [[LINE_LOST], []]
    journeys = [line.archive.journeys.of(call.id) for call in calls]
    assert [one and one.ended for one in journeys] == [
        JourneyEnd.FAILED,
        JourneyEnd.SELF_SERVICE,
    ]


def test_a_line_that_dies_once_too_often_is_given_up_and_says_why(tmp_path: Path) -> None:
    with answering(tmp_path, document(tmp_path, MENU)) as line:
        line.station.answering.deaths = LineDeaths(most=1)
        kill(line)
        line.until(lambda: line.station.answering.over, "the line to be given up")
    failure = line.station.answering.failure
    assert failure is not None
    assert "SIGKILL" in failure.told("en")
    assert "SIGKILL" in failure.told("ja")


def test_the_wait_grows_with_every_death_and_old_deaths_are_forgotten() -> None:
    deaths = LineDeaths()
    assert [deaths.died(at_s) for at_s in (0.0, 10.0, 20.0, 30.0)] == [1.0, 2.0, 4.0, 8.0]
    assert deaths.died(30.0 + WITHIN_S) == 2.0
    few = LineDeaths(most=3)
    assert [few.died(at_s) for at_s in (0.0, 1.0, 2.0)] == [1.0, 2.0, None]
