"""What every reader of facts has in common."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection

from contracts.aggregate import Command, Facts
from contracts.tendering import TenderState
from infra.store import editions, records

Reader = Callable[[Connection, Any, Any, Facts], Facts]
"""(connection, State or None for an opening command, command, what every command has)."""

Readers = Mapping[type[Command], Reader]


def base_of(facts: Facts) -> dict[str, Any]:
    """The fields of the base facts, to build a phase's own facts from."""
    return {field.name: getattr(facts, field.name) for field in fields(Facts)}


def base_within(connection: Connection, facts: Facts, tender: TenderState | None) -> dict[str, Any]:
    """As `base_of`, for what opens an aggregate inside a dossier: it is judged by the law that the
    tender pinned, not by that of today. Without a tender there is nothing to judge."""
    if tender is None:
        return base_of(facts)
    return base_of(facts) | {"edition": editions.pinned(connection, tender.edition)}


def tender_of(connection: Connection, aggregate: str, organisation: str) -> TenderState | None:
    """The State of a tender of this organisation; None for any other."""
    state = records.read_state(connection, aggregate)
    if not isinstance(state, TenderState) or state.organisation != organisation:
        return None
    return state
