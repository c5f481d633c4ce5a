"""Tells an open desk that something of its calls has changed, so that it need not be made anew to see.

A browser asks and is answered at once when there is something new, else after a quarter of a minute.
The answer says only that it is another state, nothing of what it is.
"""

import asyncio
from dataclasses import dataclass
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from archive.desk_store import Desk
from qa.board.permission import desk_of, may_use_desk

PATH = "/api/v1/desk/changes"
LOOK_EVERY_S = 0.15
LOOKS = 100


@dataclass(frozen=True, slots=True)
class DeskChanges:
    """The route on which desks wait."""

    desk: Desk

    def routes(self) -> list[Route]:
        return [Route(PATH, self.wait, methods=["GET"])]

    async def wait(self, request: Request) -> Response:
        """The revision of this account's desk, once it is another than `since`."""
        if not may_use_desk(request.user):
            return PlainTextResponse("This account has no desk.", 403)
        revision = partial(self.desk.revision, operator=desk_of(request.user))
        since = request.query_params.get("since", "")
        for _ in range(LOOKS):
            now = await run_in_threadpool(revision)
            if now != since or await request.is_disconnected():
                break
            await asyncio.sleep(LOOK_EVERY_S)
        return JSONResponse({"revision": now}, headers={"Cache-Control": "no-store"})
