"""Who agrees with which version, on pages without script."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.pages import site
from tests.pages.preparing import filled, place, submitted
from tests.pages.site import Site


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A store with the cast in it, and no dossiers."""
    async with site.opened(tmp_path) as found:
        yield found


async def test_who_prepared_sees_why_they_cannot_approve(here: Site) -> None:
    path = await submitted(here)
    page = await here.people.see("Noor", f"{path}/approval")
    assert "Wacht sinds vandaag op Ilse en Koenraad." in page.text
    assert "U stelde dit dossier op en kunt het daarom niet goedkeuren." in page.text
    assert "Wie dit kan: jurist overheidsopdrachten." in page.text
    assert all("Goedkeuren" not in form.buttons for form in page.forms)


async def test_nobody_approves_by_another_way(here: Site) -> None:
    path = await submitted(here)
    page = await here.people.see("Ilse", f"{path}/approval")
    form = page.form_with("Goedkeuren")
    noor = await here.people.see("Noor", "/")
    token = noor.form_with("Afmelden").fields["form_token"]
    browser = await here.people._browser("Noor")
    answer = await browser.post(form.action, data=form.fields | {"form_token": token})
    assert answer.status_code == 403
    assert "Ter goedkeuring" in answer.text


async def test_a_draft_under_approval_is_read_only(here: Site) -> None:
    path = await submitted(here)
    page = await here.people.see("Noor", f"{path}/draft")
    assert "Dit ontwerp ligt vast" in page.text
    assert all("Bewaren" not in form.buttons or form.action for form in page.forms)
    form = page.form_with("Bewaren")
    browser = await here.people._browser("Noor")
    answer = await browser.post(form.action, data=form.fields | {"title": "Anders"})
    assert answer.status_code == 409


async def test_a_version_comes_back_only_with_a_reason(here: Site) -> None:
    path = await submitted(here)
    page = await here.people.see("Ilse", f"{path}/approval")
    silent = await here.people.press(page, "Terugsturen")
    assert silent.status == 422
    assert "Hier is tekst nodig." in silent.text
    assert '<dialog class="sheet" id="return" aria-labelledby="return-title" open' in silent.html
    reason = "De termijn van 60 dagen is te kort."
    back = await here.people.press(silent, "Terugsturen", return__reason=reason)
    assert "Het ontwerp is teruggestuurd" in back.text
    for where in ("", "/draft", "/approval"):
        assert reason in (await here.people.see("Noor", f"{path}{where}")).text
    draft = await here.people.see("Noor", f"{path}/draft")
    await here.people.press(draft, "Bewaren", validity_days="120")
    draft = await here.people.see("Noor", f"{path}/draft")
    await here.people.press(draft, "Voorleggen")
    again = await here.people.see("Koenraad", f"{path}/approval")
    assert "Wat anders is dan in versie 1" in again.text
    assert "Verbintenistermijn, in dagen 90 120" in again.text


async def test_an_approval_of_an_earlier_version_is_refused(here: Site) -> None:
    path = await submitted(here)
    early = await here.people.see("Koenraad", f"{path}/approval")
    page = await here.people.see("Ilse", f"{path}/approval")
    await here.people.press(page, "Terugsturen", return__reason="Anders.")
    draft = await here.people.see("Noor", f"{path}/draft")
    await here.people.press(draft, "Bewaren", validity_days="120")
    await here.people.press(await here.people.see("Noor", f"{path}/draft"), "Voorleggen")
    late = await here.people.press(early, "Goedkeuren")
    assert late.status == 409
    assert "Versie 2 is intussen voorgelegd en is anders." in late.text


async def test_an_approval_is_given_once_however_often_it_is_sent(here: Site) -> None:
    path = await submitted(here)
    page = await here.people.see("Ilse", f"{path}/approval")
    first = await here.people.press(page, "Goedkeuren")
    again = await here.people.press(page, "Goedkeuren")
    assert first.status == again.status == 200
    shown = await here.people.see("Noor", path)
    assert shown.text.count("Akkoord gegeven: Juridisch nazicht") == 1


async def test_without_the_engine_a_binding_act_waits_and_a_draft_is_saved(here: Site) -> None:
    page = await filled(here)
    services: Any = here.app.state.services
    here.app.state.services = replace(services, commands=here.running.commands)
    sheet = await here.people.see("Noor", f"{place(page)}/draft")
    away = await here.people.press(sheet, "Voorleggen")
    assert away.status == 503
    assert "Retry-After" in away.answer.headers
    assert "Het systeem is even niet bereikbaar voor deze stap." in away.text
    kept = await here.people.press(sheet, "Bewaren", budget_line="2026/ICT/216")
    assert "Het ontwerp is bewaard." in kept.text
