"""What every reader of facts has in common."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection

from contracts.aggregate import Command, Facts

Reader = Callable[[Connection, Any, Any, Facts], Facts]
"""(connection, State or None for an opening command, command, what every command has)."""

Readers = Mapping[type[Command], Reader]


def base_of(facts: Facts) -> dict[str, Any]:
    """The fields of the base facts, to build a phase's own facts from."""
    return {field.name: getattr(facts, field.name) for field in fields(Facts)}
