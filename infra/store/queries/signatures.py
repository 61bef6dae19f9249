"""Copies of documents that people signed with a tool of their own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from contracts.signatures import SignedFile
from infra.store import records
from infra.store.tables.dossier import signed_files


@dataclass(frozen=True)
class Copy:
    """One signed copy: who handed it in and when, and what was found in it then."""

    document: str
    sha256: str
    size: int
    actor: str
    at: datetime
    signed: SignedFile


def of_document(connection: Connection, document: str) -> list[Copy]:
    """The signed copies of a document, in the order in which they came."""
    rows = connection.execute(
        select(signed_files)
        .where(signed_files.c.document == document)
        .order_by(signed_files.c.at, signed_files.c.sha256)
    )
    return [_copy(connection, row) for row in rows]


def find(connection: Connection, document: str, sha256: str) -> Copy | None:
    """The copy of a document with this hash; None when it was never handed in."""
    row = connection.execute(
        select(signed_files)
        .where(signed_files.c.document == document)
        .where(signed_files.c.sha256 == sha256)
    ).first()
    return None if row is None else _copy(connection, row)


def _copy(connection: Connection, row: Any) -> Copy:
    return Copy(
        document=row.document,
        sha256=row.sha256,
        size=row.size,
        actor=row.actor,
        at=row.at,
        signed=records.bound(connection, row.signed, SignedFile),
    )
