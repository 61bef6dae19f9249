"""An evaluation as each reader may know it: one's own matrix, who has come how far, what all gave.

Nobody reads another's scores before all are in; no total exists before the consensus is closed
and the chair has asked for the ranking. What a reader may not know is refused, never left out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select

from contracts import envelope, names
from contracts.actors import Actor, Permission, Relation
from contracts.bidding import OpenedBid
from contracts.evaluation import (
    EvaluationState,
    ExaminationSheet,
    Interest,
    RankingResult,
    Score,
    ScoreSheet,
    Stage,
)
from contracts.evaluation.bundle import Ranked, TieSettled
from contracts.evaluation.process import (
    BidsExamined,
    ConsensusClosed,
    DeclarationJudged,
    InterestDeclared,
    ScoresSubmitted,
    TieDecided,
)
from contracts.evaluation.sheets import quality_criteria
from contracts.refusals import Refusal
from contracts.rules import permissions
from contracts.tendering import TenderDraft
from infra.store import access, drafts, records, sheets
from infra.store.engine import Connection
from infra.store.queries import bidding as bids
from infra.store.queries import organisations
from infra.store.sheets import Sheet
from infra.store.tables.core import aggregates

EXAMINATION = Sheet("examination", ExaminationSheet, "edit_examination", Permission.EXAMINE_BIDS)
SCORES = Sheet("scores", ScoreSheet, "edit_scores", Permission.SCORE_BIDS, personal=True)
CONSENSUS = Sheet("consensus", ScoreSheet, "edit_consensus", Permission.RECORD_CONSENSUS)

TOGETHER = frozenset({Stage.CONSENSUS, Stage.CLOSED, Stage.RANKING, Stage.RANKED, Stage.CONCLUDED})
"""The stages in which all scores are in, and the committee may see what each gave."""

TOTALLED = frozenset({Stage.RANKED, Stage.CONCLUDED})
"""The stages in which totals exist."""


@dataclass(frozen=True)
class Reader:
    """Who reads, tied to the dossier how, and when."""

    actor: Actor
    relations: frozenset[Relation]
    at: datetime

    def refusal(self, state: EvaluationState, permission: Permission) -> Refusal | None:
        """Why this is not for this reader. Members see bids and scores only once admitted."""
        verdict = permissions.can(self.actor, permission, self.relations)
        if refusal := access.permission_refusal(verdict):
            return refusal
        if Relation.EVALUATOR in self.relations:
            return envelope.may(state, "see_bids", self.actor, self.at)
        return None


@dataclass(frozen=True)
class Evaluation:
    """What an evaluation compares: the bound version and the opened bids with their suppliers."""

    state: EvaluationState
    draft: TenderDraft
    bids: tuple[OpenedBid, ...]
    suppliers: Mapping[str, str]

    @property
    def admissible(self) -> tuple[OpenedBid, ...]:
        """The bids that are scored: all of them before the examination."""
        return tuple(bid for bid in self.bids if bid.bid not in self.state.excluded)

    @property
    def cells(self) -> tuple[tuple[str, str], ...]:
        """The cells of the matrix: bid and quality criterion."""
        criteria = quality_criteria(self.draft)
        return tuple((bid.bid, c.id) for bid in self.admissible for c in criteria)


@dataclass(frozen=True)
class Declaration:
    """What a member declared, and what the jurist found of it; all None before."""

    person: str
    choice: Interest | None = None
    statement: str | None = None
    at: datetime | None = None
    admitted: bool | None = None


@dataclass(frozen=True)
class Coverage:
    """How far a member has come with one bid: filled cells of all cells. No score is told."""

    person: str
    bid: str
    filled: int
    cells: int
    submitted: bool


@dataclass(frozen=True)
class ConsensusCell:
    """One cell with what each member gave, and what was agreed so far."""

    bid: str
    criterion: str
    given: tuple[tuple[str, Score], ...]
    """Person and score, in the order of the committee."""
    agreed: Score | None

    @property
    def spread(self) -> Decimal:
        """The highest score less the lowest."""
        scores = [score.score for _, score in self.given if score.score is not None]
        return max(scores) - min(scores) if scores else Decimal(0)


def rounds(connection: Connection, tender_id: str) -> tuple[EvaluationState, ...]:
    """The evaluations of a tender, the first one first."""
    found = connection.execute(
        select(aggregates.c.id)
        .where(aggregates.c.dossier == tender_id)
        .where(aggregates.c.kind == names.Kind.EVALUATION)
    ).scalars()
    states = (state_of(connection, aggregate) for aggregate in found)
    return tuple(sorted(states, key=lambda state: state.round))


def state_of(connection: Connection, aggregate: str) -> EvaluationState:
    """The State of an evaluation; LookupError when there is none."""
    state = records.read_state(connection, aggregate)
    if not isinstance(state, EvaluationState):
        raise LookupError(aggregate)
    return state


def read(connection: Connection, aggregate: str) -> Evaluation:
    """The whole of one evaluation but its sheets; LookupError when there is none."""
    state = state_of(connection, aggregate)
    received = bids.of_tender(connection, state.tender)
    return Evaluation(
        state=state,
        draft=records.bound(connection, state.draft_hash, TenderDraft),
        bids=bids.opened(connection, state.tender),
        suppliers={bid.id: bid.supplier for bid in received},
    )


def bids_refusal(connection: Connection, tender_id: str, reader: Reader) -> Refusal | None:
    """Why a member of a committee may not see the bids yet; None for who is in none."""
    for state in rounds(connection, tender_id):
        member = state.member(reader.actor.person) or reader.actor.person in state.barred
        if member and (refusal := envelope.may(state, "see_bids", reader.actor, reader.at)):
            return refusal
    return None


# --- declarations and examination -------------------------------------------------------------


def declarations(connection: Connection, state: EvaluationState) -> tuple[Declaration, ...]:
    """The last declaration of each present member; the earlier ones stay in the events."""
    found = {member.person: Declaration(member.person) for member in state.members}
    for event in records.read_events(connection, state.aggregate):
        if isinstance(event, InterestDeclared) and event.actor in found:
            text = records.read_text(connection, event.statement) if event.statement else None
            found[event.actor] = Declaration(event.actor, event.choice, text, event.at)
        elif isinstance(event, DeclarationJudged) and event.person in found:
            declared = found[event.person]
            found[event.person] = Declaration(
                event.person, declared.choice, declared.statement, declared.at, event.admit
            )
    return tuple(found.values())


def examination(connection: Connection, state: EvaluationState) -> ExaminationSheet | None:
    """The examination that was recorded, None before."""
    for event in records.read_events(connection, state.aggregate):
        if isinstance(event, BidsExamined):
            return records.bound(connection, event.sheet, ExaminationSheet)
    return None


# --- scores -----------------------------------------------------------------------------------


def submitted(connection: Connection, state: EvaluationState) -> dict[str, ScoreSheet]:
    """What each present member handed in, by person."""
    return {
        event.actor: records.bound(connection, event.sheet, ScoreSheet)
        for event in records.read_events(connection, state.aggregate)
        if isinstance(event, ScoresSubmitted) and state.member(event.actor)
    }


def own_scores(
    connection: Connection, state: EvaluationState, person: str
) -> drafts.Saved[ScoreSheet] | None:
    """A member's own sheet, also after it was handed in."""
    return sheets.read(connection, state.aggregate, SCORES, person)


