"""The bond of a contract is proved and its accepted milestones are paid: what is refused, and what
the contract's own terms make due."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import contracting
from contracts.actors import Actor, Role
from contracts.aggregate import Decision
from contracts.base import Money, content_hash
from contracts.contracting import BondSheet, ContractState, PaymentSheet, Stage, dues, process
from contracts.contracting.process import Milestone, MoneyFacts, Status
from contracts.refusals import Code, Refusal
from contracts.rules.bonds import Acceptance
from contracts.rules.errors import RuleError
from contracts.rules.reckoning import Wrong
from contracts.tendering import TenderDraft
from contracts.tendering.draft import Category, ContractTerms
from tests.rules import deliveries
from tests.rules.deliveries import BUYER, CONTRACT, M1, M2, M3, PLANS
from tests.rules.money import amounts, edition, euro, rates

LAW = edition("be-2026-01")
NOW = datetime(2026, 12, 16, 13, 30, tzinfo=UTC)
TODAY = date(2026, 12, 16)
PAY_BY = datetime(2027, 1, 15, 23, 0, tzinfo=UTC)
KOENRAAD = Actor(
    person="01939d2c-0000-7000-8000-000000000009",
    organisation=BUYER,
    roles=frozenset({Role.FINANCE_DIRECTOR}),
)
PRICE = euro("480000.00")


def draft(category: Category = Category.SERVICES, **terms: Any) -> TenderDraft:
    """The draft of the deliveries, with these terms."""
    return deliveries.DRAFT.model_copy(
        update={"category": category, "terms": ContractTerms(**terms)}
    )


def state(**changes: Any) -> ContractState:
    """A running contract whose first milestone is accepted and waits for its payment."""
    statuses = (Status.ACCEPTED, Status.DELIVERED, Status.PLANNED)
    milestones = tuple(
        Milestone(id=each, due=NOW, status=status, final=each == M3)
        for each, status in zip((M1, M2, M3), statuses, strict=True)
    )
    whole = ContractState(
        aggregate=CONTRACT,
        organisation=BUYER,
        edition=LAW.sha256,
        tender=deliveries.TENDER,
        award=deliveries.AWARD,
        bid=deliveries.BID,
        supplier=deliveries.SUPPLIER,
        draft_hash=deliveries.HASH,
        milestones=milestones,
        since=NOW,
        bond_by=NOW,
        payable=(PAY_BY,),
    )
    return whole.model_copy(update=changes)


def facts(**more: Any) -> MoneyFacts:
    """What both acts are judged by: services of 480.000 euro at 21 percent VAT."""
    whole: dict[str, Any] = {
        "draft": draft(),
        "price": PRICE,
        "vat_rate": Decimal(21),
        "pay_by": PAY_BY,
    } | more
    return MoneyFacts(**deliveries.base(KOENRAAD, NOW, LAW) | whole)


def act(kind: type[Any], **fields: Any) -> Any:
    """A command of the finance director."""
    return kind(
        id=kind.__name__,
        aggregate=CONTRACT,
        organisation=BUYER,
        actor=KOENRAAD.person,
        at=NOW,
        **fields,
    )


def prove(amount: str = "24000.00", on: date = TODAY, **more: Any) -> Decision | Refusal:
    """The proof of a bond of 5 percent."""
    sheet = BondSheet(contract=CONTRACT, amount=euro(amount), proved_on=on, reference="DCK 1")
    command = act(process.RecordBond, bond=content_hash(sheet))
    found = facts(**{"bond": sheet} | more)
    return contracting.DECIDE[process.RecordBond](state(), found, command)


def pay(
    amount: Money, milestone: str = M1, in_state: ContractState | None = None, **changes: Any
) -> Decision | Refusal:
    """A payment of a milestone, as of today."""
    paid = changes.pop("paid", frozenset())
    whole = {"amount": amount, "invoiced_on": TODAY, "paid_on": TODAY, "reference": "F 1"}
    named = {"contract": CONTRACT, "milestone": milestone}
    sheet = PaymentSheet.model_validate(named | whole | changes)
    command = act(process.RecordPayment, milestone=milestone, payment=content_hash(sheet))
    found = facts(payment=sheet, paid=paid)
    return contracting.DECIDE[process.RecordPayment](in_state or state(), found, command)


def code(found: Decision | Refusal) -> Code | None:
    """Why not; None for yes."""
    return found.code if isinstance(found, Refusal) else None


# --- the bond ---------------------------------------------------------------------------------


def test_the_bond_that_is_due_is_recorded_and_awaited_no_more() -> None:
    (event,) = deliveries.taken(prove())
    after = contracting.EVOLVE[type(event)](state(), event)
    assert after.bond_by is None
    assert [task.what for task in contracting.tasks(state())][-2:] == [
        "confirm_bond",
        "release_payment",
    ]
    assert "confirm_bond" not in [task.what for task in contracting.tasks(after)]


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (prove("23999.99"), Code.BOND_TOO_LOW),
        (prove(on=TODAY + timedelta(days=1)), Code.DAY_IN_FUTURE),
        (prove(bond=None), Code.UNKNOWN_REFERENCE),
    ],
)
def test_a_bond_that_is_not_right_is_refused(found: Decision | Refusal, why: Code) -> None:
    assert code(found) is why


def test_a_bond_that_nobody_waits_for_is_refused() -> None:
    refused = contracting.MAY["record_bond"](state(bond_by=None), KOENRAAD, NOW)
    assert refused is not None
    assert refused.code is Code.BOND_NOT_AWAITED


@pytest.mark.parametrize(
    ("terms", "price", "due"),
    [
        ({}, "480000.00", "24000.00"),
        ({"bond_percent": Decimal("2.5")}, "480000.00", "12000.00"),
        ({"bond_percent": Decimal(0)}, "480000.00", "0.00"),
        ({}, "49999.99", "0.00"),
        ({}, "123456.78", "6172.84"),
    ],
)
def test_the_bond_follows_from_the_terms(terms: dict[str, Any], price: str, due: str) -> None:
    found = dues.bond(LAW, draft(Category.SERVICES, **terms), euro(price))
    assert found is not None
    assert found.amount == euro(due)


def test_a_law_without_the_figures_gives_no_bond() -> None:
    assert dues.bond(edition("be-2023-02"), draft(), PRICE) is None


def test_terms_that_no_law_allows_are_told_and_not_passed_over() -> None:
    """They cannot have been submitted: were they passed over, a contract would have no bond."""
    with pytest.raises(RuleError) as wrong:
        dues.bond(LAW, draft(bond_percent=Decimal(7)), PRICE)
    assert wrong.value.code is Wrong.BOND_RATE_NEEDS_REASONS
    with pytest.raises(RuleError) as wrong:
        dues.fine(LAW, draft(fine_percent=Decimal(101)), PRICE, PRICE, 3)
    assert wrong.value.code is Wrong.RATE_OUTSIDE


@pytest.mark.parametrize("category", Category)
def test_where_the_law_has_no_figures_nothing_is_proposed(category: Category) -> None:
    gone = {name: each for name, each in LAW.parameters.items() if "delay_fine" not in name}
    bare = LAW.model_copy(update={"parameters": gone})
    assert dues.fine(LAW, draft(category), PRICE, PRICE, 3) is not None
    assert dues.fine(bare, draft(category), PRICE, PRICE, 3) is None


def test_the_bond_is_proved_within_thirty_days_of_the_conclusion() -> None:
    assert dues.bond_proof(LAW, date(2026, 11, 26)).last_day == date(2026, 12, 28)


def test_half_is_released_when_only_the_final_milestone_is_left() -> None:
    milestones = state().milestones
    assert dues.releasing(milestones, [], M1) is None
    assert dues.releasing(milestones, [M1], M2) is Acceptance.PROVISIONAL
    assert dues.releasing(milestones, [M2], M1) is Acceptance.PROVISIONAL
    assert dues.releasing(milestones, [M1, M2], M3) is Acceptance.FINAL
    assert dues.releasing(milestones[2:], [], M3) is Acceptance.SINGLE


# --- fines ------------------------------------------------------------------------------------


def test_the_worked_case_of_seventeen_days() -> None:
    """SB-2025-009: 0,1 % of 192.000 euro for each of 17 days; at most 7,5 %."""
    own = draft(fine_percent=Decimal("0.1"), fine_ceiling_percent=Decimal("7.5"))
    found = dues.fine(LAW, own, PRICE, euro("192000.00"), 17)
    assert found is not None
    assert found.amount == euro("3264.00")
    assert found.ceiling == euro("14400.00")
    proposed = dues.fine(LAW, draft(), PRICE, euro("192000.00"), 17)
    assert proposed is not None
    assert (proposed.amount, proposed.confirmed) == (found.amount, False)


@given(
    category=st.sampled_from(Category),
    value=amounts(1, 10**9),
    days=st.integers(1, 2000),
    rate=rates(5),
    ceiling=rates(20),
)
def test_a_fine_never_passes_its_ceiling_and_never_falls_with_time(
    category: Category, value: Money, days: int, rate: Decimal, ceiling: Decimal
) -> None:
    own = None if category is Category.WORKS else rate
    terms = draft(category, fine_percent=own, fine_ceiling_percent=ceiling)
    price = Money(amount=value.amount * 2, currency=value.currency)
    first = dues.fine(LAW, terms, price, value, days)
    later = dues.fine(LAW, terms, price, value, days + 1)
    assert first is not None
    assert later is not None
    assert later.ceiling is not None
    assert first.amount.amount <= later.amount.amount <= later.ceiling.amount


# --- payments ---------------------------------------------------------------------------------


def test_a_payment_takes_its_day_from_what_is_waited_for() -> None:
    (event,) = deliveries.taken(pay(euro("232320.00")))
    after = contracting.EVOLVE[type(event)](state(payable=(PAY_BY, PAY_BY)), event)
    assert after.payable == (PAY_BY,)
    (none_left,) = [contracting.EVOLVE[type(event)](after, event)]
    assert none_left.payable == ()


def test_a_completed_contract_is_still_paid() -> None:
    ended = state(stage=Stage.COMPLETED, bond_by=None)
    assert contracting.MAY["record_payment"](ended, KOENRAAD, NOW) is None
    assert code(pay(euro("1.00"), in_state=ended)) is None
    assert [task.what for task in contracting.tasks(ended)] == ["release_payment"]


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (pay(euro("232320.01")), Code.PAYMENT_ABOVE_ACCEPTED),
        (pay(euro("0.00")), Code.INVALID_INPUT),
        (pay(Money(amount=Decimal(1), currency="USD")), Code.CURRENCY_DIFFERS),
        (pay(euro("1.00"), M2), Code.PAYMENT_WITHOUT_ACCEPTANCE),
        (pay(euro("1.00"), M3), Code.PAYMENT_WITHOUT_ACCEPTANCE),
        (pay(euro("1.00"), paid=frozenset({M1})), Code.PAYMENT_ALREADY_RECORDED),
        (pay(euro("1.00"), paid_on=TODAY + timedelta(days=1)), Code.DAY_IN_FUTURE),
        (pay(euro("1.00"), paid_on=TODAY - timedelta(days=1)), Code.INVOICE_AFTER_PAYMENT),
        (pay(euro("1.00"), deliveries.BID), Code.UNKNOWN_REFERENCE),
    ],
)
def test_a_payment_that_is_not_right_is_refused(found: Decision | Refusal, why: Code) -> None:
    assert code(found) is why


@given(amount=amounts(1, 30_000_000))
def test_never_more_is_paid_than_was_accepted(amount: Money) -> None:
    worth = Decimal("232320.00")  # 40 percent of 480.000, with 21 percent VAT
    assert (code(pay(amount)) is None) == (amount.amount <= worth)


def test_the_days_of_payment_begin_with_the_later_of_delivery_and_invoice() -> None:
    delivered, invoiced = date(2026, 12, 1), date(2026, 12, 10)
    (one,) = dues.payment(LAW, draft(), delivered)
    assert one.last_day == date(2026, 12, 31)
    (other,) = dues.payment(LAW, draft(), delivered, accepted=delivered, invoiced=invoiced)
    assert other.last_day == date(2027, 1, 11)  # the thirtieth day is a Saturday
    longer = draft(payment_days=45, payment_reason="Meetproef.", payment_fair=True)
    (third,) = dues.payment(LAW, longer, delivered)
    assert third.last_day == date(2027, 1, 15)


def test_before_2025_payment_has_a_period_of_its_own_after_the_verification() -> None:
    old = edition("be-2024-03")
    first, second = dues.payment(old, draft(), date(2026, 12, 1), date(2026, 12, 8))
    assert (first.last_day, second.last_day) == (date(2026, 12, 31), date(2027, 1, 7))


def test_paying_late_costs_a_lump_sum_and_names_the_margin() -> None:
    assert dues.paid_late(LAW, PRICE, TODAY, TODAY) is None
    late = dues.paid_late(LAW, PRICE, TODAY, TODAY + timedelta(days=3))
    assert late is not None
    assert late.lump_sum is not None
    assert (late.days, late.lump_sum.amount, late.margin.value) == (3, euro("40.00"), Decimal(8))


def test_an_acceptance_adds_its_last_day_of_payment() -> None:
    waiting = state(milestones=(Milestone(id=M1, due=NOW, status=Status.DELIVERED),), payable=())
    found = deliveries.contract_facts(deliveries.ENGINE, NOW, draft=draft(), law=LAW)
    found = type(found)(**vars(found) | {"received_at": NOW})
    command = process.RecordAcceptance(
        id="accepted",
        aggregate=CONTRACT,
        organisation=BUYER,
        actor=deliveries.ENGINE.person,
        at=NOW,
        milestone=M1,
        accepted_at=NOW,
    )
    events = deliveries.taken(contracting.DECIDE[process.RecordAcceptance](waiting, found, command))
    after = deliveries.after(waiting, events, contracting.EVOLVE)
    assert after.payable == (datetime(2027, 1, 15, 23, 0, tzinfo=UTC),)
    assert PLANS[0].share == 40
