"""The files that pages are made with: style, icons, script, fonts."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from api import fonts

STATIC = Path(__file__).parent / "static"

FOREVER = "public, max-age=31536000, immutable"
HOUR = "public, max-age=3600"


class Assets(StaticFiles):
    """Static files; one asked for by its version never has to be asked for again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """As `StaticFiles`, with the time a browser may keep the file."""
        response = await super().get_response(path, scope)
        versioned = b"v=" in scope["query_string"] or path.endswith(".woff2")
        response.headers["Cache-Control"] = FOREVER if versioned else HOUR
        return response


def routes(folder: Path) -> list[BaseRoute]:
    """`/static` and `/static/fonts`; the fonts are made under `folder` if they are not there."""
    return [
        Mount("/static/fonts", Assets(directory=fonts.make(folder)), name="fonts"),
        Mount("/static", Assets(directory=STATIC), name="static"),
    ]


@cache
def address(name: str) -> str:
    """The address of a static file, with its content in the version.

    FileNotFoundError if there is no such file.
    """
    version = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={version}"
