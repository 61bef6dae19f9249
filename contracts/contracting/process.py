"""The contract: its milestones, what can be told of it, and what happened to it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from contracts import aggregate, names
from contracts.actors import Actor, Permission
from contracts.aggregate import Command, Event, Facts, State
from contracts.base import Attachment, Identifier, Instant, Message, Sha256, local_date
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import deadlines
from contracts.rules.editions import Edition
from contracts.tendering.draft import Label, MilestonePlan, TenderDraft, Text

VERIFICATION_PERIODS = ("processing_period", "verification_period")
"""The parameter that bounds a verification, in the order in which they are looked for: one period
for verification and payment together, or a period of its own in the editions up to 2024."""


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


def verification(edition: Edition, event: str, received_at: datetime) -> deadlines.Computed:
    """The end of the period to verify what was received, with its explanation.

    The processing period is shared with payment, so this is the last day of both; the acceptance
    formalities fall within it (RD 14 January 2013, art. 120, 127, 156, 160).
    """
    parameter = next(name for name in VERIFICATION_PERIODS if name in edition.parameters)
    term = deadlines.term_of(edition, parameter, event)
    return deadlines.compute(term, local_date(received_at))


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


class ContractCompleted(Event):
    """Every milestone is accepted, the final one included."""

    kind: Literal["contract_completed"] = "contract_completed"


@dataclass(frozen=True)
class ContractFacts(Facts):
    """What OpenContract and ConfirmDelivery are judged by; RecordAcceptance needs no more than
    the base facts."""

    draft: TenderDraft
    """The version that `draft_hash` (of the command, else of the State) names."""
    note: DeliveryNote | None = None
    """The sheet that ConfirmDelivery names; None when there is none."""


# --- may --------------------------------------------------------------------------------------


def _may_deliver(state: ContractState, actor: Actor, at: Instant) -> Refusal | None:
    if state.stage is not Stage.RUNNING:
        return aggregate.wrong_stage(state)
    if actor.organisation != state.supplier:
        return refuse(Code.NOT_ALLOWED)
    return None


MAY: Mapping[str, aggregate.May] = {
    "confirm_delivery": _may_deliver,
    "record_acceptance": aggregate.in_stages(Stage.RUNNING),
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
