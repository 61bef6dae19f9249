"""Signing in and out, and who gets to see a page at all."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api import identity
from api.app import PAGES
from bestek.demo import cast
from contracts.base import Language
from infra.store import accounts, clock, people
from infra.store.engine import Connection
from tests.builders import uid
from tests.pages import site
from tests.pages.browsing import HOST, Seen
from tests.pages.site import Site

PUBLIC = {
    "/",
    "/{lang}/sign-in",
    "/{lang}/sign-in/link/{token}",
    "/{lang}/tenders/{tender}/notice",
    "/{lang}/tenders/{tender}/notice/{document}",
    "/{lang}/documents",
    "/{lang}/documents/proof/{sha256}",
}
"""What a visitor may ask for, on purpose: every other page asks who is there."""

WITH_FILES = {
    "/{lang}/tenders/import",
    "/{lang}/tenders/{tender}/bid/new",
    "/{lang}/documents/{document}/signatures",
    "/{lang}/documents",
}
"""Forms that bring a file. The last one changes nothing and is for everybody: it needs no token."""

FILLED = {
    "lang": "nl",
    "tender": uid("tender"),
    "contract": uid("contract"),
    "milestone": uid("milestone"),
    "document": uid("document"),
    "bid": uid("bid"),
    "number": "1",
    "position": "0",
    "scheme": "cpv",
    "parameter": "standstill",
    "token": "none",
    "mandate": uid("mandate"),
    "sha256": "0" * 64,
}


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A demo store with the cast of the tests, of whom nobody can be chosen at the door."""
    async with site.opened(tmp_path) as found:
        yield found


