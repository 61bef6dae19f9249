"""Who explains a document to its reader."""

from contracts import tendering
from contracts.documents.letter import Contact
from contracts.people import Person
from infra.store import records
from infra.store.engine import Connection
from infra.store.papers.imprint import capacity
from infra.store.queries import organisations


def of(person: Person) -> Contact:
    """A person as documents name whom to ask; a dash for what is not filled in."""
    return Contact(
        name=person.name,
        capacity=capacity(person),
        telephone=person.phone or "–",
        email=person.email,
    )


def file_manager(connection: Connection, tender: str) -> Contact:
    """Who ordered the publication of a tender; LookupError before that."""
    for event in reversed(records.read_events(connection, tender)):
        if isinstance(event, tendering.process.PublicationOrdered):
            return of(organisations.person(connection, event.actor))
    raise LookupError(f"{tender} was not published")
