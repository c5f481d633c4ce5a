"""What an unlucky disk or an unfriendly hand can do to a spool, and what is read then."""

import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.spool import Spool, open_spool
from archive.spool_chunks import MARK, Sealer, open_chunks
from archive.spool_notes import Loss, Missing
from archive.spool_reading import Spooled
from speech.audio import Channel, Span
from speech.errors import ArchiveError
from tests.archive.spooling import (
    FRAME_SAMPLES,
    RATE_HZ,
    SIDES,
    chunk_ends,
    facts,
    frame,
    pcm,
    record,
    sound,
)

FRAMES = 20
KEY = bytes(range(32))


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with one finished call of 20 frames a side; never changed by a test."""
    folder = tmp_path_factory.mktemp("recorded")
    writer = open_spool(folder).begin(facts())
    record(writer, FRAMES)
    assert writer.finish() is None
    return folder


def read_with(recorded: Path, content: bytes) -> Spooled:
    """The call as it is read when its file holds these bytes instead."""
    spool = open_spool(recorded)
    changed = Spool(recorded.parent / "changed", spool.key)
    if not changed.folder.exists():
        shutil.copytree(recorded, changed.folder)
    (changed.folder / "spool" / "call-1.spool").write_bytes(content)
    return changed.read("call-1")


def spool_bytes(recorded: Path) -> bytes:
    return (recorded / "spool" / "call-1.spool").read_bytes()


def frames_read(call: Spooled, side: Channel) -> list[bool]:
    """Which of the frames came back as they were recorded."""
    samples = call.audio.channels[side]
    there = [samples[n * FRAME_SAMPLES :][:FRAME_SAMPLES] for n in range(FRAMES)]
    return [np.array_equal(there[n], pcm(side, n)) for n in range(FRAMES)]


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_tail_torn_at_any_byte_is_cut_to_the_last_whole_frame(
    recorded: Path, data: st.DataObject
) -> None:
    content = spool_bytes(recorded)
    ends = chunk_ends(content)
    cut = data.draw(st.integers(ends[0], len(content) - 1))
    whole = sum(end <= cut for end in ends) - 1

    call = read_with(recorded, content[:cut])

    assert not call.finished
    assert call.damaged == 0
    assert call.notes == ()
    for place, side in enumerate(SIDES):
        kept = min((whole + 1 - place) // 2, FRAMES)
        np.testing.assert_array_equal(
            call.audio.channels[side][: kept * FRAME_SAMPLES],
            sound(side, max(kept, 1))[: kept * FRAME_SAMPLES],
        )
        assert not call.audio.channels[side][kept * FRAME_SAMPLES :].any()


@pytest.mark.parametrize("filler", [bytes(5000), b"\xff" * 5000, bytes(range(256)) * 20])
def test_rubbish_after_a_torn_tail_is_not_taken_for_sound(recorded: Path, filler: bytes) -> None:
    content = spool_bytes(recorded)
    cut = chunk_ends(content)[10] + 33
    call = read_with(recorded, content[:cut] + filler)
    assert not call.finished
    assert call.damaged == 0
    assert call.audio.duration_s == pytest.approx(5 * FRAME_SAMPLES / RATE_HZ)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_flipped_bit_costs_one_frame_and_is_told(recorded: Path, data: st.DataObject) -> None:
    content = bytearray(spool_bytes(recorded))
    ends = chunk_ends(bytes(content))
    bit = data.draw(st.integers(8 * ends[0], 8 * ends[-2] - 1))
    content[bit // 8] ^= 1 << bit % 8
    hit = sum(end <= bit // 8 for end in ends) - 1
    number, side = hit // 2, SIDES[hit % 2]

    call = read_with(recorded, bytes(content))

    assert call.finished
    assert not call.whole
    assert call.damaged == 1
    lost = Missing(side, frame(side, number).span, Loss.DAMAGED)
    assert call.notes == (lost,)
    for one in SIDES:
        assert frames_read(call, one) == [(one, n) != (side, number) for n in range(FRAMES)]
    gap = slice(number * FRAME_SAMPLES, (number + 1) * FRAME_SAMPLES)
    assert not call.audio.channels[side][gap].any()


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_a_flipped_bit_in_the_end_marker_makes_an_interrupted_call(
    recorded: Path, data: st.DataObject
) -> None:
    content = bytearray(spool_bytes(recorded))
    bit = data.draw(st.integers(8 * chunk_ends(bytes(content))[-2], 8 * len(content) - 1))
    content[bit // 8] ^= 1 << bit % 8
    call = read_with(recorded, bytes(content))
    assert not call.finished
    for side in SIDES:
        assert all(frames_read(call, side))


@given(hole=st.tuples(st.integers(0, 2 * FRAMES - 1), st.integers(1, 12)), zeros=st.booleans())
@example(hole=(5, 12), zeros=True)
@settings(max_examples=60, deadline=None)
def test_a_stretch_that_is_gone_leaves_what_is_before_and_after_it(
    recorded: Path, hole: tuple[int, int], zeros: bool
) -> None:
    content = spool_bytes(recorded)
    ends = chunk_ends(content)
    first, last = hole[0], min(hole[0] + hole[1], 2 * FRAMES)
    filler = bytes(ends[last] - ends[first]) if zeros else b""

    call = read_with(recorded, content[: ends[first]] + filler + content[ends[last] :])

    assert call.damaged == last - first
    gone = {(SIDES[chunk % 2], chunk // 2) for chunk in range(first, last)}
    for side in SIDES:
        assert frames_read(call, side) == [(side, n) not in gone for n in range(FRAMES)]
    told = [note for note in call.notes if isinstance(note, Missing) and note.why is Loss.DAMAGED]
    missing_s = sum(note.span.duration for note in told)
    assert missing_s == pytest.approx(len(gone) * FRAME_SAMPLES / RATE_HZ)


@pytest.mark.parametrize("beside", [9, 15])
def test_damage_beside_a_gap_that_was_told_of_is_told_apart(tmp_path: Path, beside: int) -> None:
    spool = open_spool(tmp_path)
    writer = spool.begin(facts(channels=SIDES[:1]))
    unplugged = Missing(Channel.CALLER, Span(0.2, 0.3), Loss.UNPLUGGED)
    for number in (*range(10), *range(15, 20)):
        assert writer.append(frame(Channel.CALLER, number)) is None
    writer.note(unplugged)
    writer.finish()
    file = tmp_path / "spool" / "call-1.spool"
    content = bytearray(file.read_bytes())
    hit = beside if beside < 10 else beside - 5
    content[chunk_ends(bytes(content))[hit] + 100] ^= 1
    file.write_bytes(content)

    damaged = Missing(Channel.CALLER, frame(Channel.CALLER, beside).span, Loss.DAMAGED)
    assert set(spool.read("call-1").notes) == {unplugged, damaged}


Tamper = Callable[[list[bytes]], list[bytes]]


@pytest.mark.parametrize(
    "tamper",
    [
        pytest.param(lambda c: [*c[:5], c[6], c[5], *c[7:]], id="two swapped"),
        pytest.param(lambda c: [*c[:9], c[3], *c[10:]], id="one put in another's place"),
        pytest.param(lambda c: [*c[:9], *c[14:]], id="some dropped"),
    ],
)
def test_chunks_cannot_be_moved_or_dropped_unnoticed(recorded: Path, tamper: Tamper) -> None:
    content = spool_bytes(recorded)
    ends = [len(MARK), *chunk_ends(content)]
    chunks = [content[a:b] for a, b in pairwise(ends)]
    call = read_with(recorded, MARK + b"".join(tamper(chunks)))
    assert call.damaged > 0
    assert not call.whole
    for side in SIDES:
        for number, right in enumerate(frames_read(call, side)):
            there = call.audio.channels[side][number * FRAME_SAMPLES :][:FRAME_SAMPLES]
            assert right or not there.any()


def test_a_repeated_chunk_changes_nothing_that_is_heard(recorded: Path) -> None:
    content = spool_bytes(recorded)
    ends = chunk_ends(content)
    repeated = content[: ends[8]] + content[ends[3] : ends[8]] + content[ends[8] :]
    call = read_with(recorded, repeated)
    for side in SIDES:
        assert frames_read(call, side) == [True] * FRAMES


def test_sound_cannot_be_moved_to_another_call(tmp_path: Path) -> None:
    spool = open_spool(tmp_path)
    for call_id in ("call-1", "call-2"):
        writer = spool.begin(facts(call_id))
        record(writer, FRAMES)
        writer.finish()
    one, two = (tmp_path / "spool" / f"{name}.spool" for name in ("call-1", "call-2"))
    ends = chunk_ends(two.read_bytes())
    assert chunk_ends(one.read_bytes()) == ends
    mixed = one.read_bytes()[: ends[4]] + two.read_bytes()[ends[4] : ends[8]]
    one.write_bytes(mixed + one.read_bytes()[ends[8] :])
    assert spool.read("call-1").damaged == 4

    two.write_bytes(one.read_bytes())
    with pytest.raises(ArchiveError, match="call-2: the head of its spool cannot be read"):
        spool.read("call-2")
    (tmp_path / "keys/calls/call-2.key").write_bytes(
        (tmp_path / "keys/calls/call-1.key").read_bytes()
    )
    with pytest.raises(ArchiveError, match="call-2: its key does not open"):
        spool.read("call-2")


@given(
    contents=st.lists(st.binary(max_size=40), max_size=12),
    junk=st.lists(st.binary(min_size=1, max_size=60), min_size=13, max_size=13),
)
@settings(deadline=None)
def test_whole_chunks_are_found_between_any_rubbish(
    contents: list[bytes], junk: list[bytes]
) -> None:
    sealer = Sealer(KEY, "call-1")
    file = MARK
    for content, rubbish in zip(contents, junk, strict=False):
        file += rubbish + sealer.seal(content)
    file += junk[-1]

    def read(count: int, at: int) -> bytes:
        return file[at : at + count]

    found = list(open_chunks(read, KEY, "call-1"))
    assert [chunk.content for chunk in found] == contents
    assert [chunk.number for chunk in found] == list(range(len(contents)))


def test_a_call_without_its_key_cannot_be_read_and_says_so(recorded: Path, tmp_path: Path) -> None:
    shutil.copytree(recorded, tmp_path / "copy")
    (tmp_path / "copy/keys/calls/call-1.key").unlink()
    with pytest.raises(ArchiveError, match="call call-1: its key is gone"):
        open_spool(tmp_path / "copy").read("call-1")
