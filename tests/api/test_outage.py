"""Temporal or the worker away: what needs neither goes on, an act is told so and loses nothing."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import func, select

from contracts import names
from infra.store import outbox
from infra.store.engine import Connection, Store, StoreAwayError
from infra.store.tables import core
from infra.temporal.server import EmbeddedServer
from tests import builders, running
from tests.api.test_tenders import bid, created, published
from tests.api.test_writes import problem
from tests.api_client import ApiClient
from tests.running import Running

ANSWERED_WITHIN = 2.0


async def submission(api: ApiClient, tender: str, key: str) -> tuple[httpx2.Response, float]:
    """A draft put before its approvers: an act. The answer, and the seconds that it took."""
    draft_hash = (await api.get("Noor", f"/tenders/{tender}")).json()["draft_hash"]
    path = f"/tenders/{tender}/submissions-for-approval"
    began = time.monotonic()
    answer = await api.post("Noor", path, {"draft_hash": draft_hash}, key)
    return answer, time.monotonic() - began


def _count(connection: Connection) -> tuple[int, ...]:
    tables = (core.commands, core.events, core.outbox)
    return tuple(
        connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables
    )


async def seen(store: Store, tender: str) -> None:
    """Wait until the workflow knows what the store knows, and nothing waits to be delivered."""

    def behind(connection: Connection) -> bool:
        state = core.aggregates
        row = connection.execute(select(state).where(state.c.id == names.tender(tender))).one()
        return bool(row.seen < row.version or outbox.open_count(connection))

    for _ in range(200):
        if not await store.read(behind):
            return
        await asyncio.sleep(0.05)
    raise AssertionError("the workflow does not catch up")


@pytest.mark.faults
async def test_with_temporal_killed_only_acts_wait(tmp_path: Path) -> None:
    server = EmbeddedServer(tmp_path / "temporal")
    await server.start()
    try:
        async with (
            running.at_rest(server.address, "default", tmp_path / "data") as rest,
            running.working(rest.parts, server.address),
            ApiClient(rest.app, rest.parts.store) as api,
        ):
            market = await published(api)
            tender = await created(api)
            await seen(rest.parts.store, tender)
            assert server.pid is not None
            os.kill(server.pid, signal.SIGKILL)
            await _works_without(api, market, tender)
            before = await rest.parts.store.read(_count)
            for _ in range(3):
                answer, seconds = await submission(api, tender, "once")
                problem(answer, 503, "temporarily_unavailable")
                assert int(answer.headers["retry-after"]) > 0
                assert seconds < ANSWERED_WITHIN
            assert await rest.parts.store.read(_count) == before
            async with asyncio.TaskGroup() as group:
                group.create_task(server.supervise())
                again = await _accepted(api, tender)
                assert (again.status_code, again.json()["stage"]) == (200, "approval")
                await server.stop()
    finally:
        await server.stop()


async def _works_without(api: ApiClient, market: str, tender: str) -> None:
    for who, path in (
        ("Noor", "/tenders"),
        ("Noor", f"/tenders/{tender}"),
        ("Ilse", "/tasks"),
        ("Bram", f"/tenders/{market}/documents"),
        ("Kade Zeven person", f"/tenders/{market}"),
        ("Noor", "/sessions/current"),
    ):
        assert (await api.get(who, path)).status_code == 200
    draft = builders.draft(title="Servers, tweede versie").model_dump(mode="json")
    saved = await api.put("Noor", f"/tenders/{tender}/draft", {"draft": draft, "version": 1})
    assert saved.status_code == 200
    handed_in = await bid(api, market, "Kade Zeven", "612000.00")
    assert handed_in.status_code == 201
    late = await created(api)
    assert (await api.get("Noor", f"/tenders/{late}")).status_code == 200
    assert (await api.http.get("http://bestek.test/healthz")).status_code == 200
    ready = await api.http.get("http://bestek.test/readyz")
    assert (ready.status_code, ready.json()["temporal"]) == (503, False)


async def _accepted(api: ApiClient, tender: str) -> httpx2.Response:
    """The same request, sent again until the server is back."""
    for _ in range(100):
        answer, _ = await submission(api, tender, "once")
        if answer.status_code not in (503, 202):
            return answer
        await asyncio.sleep(0.2)
    raise AssertionError("the act is never taken")


@pytest.fixture
async def resting(
    temporal_address: str, temporal_namespace: str, tmp_path: Path
) -> AsyncIterator[Running]:
    """The application on the session's server; a worker only where a test has one."""
    async with running.at_rest(temporal_address, temporal_namespace, tmp_path) as rest:
        yield rest