def coverage(connection: Connection, found: Evaluation) -> tuple[Coverage, ...]:
    """How far each admitted member has come, for the chair: counts, never scores."""
    criteria = {criterion.id for criterion in quality_criteria(found.draft)}
    rows = []
    for member in found.state.active:
        saved = own_scores(connection, found.state, member.person)
        sheet = saved.content.rows if saved else ()
        for bid in found.admissible:
            filled = {
                row.criterion
                for row in sheet
                if row.bid == bid.bid and row.score is not None and row.motivation.strip()
            }
            rows.append(
                Coverage(
                    person=member.person,
                    bid=bid.bid,
                    filled=len(filled & criteria),
                    cells=len(criteria),
                    submitted=member.scored,
                )
            )
    return tuple(rows)


def agreed(connection: Connection, state: EvaluationState) -> ScoreSheet | None:
    """The consensus: the sheet that was closed, before that the draft of the chair."""
    for event in records.read_events(connection, state.aggregate):
        if isinstance(event, ConsensusClosed):
            return records.bound(connection, event.sheet, ScoreSheet)
    saved = drafts.read(connection, state.aggregate, CONSENSUS.name, ScoreSheet)
    return saved.content if saved else None


def consensus(connection: Connection, found: Evaluation) -> tuple[ConsensusCell, ...]:
    """Every cell with all given scores and what was agreed; empty before all scores are in."""
    if found.state.stage not in TOGETHER:
        return ()
    given = {
        person: {(row.bid, row.criterion): row for row in sheet.rows}
        for person, sheet in submitted(connection, found.state).items()
    }
    sheet = agreed(connection, found.state)
    together = {(row.bid, row.criterion): row for row in sheet.rows} if sheet else {}
    order = [member.person for member in found.state.members if member.person in given]
    return tuple(
        ConsensusCell(
            bid=bid,
            criterion=criterion,
            given=tuple((person, given[person][bid, criterion]) for person in order),
            agreed=together.get((bid, criterion)),
        )
        for bid, criterion in found.cells
    )


def ranking(connection: Connection, state: EvaluationState) -> RankingResult | None:
    """The ranking with every number that led to it; None before the chair had it made."""
    if state.stage not in TOTALLED or state.ranking is None:
        return None
    return records.bound(connection, state.ranking, RankingResult)


def ranked(connection: Connection, found: Evaluation) -> Ranked:
    """The ranking with all it was made from; LookupError before the chair had it made."""
    state = found.state
    named = organisations.named(connection, found.suppliers.values())
    result, sheet = ranking(connection, state), examination(connection, state)
    if result is None or sheet is None:
        raise LookupError(state.aggregate)
    return Ranked(
        draft=found.draft,
        bids=found.bids,
        examined=sheet.rows,
        consensus=records.bound(connection, result.consensus, ScoreSheet),
        result=result,
        tenderers={bid: named[supplier] for bid, supplier in found.suppliers.items()},
        tie=_settled(connection, state),
    )


def _settled(connection: Connection, state: EvaluationState) -> TieSettled | None:
    for event in records.read_events(connection, state.aggregate):
        if isinstance(event, TieDecided):
            reason = records.read_text(connection, event.reason) or ""
            return TieSettled(bid=event.bid, by=event.actor, at=event.at, reason=reason)
    return None
