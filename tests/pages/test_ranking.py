"""The ranking page says why a bid is not ranked, how a tie was broken, and shows every formula."""

from decimal import Decimal
from pathlib import Path

import pytest
from playwright.async_api import Browser

from contracts.tendering import TenderDraft
from contracts.tendering.draft import Criterion, TieStep
from tests import builders, direct, opened
from tests.pages import site
from tests.pages.test_evaluation import ROUND
from tests.pages.test_real_pages import barriers, served


def announced() -> TenderDraft:
    """Two quality criteria, one with a minimum; a price with its numbers; a chain for ties."""
    return builders.draft(
        criteria=(
            Criterion(
                id="K1",
                name="Aanpak",
                kind="quality",
                weight=Decimal(75),
                minimum_percent=Decimal("62.5"),
            ),
            Criterion(
                id="K2",
                name="Prijs",
                kind="price",
                weight=Decimal(25),
                formula="P8/1",
                parameters={"ceiling": Decimal("800000.00"), "x": Decimal("0.85")},
            ),
        ),
        tie_break=(TieStep(by="price"), TieStep(by="lots")),
    )


async def test_a_bid_below_a_minimum_is_shown_with_its_reason(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found:
        await direct.course(found.store, tmp_path).evaluate(announced())
        page = await found.people.see("Griet", f"{ROUND}/ranking")
        assert "Zilverdijk nv is eerste met" in page.text
        ranked, _, aside = page.text.partition("Niet gerangschikt")
        assert "Meerstroom nv" not in ranked
        assert (
            "Meerstroom nv Voor “Aanpak” geldt een minimum van 62,5 % van de punten. "
            "De offerte behaalt 60 % op “Aanpak”."
        ) in aside
        assert "Tot de gemiddelde korting: punten = weging × x × korting" in page.text
        assert "Maximumprijs = € 800.000,00; x: deel van de punten bij de" in page.text
        assert "gemiddelde prijs = € 620.000,00" in page.text


async def test_the_published_tender_says_how_it_will_be_judged(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found:
        await found.store.write(lambda c: opened.publish(c, announced()))
        tender = ROUND.removesuffix("/evaluation")
        for who, path in (
            ("Bram", tender),
            ("", f"{tender}/notice"),
            ("Ilse", f"{tender}/approval"),
        ):
            page = await found.people.see(who, path)
            assert page.status == 200, path
            for said in (
                "Tot de gemiddelde korting: punten = weging × x × korting",
                "Maximumprijs: € 800.000,00",
                "x: deel van de punten bij de gemiddelde korting: 0,85",
                "de laagste prijs",
                "loting, met getuigen",
            ):
                assert said in page.text, (path, said)
            if not path.endswith("/approval"):
                assert "Minimum: 62,5 % van de punten." in page.text


async def test_the_pages_of_an_award_know_only_ranked_bids(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found:
        await direct.course(found.store, tmp_path).evaluate(announced())
        tender = ROUND.removesuffix("/evaluation")
        page = await found.people.see("Bram", f"{tender}/award")
        assert page.status == 200
        assert "Kade Zeven nv" in page.text
        assert "Meerstroom nv" not in page.text


@pytest.mark.xdist_group("browser")
async def test_what_is_announced_and_what_came_of_it_has_no_barrier(
    chromium: Browser, tmp_path: Path
) -> None:
    async with site.opened(tmp_path) as found, served(found.app) as address:
        await direct.course(found.store, tmp_path).evaluate(announced())
        tender = ROUND.removesuffix("/evaluation")
        places = [("Griet", f"{ROUND}/ranking"), ("Bram", tender), ("", f"{tender}/notice")]
        assert await barriers(found, chromium, address, places) == []
