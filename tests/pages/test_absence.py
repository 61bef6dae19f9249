"""Absence and deputies on the pages: a role is lent, used, limited and handed back, no script."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.async_api import Browser

from contracts.actors import Role
from infra.store.papers import award_decision
from infra.store.papers.voice import Voice
from tests import direct, lent
from tests.builders import uid
from tests.evaluated import AWARD
from tests.lent import euros
from tests.pages import site, test_awarding
from tests.pages.browsing import Seen
from tests.pages.preparing import submitted
from tests.pages.site import Site
from tests.pages.test_awarding import PATH as AWARDED
from tests.pages.test_real_pages import barriers, served

MARCH: dict[str, Any] = {"valid_from": date(2026, 3, 2), "valid_to": date(2026, 3, 31)}
"""When an evaluation is concluded."""

GROUND = "U handelt voor {titular}. U beslist op grond van delegatiebesluit {decision} van "


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A store with the cast in it, and no dossiers."""
    async with site.opened(tmp_path) as found:
        yield found


@pytest.fixture
async def evaluated(tmp_path: Path) -> AsyncIterator[Site]:
    """A tender whose evaluation is concluded."""
    async with site.opened(tmp_path) as found:
        await direct.course(found.store, tmp_path).evaluate()
        yield found


async def ask(here: Site, who: str, role: str, holder: str, **changes: str) -> Seen:
    """The form, filled in and sent: the page with its sheet, or with what is wrong."""
    typed = {
        "lent": f"{uid(who)}/{role}",
        "holder": uid(holder),
        "decision": "2026_AD_00012",
        "decided_on": "05/01/2026",
        "valid_from": "12/01/2026",
        "valid_to": "30/01/2026",
    }
    page = await here.people.see(who, "/absence")
    return await here.people.press(page, "Stel vervanger in", None, **typed | changes)


def ground(titular: str) -> str:
    """How the sentence begins that tells a deputy on which decision they act."""
    return GROUND.format(titular=titular, decision=lent.DECISION)


async def test_a_role_is_lent_by_one_sheet(here: Site) -> None:
    page = await ask(here, "Ilse", "jurist", "Bram", limit="700.000")
    assert page.status == 200, page.text
    assert '<dialog class="sheet" id="give" aria-labelledby="give-title" open' in page.html
    said = (
        "Bram handelt voor Ilse als jurist overheidsopdrachten, van 12 januari 2026 tot en met 30"
    )
    assert said in page.text
    assert "Tot en met € 700.000,00 excl. btw" in page.text
    assert "Op grond van besluit 2026_AD_00012 van 5 januari 2026." in page.text
    before = await here.people.see("Bram", "/absence")
    assert "U vervangt nu niemand." in before.text
    page = await here.people.press(page, "Stel vervanger in", to="/give")
    assert "De vervanging is ingesteld." in page.text
    assert "Bram ma 12/01/2026 – vr 30/01/2026 2026_AD_00012" in page.text
    after = await here.people.see("Bram", "/absence")
    assert "U vervangt nu niemand." not in after.text


@pytest.mark.parametrize(
    ("who", "role", "holder", "changes", "sentence"),
    [
        ("Ilse", "jurist", "Els", {}, "Els kan u niet vervangen: een auditor controleert"),
        ("Ilse", "jurist", "Joris", {}, "Joris kan u niet vervangen: een beheerder stelt geen"),
        (
            "Koenraad",
            "finance_director",
            "Fatima",
            {},
            "Fatima kan u niet vervangen: wie leveringen aanvaardt, geeft geen betalingen vrij.",
        ),
        ("Ilse", "jurist", "Bram", {"valid_from": "11/01/2026"}, "begint niet in het verleden"),
        ("Ilse", "jurist", "Bram", {"valid_to": "01/01/2026"}, "De laatste dag ligt vóór"),
        ("Ilse", "jurist", "Bram", {"decided_on": "31/12/2026"}, "een datum in de toekomst"),
        ("Ilse", "jurist", "Bram", {"decision": ""}, "Hier is tekst nodig."),
        ("Ilse", "jurist", "Bram", {"limit": "veel"}, "“veel” is geen getal"),
        ("Ilse", "jurist", "Bram", {"lent": "x/jurist"}, "Deze invoer is niet bruikbaar."),
        ("Ilse", "jurist", "Bram", {"lent": "x/koning"}, "Deze invoer is niet bruikbaar."),
    ],
)
async def test_who_or_what_cannot_be_is_refused_before_the_sheet(
    here: Site, who: str, role: str, holder: str, changes: dict[str, str], sentence: str
) -> None:
    page = await ask(here, who, role, holder, **changes)
    assert page.status in (409, 422)
    assert sentence in page.text
    assert 'id="give"' not in page.html


async def test_roles_by_appointment_are_not_offered(here: Site) -> None:
    page = await here.people.see("Lieve", "/absence")
    assert "Niet over te dragen: het dossier wijst iemand anders aan." in page.text
    assert all("Stel vervanger in" not in form.buttons for form in page.forms)


async def test_a_director_general_lends_the_role_of_somebody_else(here: Site) -> None:
    lends = f"{uid('Ilse')}/jurist"
    page = await ask(here, "Wouter", "director_general", "Bram", lent=lends)
    page = await here.people.press(page, "Stel vervanger in", to="/give")
    assert "De vervanging is ingesteld." in page.text
    assert "ingesteld door Wouter" in page.text
    noor = await ask(here, "Noor", "project_manager", "Bram", lent=lends)
    assert "Alleen Ilse of de algemeen directeur stelt er een vervanger voor in." in noor.text


