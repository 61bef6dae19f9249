"""The page where anybody checks a copy: whether it was issued here, who signed it, and its proof.

It tells nothing that the holder of the file does not have: whoever brings no file, or one that is
not ours, hears so and nothing else. The file is read in a process with limits and is not kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from api import multipart
from api.commands import RefusedError
from api.multipart import FileField
from api.pages import papers
from api.pages import signatures as signing
from api.pages.page import Look, Passing
from contracts.base import Sha256, content_hash
from contracts.documents import checks
from contracts.documents.checks import CheckedFile, InclusionProof, Origin
from contracts.refusals import Code, Refusal, refuse
from infra.confined import TooHeavy
from infra.signatures import checking
from infra.store import clock, documents
from infra.store.documents import Document, Logged
from infra.store.engine import Connection
from infra.store.queries import signatures
from infra.store.queries.signatures import Copy
from infra.vault import certificates

router = APIRouter(include_in_schema=False)

MOST_BYTES = 32 * 1024 * 1024
"""The largest file that is checked; no document of ours comes near."""

_OURS = {Origin.ISSUED, Origin.SIGNED_SINCE, Origin.DRAWN}


@dataclass(frozen=True)
class _Copy:
    """A file that was brought, and the document of ours that it is or begins as."""

    content: bytes
    document: Document | None
    logged: Logged | None
    successor: Document | None
    """What took its place."""
    kept: Copy | None
    """The signed copy in the register that this very file is."""
    authentic: str | None
    """The language of its original, where it is a copy in another."""


@router.get("/{lang}/documents")
async def door(look: Passing) -> Response:
    """The form of the check; nobody has to be signed in."""
    return _page(look)


@router.post("/{lang}/documents")
async def verify(look: Passing) -> Response:
    """What this file is. It is not kept."""
    try:
        client = look.request.client
        look.request.app.state.checks.begin(client.host if client else "")
        content = await _brought(look)
        if content is None:
            return await _refused(look, refuse(Code.FILE_MISSING, field="file"))
        return _page(look, found=await _found(look, content))
    except RefusedError as refused:
        return await _refused(look, refused.refusal)
    except TooHeavy:
        return await _refused(look, refuse(Code.FILE_UNREADABLE, field="file"))


@router.get("/{lang}/documents/proof/{sha256}")
async def proof(look: Passing, sha256: Annotated[Sha256, Path()]) -> Response:
    """The proof of the audit log for who holds the file, and so knows its hash."""

    def read(connection: Connection) -> tuple[Document, Logged]:
        document = documents.of_versions(connection, [sha256])
        logged = documents.logged(connection, document) if document else None
        if document is None or logged is None:
            raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
        return document, logged

    document, logged = await look.services.store.read(read)
    name = f"{document.name.rsplit('.', 1)[0]}.proof.json"
    return Response(
        _proof(look, logged).model_dump_json(indent=2),
        media_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _proof(look: Look, logged: Logged) -> InclusionProof:
    signer = look.services.signer
    root = checks.root_above(logged.entry, logged.path)
    return InclusionProof(
        entry=logged.entry,
        leaf=logged.leaf,
        path=logged.path,
        head=signer.sign_head({"size": logged.leaf + 1, "root": root}),
        key=signer.public_jwk(),
        certificates=tuple(certificates.as_pem(each) for each in look.services.known.own),
    )


async def _brought(look: Look) -> bytes | None:
    """The file of the form; None when none was chosen. RefusedError (FILE_TOO_LARGE)."""
    media = look.request.headers.get("content-type", "")
    found = None
    async for part in multipart.fields(media, look.request.stream()):
        if not isinstance(part, FileField):
            continue
        content = await multipart.whole(part.content, MOST_BYTES)
        if part.name == "file" and content:
            found = content
    return found


async def _found(look: Look, content: bytes) -> dict[str, Any]:
    versions, sha256 = checks.versions(content), content_hash(content)

    def read(connection: Connection) -> tuple[_Copy, Any]:
        document = documents.of_versions(connection, versions)
        logged = documents.logged(connection, document) if document else None
        later = documents.successor(connection, document) if document else None
        kept = signatures.find(connection, document.id, sha256) if document else None
        first = document.original if document else None
        original = documents.get(connection, first) if first else None
        spoken = original.language if original else None
        return _Copy(content, document, logged, later, kept, spoken), clock.wall(connection)

    copy, now = await look.services.store.read(read)
    told = {"sha256": sha256, "size": len(content)}
    if copy.document is None:
        return told | {"origin": Origin.UNKNOWN.value, "document": None, "signatures": []}
    try:
        file = await look.services.reader.run(checking.check, content, look.services.known, now)
    except checking.NotAPdf:
        file = CheckedFile(
            sha256=sha256,
            size=len(content),
            versions=versions,
            twin_sha256=None,
            signatures=(),
            open_fields=(),
        )
    origin = checks.origin(file, copy.document.drawn, copy.document.sha256)
    return told | {
        "origin": origin.value,
        "document": _document(look, copy, origin),
        "signatures": [signing.shown(each, look) for each in file.signatures],
    }


def _document(look: Look, copy: _Copy, origin: Origin) -> dict[str, Any] | None:
    document = copy.document
    if document is None or origin not in _OURS:
        return None
    return {
        "name": papers.named(document, look.texts),
        "drawn": document.drawn,
        "drawn_at": document.drawn_at,
        "issued": document.sha256,
        "copy_of": look.texts.say(f"papers.language.{copy.authentic}") if copy.authentic else None,
        "superseded": copy.successor.drawn_at if copy.successor else None,
        "kept": copy.kept.at if copy.kept else None,
        "leaf": copy.logged.leaf if copy.logged else None,
        "root": checks.root_above(copy.logged.entry, copy.logged.path) if copy.logged else None,
        "proof": f"/documents/proof/{document.sha256}",
    }


async def _refused(look: Look, refusal: Refusal) -> Response:
    too_many = refusal.code is Code.TOO_MANY_ATTEMPTS
    answer = _page(look, problem=await look.sentence(refusal))
    status = HTTPStatus.TOO_MANY_REQUESTS if too_many else HTTPStatus.UNPROCESSABLE_ENTITY
    answer.status_code = status
    return answer


def _page(
    look: Look, found: Mapping[str, Any] | None = None, problem: str | None = None
) -> Response:
    return look.render("verify.html", found=found, problem=problem, limit=MOST_BYTES)
