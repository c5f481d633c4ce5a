"""Documents for dialogues: files beside the first one, and hosts the configuration names; nothing else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import uuid4

from ivr.dialogue.actions import FORM_DATA, Fetch
from ivr.dialogue.events import Fetched
from ivr.documents.xml import MOST_BYTES

_TIMEOUT_S = 10.0
_IN_NAMES = "$[]() "


@dataclass(frozen=True, slots=True)
class Fetcher:
    """Gets what a dialogue asks for.

    `folder` is where files may lie, itself or below; `hosts` are names as "ivr.example.com" or
    "ivr.example.com:8080".
    """

    folder: Path
    hosts: Collection[str] = ()

    def __call__(self, fetch: Fetch) -> Fetched:
        try:
            parts = urlsplit(fetch.uri)
        except ValueError as error:
            return _missing(fetch, f"error.badfetch: {error}")
        if parts.scheme == "file":
            return self._file(fetch)
        if parts.scheme in ("http", "https"):
            if parts.netloc not in self.hosts:
                return _missing(fetch, f"error.noauthorization: {parts.netloc} is not configured")
            return self._web(fetch)
        return _missing(fetch, f"error.unsupported.uri: {fetch.uri}")

    def _file(self, fetch: Fetch) -> Fetched:
        parts = urlsplit(fetch.uri)
        uri = parts._replace(query="", fragment="").geturl()
        try:
            path = Path(unquote(parts.path)).resolve()
            if not path.is_relative_to(self.folder.resolve()):
                return _missing(fetch, f"error.noauthorization: {path.name} lies outside")
            with path.open("rb") as file:
                data = file.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:
            told = error.strerror if isinstance(error, OSError) else "no file name"
            return _missing(fetch, f"error.badfetch: {unquote(parts.path)}: {told}")
        return Fetched(fetch.request, data, uri)

    def _web(self, fetch: Fetch) -> Fetched:
        try:
            with build_opener(_SameHost).open(_request(fetch), timeout=_TIMEOUT_S) as answer:
                return Fetched(fetch.request, answer.read(MOST_BYTES + 1), answer.url)
        except HTTPError as error:
            return _missing(fetch, f"error.badfetch.http.{error.code}: {fetch.uri}")
        except (URLError, OSError, ValueError) as error:
            return _missing(fetch, f"error.badfetch: {fetch.uri}: {error}")


def _request(fetch: Fetch) -> Request:
    """The request with its values: in the address, or posted in one of two encodings."""
    values = {name: _sent(value) for name, value in fetch.values.items()}
    uri = fetch.uri
    if fetch.method.lower() != "post":
        if values:
            uri += ("&" if urlsplit(uri).query else "?") + urlencode(values)
        return Request(uri)  # noqa: S310
    if fetch.encoding != FORM_DATA:
        return Request(uri, data=urlencode(values).encode())  # noqa: S310
    parts, boundary = _in_parts(values)
    kind = f"{FORM_DATA}; boundary={boundary}"
    return Request(uri, data=parts, headers={"Content-Type": kind})  # noqa: S310


def _in_parts(values: Mapping[str, str]) -> tuple[bytes, str]:
    """Values as parts of one message (RFC 7578), and what stands between them."""
    boundary = uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{quote(name, safe=_IN_NAMES)}"\r\n'
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{value}\r\n"
        for name, value in values.items()
    ]
    return "".join([*parts, f"--{boundary}--\r\n"]).encode(), boundary


class _SameHost(HTTPRedirectHandler):
    """Follows an answer that sends elsewhere only within the host that was asked."""

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        asked, sent = urlsplit(req.full_url), urlsplit(newurl)
        if (asked.scheme, asked.netloc) != (sent.scheme, sent.netloc):
            raise HTTPError(newurl, code, "redirected to another host", headers, fp)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _missing(fetch: Fetch, error: str) -> Fetched:
    return Fetched(fetch.request, None, fetch.uri, error)


def _sent(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
