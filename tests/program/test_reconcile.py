"""Temporal lost, the store put back: what is told, and what mends it."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from bestek import reconcile, registering, serve
from bestek.demo.timekeeper import Timekeeper
from contracts import names
from contracts.tendering import Stage
from infra.settings import Settings
from infra.store import audit
from infra.store.queries import aggregates
from infra.store.queries import bidding as bids
from tests import builders
from tests.builders import uid
from tests.program import acts, programs
from tests.program.conftest import Playing

pytestmark = pytest.mark.faults

LATER = builders.DEADLINE + timedelta(days=1)
OTHER = names.tender(uid("another tender"))


@contextlib.asynccontextmanager
async def program(folder: Path) -> AsyncIterator[Playing]:
    """Worker and Temporal of this folder, without the web, in this process."""
    settings = Settings(data_folder=folder, temporal_address=None)
    async with serve.running(settings, serving=False, demo_from=builders.START) as running:
        await running.parts.store.write(builders.add_cast)
        yield Playing(running.parts, Timekeeper(running.parts.store, running.parts.wake))


def _copy(source: Path, target: Path) -> None:
    """A consistent copy of a store, as a backup makes it."""
    with (
        contextlib.closing(sqlite3.connect(source)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def _remove(database: Path) -> None:
    for each in database.parent.glob(f"{database.name}*"):
        each.unlink()


def _put_back(folder: Path) -> None:
    _remove(folder / "store.db")
    _copy(folder / "backup.db", folder / "store.db")


async def _until(reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not reached():
            await asyncio.sleep(0.05)


async def test_a_lost_temporal_database_is_made_again_from_the_store(tmp_path: Path) -> None:
    async with program(tmp_path) as playing:
        await acts.publish(playing.parts, playing.timekeeper)
    _remove(tmp_path / "temporal.db")
    code, said, _ = await programs.run(tmp_path, "reconcile")
    assert code == 0
    assert "Woke 1 workflows; 1 of them were missing" in said
    async with program(tmp_path) as playing:
        await playing.timekeeper.advance(LATER)
        assert (await acts.state(playing.parts)).stage is Stage.CLOSED


async def test_it_is_made_again_beside_the_running_program(tmp_path: Path) -> None:
    async with program(tmp_path) as playing:
        await acts.publish(playing.parts, playing.timekeeper)
        temporal = next(p for p in psutil.Process().children() if p.name() == "temporal")
        temporal.suspend()
        _remove(tmp_path / "temporal.db")
        temporal.kill()
        await _until((tmp_path / "temporal.db").exists)
        code, said, complained = await programs.run(tmp_path, "reconcile")
        assert (code, complained) == (0, "")
        assert "Woke 1 workflows; 1 of them were missing" in said
        await playing.timekeeper.advance(LATER)
        assert (await acts.state(playing.parts)).stage is Stage.CLOSED
        code, said, complained = await programs.run(tmp_path, "reconcile", "--accept-store")
        assert (code, said) == (1, "")
        assert complained.startswith("Stop Bestek first (process ")


async def test_a_store_put_back_is_told_and_accepted_with_its_receipts(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with program(tmp_path) as playing:
        await acts.publish(playing.parts, playing.timekeeper)
        _copy(tmp_path / "store.db", tmp_path / "backup.db")
        await playing.timekeeper.advance(builders.DEADLINE - timedelta(days=2))
        bid = await acts.bid(playing.parts)
        await acts.create(playing.parts, OTHER)
        await playing.timekeeper.settle()
    _put_back(tmp_path)

    async with program(tmp_path):
        await _until(lambda: OTHER in caplog.text)
        assert "THE STORE IS BEHIND" in caplog.text
        assert f"Bid {bid.bid}" in caplog.text
        assert f"{OTHER}: has a workflow" in caplog.text

    code, said, _ = await programs.run(tmp_path, "reconcile")
    assert code == 3
    assert "THE STORE IS BEHIND" in said
    assert f"{acts.TENDER}: its workflow knows version 8, the store 7" in said
    assert "bestek reconcile --accept-store" in said

    code, said, _ = await programs.run(tmp_path, "reconcile", "--accept-store")
    assert code == 0
    assert "1 bids registered again, 2 workflows ended, 1 started" in said

    async with program(tmp_path) as playing:
        assert not (await reconcile.survey(playing.parts)).behind
        (kept,) = await playing.parts.store.read(lambda c: bids.of_tender(c, acts.TENDER))
        assert (kept.id, kept.received_at) == (bid.bid, bid.at)
        entries = await playing.parts.store.read(audit.entries)
        accepted = next(each.body for each in entries if "store_accepted" in each.body)
        assert '"bids_registered":1' in accepted
        assert '"workflows_unknown":1' in accepted
        await playing.timekeeper.advance(LATER)
        assert (await acts.state(playing.parts)).stage is Stage.CLOSED
        assert await playing.parts.store.read(audit.first_fault) is None


async def test_a_bid_that_the_store_no_longer_takes_waits_for_a_person(idle: Playing) -> None:
    parts = idle.parts
    await acts.create(parts)
    lost, manifest = await acts.offer(parts, "Kade Zeven")
    await acts.acknowledge(parts, lost, manifest, "7")
    found = await registering.beyond(parts)
    assert [each.command for each in found.lost] == [lost]
    (refused,) = await registering.register(parts, found.lost)
    assert refused.command == lost
    assert (await registering.beyond(parts)).lost == found.lost
    assert "its receipt is there, the bid is not" in "".join(
        reconcile.told(reconcile.Survey(beyond=found))
    )


async def test_a_receipt_that_was_not_signed_here_registers_nothing(idle: Playing) -> None:
    parts = idle.parts
    await acts.create(parts)
    await acts.acknowledge(parts, *await acts.offer(parts, "Kade Zeven"), "7")
    (kept,) = parts.receipts.all()
    folder = parts.settings.receipts_folder / kept.tender_id
    manifest = folder / f"{kept.bid_id}.json"
    manifest.write_text(manifest.read_text().replace('"size":', '"size":1'))
    found = await registering.beyond(parts)
    assert (found.lost, found.unusable) == ((), (f"{kept.tender_id}/{kept.bid_id}",))
    (folder / f"{kept.bid_id}.jws").write_text(kept.jws[:-8] + "AAAAAAAA")
    found = await registering.beyond(parts)
    assert (found.lost, found.unusable) == ((), (f"{kept.tender_id}/{kept.bid_id}",))


async def test_a_workflow_that_does_not_answer_is_told(
    idle: Playing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconcile, "ANSWER_WITHIN", timedelta(seconds=0.3))
    await acts.create(idle.parts)
    assert await reconcile.wake_all(idle.parts) == (1, 1)
    found = await reconcile.survey(idle.parts)
    assert found == reconcile.Survey(silent=(acts.TENDER,))
    assert reconcile.told(found) == [f"  {acts.TENDER}: its workflow does not answer."]


async def test_agreement_is_said(playing: Playing) -> None:
    await acts.create(playing.parts)
    await playing.timekeeper.settle()
    assert await reconcile.wake_all(playing.parts) == (1, 0)
    found = await reconcile.survey(playing.parts)
    assert found == reconcile.Survey()
    assert reconcile.told(found) == []
    assert await playing.parts.store.read(aggregates.busy) == []
