"""The documents of a contract on its pages: there for both parties, and for nobody else."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from activities.documents import Desk
from activities.notifications import Notifier
from contracts import names
from contracts.base import Language, local_date
from contracts.tendering import process
from infra.documents import twin_of
from infra.store import clock, records
from infra.store import documents as register
from infra.store.engine import Connection
from infra.store.papers.voice import Voice
from infra.texts import formats
from tests import builders, contracted, direct, opened
from tests.builders import uid
from tests.contracted import CONTRACT, CRITERIA, M1
from tests.pages import site
from tests.pages.site import Site
from tests.performed import deliver, met, move, sign

TENDER = names.subject_of(opened.TENDER)
DOCUMENTS = f"/tenders/{TENDER}/documents"
FIRM = "Kade Zeven person"
OTHER = "Zilverdijk person"
NAMED = {
    "D-15": "Kennisgeving van sluiting",
    "D-18": "Leveringsbevestiging",
    "D-19": "Proces-verbaal van tekortkomingen",
}


@pytest.fixture
async def wanting(tmp_path: Path) -> AsyncIterator[Site]:
    """A delivery that a member found wanting, with its documents drawn."""
    async with site.opened(tmp_path) as found:
        store, parts = found.store, found.running.parts
        await contracted.conclude(store)
        await move(store, 67)
        await deliver(store)
        today = local_date(await store.read(clock.now))
        await sign(
            store,
            "Fatima",
            verdict="shortcomings",
            results=(met(CRITERIA[0]), met(CRITERIA[1], "not_met")),
            shortcomings=(
                {"criterion": CRITERIA[1], "text": "Haalt 82 %.", "severity": "serious"},
            ),
            remedy_before=today + timedelta(days=14),
        )
        await sign(store, "Stijn")
        notifier = Notifier(store, parts.mailer, parts.address)
        await Desk(parts.drawer(), notifier, Voice("x")).deliver_open()
        yield found


@pytest.mark.parametrize("who", ["Dirk", FIRM])
async def test_both_parties_find_the_documents_where_they_look(wanting: Site, who: str) -> None:
    contract = await wanting.people.see(who, f"/contracts/{names.subject_of(CONTRACT)}")
    assert NAMED["D-15"] in contract.text
    delivery = await wanting.people.see(who, f"/acceptances/{M1}/1")
    assert NAMED["D-18"] in delivery.text
    assert NAMED["D-19"] in delivery.text
    listed = await wanting.people.see(who, DOCUMENTS)
    assert all(name in listed.text for name in NAMED.values())
    for page in (contract, delivery):
        links = [link for link in page.links if link.startswith("/nl/documents/")]
        assert links
        for link in links:
            if link.endswith("/signatures"):
                assert (await wanting.people.see(who, link.removeprefix("/nl"))).status == 200
                continue
            read = await wanting.people.see(who, link.removeprefix("/nl"))
            assert read.answer.content.startswith(b"%PDF")


async def test_a_letter_whose_place_another_took_says_by_which(wanting: Site) -> None:
    drawn = await wanting.store.read(lambda c: register.of_dossier(c, TENDER))
    letter = next(each for each in drawn if each.kind == "D-15")
    moved = letter.drawn_at + timedelta(days=1)
    later = replace(letter, id=uid("later"), business_key="later", drawn_at=moved)
    await wanting.store.write(lambda c: register.add(c, later))
    moment = " ".join(formats.moment_short(moved, Language.NL).split())
    said = f"vervangen door het exemplaar van {moment}"
    for who in ("Dirk", FIRM):
        listed = await wanting.people.see(who, DOCUMENTS)
        assert listed.text.count(said) == listed.text.count("vervangen door") == 1


async def test_another_tenderer_reads_none_of_them(wanting: Site) -> None:
    drawn = await wanting.store.read(lambda c: register.of_dossier(c, TENDER))
    assert {each.kind for each in drawn} >= NAMED.keys()
    listed = await wanting.people.see(OTHER, DOCUMENTS)
    assert not any(name in listed.text for name in NAMED.values())
    for each in drawn:
        if each.kind in NAMED:
            assert (await wanting.people.see(OTHER, f"/documents/{each.id}")).status == 404


REPORT = "Verslag van nazicht"


async def test_the_report_is_there_for_who_may_see_the_ranking_alone(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found:
        await direct.course(found.store, tmp_path).evaluate()
        parts = found.running.parts
        notifier = Notifier(found.store, parts.mailer, parts.address)
        await Desk(parts.drawer(), notifier, Voice("x")).deliver_open()
        drawn = await found.store.read(lambda c: register.of_dossier(c, TENDER))
        path = next(f"/documents/{each.id}" for each in drawn if each.kind == "D-10")
        for who in ("Griet", "Bram", "Wouter", "Els"):
            ranking = await found.people.see(who, f"/tenders/{TENDER}/evaluation/ranking")
            assert f"/nl{path}" in ranking.links
            assert REPORT in (await found.people.see(who, DOCUMENTS)).text
            assert (await found.people.see(who, path)).answer.content.startswith(b"%PDF")
        for who in ("Lieve", "Dirk", FIRM, OTHER):
            assert REPORT not in (await found.people.see(who, DOCUMENTS)).text
            assert (await found.people.see(who, path)).status == 404


BESTEK = "Bijzonder bestek"
DRAFT = f"/tenders/{TENDER}/tender-documents"


async def test_a_draft_is_read_by_the_buyer_and_by_nobody_else(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found:

        def create(connection: Connection) -> None:
            content = records.put_content(connection, builders.draft())
            opened.give(connection, process.CreateTender, uid("Noor"), draft_hash=content)

        await found.store.write(create)
        for path in (f"/tenders/{TENDER}/draft", f"/tenders/{TENDER}/approval"):
            assert f"/nl{DRAFT}" in (await found.people.see("Noor", path)).links
        drawn = (await found.people.see("Ilse", DRAFT)).answer.content
        assert drawn.startswith(b"%PDF")
        assert '"draft":true' in twin_of(drawn).decode()
        assert (await found.people.see(FIRM, DRAFT)).status == 404
        assert await found.store.read(lambda c: register.of_dossier(c, TENDER)) == []


async def test_the_published_documents_are_there_for_everybody(tmp_path: Path) -> None:
    async with site.opened(tmp_path) as found:
        await found.store.write(lambda c: opened.publish(c, builders.draft()))
        parts = found.running.parts
        notifier = Notifier(found.store, parts.mailer, parts.address)
        await Desk(parts.drawer(), notifier, Voice("x")).deliver_open()
        for who in ("", FIRM):
            notice = await found.people.see(who, f"/tenders/{TENDER}/notice")
            assert BESTEK in notice.text
            (link,) = [each for each in notice.links if f"{TENDER}/notice/" in each]
            read = await found.people.see(who, link.removeprefix("/nl"))
            assert read.answer.content.startswith(b"%PDF")
        assert (await found.people.see("Noor", DRAFT)).status == 404
        assert BESTEK in (await found.people.see("Noor", DOCUMENTS)).text
