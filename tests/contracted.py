"""A concluded contract in a store, seeded as the phases before it leave it."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import update

from contracts import actors, bidding, names
from contracts.aggregate import Command, State
from contracts.base import Money
from contracts.bidding import BidForm, OpenedBid, OpeningResult
from contracts.contracting import DeliveryNote, process
from contracts.contracting.process import Evidence
from contracts.envelope import Answer, CommitRequest, Outcome
from contracts.tendering import Stage, TenderDraft, TenderState
from contracts.tendering import process as tendering
from infra.store import clock, commit, records
from infra.store.engine import Connection, Store
from infra.store.tables.dossier import tenders
from tests import builders
from tests.builders import uid
from tests.running import Running

TENDER = names.tender(uid("tender"))
CONTRACT = names.contract(uid("contract"))
BID = uid("bid of Kade Zeven")
CONTRACTOR = uid("Kade Zeven person")
PRICE = Money(amount=Decimal("612345.67"))
M1, M2, M3 = (process.milestone_id(CONTRACT, plan) for plan in ("M1", "M2", "M3"))
CRITERIA = ("Alle servers staan in het rek", "De meetproef haalt de norm")


def draft() -> TenderDraft:
    """The builders' draft, with criteria for its first milestone."""
    whole = builders.draft()
    first, *others = whole.milestones
    first = first.model_copy(update={"criteria": CRITERIA})
    return whole.model_copy(update={"milestones": (first, *others)})


async def directly(store: Store, command: Command) -> Outcome:
    """Commit as an arrival does."""
    request = CommitRequest(aggregate=command.aggregate, known=0, command=command)
    outcome = await commit.commit(store, request, direct=True)
    assert outcome.refusal is None, outcome.refusal
    return outcome


async def conclude(store: Store) -> datetime:
    """A tender with one opened bid, and the contract that was concluded for it; the moment."""
    at = await store.read(clock.now)
    draft_hash = await store.write(lambda c: records.put_content(c, draft()))
    await directly(
        store,
        tendering.CreateTender(
            id="create",
            aggregate=TENDER,
            organisation=builders.CITY,
            actor=uid("Noor"),
            at=at,
            draft_hash=draft_hash,
        ),
    )
    await store.write(lambda c: _concluded_tender(c, draft_hash, at))
    tender = await store.read(lambda c: records.read_state(c, TENDER))
    assert tender is not None
    await directly(
        store,
        process.OpenContract(
            id="conclude",
            aggregate=CONTRACT,
            organisation=builders.CITY,
            actor=actors.SYSTEM,
            at=at,
            tender=TENDER,
            award=names.award(names.subject_of(TENDER), 1),
            bid=BID,
            supplier=uid("Kade Zeven"),
            draft_hash=draft_hash,
            edition=tender.edition,
        ),
    )
    return at


def _concluded_tender(connection: Connection, draft_hash: str, at: datetime) -> None:
    """What publication, opening and award leave of a tender."""
    form = BidForm(
        price=PRICE, vat_rate=Decimal(21), validity_days=120, signatory="Mehdi Lindenhart"
    )
    opened = OpeningResult(tender=TENDER, bids=(OpenedBid(bid=BID, intact=True, form=form),))
    result = records.put_content(connection, opened)
    state = records.read_state(connection, TENDER)
    assert isinstance(state, TenderState)
    changes: dict[str, Any] = {
        "stage": Stage.CONCLUDED,
        "draft_hash": draft_hash,
        "version": state.version + 1,
    }
    connection.execute(update(tenders).where(tenders.c.id == state.dossier).values(published_at=at))
    event = bidding.BidsOpened(at=at, actor=actors.SYSTEM, result=result)
    after = state.model_copy(update=changes)
    records.save_state(connection, after, new=False, seen=None)
    records.add_events(connection, after, after.version, (event,), 0)


async def until(running: Running, aggregate: str, wanted: Callable[[Any], bool]) -> State:
    """Wait until the engine has brought an aggregate somewhere."""
    state: State | None = None
    for _ in range(400):
        state = await running.parts.store.read(lambda c: records.read_state(c, aggregate))
        if state is not None and wanted(state):
            return state
        await asyncio.sleep(0.05)
    raise AssertionError(f"{aggregate} does not get there: {state}")


async def deliver(running: Running, milestone: str, key: str, **changes: Any) -> Answer:
    """The contractor's delivery note."""
    note = DeliveryNote.model_validate(
        {
            "milestone": milestone,
            "signatory": "Mehdi Lindenhart",
            "evidence": tuple(
                Evidence(criterion=each, text="Zie het meetverslag.")
                for each in CRITERIA
                if milestone == M1
            ),
            "remarks": "Volledig geleverd.",
        }
        | changes
    )
    bound = await running.parts.store.write(lambda c: records.put_content(c, note))
    command = process.ConfirmDelivery(
        id=key,
        aggregate=CONTRACT,
        organisation=uid("Kade Zeven"),
        actor=CONTRACTOR,
        at=await running.commands.instant(),
        milestone=milestone,
        note=bound,
    )
    return await running.commands.arrive(command)
