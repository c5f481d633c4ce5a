"""Gives a dialogue the documents of a service without writing them anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ivr.dialogue.actions import Fetch
from ivr.dialogue.events import Fetched
from ivr.menus.compiling import document_name, documents
from ivr.menus.service import Service

_WHERE = "file:///service/"


@dataclass(frozen=True, slots=True)
class Served:
    """The documents by name; what is not among them is not found."""

    documents: Mapping[str, str]

    def __call__(self, fetch: Fetch) -> Fetched:
        name = urlsplit(fetch.uri).path.rpartition("/")[2]
        if not fetch.uri.startswith(_WHERE) or name not in self.documents:
            return Fetched(fetch.request, None, fetch.uri, f"error.badfetch: {name} is not served")
        return Fetched(fetch.request, self.documents[name].encode(), _WHERE + name)


def serve(service: Service) -> Served:
    """The documents of a service."""
    return Served(documents(service))


def address(service: Service, language: str = "") -> str:
    """Where a call begins: with a language's document, else with the one that asks for it."""
    language = language or ("" if len(service.languages) > 1 else service.languages[0])
    return _WHERE + (document_name(service, language) if language else f"{service.name}.vxml")
