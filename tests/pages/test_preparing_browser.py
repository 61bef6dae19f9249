"""The pages of preparation with real records, in a real browser."""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from bestek.demo import cast
from infra import label_files
from infra.store import labels
from tests import builders, label_lists, opened
from tests.builders import uid
from tests.pages import preparing, site
from tests.pages.test_real_pages import as_person, barriers, served

pytestmark = [pytest.mark.xdist_group("browser"), pytest.mark.timeout(240)]


async def test_the_pages_of_preparation_have_no_barrier(chromium: Browser, tmp_path: Path) -> None:
    async with site.opened(tmp_path) as here, served(here.app) as address:
        await here.store.write(cast.seed)
        begun = preparing.place(await preparing.begun(here))
        asked = await preparing.submitted(here)
        await here.store.write(lambda c: opened.publish(c, builders.draft()))
        tender = f"/tenders/{uid('tender')}"
        places = [
            ("", "/sign-in"),
            ("Noor", "/"),
            ("Noor", "/tenders"),
            ("Noor", "/tenders?text=niets"),
            ("Noor", "/tenders/new"),
            ("Noor", "/tenders/import"),
            ("Noor", begun),
            ("Noor", f"{begun}/draft"),
            ("Noor", f"{asked}/draft"),
            ("Ilse", f"{asked}/approval"),
            ("Bram", tender),
            ("Kade Zeven person", "/tenders"),
            ("Kade Zeven person", "/"),
        ]
        assert await barriers(here, chromium, address, places) == []


