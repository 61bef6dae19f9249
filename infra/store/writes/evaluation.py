"""Read tables of an evaluation: who sits in its committee, who scored, who stepped out; and the
report that its conclusion asks for."""

from contracts.actors import Relation
from contracts.aggregate import Command
from contracts.documents.order import Order
from contracts.evaluation import EvaluationFacts, EvaluationState, Interest
from contracts.evaluation import process as acts
from infra.store import outbox
from infra.store.engine import Connection
from infra.store.writes.writing import Writers, relate, release


def _opened(
    connection: Connection,
    state: EvaluationState,
    event: acts.EvaluationOpened,
    command: Command,
    facts: EvaluationFacts,
) -> None:
    for member in event.members:
        relate(connection, state.dossier, member, Relation.EVALUATOR)
    relate(connection, state.dossier, event.chair, Relation.CHAIR)


def _declared(
    connection: Connection,
    state: EvaluationState,
    event: acts.InterestDeclared,
    command: Command,
    facts: EvaluationFacts,
) -> None:
    if event.choice is Interest.CONFLICT:
        relate(connection, state.dossier, event.actor, Relation.CONFLICTED)


def _judged(
    connection: Connection,
    state: EvaluationState,
    event: acts.DeclarationJudged,
    command: Command,
    facts: EvaluationFacts,
) -> None:
    if not event.admit:
        relate(connection, state.dossier, event.person, Relation.CONFLICTED)


def _replaced(
    connection: Connection,
    state: EvaluationState,
    event: acts.MemberReplaced,
    command: Command,
    facts: EvaluationFacts,
) -> None:
    release(connection, state.dossier, Relation.EVALUATOR, event.person)
    release(connection, state.dossier, Relation.CHAIR, event.person)
    relate(connection, state.dossier, event.by, Relation.EVALUATOR)
    if state.chair == event.by:
        relate(connection, state.dossier, event.by, Relation.CHAIR)


def _scored(
    connection: Connection,
    state: EvaluationState,
    event: acts.ScoresSubmitted,
    command: Command,
    facts: EvaluationFacts,
) -> None:
    relate(connection, state.dossier, event.actor, Relation.SCORER)


def _concluded(
    connection: Connection,
    state: EvaluationState,
    event: acts.EvaluationConcluded,
    command: Command,
    facts: EvaluationFacts,
) -> None:
    outbox.add_order(connection, Order(document="D-10", aggregate=state.aggregate))


WRITERS: Writers = {
    acts.EvaluationOpened: _opened,
    acts.InterestDeclared: _declared,
    acts.DeclarationJudged: _judged,
    acts.MemberReplaced: _replaced,
    acts.ScoresSubmitted: _scored,
    acts.EvaluationConcluded: _concluded,
}
