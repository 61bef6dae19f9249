"""Read tables of an award: who proposed, endorsed and decided; they are different people."""

from contracts.actors import Relation
from contracts.aggregate import Command
from contracts.awarding import AwardFacts, AwardState
from contracts.awarding import process as acts
from infra.store.engine import Connection
from infra.store.writes.writing import Writers, relate, release


def _proposed(
    connection: Connection,
    state: AwardState,
    event: acts.AwardProposed,
    command: Command,
    facts: AwardFacts,
) -> None:
    relate(connection, state.dossier, event.actor, Relation.PROPOSER)


def _visum_granted(
    connection: Connection,
    state: AwardState,
    event: acts.VisumGranted,
    command: Command,
    facts: AwardFacts,
) -> None:
    relate(connection, state.dossier, event.actor, Relation.VISUM_GIVER)


def _visum_refused(
    connection: Connection,
    state: AwardState,
    event: acts.VisumRefused,
    command: Command,
    facts: AwardFacts,
) -> None:
    # The proposal is gone, and with it what bound its author; the next one has its own.
    release(connection, state.dossier, Relation.PROPOSER)


def _decided(
    connection: Connection,
    state: AwardState,
    event: acts.DecisionRegistered,
    command: Command,
    facts: AwardFacts,
) -> None:
    relate(connection, state.dossier, event.actor, Relation.DECIDER)


WRITERS: Writers = {
    acts.AwardProposed: _proposed,
    acts.VisumGranted: _visum_granted,
    acts.VisumRefused: _visum_refused,
    acts.DecisionRegistered: _decided,
}
