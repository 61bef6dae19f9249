"""The pages over a store of their own: acts are committed directly, no engine runs."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from api.services import Services
from tests import running as program
from tests.direct import WithoutTemporal
from tests.pages.browsing import People
from tests.running import NOWHERE, Running


@dataclass
class Site:
    """An application with its pages, its parts, and the people who look at it."""

    running: Running
    people: People

    @property
    def app(self) -> FastAPI:
        """The application."""
        return self.running.app

    @property
    def store(self) -> Any:
        """Its store."""
        return self.running.parts.store


@asynccontextmanager
async def opened(folder: Path, language: str = "nl", **settings: Any) -> AsyncIterator[Site]:
    """A site with the cast in it."""
    async with program.at_rest(NOWHERE, "default", folder, lazy=True, **settings) as running:
        services: Services = running.app.state.services
        direct: Any = WithoutTemporal(running.parts.store, folder)
        running.app.state.services = replace(services, commands=direct)
        async with People(running.app, running.parts.store, language) as people:
            yield Site(running, people)