@pytest.fixture
async def visitor(here: Site) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser of somebody who is not signed in."""
    transport = httpx2.ASGITransport(app=here.app)
    async with httpx2.AsyncClient(transport=transport, base_url=HOST) as browser:
        yield browser


async def _password(here: Site, who: str, password: str) -> str:
    hashed = await identity.hash_password(password)
    await here.store.write(lambda c: people.set_password(c, uid(who), hashed))
    return f"{who.lower()}@scheldeburg.example"


async def _door(visitor: httpx2.AsyncClient, path: str = "/nl/sign-in") -> Seen:
    return Seen("", await visitor.get(path))


async def _knock(visitor: httpx2.AsyncClient, door: Seen, **typed: str) -> httpx2.Response:
    return await visitor.post("/nl/sign-in", data=door.forms[0].fields | typed)


def every_route() -> Iterator[Any]:
    """Every route of every page."""
    routes: list[Any] = [route for router in PAGES for route in router.routes]
    while routes:
        route = routes.pop()
        if inner := getattr(route, "original_router", None):
            routes += inner.routes
        else:
            yield route


async def test_every_page_asks_who_is_there_or_is_public_on_purpose(
    visitor: httpx2.AsyncClient,
) -> None:
    asked = set()
    for route in every_route():
        asked.add(route.path)
        for method in sorted(route.methods - {"HEAD"}):
            path = route.path.format(**FILLED)
            answer = await visitor.request(method, path)
            to_the_door = answer.headers.get("location", "").startswith("/nl/sign-in?next=")
            if route.path not in PUBLIC:
                assert answer.status_code == 303, (method, path)
                assert to_the_door, (method, path)
            else:
                assert not to_the_door, (method, path)
    assert len(asked) > 20
    assert asked >= PUBLIC


def test_a_page_is_found_by_one_route_only() -> None:
    found = [(route.path, method) for route in every_route() for method in route.methods]
    assert len(found) == len(set(found))


async def test_the_front_door_opens_in_the_language_of_the_browser(
    visitor: httpx2.AsyncClient,
) -> None:
    for accepted, language in (("fr-BE,fr;q=0.9,nl;q=0.5", "fr"), ("pt, en", "en"), ("", "nl")):
        answer = await visitor.get("/", headers={"Accept-Language": accepted})
        assert answer.headers["location"] == f"/{language}/"


async def test_the_front_door_opens_in_the_language_of_the_person(here: Site) -> None:
    await here.store.write(cast.seed)
    transport = httpx2.ASGITransport(app=here.app)
    async with httpx2.AsyncClient(transport=transport, base_url=HOST) as claire:
        answer = await claire.get(f"/nl/sign-in/link/{cast.CLAIRE.token}")
        assert answer.headers["location"] == "/nl/"
        assert (await claire.get("/")).headers["location"] == "/fr/"


async def test_the_right_password_signs_in_and_leads_back(
    here: Site, visitor: httpx2.AsyncClient
) -> None:
    email = await _password(here, "Noor", "een lange zin")
    door = await _door(visitor, "/nl/sign-in?next=/tenders?stage=approval")
    answer = await _knock(visitor, door, email=email.upper(), password="een lange zin")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/nl/tenders?stage=approval"
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("bestek_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    page = await visitor.get("/nl/")
    assert "Wacht op mij" in page.text
    assert (await visitor.get("/nl/sign-in")).headers["location"] == "/nl/"


@pytest.mark.parametrize("language", Language)
async def test_a_wrong_password_is_told_and_the_address_stays(
    here: Site, visitor: httpx2.AsyncClient, language: Language
) -> None:
    email = await _password(here, "Noor", "een lange zin")
    door = await _door(visitor, f"/{language}/sign-in")
    typed = door.forms[0].fields | {"email": email, "password": "fout"}
    answer = await visitor.post(f"/{language}/sign-in", data=typed)
    assert answer.status_code == 401
    assert email in answer.text
    assert "fout" not in answer.text
    assert 'role="alert"' in answer.text


async def test_too_many_attempts_wait(here: Site, visitor: httpx2.AsyncClient) -> None:
    door = await _door(visitor)
    answers = [
        await _knock(visitor, door, email="noor@scheldeburg.example", password=str(n))
        for n in range(identity.ATTEMPTS + 1)
    ]
    assert [answer.status_code for answer in answers] == [401] * identity.ATTEMPTS + [429]


@pytest.mark.parametrize("next_path", ["//evil.example", "https://evil.example", "/\\evil", "x"])
async def test_one_is_led_back_to_ours_only(
    here: Site, visitor: httpx2.AsyncClient, next_path: str
) -> None:
    email = await _password(here, "Noor", "een lange zin")
    door = await _door(visitor)
    answer = await _knock(visitor, door, email=email, password="een lange zin", next=next_path)
    assert answer.headers["location"] == "/nl/"


async def test_nobody_is_signed_in_by_a_form_that_stands_elsewhere(
    here: Site, visitor: httpx2.AsyncClient
) -> None:
    email = await _password(here, "Noor", "een lange zin")
    forged = {"email": email, "password": "een lange zin", "form_token": ""}
    assert (await visitor.post("/nl/sign-in", data=forged)).status_code == 403
    await _door(visitor)
    assert (await visitor.post("/nl/sign-in", data=forged)).status_code == 403


async def test_the_cookie_stays_on_https(tmp_path: Path) -> None:
    async with site.opened(tmp_path, base_url="https://bestek.example") as found:
        transport = httpx2.ASGITransport(app=found.app)
        async with httpx2.AsyncClient(transport=transport, base_url=HOST) as browser:
            assert "Secure" in (await browser.get("/nl/sign-in")).headers["set-cookie"]


async def test_a_link_signs_in_once(here: Site, visitor: httpx2.AsyncClient) -> None:
    def add(connection: Connection) -> None:
        until = clock.wall(connection) + timedelta(minutes=15)
        accounts.add_link(connection, "a-link", uid("Ilse"), until, False)

    await here.store.write(add)
    first = await visitor.get("/nl/sign-in/link/a-link")
    assert first.headers["location"] == "/nl/"
    again = await visitor.get("/nl/sign-in/link/a-link")
    assert again.status_code == 401
    assert "Deze link is verlopen of al gebruikt." in again.text


async def test_in_a_demo_one_may_be_anybody_of_its_cast(
    here: Site, visitor: httpx2.AsyncClient
) -> None:
    assert "Kijk mee als" not in (await visitor.get("/nl/sign-in")).text
    await here.store.write(cast.seed)
    door = await _door(visitor)
    assert door.text.index("Noor Vandekreek") < door.text.index("Katrien Bovendijk")
    stranger = await _knock(visitor, door, person=uid("Noor"))
    assert stranger.status_code == 401
    answer = await _knock(visitor, door, person=cast.BRAM.person.id)
    assert answer.headers["location"] == "/nl/"
    assert "Bram Zandhoeve" in (await visitor.get("/nl/")).text


async def test_signing_out_ends_the_session(here: Site) -> None:
    page = await here.people.see("Noor", "/")
    out = await here.people.press(page, "Afmelden")
    assert out.path == "/nl/sign-in"
    assert (await here.people.see("Noor", "/tenders")).path == "/nl/sign-in"


async def test_a_form_without_the_token_of_its_session_is_refused(here: Site) -> None:
    await here.people.see("Noor", "/")
    browser = await here.people._browser("Noor")
    answer = await browser.post("/nl/tenders/new", data={"title": "Elders", "form_token": "x"})
    assert answer.status_code == 403
    assert "Dit formulier stond te lang open" in answer.text


async def test_a_page_that_is_not_there_is_told_in_the_frame_of_the_reader(here: Site) -> None:
    page = await here.people.see("Noor", "/nowhere")
    assert page.status == 404
    assert "Niets op dit adres" in page.text
    assert "projectleider" in page.text
    assert (await here.people.see("Noor", "/tenders/no-id")).status == 404


async def test_an_unknown_language_is_answered_in_that_of_the_browser(
    visitor: httpx2.AsyncClient,
) -> None:
    answer = await visitor.get("/es/tenders", headers={"Accept-Language": "fr"})
    assert answer.status_code == 404
    assert answer.headers["content-language"] == "fr"


async def test_every_form_bears_the_token_of_its_session(here: Site) -> None:
    await here.people.see("Noor", "/")
    browser = await here.people._browser("Noor")
    let_in = []
    for route in every_route():
        if "POST" not in route.methods or route.path in WITH_FILES:
            continue
        answer = await browser.post(route.path.format(**FILLED), data={"form_token": "forged"})
        if "Dit formulier stond te lang open" not in answer.text:
            let_in.append(route.path)
    assert let_in == []


@pytest.mark.parametrize("path", ["/tenders/import", f"/documents/{uid('document')}/signatures"])
async def test_a_form_with_a_file_bears_it_too(here: Site, path: str) -> None:
    await here.people.see("Noor", "/")
    browser = await here.people._browser("Noor")
    files = [("form_token", (None, b"forged")), ("file", ("a.json", b"{}"))]
    answer = await browser.post(f"/nl{path}", files=files)
    assert "Dit formulier stond te lang open" in answer.text
