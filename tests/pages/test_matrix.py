"""The pages of bids and their evaluation in a real browser; the matrix walked by its keys."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from tests import builders, opened
from tests.pages import compared, site, test_bidding, test_evaluation
from tests.pages.compared import cell
from tests.pages.site import Site
from tests.pages.test_evaluation import COMMITTEE, ROUND, TENDER
from tests.pages.test_real_pages import as_person, barriers, served

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.timeout(240)]

FIRST = cell("Kade Zeven", 0)


@pytest.fixture
async def scoring(tmp_path: Path) -> AsyncIterator[Site]:
    """A committee that scores."""
    async with site.opened(tmp_path) as found:
        await found.store.write(lambda c: opened.tender(c, compared.draft(), compared.PRICES))
        await test_evaluation.to_scoring(found)
        yield found


async def test_the_pages_of_a_bid_have_no_barrier(chromium: Browser, tmp_path: Path) -> None:
    firm = test_bidding.FIRM
    async with site.opened(tmp_path) as found, served(found.app) as address:
        await found.store.write(lambda c: opened.publish(c, builders.draft()))
        found.running.parts.keyring.create_tender_key(test_bidding.TENDER)
        places = [
            ("", test_bidding.NOTICE),
            (firm, test_bidding.NOTICE),
            (firm, f"{test_bidding.BID}/new"),
            ("Bram", f"{TENDER}/submission"),
            ("Lieve", f"{TENDER}/opening"),
        ]
        assert await barriers(found, chromium, address, places) == []
        receipt = await test_bidding.handed_in(found)
        places = [
            (firm, receipt.path.removeprefix("/nl")),
            (firm, test_bidding.BID),
            (firm, f"{test_bidding.BID}/new"),
        ]
        assert await barriers(found, chromium, address, places) == []


async def test_the_pages_of_an_evaluation_have_no_barrier(
    chromium: Browser, tmp_path: Path
) -> None:
    async with site.opened(tmp_path) as found, served(found.app) as address:
        await found.store.write(lambda c: opened.tender(c, compared.draft(), compared.PRICES))
        places = [("Bram", f"{TENDER}/opening"), ("Noor", f"{TENDER}/opening"), ("Bram", ROUND)]
        assert await barriers(found, chromium, address, places) == []
        await test_evaluation.appointed(found)
        await test_evaluation.declared(found, "Tine", "possible", "Mijn broer werkt er.")
        places = [("Ilse", ROUND), ("Tine", f"{ROUND}/declaration"), ("Bram", ROUND)]
        assert await barriers(found, chromium, address, places) == []
        for who in COMMITTEE:
            await test_evaluation.declared(found, who)
        examination = [("Ilse", f"{ROUND}/examination")]
        assert await barriers(found, chromium, address, examination) == []
        await test_evaluation.examined(found)
        places = [("Tine", f"{ROUND}/scores"), ("Griet", ROUND), *examination]
        assert await barriers(found, chromium, address, places) == []


async def test_the_pages_of_an_outcome_have_no_barrier(chromium: Browser, tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found, served(found.app) as address:
        await found.store.write(lambda c: opened.tender(c, compared.draft(), compared.PRICES))
        await test_evaluation.to_consensus(found)
        places = [
            ("Griet", f"{ROUND}/consensus"),
            ("Tine", f"{ROUND}/consensus"),
            ("Tine", f"{ROUND}/scores"),
            ("Griet", f"{ROUND}/ranking"),
        ]
        assert await barriers(found, chromium, address, places) == []
        await test_evaluation.agreed(found)
        page = await found.people.see("Griet", f"{ROUND}/consensus")
        page = await found.people.press(page, "Sluit de consensus af")
        assert await barriers(found, chromium, address, [("Griet", f"{ROUND}/ranking")]) == []
        await found.people.press(page, "Toon rangschikking")
        places = [("Griet", f"{ROUND}/ranking"), ("Noor", f"{ROUND}/ranking")]
        assert await barriers(found, chromium, address, places) == []


async def test_a_file_that_is_too_large_is_not_sent_first(
    chromium: Browser, tmp_path: Path
) -> None:
    async with site.opened(tmp_path, max_file_bytes=1000) as found, served(found.app) as address:
        await found.store.write(lambda c: opened.publish(c, builders.draft()))
        found.running.parts.keyring.create_tender_key(test_bidding.TENDER)
        who = test_bidding.FIRM
        async with as_person(found, chromium, address, who, 1400, "light") as (page, said):
            await page.goto(f"{address}/nl{test_bidding.BID}/new")
            large = FilePayload(name="groot.pdf", mimeType="application/pdf", buffer=b"x" * 1001)
            await page.set_input_files("#upload", large)
            await expect(page.locator("#upload-large")).to_be_visible()
            assert await page.input_value("#upload") == ""
            assert said == []


async def _focused(page: Page) -> str:
    name: str = await page.evaluate("document.activeElement.name ?? ''")
    return name


async def test_the_matrix_is_walked_and_saved_by_its_keys(chromium: Browser, scoring: Site) -> None:
    async with (
        served(scoring.app) as address,
        as_person(scoring, chromium, address, "Tine", 1400, "light") as (page, said),
    ):
        await page.goto(f"{address}/nl{ROUND}/scores")
        await page.locator(f"#{FIRST}").focus()
        await page.keyboard.type("7,5")
        await page.keyboard.press("Enter")
        assert await _focused(page) == cell("Zilverdijk", 0)
        await page.keyboard.type("8")
        await page.keyboard.press("ArrowRight")
        assert await _focused(page) == cell("Zilverdijk", 1)
        await page.keyboard.press("ArrowUp")
        assert await _focused(page) == cell("Kade Zeven", 1)
        await expect(page.locator("[data-part=progress] b")).to_have_text("2")
        await expect(page.locator("[data-autosave-status]")).to_contain_text("Bewaard om")
        await page.reload()
        assert await page.input_value(f"#{FIRST}") == "7,5"
        assert said == []


async def test_reasons_are_saved_before_one_goes_on(chromium: Browser, scoring: Site) -> None:
    async with (
        served(scoring.app) as address,
        as_person(scoring, chromium, address, "Tine", 1400, "light") as (page, said),
    ):
        await page.goto(f"{address}/nl{ROUND}/scores?cell={FIRST}")
        await page.fill("#panel-score", "6")
        await page.fill("#motivation", "Voldoet.")
        assert await page.input_value(f"#{FIRST}") in ("", "6")
        await page.click("button[value=next]")
        await expect(page.locator("[data-part=progress]")).to_contain_text("1 gemotiveerd")
        second = cell("Zilverdijk", 0)
        assert await page.input_value("input[name=panel]") == second
        await page.fill(f"#{second}", "6")
        await page.locator(f"#{second}").press("Alt+m")
        assert await _focused(page) == "motivation"
        await page.keyboard.type("Voldoet.")
        await expect(page.locator("[data-part=same]")).to_contain_text("Kade Zeven nv")
        await page.reload()
        assert await page.input_value("#motivation") == "Voldoet."
        assert said == []


async def test_a_score_off_its_scale_is_told_at_once(chromium: Browser, scoring: Site) -> None:
    async with (
        served(scoring.app) as address,
        as_person(scoring, chromium, address, "Tine", 1400, "light") as (page, _),
    ):
        await page.goto(f"{address}/nl{ROUND}/scores")
        await page.fill(f"#{FIRST}", "12")
        await page.locator(f"#{FIRST}").press("Tab")
        status = page.locator("[data-autosave-status]")
        await expect(status).to_contain_text("Een score buiten 0–10 is niet mogelijk.")
        await expect(page.locator(f"#{FIRST}")).to_have_attribute("aria-invalid", "true")
        assert await page.input_value(f"#{FIRST}") == "12"


async def test_without_a_line_the_text_stays_and_goes_later(
    chromium: Browser, scoring: Site
) -> None:
    async with (
        served(scoring.app) as address,
        as_person(scoring, chromium, address, "Tine", 1400, "light") as (page, _),
    ):
        await page.goto(f"{address}/nl{ROUND}/scores")
        await page.context.set_offline(True)
        await page.fill(f"#{FIRST}", "9")
        await page.locator(f"#{FIRST}").press("Tab")
        status = page.locator("[data-autosave-status]")
        await expect(status).to_contain_text("Niet bewaard: geen verbinding.")
        await page.context.set_offline(False)
        await expect(status).to_contain_text("Bewaard om")
        await page.reload()
        assert await page.input_value(f"#{FIRST}") == "9"
