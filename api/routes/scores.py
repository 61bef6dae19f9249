"""Scores, consensus and ranking of an evaluation: who gave what, what was agreed, who is first."""

from decimal import Decimal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api import evaluating, examples
from api.acts import evaluation as acts
from api.identity import Me, Parts
from api.routes.acting import Act
from api.routes.sheets import Round, SavedSheet, SheetHash, Text
from contracts import names
from contracts.base import Identifier, Message, Sha256, content_hash
from contracts.envelope import Answer
from contracts.evaluation import Score
from contracts.rules import scoring
from contracts.rules.scoring.result import SetAside
from infra.store.engine import Connection
from infra.store.queries import evaluation

router = APIRouter(prefix="/tenders/{tender}/evaluations/{number}", tags=["evaluations"])


class ScoresBody(Message):
    """Scores over the version that was read (0 for the first)."""

    version: int = Field(ge=0, examples=[0])
    rows: tuple[Score, ...] = Field(max_length=5_000, examples=[[examples.SCORE]])


class ScoreSheetBody(BaseModel):
    """A sheet of scores as it lies in the store."""

    version: int
    sha256: Sha256 | None
    submitted: bool
    rows: list[Score]


class CoverageRow(BaseModel):
    """How far a member has come with one bid. No score is told."""

    person: Identifier
    bid: Identifier
    filled: int
    cells: int
    submitted: bool


class GivenScore(BaseModel):
    """What one member gave, with reasons."""

    person: Identifier
    score: Decimal | None
    motivation: str


class CellBody(BaseModel):
    """One cell of the matrix with all scores given, their spread, and what was agreed so far."""

    bid: Identifier
    criterion: str
    given: list[GivenScore]
    spread: Decimal
    agreed: Decimal | None
    motivation: str


class ConsensusBody(BaseModel):
    """The consensus: what was given and what was agreed. It has no totals."""

    version: int
    sha256: Sha256 | None
    cells: list[CellBody]


class PointsBody(BaseModel):
    """Points on one criterion; `exact` is a fraction, `shown` its rounding."""

    criterion: str
    exact: str = Field(examples=["13965/421"])
    shown: str = Field(examples=["33.17"])


class RankedRow(BaseModel):
    """A bid with its place, its exact total and its points."""

    bid: Identifier
    supplier: Identifier
    rank: int
    exact: str
    shown: str
    points: list[PointsBody]


class RankingBody(BaseModel):
    """The ranking, with what a person must look at and the trace of every number."""

    result: Sha256
    rows: list[RankedRow]
    first: list[Identifier]
    winner: Identifier | None
    findings: list[scoring.Finding]
    trace: list[scoring.Node]
    rule_versions: list[str]
    set_aside: list[SetAside]
    """The bids that the announced method sets aside; the findings say by how much."""
    tie_breaks: list[scoring.TieBreak]
    """Each step of the announced chain that was applied to bids with the same total."""


class TieBody(Message):
    """Which of the equal bids goes first under the announced rule, and why."""

    bid: Identifier
    reason: Text = Field(examples=["Loting op 12 mei, in het bijzijn van beide inschrijvers."])


@router.get("/scores/mine")
async def own_scores(tender: Identifier, number: Round, me: Me, services: Parts) -> ScoreSheetBody:
    """One's own scores."""
    found = await services.store.read(lambda c: evaluating.own_scores(c, me, tender, number))
    return ScoreSheetBody(
        version=found.version,
        sha256=found.sha256,
        submitted=found.bound,
        rows=list(found.content.rows),
    )


@router.put("/scores/mine")
async def save_scores(tender: Identifier, number: Round, body: ScoresBody, act: Act) -> SavedSheet:
    """Write one's own scores; nobody else reads them before all are in."""
    sheet = acts.own_sheet(act, names.evaluation(tender, number), body.rows)
    version = await acts.save_scores(act, sheet, body.version)
    return SavedSheet(version=version, sha256=content_hash(sheet))


