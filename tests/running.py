"""A program at work in a test: store, worker, relay and sweep, on the session's Temporal server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from api.app import create_app
from api.commands import Commands
from bestek import web, worker
from bestek.parts import Parts
from infra.settings import Settings
from infra.store import schema
from tests import builders

NOWHERE = "127.0.0.1:1"
"""An address where no server listens."""


@dataclass
class Running:
    """The parts at work, the way to send them acts, and the application over them."""

    parts: Parts
    commands: Commands
    app: FastAPI


@asynccontextmanager
async def at_rest(
    address: str, namespace: str, folder: Path, *, lazy: bool = False, **settings: Any
) -> AsyncIterator[Running]:
    """An application on a demo store with the cast in it; nobody works."""
    chosen = Settings(data_folder=folder, namespace=namespace, **settings)
    parts = await Parts.open(chosen, address, lazy=lazy)
    await schema.prepare(parts.store, demo=True, start=builders.START)
    await parts.store.write(builders.add_cast)
    services = web.services(parts)
    try:
        yield Running(parts, services.commands, create_app(services))
    finally:
        await parts.close()


@asynccontextmanager
async def working(parts: Parts, address: str | None = None) -> AsyncIterator[None]:
    """A worker, relay and sweep, as long as it is entered; with an `address`, whatever happens to
    the server there."""
    stop = asyncio.Event()
    work = worker.keep_running(parts, address, stop) if address else worker.run(parts, stop)
    at_work = asyncio.create_task(work)
    try:
        yield
    finally:
        stop.set()
        await at_work


@asynccontextmanager
async def run(address: str, namespace: str, folder: Path) -> AsyncIterator[Running]:
    """A worker and an application on a demo store with the cast in it."""
    async with at_rest(address, namespace, folder) as running, working(running.parts):
        yield running
