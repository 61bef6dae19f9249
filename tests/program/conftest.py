"""A program in the test's own process: its store, its worker, and a Timekeeper."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bestek import worker
from bestek.demo.timekeeper import Timekeeper
from bestek.parts import Parts
from infra.settings import Settings
from infra.store import schema
from tests import builders


@dataclass
class Playing:
    """The parts of a demo store, and who moves its clock."""

    parts: Parts
    timekeeper: Timekeeper


@pytest.fixture
async def idle(
    temporal_address: str, temporal_namespace: str, tmp_path: Path
) -> AsyncIterator[Playing]:
    """A demo store with the cast, on the session's Temporal server; nobody works yet."""
    settings = Settings(data_folder=tmp_path, namespace=temporal_namespace)
    parts = await Parts.open(settings, temporal_address)
    await schema.prepare(parts.store, demo=True, start=builders.START)
    await parts.store.write(builders.add_cast)
    yield Playing(parts, Timekeeper(parts.store, parts.wake))
    await parts.close()


@pytest.fixture
async def playing(idle: Playing) -> AsyncIterator[Playing]:
    """The same, with a worker."""
    stop = asyncio.Event()
    working = asyncio.create_task(worker.run(idle.parts, stop))
    yield idle
    stop.set()
    await working
