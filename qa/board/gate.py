"""Stands in front of every page, file, socket and sound of the board: nobody passes unsigned."""

import html
import ipaddress
import re
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from archive.accounts import Account, Accounts

COOKIE = "kikitori_sign_in"
HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[0-9A-Za-z._-]+)(?::[0-9]{1,5})?")
OPEN_PATHS = frozenset({"/sign-in", "/sign-out", "/language"})
UNATTENDED_PATHS = frozenset({"/api/v1/desk/changes"})
"""What a page asks by itself, which is no sign of somebody sitting there."""
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Gate:
    """Pure ASGI, because Starlette's own middleware class does not see websockets.

    `hosts` are the names this board answers to; a page of another site that makes a name point here
    (DNS rebinding) is refused. With `local_only` nobody from another machine gets in.
    """

    app: ASGIApp
    accounts: Accounts
    hosts: frozenset[str]
    content_policy: str
    local_only: bool = True

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        answer = await self._refusal(scope)
        if scope["type"] == "http":
            send = self._with_headers(send)
        if answer is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.close", "code": 1008})
        else:
            await answer(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        """What to answer instead of the board, or None; who is signed in goes into the scope."""
        connection = HTTPConnection(scope)
        if self.local_only and not _is_local(connection):
            return PlainTextResponse("This board answers its own machine only.", 403)
        if not self._known_host(connection.headers.get("host", "")):
            return PlainTextResponse("This board does not answer to that host name.", 403)
        if not _same_origin(connection):
            return PlainTextResponse("Another site may not use this board.", 403)
        # The path as it is routed; an address put together with the Host header may lie.
        if scope["type"] == "http" and scope["path"] in OPEN_PATHS:
            return None
        account = await self._who(connection, touch=scope["path"] not in UNATTENDED_PATHS)
        if account is None:
            return _ask_to_sign_in(connection)
        scope["user"] = account
        return None

    async def _who(self, connection: HTTPConnection, *, touch: bool) -> Account | None:
        token = connection.cookies.get(COOKIE, "")
        who = partial(self.accounts.who, token, touch=touch)
        return await run_in_threadpool(who) if token else None

    def _known_host(self, host: str) -> bool:
        named = HOST.fullmatch(host)
        return named is not None and named[1].strip("[]").lower() in self.hosts

    def _with_headers(self, send: Send) -> Send:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", self.content_policy)
            await send(message)

        return send_with_headers


def safe_path(path: str) -> str:
    """`path` if it lies on this board, else its front page."""
    on_board = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if on_board and path.isprintable() and not path.startswith("/sign-out") else "/"


def _is_local(connection: HTTPConnection) -> bool:
    if connection.client is None:
        return False
    try:
        address = ipaddress.ip_address(connection.client.host)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback


def _same_origin(connection: HTTPConnection) -> bool:
    origin = connection.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == connection.headers.get("host")


def _ask_to_sign_in(connection: HTTPConnection) -> Response:
    headers = connection.headers
    wants_page = "text/html" in headers.get("accept", "")
    if connection.scope["type"] != "http" or connection.scope["method"] != "GET" or not wants_page:
        return PlainTextResponse("Sign in first.", 401)
    query = connection.scope["query_string"].decode("latin-1")
    here = connection.scope["path"] + (f"?{query}" if query else "")
    if headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        return _come_again(safe_path(here))
    return RedirectResponse(f"/sign-in?next={quote(here, safe='/')}", 303)


def _come_again(here: str) -> Response:
    """A link followed from elsewhere comes without our strict cookie; from here it comes with it."""
    page = f'<!doctype html><meta http-equiv="refresh" content="0;url={html.escape(here)}">'
    return HTMLResponse(page, 401, headers={"Cache-Control": "no-store"})
