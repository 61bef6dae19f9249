"""P-20: what a firm must know to decide to bid. For everybody."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.commands import RefusedError
from api.pages import papers, words
from api.pages.bidding import dossier
from api.pages.bidding.dossier import Dossier
from api.pages.page import Look, Passing, Visit
from api.routes.documents import MEDIA
from contracts.base import Identifier
from contracts.refusals import Code, refuse
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.queries.bidding import ReceivedBid
from infra.texts import formats, methods, terms
from infra.texts.catalogue import Texts

router = APIRouter(include_in_schema=False)

Read = tuple[Dossier, list[Document], Mapping[str, str], list[str], ReceivedBid | None, bool]
"""The tender, its documents, what its codes mean, where it is performed, the reader's bid, and
whether they may bid."""


@router.get("/{lang}/tenders/{tender}/notice")
async def notice(tender: Identifier, look: Passing) -> Response:
    """The page of a published tender."""

    texts = look.texts

    def read(connection: Connection) -> Read:
        found = dossier.public(connection, look, tender)
        documents = dossier.public_documents(connection, tender)
        meanings = words.codes(connection, found.tender.draft, texts)
        places = words.places(connection, found.tender.draft, texts)
        if not isinstance(look, Visit):
            return found, documents, meanings, places, None, False
        own = dossier.standing(connection, look.me, tender)
        bidder = dossier.may_bid(connection, look.me, tender)
        return found, documents, meanings, places, own, bidder

    found, documents, meanings, places, own, bidder = await look.services.store.read(read)
    can_start = bidder and own is None and found.open(look.now)
    stranger = not isinstance(look, Visit) and found.open(look.now)
    path = f"/tenders/{tender}"
    return look.render(
        "notice.html",
        tender=found.head(texts),
        course_notes=found.course_notes(texts),
        open=found.open(look.now),
        limit={
            "due": found.deadline,
            "explanation": found.minimum(),
            "reasons": found.tender.edition.reasons,
            "text": texts.say("limit.running"),
        },
        amounts=_amounts(found, texts),
        terms=terms.told(found.tender.draft, found.tender.edition, texts, announced=True),
        start={"label": texts.say("act.start_bid"), "path": f"{path}/bid/new"}
        if can_start
        else None,
        why=texts.say("notice.sign_in") if stranger else None,
        own={"received_at": own.received_at, "path": f"{path}/bid"} if own else None,
        lots=found.tender.draft.lots,
        places=places,
        items=[words.item(item, texts, meanings) for item in found.tender.draft.items],
        criteria=words.criteria(found.tender.draft, texts),
        ties=methods.tie_break(found.tender.draft, texts),
        documents=[_document(document, found, look) for document in documents],
    )


@router.get("/{lang}/tenders/{tender}/notice/{document}")
async def published(tender: Identifier, document: Identifier, look: Passing) -> Response:
    """A public document of the tender."""

    def read(connection: Connection) -> Document | None:
        dossier.public(connection, look, tender)
        documents = dossier.public_documents(connection, tender)
        return next((each for each in documents if each.id == document), None)

    found = await look.services.store.read(read)
    if found is None:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    return Response(
        await look.services.files.read(found.sha256),
        media_type=MEDIA[found.name.rsplit(".", 1)[-1]],
        headers={"Content-Disposition": f'inline; filename="{found.name}"'},
    )


def _amounts(found: Dossier, texts: Texts) -> list[dict[str, Any]]:
    draft, language = found.tender.draft, texts.language
    rows: list[dict[str, Any]] = []
    if draft.estimate is not None:
        rows.append(
            {
                "name": texts.say("tender.estimate"),
                "value": formats.money(draft.estimate, language),
                "note": texts.say("notice.estimate_note"),
            }
        )
    if draft.contract_months is not None:
        months = texts.plural("notice.months", draft.contract_months)
        name = texts.say("notice.contract_months")
        rows.append({"name": name, "value": months, "note": draft.renewal or None})
    rows.append(
        {
            "name": texts.say("draft.validity_days"),
            "value": texts.plural("format.days", draft.validity_days),
            "note": texts.say("notice.validity_note"),
        }
    )
    return rows


def _document(document: Document, found: Dossier, look: Look) -> dict[str, Any]:
    texts = look.texts
    published_at = formats.moment_short(document.drawn_at, look.language)
    return {
        "name": papers.named(document, texts),
        "path": f"/tenders/{found.tender.id}/notice/{document.id}",
        "kind": document.name.rsplit(".", 1)[-1].upper(),
        "note": texts.say("notice.as_of", moment=published_at),
        "size": document.size,
        "sha256": document.sha256,
        "signing": None,
    }
