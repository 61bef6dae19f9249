"""Tenders: drafts, approvals, publication."""

from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import AfterValidator, BaseModel, Field

from api import examples, reading
from api.acts import tendering as acts
from api.identity import Me, Parts
from api.routes.acting import Act
from contracts.base import Identifier, Instant, Message, Sha256
from contracts.envelope import Answer
from contracts.rules import permissions
from contracts.rules.identifiers import cpv
from contracts.tendering import Stage, Step, TenderDraft, hindrances
from infra.store import clock
from infra.store.engine import Connection
from infra.store.queries import tendering as tenders

router = APIRouter(prefix="/tenders", tags=["tenders"])


class TenderRow(BaseModel):
    """A tender in a list."""

    id: Identifier
    reference: str = Field(examples=["SS-2026-001"])
    title: str
    stage: Stage
    created_at: Instant
    published_at: Instant | None
    deadline: Instant | None


class Finding(BaseModel):
    """What keeps a draft from being submitted."""

    code: str
    field: str | None


class TenderBody(BaseModel):
    """A tender with the version of its draft that counts now."""

    id: Identifier
    reference: str
    stage: Stage
    draft: TenderDraft
    draft_version: int
    draft_hash: Sha256
    round: int
    approvals: list[Step]
    deadline: Instant | None
    findings: list[Finding]


def _with_codes(draft: TenderDraft) -> TenderDraft:
    """The draft, when the check digits of its codes are right. Raises RuleError.

    It is asked of what is sent, not of the shape itself: a notice of somebody else that was read
    in with a wrong one must still be shown, and put right."""
    for code in (draft.cpv, *(item.cpv for item in draft.items)):
        if code is not None:
            cpv.cpv_code(code)
    return draft


SentDraft = Annotated[TenderDraft, AfterValidator(_with_codes)]


class NewTender(Message):
    """A first draft; it may be incomplete."""

    draft: SentDraft = Field(examples=[examples.DRAFT])


class DraftBody(Message):
    """A draft over the version that was read."""

    draft: SentDraft = Field(examples=[examples.DRAFT])
    version: int = Field(ge=0, examples=[3])


class SavedDraft(BaseModel):
    """The version that was written."""

    version: int


class ApprovalBody(Message):
    """An agreement with one version, or its return with a reason."""

    step: Step
    decision: Literal["approve", "return"]
    draft_hash: Sha256
    reason: str = Field(
        default="", max_length=5000, examples=["De raming houdt geen rekening met de verlenging."]
    )


class VersionBody(Message):
    """The version that is meant: the hash that the reader saw."""

    draft_hash: Sha256


@router.get("")
async def listed(me: Me, services: Parts) -> list[TenderRow]:
    """The tenders that the reader may see, newest first."""
    scope = permissions.visible(me.actor)
    rows = await services.store.read(lambda c: tenders.listed(c, scope))
    return [TenderRow.model_validate(vars(row)) for row in rows]


@router.post("", status_code=201)
async def create(body: NewTender, act: Act) -> Answer:
    """Open a dossier. The answer's `aggregate` holds its id, `answer.reference` its reference."""
    return await acts.create(act, body.draft)


@router.get("/{tender}")
async def one(tender: Identifier, me: Me, services: Parts) -> TenderBody:
    """One tender. A supplier reads it from its publication on."""

    def read(connection: Connection) -> tuple[tenders.Tender, Instant]:
        return reading.readable_tender(connection, me, tender), clock.now(connection)

    found, now = await services.store.read(read)
    return TenderBody(
        id=found.id,
        reference=found.reference,
        stage=found.state.stage,
        draft=found.draft,
        draft_version=found.draft_version,
        draft_hash=found.draft_hash,
        round=found.state.round,
        approvals=[approval.step for approval in found.state.approvals],
        deadline=found.state.deadline,
        findings=_findings(found, now),
    )


def _findings(tender: tenders.Tender, now: Instant) -> list[Finding]:
    """What keeps the draft from being submitted now; nothing once it was."""
    if tender.state.stage is not Stage.PREPARING:
        return []
    found = hindrances(tender.draft, tender.procedure, tender.edition, now)
    return [Finding(code=each.code, field=each.field) for each in found]


@router.put("/{tender}/draft")
async def save_draft(tender: Identifier, body: DraftBody, act: Act) -> SavedDraft:
    """Write the draft; refused when somebody else saved it since `version`."""
    version = await acts.save_draft(act, tender, body.draft, body.version)
    return SavedDraft(version=version)


@router.post("/{tender}/submissions-for-approval")
async def submit(tender: Identifier, body: VersionBody, act: Act) -> Answer:
    """Put this version of the draft before its approvers."""
    return await acts.submit(act, tender, body.draft_hash)


@router.post("/{tender}/approvals")
async def approve(tender: Identifier, body: ApprovalBody, act: Act) -> Answer:
    """Approve a version, or send it back."""
    if body.decision == "return":
        return await acts.send_back(act, tender, body.step, body.draft_hash, body.reason)
    return await acts.approve(act, tender, body.step, body.draft_hash)


@router.post("/{tender}/publication")
async def publish(tender: Identifier, body: VersionBody, act: Act) -> Answer:
    """Dispatch the notice of the approved version."""
    return await acts.publish(act, tender, body.draft_hash)
