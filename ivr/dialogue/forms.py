"""A dialog being carried out: the form interpretation algorithm over its items."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from ivr.dialogue.catching import handle
from ivr.dialogue.collecting import process
from ivr.dialogue.content import run_data, run_script, run_var
from ivr.dialogue.execution import Execution, Loaded
from ivr.dialogue.flow import Ended, NextItem, Steps, Thrown, as_thrown
from ivr.dialogue.places import Place
from ivr.dialogue.results import Result
from ivr.dialogue.visiting import visit
from ivr.documents.elements import Element
from ivr.documents.reading import FORM_ITEMS, INPUT_ITEMS
from ivr.errors import DialogueError
from ivr.script_values import UNDEFINED, ScriptError, is_name
from ivr.scripting import Chain


@dataclass(slots=True, eq=False)
class Item:
    """A form item with its counters; `name` is its variable, with a sign of its own when unnamed."""

    element: Element
    name: str
    prompts_heard: int = 1
    events: dict[str, int] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return self.element.name

    @property
    def takes_input(self) -> bool:
        return self.kind in INPUT_ITEMS


class Form:
    """One visit to a form or menu: its scope, items, counters, and where it goes on."""

    def __init__(
        self, execution: Execution, element: Element, parameters: dict[str, object]
    ) -> None:
        self.execution = execution
        self.element = element
        self.parameters = parameters
        self.scope = execution.call.scope("dialog")
        self.items = list(_items(element))
        self.events: dict[str, int] = {}
        # The item events belong to; none while the whole form acts.
        self.active: Item | None = None
        self.next_name = ""
        # Set by a handler without <reprompt>: the next item says nothing first.
        self.is_quiet = False
        self._was_quiet = False
        self.reprompts = False
        # What the last prompt said of how long the caller may stay silent.
        self.timeout_s: float | None = None

    @property
    def place(self) -> Place:
        return Place(self.execution, (*self.execution.chain, self.scope), self, self.active)

    def item(self, name: str) -> Item | None:
        return next((item for item in self.items if item.name == name), None)

    def close(self) -> None:
        self.execution.call.scripts.drop(self.scope)

    def run(self, unready: list[Loaded], result: Result | None) -> Steps[None]:
        """Carry the form out. Ends by raising Leave, Returned or Ended."""
        yield from self._guarded(self._begin(unready))
        if result is not None:
            yield from self._guarded(process(self, result))
        while True:
            self.active = None
            yield from self._guarded(self._go_on())

    def _go_on(self) -> Steps[None]:
        """Select an item and visit it. Raises Ended when there is none."""
        self.execution.call.tick(self.element, self.place.uri)
        item = self._select()
        if item is None:
            raise Ended
        self.active = item
        yield from visit(self, item)

    def _guarded(self, steps: Steps[None]) -> Steps[None]:
        """Carry out steps; events go to their handlers, those thrown by handlers again."""
        self.is_quiet, quiet = False, self.is_quiet
        self.reprompts = False
        caught = False
        self._was_quiet = quiet
        while True:
            try:
                yield from steps
            except NextItem as going:
                self.next_name = going.name
            except (Thrown, DialogueError, ScriptError) as error:
                caught = True
                steps = handle(self, as_thrown(error))
                continue
            break
        self.is_quiet = caught and not self.reprompts

    @property
    def speaks(self) -> bool:
        """Whether an item says its prompts on this visit."""
        return not self._was_quiet

    def _select(self) -> Item | None:
        """The item a <goto nextitem> named, else the first whose variable is undefined and that may."""
        if self.next_name:
            name, self.next_name = self.next_name, ""
            return self.item(name)
        for item in self.items:
            if self.execution.call.scripts.is_defined(self.scope, item.name):
                continue
            if self._may(item):
                return item
        return None

    def _may(self, item: Item) -> bool:
        if not item.element.has("cond") or item.kind == "menu":
            return True
        return self.execution.call.truth(
            item.element.get("cond"), self.place.chain, item.element, self.place.uri
        )

    # Entering.

    def _begin(self, unready: list[Loaded]) -> Steps[None]:
        faults = self.execution.leaf.document.faults
        for loaded in unready:
            if loaded.document.root in faults:
                raise faults[loaded.document.root]
            yield from self._prepare_document(loaded)
        if self.element in faults:
            raise faults[self.element]
        place = self.place
        waiting = dict(self.parameters)
        for child in self.element.elements("var", "script", "data", *FORM_ITEMS):
            if child.name == "script":
                yield from run_script(child, place)
            elif child.name == "data":
                yield from run_data(child, place)
            elif child.name == "var":
                self._begin_var(child, place, waiting)
            else:
                self._begin_item(child, place)
        if waiting:
            message = f"no <var> for the parameter {', '.join(waiting)}"
            raise place.wrong("error.semantic", message, self.element)
        if self.element.name == "menu":
            self.execution.call.scripts.declare(self.scope, self.items[0].name)

    def _prepare_document(self, loaded: Loaded) -> Steps[None]:
        chain: Chain = (self.execution.call.session, loaded.scope)
        if self.execution.root is not None and self.execution.root.scope != loaded.scope:
            chain = (self.execution.call.session, self.execution.root.scope, loaded.scope)
        place = Place(self.execution, chain)
        for child in loaded.document.root.elements("var", "script", "data"):
            if child.name == "var":
                run_var(child, place)
            elif child.name == "script":
                yield from run_script(child, place)
            else:
                yield from run_data(child, place)

    def _begin_var(self, element: Element, place: Place, waiting: dict[str, object]) -> None:
        name = element.get("name")
        if name in waiting:
            place.declare(name, element)
            self.execution.call.scripts.declare(self.scope, name, waiting.pop(name))
        else:
            run_var(element, place)

    def _begin_item(self, element: Element, place: Place) -> None:
        item = next(one for one in self.items if one.element is element)
        if element.has("name") and not is_name(item.name):
            raise place.wrong("error.semantic", f"{item.name!r} is no name", element)
        scripts = self.execution.call.scripts
        try:
            if element.has("expr"):
                code = element.get("expr")
                scripts.declare_expression(self.scope, item.name, place.chain, code)
            else:
                scripts.declare(self.scope, item.name, UNDEFINED)
        except ScriptError as error:
            raise self.execution.call.semantic(error, element, place.uri) from error


def _items(element: Element) -> Iterator[Item]:
    if element.name == "menu":
        yield Item(element, "$menu")
        return
    for number, child in enumerate(element.elements(*FORM_ITEMS)):
        yield Item(child, child.get("name") or f"$item{number}")