@contextlib.asynccontextmanager
async def _client(rest: Running) -> AsyncIterator[ApiClient]:
    async with ApiClient(rest.app, rest.parts.store) as api:
        yield api


async def _told(api: ApiClient, place: str) -> httpx2.Response:
    """What the place of a pending act says once it says something."""
    for _ in range(200):
        answer = await api.get("Noor", place.removeprefix("/api/v1"))
        if answer.json().get("status") != "pending":
            return answer
        await asyncio.sleep(0.05)
    raise AssertionError("nothing becomes of the act")


async def test_an_act_without_a_worker_is_taken_and_told_later(resting: Running) -> None:
    async with _client(resting) as api:
        tenders = await _prepared(resting, api)
        answers = await asyncio.gather(
            *(submission(api, tender, f"key of {tender}") for tender in tenders.values())
        )
        places = {}
        for code, (answer, seconds) in zip(tenders, answers, strict=True):
            assert answer.status_code == 202, answer.text
            assert 2.5 < seconds < 4.5
            places[code] = answer.headers["location"]
            assert answer.json()["location"] == places[code]
            waiting = await api.get("Noor", places[code].removeprefix("/api/v1"))
            assert waiting.json() == {"status": "pending", "answer": None}
            stranger = await api.get("Bram", places[code].removeprefix("/api/v1"))
            problem(stranger, 404, "unknown_reference")
        async with running.working(resting.parts):
            done = await _told(api, places["taken"])
            assert done.json()["status"] == "done"
            assert done.json()["answer"]["stage"] == "approval"
            assert (
                "99" in problem(await _told(api, places["refused"]), 422, "weights_sum")["detail"]
            )
            repeated, _ = await submission(api, tenders["taken"], f"key of {tenders['taken']}")
            assert repeated.json()["repeated"]


async def _prepared(rest: Running, api: ApiClient) -> dict[str, str]:
    """Two drafts whose workflows wait: one that can be submitted, one whose weights are wrong."""
    async with running.working(rest.parts):
        tenders = {"taken": await created(api), "refused": await created(api)}
        lighter: Any = builders.draft().model_dump(mode="json")
        lighter["criteria"][0]["weight"] = "74"
        body = {"draft": lighter, "version": 1}
        path = f"/tenders/{tenders['refused']}/draft"
        assert (await api.put("Noor", path, body)).status_code == 200
        for tender in tenders.values():
            await seen(rest.parts.store, tender)
    return tenders


async def test_an_act_that_was_never_sent_is_unknown(resting: Running) -> None:
    async with _client(resting) as api:
        for key in ("never", "a key / with ? signs", "0190d5a8-5b7e-7c11-9e2f-1d2c3b4a5f60"):
            place = f"/commands/{key.replace('/', '%2F').replace('?', '%3F').replace(' ', '%20')}"
            problem(await api.get("Noor", place), 404, "unknown_reference")


async def test_a_store_that_is_away_is_told(
    resting: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _client(resting) as api:
        await api.token("Noor")

        async def away(work: Any) -> None:
            raise StoreAwayError

        monkeypatch.setattr(resting.parts.store, "read", away)
        answer = await api.get("Noor", "/tenders")
        problem(answer, 503, "temporarily_unavailable")
        assert answer.headers["retry-after"]


async def test_a_database_that_does_not_answer_is_away() -> None:
    store = Store("postgresql://nobody@127.0.0.1:1/nothing")
    for work in (store.read, store.write):
        with pytest.raises(StoreAwayError):
            await work(_count)
    await store.close()
