"""Sealed files that wait for a bid: whose they are, by the hash of the ciphertext."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from infra.store.records import upsert
from infra.store.tables.dossier import uploads


@dataclass(frozen=True)
class Upload:
    """One sealed file. `key` names the act or the form that must be sealed only once."""

    sha256: str
    size: int
    tender: str
    supplier: str
    at: datetime
    key: str


def _upload(row: object) -> Upload:
    return Upload(*(getattr(row, field) for field in Upload.__dataclass_fields__))


def find(connection: Connection, sha256: str) -> Upload | None:
    """The sealed file of this hash."""
    row = connection.execute(select(uploads).where(uploads.c.sha256 == sha256)).first()
    return None if row is None else _upload(row)


def of_key(connection: Connection, key: str) -> Upload | None:
    """What was sealed under this key."""
    row = connection.execute(select(uploads).where(uploads.c.key == key)).first()
    return None if row is None else _upload(row)


def beginning(connection: Connection, key: str) -> Upload | None:
    """What was sealed first under a key that begins so."""
    row = connection.execute(
        select(uploads)
        .where(uploads.c.key.startswith(key, autoescape=True))
        .order_by(uploads.c.at, uploads.c.sha256)
    ).first()
    return None if row is None else _upload(row)


def add(connection: Connection, upload: Upload) -> Upload:
    """Register a sealed file; if its key is there already, that one is answered."""
    statement = upsert(connection)(uploads).values(vars(upload))
    connection.execute(statement.on_conflict_do_nothing(index_elements=["key"]))
    return of_key(connection, upload.key) or upload
