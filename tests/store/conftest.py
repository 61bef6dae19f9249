"""A prepared store: the same tests on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from infra.store import schema
from infra.store.engine import Store
from tests import builders


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty store can be made."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """An empty demo store with the cast in it."""
    opened = Store(store_url)
    if not opened.embedded:
        # The database is the module's: each test begins with an empty schema.
        await opened.write(lambda c: c.exec_driver_sql("drop schema public cascade"))
        await opened.write(lambda c: c.exec_driver_sql("create schema public"))
    await schema.prepare(opened, demo=True, start=builders.START)
    await opened.write(builders.add_cast)
    yield opened
    await opened.close()
