"""The register of documents: each drawn once under its business key."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from infra.store.tables.core import aggregates
from infra.store.tables.dossier import documents


@dataclass(frozen=True)
class Document:
    """A document that was drawn. `party` is the organisation a letter is for."""

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
    size: int
    drawn_at: datetime


def _document(row: object) -> Document:
    return Document(*(getattr(row, field) for field in Document.__dataclass_fields__))


def find(connection: Connection, business_key: str) -> Document | None:
    """The document drawn under this key, None when it is still to be drawn."""
    row = connection.execute(
        select(documents).where(documents.c.business_key == business_key)
    ).first()
    return None if row is None else _document(row)


def get(connection: Connection, document: str) -> Document | None:
    """The document with this id."""
    row = connection.execute(select(documents).where(documents.c.id == document)).first()
    return None if row is None else _document(row)


def add(connection: Connection, document: Document) -> Document:
    """Register a document; if its key is there already, that one is answered."""
    if there := find(connection, document.business_key):
        return there
    connection.execute(insert(documents).values(vars(document)))
    return document


def of_dossier(connection: Connection, dossier: str) -> list[Document]:
    """All documents of a dossier, in the order of drawing."""
    rows = connection.execute(
        select(documents)
        .where(documents.c.dossier == dossier)
        .order_by(documents.c.drawn_at, documents.c.id)
    )
    return [_document(row) for row in rows]


def is_known(connection: Connection, sha256: str) -> bool:
    """Whether a document with exactly this content was drawn."""
    found = select(documents.c.id).where(documents.c.sha256 == sha256).limit(1)
    return connection.execute(found).first() is not None


def dossier_of(connection: Connection, aggregate: str) -> str:
    """The dossier that an aggregate belongs to; LookupError when it does not exist."""
    found = connection.execute(
        select(aggregates.c.dossier).where(aggregates.c.id == aggregate)
    ).scalar()
    if found is None:
        raise LookupError(aggregate)
    return str(found)
