"""The web application: JSON API under `/api/v1`, pages under `/{language}`."""

from fastapi import FastAPI

from api.services import Services


def create_app(services: Services) -> FastAPI:
    """The application over these services. It starts nothing itself."""
    app = FastAPI(
        title="Bestek", version="1", docs_url="/api/docs", openapi_url="/api/openapi.json"
    )
    app.state.services = services
    return app
