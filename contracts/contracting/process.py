"""The contract: its milestones, what can be told of it, and what happened to it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from contracts import aggregate, names
from contracts.actors import Actor, Permission
from contracts.aggregate import Command, Event, Facts, State
from contracts.base import (
    Attachment,
    Identifier,
    Instant,
    Message,
    Money,
    Reference,
    Sha256,
    local_date,
)
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import deadlines, payments
from contracts.rules.editions import Edition
from contracts.tendering import terms
from contracts.tendering.draft import Label, MilestonePlan, TenderDraft, Text


class Stage(StrEnum):
    """The stages of a contract; their names for people stand under `stage.contract.*`."""

    RUNNING = "running"
    COMPLETED = "completed"


class Status(StrEnum):
    """Where a milestone stands; for people under `contract.milestone.*`."""

    PLANNED = "planned"
    DELIVERED = "delivered"
    ACCEPTED = "accepted"


# --- nouns ------------------------------------------------------------------------------------


class Milestone(Message):
    """A delivery that the contract asks for. The milestones stand in the order of the draft."""

    id: Identifier
    due: Instant
    """The first moment that is too late: 24.00 of its day in Brussels."""
    status: Status = Status.PLANNED
    deliveries: int = 0
    final: bool = False


class Deliverable(Message):
    """A thing that is handed over, by name and version; the file when it is one."""

    name: Annotated[Label, Field(min_length=1)]
    version: Label = ""
    file: Attachment | None = None


class Evidence(Message):
    """What shows that a criterion of the milestone is met."""

    criterion: Label
    text: Text = ""
    file: Attachment | None = None


class DeliveryNote(Message):
    """What the contractor writes when confirming a delivery (D-18)."""

    milestone: Identifier
    signatory: Annotated[Label, Field(min_length=1)]
    deliverables: tuple[Deliverable, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    remarks: Text = ""
    """Open points; required when a criterion is left without evidence."""


class BondSheet(Message):
    """The proof of the performance bond, as it was received (RD 14 January 2013, art. 27)."""

    contract: str
    amount: Money
    proved_on: date
    reference: Reference
    """Of the deposit or the guarantee."""


class PaymentSheet(Message):
    """What was paid for an accepted milestone."""

    contract: str
    milestone: Identifier
    amount: Money
    """Including VAT."""
    invoiced_on: date
    """The day on which the invoice was received; the period to pay begins no earlier."""
    paid_on: date
    reference: Reference


class ContractState(State):
    """A contract between two acts. A year of fortnightly milestones fits in it."""

    ENDS: ClassVar[frozenset[str]] = frozenset({Stage.COMPLETED})

    kind: Literal["contract"] = "contract"
    stage: Stage = Stage.RUNNING
    tender: str
    award: str
    bid: Identifier
    supplier: Identifier
    draft_hash: Sha256
    """The version of the draft that was published; its milestone plan binds."""
    milestones: tuple[Milestone, ...] = ()
    passed: Instant | None = None
    """The last milestone day that has been told as passed."""
    bond_by: Instant | None = None
    """The first moment at which the proof of the bond is late, while it is waited for."""
    payable: tuple[Instant, ...] = ()
    """For each accepted milestone that is not paid: the first moment at which payment is late."""

    @property
    def dossier(self) -> str:
        """The id of the tender that the contract came from."""
        return names.subject_of(self.tender)

    def milestone(self, milestone_id: str) -> Milestone | None:
        """The milestone of this id; None if the contract has none."""
        return next((m for m in self.milestones if m.id == milestone_id), None)


def milestone_id(contract: str, plan: str) -> str:
    """The id of a milestone: the same for a contract's aggregate id and the plan's own id."""
    return str(uuid.uuid5(uuid.UUID(names.subject_of(contract)), plan))


def plan_of(draft: TenderDraft, contract: str, milestone: str) -> MilestonePlan:
    """What the draft says of a milestone of this contract; LookupError if it says nothing."""
    for plan in draft.milestones:
        if milestone_id(contract, plan.id) == milestone:
            return plan
    raise LookupError(f"no plan for milestone {milestone}")


def criteria_of(plan: MilestonePlan) -> tuple[str, ...]:
    """What is tested; a milestone without criteria is tested as a whole, under its title."""
    return plan.criteria or (plan.title,)


def verification(
    edition: Edition, draft: TenderDraft, event: str, received_at: datetime
) -> deadlines.Computed:
    """The end of the period to verify what was received, with its explanation.

    The processing period is shared with payment, so this is the last day of both, also where the
    documents have one of their own; the acceptance formalities fall within it (RD 14 January 2013,
    art. 120, 127, 156, 160). In an edition of before 2025 verification has a period to itself.
    ValueError for a draft that does not say what is bought: such a draft was never published.
    """
    if draft.category is None:
        raise ValueError("a published version names its category")
    subject, longer = terms.SUBJECTS[draft.category], terms.longer(draft)
    first = payments.terms(edition, subject, longer)[0].model_copy(update={"event": event})
    return deadlines.compute(first, local_date(received_at))


# --- commands ---------------------------------------------------------------------------------


class OpenContract(Command):
    """The engine: the award was concluded with a supplier; `at` is the conclusion."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    opens: ClassVar[bool] = True
    kind: Literal["open_contract"] = "open_contract"
    tender: str
    award: str
    bid: Identifier
    supplier: Identifier
    draft_hash: Sha256
    edition: Sha256
    """The law of the tender, which goes on binding its contract."""


