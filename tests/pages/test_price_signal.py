"""The examination shows which prices to question first, to who may see prices at that moment."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.async_api import Browser

from contracts.tendering.draft import Category, Criterion, TenderDraft
from tests import builders, opened
from tests.pages import compared, site
from tests.pages.site import Site
from tests.pages.test_evaluation import COMMITTEE, ROUND, appointed, declared, examined
from tests.pages.test_real_pages import barriers, served

PRICES = {
    "Kade Zeven": "612000.00",
    "Zilverdijk": "640000.00",
    "Meerstroom": "498500.50",
    "Lindekreek": "700000.00",
}
MARK = "te bevragen (art. 36, § 4)"
ASK = "vraag de inschrijver eerst schriftelijk om uitleg"


def works() -> TenderDraft:
    """Works by open procedure, price for 60."""
    price = Criterion(id="P", name="Prijs", kind="price", weight=Decimal(60), formula="P1/1")
    plan = Criterion(id="Q1", name="Plan van aanpak", kind="quality", weight=Decimal(40))
    return builders.draft(category=Category.WORKS, criteria=(price, plan))


async def examining(found: Site, draft: TenderDraft) -> None:
    """A committee that declared, before the examination."""
    await found.store.write(lambda c: opened.tender(c, draft, PRICES))
    await appointed(found)
    for who in COMMITTEE:
        await declared(found, who)


@pytest.fixture
async def works_site(tmp_path: Path) -> AsyncIterator[Site]:
    """Four bids for works, one of them far below the others."""
    async with site.opened(tmp_path) as found:
        await examining(found, works())
        yield found


async def test_the_price_to_question_is_marked_with_its_article(works_site: Site) -> None:
    page = await works_site.people.see("Ilse", f"{ROUND}/examination")
    assert "1 inschrijver is te bevragen over zijn prijs." in page.text
    assert f"€ 498.500,50 −20,37 % {MARK}" in page.text
    assert page.text.count(MARK) == 1
    assert ASK in page.text
    assert "Te bevestigen: naast kwaliteitscriteria" in page.text
    assert "Gemiddelde: € 626.000,00" in page.text


async def test_a_signal_decides_nothing(works_site: Site) -> None:
    await examined(works_site)
    page = await works_site.people.see("Ilse", f"{ROUND}/examination")
    assert "Het nazicht ligt vast: 3 toegelaten, 1 terzijde gelegd." in page.text
    assert page.text.count(MARK) == 1


async def test_a_member_sees_no_prices_before_the_quality_is_settled(works_site: Site) -> None:
    await examined(works_site)
    page = await works_site.people.see("Tine", f"{ROUND}/examination")
    assert page.status == 200
    assert "Prijssignalen" not in page.text
    assert "498.500,50" not in page.text


async def test_elsewhere_the_median_is_information(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found:
        await examining(found, compared.draft())
        page = await found.people.see("Ilse", f"{ROUND}/examination")
        assert "De regel van 15 % (art. 36, § 4) is hier niet toegepast." in page.text
        assert "Het is niet bekend of het werken zijn" in page.text
        assert "€ 498.500,50 −20,37 %" in page.text
        assert "artikel 69 van richtlijn 2014/24/EU" in page.text
        assert ASK in page.text
        assert MARK not in page.text


@pytest.mark.xdist_group("browser")
@pytest.mark.timeout(240)
async def test_the_signal_has_no_barrier(chromium: Browser, works_site: Site) -> None:
    async with served(works_site.app) as address:
        places = [("Ilse", f"{ROUND}/examination")]
        assert await barriers(works_site, chromium, address, places) == []
