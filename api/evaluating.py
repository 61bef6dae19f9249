"""What of an evaluation a reader may know: every question is judged, then answered.

All raise RefusedError: UNKNOWN_REFERENCE out of scope, else why it is not for this reader, or
not yet.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from api import reading
from api.commands import RefusedError
from api.identity import SignedIn
from contracts import names
from contracts.actors import Permission, Relation, Role
from contracts.aggregate import wrong_stage
from contracts.evaluation import EvaluationState, ExaminationSheet, RankingResult, ScoreSheet
from contracts.evaluation.bundle import Ranked
from contracts.refusals import Code, refuse
from contracts.rules import permissions
from infra.store import clock, drafts, sheets
from infra.store.engine import Connection
from infra.store.queries import evaluation, people
from infra.store.queries.evaluation import (
    ConsensusCell,
    Coverage,
    Declaration,
    Evaluation,
    Reader,
)

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class SheetRead(Generic[M]):
    """A sheet with its version and hash (0 and None while it is empty), and whether it binds."""

    content: M
    version: int
    sha256: str | None
    bound: bool


def _sheet(saved: drafts.Saved[M] | None, empty: M, bound: bool) -> SheetRead[M]:
    if saved is None:
        return SheetRead(empty, 0, None, bound)
    return SheetRead(saved.content, saved.version, saved.sha256, bound)


def rounds(connection: Connection, me: SignedIn, tender: str) -> tuple[EvaluationState, ...]:
    """The evaluations of a tender of the reader's organisation."""
    _inside(connection, me, tender)
    return evaluation.rounds(connection, tender)


def _inside(connection: Connection, me: SignedIn, tender: str) -> None:
    """An evaluation is no business of suppliers: they do not learn that there is one."""
    reading.readable_tender(connection, me, tender)
    if not permissions.visible(me.actor).whole:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))


def reader(connection: Connection, me: SignedIn, tender: str) -> Reader:
    """The reader, with what ties it to the dossier now."""
    held = reading.relations_of(connection, me, tender)
    return Reader(me.actor, held, clock.now(connection))


def _found(connection: Connection, me: SignedIn, tender: str, number: int) -> Evaluation:
    _inside(connection, me, tender)
    try:
        return evaluation.read(connection, names.evaluation(tender, number))
    except LookupError as error:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE)) from error


def _readable(
    connection: Connection, me: SignedIn, tender: str, number: int, permission: Permission
) -> Evaluation:
    found = _found(connection, me, tender, number)
    if refusal := reader(connection, me, tender).refusal(found.state, permission):
        raise RefusedError(refusal)
    return found


def frame(
    connection: Connection, me: SignedIn, tender: str, number: int
) -> tuple[EvaluationState, dict[str, str]]:
    """The State of an evaluation and the names of its members."""
    state = _found(connection, me, tender, number).state
    return state, people.display_names(connection, [m.person for m in state.members])


def declarations(
    connection: Connection, me: SignedIn, tender: str, number: int
) -> tuple[Declaration, ...]:
    """All declarations for who judges or audits them, else the reader's own."""
    state = _found(connection, me, tender, number).state
    found = evaluation.declarations(connection, state)
    if me.actor.functions & {Role.JURIST, Role.AUDITOR}:
        return found
    return tuple(row for row in found if row.person == me.actor.person)


def examination(
    connection: Connection, me: SignedIn, tender: str, number: int
) -> SheetRead[ExaminationSheet]:
    """The examination as recorded; before that its draft, for who may write it."""
    found = _readable(connection, me, tender, number, Permission.READ_EVALUATION)
    recorded = evaluation.examination(connection, found.state)
    aggregate = found.state.aggregate
    saved = sheets.read(connection, aggregate, evaluation.EXAMINATION, me.actor.person)
    if recorded is not None:
        version = saved.version if saved else 0
        return SheetRead(recorded, version, saved.sha256 if saved else None, True)
    held = reading.relations_of(connection, me, tender)
    verdict = permissions.can(me.actor, Permission.EXAMINE_BIDS, held)
    empty = ExaminationSheet(evaluation=aggregate)
    return _sheet(saved if verdict.allowed else None, empty, bound=False)


def own_scores(
    connection: Connection, me: SignedIn, tender: str, number: int
) -> SheetRead[ScoreSheet]:
    """The reader's own scores."""
    found = _readable(connection, me, tender, number, Permission.SCORE_BIDS)
    person = me.actor.person
    member = found.state.member(person)
    saved = evaluation.own_scores(connection, found.state, person)
    empty = ScoreSheet(evaluation=found.state.aggregate, person=person)
    return _sheet(saved, empty, bound=member is not None and member.scored)


def coverage(
    connection: Connection, me: SignedIn, tender: str, number: int
) -> tuple[Coverage, ...]:
    """How far each member has come; for the chair alone."""
    found = _readable(connection, me, tender, number, Permission.RECORD_CONSENSUS)
    return evaluation.coverage(connection, found)


def consensus(
    connection: Connection, me: SignedIn, tender: str, number: int
) -> tuple[int, str | None, tuple[ConsensusCell, ...]]:
    """Version and hash of the consensus sheet, and every cell with all scores given."""
    found = _readable(connection, me, tender, number, Permission.READ_EVALUATION)
    if found.state.stage not in evaluation.TOGETHER:
        raise RefusedError(wrong_stage(found.state))
    saved = sheets.read(connection, found.state.aggregate, evaluation.CONSENSUS, me.actor.person)
    cells = evaluation.consensus(connection, found)
    return (saved.version, saved.sha256, cells) if saved else (0, None, cells)


def ranking(
    connection: Connection, me: SignedIn, tender: str, number: int
) -> tuple[Evaluation, RankingResult]:
    """The ranking, for who may read it, once it exists."""
    found = _readable(connection, me, tender, number, Permission.READ_RANKING)
    result = evaluation.ranking(connection, found.state)
    if result is None:
        raise RefusedError(wrong_stage(found.state))
    return found, result


def exported(connection: Connection, me: SignedIn, tender: str, number: int) -> tuple[str, Ranked]:
    """The reference of the tender, and the ranking with all it was made from, for who may read
    the ranking, once it exists."""
    found, _ = ranking(connection, me, tender, number)
    reference = reading.readable_tender(connection, me, tender).reference
    return reference, evaluation.ranked(connection, found)


def require_sight_of_bids(connection: Connection, me: SignedIn, tender: str) -> None:
    """Members of a committee see the bids only after their declaration let them in."""
    asked = reader(connection, me, tender)
    if Relation.EVALUATOR not in asked.relations:
        return
    if refusal := evaluation.bids_refusal(connection, tender, asked):
        raise RefusedError(refusal)
