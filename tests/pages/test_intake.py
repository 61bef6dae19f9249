"""A need, a notice or a case file becomes a dossier."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.pages import site
from tests.pages.browsing import People, Seen
from tests.pages.site import Site


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A store with the cast in it, and no dossiers."""
    async with site.opened(tmp_path) as found:
        yield found


async def imported(people: People, name: str, content: bytes) -> Seen:
    """The answer to a file that Noor has read in."""
    page = await people.see("Noor", "/tenders/import")
    form = page.form_with("Inlezen")
    parts: list[Any] = [(each, (None, text.encode())) for each, text in form.fields.items()]
    browser = await people._browser("Noor")
    return Seen("Noor", await browser.post(form.action, files=[*parts, ("file", (name, content))]))


async def test_a_notice_becomes_a_draft_with_an_account_of_it(here: Site) -> None:
    release = {
        "ocid": "ocds-213czf-000-00001",
        "id": "1",
        "date": "2026-01-05T09:00:00Z",
        "tag": ["tender"],
        "tender": {
            "id": "1",
            "title": "Servers & <opslag>",
            "value": {"amount": 650000, "currency": "EUR"},
            "mainProcurementCategory": "services",
            "submissionMethodDetails": "Per post",
        },
    }
    page = await imported(here.people, "notice.json", json.dumps(release).encode())
    assert page.status == 200
    for heading in ("Overgenomen", "Niet overgenomen", "Ontbreekt nog"):
        assert heading in page.text
    assert "tender.submissionMethodDetails" in page.text
    assert "Nog geen opdrachten" in (await here.people.see("Noor", "/tenders")).text
    draft = await here.people.press(page, "Maak hiervan een ontwerp")
    assert draft.form_with("Bewaren").fields["title"] == "Servers & <opslag>"
    assert draft.form_with("Bewaren").fields["estimate"] == "650.000,00"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("brief.docx", b"PK\x03\x04", "bestand"),
        ("notice.json", b"{", "JSON"),
        ("", b"", "Er is geen bestand bijgevoegd."),
    ],
)
async def test_a_file_that_is_no_notice_is_refused_with_its_reason(
    here: Site, name: str, content: bytes, sentence: str
) -> None:
    page = await imported(here.people, name, content)
    assert page.status in (409, 422)
    assert "Dit bestand kan geen ontwerp worden" in page.text
    assert sentence in page.text


async def test_a_draft_that_travelled_and_was_changed_is_judged_again(here: Site) -> None:
    noor = await here.people.see("Noor", "/")
    token = noor.form_with("Afmelden").fields["form_token"]
    browser = await here.people._browser("Noor")
    sent = {"form_token": token, "imported": '{"title": 7, "more": "x"}'}
    assert (await browser.post("/nl/tenders/new", data=sent)).status_code == 422


async def test_a_draft_without_a_title_is_not_begun(here: Site) -> None:
    page = await here.people.see("Noor", "/tenders/new")
    page = await here.people.press(page, "Begin het ontwerp", title=" ", estimate="650.000,00")
    assert page.status == 422
    assert "Hier is tekst nodig." in page.text
    assert page.forms[-1].fields["estimate"] == "650.000,00"


async def test_a_dossier_is_begun_once_however_often_it_is_sent(here: Site) -> None:
    form = await here.people.see("Noor", "/tenders/new")
    first = await here.people.press(form, "Begin het ontwerp", title="Servers")
    again = await here.people.press(form, "Begin het ontwerp", title="Servers")
    assert first.path == again.path
    assert "1 opdracht" in (await here.people.see("Noor", "/tenders")).text


async def test_who_opens_no_dossiers_is_told_so(here: Site) -> None:
    for path in ("/tenders/new", "/tenders/import"):
        page = await here.people.see("Ilse", path)
        assert page.status == 403
        assert "Uw rol laat deze handeling niet toe." in page.text
