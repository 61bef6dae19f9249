"""The list and the dossier: what each reader may know."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from infra.store import clock
from tests import builders, opened
from tests.builders import uid
from tests.pages import site
from tests.pages.preparing import agreed, begun, submitted
from tests.pages.site import Site


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A store with the cast in it, and no dossiers."""
    async with site.opened(tmp_path) as found:
        yield found


async def test_a_need_becomes_a_version_that_may_be_published(here: Site) -> None:
    path = await agreed(here)
    page = await here.people.see("Bram", path)
    assert "Goedgekeurd" in page.text
    assert "Ondernemingen kunnen offertes indienen vóór maandag 2 maart 2026" in page.text
    page = await here.people.press(page, "Bekendmaken")
    assert "De aankondiging wordt verzonden." in page.text
    assert "Akkoord gegeven: Kredietadvies · Koenraad" in page.text
    assert "Bekendmaking opgedragen · Bram" in page.text


async def test_a_supplier_is_led_to_the_notice(here: Site) -> None:
    path = await submitted(here)
    firm = "Kade Zeven person"
    for where in ("", "/draft", "/approval"):
        assert (await here.people.see(firm, f"{path}{where}")).status == 404
    await here.store.write(lambda c: opened.publish(c, builders.draft()))
    page = await here.people.see(firm, f"/tenders/{uid('tender')}")
    assert page.path.endswith("/notice")
    listed = await here.people.see(firm, "/tenders")
    assert "1 opdracht" in listed.text
    assert "Bram" not in listed.text


async def test_before_the_opening_the_dossier_tells_nothing_of_bids(here: Site) -> None:
    tender = f"/tenders/{uid('tender')}"
    await here.store.write(lambda c: opened.publish(c, builders.draft()))
    before = await here.people.see("Bram", tender)
    await here.store.write(lambda c: opened._hand_in(c, "Kade Zeven"))
    for who in ("Bram", "Noor", "Els"):
        after = await here.people.see(who, tender)
        assert "Verzegeld tot de opening" in after.text
        assert "Offerte ontvangen" not in after.text
        assert "Kade Zeven" not in after.text
    assert (await here.people.see("Bram", tender)).text == before.text


async def test_after_the_opening_the_dossier_tells_who_handed_in(here: Site) -> None:
    tender = f"/tenders/{uid('tender')}"
    await here.store.write(opened.tender)
    page = await here.people.see("Ilse", tender)
    assert "3 offertes geopend." in page.text
    assert page.text.count("Offerte ontvangen") == 3
    noor = await here.people.see("Noor", tender)
    assert "Offerte ontvangen" not in noor.text


async def test_the_list_is_searched_by_title_reference_and_stage(here: Site) -> None:
    await begun(here)
    await here.store.write(lambda c: opened.publish(c, builders.draft()))
    all_of_them = await here.people.see("Noor", "/tenders")
    assert "2 opdrachten" in all_of_them.text
    found = await here.people.see("Noor", "/tenders?text=OPSLAG")
    assert "Servers en opslag" in found.text
    assert "1 opdracht" in found.text
    by_stage = await here.people.see("Noor", "/tenders?stage=preparing")
    assert "Servers en opslag" not in by_stage.text
    nothing = await here.people.see("Noor", "/tenders?text=kantoormeubelen")
    assert "Niets gevonden" in nothing.text


async def test_the_clock_of_a_demo_is_told_on_every_page(here: Site) -> None:
    await here.store.write(lambda c: clock.move(c, builders.START + timedelta(days=1)))
    for who, path in (("Noor", "/"), ("Noor", "/tenders"), ("", "/sign-in")):
        page = await here.people.see(who, path)
        assert "demo-tijd: dinsdag 13 januari 2026" in page.text
