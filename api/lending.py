"""What of the mandates of an organisation a reader may know."""

from api.identity import SignedIn
from contracts.actors import Role
from contracts.people import Given
from contracts.people.mandates import gives_any
from infra.store.engine import Connection
from infra.store.queries import mandates

REGISTRARS = frozenset({Role.AUDITOR, Role.ADMINISTRATOR})
"""Who reads all mandates besides the director general: they control, or keep the people."""


def reads_all(me: SignedIn) -> bool:
    """Whether the reader sees every mandate of the organisation."""
    return gives_any(me.actor) or bool(me.actor.roles & REGISTRARS)


def given(connection: Connection, me: SignedIn) -> list[Given]:
    """The mandates that the reader may see, also those that are over: all of the organisation, or
    those that lend a role of theirs, lend one to them, or were given by them."""
    organisation = me.actor.organisation
    if reads_all(me):
        return mandates.of_organisation(connection, organisation)
    return mandates.of_person(connection, organisation, me.actor.person)
