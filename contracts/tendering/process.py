"""The tender procedure from draft to publication, and the stages it passes afterwards."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

from contracts import aggregate
from contracts.actors import Actor, Permission, Role
from contracts.aggregate import Command, Event, Facts, State, in_stages
from contracts.base import Identifier, Instant, Message, Reference, Sha256, TextHash
from contracts.refusals import Code, Refusal, refuse
from contracts.rules.procedures import AwardProcedure
from contracts.tendering.draft import TenderDraft


class Stage(StrEnum):
    """The stages of a tender; their names for people stand under `stage.tender.*`."""

    PREPARING = "preparing"
    APPROVAL = "approval"
    APPROVED = "approved"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    CLOSED = "closed"
    OPENING = "opening"
    RECORDING = "recording"
    OPENED = "opened"
    EVALUATING = "evaluating"
    AWARDING = "awarding"
    STANDSTILL = "standstill"
    AWARDED = "awarded"
    CONCLUDED = "concluded"


class Step(StrEnum):
    """The two agreements that a launch needs (kredietadvies is advice on the budget)."""

    LEGAL = "legal"
    BUDGET = "budget"


STEP_PERMISSIONS = {Step.LEGAL: Permission.APPROVE_LEGAL, Step.BUDGET: Permission.APPROVE_BUDGET}
STEP_ROLES = {Step.LEGAL: Role.JURIST, Step.BUDGET: Role.FINANCE_DIRECTOR}


class Approval(Message):
    """An agreement that was given to one version of the draft."""

    step: Step
    person: Identifier
    at: Instant


class TenderState(State):
    """A tender between two acts."""

    ENDS: ClassVar[frozenset[str]] = frozenset({Stage.CONCLUDED})

    kind: Literal["tender"] = "tender"
    stage: Stage = Stage.PREPARING
    reference: Reference
    draft_hash: Sha256 | None = None
    """The version that was submitted for approval, and from then on the one that binds."""
    procedure: Sha256 | None = None
    """The procedure as its file described it when that version was submitted. A tender of before
    this was kept follows the file that ships now."""
    round: int = 0
    approvals: tuple[Approval, ...] = ()
    dispatched_at: Instant | None = None
    deadline: Instant | None = None
    officers: tuple[Identifier, ...] = ()
    """The opening officers that the bound version names."""
    confirmed: tuple[Identifier, ...] = ()
    """Those of them who have confirmed their part."""
    late_undecided: tuple[Identifier, ...] = ()
    """Bids stamped in time but committed after the close, by our own delay; a person decides."""


# --- commands ---------------------------------------------------------------------------------


class CreateTender(Command):
    """Open a dossier with its first draft."""

    permission: ClassVar[Permission] = Permission.CREATE_TENDER
    opens: ClassVar[bool] = True
    kind: Literal["create_tender"] = "create_tender"
    draft_hash: Sha256


class SubmitForApproval(Command):
    """Put this version of the draft before the jurist and the finance director."""

    permission: ClassVar[Permission] = Permission.SUBMIT_FOR_APPROVAL
    kind: Literal["submit_for_approval"] = "submit_for_approval"
    draft_hash: Sha256


class ApproveLegal(Command):
    """The jurist agrees with this version."""

    permission: ClassVar[Permission] = Permission.APPROVE_LEGAL
    step: ClassVar[Step] = Step.LEGAL
    kind: Literal["approve_legal"] = "approve_legal"
    draft_hash: Sha256


class ApproveBudget(Command):
    """The finance director gives a favourable advice on this version."""

    permission: ClassVar[Permission] = Permission.APPROVE_BUDGET
    step: ClassVar[Step] = Step.BUDGET
    kind: Literal["approve_budget"] = "approve_budget"
    draft_hash: Sha256


class ReturnLegal(Command):
    """The jurist sends this version back; `reason` is the hash of the text."""

    permission: ClassVar[Permission] = Permission.APPROVE_LEGAL
    step: ClassVar[Step] = Step.LEGAL
    kind: Literal["return_legal"] = "return_legal"
    draft_hash: Sha256
    reason: TextHash


class ReturnBudget(Command):
    """The finance director sends this version back; `reason` is the hash of the text."""

    permission: ClassVar[Permission] = Permission.APPROVE_BUDGET
    step: ClassVar[Step] = Step.BUDGET
    kind: Literal["return_budget"] = "return_budget"
    draft_hash: Sha256
    reason: TextHash


class PublishTender(Command):
    """Dispatch the notice of the approved version."""

    permission: ClassVar[Permission] = Permission.PUBLISH_TENDER
    kind: Literal["publish_tender"] = "publish_tender"
    draft_hash: Sha256


class RecordNotice(Command):
    """The engine: the notice was dispatched; the periods run from now."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    kind: Literal["record_notice"] = "record_notice"
    notice: Sha256


