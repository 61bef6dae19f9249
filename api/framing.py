"""Makes the frame of a page: for somebody signed in, and for a visitor."""

import hashlib

from starlette.requests import Request

from api.frame import Frame, menu
from api.identity import SignedIn
from api.services import Services
from contracts.actors import Role
from contracts.base import Instant, local_date
from infra.store import clock
from infra.store.engine import Connection
from infra.store.queries import organisations, tasks

VISITOR = "bestek_visitor"
"""The cookie of somebody who is not signed in; the token of their forms is made from it, so that
nobody is signed in by a form that stands elsewhere."""


def visitors_token(value: str) -> str:
    """What the forms of a visitor with this cookie send back."""
    return hashlib.sha256(b"visitor/" + value.encode()).hexdigest()[:32]


async def around(
    request: Request, services: Services, me: SignedIn | None
) -> tuple[Frame, Instant]:
    """The frame, and the moment of the authority clock at which it was made."""
    if me is None:
        value = request.cookies.get(VISITOR)
        now, demo = await services.store.read(lambda c: (clock.now(c), clock.is_demo(c)))
        token = visitors_token(value) if value else ""
        return Frame(demo_now=now if demo else None, form_token=token), now

    def read(connection: Connection) -> tuple[Frame, Instant]:
        now = clock.now(connection)
        waiting = sum(
            row.due is not None and local_date(row.due) <= local_date(now)
            for row in tasks.waiting_for(connection, me.actor)
        )
        frame = Frame(
            organisation=organisations.get(connection, me.person.organisation).name,
            person=me.person.name,
            roles=tuple(sorted(me.actor.roles)),
            menu=menu(me.actor.functions, waiting),
            absence=Role.SUPPLIER not in me.actor.roles,
            demo_now=now if clock.is_demo(connection) else None,
            form_token=me.form_token,
        )
        return frame, now

    return await services.store.read(read)
