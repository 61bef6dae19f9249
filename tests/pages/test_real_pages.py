"""The pages from award to acceptance with real records, in a real browser."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.async_playwright import Axe
from fastapi import FastAPI
from playwright.async_api import Browser, Page

from api import identity
from contracts import names
from infra.store import accounts, clock
from infra.store.engine import Connection
from tests import contracted, direct, opened
from tests.builders import uid
from tests.contracted import M1, M2
from tests.pages import site, test_awarding, test_performance
from tests.pages.site import Site

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.timeout(240)]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": {"type": "tag", "values": RULES}}
TENDER = f"/tenders/{names.subject_of(opened.TENDER)}"
CONTRACT = f"/contracts/{names.subject_of(contracted.CONTRACT)}"

Places = list[tuple[str, str]]
"""Who looks at which page, without its language."""


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """The application on a free port of loopback."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


async def signed_in(found: Site, address: str, who: str) -> Any:
    """The cookie of a new session of somebody of the cast."""
    token = uuid.uuid4().hex

    def start(connection: Connection) -> None:
        accounts.start_session(connection, token, uid(who), clock.wall(connection))

    await found.store.write(start)
    return {"name": identity.COOKIE, "value": token, "url": address}


@asynccontextmanager
async def as_person(
    found: Site,
    chromium: Browser,
    address: str,
    who: str,
    width: int,
    scheme: str,
    *,
    script: bool = True,
) -> AsyncIterator[tuple[Page, list[str]]]:
    """A browser of somebody of the cast, and what its console complains of."""
    context = await chromium.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=script,
        color_scheme="dark" if scheme == "dark" else "light",
    )
    if who:
        await context.add_cookies([await signed_in(found, address, who)])
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda told: said.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page, said
    await context.close()


async def barriers(found: Site, chromium: Browser, address: str, places: Places) -> list[str]:
    """What stands in somebody's way: for both languages, a desk by day and a phone by night."""
    wrong = []
    for who in dict.fromkeys(who for who, _ in places):
        for language, width, scheme in (("nl", 1400, "light"), ("fr", 320, "dark")):
            async with as_person(found, chromium, address, who, width, scheme) as (page, said):
                for path in [path for each, path in places if each == who]:
                    answer = await page.goto(f"{address}/{language}{path}")
                    assert answer is not None
                    where = f"{who} {language}{path} ({width})"
                    if answer.status != 200:
                        wrong.append(f"{where}: status {answer.status}")
                    found_here = (await Axe().run(page, options=AXE)).response["violations"]
                    wrong += [f"{where}: {one['id']}" for one in found_here]
                    wide = "document.documentElement.scrollWidth > innerWidth"
                    if await page.evaluate(wide):
                        wrong.append(f"{where}: scrolls sideways")
                wrong += [f"{who}: {text}" for text in said]
    return wrong


async def test_the_pages_of_an_award_have_no_barrier(chromium: Browser, tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found, served(found.app) as address:
        await direct.course(found.store, tmp_path).evaluate()
        assert await barriers(found, chromium, address, [("Bram", f"{TENDER}/award")]) == []
        await test_awarding.proposed(found)
        places = [("Koenraad", f"{TENDER}/visum"), ("Bram", f"{TENDER}/decision")]
        assert await barriers(found, chromium, address, places) == []
        await test_awarding.granted(found)
        assert await barriers(found, chromium, address, [("Wouter", f"{TENDER}/decision")]) == []
        await test_awarding.registered(found)
        places = [
            ("Bram", f"{TENDER}/letters"),
            ("Bram", f"{TENDER}/award"),
            ("Bram", f"{TENDER}/documents"),
            (test_awarding.LOSER, f"{TENDER}/award"),
        ]
        assert await barriers(found, chromium, address, places) == []


async def test_the_pages_of_a_contract_have_no_barrier(chromium: Browser, tmp_path: Path) -> None:
    firm = test_performance.FIRM
    async with site.opened(tmp_path) as found, served(found.app) as address:
        await contracted.conclude(found.store)
        await test_performance.delivered(found)
        places = [
            ("Dirk", "/contracts"),
            ("Dirk", CONTRACT),
            ("Dirk", f"{CONTRACT}/milestones"),
            ("Koenraad", f"{CONTRACT}/money"),
            (firm, f"{CONTRACT}/milestones/{M1}"),
            (firm, f"{CONTRACT}/milestones/{M2}"),
            ("Fatima", f"/acceptances/{M1}/1"),
            ("", "/documents"),
        ]
        assert await barriers(found, chromium, address, places) == []
        for who in ("Fatima", "Stijn"):
            await test_performance.signed(found, who)
        await test_performance.certify(found)
        places = [
            (firm, f"/acceptances/{M1}/1"),
            ("Dirk", f"{CONTRACT}/milestones"),
            ("Koenraad", f"{CONTRACT}/money"),
        ]
        assert await barriers(found, chromium, address, places) == []


async def test_a_sheet_opens_over_the_form_that_asked_for_it(
    chromium: Browser, tmp_path: Path
) -> None:
    async with site.opened(tmp_path) as found, served(found.app) as address:
        await direct.course(found.store, tmp_path).evaluate()
        async with as_person(found, chromium, address, "Bram", 1400, "light") as (page, said):
            await page.goto(f"{address}/nl{TENDER}/award")
            await page.locator("form button[value=propose]").click()
            sheet = page.locator("dialog#propose")
            assert await sheet.evaluate("sheet => sheet.matches(':modal')")
            assert (await Axe().run(page, options=AXE)).response["violations"] == []
            await sheet.locator("a[data-close]").click()
            assert not await sheet.is_visible()
            await page.locator("form button[value=propose]").click()
            await sheet.locator("button[type=submit]").click()
            await page.wait_for_url("**/visum?done=award_proposed")
            assert said == []


async def test_a_delivery_is_confirmed_with_and_without_script(
    chromium: Browser, tmp_path: Path
) -> None:
    async with site.opened(tmp_path) as found, served(found.app) as address:
        await contracted.conclude(found.store)
        firm = test_performance.FIRM
        async with as_person(found, chromium, address, firm, 390, "light") as (page, said):
            await page.goto(f"{address}/nl{CONTRACT}/milestones/{M1}")
            await page.fill("#signatory", "Mehdi Lindenhart")
            await page.fill("#remarks", "De verslagen volgen.")
            await page.locator("form button[value=confirm]").click()
            sheet = page.locator("dialog#confirm")
            assert await sheet.evaluate("sheet => sheet.matches(':modal')")
            await sheet.locator("button[type=submit]").click()
            await page.wait_for_url(f"**/milestones/{M1}?done=delivery_confirmed")
            assert said == []
        context = await chromium.new_context(
            viewport={"width": 390, "height": 900}, java_script_enabled=False
        )
        await context.add_cookies([await signed_in(found, address, firm)])
        page = await context.new_page()
        await page.goto(f"{address}/nl{CONTRACT}/milestones/{M2}")
        await page.fill("#signatory", "Mehdi Lindenhart")
        await page.fill("#remarks", "Zonder script.")
        await page.locator("form button[value=confirm]").click()
        assert await page.locator("dialog#confirm").is_visible()
        await page.locator("dialog#confirm button[type=submit]").click()
        assert "Uw levering is ontvangen" in await page.inner_text("main")
        await context.close()
