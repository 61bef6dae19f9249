"""What became of an act that was not answered in time."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from api.acts.acting import command_id
from api.identity import Me, Parts
from contracts.envelope import Answer

router = APIRouter(prefix="/commands", tags=["commands"])


class CommandBody(BaseModel):
    """An act and its outcome, once it is known."""

    status: Literal["pending", "done"]
    answer: Answer | None = None


@router.get("/{key}")
async def one(key: str, me: Me, services: Parts) -> CommandBody:
    """The outcome of one of the reader's own acts, by its key. A refusal is a problem. Of an act
    that is unknown here nothing was recorded: send the same request again, under the same key."""
    person = me.actor.person
    answer = await services.commands.find(command_id(person, key), person)
    if answer is None:
        return CommandBody(status="pending")
    return CommandBody(status="done", answer=answer)