async def test_a_mandate_is_handed_back_and_stays_in_the_register(here: Site) -> None:
    await lent.give(here.store, Role.JURIST, "Ilse", "Bram")
    page = await here.people.see("Bram", "/absence")
    page = await here.people.press(page, "Geef terug")
    assert "De vervanging is beëindigd." in page.text
    assert "U vervangt nu niemand." in page.text
    register = await here.people.see("Els", "/absence")
    assert "Alle andere vervangingen van de organisatie" in register.text
    assert "Beëindigd" in register.text
    assert "door Bram" in register.text
    assert all("Beëindig" not in form.buttons for form in register.forms)


async def test_a_firm_knows_of_no_mandates(here: Site) -> None:
    await lent.give(here.store, Role.JURIST, "Ilse", "Bram")
    browser = await here.people._browser("Kade Zeven person")
    answer: httpx2.Response = await browser.get("/nl/absence")
    assert answer.status_code == 404
    front = await here.people.see("Kade Zeven person", "/tenders")
    assert "/nl/absence" not in front.links


async def test_a_deputy_finds_the_task_and_approves_for_the_titular(here: Site) -> None:
    path = await submitted(here)
    await lent.give(here.store, Role.JURIST, "Ilse", "Bram", limit=euros("650000.00"))
    mine = await here.people.see("Bram", "/")
    assert "voor Ilse" in mine.text
    assert f"/nl{path}/approval" in mine.links
    owner = await here.people.see("Ilse", "/")
    assert f"/nl{path}/approval" in owner.links
    page = await here.people.see("Bram", f"{path}/approval")
    assert page.text.count(ground("Ilse") + "ma 05/01/2026, tot € 650.000,00 excl. btw.") >= 1
    page = await here.people.press(page, "Goedkeuren")
    assert "Uw akkoord is vastgelegd." in page.text
    assert "Bram voor Ilse, jurist overheidsopdrachten" in page.text
    dossier = await here.people.see("Noor", path)
    assert "Bram voor Ilse" in dossier.text


async def test_above_the_limit_the_act_is_greyed_with_limit_and_amount(here: Site) -> None:
    path = await submitted(here)
    await lent.give(here.store, Role.JURIST, "Ilse", "Bram", limit=euros("649999.99"))
    page = await here.people.see("Bram", f"{path}/approval")
    assert "laat u beslissen tot € 649.999,99 excl. btw." in page.text
    assert "Deze handeling gaat over € 650.000,00." in page.text
    assert all("Goedkeuren" not in form.buttons for form in page.forms)
    # Sending a draft back commits nothing.
    assert any("Terugsturen" in form.buttons for form in page.forms)


async def test_a_deputy_who_prepared_the_draft_is_told_why_not(here: Site) -> None:
    path = await submitted(here)
    await lent.give(here.store, Role.JURIST, "Ilse", "Noor")
    page = await here.people.see("Noor", f"{path}/approval")
    assert "U stelde dit dossier op en kunt het daarom niet goedkeuren." in page.text
    assert all("Goedkeuren" not in form.buttons for form in page.forms)


async def test_a_delegate_of_the_finance_director_gives_no_visum(evaluated: Site) -> None:
    await test_awarding.proposed(evaluated)
    await lent.give(evaluated.store, Role.FINANCE_DIRECTOR, "Koenraad", "Ilse", **MARCH)
    page = await evaluated.people.see("Ilse", f"{AWARDED}/visum")
    assert "stelt u niet aan als waarnemend financieel directeur" in page.text


async def test_what_deputies_decide_is_printed_as_done_for_the_titular(evaluated: Site) -> None:
    await test_awarding.proposed(evaluated)
    store, limit = evaluated.store, euros("640000.00")
    await lent.give(store, Role.FINANCE_DIRECTOR, "Koenraad", "Ilse", acting=True, **MARCH)
    await lent.give(store, Role.DIRECTOR_GENERAL, "Wouter", "Dirk", limit=limit, **MARCH)
    page = await evaluated.people.see("Ilse", f"{AWARDED}/visum")
    assert ground("Koenraad") in page.text
    page = await evaluated.people.press(page, "Visum verlenen", number="2026-V-0412")
    page = await evaluated.people.press(page, "Visum verlenen")
    assert "Ilse voor Koenraad" in page.text
    page = await test_awarding.registered(evaluated, who="Dirk")
    assert page.status == 200, page.text
    decision = await evaluated.people.see("Bram", f"{AWARDED}/decision")
    assert "Dirk voor Wouter" in decision.text
    model = await store.read(lambda c: award_decision.model(c, AWARD, Voice("http://bestek.test")))
    assert model.visum.officer == "Ilse voor Koenraad"
    assert [signature.name for signature in model.signatures] == ["Dirk voor Wouter"]


@pytest.mark.xdist_group("browser")
@pytest.mark.timeout(240)
async def test_the_page_of_absence_has_no_barrier(chromium: Browser, tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found, served(found.app) as address:
        path = await submitted(found)
        limit = euros("700000.00")
        await lent.give(found.store, Role.JURIST, "Ilse", "Bram", limit=limit)
        await lent.give(found.store, Role.FILE_MANAGER, "Bram", "Noor")
        places = [
            ("Bram", "/absence"),
            ("Bram", "/"),
            ("Bram", f"{path}/approval"),
            ("Wouter", "/absence"),
            ("Els", "/absence"),
        ]
        assert await barriers(found, chromium, address, places) == []
