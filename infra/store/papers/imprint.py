"""What every document of a dossier says at its head: authority, reference, edition, audit mark."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from contracts.base import Language
from contracts.documents.imprint import AuditMark, Imprint, Party
from contracts.people import OrganisationCard
from infra import rulebook
from infra.store import audit, clock
from infra.store.queries import organisations, tenders
from infra.store.tables.core import events


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
        department=tender.department,
        address=tuple(authority.address.splitlines()),
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


def party(card: OrganisationCard) -> Party:
    """A tenderer or contractor as documents name it."""
    return Party(name=card.name, enterprise_number=card.enterprise_number, seat=card.seat)
