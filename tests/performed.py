"""A contract brought on in a bare store: deliveries, sign-offs, days that pass."""

from datetime import timedelta
from typing import Any

from activities.relay import Relay
from contracts import names
from contracts.acceptance import SignOffReport, process
from contracts.acceptance.report import CriterionResult
from contracts.aggregate import Command
from contracts.contracting import DeliveryNote
from contracts.contracting import process as contracting
from contracts.envelope import CommitRequest, Outcome
from infra.store import clock, commit, records
from infra.store.engine import Store
from tests import builders
from tests.builders import uid
from tests.contracted import CONTRACT, CRITERIA, M1

FIRST = names.acceptance(M1, 1)
KADE = uid("Kade Zeven")


async def noone(aggregate: str) -> None:
    """Wakes nobody: these tests have no workflows."""


async def act(
    store: Store, kind: type[Command], who: str, organisation: str, aggregate: str, **what: Any
) -> Outcome:
    """One act at the present, and what follows from it."""
    at = await store.read(clock.now)
    command = kind(
        id=f"{kind.__name__}/{who}/{at}",
        aggregate=aggregate,
        organisation=organisation,
        actor=uid(who),
        at=at,
        **what,
    )
    request = CommitRequest(aggregate=aggregate, known=0, command=command)
    outcome = await commit.commit(store, request, direct=True)
    await Relay(store, noone).deliver_open()
    return outcome


async def deliver(store: Store, milestone: str = M1, who: str = "Kade Zeven person") -> Outcome:
    """A delivery note with a word about every criterion."""
    note = DeliveryNote(milestone=milestone, signatory="Mehdi Lindenhart", remarks="Volledig.")
    bound = await store.write(lambda c: records.put_content(c, note))
    return await act(
        store, contracting.ConfirmDelivery, who, KADE, CONTRACT, milestone=milestone, note=bound
    )


async def sign(store: Store, who: str, **changes: Any) -> Outcome:
    """A sign-off in which everything is met, with changes."""
    results = tuple(CriterionResult.model_validate(met(each)) for each in CRITERIA)
    whole = {"acceptance": FIRST, "round": 1, "verdict": "accepted", "results": results}
    report = SignOffReport.model_validate(whole | changes)
    bound = await store.write(lambda c: records.put_content(c, report))
    return await act(store, process.SignOff, who, builders.CITY, FIRST, report=bound)


def met(criterion: str, result: str = "met", remark: str = "") -> dict[str, str]:
    """The result of a test."""
    return {"criterion": criterion, "result": result, "remark": remark}


async def move(store: Store, days: int) -> None:
    """Let days pass."""
    now = await store.read(clock.now)
    await store.write(lambda c: clock.move(c, now + timedelta(days=days)))
