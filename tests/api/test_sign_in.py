"""Signing in: how often it may be tried, how long a session holds, what a link is good for."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import update

from api import identity
from api.commands import RefusedError
from infra.store import accounts, clock, people
from infra.store.engine import Connection
from infra.store.tables.people import people as people_table
from infra.store.tables.people import sessions
from tests import running
from tests.api.test_writes import problem
from tests.api_client import ApiClient
from tests.builders import uid
from tests.running import Running

EMAIL = "noor@scheldeburg.example"
PASSWORD = "een lange zin als wachtwoord"


@pytest.fixture
async def rest(tmp_path: Path) -> AsyncIterator[Running]:
    """The application at rest; Noor has a password."""
    async with running.at_rest(running.NOWHERE, "default", tmp_path, lazy=True) as at_rest:
        hashed = await identity.hash_password(PASSWORD)
        await at_rest.parts.store.write(lambda c: people.set_password(c, uid("Noor"), hashed))
        yield at_rest


@pytest.fixture
async def api(rest: Running) -> AsyncIterator[ApiClient]:
    """A client of it."""
    async with ApiClient(rest.app, rest.parts.store) as client:
        yield client


async def sign_in(api: ApiClient, email: str, password: str) -> httpx2.Response:
    """Somebody tries an account."""
    return await api.http.post("/sessions", json={"email": email, "password": password})


async def by_link(api: ApiClient, token: str) -> httpx2.Response:
    """Somebody tries a link."""
    return await api.http.post("/sessions", json={"token": token})


async def me(api: ApiClient, token: str) -> httpx2.Response:
    """Who the session of this token belongs to."""
    headers = {"Authorization": f"Bearer {token}"}
    return await api.http.get("/sessions/current", headers=headers)


# --- accounts -----------------------------------------------------------------------------------


async def test_a_local_account_signs_in(api: ApiClient) -> None:
    answer = await sign_in(api, f"  {EMAIL.upper()} ", PASSWORD)
    assert answer.status_code == 201, answer.text
    found = (await me(api, answer.json()["token"])).json()
    assert (found["id"], found["name"]) == (uid("Noor"), "Noor")


async def test_unknown_address_wrong_password_and_no_password_are_told_the_same(
    api: ApiClient,
) -> None:
    tried = (
        (EMAIL, "verkeerd"),
        ("niemand@example.org", PASSWORD),
        ("bram@scheldeburg.example", ""),
    )
    told = [problem(await sign_in(api, *each), 401, "sign_in_failed") for each in tried]
    assert told[0] == told[1] == told[2]


async def test_after_five_wrong_attempts_an_address_waits(api: ApiClient) -> None:
    for spelling in (EMAIL, EMAIL.upper(), f" {EMAIL}", f"{EMAIL}\t", EMAIL.title()):
        problem(await sign_in(api, spelling, "verkeerd"), 401, "sign_in_failed")
    for password in ("verkeerd", PASSWORD):
        answer = await sign_in(api, EMAIL, password)
        assert "5 minuten" in problem(answer, 429, "too_many_attempts")["detail"]
        assert answer.headers["retry-after"] == "300"
    problem(await sign_in(api, "bram@scheldeburg.example", "x"), 401, "sign_in_failed")


async def test_many_attempts_at_once_are_no_way_around(api: ApiClient) -> None:
    answers = await asyncio.gather(*(sign_in(api, EMAIL, f"gok {n}") for n in range(12)))
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [401] * identity.ATTEMPTS + [429] * (12 - identity.ATTEMPTS)


async def test_who_signs_in_begins_anew(api: ApiClient) -> None:
    for _ in range(2):
        for _ in range(identity.ATTEMPTS - 2):
            problem(await sign_in(api, EMAIL, "verkeerd"), 401, "sign_in_failed")
        assert (await sign_in(api, EMAIL, PASSWORD)).status_code == 201


def test_attempts_are_forgotten_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    attempts = identity.Attempts()
    for _ in range(identity.ATTEMPTS):
        attempts.begin(EMAIL)
    with pytest.raises(RefusedError):
        attempts.begin(EMAIL)
    now += identity.ATTEMPTS_WITHIN + 1
    attempts.begin(EMAIL)


def test_inventing_addresses_takes_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "ADDRESSES", 10)
    attempts = identity.Attempts()
    for number in range(100):
        attempts.begin(EMAIL) if number < identity.ATTEMPTS else None
        attempts.begin(f"{number}@example.org")
    assert len(attempts._begun) == 10


# --- links --------------------------------------------------------------------------------------


async def linked(rest: Running, token: str, lasts: timedelta, *, reusable: bool) -> None:
    """A link for Noor that holds so long from now on, by the wall clock."""

    def add(connection: Connection) -> None:
        expires_at = clock.wall(connection) + lasts
        accounts.add_link(connection, token, uid("Noor"), expires_at, reusable)

    await rest.parts.store.write(add)


async def test_a_link_signs_in_once(api: ApiClient, rest: Running) -> None:
    await linked(rest, "once", timedelta(hours=1), reusable=False)
    answers = await asyncio.gather(*(by_link(api, "once") for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [201] + [401] * 5
    problem(await by_link(api, "once"), 401, "link_used")


async def test_a_link_of_a_demo_signs_in_again(api: ApiClient, rest: Running) -> None:
    await linked(rest, "again", timedelta(hours=1), reusable=True)
    tokens = {(await by_link(api, "again")).json()["token"] for _ in range(3)}
    assert len(tokens) == 3


async def test_a_link_expires_by_the_wall_clock(api: ApiClient, rest: Running) -> None:
    """The demo's clock stands months before, or long after, the link's last moment."""
    await linked(rest, "past", timedelta(seconds=-1), reusable=True)
    problem(await by_link(api, "past"), 401, "link_used")
    await linked(rest, "later", timedelta(hours=1), reusable=True)
    await rest.parts.store.write(lambda c: clock.move(c, clock.wall(c) + timedelta(days=800)))
    assert (await by_link(api, "later")).status_code == 201


async def test_an_unknown_link_is_told_as_a_used_one(api: ApiClient) -> None:
    problem(await by_link(api, "never made"), 401, "link_used")


# --- sessions -----------------------------------------------------------------------------------


async def changed(rest: Running, **values: Any) -> None:
    """Every session as if it was begun, or used last, at another moment."""
    await rest.parts.store.write(lambda c: c.execute(update(sessions).values(**values)))


async def test_a_session_ends_by_the_wall_clock_and_not_by_the_demo_s(
    api: ApiClient, rest: Running
) -> None:
    token = await api.token("Noor")
    await rest.parts.store.write(lambda c: clock.move(c, clock.now(c) + timedelta(days=800)))
    assert (await me(api, token)).status_code == 200
    wall = await rest.parts.store.read(clock.wall)
    almost = timedelta(minutes=1)
    await changed(rest, started_at=wall - accounts.LONGEST + almost)
    assert (await me(api, token)).status_code == 200
    await changed(rest, started_at=wall - accounts.LONGEST)
    problem(await me(api, token), 401, "sign_in_required")


async def test_a_session_that_nobody_uses_ends(api: ApiClient, rest: Running) -> None:
    token = await api.token("Noor")
    wall = await rest.parts.store.read(clock.wall)
    await changed(rest, last_seen_at=wall - accounts.IDLE + timedelta(minutes=1))
    assert (await me(api, token)).status_code == 200
    seen = await rest.parts.store.read(lambda c: accounts.find_session(c, token, wall))
    assert seen is not None
    assert seen.last_seen_at >= wall, "using it prolongs it"
    await changed(rest, last_seen_at=wall - accounts.IDLE - timedelta(seconds=1))
    problem(await me(api, token), 401, "sign_in_required")


async def test_signing_out_ends_this_session_alone(api: ApiClient, rest: Running) -> None:
    await linked(rest, "both", timedelta(hours=1), reusable=True)
    first, second = [(await by_link(api, "both")).json()["token"] for _ in range(2)]
    headers = {"Authorization": f"Bearer {first}"}
    assert (await api.http.delete("/sessions/current", headers=headers)).status_code == 204
    problem(await me(api, first), 401, "sign_in_required")
    assert (await me(api, second)).status_code == 200


async def test_who_left_is_signed_out(api: ApiClient, rest: Running) -> None:
    token = await api.token("Noor")
    left = update(people_table).where(people_table.c.id == uid("Noor")).values(active=False)
    await rest.parts.store.write(lambda c: c.execute(left))
    problem(await me(api, token), 401, "sign_in_required")
    problem(await sign_in(api, EMAIL, PASSWORD), 401, "sign_in_failed")


async def test_no_token_lies_in_the_store(api: ApiClient, rest: Running) -> None:
    token = await api.token("Noor")
    kept = b"".join(path.read_bytes() for path in rest.parts.settings.data_folder.glob("store.db*"))
    assert accounts.token_hash(token).encode() in kept
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept


@pytest.mark.parametrize("secure", [False, True])
async def test_the_cookie_of_a_session_is_out_of_reach(tmp_path: Path, secure: bool) -> None:
    base = "https://bestek.example" if secure else None
    async with (
        running.at_rest(running.NOWHERE, "default", tmp_path, lazy=True, base_url=base) as rest,
        ApiClient(rest.app, rest.parts.store) as api,
    ):
        await linked(rest, "door", timedelta(hours=1), reusable=False)
        answer = await api.http.get("http://bestek.test/nl/sign-in/link/door")
        assert answer.status_code == 303
        given = [each for each in answer.headers.get_list("set-cookie") if identity.COOKIE in each]
        flags = {flag.strip().lower() for flag in given[0].split(";")[1:]}
        assert {"httponly", "samesite=lax", "path=/"} <= flags
        assert ("secure" in flags) is secure
        assert not any(flag.startswith(("domain", "expires", "max-age")) for flag in flags)
        value = given[0].split(";")[0].partition("=")[2]
        found = await api.http.get(
            "/sessions/current", headers={"Cookie": f"{identity.COOKIE}={value}"}
        )
        assert found.json()["id"] == uid("Noor")
