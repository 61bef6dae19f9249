"""Copies of documents in other languages: of the same facts, sealed, registered, and told apart."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from activities.documents import Desk, Drawer
from activities.notifications import Notifier
from contracts import names
from contracts.actors import Actor
from contracts.base import Language
from contracts.documents import checks, parse
from contracts.documents.undrawn import Reason
from infra.documents import twin_of
from infra.mail import Mailer
from infra.signatures import checking
from infra.signatures.checking import Known
from infra.store import audit, clock, copies, documents, undrawn
from infra.store.documents import Document
from infra.store.engine import Connection, Store
from infra.store.papers.voice import Voice
from infra.store.queries import awarding, people
from tests import direct, drawers
from tests.builders import draft, uid
from tests.evaluated import TENDER

DOSSIER = names.subject_of(TENDER)
ADDRESS = "https://bestek.test"


@dataclass
class Office:
    """A decided award whose documents are drawn, and the desk that draws more."""

    store: Store
    drawer: Drawer
    desk: Desk

    async def one(self, kind: str, party: str | None = None) -> Document:
        """The original of this kind, for this party."""
        found = await self.store.read(lambda c: documents.of_dossier(c, DOSSIER))
        return next(
            each
            for each in found
            if each.kind == kind and each.original is None and party in (None, each.party)
        )

    async def actor(self, who: str) -> Actor:
        """Somebody of the cast."""

        def read(connection: Connection) -> Actor:
            found = people.actor(connection, uid(who), clock.now(connection))
            assert found is not None
            return found

        return await self.store.read(read)

    async def ask(self, original: Document, language: Language) -> None:
        """Noor asks for a copy."""
        noor = await self.actor("Noor")
        await self.store.write(lambda c: copies.ask(c, original, language, noor))

    async def copied(self, original: Document, language: Language) -> Document:
        """The copy, drawn."""
        await self.ask(original, language)
        await self.desk.deliver_open()
        key = copies.order(original, language).key
        found = await self.store.read(lambda c: documents.find(c, key))
        assert found is not None, await self.store.read(lambda c: undrawn.find(c, key))
        return found


@pytest.fixture
async def office(store: Store, tmp_path: Path) -> AsyncIterator[Office]:
    """An award decided with its letters, the desk empty."""
    course = direct.course(store, tmp_path)
    await course.evaluate(draft())
    await course.decide()
    async with drawers.drawer(store, tmp_path) as drawer:
        mailer = Mailer(None, "bestek@localhost", tmp_path / "mail")
        desk = Desk(drawer, Notifier(store, mailer, ADDRESS), Voice(ADDRESS))
        await desk.deliver_open()
        yield Office(store, drawer, desk)


@pytest.mark.parametrize("kind", ["D-02", "D-10", "D-12", "D-14"])
async def test_a_copy_says_what_the_original_says_in_its_own_language(
    office: Office, kind: str
) -> None:
    original = await office.one(kind)
    first = parse(twin_of(await office.drawer.files.read(original.sha256)))
    copy = await office.copied(original, Language.FR)
    content = await office.drawer.files.read(copy.sha256)
    twin = parse(twin_of(content))
    assert (copy.kind, copy.party, copy.original) == (kind, original.party, original.id)
    assert (copy.language, copy.drawn_at) == ("fr", original.drawn_at)
    assert twin.imprint.language is Language.FR
    assert twin.imprint.authentic is Language.NL
    assert twin.imprint.written is Language.NL
    assert twin.imprint.original is not None
    assert twin.imprint.original.document == original.id
    assert twin.imprint.original.sha256 == original.sha256
    assert twin.imprint.verification == f"{ADDRESS}/fr/documents"
    # The same authority, moment and entry of the log as the original.
    same = {"language", "written", "verification", "rule_edition", "original"}
    assert twin.imprint.model_dump(exclude=same) == first.imprint.model_dump(exclude=same)
    # Sealed as every document, and by nobody else; no place is left open to sign.
    known = Known(office.drawer.seal.known)
    now = await office.store.read(clock.wall)
    told = await asyncio.to_thread(checking.check, content, known, now)
    assert [each.field for each in told.signatures] == [checks.SEAL_FIELD]
    assert told.open_fields == ()
    assert checks.origin(told, copy.drawn, copy.sha256) is checks.Origin.ISSUED


async def test_it_is_asked_and_drawn_once_with_an_entry_of_each(office: Office) -> None:
    original, before = await office.one("D-12"), await office.store.read(audit.count)
    for _ in range(2):
        await office.ask(original, Language.DE)
    asked = await office.store.read(lambda c: copies.asked(c, [original]))
    assert asked.waiting == {(original.id, Language.DE)}
    assert await office.store.read(audit.count) == before + 1
    copy = await office.copied(original, Language.DE)
    assert await office.copied(original, Language.DE) == copy
    assert await office.store.read(audit.count) == before + 2
    asked = await office.store.read(lambda c: copies.asked(c, [original]))
    assert asked == copies.Asked(frozenset(), frozenset())
    assert await office.store.read(audit.first_fault) is None


async def test_a_copy_of_what_was_replaced_is_replaced(office: Office) -> None:
    original = await office.one("D-12")
    copy = await office.copied(original, Language.EN)
    assert await office.store.read(lambda c: documents.successor(c, copy)) is None
    assert await office.store.read(lambda c: documents.successor(c, original)) is None
    later = replace(
        original,
        id=uid("later"),
        business_key="later",
        drawn_at=original.drawn_at + timedelta(days=1),
    )
    after = await office.store.write(lambda c: documents.add(c, later))
    for each in (original, copy):
        assert await office.store.read(lambda c, e=each: documents.successor(c, e)) == after  # type: ignore[misc]


async def test_records_that_say_something_else_give_no_copy(office: Office) -> None:
    """Another file stands in for an original whose records moved on."""
    decision, letter = await office.one("D-12"), await office.one("D-14")
    mixed = replace(decision, id=uid("mixed"), business_key="x/D-12", sha256=letter.sha256)
    original = await office.store.write(lambda c: documents.add(c, mixed))
    await office.ask(original, Language.FR)
    await office.desk.deliver_open()
    key = copies.order(original, Language.FR).key
    stuck = await office.store.read(lambda c: undrawn.find(c, key))
    assert stuck is not None
    assert (stuck.reason, stuck.stopped) == (Reason.CHANGED, True)
    asked = await office.store.read(lambda c: copies.asked(c, [original]))
    assert asked.stopped == {(original.id, Language.FR)}


async def test_there_is_no_copy_of_a_copy_or_of_a_notice(office: Office) -> None:
    original = await office.one("D-12")
    copy = await office.copied(original, Language.FR)
    assert copies.languages(copy) == ()
    assert copies.languages(replace(original, kind="D-04")) == ()
    assert copies.languages(original) == (Language.FR, Language.DE, Language.EN)
    for wanted, language in ((copy, Language.DE), (original, Language.NL)):
        with pytest.raises(ValueError, match="no copy"):
            copies.order(wanted, language)


async def test_a_tenderer_is_told_of_no_copy_that_it_did_not_ask_for(office: Office) -> None:
    original = await office.one("D-14", uid("Zilverdijk"))
    await office.copied(original, Language.FR)
    told = await office.store.read(lambda c: awarding.told(c, DOSSIER, uid("Zilverdijk")))
    assert original.id in told
