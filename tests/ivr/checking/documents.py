"""A dialogue without faults, and one for each thing that can be wrong."""

from pathlib import Path

from ivr.checking.checking import check_all
from ivr.checking.sounds import spelling
from ivr.faults import Fault

HEAD = '<vxml version="2.1" xmlns="http://www.w3.org/2001/vxml" xml:lang="en">\n'
PERSON = """\
<link next="#person"><grammar mode="dtmf" version="1.0" root="zero">
<rule id="zero"><one-of><item>0</item></one-of></rule></grammar></link>
<form id="person"><transfer dest="tel:+81-3-0000-0100"/></form>
"""
MAIN = """\
<menu id="main"><prompt>Welcome. For repairs press 1, for orders press 2.</prompt>
<choice dtmf="1" next="#repairs">repairs</choice>
<choice dtmf="2" next="#orders">orders</choice></menu>
"""
REST = '<form id="repairs"><block>a</block></form>\n<form id="orders"><block>b</block></form>\n'
GOOD = MAIN + REST + PERSON


def document(body: str, language: str = "en") -> str:
    return HEAD.replace('"en"', f'"{language}"') + body + "</vxml>\n"


def found(path: Path) -> list[Fault]:
    return check_all(path, spelling)


def found_in(folder: Path, body: str, language: str = "en") -> list[Fault]:
    """The faults of one document with this body."""
    file = folder / "line.vxml"
    file.write_text(document(body, language), encoding="utf-8")
    return found(file)


def told(faults: list[Fault]) -> list[tuple[str, int]]:
    return [(fault.key, fault.line) for fault in faults]
