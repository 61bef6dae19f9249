"""Advice on the procedure as a page: asked by address, answered under the questions."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.async_api import Browser

from tests.pages import site
from tests.pages.site import Site
from tests.pages.test_real_pages import barriers, served

ASKED = {
    "kind": "services",
    "estimate": "100000",
    "lots": "",
    "further": "",
    "day": "23/11/2026",
    "authority": "sub_central",
}


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A store with the cast in it, and no dossiers."""
    async with site.opened(tmp_path) as found:
        yield found


def address(**changes: str) -> str:
    """The page with its questions answered."""
    return f"/advice?{urlencode(ASKED | changes)}"


async def test_a_new_tender_leads_to_it_and_it_asks_about_today(here: Site) -> None:
    page = await here.people.see("Noor", "/tenders/new")
    assert "/nl/advice" in page.html
    asked = await here.people.see("Noor", "/advice")
    assert asked.status == 200
    assert asked.form_with("Toon het advies").fields["authority"] == "sub_central"
    assert asked.form_with("Toon het advies").fields["day"].count("/") == 2
    assert "Mogelijke procedures" not in asked.text


@pytest.mark.parametrize("who", ["Noor", "Bram"])
async def test_who_prepares_tenders_gets_procedures_and_duties(here: Site, who: str) -> None:
    page = await here.people.see(who, address())
    assert page.status == 200
    for said in (
        "Mogelijke procedures",
        "Onderhandelingsprocedure zonder voorafgaande bekendmaking",
        "De raming ligt onder € 140.000,00",
        "te bevestigen",
        "art. 92 van de wet van 17 juni 2016",
        "Visum van de financieel directeur",
        "Regeleditie be-2026-01",
    ):
        assert said.casefold() in page.text.casefold(), said


async def test_lots_and_options_count_and_a_ground_opens(here: Site) -> None:
    parts = {"estimate": "", "lots": "60.000\n90.000", "further": "66.000"}
    at = await here.people.see("Noor", address(**parts))
    assert "raming € 216.000,00" in at.text
    assert "Mogelijke procedures 2" in at.text
    opened = await here.people.see("Noor", f"{address(**parts)}&ground=single_source")
    assert "Mogelijke procedures 3" in opened.text
    assert 'value="single_source" checked' in opened.html


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": ""}, "Zeg wat u koopt: leveringen, diensten, werken"),
        ({"estimate": "veel"}, "“veel” is geen getal."),
        ({"estimate": "5\n6"}, "is geen getal."),
        ({"estimate": "1" * 40}, "is geen getal."),
        ({"day": "01/01/0001"}, "kent Bestek geen wettelijke bedragen"),
        ({"authority": "koning"}, "Verbeter het aangeduide veld"),
        ({"estimate": "1,234"}, "meer dan twee decimalen"),
        ({"estimate": "-5"}, "lager dan nul"),
        ({"estimate": ""}, "Geef een raming of de bedragen van de percelen."),
        ({"lots": "5"}, "De percelen tellen op tot 5"),
        ({"day": "ooit"}, "is geen datum"),
        ({"day": "01/01/2036"}, "kent Bestek geen wettelijke bedragen"),
        ({"ground": "gewoonte"}, "Geen enkele procedure kent deze grond"),
    ],
)
async def test_what_is_wrong_stands_at_its_field(
    here: Site, changes: dict[str, str], sentence: str
) -> None:
    page = await here.people.see("Noor", address(**changes))
    assert page.status == 422
    assert sentence in page.text
    assert "Mogelijke procedures" not in page.text
    assert page.form_with("Toon het advies").fields["day"] == (ASKED | changes)["day"]


async def test_a_supplier_asks_elsewhere(here: Site) -> None:
    assert (await here.people.see("Kade Zeven person", address())).status == 403


@pytest.mark.xdist_group("browser")
@pytest.mark.timeout(240)
async def test_questions_and_answers_have_no_barrier(chromium: Browser, tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found, served(found.app) as address_of:
        places = [("Noor", "/advice"), ("Noor", f"{address()}&ground=complexity")]
        assert await barriers(found, chromium, address_of, places) == []
