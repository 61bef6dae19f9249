"""A tender brought as far as a test needs it, by the acts of its people."""

import asyncio
from typing import Any

from api.commands import Commands, PendingError
from bestek.demo.timekeeper import Timekeeper
from bestek.parts import Parts
from contracts import bidding, names
from contracts.aggregate import Command, State
from contracts.base import content_hash
from contracts.tendering import process
from infra.store import clock, records
from tests import builders
from tests.builders import uid
from tests.program import programs

TENDER = names.tender(uid("tender"))


def commands_of(parts: Parts) -> Commands:
    """The way of a person's acts into this program."""
    return Commands(parts.store, parts.client, parts.wake)


async def act(
    parts: Parts, kind: type[Command], who: str, aggregate: str = TENDER, **what: Any
) -> None:
    """One binding act by a person of the city."""
    command = kind(
        id=f"{who}/{kind.__name__}/{aggregate}",
        aggregate=aggregate,
        organisation=builders.CITY,
        actor=uid(who),
        at=await parts.store.read(clock.now),
        **what,
    )
    commands = commands_of(parts)
    if command.opens:
        await commands.arrive(command)
        return
    async with asyncio.timeout(programs.PATIENCE):
        while not await _answered(commands, command):
            pass


async def _answered(commands: Commands, command: Command) -> bool:
    """Send an act, as who hears that its outcome is awaited sends it again: a worker that has
    only just begun may take longer than a person waits."""
    try:
        await commands.send(command)
    except PendingError:
        return False
    return True


async def create(parts: Parts, aggregate: str = TENDER) -> str:
    """A dossier with its draft; the hash of it."""
    sha256 = await parts.store.write(lambda c: records.put_content(c, builders.draft()))
    await act(parts, process.CreateTender, "Noor", aggregate, draft_hash=sha256)
    return sha256


async def publish(parts: Parts, timekeeper: Timekeeper) -> None:
    """A tender whose notice was dispatched and whose submission is open."""
    draft = await create(parts)
    for kind, who in (
        (process.SubmitForApproval, "Noor"),
        (process.ApproveLegal, "Ilse"),
        (process.ApproveBudget, "Koenraad"),
        (process.PublishTender, "Bram"),
    ):
        await act(parts, kind, who, draft_hash=draft)
    await timekeeper.settle()


async def bid(parts: Parts, supplier: str = "Kade Zeven") -> bidding.SubmitBid:
    """A bid that was received and acknowledged."""
    command, manifest = await offer(parts, supplier)
    answer = (await commands_of(parts).arrive(command)).answer
    await acknowledge(parts, command, manifest, answer["leaf"])
    return command


async def offer(parts: Parts, supplier: str) -> tuple[bidding.SubmitBid, bidding.Manifest]:
    """A bid that is about to arrive."""
    sealed = bidding.SealedFile(sha256=content_hash(supplier.encode()), size=len(supplier))
    manifest = bidding.Manifest(
        bid=uid(f"bid of {supplier}"),
        tender=TENDER,
        supplier=uid(supplier),
        form=sealed,
        files=(),
    )
    command = bidding.SubmitBid(
        id=f"{uid(f'{supplier} person')}/bid",
        aggregate=TENDER,
        organisation=uid(supplier),
        actor=uid(f"{supplier} person"),
        at=await parts.store.read(clock.now),
        bid=manifest.bid,
        supplier=uid(supplier),
        manifest=await parts.store.write(lambda c: records.put_content(c, manifest)),
    )
    return command, manifest


async def acknowledge(
    parts: Parts, command: bidding.SubmitBid, manifest: bidding.Manifest, leaf: str
) -> None:
    """Put the signed receipt of a bid and its manifest on disk."""
    receipt = parts.signer.sign_receipt(
        {
            "bid": command.bid,
            "tender": command.aggregate,
            "supplier": command.supplier,
            "actor": command.actor,
            "manifest": command.manifest,
            "received_at": command.at.isoformat(),
            "command": command.id,
            "leaf": leaf,
            "replaces": command.replaces,
        }
    )
    await parts.receipts.write(
        names.subject_of(TENDER), command.bid, receipt, manifest.model_dump(mode="json")
    )


async def state(parts: Parts, aggregate: str = TENDER) -> State:
    """The aggregate as it is now."""
    found = await parts.store.read(lambda c: records.read_state(c, aggregate))
    assert found is not None
    return found
