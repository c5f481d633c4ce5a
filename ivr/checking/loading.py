"""Reads what is to be checked: VoiceXML documents, services in YAML, folders of both."""

from collections.abc import Callable, Iterator
from pathlib import Path

from ivr.checking.dialogues import Dialogues, Part, Phonemes
from ivr.checking.origins import origins
from ivr.documents.reading import read_document
from ivr.errors import DialogueError
from ivr.faults import Fault, FaultyError
from ivr.menus.compiling import documents
from ivr.menus.reading import service_from
from ivr.menus.yaml_reading import read_yaml
from speech.errors import DefinitionError
from speech.reasons import reason

_VOICEXML = (".vxml", ".xml")
_YAML = (".yaml", ".yml")


def load(path: Path, phonemes: Callable[[str], Phonemes]) -> tuple[Dialogues, list[Fault]]:
    """The documents of a file or folder, and what is wrong with those that cannot be read.

    Raises DefinitionError when there is nothing to check.
    """
    parts: dict[str, Part] = {}
    faults: list[Fault] = []
    for file in _files(path):
        try:
            content = file.read_bytes()
            name = file.relative_to(path if path.is_dir() else path.parent).as_posix()
            parts.update((part.name, part) for part in _parts(file, name, content))
        except FaultyError as error:
            faults.extend(error.faults)
        except DialogueError as error:
            faults.append(_unreadable(file, error))
        except OSError as error:
            faults.append(Fault(str(file), 1, "menu.unreadable", {"problem": error.strerror or ""}))
    return Dialogues(parts, phonemes), faults


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        files = sorted(
            file
            for file in path.rglob("*")
            if file.suffix in (*_VOICEXML, *_YAML) and file.is_file() and _is_dialogue(file)
        )
        if not files:
            raise DefinitionError("dialogue.no_documents", folder=path)
        return files
    if not path.is_file():
        raise DefinitionError("file.missing", file=path)
    return [path]


def _is_dialogue(file: Path) -> bool:
    """Grammars and data lie beside documents and may be called .xml too."""
    return file.suffix != ".xml" or b"<vxml" in file.read_bytes()[:4000]


def _parts(file: Path, name: str, content: bytes) -> Iterator[Part]:
    if file.suffix not in _YAML:
        yield Part(str(file), name, read_document(content, str(file)))
        return
    service = service_from(content, str(file))
    line_of = origins(read_yaml(content, str(file)))
    folder = name.rpartition("/")[0]
    for made, text in documents(service).items():
        place = f"{folder}/{made}" if folder else made
        yield Part(str(file), place, read_document(text.encode(), made), line_of)


def _unreadable(file: Path, error: DialogueError) -> Fault:
    what = error.problem
    if error.element:
        what = reason("document.at_element", element=error.element, problem=what)
    return Fault(str(file), error.line or 1, "document.wrong", {"problem": what})
