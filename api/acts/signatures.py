"""The act of handing in a document that was signed with a tool of one's own."""

from collections.abc import AsyncIterable
from dataclasses import dataclass

from api import multipart, reading
from api.acts.acting import Acting
from api.commands import RefusedError
from contracts.base import content_hash
from contracts.documents import checks
from contracts.refusals import Code, refuse
from contracts.rules import permissions
from contracts.signatures import RecordSignedFile, SignedFile
from infra.confined import TooHeavy
from infra.signatures import checking
from infra.store import access, clock
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.queries import signatures
from infra.store.queries.signatures import Copy

MOST_BYTES = 32 * 1024 * 1024
"""The largest signed copy; no document of ours comes near."""


@dataclass(frozen=True)
class HandedIn:
    """What came of it: the document, and its copy as it is recorded."""

    document: Document
    copy: Copy


async def hand_in(act: Acting, document_id: str, chunks: AsyncIterable[bytes]) -> HandedIn:
    """Record a signed copy of a document; one that is recorded already is answered as it is.

    The file is looked at in a process with limits, judged, kept, and recorded with its entry in the
    audit log in one transaction. A copy that is refused is not kept. Raises RefusedError.
    """
    store = act.services.store

    def look(connection: Connection) -> Document:
        document = reading.document_of(connection, act.me, document_id)
        held = reading.relations_of(connection, act.me, document.dossier)
        verdict = permissions.can(act.me.actor, RecordSignedFile.permission, held)
        if refusal := access.permission_refusal(verdict):
            raise RefusedError(refusal)
        return document

    document = await store.read(look)
    content = await multipart.whole(chunks, MOST_BYTES)
    if not content:
        raise RefusedError(refuse(Code.FILE_MISSING, "file"))
    sha256 = content_hash(content)
    there = await store.read(lambda c: signatures.find(c, document.id, sha256))
    if there is not None:
        return HandedIn(document, there)
    signed = await _found(act, document, content)
    command = RecordSignedFile(
        **act.fields(document.aggregate),
        document=document.id,
        file=sha256,
        signed=act.bind(signed),
    )
    if refusal := await act.rehearse(command):
        raise RefusedError(refusal)
    await act.services.files.put_bytes(content)
    await act.arrive(command)
    recorded = await store.read(lambda c: signatures.find(c, document.id, sha256))
    if recorded is None:
        raise LookupError(sha256)
    return HandedIn(document, recorded)


async def _found(act: Acting, document: Document, content: bytes) -> SignedFile:
    services = act.services
    wall = await services.store.read(clock.wall)
    try:
        found = await services.reader.run(checking.check, content, services.known, wall)
    except (checking.NotAPdf, TooHeavy) as error:
        # What begins as ours was readable once.
        ours = document.sha256 in checks.versions(content)
        code = Code.SIGNED_FILE_ALTERED if ours else Code.FILE_UNREADABLE
        raise RefusedError(refuse(code, "file")) from error
    return SignedFile(document=document.id, found=found)