class ConfirmDelivery(Command):
    """An arrival: the contractor hands over a milestone; `note` is the hash of a DeliveryNote."""

    permission: ClassVar[Permission] = Permission.CONFIRM_DELIVERY
    kind: Literal["confirm_delivery"] = "confirm_delivery"
    milestone: Identifier
    note: Sha256


class RecordAcceptance(Command):
    """The engine: the acceptance of a delivery was certified."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    kind: Literal["record_acceptance"] = "record_acceptance"
    milestone: Identifier
    accepted_at: Instant


class RecordBond(Command):
    """The proof of the bond was received and found right; `bond` is the hash of a BondSheet."""

    permission: ClassVar[Permission] = Permission.CONFIRM_BOND
    kind: Literal["record_bond"] = "record_bond"
    bond: Sha256


class RecordPayment(Command):
    """The finance director had a milestone paid; `payment` is the hash of a PaymentSheet."""

    permission: ClassVar[Permission] = Permission.RELEASE_PAYMENT
    kind: Literal["record_payment"] = "record_payment"
    milestone: Identifier
    payment: Sha256


# --- events -----------------------------------------------------------------------------------


class ContractOpened(Event):
    """The contract runs from `at`, the moment of its conclusion."""

    kind: Literal["contract_opened"] = "contract_opened"
    tender: str
    award: str
    bid: Identifier
    supplier: Identifier
    draft_hash: Sha256
    milestones: tuple[Milestone, ...]
    bond_by: Instant | None = None
    """The first moment at which the proof of a bond is late; None when none is due."""


class MilestoneFellDue(Event):
    """The day of a milestone passed without a delivery. Nothing follows by itself."""

    kind: Literal["milestone_fell_due"] = "milestone_fell_due"
    milestone: Identifier
    due: Instant


class DeliveryConfirmed(Event):
    """A milestone was handed over, stamped `received_at`; it is verified by the committee."""

    kind: Literal["delivery_confirmed"] = "delivery_confirmed"
    milestone: Identifier
    delivery: int
    note: Sha256
    received_at: Instant
    committee: tuple[Identifier, ...]
    verification: deadlines.Computed


class MilestoneAccepted(Event):
    """The acceptance of a milestone took effect at `accepted_at`."""

    kind: Literal["milestone_accepted"] = "milestone_accepted"
    milestone: Identifier
    accepted_at: Instant
    pay_by: Instant | None = None
    """The first moment at which its payment is late, when the invoice came with the delivery."""


class ContractCompleted(Event):
    """Every milestone is accepted, the final one included."""

    kind: Literal["contract_completed"] = "contract_completed"


class BondRecorded(Event):
    """The bond is proved."""

    kind: Literal["bond_recorded"] = "bond_recorded"
    bond: Sha256


class PaymentRecorded(Event):
    """A milestone is paid; `pay_by` is what State waited for."""

    kind: Literal["payment_recorded"] = "payment_recorded"
    milestone: Identifier
    payment: Sha256
    pay_by: Instant | None = None


@dataclass(frozen=True)
class ContractFacts(Facts):
    """What the acts on a contract are judged by, as far as each needs it."""

    draft: TenderDraft
    """The version that `draft_hash` (of the command, else of the State) names."""
    note: DeliveryNote | None = None
    """The sheet that ConfirmDelivery names; None when there is none."""
    price: Money | None = None
    """Excluding VAT; None when the bid could not be read."""
    vat_rate: Decimal = Decimal(0)
    received_at: Instant | None = None
    """When the last delivery of the milestone was received."""


@dataclass(frozen=True)
class MoneyFacts(ContractFacts):
    """What RecordBond and RecordPayment are judged by."""

    bond: BondSheet | None = None
    payment: PaymentSheet | None = None
    """The sheet that the command names; None when there is none."""
    paid: frozenset[str] = frozenset()
    """The milestones that were paid."""
    pay_by: Instant | None = None
    """What State waits for with this milestone."""


# --- may --------------------------------------------------------------------------------------


def _may_deliver(state: ContractState, actor: Actor, at: Instant) -> Refusal | None:
    if state.stage is not Stage.RUNNING:
        return aggregate.wrong_stage(state)
    if actor.organisation != state.supplier:
        return refuse(Code.NOT_ALLOWED)
    return None


def _may_prove(state: ContractState, actor: Actor, at: Instant) -> Refusal | None:
    return refuse(Code.BOND_NOT_AWAITED) if state.bond_by is None else None


MAY: Mapping[str, aggregate.May] = {
    "confirm_delivery": _may_deliver,
    "record_acceptance": aggregate.in_stages(Stage.RUNNING),
    "record_bond": _may_prove,
    "record_payment": aggregate.in_stages(*Stage),
}
"""`edit_delivery_note` judges a draft, not a command."""


def begin(facts: ContractFacts, command: OpenContract) -> ContractState:
    """The State of a new contract, before its first event."""
    return ContractState(
        aggregate=command.aggregate,
        organisation=command.organisation,
        edition=command.edition,
        tender=command.tender,
        award=command.award,
        bid=command.bid,
        supplier=command.supplier,
        draft_hash=command.draft_hash,
    )
