"""What a contract makes due, and what came of it: its bond, and of each milestone the fine that is
proposed, the days of payment and the payment."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.aggregate import Event
from contracts.awarding import with_vat
from contracts.base import Identifier, Money, local_date
from contracts.contracting import BondSheet, PaymentSheet, dues, process
from contracts.contracting.dues import PaidLate
from contracts.rules import bonds
from contracts.rules.deadlines import Computed
from contracts.rules.reckoning import Reckoned
from contracts.tendering import TenderDraft
from infra.store import records
from infra.store.engine import Connection
from infra.store.queries.contracting import Contract, MilestoneLine


@dataclass(frozen=True)
class Bond:
    """The bond of a contract. `due` is zero where none is asked; `proof` is the period to prove it
    and `released` what each acceptance gave back, by milestone."""

    due: Reckoned
    proof: Computed
    proved: BondSheet | None
    confirmed_by: Identifier | None
    released: dict[str, Reckoned]


@dataclass(frozen=True)
class Bill:
    """The money of one milestone. `days_late` counts calendar days, to today while nothing was
    delivered; `fine` is a proposal, None when in time or where the law gives no answer.

    `payable` includes VAT. `periods` lead from the delivery to the last day of payment, once it is
    accepted; `paid_late` is None for a payment in time.
    """

    milestone: str
    days_late: int
    fine: Reckoned | None
    payable: Money | None
    periods: tuple[Computed, ...]
    paid: PaymentSheet | None
    paid_by: Identifier | None
    paid_late: PaidLate | None


@dataclass(frozen=True)
class Dues:
    """Of a whole contract; the bills stand in the order of its milestones. `bond` is None where
    the law of the contract gives no answer, or the price could not be read."""

    bond: Bond | None
    bills: tuple[Bill, ...]


def of(connection: Connection, contract: Contract) -> Dues:
    """What the contract makes due at this moment."""
    aggregate = contract.state.aggregate
    draft = records.bound(connection, contract.state.draft_hash, TenderDraft)
    happened = records.read_events(connection, aggregate)
    return Dues(
        bond=_bond(connection, contract, draft, happened),
        bills=tuple(
            _bill(connection, contract, draft, line, happened) for line in contract.milestones
        ),
    )


def proved(connection: Connection, aggregate: str) -> BondSheet | None:
    """The proof of the bond of a contract, None while there is none."""
    recorded = _recorded(records.read_events(connection, aggregate))
    return records.bound(connection, recorded.bond, BondSheet) if recorded else None


def _recorded(happened: Sequence[Event]) -> process.BondRecorded | None:
    return next((each for each in happened if isinstance(each, process.BondRecorded)), None)


def _bond(
    connection: Connection, contract: Contract, draft: TenderDraft, happened: Sequence[Event]
) -> Bond | None:
    due = dues.bond(contract.edition, draft, contract.price) if contract.price else None
    if due is None:
        return None
    recorded = _recorded(happened)
    sheet = records.bound(connection, recorded.bond, BondSheet) if recorded else None
    return Bond(
        due=due,
        proof=dues.bond_proof(contract.edition, local_date(contract.concluded_at)),
        proved=sheet,
        confirmed_by=recorded.actor if recorded else None,
        released=_released(contract, sheet, happened) if sheet else {},
    )


def _released(
    contract: Contract, sheet: BondSheet, happened: Sequence[Event]
) -> dict[str, Reckoned]:
    found: dict[str, Reckoned] = {}
    accepted: list[str] = []
    for each in happened:
        if isinstance(each, process.MilestoneAccepted):
            at = dues.releasing(contract.state.milestones, accepted, each.milestone)
            if at is not None:
                found[each.milestone] = bonds.released(contract.edition, sheet.amount, at)
            accepted.append(each.milestone)
    return found


def _bill(
    connection: Connection,
    contract: Contract,
    draft: TenderDraft,
    line: MilestoneLine,
    happened: Sequence[Event],
) -> Bill:
    days = max(line.slip, 0)
    recorded = [
        each
        for each in happened
        if isinstance(each, process.PaymentRecorded) and each.milestone == line.id
    ]
    paid = records.bound(connection, recorded[-1].payment, PaymentSheet) if recorded else None
    periods = _periods(contract, draft, line, paid)
    late = None
    if paid is not None and periods:
        last = periods[-1].last_day
        late = dues.paid_late(contract.edition, paid.amount, last, paid.paid_on)
    return Bill(
        milestone=line.id,
        days_late=days,
        fine=_fine(contract, draft, line, days),
        payable=with_vat(line.value, contract.vat_rate or Decimal(0)) if line.value else None,
        periods=periods,
        paid=paid,
        paid_by=recorded[-1].actor if recorded else None,
        paid_late=late,
    )


def _fine(
    contract: Contract, draft: TenderDraft, line: MilestoneLine, days: int
) -> Reckoned | None:
    if not days or contract.price is None or line.value is None:
        return None
    return dues.fine(contract.edition, draft, contract.price, line.value, days)


def _periods(
    contract: Contract, draft: TenderDraft, line: MilestoneLine, paid: PaymentSheet | None
) -> tuple[Computed, ...]:
    if line.delivered_at is None or line.accepted_at is None:
        return ()
    return dues.payment(
        contract.edition,
        draft,
        local_date(line.delivered_at),
        local_date(line.accepted_at),
        paid.invoiced_on if paid else None,
    )
