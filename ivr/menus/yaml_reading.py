"""Reads YAML into values that know their lines; anchors, doubled keys and huge files are refused."""

from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from ivr.faults import Fault, FaultyError
from ivr.menus.yaml_faults import yaml_fault

_MOST_BYTES = 1_000_000
_DEEPEST = 12


@dataclass(frozen=True, slots=True)
class Written:
    """A value as it is written: a text, a list or a mapping, with its file and line (from 1)."""

    file: str
    line: int
    value: "str | tuple[Written, ...] | dict[str, Written]"

    def fault(self, key: str, /, **values: object) -> Fault:
        """A fault at this place."""
        return Fault(self.file, self.line, key, values)

    @property
    def text(self) -> str:
        """The text; raises FaultyError where a list or a mapping stands."""
        if not isinstance(self.value, str):
            raise FaultyError([self.fault("menu.text_wanted")])
        return self.value

    @property
    def entries(self) -> "dict[str, Written]":
        """The mapping; raises FaultyError where something else stands."""
        if not isinstance(self.value, dict):
            raise FaultyError([self.fault("menu.mapping_wanted")])
        return self.value

    @property
    def several(self) -> "tuple[Written, ...]":
        """The list; a single value is a list of one."""
        return self.value if isinstance(self.value, tuple) else (self,)


def read_yaml(content: bytes, file: str) -> Written:
    """The document; raises FaultyError with the line of what is wrong."""
    if len(content) > _MOST_BYTES:
        raise FaultyError([Fault(file, 1, "menu.too_large", {"most": _MOST_BYTES})])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise FaultyError([Fault(file, line, "menu.not_utf8")]) from None
    try:
        _refuse_unusual(text, file)
        node = yaml.compose(text, yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise FaultyError([yaml_fault(text, file, error)]) from None
    if node is None:
        raise FaultyError([Fault(file, 1, "menu.empty")])
    return _written(node, file)


def _refuse_unusual(text: str, file: str) -> None:
    """Find what is deeper than any service or points elsewhere before a tree is made of it."""
    depth = 0
    for event in yaml.parse(text, yaml.SafeLoader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise FaultyError([Fault(file, line, "menu.anchor")])
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise FaultyError([Fault(file, line, "menu.too_deep")])


def _written(node: yaml.Node, file: str, line: int = 0) -> Written:
    """The value; `line` is that of its name, when it has one."""
    line = line or node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Written(file, line, node.value)
    if isinstance(node, yaml.SequenceNode):
        return Written(file, line, tuple(_written(n, file) for n in node.value))
    return Written(file, line, dict(_entries(node, file)))


def _entries(node: yaml.Node, file: str) -> Iterator[tuple[str, Written]]:
    seen: set[str] = set()
    for name, value in node.value:
        line = name.start_mark.line + 1
        if not isinstance(name, yaml.ScalarNode):
            raise FaultyError([Fault(file, line, "menu.text_wanted")])
        if name.value in seen:
            raise FaultyError([Fault(file, line, "menu.doubled", {"name": name.value})])
        seen.add(name.value)
        yield name.value, _written(value, file, line)