@router.post("/scores")
async def submit_scores(tender: Identifier, number: Round, body: SheetHash, act: Act) -> Answer:
    """Hand in one's own scores: every cell scored and motivated."""
    return await acts.submit_scores(act, names.evaluation(tender, number), body.sha256)


@router.get("/coverage")
async def coverage(tender: Identifier, number: Round, me: Me, services: Parts) -> list[CoverageRow]:
    """How far each member has come, for the chair; counts, never scores."""
    found = await services.store.read(lambda c: evaluating.coverage(c, me, tender, number))
    return [CoverageRow.model_validate(vars(row)) for row in found]


@router.get("/consensus")
async def consensus(tender: Identifier, number: Round, me: Me, services: Parts) -> ConsensusBody:
    """All given scores beside the agreed ones, once everybody has handed in."""
    version, sha256, cells = await services.store.read(
        lambda c: evaluating.consensus(c, me, tender, number)
    )
    return ConsensusBody(version=version, sha256=sha256, cells=[_cell(cell) for cell in cells])


def _cell(cell: evaluation.ConsensusCell) -> CellBody:
    return CellBody(
        bid=cell.bid,
        criterion=cell.criterion,
        given=[
            GivenScore(person=person, score=score.score, motivation=score.motivation)
            for person, score in cell.given
        ],
        spread=cell.spread,
        agreed=cell.agreed.score if cell.agreed else None,
        motivation=cell.agreed.motivation if cell.agreed else "",
    )


@router.put("/consensus")
async def save_consensus(
    tender: Identifier, number: Round, body: ScoresBody, act: Act
) -> SavedSheet:
    """Write the agreed scores with their joint reasons."""
    sheet = acts.own_sheet(act, names.evaluation(tender, number), body.rows)
    version = await acts.save_consensus(act, sheet, body.version)
    return SavedSheet(version=version, sha256=content_hash(sheet))


@router.post("/consensus")
async def close_consensus(tender: Identifier, number: Round, body: SheetHash, act: Act) -> Answer:
    """Close the consensus. Totals still do not exist."""
    return await acts.close_consensus(act, names.evaluation(tender, number), body.sha256)


@router.post("/ranking")
async def reveal(tender: Identifier, number: Round, act: Act) -> Answer:
    """Have the totals made and shown; there is no way back."""
    return await acts.reveal(act, names.evaluation(tender, number))


@router.get("/ranking")
async def ranking(tender: Identifier, number: Round, me: Me, services: Parts) -> RankingBody:
    """The ranking, once the chair has had it made."""

    def read(connection: Connection) -> RankingBody:
        found, result = evaluating.ranking(connection, me, tender, number)
        return RankingBody(
            result=found.state.ranking or content_hash(result),
            rows=[_ranked(row, found.suppliers[row.bid]) for row in result.rows],
            first=list(found.state.first),
            winner=found.state.winner,
            findings=list(result.findings),
            trace=list(result.trace),
            rule_versions=list(result.rule_versions),
            set_aside=list(result.set_aside),
            tie_breaks=list(result.tie_breaks),
        )

    return await services.store.read(read)


def _ranked(row: scoring.Row, supplier: str) -> RankedRow:
    return RankedRow(
        bid=row.bid,
        supplier=supplier,
        rank=row.rank,
        exact=str(row.exact),
        shown=row.shown,
        points=[
            PointsBody(criterion=each.criterion, exact=str(each.exact), shown=each.shown)
            for each in row.points
        ],
    )


@router.post("/tie")
async def decide_tie(tender: Identifier, number: Round, body: TieBody, act: Act) -> Answer:
    """Decide between exactly equal bids in the first place."""
    aggregate = names.evaluation(tender, number)
    return await acts.decide_tie(act, aggregate, body.bid, body.reason)


@router.post("/conclusion")
async def conclude(tender: Identifier, number: Round, act: Act) -> Answer:
    """Close the evaluation; an award follows."""
    return await acts.conclude(act, names.evaluation(tender, number))
