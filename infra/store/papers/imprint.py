"""What every document of a dossier says at its head: authority, reference, edition, audit mark."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from contracts.base import Language
from contracts.documents.imprint import AuditMark, Imprint, Party
from contracts.people import OrganisationCard, Person
from infra import rulebook
from infra.store import audit, clock
from infra.store.queries import organisations
from infra.store.queries import tendering as tenders
from infra.store.tables.core import events

ADDRESS_LINES = 4
"""The room for an address at the head of a document."""


def imprint(
    connection: Connection,
    tender: tenders.Tender,
    drawn_at: datetime,
    verification: str,
    language: Language = Language.NL,
) -> Imprint:
    """The imprint of a document about a tender; `drawn_at` is the moment of its legal fact."""
    authority = organisations.get(connection, tender.state.organisation)
    return Imprint(
        authority=authority.name,
        department=tender.department or authority.name,
        address=_address(authority),
        reference=tender.reference,
        title=tender.draft.title,
        language=language,
        drawn_at=drawn_at,
        rule_edition=rulebook.shipped().pinned(tender.state.edition).id,
        audit=_mark(connection, tender.id),
        verification=verification,
        demo=clock.is_demo(connection),
    )


def _mark(connection: Connection, dossier: str) -> AuditMark:
    leaf = connection.execute(
        select(func.max(events.c.leaf)).where(events.c.dossier == dossier)
    ).scalar_one()
    return AuditMark(leaf=leaf, tree_head=audit.head(connection).root)


def _address(card: OrganisationCard) -> tuple[str, ...]:
    """Up to four lines. A card that is not filled in yet must not stop a document that the law
    asks for: it then says the seat, or the name."""
    lines = [line.strip() for line in card.address.splitlines() if line.strip()]
    if len(lines) > ADDRESS_LINES:
        lines = [*lines[: ADDRESS_LINES - 1], ", ".join(lines[ADDRESS_LINES - 1 :])]
    return tuple(lines) or (card.seat or card.name,)


def capacity(person: Person) -> str:
    """In which function somebody signs or explains; a dash while it is not filled in."""
    return person.function or "–"


def party(card: OrganisationCard) -> Party:
    """A tenderer or contractor as documents name it."""
    seat = card.seat or "–"
    return Party(name=card.name, enterprise_number=card.enterprise_number, seat=seat)