class RecordProgress(Command):
    """The engine: a later aggregate brought the tender to a next stage."""

    permission: ClassVar[Permission] = Permission.RECORD_OUTCOME
    kind: Literal["record_progress"] = "record_progress"
    stage: Stage


# --- events -----------------------------------------------------------------------------------


class TenderCreated(Event):
    """A dossier exists."""

    kind: Literal["tender_created"] = "tender_created"
    draft_hash: Sha256


class TenderSubmitted(Event):
    """A version of the draft lies with its approvers."""

    kind: Literal["tender_submitted"] = "tender_submitted"
    draft_hash: Sha256
    round: int
    officers: tuple[Identifier, ...]
    procedure: Sha256 | None = None


class ApprovalGiven(Event):
    """One of the two agreements was given."""

    kind: Literal["approval_given"] = "approval_given"
    step: Step


class TenderReturned(Event):
    """An approver sent the version back with a reason."""

    kind: Literal["tender_returned"] = "tender_returned"
    step: Step
    reason: TextHash


class TenderApproved(Event):
    """Both agreements stand."""

    kind: Literal["tender_approved"] = "tender_approved"


class PublicationOrdered(Event):
    """The notice may go out."""

    kind: Literal["publication_ordered"] = "publication_ordered"
    deadline: Instant


class PublicationFailed(Event):
    """The notice would have gone out too late for the legal period: a new deadline is needed."""

    kind: Literal["publication_failed"] = "publication_failed"
    earliest: Instant


class TenderPublished(Event):
    """The notice was dispatched at `at`."""

    kind: Literal["tender_published"] = "tender_published"
    notice: Sha256
    deadline: Instant


class ProgressRecorded(Event):
    """The tender reached a stage through its evaluation, award or contract."""

    kind: Literal["progress_recorded"] = "progress_recorded"
    stage: Stage


@dataclass(frozen=True)
class TenderFacts(Facts):
    """What the acts of preparation are judged by."""

    draft: TenderDraft | None
    """The version that the command's hash names; None when there is none."""
    procedure: AwardProcedure | None = None
    """What this version runs by: pinned when it was submitted, until then as its file says; None
    for a procedure that no file describes."""
    reference: str = ""
    """For a new tender: the reference reserved for it."""


# --- may --------------------------------------------------------------------------------------


def _may_approve(step: Step) -> aggregate.May:
    def may(state: TenderState, actor: Actor, at: Instant) -> Refusal | None:
        if state.stage is not Stage.APPROVAL:
            return aggregate.wrong_stage(state)
        if any(a.step is step for a in state.approvals):
            return refuse(Code.ALREADY_APPROVED)
        return None

    return may


MAY: Mapping[str, aggregate.May] = {
    "edit_draft": in_stages(Stage.PREPARING),
    "submit_for_approval": in_stages(Stage.PREPARING),
    "approve_legal": _may_approve(Step.LEGAL),
    "approve_budget": _may_approve(Step.BUDGET),
    "return_legal": in_stages(Stage.APPROVAL),
    "return_budget": in_stages(Stage.APPROVAL),
    "publish_tender": in_stages(Stage.APPROVED),
    "record_notice": in_stages(Stage.PUBLISHING),
}


def begin(facts: TenderFacts, command: CreateTender) -> TenderState:
    """The State of a new tender, before its first event."""
    return TenderState(
        aggregate=command.aggregate,
        organisation=command.organisation,
        edition=facts.edition.sha256,
        reference=facts.reference,
    )
