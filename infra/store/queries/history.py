"""What happened: the events of a dossier, and what one person did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from contracts import envelope
from contracts.aggregate import Event
from infra.store.tables.core import audit_entries, events
from infra.store.tables.dossier import tenders


@dataclass(frozen=True)
class Happened:
    """One event, with the hash of its leaf in the audit log."""

    event: Event
    aggregate: str
    leaf: str


@dataclass(frozen=True)
class Deed:
    """Something that a person did in a dossier."""

    event: Event
    dossier: str
    reference: str
    title: str


def of_dossier(connection: Connection, dossier: str) -> list[Happened]:
    """All that happened in a dossier, over all its aggregates, in order."""
    rows = connection.execute(_with_leaf().where(events.c.dossier == dossier))
    return [_happened(row) for row in rows]


def of_aggregate(connection: Connection, aggregate: str) -> list[Happened]:
    """All that happened to one aggregate, in order."""
    rows = connection.execute(_with_leaf().where(events.c.aggregate == aggregate))
    return [_happened(row) for row in rows]


def _with_leaf() -> Select[Any]:
    return (
        select(events.c.body, events.c.aggregate, audit_entries.c.leaf)
        .join(audit_entries, audit_entries.c.seq == events.c.leaf)
        .order_by(events.c.at, events.c.leaf, events.c.version)
    )


def _happened(row: Any) -> Happened:
    return Happened(envelope.EVENTS.validate_json(row.body), row.aggregate, row.leaf)


def of_person(connection: Connection, person: str, since: datetime) -> list[Deed]:
    """What a person did from an instant on, the last first."""
    rows = connection.execute(
        select(events.c.body, events.c.dossier, tenders.c.reference, tenders.c.title)
        .join(tenders, tenders.c.id == events.c.dossier)
        .where(events.c.actor == person)
        .where(events.c.at >= since)
        .order_by(events.c.at.desc(), events.c.leaf.desc(), events.c.version.desc())
    )
    return [
        Deed(envelope.EVENTS.validate_json(row.body), row.dossier, row.reference, row.title)
        for row in rows
    ]


def begun_by(
    connection: Connection, moments: Iterable[tuple[str, datetime]]
) -> dict[tuple[str, datetime], str]:
    """Who acted on an aggregate at an instant: whose act began what is waited for since then."""
    wanted = set(moments)
    rows = connection.execute(
        select(events.c.aggregate, events.c.at, events.c.actor)
        .where(events.c.aggregate.in_({aggregate for aggregate, _ in wanted}))
        .where(events.c.at.in_({at for _, at in wanted}))
    )
    found = {(row.aggregate, row.at): row.actor for row in rows}
    return {moment: found[moment] for moment in wanted & found.keys()}
