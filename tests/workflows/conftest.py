"""A program at work, for every test of the workflows."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests import running as program
from tests.running import Running

__all__ = ["Running"]


@pytest.fixture
async def running(
    temporal_address: str, temporal_namespace: str, tmp_path: Path
) -> AsyncIterator[Running]:
    """A worker on a demo store with the cast in it."""
    async with program.run(temporal_address, temporal_namespace, tmp_path) as at_work:
        yield at_work
