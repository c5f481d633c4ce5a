"""Serves a call's redacted sound to those signed in, and notes who heard it."""

from collections import OrderedDict
from dataclasses import dataclass, field

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from archive.accounts import Account
from archive.archive import Archive
from archive.recording import is_intact
from qa.board.permission import may_open_calls
from speech.errors import ArchiveError

OPENINGS_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Audio:
    """The route of sound; only redacted recordings exist, so no other can be asked for.

    A browser fetches one recording in many pieces. The page gives each opening a number, so that
    the access log says "hear" once for it; a request without one is noted every time.
    """

    archive: Archive
    _openings: OrderedDict[tuple[str, str, str], None] = field(default_factory=OrderedDict)

    def routes(self) -> list[Route]:
        return [Route("/api/v1/calls/{call_id}/audio", self.hear, methods=["GET"])]

    async def hear(self, request: Request) -> Response:
        """The recording as FLAC, whole or the part a Range header asks for."""
        opening = request.query_params.get("opening", "")
        call_id = request.path_params["call_id"]
        if not may_open_calls(request.user):
            return PlainTextResponse("This account may not hear calls.", 403)
        return await run_in_threadpool(self._open, request.user, call_id, opening)

    def _open(self, account: Account, call_id: str, opening: str) -> Response:
        try:
            recording = self.archive.reader.recording(call_id)
        except ArchiveError:
            return PlainTextResponse("No sound is kept of this call.", 404)
        folder = self.archive.folder.resolve()
        path = (folder / recording.file).resolve()
        if not path.is_relative_to(folder):
            return PlainTextResponse("No sound is kept of this call.", 404)
        key = (account.name, call_id, opening)
        if not opening or key not in self._openings:
            if not is_intact(path, recording.sha256):
                return PlainTextResponse("The recording is missing or has been changed.", 410)
            self.archive.access_log.add(account.name, "hear", call_id)
            self._remember(key)
        headers = {"Cache-Control": "private, no-store"}
        return FileResponse(path, media_type="audio/flac", headers=headers)

    def _remember(self, key: tuple[str, str, str]) -> None:
        self._openings[key] = None
        while len(self._openings) > OPENINGS_REMEMBERED:
            self._openings.popitem(last=False)
