"""What every reader of facts has in common."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection

from contracts.aggregate import Command, Facts, State
from contracts.tendering import TenderState
from infra import rulebook
from infra.store import records

Reader = Callable[[Connection, Any, Any, Facts], Facts]
"""(connection, State or None for an opening command, command, what every command has)."""

Readers = Mapping[type[Command], Reader]


def base_of(facts: Facts, pinned_by: State | None = None) -> dict[str, Any]:
    """The fields of the base facts, to build a phase's own facts from.

    What opens an aggregate inside a dossier is judged by the law that the dossier pinned, not by
    that of today: `pinned_by` is then the State that has it.
    """
    found = {field.name: getattr(facts, field.name) for field in fields(Facts)}
    if pinned_by is not None:
        found["edition"] = rulebook.shipped().pinned(pinned_by.edition)
    return found


def tender_of(connection: Connection, aggregate: str, organisation: str) -> TenderState | None:
    """The State of a tender of this organisation; None for any other."""
    state = records.read_state(connection, aggregate)
    if not isinstance(state, TenderState) or state.organisation != organisation:
        return None
    return state
