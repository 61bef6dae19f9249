"""What every act has: who acts, the key of the request, the instant when it had been read."""

import re
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from api.commands import RefusedError
from api.identity import SignedIn
from api.services import Services
from contracts.aggregate import Command
from contracts.base import Instant, content_hash
from contracts.envelope import Answer, CommitRequest
from contracts.refusals import Code, Refusal, fact, person, refuse
from infra import ids
from infra.store import clock, commit

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True)
class Acting:
    """One act in hand."""

    services: Services
    me: SignedIn
    key: str
    at: Instant
    contents: list[BaseModel | str] = field(default_factory=list)
    """What the act binds."""

    @property
    def command_id(self) -> str:
        """The key of the request, scoped to the person."""
        return command_id(self.me.actor.person, self.key)

    def fields(self, aggregate: str) -> dict[str, Any]:
        """The fields that every command has."""
        return {
            "id": self.command_id,
            "aggregate": aggregate,
            "organisation": self.me.actor.organisation,
            "actor": self.me.actor.person,
            "at": self.at,
        }

    def new_id(self) -> str:
        """The id of the thing that this act makes: a repeat of the act makes the same thing."""
        return ids.derived(self.me.actor.person, self.key)

    def bind(self, content: BaseModel | str) -> str:
        """The hash by which a command names this content; it is kept when the act is taken."""
        self.contents.append(content)
        return content_hash(content.encode() if isinstance(content, str) else content)

    def bind_text(self, text: str, field: str) -> str:
        """The hash of what a person wrote; RefusedError (TEXT_MISSING) when it says nothing."""
        if not text.strip():
            raise RefusedError(refuse(Code.TEXT_MISSING, field=field))
        return self.bind(text.strip())

    async def send(self, command: Command) -> Answer:
        """Send the act to its workflow, with what it binds; errors as `Commands.send`."""
        return await self.services.commands.send(command, self.contents)

    async def rehearse(self, command: Command) -> Refusal | None:
        """Why `arrive` would refuse the act now; nothing is recorded."""
        request = CommitRequest(aggregate=command.aggregate, known=0, command=command)
        return (await commit.rehearse(self.services.store, request, self.contents)).refusal

    async def arrive(self, command: Command) -> Answer:
        """Commit the act at once, with what it binds; errors as `Commands.arrive`."""
        return await self.services.commands.arrive(command, self.contents)


def command_id(person: str, key: str) -> str:
    """The id of a person's act under a key.

    A key may say anything and the id travels, so that a key which is no uuid gives way to one.
    """
    return f"{person}/{key if _UUID.fullmatch(key) else ids.derived(person, key)}"


async def acting(services: Services, me: SignedIn, key: str) -> Acting:
    """Stamp an act: its request has been read in full just now."""
    return Acting(services, me, key, await services.store.read(clock.now))


def changed_meanwhile(at: Instant, by: str) -> RefusedError:
    """Somebody saved another version since this one was read (Z-13)."""
    return RefusedError(refuse(Code.CHANGED_MEANWHILE, time=fact(at), name=person(by)))
