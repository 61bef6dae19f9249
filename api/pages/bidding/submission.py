"""P-10: everything is in order until the limit. The number of bids is told to nobody."""

from fastapi import APIRouter
from starlette.responses import Response

from api import reading
from api.pages.bidding import dossier
from api.pages.bidding.dossier import Dossier
from api.pages.page import Looking, Visit
from contracts import bidding, names
from contracts.base import Identifier, Instant
from contracts.people import Person
from infra import threads
from infra.store import records
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.queries import organisations
from infra.texts import formats
from infra.vault.keys import KeyDestroyed, KeyMissing

router = APIRouter(include_in_schema=False)


@router.get("/{lang}/tenders/{tender}/submission")
async def submission(tender: Identifier, visit: Looking) -> Response:
    """The page for the buyer's people."""

    def read(connection: Connection) -> tuple[Dossier, list[Person], list[Document]]:
        found = dossier.internal(connection, visit.me, tender)
        people = [organisations.person(connection, p) for p in found.tender.state.officers]
        return found, people, reading.documents_of(connection, visit.me, tender)

    found, people, documents = await visit.services.store.read(read)
    confirmed = await visit.services.store.read(lambda c: confirmations(c, tender))
    over = visit.now >= found.deadline
    ready = await _has_key(visit, tender)
    return visit.render(
        "submission.html",
        tender=found.head(visit.texts),
        due=found.deadline,
        over=over,
        explanation=found.minimum(),
        reasons=found.tender.edition.reasons,
        officers=[
            {"name": who.name, "function": who.function, "confirmed": confirmed.get(who.id)}
            for who in people
        ],
        channel=visit.texts.say("submission.here"),
        sealing=visit.texts.say(
            "submission.sealing_ready" if ready else "submission.sealing_missing"
        ),
        opening_path=f"/tenders/{tender}/opening" if over else None,
        documents=[document_row(document, visit) for document in documents],
    )


def confirmations(connection: Connection, tender: str) -> dict[str, Instant]:
    """When each opening officer confirmed."""
    return {
        event.actor: event.at
        for event in records.read_events(connection, names.tender(tender))
        if isinstance(event, bidding.OpeningConfirmed)
    }


async def _has_key(visit: Visit, tender: str) -> bool:
    try:
        await threads.run(visit.services.keyring.tender_recipient, tender)
    except (KeyMissing, KeyDestroyed):
        return False
    return True


def document_row(document: Document, visit: Visit) -> dict[str, object]:
    """A document of the dossier as a row of `_files.html`."""
    return {
        "name": document.title,
        "path": f"/documents/{document.id}",
        "kind": document.name.rsplit(".", 1)[-1].upper(),
        "note": formats.moment_short(document.drawn_at, visit.language),
        "size": document.size,
        "sha256": document.sha256,
        "signing": None,
    }
