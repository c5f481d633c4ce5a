"""Tells what is wrong with the YAML of a service in our own words, at the line that has to be mended."""

import re

import yaml

from ivr.faults import Fault

_SAID = (
    ("menu.yaml_tab", r"found character '\\t'"),
    ("menu.yaml_quote", r"found unexpected end of stream|found unexpected document separator"),
    ("menu.yaml_brace", r"expected ',' or '}'"),
    ("menu.yaml_bracket", r"expected ',' or '\]'|flow node: expected the node content"),
    ("menu.yaml_no_colon", r"could not find expected ':'"),
    ("menu.yaml_colon", r"mapping values are not allowed"),
    ("menu.yaml_indent", r"expected <block end>|expected the node content|block sequence entries"),
    ("menu.yaml_sign", r"cannot start any token|expected alphabetic or numeric|undefined tag"),
)
"""What PyYAML says, by the key of our words for it."""

_BEGUN = ("menu.yaml_quote", "menu.yaml_brace", "menu.yaml_bracket", "menu.yaml_no_colon")
"""What was opened and never closed is mended where it begins."""

_WIDE_COLON = re.compile(r"\s*(- *)?\w+：")


def yaml_fault(text: str, file: str, error: yaml.YAMLError) -> Fault:
    """The fault; a problem nobody foresaw is told without PyYAML's sentence."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Fault(file, _line_of(text, getattr(error, "position", 0)), "menu.yaml_character")
    said = f"{error.context or ''}: {error.problem or ''}"
    key = next((key for key, pattern in _SAID if re.search(pattern, said)), "menu.not_yaml")
    mark = error.problem_mark or error.context_mark
    if key in _BEGUN and error.context_mark:
        mark = error.context_mark
    line = mark.line + 1 if mark else 1
    wide = [at for at in (line - 1, line) if _has_wide_colon(text, at)]
    return Fault(file, wide[0], "menu.yaml_wide_colon") if wide else Fault(file, line, key)


def _line_of(text: str, position: int) -> int:
    return text[:position].count("\n") + 1


def _has_wide_colon(text: str, line: int) -> bool:
    """Whether a name of the line is followed by a colon of Japanese type, and none of ours."""
    lines = text.split("\n")
    if not 1 <= line <= len(lines):
        return False
    written = lines[line - 1]
    return bool(_WIDE_COLON.match(written)) and ": " not in written
