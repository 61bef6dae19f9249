"""Asking for a copy in another language on the page of a dossier's documents."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx2
import pytest

from activities.documents import Desk
from activities.notifications import Notifier
from contracts import names
from infra.store import documents
from infra.store.documents import Document
from tests import contracted, opened
from tests.contracted import CONTRACT
from tests.pages import site
from tests.pages.browsing import HOST
from tests.pages.site import Site

TENDER = names.subject_of(opened.TENDER)
DOCUMENTS = f"/tenders/{TENDER}/documents"
FIRM = "Kade Zeven person"
OTHER = "Zilverdijk person"
ASK = "Vraag een kopie in het Frans"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A concluded contract whose letter to the contractor is drawn."""
    async with site.opened(tmp_path) as found:
        await contracted.conclude(found.store)
        await draw(found)
        yield found


async def draw(here: Site) -> None:
    """A round of the desk."""
    parts = here.running.parts
    notifier = Notifier(here.store, parts.mailer, parts.address)
    await Desk(parts.drawer(), notifier, parts.voice).deliver_open()


async def copies(here: Site) -> list[Document]:
    """The copies of the letter that are registered."""
    found: list[Document] = await here.store.read(lambda c: documents.of_dossier(c, TENDER))
    return [each for each in found if each.original and each.kind == "D-15"]


async def test_a_party_asks_for_its_letter_in_another_language(here: Site) -> None:
    found = await here.store.read(lambda c: documents.of_dossier(c, TENDER))
    letter = next(each for each in found if each.kind == "D-15")
    to = f"/documents/{letter.id}/copies"
    page = await here.people.see(FIRM, DOCUMENTS)
    asked = await here.people.press(page, ASK, to=to)
    assert "De kopie wordt opgemaakt" in asked.text
    assert "De kopie in het Frans wordt opgemaakt." in asked.text
    await here.people.press(page, ASK, to=to)
    await draw(here)
    [copy] = await copies(here)
    assert (copy.aggregate, copy.language, copy.party) == (CONTRACT, "fr", letter.party)
    for who in (FIRM, "Dirk"):
        listed = await here.people.see(who, DOCUMENTS)
        assert "Kopie in het Frans" in listed.text
        assert f"/nl/documents/{copy.id}" in listed.links
        read = await here.people.see(who, f"/documents/{copy.id}")
        assert read.answer.content.startswith(b"%PDF")
    # The letter is the contractor's: another tenderer finds neither it nor its copy.
    assert (await here.people.see(OTHER, f"/documents/{copy.id}")).status == 404
    refused = await here.people.press(page, ASK, to=to)
    assert refused.status in (200, 404)
    assert len(await copies(here)) == 1


async def test_another_tenderer_asks_for_nothing_of_it(here: Site) -> None:
    found = await here.store.read(lambda c: documents.of_dossier(c, TENDER))
    letter = next(each for each in found if each.kind == "D-15")
    page = await here.people.see(OTHER, DOCUMENTS)
    own = next(form for form in page.forms if ASK in form.buttons)
    assert own.action != f"/nl/documents/{letter.id}/copies"
    own.action = f"/nl/documents/{letter.id}/copies"
    answer = await here.people.press(page, ASK, to=f"{letter.id}/copies")
    assert answer.status == 404
    await draw(here)
    assert await copies(here) == []


async def test_the_verification_page_says_that_it_is_a_translation(here: Site) -> None:
    found = await here.store.read(lambda c: documents.of_dossier(c, TENDER))
    letter = next(each for each in found if each.kind == "D-15")
    page = await here.people.see("Dirk", DOCUMENTS)
    await here.people.press(page, ASK, to=f"/documents/{letter.id}/copies")
    await draw(here)
    [copy] = await copies(here)
    content = (await here.people.see("Dirk", f"/documents/{copy.id}")).answer.content
    transport = httpx2.ASGITransport(app=here.app)
    async with httpx2.AsyncClient(transport=transport, base_url=HOST) as visitor:
        said = "Seul l’original en néerlandais fait foi"
        for each, expected in ((content, True), (await original(here, letter), False)):
            sent = {"file": ("copie.pdf", each, "application/pdf")}
            answer = await visitor.post("/fr/documents", files=sent)
            assert answer.status_code == 200
            assert (said in answer.text) == expected


async def original(here: Site, letter: Document) -> bytes:
    """The file of a document."""
    read = await here.people.see("Dirk", f"/documents/{letter.id}")
    return read.answer.content
