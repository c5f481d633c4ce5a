"""Serves the player's scripts: our own, and wavesurfer.js out of the installed package."""

from importlib.metadata import distribution
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

PLAYER = Path(__file__).parent / "player"
WAVESURF = ("wavesurfer.min.js", "plugins/regions.min.js", "plugins/timeline.min.js")


def asset_files() -> dict[str, Path]:
    """Every file that may be asked for by its name; nothing else is served."""
    own = {path.name: path for path in PLAYER.glob("*.js")}
    package = distribution("wavesurf")
    theirs = {Path(f).name: Path(str(package.locate_file(f"wavesurf/{f}"))) for f in WAVESURF}
    return own | theirs


def asset_routes() -> list[Route]:
    files = asset_files()

    async def asset(request: Request) -> Response:
        path = files.get(request.path_params["name"])
        if path is None:
            return PlainTextResponse("No such file.", 404)
        headers = {"Cache-Control": "private, no-cache"}
        return FileResponse(path, media_type="text/javascript", headers=headers)

    return [Route("/board/{name}", asset, methods=["GET"])]
