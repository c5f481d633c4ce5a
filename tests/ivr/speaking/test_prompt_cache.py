"""Prompts that were spoken ahead are kept whole or not at all, by one process or several."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.speaking.prompt_cache import PromptCache
from ivr.speaking.remembered import Remembered
from speech.audio import Samples
from speech.errors import ArchiveError


def sound(length: int, seed: int = 1) -> Samples:
    return np.random.default_rng(seed).integers(-9000, 9000, length).astype(np.int16)


def test_what_was_kept_is_found_by_its_key_alone(tmp_path: Path) -> None:
    PromptCache(tmp_path).keep(sound(900), "voice-1", "ja", 1.0, "はい。")
    cache = PromptCache(tmp_path)
    found = cache.find("voice-1", "ja", 1.0, "はい。")
    assert found is not None
    np.testing.assert_array_equal(found, sound(900))
    for other in (("voice-2", "ja", 1.0, "はい。"), ("voice-1", "ja", 1.1, "はい。")):
        assert cache.find(*other) is None


@given(st.integers(0, 900), st.binary(max_size=3))
def test_a_file_that_is_not_whole_counts_as_none(
    tmp_path_factory: pytest.TempPathFactory, length: int, tail: bytes
) -> None:
    cache = PromptCache(tmp_path_factory.mktemp("prompts"))
    cache.keep(sound(400), "key")
    (file,) = cache.folder.iterdir()
    whole = file.read_bytes()
    broken = whole[:length] + tail
    file.write_bytes(broken)
    found = cache.find("key")
    assert found is None or broken == whole
    cache.keep(sound(400), "key")
    assert cache.find("key") is not None


def test_one_wrong_bit_counts_as_broken(tmp_path: Path) -> None:
    cache = PromptCache(tmp_path)
    cache.keep(sound(400), "key")
    (file,) = tmp_path.iterdir()
    content = bytearray(file.read_bytes())
    content[-5] ^= 1
    file.write_bytes(bytes(content))
    assert cache.find("key") is None


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = PromptCache(tmp_path, most_bytes=5_000)
    for number in range(4):
        cache.keep(sound(900), number)
    for age, file in enumerate(sorted(tmp_path.iterdir())):
        os.utime(file, (1000 + age, 1000 + age))
    assert cache.find(2) is not None  # used now
    cache.sweep(now_s=2000)
    assert cache.find(2) is not None
    assert cache.size()[0] == 2
    assert cache.size()[1] <= 5_000


def test_halves_of_processes_that_died_are_removed(tmp_path: Path) -> None:
    cache = PromptCache(tmp_path)
    half = tmp_path / "tmpabc.part"
    half.write_bytes(b"half")
    written_at = half.stat().st_mtime
    cache.sweep(now_s=written_at + 60)
    assert half.exists()
    cache.sweep(now_s=written_at + 7_200)
    assert not half.exists()


def _writes_and_reads(folder: str) -> bool:
    cache = PromptCache(Path(folder))
    for turn in range(60):
        cache.keep(sound(3_000, seed=turn % 5), turn % 5)
        found = cache.find(turn % 5)
        if found is None or not np.array_equal(found, sound(3_000, seed=turn % 5)):
            return False
    return True


def test_two_processes_never_read_what_the_other_has_half_written(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert list(processes.map(_writes_and_reads, [str(tmp_path)] * 2)) == [True, True]
    assert not list(tmp_path.glob("*.part"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "prompts").write_text("a file")
    with pytest.raises(ArchiveError, match="prompts"):
        PromptCache(tmp_path / "prompts").keep(sound(10), "key")


def test_memory_forgets_what_was_not_used_for_longest() -> None:
    memory = Remembered(most_bytes=2_000)
    memory.keep(sound(450), "first")
    memory.keep(sound(450), "second")
    assert memory.find("first") is not None
    memory.keep(sound(450), "third")
    assert memory.find("second") is None
    assert memory.find("first") is not None
