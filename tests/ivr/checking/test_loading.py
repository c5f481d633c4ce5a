"""What can be checked: documents, services in YAML, folders of both; broken files are told too."""

from pathlib import Path

import pytest

from ivr.checking.checking import check_all
from ivr.checking.sounds import spelling
from speech.errors import DefinitionError
from tests.ivr.checking.documents import GOOD, document, found, told
from tests.ivr.menus.services import SMALL, line_of

EXAMPLES = Path(__file__).parents[3] / "ivr/examples"


def test_the_printer_makers_line_passes_the_check() -> None:
    assert [fault.told("en") for fault in check_all(EXAMPLES, spelling)] == []


def test_a_fault_of_a_service_is_told_at_its_line_of_yaml(tmp_path: Path) -> None:
    written = SMALL.replace("phrases: {ja: 注文, en: order}", "phrases: {ja: 修理や, en: repairs}")
    file = tmp_path / "sample.yaml"
    file.write_text(written, encoding="utf-8")
    assert set(told(found(file))) == {("menu.alike", line_of("修理や", written.encode()))}


def test_a_number_with_its_unit_is_no_menu_of_twenty_choices(tmp_path: Path) -> None:
    digits = "type: digits\n    length: 4\n    check_digit: luhn"
    assert digits in SMALL
    file = tmp_path / "sample.yaml"
    file.write_text(SMALL.replace(digits, "type: number\n    units: {ja: 本, en: boxes}"))
    assert found(file) == []


def test_a_service_without_a_person_is_told_at_its_menu(tmp_path: Path) -> None:
    written = SMALL.split("operator:")[0].replace("goto: operator", "goto: end")
    file = tmp_path / "sample.yaml"
    file.write_text(written, encoding="utf-8")
    assert set(told(found(file))) == {
        ("menu.no_person", line_of("main:\n", written.encode())),
        ("menu.no_person", 1),
    }


def test_a_broken_document_is_told_and_the_others_are_checked(tmp_path: Path) -> None:
    (tmp_path / "a.vxml").write_text(document("<form>\n<nonsense/></form>"))
    (tmp_path / "b.vxml").write_text(document(GOOD + '<form id="x"><block/></form>'))
    (tmp_path / "c.yaml").write_text("title: [")
    assert [(Path(fault.file).name, fault.key) for fault in found(tmp_path)] == [
        ("a.vxml", "document.wrong"), ("b.vxml", "dialog.unreachable"), ("c.yaml", "menu.yaml_bracket"),
    ]  # fmt: skip
    assert found(tmp_path)[0].line == 3


def test_a_bomb_is_told_as_a_broken_document(tmp_path: Path) -> None:
    (tmp_path / "a.vxml").write_text('<!DOCTYPE v [<!ENTITY a "aaaa">]>' + document("&a;"))
    assert [fault.key for fault in found(tmp_path)] == ["document.wrong"]


def test_documents_that_lead_to_each_other_are_checked_as_one(tmp_path: Path) -> None:
    (tmp_path / "a.vxml").write_text(
        document('<form><block><goto next="sub/b.vxml#deep"/></block></form>')
    )
    (tmp_path / "sub").mkdir()
    deep = '<form id="first"><block/></form>\n<form id="%s"><block/></form>'
    (tmp_path / "sub/b.vxml").write_text(document(deep % "deep"))
    assert found(tmp_path) == []
    (tmp_path / "sub/b.vxml").write_text(document(deep % "other"))
    assert [fault.key for fault in found(tmp_path)] == ["dialog.lost", "dialog.unreachable"]


@pytest.mark.parametrize("name", ["nothing.vxml", "."])
def test_where_there_is_nothing_to_check_that_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(DefinitionError):
        found(tmp_path / name)
