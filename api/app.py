"""The web application: JSON API under `/api/v1`, pages under `/{language}`."""

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse

from api import assets, errors
from api.headers import SecurityHeaders
from api.identity import Attempts, Parts
from api.limits import BodyLimit
from api.openapi import DescribedApi
from api.pages import (
    acceptance,
    advice,
    awarding,
    bidding,
    contracting,
    evaluation,
    people,
    tendering,
    worklist,
)
from api.pages import documents as papers
from api.routes import (
    acceptance as deliveries,
)
from api.routes import (
    awarding as awards,
)
from api.routes import (
    bidding as bids,
)
from api.routes import (
    bundle,
    commands,
    documents,
    imports,
    messages,
    scores,
    sessions,
    tasks,
)
from api.routes import (
    contracting as contracts,
)
from api.routes import (
    evaluation as evaluations,
)
from api.routes import (
    tendering as tenders,
)
from api.services import Services
from infra.store import clock

ROUTERS = (
    sessions.router,
    tasks.router,
    tenders.router,
    bids.router,
    evaluations.router,
    scores.router,
    bundle.router,
    awards.router,
    contracts.router,
    deliveries.router,
    documents.router,
    messages.router,
    imports.router,
    commands.router,
)

PAGES = (
    people.router,
    worklist.router,
    advice.router,
    tendering.router,
    bidding.router,
    evaluation.router,
    awarding.router,
    contracting.router,
    acceptance.router,
    papers.router,
)
"""The pages; a page with a name of its own stands before one that bears an id."""

health = APIRouter(include_in_schema=False)


@health.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@health.get("/readyz")
async def ready(services: Parts) -> JSONResponse:
    """Store and Temporal answer. Without Temporal, reading, drafts and arrivals still work."""
    await services.store.read(clock.now)
    reached = await services.commands.reachable()
    return JSONResponse({"store": True, "temporal": reached}, status_code=200 if reached else 503)


def create_app(services: Services) -> FastAPI:
    """The application over these services. It starts nothing itself."""
    app = DescribedApi(
        title="Bestek",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
    )
    app.state.services = services
    app.state.attempts = Attempts()
    errors.install(app)
    app.include_router(health)
    for router in ROUTERS:
        app.include_router(router, prefix="/api/v1")
    app.router.routes.extend(assets.routes(services.settings.assets_folder))
    for router in PAGES:
        app.include_router(router)
    app.add_middleware(BodyLimit, settings=services.settings)
    app.add_middleware(SecurityHeaders)
    return app
