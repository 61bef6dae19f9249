"""Sheets: drafts of one shape, that certain people write in certain stages, until an act binds one.

Who may edit which sheet when is said here once: the rules' permissions and the phase's `may`.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from pydantic import BaseModel

from contracts import envelope
from contracts.actors import Actor, Permission, Relation
from contracts.aggregate import State
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import permissions
from infra.store import access, drafts
from infra.store.engine import Connection

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Sheet(Generic[M]):
    """One kind of sheet of an aggregate.

    `act` is the entry of the phase's `MAY` that judges its editing; a `personal` sheet is written
    by each author alone.
    """

    name: str
    shape: type[M]
    act: str
    permission: Permission
    personal: bool = False

    def author(self, person: str) -> str:
        """Under whose name the sheet of this person is kept."""
        return person if self.personal else drafts.SHARED


def edit_refusal(
    sheet: Sheet[M],
    state: State | None,
    actor: Actor,
    relations: frozenset[Relation],
    at: datetime,
) -> Refusal | None:
    """Why this actor may not write this sheet now; None when it may."""
    if state is None or not permissions.sees(permissions.visible(actor), state.organisation):
        return refuse(Code.UNKNOWN_REFERENCE)
    verdict = permissions.can(actor, sheet.permission, relations)
    return access.permission_refusal(verdict) or envelope.may(state, sheet.act, actor, at)


def read(
    connection: Connection, aggregate: str, sheet: Sheet[M], person: str
) -> drafts.Saved[M] | None:
    """The sheet that this person works on, None while nobody has written it."""
    return drafts.read(connection, aggregate, sheet.name, sheet.shape, sheet.author(person))
