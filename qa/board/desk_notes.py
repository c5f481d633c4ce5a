"""Keeps what is typed on a desk, on a route of its own: an act sent through Streamlit can be lost.

Of two acts that reach a page while it is being made Streamlit passes on the later one only, and none of
a page that is being closed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from archive.accounts import Account
from archive.desk_store import Desk
from privacy.redactor import Redactor
from qa.board.note_clearing import LONGEST_NOTE, cleared
from qa.board.permission import desk_of, may_write_notes
from speech.errors import RedactionError

PATH = "/api/v1/desk/notes/{call_id}"
LONGEST_BODY = 12 * LONGEST_NOTE
"""Bytes: a character takes up to twelve as two escapes of JSON."""
DISPOSITIONS = (
    "resolved",
    "call_back",
    "visit_arranged",
    "order_taken",
    "passed_on",
    "declined",
    "no_answer",
)


@dataclass(frozen=True, slots=True)
class DeskNotes:
    """The route on which a desk's notes are kept; `redactor` opens what knows names in them."""

    desk: Desk
    redactor: Callable[[], Redactor | None]

    def routes(self) -> list[Route]:
        return [Route(PATH, self.keep, methods=["PUT"])]

    async def keep(self, request: Request) -> Response:
        """Keep `{"text", "disposition"}` for a call of this account's desk, cleared of personal data."""
        if not may_write_notes(request.user):
            return PlainTextResponse("This account writes no notes.", 403)
        if int(request.headers.get("content-length", LONGEST_BODY + 1)) > LONGEST_BODY:
            return PlainTextResponse("This note is too long.", 413)
        try:
            text, disposition = _read(await request.json())
        except ValueError:
            return PlainTextResponse("This is no note.", 400)
        call_id = request.path_params["call_id"]
        return await run_in_threadpool(self._keep, request.user, call_id, text, disposition)

    def _keep(self, account: Account, call_id: str, text: str, disposition: str) -> Response:
        events = self.desk.events(operator=desk_of(account), now=datetime.now(UTC))
        if call_id not in {event.call_id for event in events}:
            return PlainTextResponse("This call is not on this desk.", 404)
        try:
            note = cleared(text, self.redactor())
        except RedactionError:
            return PlainTextResponse("This note could not be cleared of personal data.", 422)
        self.desk.write(call_id, account.name, note, disposition=disposition)
        return Response(status_code=204)


def _read(written: Any) -> tuple[str, str]:  # noqa: ANN401
    match written:
        case {"text": str(text), "disposition": str(disposition)} if disposition in (
            "",
            *DISPOSITIONS,
        ):
            return text, disposition
    raise ValueError
