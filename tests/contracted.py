"""A concluded contract in a store whose tender was opened, and ways to go on with it."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from contracts import actors, names
from contracts.aggregate import Command, State
from contracts.base import Money
from contracts.contracting import DeliveryNote, process
from contracts.contracting.process import Evidence
from contracts.envelope import Answer, CommitRequest, Outcome
from contracts.tendering import TenderDraft, TenderState
from infra.store import commit, records
from infra.store.engine import Store
from tests import builders, opened
from tests.builders import uid
from tests.running import Running

TENDER = opened.TENDER
CONTRACT = names.contract(uid("contract"))
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
    at = await store.write(lambda c: opened.tender(c, draft(), {"Kade Zeven": str(PRICE.amount)}))
    tender = await store.read(lambda c: records.read_state(c, TENDER))
    assert isinstance(tender, TenderState)
    assert tender.draft_hash is not None
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
            bid=opened.bid("Kade Zeven"),
            supplier=uid("Kade Zeven"),
            draft_hash=tender.draft_hash,
            edition=tender.edition,
        ),
    )
    return at


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
