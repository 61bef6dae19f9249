"""A program at work in a test: store, worker, relay and sweep, on the session's Temporal server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from api.app import create_app
from api.commands import Commands
from api.services import Services
from bestek import worker
from bestek.parts import Parts
from infra.settings import Settings
from infra.store import schema
from tests import builders


@dataclass
class Running:
    """The parts at work, the way to send them acts, and the application over them."""

    parts: Parts
    commands: Commands
    app: FastAPI


@asynccontextmanager
async def run(address: str, namespace: str, folder: Path) -> AsyncIterator[Running]:
    """A worker and an application on a demo store with the cast in it."""
    settings = Settings(data_folder=folder, namespace=namespace)
    parts = await Parts.open(settings, address)
    await schema.prepare(parts.store, demo=True, start=builders.START)
    await parts.store.write(builders.add_cast)
    stop = asyncio.Event()
    working = asyncio.create_task(worker.run(parts, stop))
    commands = Commands(parts.store, parts.client, parts.wake)
    services = Services(
        settings=settings,
        store=parts.store,
        files=parts.files,
        keyring=parts.keyring,
        sealer=parts.sealer,
        signer=parts.signer,
        receipts=parts.receipts,
        commands=commands,
    )
    try:
        yield Running(parts, commands, create_app(services))
    finally:
        stop.set()
        await working
        await parts.close()
