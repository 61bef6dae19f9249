"""*Wacht op mij*: what the reader must do now."""

from fastapi import APIRouter
from pydantic import BaseModel

from api.identity import Me, Parts
from contracts.base import Identifier, Instant
from infra.store.queries import tasks

router = APIRouter(prefix="/tasks", tags=["tasks"])


class TaskRow(BaseModel):
    """One act that the reader is waited for."""

    what: str
    aggregate: str
    dossier: Identifier
    reference: str
    title: str
    since: Instant
    due: Instant | None
    on_behalf_of: Identifier | None
    """Whose role it waits for, when the reader is a deputy."""


@router.get("")
async def mine(me: Me, services: Parts) -> list[TaskRow]:
    """The reader's open tasks, the first due first."""
    rows = await services.store.read(lambda c: tasks.waiting_for(c, me.actor))
    return [TaskRow.model_validate(vars(row)) for row in rows]
