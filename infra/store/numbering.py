"""References for people: gapless numbers, given inside the transaction that uses them."""

from sqlalchemy import Connection, select

from infra.store.records import upsert
from infra.store.tables.core import counters
from infra.store.tables.people import organisations


def next_number(connection: Connection, name: str) -> int:
    """The next number of a series, from 1. Rolls back with the transaction: no gaps."""
    statement = upsert(connection)(counters).values(name=name, value=1)
    statement = statement.on_conflict_do_update(
        index_elements=[counters.c.name], set_={"value": counters.c.value + 1}
    )
    number: int = connection.execute(statement.returning(counters.c.value)).scalar_one()
    return number


def next_reference(connection: Connection, organisation: str, year: int) -> str:
    """The next reference of a buyer's dossier, for example `SB-2026-031`."""
    buyer = connection.execute(
        select(organisations.c.name, organisations.c.prefix).where(
            organisations.c.id == organisation
        )
    ).one()
    prefix = buyer.prefix or _initials(buyer.name)
    number = next_number(connection, f"dossier/{prefix}/{year}")
    return f"{prefix}-{year}-{number:03d}"


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:3] if word[0].isalpha()).upper()
