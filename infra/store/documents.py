"""The register of documents: each drawn once under its business key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, insert, select

from contracts.documents import checks
from infra.store import audit, clock
from infra.store.tables.core import aggregates
from infra.store.tables.dossier import documents


@dataclass(frozen=True)
class Document:
    """A document that was issued. `party` is the organisation a letter is for."""

    id: str
    business_key: str
    dossier: str
    aggregate: str
    kind: str
    party: str | None
    name: str
    title: str
    language: str
    sha256: str
    """The file as it is issued."""
    size: int
    drawn_at: datetime
    """The moment of the legal fact that it states."""
    drawn: str
    """The hash of the same document before its seal: equal for equal contents."""
    leaf: int | None = None
    """Its entry in the audit log."""
    path: str | None = None
    """The hashes from that entry to the root right after it, with spaces between."""
    original: str | None = None
    """The document of which this is a copy in another language; None for an original."""


def _document(row: object) -> Document:
    return Document(*(getattr(row, field) for field in Document.__dataclass_fields__))


def find(connection: Connection, business_key: str) -> Document | None:
    """The document drawn under this key, None when it is still to be drawn."""
    row = connection.execute(
        select(documents).where(documents.c.business_key == business_key)
    ).first()
    return None if row is None else _document(row)


def find_all(connection: Connection, business_keys: Iterable[str]) -> list[Document]:
    """The documents drawn under these keys, in the order of drawing."""
    rows = connection.execute(
        select(documents)
        .where(documents.c.business_key.in_(set(business_keys)))
        .order_by(documents.c.drawn_at, documents.c.id)
    )
    return [_document(row) for row in rows]


def get(connection: Connection, document: str) -> Document | None:
    """The document with this id."""
    row = connection.execute(select(documents).where(documents.c.id == document)).first()
    return None if row is None else _document(row)


def add(connection: Connection, document: Document) -> Document:
    """Register a document and its audit entry; a key that is there already is answered."""
    if there := find(connection, document.business_key):
        return there
    entry = checks.issued_entry(
        document.id, document.kind, document.drawn, document.sha256, clock.now(connection)
    )
    placed = audit.append_placed(connection, entry)
    registered = replace(document, leaf=placed.head.size - 1, path=" ".join(placed.path))
    connection.execute(insert(documents).values(vars(registered)))
    return registered


def of_dossier(connection: Connection, dossier: str) -> list[Document]:
    """All documents of a dossier, in the order of drawing."""
    rows = connection.execute(
        select(documents)
        .where(documents.c.dossier == dossier)
        .order_by(documents.c.drawn_at, documents.c.id)
    )
    return [_document(row) for row in rows]


def of_versions(connection: Connection, hashes: Sequence[str]) -> Document | None:
    """The document that one of these hashes is, as it was issued or as it was drawn before its
    seal; None when it is none of ours."""
    row = connection.execute(
        select(documents)
        .where(documents.c.sha256.in_(hashes) | documents.c.drawn.in_(hashes))
        .order_by(documents.c.drawn_at, documents.c.id)
        .limit(1)
    ).first()
    return None if row is None else _document(row)


SEVERAL = frozenset({"D-18", "D-19"})
"""Kinds of which one aggregate has several, each about a delivery or a verification of its own."""

ANEW = frozenset({"D-10"})
"""Kinds that a dossier has one of, also when another aggregate makes it anew: a second round."""


def successors(found: Iterable[Document]) -> dict[str, Document]:
    """For each of these documents whose place a later one of them took, by id: the last that did.

    The same place is that of the same kind, about the same, for the same party. What took the place
    of an original took that of its copies.
    """
    last: dict[tuple[str, str, str], Document] = {}
    every = list(found)
    known = [each for each in every if each.kind not in SEVERAL and each.original is None]
    for each in sorted(known, key=lambda one: one.drawn_at):
        last[_place(each)] = each
    later = {
        each.id: last[_place(each)] for each in known if last[_place(each)].drawn_at > each.drawn_at
    }
    copies = {each.id: later[each.original] for each in every if each.original in later}
    return later | copies


def _place(document: Document) -> tuple[str, str, str]:
    about = document.dossier if document.kind in ANEW else document.aggregate
    return document.kind, about, document.party or ""


def successor(connection: Connection, document: Document) -> Document | None:
    """The document that took the place of this one; None while it is the last."""
    return successors(of_dossier(connection, document.dossier)).get(document.id)


@dataclass(frozen=True)
class Logged:
    """A document's entry in the audit log, with the root right after it and the path there."""

    entry: str
    leaf: int
    path: tuple[str, ...]


def logged(connection: Connection, document: Document) -> Logged | None:
    """Where a document stands in the audit log; None if it is from before documents had entries."""
    if document.leaf is None or document.path is None:
        return None
    [entry] = audit.entries(connection, document.leaf, 1)
    return Logged(entry.body, document.leaf, tuple(document.path.split()))


def dossier_of(connection: Connection, aggregate: str) -> str:
    """The dossier that an aggregate belongs to; LookupError when it does not exist."""
    found = connection.execute(
        select(aggregates.c.dossier).where(aggregates.c.id == aggregate)
    ).scalar()
    if found is None:
        raise LookupError(aggregate)
    return str(found)
