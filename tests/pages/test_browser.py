"""The pages in a real browser: no barrier, no scrolling sideways, and whole without script."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, Route, expect

from contracts.base import Language
from tests.pages import gallery, showing

pytestmark = pytest.mark.xdist_group("browser")

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = {"runOnly": {"type": "tag", "values": RULES}}


@pytest.fixture
async def address(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The gallery, served on loopback."""
    program = showing.application(tmp_path_factory.getbasetemp())
    server = uvicorn.Server(uvicorn.Config(program, port=0, log_level="warning"))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    await serving


async def _open(chromium: Browser, width: int, **how: Any) -> tuple[Page, list[str]]:
    """A page of this width, and what its console complains of."""
    context = await chromium.new_context(viewport={"width": width, "height": 900}, **how)
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda told: said.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return page, said


async def _violations(page: Page) -> list[str]:
    found = (await Axe().run(page, options=AXE)).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']}" for one in found]


@pytest.mark.timeout(600)  # it goes through every page there is
@pytest.mark.parametrize(("width", "scheme"), [(1400, "light"), (390, "dark")])
async def test_no_page_has_a_barrier(
    chromium: Browser, address: str, width: int, scheme: str
) -> None:
    page, said = await _open(chromium, width, color_scheme=scheme)
    found = {}
    for name in gallery.PAGES:
        await page.goto(f"{address}/nl/gallery/{name}")
        found[name] = await _violations(page)
    assert {name: ids for name, ids in found.items() if ids} == {}
    assert said == []


@pytest.mark.parametrize("language", Language)
async def test_no_page_scrolls_sideways_on_a_small_phone(
    chromium: Browser, address: str, language: Language
) -> None:
    page, _ = await _open(chromium, 320)
    wide = []
    for name in gallery.PAGES:
        await page.goto(f"{address}/{language}/gallery/{name}")
        if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    assert wide == []


async def test_a_sheet_is_a_dialog_that_gives_the_focus_back(
    chromium: Browser, address: str
) -> None:
    page, said = await _open(chromium, 1400)
    await page.goto(f"{address}/nl/gallery/approval")
    await page.locator("a[href='#return']").focus()
    await page.keyboard.press("Enter")
    assert await page.locator("dialog#return").evaluate("sheet => sheet.matches(':modal')")
    assert await page.evaluate("document.activeElement.id") == "return-title"
    assert await _violations(page) == []
    await page.keyboard.press("Escape")
    assert not await page.locator("dialog#return").is_visible()
    assert await page.evaluate("document.activeElement.hash") == "#return"
    assert said == []


async def test_a_binding_act_needs_no_script(chromium: Browser, address: str) -> None:
    page, _ = await _open(chromium, 390, java_script_enabled=False)
    await page.goto(f"{address}/nl/gallery/approval")
    assert not await page.locator("dialog#approve").is_visible()
    await page.locator("a[href='#approve']").click()
    assert await page.locator("dialog#approve").is_visible()
    assert await page.locator("dialog#approve button[type=submit]").is_visible()
    await page.locator("dialog#approve a[data-close]").click()
    assert not await page.locator("dialog#approve").is_visible()


async def test_a_form_is_sent_once(chromium: Browser, address: str) -> None:
    page, _ = await _open(chromium, 1400)
    sent: list[str] = []

    async def answer(route: Route) -> None:
        sent.append(route.request.method)
        await route.fulfill(status=204)

    await page.route(f"{address}/nl/sign-in", answer)
    await page.goto(f"{address}/nl/gallery/sign-in")
    await page.fill("#email", "bram@scheldeburg.example")
    await page.fill("#password", "een lang wachtwoord")
    await page.evaluate("for (const n of [1, 2]) document.querySelector('button.btn').click()")
    await page.wait_for_timeout(500)
    assert sent == ["POST"]


async def test_a_draft_is_saved_by_itself(chromium: Browser, address: str) -> None:
    page, said = await _open(chromium, 1400)
    bodies: list[str] = []

    async def answer(route: Route) -> None:
        bodies.append(route.request.headers["x-autosave"])
        told = {"version": "5", "saved": "Bewaard om 9.41", "parts": {"weights": "100 van 100"}}
        await route.fulfill(json=told)

    await page.route(f"{address}/nl/tenders/**", answer)
    await page.goto(f"{address}/nl/gallery/draft")
    await page.fill("#criteria-1-weight", "60")
    await expect(page.locator("#saved")).to_have_text("Bewaard om 9.41")
    assert await page.input_value("input[name=version]") == "5"
    assert await page.text_content("#weights") == "100 van 100"
    assert bodies == ["1"]
    assert said == []


async def test_an_error_leads_to_its_field(chromium: Browser, address: str) -> None:
    page, _ = await _open(chromium, 1400)
    await page.goto(f"{address}/nl/gallery/draft-refused")
    assert await page.evaluate("document.activeElement.id") == "problems"
    await page.locator("#problems a[href='#deadline_day']").click()
    assert await page.evaluate("document.activeElement.id") == "deadline_day"


@pytest.mark.nightly
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1400, 390, 320])
@pytest.mark.parametrize("language", Language)
async def test_no_page_has_a_barrier_anywhere(
    chromium: Browser, address: str, language: Language, width: int, scheme: str
) -> None:
    page, said = await _open(chromium, width, color_scheme=scheme)
    for name in gallery.PAGES:
        await page.goto(f"{address}/{language}/gallery/{name}")
        assert await _violations(page) == [], name
    assert said == []
