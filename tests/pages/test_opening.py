"""Two people open the bids by the page; what was held is decided on by a person."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

from contracts import actors, bidding, names
from contracts.aggregate import Command
from contracts.base import content_hash
from contracts.bidding import Manifest, SealedFile
from contracts.envelope import CommitRequest, Tick
from contracts.tendering.decisions import CLOSE_SUBMISSION, GRACE
from infra.store import clock, commit, records
from infra.store.engine import Connection
from tests import builders, opened
from tests import running as program
from tests.builders import uid
from tests.pages import site, test_bidding
from tests.pages.browsing import People, Seen
from tests.pages.site import Site
from tests.running import Running

OPENING = f"/tenders/{test_bidding.TENDER}/opening"


async def reached(people: People, who: str, said: str) -> Seen:
    """The page of the opening, once it says so."""
    for _ in range(300):
        page = await people.see(who, OPENING)
        if said in page.text:
            return page
        await asyncio.sleep(0.05)
    raise AssertionError(f"{said!r} is not said")


async def closed(running: Running) -> None:
    """The deadline and its grace have passed."""
    after = builders.DEADLINE + GRACE + timedelta(seconds=1)
    await running.parts.store.write(lambda c: clock.move(c, after))
    await running.parts.wake(opened.TENDER)


async def test_two_people_open_what_was_sealed(
    temporal_address: str, temporal_namespace: str, tmp_path: Path
) -> None:
    async with program.run(temporal_address, temporal_namespace, tmp_path) as running:
        store = running.parts.store
        running.parts.keyring.create_tender_key(test_bidding.TENDER)
        await store.write(lambda c: opened.publish(c, builders.draft()))
        async with People(running.app, store) as people:
            await test_bidding.handed_in(Site(running, people))
            page = await people.see("Bram", OPENING)
            assert "U kunt de offertes pas openen na" in page.text
            assert not any("Bevestig mijn deel" in form.buttons for form in page.forms)
            await closed(running)
            page = await reached(people, "Bram", "De offertes kunnen worden geopend.")
            assert "1 offerte" not in page.text
            page = await people.press(page, "Bevestig mijn deel")
            assert "Bram heeft bevestigd; we wachten op Lieve." in page.text
            page = await people.see("Lieve", OPENING)
            await people.press(page, "Open de offertes")
            page = await reached(people, "Bram", "1 offerte is geopend.")
            assert "€ 612.000,00" in page.text
            assert "Ongeschonden" in page.text
            record = next(link for link in page.links if "/documents/" in link)
            paper = await people.see("Bram", record.removeprefix("/nl"))
            assert paper.answer.content.startswith(b"%PDF")


async def held(found: Site) -> None:
    """A bid that arrived in time and was committed after the close."""

    def write(connection: Connection) -> None:
        opened.publish(connection, builders.draft())
        clock.move(connection, builders.DEADLINE + GRACE)
        due = builders.DEADLINE + GRACE
        opened.give(connection, Tick, actors.SYSTEM, due=due, what=CLOSE_SUBMISSION)
        _commit(connection, _late(connection))

    await found.store.write(write)


def _late(connection: Connection) -> Command:
    sealed = SealedFile(sha256=content_hash(b"x"), size=10)
    supplier, bid = uid("Kade Zeven"), opened.bid("Kade Zeven")
    manifest = Manifest(
        bid=bid, tender=opened.TENDER, supplier=supplier, form=sealed, files=(sealed,)
    )
    what: dict[str, Any] = {"manifest": records.put_content(connection, manifest)}
    return bidding.SubmitBid(
        id="held",
        aggregate=opened.TENDER,
        organisation=supplier,
        actor=uid("Kade Zeven person"),
        at=builders.DEADLINE - timedelta(seconds=1),
        bid=bid,
        supplier=supplier,
        **what,
    )


def _commit(connection: Connection, command: Command) -> None:
    request = CommitRequest(aggregate=command.aggregate, known=0, command=command)
    outcome = commit.commit_in(connection, request, direct=True)
    assert outcome.refusal is None, outcome.refusal


async def test_a_held_bid_waits_for_a_person_with_a_reason(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found:
        await held(found)
        page = await found.people.see("Lieve", OPENING)
        assert "Op tijd aangekomen, later verwerkt" in page.text
        assert "moet eerst worden beslist" in page.text
        assert not any("Laat toe" in form.buttons for form in page.forms)
        page = await found.people.see("Bram", OPENING)
        refused = await found.people.press(page, "Laat toe")
        assert refused.status == 422
        assert "Hier is tekst nodig." in refused.text
        assert " open data-shown>" in refused.html
        field = f"admit-{opened.bid('Kade Zeven')}-reason"
        page = await found.people.press(page, "Laat toe", None, **{field: "Storing bij ons."})
        assert "De beslissing is geregistreerd." in page.text
        assert "De offertes kunnen worden geopend." in page.text
        own = await found.people.see(
            "Kade Zeven person", f"/tenders/{names.subject_of(opened.TENDER)}/bid"
        )
        assert own.status == 200
