"""Temporal's database lost, the store put back: said, mended, and the journey completes."""

import contextlib
import shutil
import sqlite3
from pathlib import Path

import pytest

from api.commands import RefusedError
from contracts.refusals import Code
from contracts.tendering import process
from infra.faults import EXIT_CODE, Point
from infra.store.queries import aggregates
from tests import builders
from tests.faults.program import Program, check, rows
from tests.program import acts, programs
from tests.running import run

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

BEHIND = 3
"""How `bestek reconcile` ends when a person must decide."""

nightly = pytest.mark.nightly


def copy(source: Path, target: Path) -> None:
    """A consistent copy of a store, as a backup makes it."""
    with (
        contextlib.closing(sqlite3.connect(source)) as old,
        contextlib.closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)


def remove(database: Path) -> None:
    """A database with what SQLite keeps beside it."""
    for each in database.parent.glob(f"{database.name}*"):
        each.unlink()


def put_back(folder: Path, backup: Path) -> None:
    """The copy in place of the store; everything else in the folder stays as it is."""
    remove(folder / "store.db")
    shutil.copy(backup, folder / "store.db")


async def died(program: Program, fault: str) -> None:
    """Play until it dies there."""
    code, said = await program.finish(await program.start(fault))
    assert code == EXIT_CODE, said[-2000:]


def of_kind(folder: Path, kind: str) -> int:
    """How often this happened."""
    [(found,)] = rows(folder, "select count(*) from events where kind = ?", kind)
    return int(found)


@pytest.mark.parametrize(
    "fault",
    [
        f"{Point.DURING_OPENING}:1",
        pytest.param(f"{Point.AFTER_RECEIPT_WRITTEN}:3", marks=nightly),
        pytest.param(f"{Point.AFTER_LETTERS_DELIVERED}:2", marks=nightly),
    ],
)
async def test_the_journey_completes_though_temporals_database_is_lost(
    tmp_path: Path, fault: str
) -> None:
    program = Program(tmp_path / "data")
    await died(program, fault)
    assert rows(program.folder, "select count(*) > 2 from bids") == [(1,)]
    remove(program.folder / "temporal.db")
    code, said, complained = await programs.run(program.folder, "reconcile")
    assert (code, complained) == (0, "")
    unended = len(rows(program.folder, "select id from aggregates where not ended"))
    assert f"Woke {unended} workflows; {unended} of them were missing" in said
    told = await program.complete()
    assert told["contract_state"] == told["second"]["contract_state"] == "completed"
    check(program.folder)


@pytest.mark.parametrize(
    "later",
    [
        f"{Point.AFTER_DOCUMENT_WRITTEN}:1",
        pytest.param(f"{Point.AFTER_LETTERS_DELIVERED}:1", marks=nightly),
        pytest.param(f"{Point.AFTER_DOCUMENT_WRITTEN}:7", marks=nightly),
    ],
)
async def test_the_journey_completes_though_the_store_is_put_back_to_before_the_last_bid(
    tmp_path: Path, later: str
) -> None:
    program, backup = Program(tmp_path / "data"), tmp_path / "backup.db"
    await died(program, f"{Point.AFTER_RECEIPT_WRITTEN}:2")
    copy(program.folder / "store.db", backup)
    await died(program, later)
    assert of_kind(program.folder, "bids_opened") >= 1
    bids = rows(program.folder, "select id, supplier, received_at, manifest from bids order by id")
    put_back(program.folder, backup)
    assert rows(program.folder, "select count(*) from bids") == [(2,)]

    before = rows(program.folder, "select count(*) from events")
    code, said = await program.finish(await program.start())
    assert code == 1
    assert "THE STORE IS BEHIND" in said
    assert "its receipt is there, the bid is not" in said
    assert "The demo does not go on: the store is behind." in said
    assert rows(program.folder, "select count(*) from events") == before

    code, said, _ = await programs.run(program.folder, "reconcile")
    assert code == BEHIND
    assert "bestek reconcile --accept-store" in said

    code, said, _ = await programs.run(program.folder, "reconcile", "--accept-store")
    assert code == 0, said
    assert f"{len(bids) - 2} bids registered again" in said
    assert bids == rows(
        program.folder, "select id, supplier, received_at, manifest from bids order by id"
    )

    told = await program.complete()
    assert told["contract_state"] == told["second"]["contract_state"] == "completed"
    assert told["winner"] == "Kade Zeven Software bv"
    assert set(bids) <= set(
        rows(program.folder, "select id, supplier, received_at, manifest from bids")
    )
    assert of_kind(program.folder, "bids_opened") >= 2
    check(program.folder)
    code, said, _ = await programs.run(program.folder, "verify")
    assert code == 0, said


@nightly
async def test_bids_on_a_tender_that_is_lost_with_the_store_wait_for_a_person(
    tmp_path: Path,
) -> None:
    program, backup = Program(tmp_path / "data"), tmp_path / "backup.db"
    await died(program, f"{Point.AFTER_RECEIPT_WRITTEN}:2")
    copy(program.folder / "store.db", backup)
    await died(program, f"{Point.AFTER_LETTERS_DELIVERED}:2")
    put_back(program.folder, backup)
    moment = "select offset_us from clock"
    code, said, _ = await programs.run(program.folder, "reconcile", "--accept-store")
    assert code == BEHIND
    assert "1 bids registered again" in said
    assert "(unknown_reference); its receipt stays where it is, a person must decide." in said
    taken = rows(program.folder, moment)
    code, said, _ = await programs.run(program.folder, "reconcile", "--accept-store")
    assert (code, rows(program.folder, moment)) == (BEHIND, taken)
    code, said = await program.finish(await program.start())
    assert code == 1
    assert "The demo does not go on" in said


async def test_a_workflow_that_is_ahead_of_its_store_refuses_every_act(
    temporal_address: str, temporal_namespace: str, tmp_path: Path
) -> None:
    store, backup = tmp_path / "store.db", tmp_path / "backup.db"
    async with run(temporal_address, temporal_namespace, tmp_path) as running:
        draft = await acts.create(running.parts)
        copy(store, backup)
        await acts.act(running.parts, process.SubmitForApproval, "Noor", draft_hash=draft)
    put_back(tmp_path, backup)
    async with run(temporal_address, temporal_namespace, tmp_path) as running:
        for attempt in range(2):
            command = process.SubmitForApproval(
                id=f"again {attempt}",
                aggregate=acts.TENDER,
                organisation=builders.CITY,
                actor=builders.uid("Noor"),
                at=await running.commands.instant(),
                draft_hash=draft,
            )
            with pytest.raises(RefusedError) as refused:
                await running.commands.send(command)
            assert refused.value.refusal.code is Code.STORE_BEHIND
        found = await running.parts.store.read(lambda c: aggregates.version(c, acts.TENDER))
        assert found == 1
