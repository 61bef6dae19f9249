"""Mandates: which are in force for whom, and all that were ever given."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, or_, select

from contracts.actors import Mandate, Role
from contracts.base import Money, local_date
from contracts.people import Given
from infra.store.tables.people import mandates, roles

_IN_FORCE = (
    select(mandates)
    # What a titular no longer holds, nobody holds for them.
    .join(roles, and_(roles.c.person == mandates.c.titular, roles.c.role == mandates.c.role))
    .where(mandates.c.holder == bindparam("holder"))
    .where(mandates.c.valid_from <= bindparam("day"))
    .where(mandates.c.valid_to >= bindparam("day"))
    .where(or_(mandates.c.ended_at.is_(None), mandates.c.ended_at > bindparam("at")))
    .order_by(mandates.c.valid_from, mandates.c.given_at, mandates.c.id)
)


def in_force(connection: Connection, holder: str, at: datetime) -> tuple[Mandate, ...]:
    """The mandates of a person at an instant, the one that began first at the front.

    A mandate counts on every day of Brussels from its first to its last, both included, until the
    moment at which it was ended early, and as long as its titular holds the role.
    """
    asked = {"holder": holder, "day": local_date(at), "at": at}
    return tuple(_mandate(row) for row in connection.execute(_IN_FORCE, asked))


def _mandate(row: Any) -> Mandate:
    limit = None
    if row.limit_amount is not None:
        limit = Money(amount=Decimal(row.limit_amount), currency=row.limit_currency)
    return Mandate(
        role=Role(row.role),
        titular=row.titular,
        decision=row.decision,
        decided_on=row.decided_on,
        limit=limit,
        acting=row.acting,
    )


def find(connection: Connection, organisation: str, mandate: str) -> Given | None:
    """One mandate of an organisation; None when there is none of this id."""
    found = connection.execute(_of(organisation).where(mandates.c.id == mandate)).first()
    return None if found is None else _given(found)


def of_organisation(connection: Connection, organisation: str) -> list[Given]:
    """All mandates that were ever given in an organisation, the one that begins last in front."""
    return [_given(row) for row in connection.execute(_of(organisation))]


def of_person(connection: Connection, organisation: str, person: str) -> list[Given]:
    """Those that lend a role of this person, lend one to them, or were given by them; in the same
    order."""
    concerned = or_(
        mandates.c.titular == person, mandates.c.holder == person, mandates.c.given_by == person
    )
    return [_given(row) for row in connection.execute(_of(organisation).where(concerned))]


def _of(organisation: str) -> Select[Any]:
    return (
        select(mandates)
        .where(mandates.c.organisation == organisation)
        .order_by(mandates.c.valid_from.desc(), mandates.c.given_at.desc(), mandates.c.id)
    )


def _given(row: Any) -> Given:
    return Given(
        id=row.id,
        holder=row.holder,
        mandate=_mandate(row),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        given_by=row.given_by,
        given_at=row.given_at,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
    )
