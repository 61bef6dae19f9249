"""Rules: the law of today as a page, and what the organisation uses instead of it."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.async_api import Browser

from contracts import names
from infra.store import clock, records
from tests import builders
from tests.pages import site
from tests.pages.browsing import Seen
from tests.pages.preparing import filled, place
from tests.pages.site import Site
from tests.pages.test_real_pages import barriers, served

REASON = "De gemeenteraad vraagt tien dagen meer."
PERIOD = "/rules/open_receipt_tenders"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A store with the cast in it, and no dossiers."""
    async with site.opened(tmp_path) as found:
        yield found


async def put(here: Site, value: str = "45", path: str = PERIOD, reason: str = REASON) -> Seen:
    """Ilse puts a figure of the city's own."""
    page = await here.people.see("Ilse", path)
    return await here.people.press(page, "Gebruik een eigen waarde", value=value, reason=reason)


@pytest.mark.parametrize("who", ["Noor", "Ilse", "Els", "Dirk"])
async def test_the_people_of_a_buyer_read_the_law_of_today(here: Site, who: str) -> None:
    page = await here.people.see(who, "/rules")
    assert page.status == 200
    for said in (
        "be-2026-01: van donderdag 1 januari 2026",
        "Uw organisatie gebruikt 0 eigen waarden",
        "Plaatsing: bedragen",
        "€ 216.000",
        "art. 36, § 1, van de wet van 17 juni 2016",
        "te bevestigen",
        "Motivering, informatie en rechtsmiddelen",
    ):
        assert said in page.text, said
    assert "Indieningstermijn openbare procedure – minimum open_receipt_tenders" in page.text
    assert "open procedure: shortest time" not in page.text
    assert '/nl/rules"' in (await here.people.see(who, "/")).html


@pytest.mark.parametrize("path", ["/rules", PERIOD])
@pytest.mark.parametrize("who", ["Kade Zeven person", "Joris"])
async def test_it_is_for_nobody_else(here: Site, who: str, path: str) -> None:
    assert (await here.people.see(who, path)).status == 403


async def test_on_a_day_without_an_edition_the_page_says_so(here: Site) -> None:
    await here.store.write(lambda c: clock.move(c, datetime(2028, 1, 3, 9, tzinfo=UTC)))
    page = await here.people.see("Ilse", "/rules")
    assert page.status == 409
    assert "3 januari 2028" in page.text


async def test_a_list_is_narrowed_down(here: Site) -> None:
    page = await here.people.see("Noor", "/rules?text=standstill+art")
    assert "bond_default_rate" not in page.text
    assert "standstill_works_below_eu" in page.text
    unsure = await here.people.see("Noor", "/rules?show=unsure")
    assert "bond_proof_period" not in unsure.text
    assert "warranty_default" in unsure.text
    assert "0 regels." in (await here.people.see("Noor", "/rules?show=own")).text


@pytest.mark.parametrize(
    ("language", "asked", "found", "not_found"),
    [
        ("nl", "wachttermijn raamovereenkomst", "standstill_exempt_framework_calloff", "veat"),
        ("nl", "WACHTTERMIJN 15", "standstill", "standstill_works_below_eu"),
        ("fr", "delai d'attente", "standstill", "annulment_application"),
        ("fr", "loi du 17 juin 2013 art. 11", "standstill", "annulment_application"),
        ("de", "wartezeit", "standstill", "annulment_application"),
        ("en", "standstill period", "standstill_works_below_eu", "annulment_application"),
        ("nl", "bond_release", "bond_release_period", "bond_proof_period"),
    ],
)
async def test_a_rule_is_found_by_its_name(
    here: Site, language: str, asked: str, found: str, not_found: str
) -> None:
    page = await here.people.fetch("Noor", f"/{language}/rules?text={quote(asked)}")
    assert f"<code>{found}</code>" in page.text
    assert f"<code>{not_found}" not in page.text


async def test_what_the_file_says_in_english_is_told_as_such(here: Site) -> None:
    page = await here.people.see("Noor", PERIOD)
    assert "<h1>Indieningstermijn openbare procedure – minimum</h1>" in page.html
    assert "komen uit het editiebestand en staan in het Engels." in page.text
    assert '<span lang="en">open procedure: shortest time for submission</span>' in page.html


async def test_a_refusal_names_the_figure_in_the_language_of_the_reader(here: Site) -> None:
    page = await put(here)
    left_open = await here.people.see("Ilse", PERIOD)
    await here.people.press(page, "Trek de eigen waarde in", why="Opnieuw de wet.")
    again = await here.people.press(left_open, "Trek de eigen waarde in", why="Nog eens.")
    assert "Voor “Indieningstermijn openbare procedure – minimum” geldt geen eigen waarde." in (
        again.text
    )


