"""A program at work: store, worker, relay and sweep, on the session's Temporal server."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.commands import Commands
from bestek import worker
from bestek.parts import Parts
from infra.settings import Settings
from infra.store import schema
from tests import builders


@dataclass
class Running:
    """The parts at work and the way to send them acts."""

    parts: Parts
    commands: Commands


@pytest.fixture
async def running(
    temporal_address: str, temporal_namespace: str, tmp_path: Path
) -> AsyncIterator[Running]:
    """A worker on a demo store with the cast in it."""
    settings = Settings(data_folder=tmp_path, namespace=temporal_namespace)
    parts = await Parts.open(settings, temporal_address)
    await schema.prepare(parts.store, demo=True, start=builders.START)
    await parts.store.write(builders.add_cast)
    stop = asyncio.Event()
    working = asyncio.create_task(worker.run(parts, stop))
    yield Running(parts, Commands(parts.store, parts.client, parts.wake))
    stop.set()
    await working
    await parts.close()
