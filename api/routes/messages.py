"""The inbox of an organisation: what it was sent on the portal."""

from fastapi import APIRouter
from pydantic import BaseModel

from api.identity import Me, Parts
from contracts.base import Identifier, Instant
from infra.store import messages

router = APIRouter(prefix="/messages", tags=["messages"])


class MessageBody(BaseModel):
    """A message; `document` is the letter that it brings."""

    id: Identifier
    dossier: Identifier
    subject: str
    body: str
    document: Identifier | None
    sent_at: Instant


@router.get("")
async def inbox(me: Me, services: Parts) -> list[MessageBody]:
    """The messages to the reader's organisation, newest first."""
    organisation = me.actor.organisation
    found = await services.store.read(lambda c: messages.of_organisation(c, organisation))
    return [
        MessageBody(
            id=message.id,
            dossier=message.dossier,
            subject=message.subject,
            body=message.body,
            document=message.document,
            sent_at=message.sent_at,
        )
        for message in found
    ]
