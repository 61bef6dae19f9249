"""The contracts that somebody may see."""

from fastapi import APIRouter
from starlette.responses import Response

from api.pages.page import Looking
from contracts import names
from contracts.base import local_date
from contracts.rules import permissions
from infra.store.engine import Connection
from infra.store.queries import contracting as contracts
from infra.store.queries import organisations
from infra.store.queries.contracting import Row

router = APIRouter(include_in_schema=False)


@router.get("/{lang}/contracts")
async def contracts_list(visit: Looking) -> Response:
    """The list; each side reads who the other is."""
    scope = permissions.visible(visit.me.actor)

    def read(connection: Connection) -> list[tuple[Row, str]]:
        rows = contracts.listed(connection, scope)
        if scope.whole:
            return [(row, row.supplier) for row in rows]
        states = [contracts.state_of(connection, names.contract(row.id)) for row in rows]
        buyers = organisations.named(connection, (state.organisation for state in states))
        return [(row, buyers[state.organisation]) for row, state in zip(rows, states, strict=True)]

    found = await visit.services.store.read(read)
    today = local_date(visit.now)
    return visit.render(
        "contracts.html",
        rows=[
            {
                "path": f"/contracts/{row.id}/milestones",
                "reference": row.reference,
                "title": row.title,
                "party": party,
                "stage": row.stage,
                "concluded": local_date(row.concluded_at),
                "accepted": row.accepted,
                "milestones": row.milestones,
                "due": row.due,
                "late": row.due is not None and row.due < today,
            }
            for row, party in found
        ],
    )
