"""A program at work and a client of its API."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import running as program
from tests.api_client import ApiClient
from tests.running import Running


@pytest.fixture
async def running(
    temporal_address: str, temporal_namespace: str, tmp_path: Path
) -> AsyncIterator[Running]:
    """A worker on a demo store with the cast in it."""
    async with program.run(temporal_address, temporal_namespace, tmp_path) as at_work:
        yield at_work


@pytest.fixture
async def api(running: Running) -> AsyncIterator[ApiClient]:
    """Everybody of the cast, over the running program."""
    async with ApiClient(running.app, running.parts.store) as client:
        yield client
