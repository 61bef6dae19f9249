"""Evaluations: rounds, declarations of interest, examination."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api import evaluating, examples
from api.acts import evaluation as acts
from api.identity import Me, Parts
from api.routes.acting import Act
from api.routes.sheets import Round, SavedSheet, SheetHash, Text
from contracts import names
from contracts.base import Identifier, Instant, Message, Sha256, content_hash
from contracts.envelope import Answer
from contracts.evaluation import Examination, ExaminationSheet, Interest, Stage

router = APIRouter(prefix="/tenders/{tender}/evaluations", tags=["evaluations"])


class RoundRow(BaseModel):
    """An evaluation in a list."""

    round: int
    stage: Stage


class NewRound(Message):
    """The published version whose criteria and team count."""

    draft_hash: Sha256


class MemberBody(BaseModel):
    """A member of the committee, as far as it went."""

    person: Identifier
    name: str
    chair: bool
    declared: bool
    takes_part: bool | None = Field(
        description="Whether the declaration lets this member take part; null while undecided."
    )
    submitted: bool


class RoundBody(BaseModel):
    """An evaluation without anything that its committee keeps to itself."""

    round: int
    stage: Stage
    draft_hash: Sha256
    bids: int
    members: list[MemberBody]


class DeclarationBody(Message):
    """A declaration of interest; `statement` is required unless the choice is none."""

    choice: Interest = Field(examples=["none"])
    statement: Text = ""


class DeclaredBody(BaseModel):
    """What a member declared, and what the jurist found of it."""

    person: Identifier
    choice: Interest | None
    statement: str | None
    at: Instant | None
    admitted: bool | None


class JudgementBody(Message):
    """Whether a member with a possible conflict may take part, and why."""

    admit: bool
    reason: Text = Field(examples=["De band eindigde tien jaar geleden."])


class ReplacementBody(Message):
    """Who takes whose place."""

    person: Identifier
    by: Identifier


class ExaminationBody(Message):
    """The examination over the version that was read (0 for the first)."""

    version: int = Field(ge=0, examples=[0])
    rows: tuple[Examination, ...] = Field(max_length=500, examples=[[examples.EXAMINATION]])


class ExaminationSheetBody(BaseModel):
    """The examination as it lies in the store."""

    version: int
    sha256: Sha256 | None
    recorded: bool
    rows: list[Examination]


@router.get("")
async def listed(tender: Identifier, me: Me, services: Parts) -> list[RoundRow]:
    """The evaluations of a tender."""
    found = await services.store.read(lambda c: evaluating.rounds(c, me, tender))
    return [RoundRow(round=state.round, stage=state.stage) for state in found]


@router.post("", status_code=201)
async def start(tender: Identifier, body: NewRound, act: Act) -> Answer:
    """Put the committee of the published version to work on the opened bids."""
    return await acts.open_round(act, tender, body.draft_hash)


@router.get("/{number}")
async def one(tender: Identifier, number: Round, me: Me, services: Parts) -> RoundBody:
    """One evaluation: its stage, and how far its committee is."""
    state, named = await services.store.read(lambda c: evaluating.frame(c, me, tender, number))
    members = [
        MemberBody(
            person=member.person,
            name=named[member.person],
            chair=member.person == state.chair,
            declared=member.interest is not None,
            takes_part=True if member.admitted else False if member.stepped_out else None,
            submitted=member.scored,
        )
        for member in state.members
    ]
    return RoundBody(
        round=state.round,
        stage=state.stage,
        draft_hash=state.draft_hash,
        bids=state.bids,
        members=members,
    )


@router.post("/{number}/declarations")
async def declare(tender: Identifier, number: Round, body: DeclarationBody, act: Act) -> Answer:
    """Declare, or change, one's interest; an earlier declaration stays on record."""
    aggregate = names.evaluation(tender, number)
    return await acts.declare(act, aggregate, body.choice, body.statement)


@router.get("/{number}/declarations")
async def declarations(
    tender: Identifier, number: Round, me: Me, services: Parts
) -> list[DeclaredBody]:
    """The declarations: all of them for the jurist and the auditor, else one's own."""
    found = await services.store.read(lambda c: evaluating.declarations(c, me, tender, number))
    return [DeclaredBody.model_validate(vars(row)) for row in found]


@router.post("/{number}/declarations/{person}/judgement")
async def judge(
    tender: Identifier, number: Round, person: Identifier, body: JudgementBody, act: Act
) -> Answer:
    """Admit, or not, a member who declared a possible conflict."""
    aggregate = names.evaluation(tender, number)
    return await acts.judge(act, aggregate, person, body.admit, body.reason)


@router.post("/{number}/replacements")
async def replace(tender: Identifier, number: Round, body: ReplacementBody, act: Act) -> Answer:
    """Let another person take a member's place."""
    return await acts.replace(act, names.evaluation(tender, number), body.person, body.by)


@router.get("/{number}/examination")
async def examination(
    tender: Identifier, number: Round, me: Me, services: Parts
) -> ExaminationSheetBody:
    """The examination: the draft for who writes it, what was recorded for the others."""
    found = await services.store.read(lambda c: evaluating.examination(c, me, tender, number))
    return ExaminationSheetBody(
        version=found.version,
        sha256=found.sha256,
        recorded=found.bound,
        rows=list(found.content.rows),
    )


@router.put("/{number}/examination")
async def save_examination(
    tender: Identifier, number: Round, body: ExaminationBody, act: Act
) -> SavedSheet:
    """Write the examination; refused when somebody else saved it since `version`."""
    sheet = ExaminationSheet(evaluation=names.evaluation(tender, number), rows=body.rows)
    version = await acts.save_examination(act, sheet, body.version)
    return SavedSheet(version=version, sha256=content_hash(sheet))


@router.post("/{number}/examination")
async def record_examination(
    tender: Identifier, number: Round, body: SheetHash, act: Act
) -> Answer:
    """Decide on exclusion, selection and regularity of every bid."""
    aggregate = names.evaluation(tender, number)
    return await acts.record_examination(act, aggregate, body.sha256)
