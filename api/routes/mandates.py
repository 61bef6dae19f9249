"""Absence and deputies: which roles are lent to whom, on which decision."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel

from api import lending
from api.acts import people as acts
from api.acts.people import Lending
from api.identity import Me, Parts
from api.routes.acting import Act
from contracts.actors import Role
from contracts.base import Identifier, Instant, Money
from contracts.envelope import Answer
from contracts.people import Given

router = APIRouter(prefix="/mandates", tags=["mandates"])


class MandateRow(BaseModel):
    """One mandate. It counts from the first to the last day, both included, in Brussels, until it
    was ended early."""

    id: Identifier
    role: Role
    titular: Identifier
    holder: Identifier
    decision: str
    decided_on: date
    limit: Money | None
    acting: bool
    valid_from: date
    valid_to: date
    given_by: Identifier
    given_at: Instant
    ended_by: Identifier | None
    ended_at: Instant | None


@router.get("")
async def listed(me: Me, services: Parts) -> list[MandateRow]:
    """The mandates that concern the reader, also those that are over; all of the organisation for
    its director general, auditors and administrators."""
    found = await services.store.read(lambda c: lending.given(c, me))
    return [_row(each) for each in found]


@router.post("", status_code=201)
async def give(asked: Lending, act: Act) -> Answer:
    """Lend a role of the reader's own; a director general lends any function's."""
    return await acts.give(act, asked)


@router.post("/{mandate}/end", status_code=201)
async def end(mandate: Identifier, act: Act) -> Answer:
    """End a mandate now: for who lent it, who gave it, who holds it, and a director general."""
    return await acts.end(act, mandate)


def _row(each: Given) -> MandateRow:
    found = {
        name: getattr(each, name)
        for name in MandateRow.model_fields
        if name in Given.__dataclass_fields__
    }
    return MandateRow(**found, **dict(each.mandate))
