"""A context of execution: the documents of the call, or those of one subdialog, one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass

from ivr.dialogue.activating import Grammars
from ivr.dialogue.call import Call, Sent
from ivr.dialogue.flow import Ended, Leave, Steps, Target
from ivr.dialogue.places import Place
from ivr.documents.addresses import full_address, parted
from ivr.documents.elements import Element
from ivr.documents.reading import Document, read_document
from ivr.errors import DialogueError
from ivr.scripting import Chain, Scope


@dataclass(frozen=True, slots=True)
class Loaded:
    """A document in use with its variables."""

    document: Document
    scope: Scope


class Execution:
    """Documents with their scopes; a subdialog has its own, of which the caller's are no part."""

    def __init__(self, call: Call, grammars: Grammars, *, depth: int = 0) -> None:
        self.call = call
        self.grammars = grammars
        self.depth = depth
        self.root: Loaded | None = None
        self._leaf: Loaded | None = None

    @property
    def leaf(self) -> Loaded:
        assert self._leaf is not None
        return self._leaf

    @property
    def chain(self) -> Chain:
        """The scopes around a dialog."""
        scopes = [self.call.session]
        if self.root is not None and self.root.scope != self.leaf.scope:
            scopes.append(self.root.scope)
        return (*scopes, self.leaf.scope)

    @property
    def application(self) -> Scope:
        return self.root.scope if self.root else self.leaf.scope

    @property
    def document_elements(self) -> list[Element]:
        """The roots of the document and of its application's root document."""
        found = [self.leaf.document.root]
        if self.root is not None and self.root.document.root is not found[0]:
            found.append(self.root.document.root)
        return found

    def run(self, target: Target, parameters: Mapping[str, object] | None = None) -> Steps[None]:
        """Carry out dialogs one after the other. Ends by raising Ended or Returned."""
        from ivr.dialogue.forms import Form  # a form begins executions of its own for subdialogs

        result = None
        while True:
            unready = self._enter(target)
            dialog = target.dialog
            if dialog is None:
                raise Ended
            form = Form(self, dialog, dict(parameters or {}))
            self.call.trace(
                "dialog", dialog.get("id") or dialog.name, uri=self.leaf.document.uri,
                line=dialog.line,
            )  # fmt: skip
            try:
                yield from form.run(unready, result)
            except Leave as leaving:
                target, result = leaving.target, leaving.result
            finally:
                form.close()
            parameters = None

    # Going from document to document.

    def load(
        self,
        address: str,
        place: Place | None,
        *,
        sent: Sent | None = None,
        submitted: bool = False,
    ) -> Steps[Target]:
        """What an address leads to, fetched and checked; without a document it means the one in use.

        Raises DialogueError (error.badfetch …).
        """
        uri, fragment = parted(address)
        if place is not None and not uri and not submitted:
            return Target(self.leaf.document, self.dialog(self.leaf.document, fragment))
        is_first = place is None and not self.depth
        fetched = yield from self.call.fetch(uri, "document", sent)
        document = read_document(fetched.document or b"", fetched.uri or uri, is_first=is_first)
        dialog = self.dialog(document, fragment)
        root, root_fresh = yield from self._root_of(document)
        if self._is_root(document) and not submitted and self.root is not None:
            kept = self.root.document
            return Target(kept, self.dialog(kept, fragment), root=kept)
        return Target(document, dialog, fresh=True, root=root, root_fresh=root_fresh)

    def _is_root(self, document: Document) -> bool:
        """Whether this is the root document a leaf document goes back to."""
        if self.root is None or self._leaf is None or self.root.scope == self._leaf.scope:
            return False
        return document.uri == self.root.document.uri

    def _root_of(self, document: Document) -> Steps[tuple[Document | None, bool]]:
        """The root document of an application, and whether it has to begin anew."""
        written = document.root.get("application")
        if not written:
            return None, False
        base = full_address(document.uri, document.root.get("xml:base"))
        uri, _ = parted(full_address(base, written))
        if self.root is not None and self.root.document.uri == uri:
            return self.root.document, False
        fetched = yield from self.call.fetch(uri, "document")
        root = read_document(fetched.document or b"", fetched.uri or uri)
        if root.root.has("application"):
            raise DialogueError(
                "error.semantic", "a root document may have no root document of its own",
                uri=root.uri, line=root.root.line, element="vxml",
            )  # fmt: skip
        return root, True

    def dialog(self, document: Document, fragment: str) -> Element | None:
        if not fragment:
            return document.first_dialog
        if fragment not in document.dialogs:
            raise DialogueError(
                "error.badfetch", f"there is no dialog {fragment!r}", uri=document.uri
            )
        return document.dialogs[fragment]

    def _enter(self, target: Target) -> list[Loaded]:
        """Make the target's document the current one; the documents whose variables are to be made."""
        if not target.fresh:
            if self._leaf is None or target.document is not self.leaf.document:
                # Back from a leaf document to the root document, which is still there.
                assert self.root is not None
                self._leaf = self.root
            return []
        unready: list[Loaded] = []
        if target.root is None:
            self.root = None
        elif target.root_fresh or self.root is None:
            self.root = self._loaded(target.root, "application")
            self.call.scripts.alias(self.root.scope, "document", self.root.scope)
            unready.append(self.root)
        leaf = self._loaded(target.document, "document")
        if target.root is None:
            # A document without a root document is the root of its own application.
            self.call.scripts.alias(leaf.scope, "application", leaf.scope)
            self.root = leaf
        self._leaf = leaf
        return [*unready, leaf]

    def _loaded(self, document: Document, name: str) -> Loaded:
        self.call.trace("document", document.uri)
        return Loaded(document, self.call.scope(name))
