"""The draft of a tender, on a page without script."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from contracts import names
from contracts.tendering import TenderDraft
from infra.store import drafts
from infra.store.queries.tendering import SHEET
from tests import builders
from tests.pages import site
from tests.pages.preparing import begun, filled, place
from tests.pages.site import Site


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A store with the cast in it, and no dossiers."""
    async with site.opened(tmp_path) as found:
        yield found


async def test_what_is_missing_is_told_and_leads_to_its_field(here: Site) -> None:
    page = await begun(here)
    page = await here.people.press(page, "Voorleggen", estimate="650.000,00")
    assert page.status == 422
    assert "Dit klopt nog niet" in page.text
    for field in ("description", "lots-0-title", "criteria-0-name", "evaluators-0"):
        assert f'<a href="#{field}">' in page.html
        assert f'id="{field}"' in page.html
    kept = await here.people.see("Noor", f"{place(page)}/draft")
    assert kept.form_with("Bewaren").fields["estimate"] == "650.000,00"


@pytest.mark.parametrize(
    ("language", "amount", "sentence"),
    [
        ("nl", "650.000,0x", "“650.000,0x” is geen getal."),
        ("fr", "650.000,00", "« 650.000,00 » n’est pas un nombre."),
    ],
)
async def test_a_wrong_number_stands_beside_its_field_in_the_readers_language(
    tmp_path: Path, language: str, amount: str, sentence: str
) -> None:
    async with site.opened(tmp_path, language) as here:
        page = await here.people.see("Noor", "/tenders/new")
        page = await here.people.press(
            page, next(iter(page.forms[-1].buttons)), title="Servers", estimate=amount
        )
        assert page.status == 422
        assert page.text.count(sentence) == 2  # in the list of problems, and at the field
        assert 'aria-describedby="estimate-hint estimate-error" aria-invalid="true"' in page.html
        assert page.forms[-1].fields["estimate"] == amount


async def test_nothing_is_saved_while_a_field_is_wrong(here: Site) -> None:
    page = await begun(here)
    wrong = await here.people.press(page, "Bewaren", title="Anders", vat_rate="veel")
    assert wrong.status == 422
    assert wrong.form_with("Bewaren").fields["title"] == "Anders"
    assert (await here.people.see("Noor", page.path[3:])).form_with("Bewaren").fields[
        "title"
    ] == "Servers"


async def test_weights_of_99_are_told(here: Site) -> None:
    draft = builders.draft()
    short = draft.criteria[0].model_copy(update={"weight": Decimal(74)})
    page = await filled(here, criteria=(short, draft.criteria[1]))
    said = "De wegingen tellen op tot 99 en moeten 100 zijn. Verschil: 1."
    assert said in page.text
    assert "Som van de wegingen: 99 van 100" in page.text
    page = await here.people.press(page, "Voorleggen")
    assert page.status == 422
    assert page.path.endswith("/draft")


async def test_a_period_below_the_minimum_is_told(here: Site) -> None:
    page = await filled(here, submission_deadline=builders.START + timedelta(days=20))
    assert "korter dan het wettelijke minimum van 30 dagen" in page.text
    page = await here.people.see("Noor", place(page))
    assert "De gekozen datum is te vroeg." in page.text


async def test_the_law_stands_beside_each_term_and_says_what_it_refuses(here: Site) -> None:
    page = await filled(here)
    assert "Voorstel van de wet: 5 % (art. 25 van het koninklijk besluit" in page.text
    assert "Voorstel, te bevestigen door de jurist: 0,1 % (art. 154 " in page.text
    page = await here.people.press(page, "Bewaren", bond_percent="7,5")
    assert "Een borgtocht van 7,5 % vraagt een motivering: zonder is 5 % het maximum." in page.text
    assert '<a href="#bond_reason">' in page.html
    path = place(page)
    page = await here.people.press(page, "Voorleggen")
    assert page.status == 422
    page = await here.people.press(
        page, "Bewaren", bond_reason="Gebouw van derden.", fine_percent="0,07"
    )
    page = await here.people.press(page, "Voorleggen")
    assert "Het ontwerp is voorgelegd ter goedkeuring." in page.text
    asked = await here.people.see("Ilse", f"{path}/approval")
    assert "Borgtocht 7,5 % · Bepaald in deze opdracht · art. 25 " in asked.text
    assert "Boete per dag te laat 0,07 % · Bepaald in deze opdracht" in asked.text
    assert "Plafond van de boete 7,5 % · Voorstel, te bevestigen door de jurist" in asked.text


