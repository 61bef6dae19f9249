"""An application that shows the gallery: the pages, the static files and the headers, no store."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from api import assets, rendering
from api.headers import SecurityHeaders
from tests.pages import gallery


def application(folder: Path) -> Starlette:
    """`/{lang}/gallery/{name}` shows one page; fonts are made under `folder`."""

    def show(request: Request) -> HTMLResponse:
        page = gallery.PAGES[request.path_params["name"]]
        lang = request.path_params["lang"]
        # As if it stood at its own address, so that the menu marks it.
        asked = Request({**request.scope, "path": f"/{lang}{page.path}"})
        asked.state.frame = gallery.the_frame(page)
        return rendering.render(asked, page.template, **page.context)

    routes = [Route("/{lang}/gallery/{name}", show), *assets.routes(folder)]
    return Starlette(routes=routes, middleware=[Middleware(SecurityHeaders)])
