"""The web application: JSON API under `/api/v1`, pages under `/{language}`."""

from fastapi import APIRouter, FastAPI
from fastapi.responses import JSONResponse

from api import assets, errors
from api.headers import SecurityHeaders
from api.identity import Attempts, Parts
from api.limits import BodyLimit
from api.openapi import DescribedApi
from api.pages import (
    absence,
    acceptance,
    advice,
    awarding,
    bidding,
    contracting,
    copies,
    evaluation,
    people,
    rules,
    signatures,
    tendering,
    undrawn,
    verification,
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
    dues,
    imports,
    mandates,
    messages,
    scores,
    sessions,
    tasks,
)
from api.routes import (
    contracting as contracts,
)
from api.routes import (
    copies as translated,
)
from api.routes import (
    evaluation as evaluations,
)
from api.routes import (
    rules as law,
)
from api.routes import (
    signatures as signed,
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
    dues.router,
    deliveries.router,
    documents.router,
    translated.router,
    signed.router,
    messages.router,
    mandates.router,
    law.router,
    imports.router,
    commands.router,
)

PAGES = (
    people.router,
    worklist.router,
    absence.router,
    advice.router,
    rules.router,
    tendering.router,
    bidding.router,
    evaluation.router,
    awarding.router,
    contracting.router,
    acceptance.router,
    verification.router,
    signatures.router,
    papers.router,
    undrawn.router,
    copies.router,
)
"""The pages; a page with a name of its own stands before one that bears an id."""

CHECKS = 60
"""Files that one address may have checked within five minutes: a whole dossier, no search."""

health = APIRouter(include_in_schema=False)


@health.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@health.get("/readyz")
async def ready(services: Parts) -> JSONResponse:
    """Store and Temporal answer. Without Temporal, reading, drafts and arrivals still work.

    How the certificate of the seal stands is told and changes nothing: it stops no request.
    """
    seal = services.seal.validity(await services.store.read(clock.wall))
    reached = await services.commands.reachable()
    found = {"store": True, "temporal": reached, "seal": seal.value}
    return JSONResponse(found, status_code=200 if reached else 503)


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
    app.state.checks = Attempts(CHECKS)
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
