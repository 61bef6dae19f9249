"""A client of the API for tests: signs people in and names each write."""

import itertools
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Self

import httpx2
from fastapi import FastAPI

from infra.store import accounts, clock
from infra.store.engine import Store
from tests.builders import uid


class ApiClient:
    """People of the cast, over the application itself."""

    def __init__(self, app: FastAPI, store: Store, keys: str = "key") -> None:
        """`keys` begins the key of every write."""
        self.store = store
        self.keys = keys
        self.http = httpx2.AsyncClient(
            transport=httpx2.ASGITransport(app=app), base_url="http://bestek.test/api/v1"
        )
        self._tokens: dict[str, str] = {}
        self._keys = itertools.count()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.http.aclose()

    async def token(self, name: str) -> str:
        """The session of somebody of the cast, by a sign-in link the first time."""
        if name not in self._tokens:
            link = f"link-of-{uid(name)}"

            def add(connection: Any) -> None:
                wall = clock.wall(connection)
                accounts.add_link(connection, link, uid(name), wall + accounts.LONGEST, True)

            await self.store.write(add)
            answer = await self.http.post("/sessions", json={"token": link})
            self._tokens[name] = answer.json()["token"]
        return self._tokens[name]

    async def get(self, who: str, path: str) -> httpx2.Response:
        """Read as this person."""
        return await self.http.get(path, headers=await self._headers(who))

    async def post(
        self, who: str, path: str, body: Any = None, key: str | None = None
    ) -> httpx2.Response:
        """Write as this person, under a key of its own unless one is given."""
        return await self._write("POST", who, path, key, json=body)

    async def put(self, who: str, path: str, body: Any, key: str | None = None) -> httpx2.Response:
        """Write as this person."""
        return await self._write("PUT", who, path, key, json=body)

    async def upload(
        self, who: str, path: str, content: bytes | AsyncIterator[bytes]
    ) -> httpx2.Response:
        """Hand in a raw body."""
        return await self._write("POST", who, path, None, content=content)

    async def _write(
        self, method: str, who: str, path: str, key: str | None, **body: Any
    ) -> httpx2.Response:
        headers = await self._headers(who)
        headers["Idempotency-Key"] = key or f"{self.keys}-{next(self._keys)}"
        return await self.http.request(method, path, headers=headers, **body)

    async def _headers(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {await self.token(who)}", "Accept-Language": "nl"}
