"""The documents of a dossier."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api import reading
from api.commands import RefusedError
from api.pages import copies as in_languages
from api.pages import papers, undrawn
from api.pages.page import Look, Looking
from api.routes import documents as files
from contracts import names
from contracts.base import Identifier
from contracts.documents import TenderDocuments
from contracts.refusals import Code, refuse
from contracts.rules import permissions
from infra import issuing
from infra.store import copies
from infra.store import documents as register
from infra.store.copies import Asked
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.papers import tender_documents
from infra.store.papers.voice import Voice
from infra.store.queries import organisations
from infra.store.queries.tendering import Tender
from infra.store.undrawn import Undrawn

router = APIRouter(include_in_schema=False)

GROUPS = {
    "papers.group_publication": ("D-02", "D-04"),
    "papers.group_opening": ("D-07",),
    "papers.group_award": ("D-10", "D-12", "D-14", "D-15"),
    "papers.group_performance": ("D-18", "D-19", "D-21"),
}
"""The kinds in the order of the procedure, by the heading they stand under."""


@dataclass(frozen=True)
class _Papers:
    """A dossier with the documents that one reader may see."""

    tender: Tender
    found: list[Document]
    asked: Asked
    missing: list[Undrawn]
    parties: Mapping[str, str]


@router.get("/{lang}/tenders/{tender}/documents")
async def of_dossier(tender: Identifier, visit: Looking) -> Response:
    """The documents of a dossier."""

    def read(connection: Connection) -> _Papers:
        found = reading.documents_of(connection, visit.me, tender)
        missing = reading.undrawn_of(connection, visit.me, tender)
        whose = [*(each.party for each in found), *(each.party for each in missing)]
        parties = organisations.named(connection, filter(None, whose))
        shown = reading.readable_tender(connection, visit.me, tender)
        return _Papers(shown, found, copies.asked(connection, found), missing, parties)

    shown = await visit.services.store.read(read)
    return visit.render(
        "dossier_documents.html",
        tender={
            "id": shown.tender.id,
            "reference": shown.tender.reference,
            "title": shown.tender.draft.title,
        },
        count=sum(each.original is None for each in shown.found),
        undrawn=[undrawn.told(each, visit, shown.parties) for each in shown.missing],
        groups=[
            {"title": visit.texts.say(title), "rows": rows}
            for title, kinds in GROUPS.items()
            if (rows := _rows(shown, kinds, visit))
        ],
        copies=in_languages.beside(
            shown.found, shown.asked, register.successors(shown.found), visit
        ),
    )


def _rows(shown: _Papers, kinds: tuple[str, ...], look: Look) -> list[dict[str, Any]]:
    found = [each for each in shown.found if each.kind in kinds and each.original is None]
    return papers.rows(found, look, shown.parties)


@router.get("/{lang}/tenders/{tender}/tender-documents")
async def as_draft(tender: Identifier, visit: Looking) -> Response:
    """The tender documents as the draft stands now, with the mark of a draft: drawn to be read by
    the buyer's people, and not kept."""
    settings = visit.services.settings
    voice = Voice(settings.public_url(settings.port))

    def read(connection: Connection) -> TenderDocuments:
        if not permissions.visible(visit.me.actor).whole:
            raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
        found = reading.readable_tender(connection, visit.me, tender)
        if found.published_at is not None:
            raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
        return tender_documents.draft(connection, names.tender(tender), voice)

    model = await visit.services.store.read(read)
    stamp = issuing.Stamp(visit.services.seal.source)
    issued = await visit.services.press.run(issuing.issue, model, stamp, visit.services.style)
    name = f"{model.imprint.reference}_{visit.texts.say('documents.file.D-02')}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(issued.content, media_type=files.MEDIA["pdf"], headers=headers)


@router.get("/{lang}/documents/{document}")
async def content(document: Identifier, visit: Looking) -> Response:
    """The file itself, for who may read it."""
    return await files.content(document, visit.me, visit.services)