async def test_rows_are_added_and_removed_without_script(here: Site) -> None:
    page = await begun(here)
    page = await here.people.press(page, "Criterium toevoegen", criteria__0__name="Prijs")
    assert page.status == 200
    fields = page.form_with("Bewaren").fields
    assert (fields["criteria-0-id"], fields["criteria-1-id"]) == ("K1", "K2")
    page = await here.people.press(page, "Criterium toevoegen", criteria__1__name="Plan")
    page = await here.people.press(page, "Verwijder Criterium 1")
    fields = page.form_with("Bewaren").fields
    assert (fields["criteria-0-id"], fields["criteria-0-name"]) == ("K2", "Plan")
    kept = await here.people.see("Noor", page.path[3:])
    assert kept.form_with("Bewaren").fields["criteria-0-name"] == "Plan"


async def test_of_two_versions_the_reader_sees_both_and_chooses(here: Site) -> None:
    people = here.people
    mine = await begun(here)
    theirs = await people.see("Bram", mine.path[3:])
    await people.press(theirs, "Bewaren", description="Van Bram")
    conflict = await people.press(mine, "Bewaren", description="Van Noor")
    assert conflict.status == 409
    assert "Bram wijzigde dit ontwerp" in conflict.text
    assert "Omschrijving Van Bram Van Noor" in conflict.text
    assert conflict.form_with("Bewaren").fields["description"] == "Van Noor"
    again = await people.press(conflict, "Bewaren")
    assert again.status == 409
    kept = await people.press(conflict, "Bewaar mijn versie")
    assert kept.form_with("Bewaren").fields["description"] == "Van Noor"
    assert "Het ontwerp is bewaard." in kept.text


async def test_a_draft_that_saves_itself_is_told_what_changed(here: Site) -> None:
    page = await begun(here)
    browser = await here.people._browser("Noor")
    fields = page.form_with("Bewaren").fields
    sent = fields | {"criteria-0-name": "Prijs", "criteria-0-weight": "40"}
    answer = await browser.post(page.path, data=sent, headers={"X-Autosave": "1"})
    told = answer.json()
    assert told["version"] == int(fields["version"]) + 1
    assert told["saved"].startswith("Bewaard om 9.0")
    assert "<b>40</b>" in told["parts"]["weights"]
    assert "missing-title" in told["parts"]["missing"]
    wrong = await browser.post(
        page.path,
        data=sent | {"version": str(told["version"]), "vat_rate": "x"},
        headers={"X-Autosave": "1"},
    )
    assert wrong.status_code == 422
    assert wrong.json()["message"].startswith("“x” is geen getal.")
    late = await browser.post(
        page.path, data=sent | {"title": "Anders"}, headers={"X-Autosave": "1"}
    )
    assert late.status_code == 409
    assert "Uw tekst is bewaard" in late.json()["message"]
    browser.cookies.clear()
    out = await browser.post(page.path, data=sent, headers={"X-Autosave": "1"})
    assert out.status_code == 401
    assert out.json()["message"].startswith("U bent niet aangemeld.")


async def test_the_draft_of_the_page_is_the_draft_of_the_store(here: Site) -> None:
    page = await filled(here)
    aggregate = names.tender(page.path.split("/")[3])
    saved = await here.store.read(lambda c: drafts.read(c, aggregate, SHEET, TenderDraft))
    wanted = builders.draft()
    assert saved.content.model_copy(update={"items": ()}) == wanted.model_copy(update={"items": ()})
    assert saved.content.items[0].description == "Servers"
