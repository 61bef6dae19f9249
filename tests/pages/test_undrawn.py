"""A document that could not be drawn: on the page of the dossier's documents, in the worklist."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from contracts import names
from contracts.documents.order import Order
from contracts.documents.undrawn import Reason
from infra.store import audit, undrawn
from infra.store.undrawn import Undrawn, Wanted
from tests import builders, opened
from tests.pages import site
from tests.pages.site import Site

TENDER = names.subject_of(opened.TENDER)
DOCUMENTS = f"/tenders/{TENDER}/documents"
ORDER = Order(document="D-02", aggregate=opened.TENDER)
SAID = "Document kon niet worden opgemaakt: Bijzonder bestek"
AGAIN = "Opnieuw proberen"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Site]:
    """A published tender of which the documents were too heavy twice."""
    async with site.opened(tmp_path) as found:
        await found.store.write(lambda c: opened.publish(c, builders.draft()))
        for _ in range(2):
            await fail(found, Reason.TOO_HEAVY)
        yield found


async def fail(here: Site, reason: Reason, wanted: Wanted | None = None) -> None:
    """One more failure of a document, of the tender documents by default."""
    what = wanted or Wanted(ORDER.key, opened.TENDER, "D-02", order=ORDER)
    await here.store.write(lambda c: undrawn.note(c, what, reason))


async def known(here: Site) -> Undrawn | None:
    """What is known of the failures of the tender documents."""
    found: Undrawn | None = await here.store.read(lambda c: undrawn.find(c, ORDER.key))
    return found


async def test_the_page_says_what_failed_why_and_how_often(here: Site) -> None:
    page = await here.people.see("Noor", DOCUMENTS)
    assert SAID in page.text
    assert "Te zwaar" in page.text
    assert "2 keer geprobeerd" in page.text
    assert "probeert het niet meer vanzelf" in page.text
    worklist = await here.people.see("Noor", "/")
    assert "Een document kon niet worden opgemaakt" in worklist.text
    assert f"/nl{DOCUMENTS}" in worklist.links


async def test_the_project_manager_has_it_tried_again_once(here: Site) -> None:
    page = await here.people.see("Noor", DOCUMENTS)
    before = await here.store.read(audit.count)
    done = await here.people.press(page, AGAIN)
    assert "probeert het document opnieuw" in done.text
    assert SAID not in done.text
    found = await known(here)
    assert found is not None
    assert (found.stopped, found.tries, found.failures) == (False, 1, 0)
    # The same form once more, from a page that lay open: nothing happens twice.
    await here.people.press(page, AGAIN)
    assert await known(here) == found
    assert await here.store.read(audit.count) == before + 1


async def test_who_may_not_try_again_reads_who_can(here: Site) -> None:
    page = await here.people.see("Ilse", DOCUMENTS)
    assert SAID in page.text
    assert AGAIN not in page.text
    assert "projectleider" in page.text.lower()


async def test_the_market_hears_nothing_of_it(here: Site) -> None:
    page = await here.people.see("Kade Zeven person", DOCUMENTS)
    assert page.status == 200
    assert "kon niet worden opgemaakt" not in page.text


async def test_a_step_says_that_the_procedure_waits(here: Site) -> None:
    step = Wanted(f"{opened.TENDER}/D-07", opened.TENDER, "D-07")
    for _ in range(3):
        await fail(here, Reason.SEAL, step)
    page = await here.people.see("Noor", DOCUMENTS)
    assert "Proces-verbaal van opening" in page.text
    assert "niet worden verzegeld" in page.text
    assert "De procedure gaat pas verder" in page.text
    assert page.text.count(AGAIN) == 1
