"""What every document of a dossier says at its head: authority, reference, edition, audit mark."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from contracts.aggregate import Event
from contracts.base import Language
from contracts.documents.imprint import AuditMark, Imprint, Party, Signature, SignatureKind
from contracts.people import OrganisationCard, Person
from contracts.tendering import TenderDraft
from infra.store import audit, clock
from infra.store.papers.voice import Voice
from infra.store.queries import organisations, people
from infra.store.queries import tendering as tenders
from infra.store.tables.core import events
from infra.texts import deputies, parameters
from infra.texts.catalogue import Texts

WRITTEN = Language.NL
"""The language of the dossiers: what people type in them is translated by nobody."""

ADDRESS_LINES = 4
"""The room for an address at the head of a document."""


def imprint(
    connection: Connection,
    tender: tenders.Tender,
    drawn_at: datetime,
    voice: Voice,
    leaf: int | None = None,
) -> Imprint:
    """The imprint of a document about a tender; `drawn_at` is the moment of its legal fact.

    `leaf` is the entry of the audit log with that fact, so that the document is the same whenever
    it is drawn; without it the last entry of the dossier is named.
    """
    authority = organisations.get(connection, tender.state.organisation)
    return Imprint(
        authority=authority.name,
        department=tender.department or authority.name,
        address=_address(authority),
        reference=tender.reference,
        title=tender.draft.title,
        language=voice.language,
        written=WRITTEN if voice.language is not WRITTEN else None,
        drawn_at=drawn_at,
        rule_edition=parameters.edition_name(tender.edition, voice.texts),
        audit=_mark(connection, tender.id) if leaf is None else _mark_of(connection, leaf),
        verification=voice.verification,
        demo=clock.is_demo(connection),
    )


def _mark(connection: Connection, dossier: str) -> AuditMark:
    leaf = connection.execute(
        select(func.max(events.c.leaf)).where(events.c.dossier == dossier)
    ).scalar_one()
    return AuditMark(leaf=leaf, tree_head=audit.head(connection).root)


def _mark_of(connection: Connection, leaf: int) -> AuditMark:
    return AuditMark(leaf=leaf, tree_head=audit.head_at(connection, leaf + 1).root)


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


def official(connection: Connection, draft: TenderDraft) -> str:
    """The managing official whom the documents name; a dash while there is none."""
    manager = draft.team.contract_manager
    return organisations.person(connection, manager).name if manager else "–"


def acted(connection: Connection, event: Event, texts: Texts) -> str:
    """Who did something, as a document prints it: a deputy `voor` the holder of the role."""
    named = people.display_names(connection, deputies.people(event))
    return deputies.who(event, named, texts) or ""


class Signatory(NamedTuple):
    """A place to sign, the id of the person whose it is, and the name that must sign there."""

    person: str
    name: str
    place: Signature


def places(signatories: Iterable[Signatory]) -> tuple[Signature, ...]:
    """The places as a document prints them, without the ids."""
    return tuple(each.place for each in signatories)


def signed(connection: Connection, event: Event) -> Signatory:
    """An act in Bestek as the sign-off that a document prints; the audit log keeps it."""
    found = organisations.person(connection, event.actor)
    place = Signature(
        name=acted(connection, event, Texts(WRITTEN)),
        capacity=capacity(found),
        kind=SignatureKind.SIGNED_OFF,
        signed_at=event.at,
    )
    return Signatory(event.actor, found.name, place)


def sign_off(connection: Connection, person: str, at: datetime) -> Signatory:
    """What a person signed off in Bestek at a moment, as a document prints it."""
    found = organisations.person(connection, person)
    place = Signature(
        name=found.name,
        capacity=capacity(found),
        kind=SignatureKind.SIGNED_OFF,
        signed_at=at,
    )
    return Signatory(person, found.name, place)


def unsigned(connection: Connection, person: str) -> Signatory:
    """A place at which a person has still to sign."""
    found = organisations.person(connection, person)
    place = Signature(name=found.name, capacity=capacity(found))
    return Signatory(person, found.name, place)


def party(card: OrganisationCard) -> Party:
    """A tenderer or contractor as documents name it."""
    seat = card.seat or "–"
    return Party(name=card.name, enterprise_number=card.enterprise_number, seat=seat)
