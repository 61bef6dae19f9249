"""The register of signed copies."""

from sqlalchemy import Connection, insert

from contracts.aggregate import Command, State
from contracts.signatures import SignedFileRecorded, SigningFacts
from infra.store.tables.dossier import signed_files
from infra.store.writes.writing import Writers


def _recorded(
    connection: Connection,
    state: State,
    event: SignedFileRecorded,
    command: Command,
    facts: SigningFacts,
) -> None:
    if facts.signed is None:
        raise LookupError(event.signed)
    connection.execute(
        insert(signed_files).values(
            document=event.document,
            sha256=event.file,
            size=facts.signed.found.size,
            signed=event.signed,
            actor=event.actor,
            at=event.at,
        )
    )


WRITERS: Writers = {SignedFileRecorded: _recorded}
