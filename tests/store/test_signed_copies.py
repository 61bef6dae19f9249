"""Signed copies of a document on both stores: recorded once with all that follows, or not."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from activities.documents import Drawer
from contracts.base import content_hash
from contracts.documents.checks import CheckedFile
from contracts.envelope import CommitRequest, Outcome
from contracts.refusals import Code
from contracts.signatures import RecordSignedFile, SignedFile
from infra.signatures import checking
from infra.signatures.checking import Known
from infra.store import audit, clock, commit, documents, outbox, records
from infra.store.documents import Document
from infra.store.engine import Store
from infra.store.papers import acceptance_certificate
from infra.store.papers.voice import Voice
from infra.store.queries import history, signatures
from infra.store.tables.dossier import signed_files
from infra.store.undrawn import Wanted
from tests import billed, builders, certificates, contracted, drawers, signed
from tests.builders import uid
from tests.certificates import Owner
from tests.contracted import M1
from tests.performed import FIRST, KADE, deliver, move

DIRKS = "signature-3"
"""The managing official's place on the certificate, behind those of the two members."""


@dataclass
class Signing:
    """An issued certificate of acceptance, and what people bring back of it."""

    store: Store
    drawer: Drawer
    document: Document
    content: bytes
    root: Owner
    folder: Path

    async def signed(self, name: str) -> SignedFile:
        """What is found in a copy that somebody of this name signed in Dirk's place."""
        owner = certificates.owner(name, self.root)
        source = owner.source(self.folder, f"{name}.p12")
        copy = await asyncio.to_thread(signed.countersigned, self.content, source, DIRKS)
        return SignedFile(document=self.document.id, found=await self.found(copy))

    async def found(self, copy: bytes) -> CheckedFile:
        """What is found in a file now."""
        known = Known(self.drawer.seal.known, (self.root.der,))
        wall = await self.store.read(clock.wall)
        return await asyncio.to_thread(checking.check, copy, known, wall)

    async def request(self, brought: SignedFile, who: str, key: str) -> CommitRequest:
        """Somebody hands this copy in."""
        command = RecordSignedFile(
            id=f"{uid(who)}/{key}",
            aggregate=FIRST,
            organisation=builders.CITY,
            actor=uid(who),
            at=await self.store.read(clock.now),
            document=self.document.id,
            file=brought.found.sha256,
            signed=content_hash(brought),
        )
        return CommitRequest(aggregate=FIRST, known=0, command=command)

    async def hand_in(self, brought: SignedFile, who: str = "Dirk", key: str = "1") -> Outcome:
        """What comes of it."""
        request = await self.request(brought, who, key)
        return await commit.commit(self.store, request, direct=True, contents=(brought,))

    async def kept(self) -> tuple[int, int, int, int]:
        """How much there is: copies, entries of the log, events, deliveries that are open."""
        rows = select(func.count()).select_from(signed_files)
        return await self.store.read(
            lambda c: (
                c.execute(rows).scalar_one(),
                audit.count(c),
                len(history.of_aggregate(c, FIRST)),
                outbox.open_count(c),
            )
        )


@pytest.fixture
async def signing(store: Store, tmp_path: Path) -> AsyncIterator[Signing]:
    """A certificate that two members signed off, with the managing official's place open."""
    await contracted.conclude(store)
    await move(store, 67)
    await deliver(store)
    await billed.sign_all(store, M1)
    voice = Voice("https://bestek.test")
    async with drawers.drawer(store, tmp_path) as drawer:
        done = await drawer.draw(
            Wanted(f"{FIRST}/D-21", FIRST, "D-21", KADE),
            lambda c: acceptance_certificate.model(c, FIRST, voice),
        )
        document = await store.read(lambda c: documents.get(c, done.document or ""))
        assert document is not None
        content = await drawer.files.read(document.sha256)
        root = certificates.owner("Vertrouwd", authority=True)
        yield Signing(store, drawer, document, content, root, tmp_path)


async def test_a_signed_copy_is_recorded_with_all_that_follows(signing: Signing) -> None:
    brought = await signing.signed("Dirk")
    rows, entries, events, open_rows = await signing.kept()
    outcome = await signing.hand_in(brought)
    assert outcome.refusal is None
    assert await signing.kept() == (rows + 1, entries + 1, events + 1, open_rows + 1)
    assert await signing.store.read(audit.first_fault) is None
    found = await signing.store.read(lambda c: signatures.of_document(c, signing.document.id))
    [copy] = found
    assert (copy.sha256, copy.size) == (brought.found.sha256, brought.found.size)
    assert (copy.actor, copy.signed) == (uid("Dirk"), brought)
    [*_, last] = await signing.store.read(lambda c: history.of_aggregate(c, FIRST))
    assert (last.event.kind, last.event.at) == ("signed_file_recorded", copy.at)
    # The clock of the store is aware on both stores.
    assert copy.at.utcoffset() == timedelta()


async def test_the_same_copy_is_recorded_once_whoever_brings_it(signing: Signing) -> None:
    brought = await signing.signed("Dirk")
    rows, _, events, open_rows = await signing.kept()
    first = await signing.hand_in(brought)
    again = await signing.hand_in(brought)
    other = await signing.hand_in(brought, "Fatima", "2")
    assert [each.refusal for each in (first, again, other)] == [None] * 3
    copies, _, happened, deliveries = await signing.kept()
    assert (copies, happened, deliveries) == (rows + 1, events + 1, open_rows + 1)
    second = await signing.signed("Dirk")
    assert second.found.sha256 != brought.found.sha256
    reused = await signing.hand_in(second)
    assert reused.refusal is not None
    assert reused.refusal.code is Code.KEY_REUSED
    assert (await signing.hand_in(second, key="3")).refusal is None
    found = await signing.store.read(lambda c: signatures.of_document(c, signing.document.id))
    assert [each.sha256 for each in found] == [brought.found.sha256, second.found.sha256]


async def test_many_who_bring_it_at_once_record_it_once(signing: Signing) -> None:
    brought = await signing.signed("Dirk")
    rows, _, events, open_rows = await signing.kept()
    people = ("Dirk", "Fatima", "Stijn", "Noor", "Bram", "Ilse")
    outcomes = await asyncio.gather(
        *(signing.hand_in(brought, who, str(n)) for n, who in enumerate(people))
    )
    assert [each.refusal for each in outcomes] == [None] * len(people)
    copies, _, happened, deliveries = await signing.kept()
    assert (copies, happened, deliveries) == (rows + 1, events + 1, open_rows + 1)
    assert await signing.store.read(audit.first_fault) is None


async def test_what_is_refused_leaves_nothing_behind(signing: Signing) -> None:
    before = await signing.kept()
    stranger = await signing.signed("Stijn")
    rehearsed = await commit.rehearse(
        signing.store, await signing.request(stranger, "Stijn", "1"), (stranger,)
    )
    refused = await signing.hand_in(stranger, "Stijn")
    for outcome in (rehearsed, refused):
        assert outcome.refusal is not None
        assert outcome.refusal.code is Code.SIGNER_NOT_NAMED
    assert await signing.kept() == before
    sha256 = content_hash(stranger)
    assert await signing.store.read(lambda c: records.read_content(c, sha256, SignedFile)) is None
    # A rehearsal of what would be taken leaves as little.
    good = await signing.signed("Dirk")
    request = await signing.request(good, "Dirk", "2")
    assert (await commit.rehearse(signing.store, request, (good,))).refusal is None
    assert await signing.kept() == before
    assert (await signing.hand_in(good, key="2")).refusal is None
