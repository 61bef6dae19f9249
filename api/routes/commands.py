"""What became of an act that was not answered in time."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from api.identity import Me, Parts
from contracts.envelope import Answer

router = APIRouter(prefix="/commands", tags=["commands"])


class CommandBody(BaseModel):
    """An act and its outcome, once it is known."""

    status: Literal["pending", "done"]
    answer: Answer | None = None


@router.get("/{key}")
async def one(key: str, me: Me, services: Parts) -> CommandBody:
    """The outcome of one of the reader's own acts, by its key; a refusal is a problem."""
    answer = await services.commands.find(f"{me.actor.person}/{key}", me.actor.person)
    if answer is None:
        return CommandBody(status="pending")
    return CommandBody(status="done", answer=answer)
