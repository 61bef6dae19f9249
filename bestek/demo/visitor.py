"""People of the cast at the JSON API, as any client would be: each signed in by their own link.

Every write has a steady key, so that a journey that was cut off anywhere is played again from its
beginning and goes on where it was. What is unavailable is asked again; a refusal is told.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import httpx2

from bestek.demo.cast import Member

PATIENCE = 90.0
"""Seconds that one request may wait for a program that restarts."""

LOOK_EVERY = 0.02

CUT_OFF = (httpx2.TransportError, httpx2.RemoteProtocolError)


class JourneyError(Exception):
    """A step did not go as told; the text says what was answered."""


@dataclass
class Visitors:
    """All of the cast, over one connection to the program."""

    http: httpx2.AsyncClient
    journey: str
    tokens: dict[str, str] = field(default_factory=dict)

    def steady(self, name: str) -> str:
        """The steady key of one write of this journey."""
        return f"{self.journey}-{name}"

    async def get(self, who: Member, path: str) -> Any:
        """Read as this person."""
        return (await self._ask(who, "GET", path, None)).json()

    async def get_bytes(self, who: Member, path: str) -> bytes:
        """Download as this person."""
        return (await self._ask(who, "GET", path, None)).content

    async def post(self, who: Member, path: str, name: str, body: Any = None) -> Any:
        """Write as this person."""
        return (await self._ask(who, "POST", path, name, json=body)).json()

    async def put(self, who: Member, path: str, name: str, body: Any) -> Any:
        """Write as this person."""
        return (await self._ask(who, "PUT", path, name, json=body)).json()

    async def upload(self, who: Member, path: str, name: str, content: bytes) -> Any:
        """Hand in a file as a raw body."""
        return (await self._ask(who, "POST", path, name, content=content)).json()

    async def import_file(self, who: Member, name: str, content: bytes) -> Any:
        """Have a notice or a case file read; the draft and its account."""
        answer = await self._ask(
            who, "POST", "/imports", "import", content=content, params={"name": name}
        )
        return answer.json()

    async def refused(self, who: Member, path: str, name: str, body: Any, code: str) -> str:
        """Write what must be refused with this code; the sentence that is told."""
        answer = await self._send(who, "POST", path, name, json=body)
        found = answer.json()
        if found.get("code") != code:
            raise JourneyError(f"{path} should be refused as {code}, was answered {answer.text}")
        return str(found["detail"])

    async def until(self, who: Member, path: str, reached: Callable[[Any], bool], what: str) -> Any:
        """Read until it is so; JourneyError after PATIENCE seconds."""
        began = time.monotonic()
        while True:
            found = await self.get(who, path)
            if reached(found):
                return found
            if time.monotonic() - began > PATIENCE:
                raise JourneyError(f"{path} does not come to {what}")
            await asyncio.sleep(LOOK_EVERY)

    async def appears(self, who: Member, path: str) -> Any:
        """Read what the engine is about to make; JourneyError after PATIENCE seconds."""
        began = time.monotonic()
        while True:
            answer = await self._send(who, "GET", path, None)
            if answer.is_success:
                return answer.json()
            if answer.status_code != HTTPStatus.NOT_FOUND or time.monotonic() - began > PATIENCE:
                raise JourneyError(f"{path}: {answer.text}")
            await asyncio.sleep(LOOK_EVERY)

    async def _ask(
        self, who: Member, method: str, path: str, name: str | None, **body: Any
    ) -> httpx2.Response:
        answer = await self._send(who, method, path, name, **body)
        if not answer.is_success:
            raise JourneyError(f"{who.person.name}: {method} {path}: {answer.text}")
        return answer

    async def _send(
        self, who: Member, method: str, path: str, name: str | None, **body: Any
    ) -> httpx2.Response:
        began = time.monotonic()
        while True:
            try:
                answer = await self._once(who, method, path, name, **body)
            except CUT_OFF as error:
                if time.monotonic() - began > PATIENCE:
                    raise JourneyError(f"{path}: {type(error).__name__}") from error
            else:
                status = answer.status_code
                if status == HTTPStatus.UNAUTHORIZED:
                    self.tokens.pop(who.person.id, None)
                elif status not in (HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.ACCEPTED):
                    return answer
                if time.monotonic() - began > PATIENCE:
                    return answer
            await asyncio.sleep(LOOK_EVERY * 5)

    async def _once(
        self, who: Member, method: str, path: str, name: str | None, **body: Any
    ) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {await self._token(who)}"}
        if name is not None:
            headers["Idempotency-Key"] = self.steady(name)
        return await self.http.request(method, f"/api/v1{path}", headers=headers, **body)

    async def _token(self, who: Member) -> str:
        if who.person.id not in self.tokens:
            answer = await self.http.post("/api/v1/sessions", json={"token": who.token})
            answer.raise_for_status()
            self.tokens[who.person.id] = answer.json()["token"]
        return self.tokens[who.person.id]
