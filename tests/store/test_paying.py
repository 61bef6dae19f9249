"""The bond and the payments of a contract in the store, beside its workflow."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from contracts import names
from contracts.actors import Relation, Role
from contracts.base import local_date
from contracts.contracting import process as contracting
from contracts.documents.acceptance import AcceptanceCertificate
from contracts.refusals import Code
from infra.store import clock, records
from infra.store.engine import Store
from infra.store.papers import acceptance_certificate
from infra.store.papers.voice import Voice
from infra.store.queries import contracting as contracts
from infra.store.writes.writing import relate
from tests import contracted, lent
from tests.billed import accepted, certify, money, payment, proved, record, sign_all
from tests.builders import uid
from tests.contracted import CONTRACT, M1, M2, M3
from tests.performed import deliver, move


async def test_what_was_accepted_is_paid_after_the_contract_was_completed(store: Store) -> None:
    """Bond and payments are recorded beside the workflow; the finance director's list empties."""
    await contracted.conclude(store)
    await proved(store)
    await move(store, 77)
    for milestone in (M1, M2, M3):
        assert (await deliver(store, milestone)).refusal is None
        await accepted(store, milestone)
    found = await money(store)
    assert [bill.days_late for bill in found.bills] == [17, 0, 0]
    fine = found.bills[0].fine
    assert fine is not None
    assert fine.amount.amount == Decimal("4163.95")  # 17 days of 0,1 % of 244.938,27
    released = found.bond.released if found.bond else {}
    assert {m: each.amount.amount for m, each in released.items()} == {
        M2: Decimal("15308.64"),
        M3: Decimal("15308.64"),
    }
    state = await store.read(lambda c: contracts.state_of(c, CONTRACT))
    assert state.ended
    assert len(state.payable) == 3
    await move(store, 40)
    for bill in found.bills:
        assert bill.payable is not None
        paid = payment(bill, local_date(await store.read(clock.now)))
        outcome = await record(store, contracting.RecordPayment, "Koenraad", payment=paid)
        assert outcome.refusal is None
    after = await money(store)
    assert [bill.paid_late.days for bill in after.bills if bill.paid_late] == [10, 10, 10]
    state = await store.read(lambda c: contracts.state_of(c, CONTRACT))
    assert (state.payable, state.stage) == ((), "completed")


async def test_who_accepts_does_not_pay(store: Store) -> None:
    await contracted.conclude(store)
    await deliver(store)
    await accepted(store, M1)
    dossier = names.subject_of(contracted.TENDER)
    await store.write(lambda c: relate(c, dossier, uid("Koenraad"), Relation.ACCEPTOR))
    bill = (await money(store)).bills[0]
    paid = payment(bill, local_date(await store.read(clock.now)))
    refused = await record(store, contracting.RecordPayment, "Koenraad", payment=paid)
    assert refused.refusal is not None
    assert refused.refusal.code is Code.SEPARATION_OF_DUTIES


async def test_a_deputy_pays_what_the_mandate_reaches(store: Store) -> None:
    """The milestone is worth € 244.938,27 without VAT: that amount counts, not what is invoiced."""
    await contracted.conclude(store)
    await deliver(store)
    await accepted(store, M1)
    today = local_date(await store.read(clock.now))
    days = {"valid_from": today, "valid_to": today + timedelta(days=5)}
    bill = (await money(store)).bills[0]
    paid = payment(bill, today)
    for holder, limit, expected in (
        ("Ilse", "244938.26", Code.MANDATE_LIMIT),
        ("Noor", "244938.27", None),
    ):
        what: dict[str, Any] = {"limit": lent.euros(limit), **days}
        given = await lent.give(store, Role.FINANCE_DIRECTOR, "Koenraad", holder, **what)
        assert given.refusal is None
        outcome = await record(store, contracting.RecordPayment, holder, payment=paid)
        assert (outcome.refusal.code if outcome.refusal else None) is expected
    last = (await store.read(lambda c: records.read_events(c, CONTRACT)))[-1]
    assert (last.actor, last.on_behalf_of) == (uid("Noor"), uid("Koenraad"))


async def test_the_certificate_proposes_the_fine_and_releases_the_bond(store: Store) -> None:
    await contracted.conclude(store)
    await proved(store)
    await move(store, 77)
    first = await certified(store, M1)
    delay = first.settlement.delay
    assert delay is not None
    assert (delay.days, delay.rate, delay.cap) == (17, Decimal("0.1"), Decimal("7.5"))
    assert (delay.fine.amount, delay.proposed, delay.to_confirm) == (Decimal("4163.95"), True, True)
    assert delay.source.article == "154"
    assert first.settlement.payable == first.settlement.value
    second, third = await certified(store, M2), await certified(store, M3)
    bonds = [paper.bond for paper in (first, second, third)]
    assert [(bond.release, str(bond.released.amount)) for bond in bonds if bond] == [
        ("none", "0.00"),
        ("half", "15308.64"),
        ("full", "15308.64"),
    ]
    assert second.settlement.delay is None


async def certified(store: Store, milestone: str) -> AcceptanceCertificate:
    """The certificate of a milestone that is delivered and accepted now, as it is drawn then."""
    await deliver(store, milestone)
    aggregate = names.acceptance(milestone, 1)
    await sign_all(store, milestone)
    paper = await store.read(
        lambda c: acceptance_certificate.model(c, aggregate, Voice("https://x/v"))
    )
    await certify(store, milestone)
    return paper
