"""Facts of a signed copy: the document, whose its places are, and what was found in the copy."""

from datetime import datetime

from sqlalchemy import Connection

from contracts.aggregate import Facts, State
from contracts.rules import signatories
from contracts.signatures import Issued, Place, RecordSignedFile, SignedFile, SigningFacts
from infra.store import documents, records
from infra.store.facts.reading import Readers, base_of
from infra.store.papers import signatories as printed
from infra.store.queries import people, signatures


def _recorded(
    connection: Connection, state: State, command: RecordSignedFile, base: Facts
) -> SigningFacts:
    document = documents.get(connection, command.document)
    if document is None:
        return SigningFacts(**base_of(base))
    return SigningFacts(
        **base_of(base),
        document=Issued(
            id=document.id,
            kind=document.kind,
            aggregate=document.aggregate,
            sha256=document.sha256,
            size=document.size,
            sealed=document.drawn != document.sha256,
            party=document.party,
        ),
        places=places(connection, document, base.at),
        signed=records.read_content(connection, command.signed, SignedFile),
        recorded=signatures.find(connection, document.id, command.file) is not None,
    )


def places(connection: Connection, document: documents.Document, at: datetime) -> tuple[Place, ...]:
    """The places to sign of a document, with whether their people may sign at this moment."""
    found = []
    for each in printed.of(connection, document):
        actor = people.actor(connection, each.person, at)
        held = people.relations(connection, document.dossier, each.person)
        may = actor is not None and signatories.may_sign(document.kind, actor, held)
        found.append(Place(each.person, each.name, each.place.capacity, may))
    return tuple(found)


READERS: Readers = {RecordSignedFile: _recorded}
