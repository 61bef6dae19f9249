"""Who is asking: local accounts (Argon2id), sign-in links, sessions by cookie or bearer token."""

import asyncio
import functools
import hashlib
import secrets
import time
from collections import deque
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from fastapi import Depends, Request

from api.commands import RefusedError
from api.services import Services
from contracts.actors import Actor
from contracts.people import Person
from contracts.refusals import Code, refuse
from infra.store import accounts, clock
from infra.store.engine import Connection
from infra.store.queries import organisations, people

COOKIE = "bestek_session"
TOUCH_AFTER = timedelta(minutes=1)
HASHES_AT_ONCE = 2
"""Argon2id takes 64 MiB and a tenth of a second: more at a time would be a way to stop us."""

ATTEMPTS = 5
ATTEMPTS_WITHIN = 300.0
LONGEST_ADDRESS = 200
ADDRESSES = 10_000
"""Addresses that are remembered; beyond it the one longest left alone is forgotten."""

_hasher = PasswordHasher()
_hashing = ThreadPoolExecutor(HASHES_AT_ONCE, thread_name_prefix="hashing")


@functools.cache
def _nobody() -> str:
    """Verified for an unknown address, so that known and unknown take as long."""
    return _hasher.hash(secrets.token_hex())


@dataclass(frozen=True)
class SignedIn:
    """The person behind a request."""

    person: Person
    actor: Actor
    token: str
    titulars: Mapping[str, str] = field(default_factory=dict)
    """The names of those whose roles the person holds as a deputy, by their ids."""

    @property
    def form_token(self) -> str:
        """What every form of this session sends back."""
        return hashlib.sha256(b"form/" + self.token.encode()).hexdigest()[:32]


class Attempts:
    """Counts what an address tries in this process, such as sign-ins that do not succeed; too
    many make it wait. An attempt counts from its beginning: many at once are no way around it."""

    def __init__(self, most: int = ATTEMPTS) -> None:
        self._most = most
        self._begun: dict[str, deque[float]] = {}

    def begin(self, email: str) -> None:
        """One more; RefusedError after `most` of them within ATTEMPTS_WITHIN seconds."""
        now = time.monotonic()
        # Taken out and put back at the end: the first in line is the one longest left alone.
        begun = self._begun.pop(email, deque())
        self._begun[email] = begun
        while begun and begun[0] < now - ATTEMPTS_WITHIN:
            begun.popleft()
        if len(begun) >= self._most:
            raise RefusedError(refuse(Code.TOO_MANY_ATTEMPTS, minutes=int(ATTEMPTS_WITHIN) // 60))
        begun.append(now)
        if len(self._begun) > ADDRESSES:
            del self._begun[next(iter(self._begun))]

    def succeed(self, email: str) -> None:
        """This one was right: nothing is held against the address any more."""
        self._begun.pop(email, None)


def _address(typed: str) -> str:
    """An address as accounts are found by it, whatever was typed around it."""
    return typed.replace("\0", "").strip().lower()[:LONGEST_ADDRESS]


async def hash_password(password: str) -> str:
    """The Argon2id hash to keep of a password."""
    return await asyncio.get_running_loop().run_in_executor(_hashing, _hasher.hash, password)


def _verify(password_hash: str | None, password: str) -> None:
    _hasher.verify(password_hash or _nobody(), password)


async def _verified(password_hash: str | None, password: str) -> bool:
    loop = asyncio.get_running_loop()
    try:
        await loop.run_in_executor(_hashing, _verify, password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


async def sign_in(services: Services, attempts: Attempts, email: str, password: str) -> str:
    """The token of a new session. Raises RefusedError, equal for unknown address and password."""
    email = _address(email)
    attempts.begin(email)
    account = await services.store.read(lambda c: accounts.by_email(c, email))
    right = await _verified(account.password_hash if account else None, password)
    if account is None or not right:
        raise RefusedError(refuse(Code.SIGN_IN_FAILED))
    attempts.succeed(email)
    return await _start(services, account.person)


async def sign_in_by_link(services: Services, token: str) -> str:
    """The token of a new session for the person of a link. Raises RefusedError (Z-24)."""
    person = await services.store.write(lambda c: accounts.use_link(c, token, clock.wall(c)))
    if person is None:
        raise RefusedError(refuse(Code.LINK_USED))
    return await _start(services, person)


async def sign_in_as(services: Services, person: str) -> str:
    """The token of a new session for one of the invented people of a demo.

    Raises RefusedError (Z-24) for anybody else, and in every store that is no demo.
    """
    if person not in await services.store.read(demo_people):
        raise RefusedError(refuse(Code.LINK_USED))
    return await _start(services, person)


def demo_people(connection: Connection) -> list[str]:
    """The ids of the invented people that anybody may be; none outside a demo store."""
    if not clock.is_demo(connection):
        return []
    return accounts.shown(connection, clock.wall(connection))


async def _start(services: Services, person: str) -> str:
    token = secrets.token_urlsafe(32)
    await services.store.write(lambda c: accounts.start_session(c, token, person, clock.wall(c)))
    return token


async def sign_out(services: Services, token: str) -> None:
    """End the session of this token."""
    await services.store.write(lambda c: accounts.end_session(c, token))


def _token_of(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token
    return request.cookies.get(COOKIE)


async def find(request: Request) -> SignedIn | None:
    """The signed-in person of a request, None for a visitor."""
    token = _token_of(request)
    if token is None:
        return None
    services: Services = request.app.state.services

    def work(connection: Connection) -> tuple[SignedIn, bool] | None:
        wall = clock.wall(connection)
        session = accounts.find_session(connection, token, wall)
        now = clock.now(connection)
        actor = people.actor(connection, session.person, now) if session else None
        if session is None or actor is None:
            return None
        person = organisations.person(connection, session.person)
        titulars = people.display_names(connection, (m.titular for m in actor.mandates))
        return SignedIn(person, actor, token, titulars), wall - session.last_seen_at > TOUCH_AFTER

    found = await services.store.read(work)
    if found is None:
        return None
    signed_in, stale = found
    if stale:
        await services.store.write(lambda c: accounts.touch_session(c, token, clock.wall(c)))
    return signed_in


async def required(request: Request) -> SignedIn:
    """The signed-in person. Raises RefusedError (SIGN_IN_REQUIRED) for a visitor."""
    signed_in = await find(request)
    if signed_in is None:
        raise RefusedError(refuse(Code.SIGN_IN_REQUIRED))
    return signed_in


Me = Annotated[SignedIn, Depends(required)]
"""A route parameter that asks for somebody signed in."""


def services_of(request: Request) -> Services:
    """The services of the application."""
    services: Services = request.app.state.services
    return services


Parts = Annotated[Services, Depends(services_of)]
"""A route parameter for the services."""
