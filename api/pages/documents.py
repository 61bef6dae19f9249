"""The documents of a dossier, and the page where anybody checks a copy."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api import multipart, reading
from api.commands import RefusedError
from api.multipart import FileField
from api.pages import papers
from api.pages.page import Look, Looking, Passing
from api.routes import documents as files
from contracts.base import Identifier
from contracts.refusals import Code, Refusal, refuse
from infra.store import documents
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.queries import organisations
from infra.store.queries.tendering import Tender
from infra.texts import formats

router = APIRouter(include_in_schema=False)

GROUPS = {
    "papers.group_publication": ("D-04",),
    "papers.group_opening": ("D-07",),
    "papers.group_award": ("D-12", "D-14"),
    "papers.group_performance": ("D-21",),
}
"""The kinds in the order of the procedure, by the heading they stand under."""


@dataclass(frozen=True)
class _Papers:
    """A dossier with the documents that one reader may see."""

    tender: Tender
    found: list[Document]
    parties: Mapping[str, str]


@router.get("/{lang}/tenders/{tender}/documents")
async def of_dossier(tender: Identifier, visit: Looking) -> Response:
    """The documents of a dossier."""

    def read(connection: Connection) -> _Papers:
        found = reading.documents_of(connection, visit.me, tender)
        parties = organisations.named(connection, (d.party for d in found if d.party))
        return _Papers(reading.readable_tender(connection, visit.me, tender), found, parties)

    shown = await visit.services.store.read(read)
    return visit.render(
        "dossier_documents.html",
        tender={
            "id": shown.tender.id,
            "reference": shown.tender.reference,
            "title": shown.tender.draft.title,
        },
        count=len(shown.found),
        groups=[
            {"title": visit.texts.say(title), "rows": rows}
            for title, kinds in GROUPS.items()
            if (rows := _rows(shown, kinds, visit))
        ],
    )


def _rows(shown: _Papers, kinds: tuple[str, ...], look: Look) -> list[dict[str, Any]]:
    return [
        papers.row(each, look, shown.parties.get(each.party or ""))
        for each in shown.found
        if each.kind in kinds
    ]


@router.get("/{lang}/documents/{document}")
async def content(document: Identifier, visit: Looking) -> Response:
    """The file itself, for who may read it."""
    return await files.content(document, visit.me, visit.services)


@router.get("/{lang}/documents")
async def door(look: Passing) -> Response:
    """The form of the check; nobody has to be signed in."""
    return _verify(look)


@router.post("/{lang}/documents")
async def verify(look: Passing) -> Response:
    """Whether exactly this file is one of ours. The file is not kept, and nothing else is told."""
    try:
        found = await _fingerprint(look)
    except RefusedError as refused:
        return await _refused(look, refused.refusal)
    if found is None:
        return await _refused(look, refuse(Code.FILE_MISSING, field="file"))
    sha256, size = found
    known = await look.services.store.read(lambda c: documents.is_known(c, sha256))
    return _verify(look, found={"known": known, "sha256": sha256, "size": size})


async def _fingerprint(look: Look) -> tuple[str, int] | None:
    """Hash and size of the file in the form; None when no file was chosen.

    Raises RefusedError (FILE_TOO_LARGE, INVALID_INPUT).
    """
    limit = look.services.settings.max_file_bytes
    found = None
    media = look.request.headers.get("content-type", "")
    async for part in multipart.fields(media, look.request.stream()):
        if not isinstance(part, FileField):
            continue
        digest, size = hashlib.sha256(), 0
        async for chunk in part.content:
            size += len(chunk)
            if size > limit:
                most = formats.file_size(limit, look.language)
                raise RefusedError(refuse(Code.FILE_TOO_LARGE, field="file", limit=most))
            digest.update(chunk)
        if part.name == "file" and size:
            found = (digest.hexdigest(), size)
    return found


async def _refused(look: Look, refusal: Refusal) -> Response:
    answer = _verify(look, problem=await look.sentence(refusal))
    answer.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    return answer


def _verify(
    look: Look, found: Mapping[str, Any] | None = None, problem: str | None = None
) -> Response:
    limit = look.services.settings.max_file_bytes
    return look.render("verify.html", found=found, problem=problem, limit=limit)
