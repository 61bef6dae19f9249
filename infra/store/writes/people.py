"""Read tables of an organisation: the figures of its own, and the mandates."""

from sqlalchemy import Connection, bindparam, insert, update

from contracts.aggregate import Command, Facts
from contracts.people import OrganisationState, mandates, process
from contracts.people.process import OwnFigureFacts
from infra.store.tables.people import mandates as table
from infra.store.tables.people import own_figures
from infra.store.writes.writing import Writers

_END = (
    update(own_figures)
    .where(own_figures.c.organisation == bindparam("of"))
    .where(own_figures.c.parameter == bindparam("named"))
    .where(own_figures.c.ended_at.is_(None))
)


def _overridden(
    connection: Connection,
    state: OrganisationState,
    event: process.ParameterOverridden,
    command: Command,
    facts: OwnFigureFacts,
) -> None:
    _end(connection, state, event, None)
    connection.execute(
        insert(own_figures).values(
            organisation=state.organisation,
            version=state.version,
            parameter=event.parameter,
            figure=event.figure,
            edition=event.edition,
            actor=event.actor,
            at=event.at,
        )
    )


def _withdrawn(
    connection: Connection,
    state: OrganisationState,
    event: process.OverrideWithdrawn,
    command: Command,
    facts: OwnFigureFacts,
) -> None:
    _end(connection, state, event, event.reason)


def _end(
    connection: Connection,
    state: OrganisationState,
    event: process.ParameterOverridden | process.OverrideWithdrawn,
    reason: str | None,
) -> None:
    ended = {"ended_at": event.at, "ended_by": event.actor, "ended_reason": reason}
    connection.execute(_END, {"of": state.organisation, "named": event.parameter, **ended})


def _lent(
    connection: Connection,
    state: OrganisationState,
    event: mandates.MandateGiven,
    command: Command,
    facts: Facts,
) -> None:
    lent = event.lent
    connection.execute(
        insert(table).values(
            id=event.mandate,
            organisation=state.organisation,
            role=lent.role,
            titular=lent.titular,
            holder=event.holder,
            decision=lent.decision,
            decided_on=lent.decided_on,
            acting=lent.acting,
            limit_amount=f"{lent.limit.amount:f}" if lent.limit else None,
            limit_currency=lent.limit.currency if lent.limit else None,
            valid_from=event.valid_from,
            valid_to=event.valid_to,
            given_by=event.actor,
            given_at=event.at,
        )
    )


def _taken_back(
    connection: Connection,
    state: OrganisationState,
    event: mandates.MandateEnded,
    command: Command,
    facts: Facts,
) -> None:
    ended = update(table).where(table.c.id == event.mandate)
    connection.execute(ended.values(ended_by=event.actor, ended_at=event.at))


WRITERS: Writers = {
    mandates.MandateGiven: _lent,
    mandates.MandateEnded: _taken_back,
    process.ParameterOverridden: _overridden,
    process.OverrideWithdrawn: _withdrawn,
}
