"""The money of a contract in a store: what it makes due, its bond proved, its milestones paid."""

from datetime import date, timedelta
from typing import Any

from activities.relay import Relay
from contracts import actors, names
from contracts.acceptance import SignOffReport, process
from contracts.acceptance.report import CriterionResult, Verdict
from contracts.aggregate import Command
from contracts.base import local_date
from contracts.contracting import BondSheet, PaymentSheet
from contracts.contracting import process as contracting
from contracts.envelope import Outcome
from infra.store import clock, records
from infra.store.engine import Store
from infra.store.queries import acceptance as deliveries
from infra.store.queries import contracting as contracts
from infra.store.queries import dues
from tests import builders, contracted
from tests.builders import uid
from tests.contracted import CONTRACT
from tests.performed import act, met, move, noone


async def money(store: Store) -> dues.Dues:
    """What the contract makes due now."""
    return await store.read(lambda c: dues.of(c, contracts.get(c, CONTRACT)))


def payment(bill: dues.Bill, on: date) -> PaymentSheet:
    """The whole of a bill, invoiced with its delivery."""
    assert bill.payable is not None
    return PaymentSheet(
        contract=CONTRACT,
        milestone=bill.milestone,
        amount=bill.payable,
        invoiced_on=bill.periods[0].last_day - timedelta(days=30),
        paid_on=on,
        reference="2026/F/1",
    )


async def record(store: Store, kind: type[Command], who: str, **named: Any) -> Outcome:
    """The sheet kept, and the act that names it."""
    ((field, sheet),) = named.items()
    bound = await store.write(lambda c: records.put_content(c, sheet))
    more = {"milestone": sheet.milestone} if isinstance(sheet, PaymentSheet) else {}
    await move(store, 0)
    return await act(store, kind, who, builders.CITY, CONTRACT, **{field: bound}, **more)


async def proved(store: Store) -> None:
    """The bond that is due, proved today and confirmed by Dirk."""
    bond = (await money(store)).bond
    assert bond is not None
    proof = BondSheet(
        contract=CONTRACT,
        amount=bond.due.amount,
        proved_on=local_date(await store.read(clock.now)),
        reference="DCK 4711",
    )
    outcome = await record(store, contracting.RecordBond, "Dirk", bond=proof)
    assert outcome.refusal is None, outcome.refusal


async def accepted(store: Store, milestone: str) -> None:
    """The committee accepts, and the certificate is recorded."""
    await sign_all(store, milestone)
    await certify(store, milestone)


async def sign_all(store: Store, milestone: str) -> None:
    """Both members find everything met."""
    aggregate = names.acceptance(milestone, 1)
    delivery = await store.read(lambda c: deliveries.get(c, aggregate))
    results = tuple(CriterionResult.model_validate(met(each)) for each in delivery.criteria)
    report = SignOffReport(acceptance=aggregate, round=1, verdict=Verdict.ACCEPTED, results=results)
    bound = await store.write(lambda c: records.put_content(c, report))
    for who in ("Fatima", "Stijn"):
        outcome = await act(store, process.SignOff, who, builders.CITY, aggregate, report=bound)
        assert outcome.refusal is None, outcome.refusal


async def certify(store: Store, milestone: str) -> None:
    """What the engine records after the last signature."""
    aggregate = names.acceptance(milestone, 1)
    at = await store.read(clock.now)
    command = process.RecordCertificate(
        id=f"{aggregate}/certificate",
        aggregate=aggregate,
        organisation=builders.CITY,
        actor=actors.SYSTEM,
        at=at,
        document=uid(f"D-21 {milestone}"),
        sha256="a" * 64,
    )
    await contracted.directly(store, command)
    await Relay(store, noone).deliver_open()
