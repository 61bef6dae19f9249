"""Contracts: the list, one on a page, and the deliveries that the contractor hands over."""

from datetime import date
from decimal import Decimal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api import reading
from api.acts import contracting as acts
from api.identity import Me, Parts
from api.routes.acting import Act
from contracts.acceptance import Stage as AcceptanceStage
from contracts.base import Identifier, Instant, Message, Money
from contracts.contracting import DeliveryNote, Stage, Status
from contracts.contracting.process import Deliverable, Evidence
from contracts.envelope import Answer
from contracts.people import OrganisationCard
from contracts.rules import permissions
from contracts.tendering.draft import Label, Text
from infra.store.engine import Connection
from infra.store.queries import contracting as contracts

router = APIRouter(prefix="/contracts", tags=["contracts"])


class ContractRow(BaseModel):
    """A contract in a list. `due` is the last day of its next delivery."""

    id: Identifier
    tender: Identifier
    reference: str = Field(examples=["SS-2026-001"])
    title: str
    stage: Stage
    supplier: str = Field(examples=["Kade Zeven nv"])
    concluded_at: Instant
    milestones: int
    accepted: int
    due: date | None


class Party(BaseModel):
    """A party to a contract."""

    id: Identifier
    name: str
    enterprise_number: str | None
    seat: str


class MilestoneBody(BaseModel):
    """Plan, forecast and reality of a milestone. `slip` counts calendar days, negative is early;
    `deliveries` numbers the delivery notes, and `acceptance` is the stage of the last one's."""

    id: Identifier
    plan: str = Field(examples=["M1"])
    title: str
    share: Decimal = Field(description="Percentage of the price.")
    value: Money | None = Field(description="Excluding VAT.")
    final: bool
    status: Status
    due: date
    forecast: date
    slip: int
    delivered_at: Instant | None
    accepted_at: Instant | None
    deliveries: int
    acceptance: AcceptanceStage | None
    certificate: Identifier | None = Field(description="The document D-21.")


class ContractBody(BaseModel):
    """A contract on one page. `price` excludes VAT; `vat_rate` is in percent."""

    id: Identifier
    tender: Identifier
    reference: str
    title: str
    stage: Stage
    buyer: Party
    supplier: Party
    contract_manager: Identifier | None
    concluded_at: Instant
    months: int | None
    renewal: str
    price: Money | None
    vat_rate: Decimal | None
    milestones: list[MilestoneBody]


class DeliveryNoteBody(Message):
    """What is handed over, and what shows that the criteria of the milestone are met. A criterion
    without evidence asks for a word in `remarks`."""

    signatory: Label = Field(min_length=1, examples=["Mehdi Lindenhart"])
    deliverables: tuple[Deliverable, ...] = Field(
        default=(), max_length=100, examples=[[{"name": "Meetverslag", "version": "1.2"}]]
    )
    evidence: tuple[Evidence, ...] = Field(
        default=(),
        max_length=200,
        examples=[[{"criterion": "De meetproef haalt de norm", "text": "Zie het meetverslag."}]],
    )
    remarks: Text = ""


@router.get("")
async def listed(me: Me, services: Parts) -> list[ContractRow]:
    """The contracts that the reader may see, the last concluded first."""
    scope = permissions.visible(me.actor)
    rows = await services.store.read(lambda c: contracts.listed(c, scope))
    return [ContractRow.model_validate(vars(row)) for row in rows]


@router.get("/{contract}")
async def one(contract: Identifier, me: Me, services: Parts) -> ContractBody:
    """One contract: parties, price, term, and its milestones."""

    def read(connection: Connection) -> contracts.Contract:
        state = reading.readable_contract(connection, me, contract)
        return contracts.get(connection, state.aggregate)

    found = await services.store.read(read)
    return ContractBody(
        id=found.id,
        tender=found.state.dossier,
        reference=found.reference,
        title=found.title,
        stage=found.state.stage,
        buyer=_party(found.buyer),
        supplier=_party(found.supplier),
        contract_manager=found.contract_manager,
        concluded_at=found.concluded_at,
        months=found.months,
        renewal=found.renewal,
        price=found.price,
        vat_rate=found.vat_rate,
        milestones=[MilestoneBody.model_validate(vars(line)) for line in found.milestones],
    )


def _party(card: OrganisationCard) -> Party:
    return Party(
        id=card.id, name=card.name, enterprise_number=card.enterprise_number, seat=card.seat
    )


@router.post("/{contract}/milestones/{milestone}/deliveries", status_code=201)
async def deliver(
    contract: Identifier, milestone: Identifier, body: DeliveryNoteBody, act: Act
) -> Answer:
    """Confirm a delivery. It is stamped when the request has been read, and needs no engine; the
    answer's `received_at` and `verification_ends` say when its verification runs."""
    note = DeliveryNote(
        milestone=milestone,
        signatory=body.signatory,
        deliverables=body.deliverables,
        evidence=body.evidence,
        remarks=body.remarks,
    )
    return await acts.confirm_delivery(act, contract, note)
