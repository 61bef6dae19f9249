"""The files that pages are made with: style, icons, script, fonts."""

import asyncio
import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

from api import fonts
from infra import threads

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


class Fonts(Assets):
    """The fonts, made when the first of them is asked for: until then pages show the system's."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=fonts.place(folder), check_dir=False)
        self._folder = folder
        self._made = False
        self._making = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        async with self._making:
            if not self._made:
                await threads.run(fonts.make, self._folder)
                self._made = True
        await super().__call__(scope, receive, send)


def routes(folder: Path) -> list[BaseRoute]:
    """`/static` and `/static/fonts`; the fonts are made under `folder`, once."""
    return [
        Mount("/static/fonts", Fonts(folder), name="fonts"),
        Mount("/static", Assets(directory=STATIC), name="static"),
    ]


@cache
def address(name: str) -> str:
    """The address of a static file, with its content in the version.

    FileNotFoundError if there is no such file.
    """
    version = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={version}"