async def test_a_jurist_puts_a_figure_and_all_see_both(here: Site) -> None:
    page = await put(here)
    assert page.path.startswith(f"/nl{PERIOD}")
    for said in ("Uw organisatie gebruikt 45 kalenderdagen. De wet: 35 kalenderdagen.", REASON):
        assert said in page.text
    listed = await here.people.see("Noor", "/rules?show=own")
    for said in ("1 eigen waarde", "45 kalenderdagen", "35 kalenderdagen", REASON, "Ilse"):
        assert said in listed.text, said


async def test_others_see_why_they_cannot_and_who_can(here: Site) -> None:
    page = await here.people.see("Noor", PERIOD)
    assert "Gebruik een eigen waarde" in page.text
    assert "jurist" in page.text
    assert 'aria-disabled="true"' in page.html
    assert "<dialog" not in page.html


@pytest.mark.parametrize(
    ("path", "value", "reason", "sentence"),
    [
        (PERIOD, "", REASON, "Hier is tekst nodig."),
        (PERIOD, "veel", REASON, "“veel” is geen getal."),
        (PERIOD, "45,5", REASON, "Deze waarde past niet bij de eenheid"),
        (PERIOD, "0", REASON, "Geef een waarde van 1 tot 3.650 (hele kalenderdagen)."),
        (PERIOD, "35", REASON, "Dit is de waarde die de wet al geeft."),
        (PERIOD, "45", " ", "Hier is tekst nodig."),
        (PERIOD, "45", "x" * 601, "601"),
        ("/rules/framework_value_report", "30/02", REASON, "maand-dag"),
    ],
)
async def test_what_cannot_be_stands_at_its_field(
    here: Site, path: str, value: str, reason: str, sentence: str
) -> None:
    page = await put(here, value, path, reason)
    assert page.status == 422
    assert sentence in page.text
    assert "<dialog" in page.html
    assert "data-shown" in page.html
    assert page.form_with("Gebruik een eigen waarde").fields["reason"] == reason.strip("\n")


async def test_a_rule_is_said_not_to_apply(here: Site) -> None:
    page = await put(here, "false", "/rules/standstill_exempt_single_tenderer")
    assert "Uw organisatie gebruikt geldt niet. De wet: geldt." in page.text


async def test_a_figure_is_withdrawn_with_a_reason_and_stays_listed(here: Site) -> None:
    page = await put(here)
    refused = await here.people.press(page, "Trek de eigen waarde in", why="")
    assert refused.status == 422
    page = await here.people.press(page, "Trek de eigen waarde in", why="Opnieuw de wet.")
    assert "De wet: 35 kalenderdagen." in page.text
    assert "Opnieuw de wet." in page.text
    listed = await here.people.see("Els", "/rules")
    assert "Eigen waarden van vroeger 1" in listed.text


async def test_an_unknown_parameter_is_no_page(here: Site) -> None:
    assert (await here.people.see("Ilse", "/rules/standstil")).status == 404


async def test_a_dossier_that_begins_then_says_so_and_its_dates_are_no_law(here: Site) -> None:
    before = await filled(here)
    await put(here, "60")
    page = await filled(here)
    tender = place(page)
    dossier = await here.people.see("Noor", tender)
    for said in ("gestart met eigen waarden", "60 kalenderdagen", "35 kalenderdagen", REASON):
        assert said in dossier.text, said
    draft = await here.people.see("Noor", f"{tender}/draft")
    assert "korter dan de 55 dagen die uw organisatie aanhoudt" in draft.text
    assert "(eigen waarde; de wet: 30 dagen)" in draft.text
    assert REASON in draft.text
    older = await here.people.see("Noor", place(before))
    assert "gestart met eigen waarden" not in older.text
    assert REASON not in older.text


async def test_advice_is_computed_with_the_figures_of_the_organisation(here: Site) -> None:
    asked = "/advice?kind=services&estimate=100000&day=23/11/2026&authority=sub_central"
    before = await here.people.see("Noor", asked)
    assert "Dit advies rekent met" not in before.text
    await put(here, "90000", "/rules/negotiated_without_publication_limit")
    page = await here.people.see("Noor", asked)
    assert "Dit advies rekent met de eigen waarden van uw organisatie." in page.text
    assert "€ 90.000,00" in page.text
    assert "€ 90.000,00" not in before.text


async def test_nothing_is_written_for_who_only_looked(here: Site) -> None:
    await here.people.see("Ilse", PERIOD)
    city = names.organisation(builders.CITY)
    assert await here.store.read(lambda c: records.read_state(c, city)) is None


@pytest.mark.xdist_group("browser")
@pytest.mark.timeout(240)
async def test_the_pages_of_rules_have_no_barrier(chromium: Browser, tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found, served(found.app) as address_of:
        await put(found)
        page = await filled(found)
        places = [
            ("Ilse", "/rules"),
            ("Ilse", PERIOD),
            ("Noor", PERIOD),
            ("Noor", place(page)),
        ]
        assert await barriers(found, chromium, address_of, places) == []
