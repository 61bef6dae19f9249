"""The money of a contract: its bond, the fines that are proposed, the days of payment, payments."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api import reading
from api.acts import contracting as acts
from api.identity import Me, Parts
from api.routes.acting import Act
from contracts import names
from contracts.base import Identifier, Message, Money, Reference
from contracts.contracting import BondSheet, PaymentSheet
from contracts.contracting.dues import PaidLate
from contracts.envelope import Answer
from contracts.rules.deadlines import Computed
from contracts.rules.reckoning import Reckoned
from infra.store.engine import Connection
from infra.store.queries import contracting as contracts
from infra.store.queries import dues

router = APIRouter(prefix="/contracts", tags=["contracts"])

RECKONED = (
    "By a rule: exact and rounded to the cent, with its steps and, for each figure used, the "
    "article and how sure its source is."
)


class BondBody(BaseModel):
    """The performance bond. A `due` of zero says that none is asked."""

    due: Reckoned = Field(description=RECKONED)
    proof: Computed = Field(description="The period to prove it, from the conclusion.")
    proved: BondSheet | None
    confirmed_by: Identifier | None
    released: dict[str, Reckoned] = Field(
        description="What the acceptance of each milestone, by its id, gave back."
    )


class BillBody(BaseModel):
    """The money of one milestone. The fine is a proposal: a person decides about it. `periods`
    lead to the last day of payment, once the milestone is accepted."""

    milestone: Identifier
    days_late: int = Field(description="Calendar days; to today while nothing is delivered.")
    fine: Reckoned | None
    payable: Money | None = Field(description="Including VAT, before any fine.")
    periods: list[Computed]
    paid: PaymentSheet | None
    paid_by: Identifier | None
    paid_late: PaidLate | None


class DuesBody(BaseModel):
    """What a contract makes due. `bond` is null where its law gives no answer."""

    bond: BondBody | None
    bills: list[BillBody]


class BondProof(Message):
    """The proof of the bond as it was received."""

    amount: Money = Field(examples=[{"amount": "30617.28", "currency": "EUR"}])
    proved_on: date = Field(examples=["2026-03-20"])
    reference: Reference = Field(examples=["DCK 2026/4711"])


class PaymentBody(Message):
    """What was paid for a milestone, VAT included, and when its invoice was received."""

    amount: Money = Field(examples=[{"amount": "296375.31", "currency": "EUR"}])
    invoiced_on: date = Field(examples=["2026-05-04"])
    paid_on: date = Field(examples=["2026-05-27"])
    reference: Reference = Field(examples=["2026/F/0312"])


@router.get("/{contract}/dues")
async def money(contract: Identifier, me: Me, services: Parts) -> DuesBody:
    """The bond, the proposed fines, the days of payment and what was paid, exactly."""

    def read(connection: Connection) -> dues.Dues:
        state = reading.readable_contract(connection, me, contract)
        return dues.of(connection, contracts.get(connection, state.aggregate))

    found = await services.store.read(read)
    return DuesBody(
        bond=BondBody.model_validate(vars(found.bond)) if found.bond else None,
        bills=[BillBody.model_validate(vars(bill)) for bill in found.bills],
    )


@router.post("/{contract}/bond", status_code=201)
async def prove(contract: Identifier, body: BondProof, act: Act) -> Answer:
    """Confirm that the bond is proved; refused below what is due. It needs no engine."""
    sheet = BondSheet(
        contract=names.contract(contract),
        amount=body.amount,
        proved_on=body.proved_on,
        reference=body.reference,
    )
    return await acts.record_bond(act, sheet)


@router.post("/{contract}/milestones/{milestone}/payments", status_code=201)
async def pay(contract: Identifier, milestone: Identifier, body: PaymentBody, act: Act) -> Answer:
    """Record what was paid for an accepted milestone; once, and never more than its value with
    VAT. It needs no engine, and works after the contract was completed."""
    sheet = PaymentSheet(
        contract=names.contract(contract),
        milestone=milestone,
        amount=body.amount,
        invoiced_on=body.invoiced_on,
        paid_on=body.paid_on,
        reference=body.reference,
    )
    return await acts.record_payment(act, sheet)
