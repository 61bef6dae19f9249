"""Copies of issued documents in other languages on a bare store: asked for, drawn, compared."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from activities.documents import Desk, Drawer
from activities.notifications import Notifier
from contracts import names
from contracts.actors import Actor
from contracts.base import Language
from contracts.documents import Document as Model
from contracts.documents import checks, parse
from infra.documents import twin_of
from infra.mail import Mailer
from infra.signatures import checking
from infra.signatures.checking import Known
from infra.store import clock, copies, documents, undrawn
from infra.store.documents import Document
from infra.store.engine import Connection, Store
from infra.store.papers.voice import Voice
from infra.store.queries import people
from tests import drawers
from tests.builders import uid
from tests.documents import reading
from tests.opened import TENDER

DOSSIER = names.subject_of(TENDER)
ADDRESS = "https://bestek.test"


@dataclass
class Office:
    """A dossier whose documents are drawn, and the desk that draws more."""

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

    async def content(self, document: Document) -> bytes:
        """The file of a document."""
        return await self.drawer.files.read(document.sha256)


@asynccontextmanager
async def office(store: Store, folder: Path) -> AsyncIterator[Office]:
    """A desk over this store."""
    async with drawers.drawer(store, folder) as drawer:
        mailer = Mailer(None, "bestek@localhost", folder / "mail")
        desk = Desk(drawer, Notifier(store, mailer, ADDRESS), Voice(ADDRESS))
        yield Office(store, drawer, desk)


async def assert_same_facts(here: Office, original: Document, language: Language) -> Document:
    """The copy, drawn now: registered beside its original, has its facts, speaks the language,
    says of what it is a copy, and is sealed by nobody but the organisation."""
    first = parse(twin_of(await here.content(original)))
    copy = await here.copied(original, language)
    content = await here.content(copy)
    twin = parse(twin_of(content))
    assert (copy.kind, copy.party, copy.original) == (original.kind, original.party, original.id)
    assert (copy.language, copy.drawn_at) == (language, original.drawn_at)
    assert copy.aggregate == original.aggregate
    assert twin.imprint.language is language
    assert twin.imprint.authentic is Language.NL
    assert twin.imprint.written is Language.NL
    assert twin.imprint.original is not None
    assert twin.imprint.original.document == original.id
    assert twin.imprint.original.sha256 == original.sha256
    assert twin.imprint.verification == f"{ADDRESS}/{language}/documents"
    # The same authority, moment and entry of the log as the original.
    same = {"language", "written", "verification", "rule_edition", "original"}
    assert twin.imprint.model_dump(exclude=same) == first.imprint.model_dump(exclude=same)
    assert facts(twin) == facts(first)
    # It says so on paper as well: which document it is a copy of, and by which hash.
    printed = "".join(reading.whole_text(content).split())
    assert original.id in printed
    assert original.sha256 in printed
    await _assert_sealed(here, copy, content)
    return copy


def facts(model: Model) -> list[str]:
    """The figures, days, moments and keys of a document: what no language changes."""

    def told(value: object) -> list[str]:
        match value:
            case dict():
                return [each for item in value.values() for each in told(item)]
            case list() | tuple():
                return [each for item in value for each in told(item)]
            case str() | None:
                return []
            case _:
                return [repr(value)]

    return told(model.model_dump(exclude={"imprint", "signatures"}))


async def _assert_sealed(here: Office, copy: Document, content: bytes) -> None:
    """Sealed as every document, and by nobody else; no place is left open to sign."""
    known = Known(here.drawer.seal.known)
    now = await here.store.read(clock.wall)
    told = await asyncio.to_thread(checking.check, content, known, now)
    assert [each.field for each in told.signatures] == [checks.SEAL_FIELD]
    assert told.open_fields == ()
    assert checks.origin(told, copy.drawn, copy.sha256) is checks.Origin.ISSUED
