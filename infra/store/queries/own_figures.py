"""The figures that an organisation uses instead of those of the law, now and before."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, or_, select

from contracts.people import OwnFigure
from contracts.rules.overrides import Override
from infra.store import records
from infra.store.tables.dossier import contents
from infra.store.tables.people import own_figures, people


@dataclass(frozen=True)
class Recorded:
    """One figure as it was put, and how it ended. `by` and `ended_by` are names of people."""

    figure: OwnFigure
    edition: str
    """The id of the edition against which it was judged."""
    by: str
    at: datetime
    ended_at: datetime | None
    ended_by: str | None
    ended_reason: str | None
    """Why it was withdrawn; None while it holds, and for one that gave way to another figure."""

    @property
    def override(self) -> Override:
        """As the rule takes it."""
        return self.figure.put(self.by, self.at)


_ended_by = people.alias("ended_by")
_EVERY = (
    select(
        own_figures,
        contents.c.body,
        people.c.name.label("by"),
        _ended_by.c.name.label("by_whom_ended"),
    )
    .join(contents, contents.c.sha256 == own_figures.c.figure)
    .join(people, people.c.id == own_figures.c.actor)
    .outerjoin(_ended_by, _ended_by.c.id == own_figures.c.ended_by)
    .where(own_figures.c.organisation == bindparam("of"))
    .order_by(own_figures.c.version.desc())
)
_IN_FORCE = _EVERY.where(own_figures.c.at <= bindparam("moment")).where(
    or_(own_figures.c.ended_at.is_(None), own_figures.c.ended_at > bindparam("moment"))
)


def in_force(connection: Connection, organisation: str, at: datetime) -> tuple[Recorded, ...]:
    """The figures that hold at a moment, at most one for a parameter; the latest first."""
    rows = connection.execute(_IN_FORCE, {"of": organisation, "moment": at})
    return tuple(_recorded(connection, row) for row in rows)


def every(connection: Connection, organisation: str) -> tuple[Recorded, ...]:
    """All that ever held, the latest first."""
    rows = connection.execute(_EVERY, {"of": organisation})
    return tuple(_recorded(connection, row) for row in rows)


def _recorded(connection: Connection, row: Any) -> Recorded:
    reason = row.ended_reason
    return Recorded(
        figure=OwnFigure.model_validate_json(row.body),
        edition=row.edition,
        by=row.by,
        at=row.at,
        ended_at=row.ended_at,
        ended_by=row.by_whom_ended,
        ended_reason=records.read_text(connection, reason) if reason else None,
    )
