"""`kikitori customers import` as somebody at the client's office uses it."""

import re
from pathlib import Path

from archive.archive import open_archive
from archive.customer_columns import file_names
from archive.customers_csv import Fault
from kikitori.commands.customers import fault_line
from kikitori.commands.demo_ivr import CLIENT, know_customers
from kikitori.wording import load_wording
from tests.kikitori.test_cli import kikitori

EXAMPLES = Path(__file__).parents[2] / "ivr" / "examples" / "customers"


def test_a_folder_of_files_comes_in_with_a_line_a_kind(tmp_path: Path) -> None:
    told = kikitori("customers", "import", str(EXAMPLES), "--client", "kasumi", data=tmp_path)
    assert told.returncode == 0
    assert "customers  5 added, 0 changed, 0 removed, 0 as before" in told.stdout
    assert open_archive(tmp_path).customers.by_phone("kasumi", "090-0123-4567") == "C-1001"


def test_a_fault_is_told_with_file_line_and_column_and_without_the_value(tmp_path: Path) -> None:
    file = tmp_path / "顧客.csv"
    file.write_text("顧客番号,氏名,電話番号\nC-1,霞 三郎,12ab\n", encoding="utf-8")
    told = kikitori("customers", "import", str(file), data=tmp_path, ja=True)
    assert told.returncode == 3
    first, last = told.stderr.splitlines()
    assert first.startswith("顧客.csv:2: 電話番号: ")
    assert "1 件の誤り" in last
    assert "12ab" not in told.stderr


def test_a_file_cannot_command_the_terminal_by_its_name() -> None:
    line = fault_line(Fault(file="a\x1b[2J.csv", what="encoding"), load_wording("en"))
    assert "\x1b" not in line
    assert set(file_names().values()) == {"customers", "products", "purchases", "cases", "contacts"}


def test_the_example_line_knows_whose_product_it_tells_callers_to_name(tmp_path: Path) -> None:
    know_customers(tmp_path)
    know_customers(tmp_path)
    number = re.search(r"\d{8}", load_wording("ja")("demo_ivr.headset"))
    assert number
    owner, _ = open_archive(tmp_path).customers.by_product(CLIENT, number.group())
    assert owner == "C-1001"
