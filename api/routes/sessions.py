"""Signing in and out, and who one is."""

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, StringConstraints

from api import identity
from api.identity import Me, Parts
from contracts.actors import Role
from contracts.base import Language, Message

router = APIRouter(prefix="/sessions", tags=["sessions"])


Line = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00]*$")]


class Credentials(Message):
    """A local account."""

    email: Line = Field(examples=["noor.vandekreek@scheldeburg.example"])
    password: Line = Field(examples=["een lange zin als wachtwoord"])


class Link(Message):
    """A sign-in link's token."""

    token: Line = Field(examples=["3b1f8a52-7c4e-5d0a-9f6e-2a1c4b7d8e90"])


class SessionBody(BaseModel):
    """A session: send the token as `Authorization: Bearer ...`."""

    token: str


class MeBody(BaseModel):
    """The signed-in person."""

    id: str
    name: str
    function: str
    organisation: str
    roles: list[Role]
    language: Language


@router.post("", status_code=201)
async def start(credentials: Credentials | Link, request: Request, services: Parts) -> SessionBody:
    """Start a session with an account or a sign-in link."""
    if isinstance(credentials, Link):
        token = await identity.sign_in_by_link(services, credentials.token)
    else:
        token = await identity.sign_in(
            services, request.app.state.attempts, credentials.email, credentials.password
        )
    return SessionBody(token=token)


@router.get("/current")
async def current(me: Me) -> MeBody:
    """Who this session belongs to."""
    return MeBody(
        id=me.person.id,
        name=me.person.name,
        function=me.person.function,
        organisation=me.person.organisation,
        roles=sorted(me.actor.roles),
        language=me.person.language,
    )


@router.delete("/current", status_code=204)
async def end(me: Me, services: Parts) -> Response:
    """End this session."""
    await identity.sign_out(services, me.token)
    return Response(status_code=204)
