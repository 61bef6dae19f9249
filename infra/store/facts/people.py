"""Facts of an organisation: the figures of its own, and who lends which role to whom."""

from sqlalchemy import Connection

from contracts import names
from contracts.aggregate import Facts
from contracts.people import MandateFacts, OrganisationState, OwnFigure, mandates, process
from contracts.people.process import OwnFigureFacts
from infra.store import records
from infra.store.facts.reading import Readers, base_of
from infra.store.queries import mandates as given
from infra.store.queries import organisations, own_figures, people


def _overridden(
    connection: Connection,
    state: OrganisationState | None,
    command: process.OverrideParameter,
    base: Facts,
) -> OwnFigureFacts:
    figure = records.read_content(connection, command.figure, OwnFigure)
    if figure is None:
        return OwnFigureFacts(**base_of(base))
    by = organisations.person(connection, command.actor).name
    return OwnFigureFacts(**base_of(base), proposed=figure.put(by, base.at))


def _withdrawn(
    connection: Connection,
    state: OrganisationState | None,
    command: process.WithdrawOverride,
    base: Facts,
) -> OwnFigureFacts:
    found = own_figures.in_force(connection, names.subject_of(command.aggregate), base.at)
    in_force = frozenset(each.figure.parameter for each in found)
    return OwnFigureFacts(**base_of(base), in_force=in_force)


def _lent(
    connection: Connection,
    state: OrganisationState | None,
    command: mandates.GiveMandate,
    base: Facts,
) -> MandateFacts:
    return MandateFacts(
        **base_of(base),
        titular=people.actor(connection, command.titular, base.at),
        holder=people.actor(connection, command.holder, base.at),
    )


def _ended(
    connection: Connection,
    state: OrganisationState | None,
    command: mandates.EndMandate,
    base: Facts,
) -> MandateFacts:
    organisation = names.subject_of(command.aggregate)
    found = given.find(connection, organisation, command.mandate)
    return MandateFacts(**base_of(base), given=found)


READERS: Readers = {
    mandates.GiveMandate: _lent,
    mandates.EndMandate: _ended,
    process.OverrideParameter: _overridden,
    process.WithdrawOverride: _withdrawn,
}
