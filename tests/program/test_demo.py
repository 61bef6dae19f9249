"""How a story is staged: a store of its own, clients in turn with the clock, an honest end."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bestek.demo import performance
from bestek.demo.performance import Connect
from bestek.demo.timekeeper import Timekeeper
from bestek.errors import CannotGoOn
from bestek.serve import Say
from infra.settings import Settings
from infra.store import schema
from infra.store.engine import Store


async def _short(
    connect: Connect, timekeeper: Timekeeper, say: Say, folder: Path
) -> dict[str, Any]:
    """A day passes while somebody looks at the portal."""
    say("A day passes")
    began = await timekeeper.now()
    async with connect() as client:
        moved, seen = await asyncio.gather(
            timekeeper.advance(began + timedelta(days=1)), client.get("/healthz")
        )
    assert moved is None
    return {"seen": seen.status_code, "began": began.isoformat()[:16], "folder": folder.name}


async def _broken(
    connect: Connect, timekeeper: Timekeeper, say: Say, folder: Path
) -> dict[str, Any]:
    say("Nora signs")
    raise LookupError("nobody is called Nora")


def _settings(folder: Path) -> Settings:
    return Settings(data_folder=folder, port=0, temporal_address=None)


def test_a_story_is_played_on_a_demo_store_and_leaves_what_came_of_it(tmp_path: Path) -> None:
    lines: list[str] = []
    came = performance.run(_settings(tmp_path), lines.append, _short, leave=True)
    assert came is not None
    assert float(came.pop("seconds")) > 0
    assert came == {"seen": 200, "began": "2026-01-12T08:00", "folder": "documents"}
    assert lines == ["A day passes"]


def test_the_step_that_failed_is_named(tmp_path: Path) -> None:
    with pytest.raises(CannotGoOn, match="stopped at “Nora signs”: LookupError"):
        performance.run(_settings(tmp_path), lambda line: None, _broken, leave=True)


def test_a_store_of_real_work_is_not_played_in(tmp_path: Path) -> None:
    async def found() -> None:
        store = Store(f"sqlite:///{tmp_path / 'store.db'}")
        await schema.prepare(store)
        await store.close()

    asyncio.run(found())
    with pytest.raises(CannotGoOn, match="holds a store of real work"):
        performance.run(_settings(tmp_path), lambda line: None, _short, leave=True)
