"""What issues documents in a test that has no whole program: a seal of its own, one child."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from activities.documents import Drawer
from infra.confined import Confined
from infra.files import FileStore
from infra.store.engine import Store
from infra.vault import seals


@asynccontextmanager
async def drawer(store: Store, folder: Path) -> AsyncIterator[Drawer]:
    """A drawer over this store and the files and keys below `folder`; its child is ended."""
    press = Confined()
    seal = seals.open_seal(folder / "keys", None, "Scheldeburg", datetime.now(UTC))
    try:
        yield Drawer(store, FileStore(folder / "files"), press, seal)
    finally:
        await press.close()
