"""Organisations and the people in them."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from contracts.people import OrganisationCard, Person
from infra.store.tables.people import organisations, people


def get(connection: Connection, organisation: str) -> OrganisationCard:
    """The card of an organisation; LookupError when it is not registered."""
    row = connection.execute(
        select(organisations).where(organisations.c.id == organisation)
    ).first()
    if row is None:
        raise LookupError(organisation)
    return OrganisationCard.model_validate(dict(row._mapping))


def person(connection: Connection, person_id: str) -> Person:
    """A person; LookupError when unknown."""
    row = connection.execute(
        select(*(people.c[name] for name in Person.model_fields)).where(people.c.id == person_id)
    ).first()
    if row is None:
        raise LookupError(person_id)
    return Person.model_validate(dict(row._mapping))


def named(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of organisations by id; an unknown id is left out."""
    wanted = set(ids)
    rows = connection.execute(
        select(organisations.c.id, organisations.c.name).where(organisations.c.id.in_(wanted))
    )
    return {row.id: row.name for row in rows}
