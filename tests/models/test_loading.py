"""Engines are found by their file's name."""

import pytest

from models.loading import load_detector, load_reader, second_opinion
from models.recognizers.scripted import ScriptedRecognizer
from speech.errors import ModelError


def test_an_operator_who_misspells_an_engine_is_told_the_names_there_are() -> None:
    with pytest.raises(ModelError, match=r"no reader is called 'sudach'; there are .*sudachi"):
        load_reader("sudach")


def test_a_name_cannot_leave_the_folder_of_its_seam() -> None:
    for name in ("../loading", "..loading", "__init__", "", "os"):
        with pytest.raises(ModelError):
            load_detector(name)


def test_an_engine_that_hears_in_one_way_only_has_no_second_opinion() -> None:
    assert second_opinion(ScriptedRecognizer(())) is None
