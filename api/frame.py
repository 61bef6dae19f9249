"""What stands around every page: who is signed in, where they can go, which clock is shown."""

from dataclasses import dataclass
from datetime import datetime

from contracts.actors import Permission, Role
from contracts.rules import permissions


@dataclass(frozen=True)
class Destination:
    """One entry of the main menu. `path` is without the language; `count` is what waits there."""

    key: str
    """The catalogue key of its name."""
    path: str
    count: int = 0


@dataclass(frozen=True)
class Frame:
    """The frame of one page. Without `person` nobody is signed in, and there is no menu."""

    organisation: str = ""
    person: str | None = None
    roles: tuple[Role, ...] = ()
    menu: tuple[Destination, ...] = ()
    demo_now: datetime | None = None
    """The clock of a demo store, said on every page; None when the clock is the real one."""
    absence: bool = False
    """Whether the person arranges absence and deputies, or looks at them."""
    form_token: str = ""
    """The value every form sends back, against requests forged elsewhere."""


def menu(roles: frozenset[Role], waiting: int = 0) -> tuple[Destination, ...]:
    """Where a person with these roles can go; `waiting` counts what is overdue or due today."""
    places = [Destination("menu.worklist", "/", waiting), Destination("menu.tenders", "/tenders")]
    if roles & CONTRACT_READERS:
        places.append(Destination("menu.contracts", "/contracts"))
    if roles & permissions.GRANTS[Permission.READ_RULES].keys():
        places.append(Destination("menu.rules", "/rules"))
    return tuple(places)


CONTRACT_READERS = frozenset(Role) - {Role.OPENING_OFFICER, Role.EVALUATOR, Role.COMMITTEE_CHAIR}
"""Roles whose work reaches beyond the award; who may read which contract, the permissions say."""
