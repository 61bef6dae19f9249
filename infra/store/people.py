"""Writing people: organisations, accounts, roles."""

from collections.abc import Iterable

from sqlalchemy import Connection, insert, select, update

from contracts.actors import Role
from contracts.people import OrganisationCard, Person
from infra.store.records import upsert
from infra.store.tables.people import organisations, people, roles


def add_organisation(connection: Connection, card: OrganisationCard) -> None:
    """Register a buyer or a supplier; a repeat changes nothing."""
    statement = upsert(connection)(organisations).values(
        id=card.id,
        kind=card.kind,
        name=card.name,
        enterprise_number=card.enterprise_number,
        address=card.address,
        seat=card.seat,
        prefix=card.prefix,
        email=card.email,
    )
    connection.execute(statement.on_conflict_do_nothing())


def add_person(connection: Connection, person: Person, held: Iterable[Role]) -> None:
    """Register a person with the roles they hold; a repeat changes nothing."""
    known = connection.execute(select(people.c.id).where(people.c.id == person.id)).first()
    if known is not None:
        return
    connection.execute(
        insert(people).values(
            id=person.id,
            organisation=person.organisation,
            name=person.name,
            function=person.function,
            department=person.department,
            email=person.email,
            language=person.language,
            phone=person.phone,
            active=True,
        )
    )
    connection.execute(insert(roles), [{"person": person.id, "role": role} for role in held])


def set_password(connection: Connection, person: str, password_hash: str) -> None:
    """Give an account its Argon2id hash."""
    connection.execute(
        update(people).where(people.c.id == person).values(password_hash=password_hash)
    )
