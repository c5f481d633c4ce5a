"""What the terminal says of a call that has been dealt with."""

from datetime import date
from pathlib import Path

import pytest

from archive.archive import Archive, open_archive
from archive.call import Status
from kikitori.commands.recording_screen import outcome_lines
from kikitori.wording import load_wording
from recorder.recovery import Recovered
from speech.reasons import Reason, reason
from tests.archive.calls import a_call

ONE_SIDED = reason("call.one_side_voiceless", side=reason("side.caller"))
SAID = {
    "en": "WITHHELD: one-sided: no voice on the caller channel",
    "ja": "保留: 片側だけの録音です。お客様のチャンネルに声がありません",
}


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = open_archive(tmp_path)
    archive.store.withhold(a_call(), ONE_SIDED.kept())
    return archive


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("told", [ONE_SIDED, None])
def test_why_a_call_is_withheld_is_said_also_after_the_process_that_knew_was_killed(
    archive: Archive, language: str, told: Reason | None
) -> None:
    recovered = Recovered(
        call_id=a_call().id,
        status=Status.WITHHELD,
        reason=told,
        sealed_until=date(2026, 4, 8),
    )
    lines = list(outcome_lines(recovered, archive.reader, load_wording(language)))
    assert lines[0] == f"{a_call().id}: {SAID[language]}"
    assert "2026-04-08" in lines[1]
