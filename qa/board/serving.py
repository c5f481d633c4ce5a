"""Makes the board's ASGI application and serves it on this machine."""

import base64
import hashlib
import re
import secrets
import socket
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import streamlit
import uvicorn
from starlette.middleware import Middleware
from streamlit import config

from archive.archive import Archive
from qa.board.assets import asset_routes
from qa.board.audio import Audio
from qa.board.desk_changes import DeskChanges
from qa.board.desk_notes import DeskNotes
from qa.board.gate import Gate
from qa.board.session import Opening, open_board, redactor_of_notes, report_failure
from qa.board.sign_in import SignIn
from speech.errors import ArchiveError
from speech.reasons import system_reason

SCRIPT = Path(__file__).parent / "pages" / "frame.py"
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")
SETTINGS: dict[str, Any] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "client.showSidebarNavigation": False,
    "client.disableDataExport": True,
    "logger.hideWelcomeMessage": True,
    "runner.magicEnabled": False,
    "server.enableAgentApi": False,
    "server.enableStaticServing": False,
    "server.enableXsrfProtection": True,
    "server.xsrfCookieSameSite": "strict",
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxUploadSize": 1,
    "theme.base": "light",
    "theme.primaryColor": "#155eaf",
    "theme.backgroundColor": "#ffffff",
    "theme.secondaryBackgroundColor": "#f2f4f7",
    "theme.textColor": "#1d2939",
    "theme.borderColor": "#d0d5dd",
    "theme.showWidgetBorder": True,
    "theme.baseFontSize": 15,
    "theme.baseRadius": "6px",
    "theme.font": (
        "'Noto Sans JP', 'Noto Sans CJK JP', 'Hiragino Sans', 'Yu Gothic UI', Meiryo, system-ui, "
        "sans-serif"
    ),
}


def app_parts(
    archive: Archive,
    *,
    hosts: Sequence[str] = LOCAL_HOSTS,
    local_only: bool = True,
    opening: Opening | None = None,
) -> dict[str, Any]:
    """What `streamlit.App` needs beside its script: the gate, the routes and all settings made.

    One process shows one archive, because Streamlit allows one application in a process. Without a
    reader in `opening` nobody looks for phrases in Japanese calls in progress, and without a redactor
    names in typed notes are found by the words around them alone.
    """
    for name, value in SETTINGS.items():
        config.set_option(name, value)
    config.set_option("server.allowedHosts", list(hosts))
    config.set_option("server.cookieSecret", secrets.token_hex(32))
    open_board(archive, opening or Opening())
    gate = Middleware(
        Gate,
        accounts=archive.accounts,
        hosts=frozenset(hosts),
        content_policy=content_policy(),
        local_only=local_only,
    )
    routes = [
        *SignIn(archive.accounts).routes(),
        *Audio(archive).routes(),
        *DeskChanges(archive.desk).routes(),
        *DeskNotes(archive.desk, redactor_of_notes).routes(),
        *asset_routes(),
    ]
    return {"routes": routes, "middleware": [gate], "on_script_error": report_failure}


def listen(host: str = "127.0.0.1", port: int = 8501) -> socket.socket:
    """A socket the board can be served on; port 0 takes a free one.

    Raises ArchiveError when the port is taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise ArchiveError(
            "board.not_served", address=f"{host}:{port}", cause=system_reason(error)
        ) from None
    return listening


def address(listening: socket.socket) -> str:
    """Where a browser finds the board."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def sign_in_link(archive: Archive, account: str, listening: socket.socket) -> str:
    """A link that signs `account` in once, within a quarter of an hour."""
    return f"{address(listening)}/sign-in?token={archive.accounts.make_link_token(account)}"


def serve(
    archive: Archive,
    listening: socket.socket,
    *,
    hosts: Sequence[str] = (),
    opening: Opening | None = None,
) -> None:
    """Serve the board on `listening` until Ctrl-C.

    A board that listens beyond this machine names in `hosts` what it is called there; `opening` is as
    for `app_parts`.
    """
    host = str(listening.getsockname()[0])
    local_only = host in LOCAL_HOSTS
    names = (*LOCAL_HOSTS, host, *hosts)
    parts = app_parts(archive, hosts=names, local_only=local_only, opening=opening)
    app = streamlit.App(SCRIPT, **parts)
    settings = uvicorn.Config(
        app,
        ws="websockets-sansio",
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        timeout_graceful_shutdown=2,
    )
    # uvicorn ends in good order at Ctrl-C and then raises it again.
    with listening, suppress(KeyboardInterrupt):
        uvicorn.Server(settings).run(sockets=[listening])


def content_policy() -> str:
    """A Content-Security-Policy under which Streamlit works and no other host is ever asked.

    `blob:` is how Streamlit loads a component's script; the hashes are of the inline scripts of
    Streamlit's own page; React's styles are inline.
    """
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    inline = re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
    hashes = " ".join(f"'sha256-{_sha256(script)}'" for script in inline)
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' blob: {hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "media-src 'self'",
            "worker-src 'self' blob:",
            "manifest-src 'self'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def _sha256(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
