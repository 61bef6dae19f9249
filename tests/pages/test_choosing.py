"""The procedure of a draft: chosen on its page, judged when it is put to its approvers."""

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from contracts.base import Money
from contracts.rules.procedures import Shortened
from tests import builders
from tests.pages import site
from tests.pages.browsing import Seen
from tests.pages.preparing import filled, place
from tests.pages.site import Site

REASONS = "De markt biedt kant-en-klare toestellen."
NAME = "Vereenvoudigde onderhandelingsprocedure met voorafgaande bekendmaking"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A store with the cast in it, and no dossiers."""
    async with site.opened(tmp_path) as found:
        yield found


def simplified(amount: int = 185_000, **changes: Any) -> dict[str, Any]:
    """What makes the draft one by the simplified negotiated procedure."""
    return {
        "procedure": "simplified_negotiated",
        "estimate": Money(amount=Decimal(amount)),
        "procedure_reasons": REASONS,
        **changes,
    }


async def put_forward(here: Site, **changes: Any) -> Seen:
    """The answer to putting a draft with these changes to its approvers."""
    page = await filled(here, **changes)
    page = await here.people.see("Noor", f"{place(page)}/draft")
    return await here.people.press(page, "Voorleggen")


async def test_only_procedures_that_run_for_what_a_draft_buys_are_offered(here: Site) -> None:
    page = await filled(here)
    fields = page.form_with("Bewaren")
    assert fields.fields["procedure"] == "open"
    assert f">{NAME}</option>" in page.html
    assert "Niet-openbare procedure</option>" not in page.html
    assert "Eigen procedure" not in page.html


async def test_each_procedure_says_why_it_stands_open_or_not(here: Site) -> None:
    page = await filled(here)
    assert f"{NAME}: de raming ligt niet onder € 216.000,00" in page.text
    page = await filled(here, **simplified())
    assert f"{NAME} : de raming ligt onder € 216.000,00" in page.text
    assert "minstens 17 dagen bij elektronische indiening" in page.text
    # That this must be announced was read for another article: a jurist confirms it.
    assert "zonder onderhandelingen. [te bevestigen]" in page.text
    assert "De keuze van deze procedure wordt gemotiveerd" in page.text


async def test_above_the_limit_it_is_refused_with_both_amounts(here: Site) -> None:
    page = await put_forward(here, **simplified(230_000))
    assert page.status == 422
    assert "Met de opties erbij is de raming € 230.000,00; de grens is € 216.000,00" in (page.text)
    assert '<a href="#procedure">' in page.html


async def test_a_choice_without_reasons_is_refused_at_its_field(here: Site) -> None:
    page = await put_forward(here, **simplified(procedure_reasons=""))
    assert page.status == 422
    assert '<a href="#procedure_reasons">' in page.html
    assert "Vul de motivering in." in page.text


async def test_the_approvers_see_ground_course_and_reasons(here: Site) -> None:
    page = await put_forward(here, **simplified())
    assert "Het ontwerp is voorgelegd ter goedkeuring." in page.text
    page = await here.people.see("Ilse", f"{place(page)}/approval")
    assert NAME in page.text
    assert "Op grond van het bedrag: de raming ligt onder € 216.000,00" in page.text
    assert "op basis van de eerste offertes, zonder onderhandelingen" in page.text
    assert REASONS in page.text


async def test_a_shorter_period_is_claimed_with_reasons(here: Site) -> None:
    early: dict[str, Any] = {"submission_deadline": builders.START + timedelta(days=12)}
    page = await put_forward(here, **simplified(**early))
    assert page.status == 422
    assert "wettelijke minimum van 17 dagen" in page.text
    urgent: dict[str, Any] = {"shortened": Shortened.URGENT}
    page = await put_forward(here, **simplified(**early, **urgent))
    assert page.status == 422
    assert '<a href="#shortened_reasons">' in page.html
    reason: dict[str, Any] = {"shortened_reasons": "De loketten vallen uit."}
    page = await put_forward(here, **simplified(**early, **urgent, **reason))
    assert "Het ontwerp is voorgelegd ter goedkeuring." in page.text
    page = await here.people.see("Ilse", f"{place(page)}/approval")
    assert "verkort: naar behoren onderbouwde urgentie. De loketten vallen uit." in page.text


async def test_a_procedure_of_an_import_that_does_not_run_is_kept_and_told(here: Site) -> None:
    page = await filled(here)
    assert "Bestek voert deze procedure nog niet uit" not in page.text
    draft = builders.draft(procedure="restricted")
    page = await here.people.see("Noor", "/tenders/new")
    page = await here.people.press(page, "Begin het ontwerp", imported=draft.model_dump_json())
    page = await here.people.see("Noor", f"{place(page)}/draft")
    assert page.form_with("Bewaren").fields["procedure"] == "restricted"
    assert "Bestek voert deze procedure nog niet uit" in page.text
    page = await here.people.press(page, "Voorleggen")
    assert page.status == 422