async def test_a_draft_in_a_browser_saves_itself_and_shows_what_is_missing(
    chromium: Browser, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(site.opened(tmp_path))
        address = await stack.enter_async_context(served(here.app))
        path = preparing.place(await preparing.begun(here))
        looking = as_person(here, chromium, address, "Noor", 1400, "light")
        page, said = await stack.enter_async_context(looking)
        await page.goto(f"{address}/nl{path}/draft")
        missing = page.locator("#missing-title .count")
        before = int(await missing.inner_text())
        await page.fill("#criteria-0-name", "Plan van aanpak")
        await page.fill("#criteria-0-weight", "60")
        await expect(page.locator("#weights b")).to_have_text("60")
        await page.fill("#budget_line", "2026/ICT/215")
        await expect(missing).to_have_text(str(before - 1))
        await page.fill("#vat_rate", "veel")
        await expect(page.locator("#saved")).to_contain_text("“veel” is geen getal.")
        await page.fill("#vat_rate", "6")
        await expect(page.locator("#saved")).to_contain_text("Bewaard om")
        await page.select_option("#criteria-0-kind", "price")
        await expect(page.locator("#criteria-0-formula")).to_be_visible()
        await expect(page.locator("#criteria-0-levels")).not_to_be_visible()
        await page.reload()
        assert await page.input_value("#criteria-0-weight") == "60"
        assert await page.input_value("#vat_rate") == "6"
        # A refused save is an answer with an error status, which the console tells as such.
        assert [line for line in said if "422" not in line] == []


async def test_a_version_is_submitted_and_approved_in_a_browser_without_script(
    chromium: Browser, tmp_path: Path
) -> None:
    async with site.opened(tmp_path) as here, served(here.app) as address:
        await here.store.write(cast.seed)
        path = preparing.place(await preparing.filled(here))
        context = await chromium.new_context(
            viewport={"width": 390, "height": 900}, java_script_enabled=False
        )
        page = await context.new_page()
        await page.goto(f"{address}/nl/sign-in")
        await page.get_by_role("button", name="Noor Vandekreek").click()
        assert page.url == f"{address}/nl/"
        await context.close()
        for who, where, act in (
            ("Noor", "draft", "submit"),
            ("Ilse", "approval", "approve"),
            ("Koenraad", "approval", "approve"),
        ):
            looking = as_person(here, chromium, address, who, 390, "light", script=False)
            async with looking as (page, _):
                await page.goto(f"{address}/nl{path}/{where}")
                sheet = page.locator(f"dialog#{act}")
                await expect(sheet).not_to_be_visible()
                opener = page.locator(f"a[href='#{act}'], button[form=draft][value={act}]")
                await opener.first.click()
                await expect(sheet).to_be_visible()
                await sheet.get_by_role("button").first.click()
                await expect(page.get_by_role("status").first).to_be_visible()
        page_now = await here.people.see("Bram", path)
        assert "Goedgekeurd" in page_now.text


async def test_submitting_in_a_browser_opens_the_sheet_with_what_was_typed_last(
    chromium: Browser, tmp_path: Path
) -> None:
    async with site.opened(tmp_path) as here, served(here.app) as address:
        path = preparing.place(await preparing.filled(here))
        looking = as_person(here, chromium, address, "Noor", 1400, "light")
        async with looking as (page, said):
            await page.goto(f"{address}/nl{path}/draft")
            await page.fill("#budget_line", "2026/ICT/999")
            await page.locator("button[form=draft][value=submit]").click()
            sheet = page.locator("dialog#submit")
            await expect(sheet).to_be_visible()
            assert await sheet.evaluate("sheet => sheet.matches(':modal')")
            await sheet.get_by_role("button", name="Voorleggen").click()
            await expect(
                page.get_by_text("Het ontwerp is voorgelegd ter goedkeuring.")
            ).to_be_visible()
            assert said == []
        asked = await here.people.see("Koenraad", f"{path}/approval")
        assert "2026/ICT/999" in asked.text


async def test_a_chosen_formula_asks_for_its_numbers(chromium: Browser, tmp_path: Path) -> None:
    async with site.opened(tmp_path) as here, served(here.app) as address:
        path = preparing.place(await preparing.filled(here))
        looking = as_person(here, chromium, address, "Noor", 1400, "light")
        async with looking as (page, said):
            await page.goto(f"{address}/nl{path}/draft")
            await expect(page.locator("#criteria-1-terms")).to_contain_text("laagste prijs")
            await page.select_option("#criteria-1-formula", "A3/1")
            ceiling = page.get_by_label("Maximumprijs", exact=True)
            await ceiling.fill("500.000")
            await expect(page.locator("#missing")).to_contain_text("Lageprijsgrens")
            await page.get_by_label("Lageprijsgrens").fill("600.000")
            missing = page.locator("#missing a", has_text="boven de maximumprijs")
            await expect(missing).to_have_attribute("href", "#criteria-1-p_line")
            assert await ceiling.input_value() == "500.000"
            await page.select_option("#tie_break-0", "price")
            await page.locator("button[form=draft][value=submit]").click()
            told = page.locator("#criteria-1-p_line-error")
            await expect(told).to_contain_text("ligt boven de maximumprijs")
            assert await page.input_value("#tie_break-0") == "price"
            assert await page.input_value("#criteria-1-p_ceiling") == "500.000"
        # A refused submission is a page with an error status, which the console tells as such.
        assert [line for line in said if "409" not in line] == []


async def test_without_script_a_saved_formula_asks_for_its_numbers(
    chromium: Browser, tmp_path: Path
) -> None:
    async with site.opened(tmp_path) as here, served(here.app) as address:
        path = preparing.place(await preparing.filled(here))
        looking = as_person(here, chromium, address, "Noor", 390, "dark", script=False)
        async with looking as (page, _):
            await page.goto(f"{address}/nl{path}/draft")
            await page.select_option("#criteria-1-formula", "P6/1")
            await page.locator(".bar-bottom button[value=save]").click()
            await page.get_by_label("Maximumprijs", exact=True).fill("700.000")
            await page.locator(".bar-bottom button[value=save]").click()
            assert await page.input_value("#criteria-1-p_ceiling") == "700.000,00"
            await expect(page.locator("#criteria-1-terms")).to_contain_text(
                "Bij deze formule kan het wegvallen van een verliezer de winnaar wijzigen."
            )


async def test_codes_are_proposed_while_one_types_and_their_meaning_is_shown(
    chromium: Browser, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        here = await stack.enter_async_context(site.opened(tmp_path))
        for text in (label_lists.CPV, label_lists.NUTS):
            found = label_files.read(label_lists.written(tmp_path, text))
            await here.store.write(lambda c, found=found: labels.load(c, found))
        address = await stack.enter_async_context(served(here.app))
        path = preparing.place(await preparing.begun(here))
        looking = as_person(here, chromium, address, "Noor", 1400, "light")
        page, said = await stack.enter_async_context(looking)
        await page.goto(f"{address}/nl{path}/draft")
        await expect(page.locator("#cpv-means")).not_to_be_visible()
        await page.locator("#cpv").press_sequentially("7281")
        proposal = page.locator("#cpv-codes option")
        await expect(proposal).to_have_attribute("value", "72810000-1")
        await page.fill("#cpv", "72810000-1")
        await expect(page.locator("#cpv-means")).to_have_text("Computerauditdiensten")
        await page.locator("#places-0").press_sequentially("prov")
        region = page.locator("#nuts-codes option")
        await expect(region).to_have_attribute("value", "BE21")
        await page.fill("#places-0", "be21")
        await expect(page.locator("#places-0-means")).to_have_text("Prov. Antwerpen")
        await page.goto(f"{address}/nl/codes/cpv?text=software")
        await expect(page.locator("tbody tr")).to_have_count(1)
        # A half-typed code is refused with an error status, which the console tells as such.
        assert [line for line in said if "422" not in line] == []
        asked = [("Noor", "/codes/cpv?text=audit"), ("Noor", "/codes/nuts?text=prov")]
        asked.append(("Noor", f"{path}/draft"))
        assert await barriers(here, chromium, address, asked) == []
