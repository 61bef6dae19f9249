"""Drafts: work in progress, written straight to the store with an optimistic version.

A draft gets no leaf in the audit log; the command that binds its hash does.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection, insert, select, update

from contracts.base import canonical_json, content_hash
from infra.store import records
from infra.store.tables.dossier import drafts

M = TypeVar("M", bound=BaseModel)

SHARED = ""
"""The author of a sheet that several people write together."""


class ChangedMeanwhileError(Exception):
    """Somebody else saved this draft since it was read; `at` says when, `by` who."""

    def __init__(self, at: datetime, by: str) -> None:
        super().__init__(f"saved by {by} at {at}")
        self.at = at
        self.by = by


@dataclass(frozen=True)
class Saved(Generic[M]):
    """A draft as it lies in the store."""

    content: M
    version: int
    saved_by: str
    saved_at: datetime

    @property
    def sha256(self) -> str:
        """The hash that a command binds."""
        return content_hash(self.content)


def read(
    connection: Connection, aggregate: str, sheet: str, shape: type[M], author: str = SHARED
) -> Saved[M] | None:
    """The draft of a sheet, None while nobody has written it."""
    row = connection.execute(
        select(drafts)
        .where(drafts.c.aggregate == aggregate)
        .where(drafts.c.sheet == sheet)
        .where(drafts.c.author == author)
    ).first()
    if row is None:
        return None
    return Saved(shape.model_validate_json(row.body), row.version, row.saved_by, row.saved_at)


def save(
    connection: Connection,
    aggregate: str,
    sheet: str,
    content: BaseModel,
    *,
    by: str,
    at: datetime,
    known: int,
    author: str = SHARED,
) -> int:
    """Write a draft over version `known` (0 for the first); the new version.

    Raises ChangedMeanwhileError when somebody else was first. Locks the draft's aggregate, so
    that no command binds another version in between.
    """
    records.lock_state(connection, aggregate)
    present = read(connection, aggregate, sheet, type(content), author)
    if (present.version if present else 0) != known:
        if present is None:
            raise ChangedMeanwhileError(at, by)
        raise ChangedMeanwhileError(present.saved_at, present.saved_by)
    values = {
        "version": known + 1,
        "body": canonical_json(content).decode(),
        "saved_by": by,
        "saved_at": at,
    }
    if present is None:
        key = {"aggregate": aggregate, "sheet": sheet, "author": author}
        connection.execute(insert(drafts).values(key | values))
    else:
        connection.execute(
            update(drafts)
            .where(drafts.c.aggregate == aggregate)
            .where(drafts.c.sheet == sheet)
            .where(drafts.c.author == author)
            .values(values)
        )
    return known + 1
