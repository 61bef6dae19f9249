"""Mandates of the cast's city: given and ended by its own commands."""

from datetime import date
from decimal import Decimal
from typing import Any

from contracts import names
from contracts.actors import Role
from contracts.aggregate import Command
from contracts.base import Money
from contracts.envelope import CommitRequest, Outcome
from contracts.people.mandates import EndMandate, GiveMandate
from infra.store import clock, commit
from infra.store.engine import Connection, Store
from tests import builders
from tests.builders import uid

CITY = names.organisation(builders.CITY)
DECISION = "2026_AD_00012"
DECIDED_ON = date(2026, 1, 5)
FIRST, LAST = date(2026, 1, 12), date(2026, 1, 30)
"""From the day on which every test store begins."""


async def give(
    store: Store, role: Role, titular: str, holder: str, by: str = "", **what: Any
) -> Outcome:
    """A role of `titular` is lent to `holder` for three weeks, unless other days are said."""
    fields: dict[str, Any] = {
        "mandate": uid(f"mandate {role} {titular} {holder}"),
        "role": role,
        "titular": uid(titular),
        "holder": uid(holder),
        "decision": DECISION,
        "decided_on": DECIDED_ON,
        "valid_from": FIRST,
        "valid_to": LAST,
    }
    return await act(store, GiveMandate, by or titular, **fields | what)


async def end(store: Store, by: str, mandate: str, key: str = "") -> Outcome:
    """A mandate is ended now."""
    return await act(store, EndMandate, by, key, mandate=mandate)


async def act(
    store: Store, kind: type[Command], who: str, key: str = "", /, **what: Any
) -> Outcome:
    """One act on the city, at the present of its clock; the same again is a repeat, unless it has
    another key."""

    def work(connection: Connection) -> Outcome:
        command = kind(
            id=f"{uid(who)}/{kind.__name__}/{what['mandate']}/{key}",
            aggregate=CITY,
            organisation=builders.CITY,
            actor=uid(who),
            at=clock.now(connection),
            **what,
        )
        request = CommitRequest(aggregate=CITY, known=0, command=command)
        return commit.commit_in(connection, request, direct=True)

    return await store.write(work)


def euros(amount: str) -> Money:
    """An amount."""
    return Money(amount=Decimal(amount))
