"""The legal fact that a document is about, with its entry in the audit log."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from contracts.aggregate import Event
from infra.store import records
from infra.store.engine import Connection

E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Fact(Generic[E]):
    """One event, and the leaf of the audit log that holds it."""

    event: E
    leaf: int


def find(
    connection: Connection,
    aggregate: str,
    kind: type[E],
    which: Callable[[E], bool] = lambda _: True,
) -> Fact[E]:
    """The last event of a kind of which `which` holds; LookupError when there is none."""
    for each in reversed(records.read_recorded(connection, aggregate)):
        if isinstance(each.event, kind) and which(each.event):
            return Fact(each.event, each.leaf)
    raise LookupError(f"{aggregate}: no {kind.__name__}")
