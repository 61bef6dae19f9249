"""Long-term data under the documents that the desk issues: had, not to be had, and refused."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities.documents import Drawer
from contracts.documents.checks import Baseline
from contracts.documents.imprint import Document
from contracts.documents.undrawn import Reason
from infra.signatures import checking
from infra.store import documents, undrawn
from infra.store.engine import Connection, Store
from infra.store.papers import tender_documents
from infra.store.papers.voice import Voice
from infra.store.undrawn import Wanted
from infra.vault import seals
from infra.vault.keys import SealUnusable
from tests import builders, drawers, issuers, opened
from tests.issuers import Issuer, Mood

WANTED = Wanted("a step", opened.TENDER, "D-02")


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with issuers.issuer() as found:
        yield found


@pytest.fixture
async def drawer(store: Store, tmp_path: Path) -> AsyncIterator[Drawer]:
    """What issues documents, over a store with one published tender."""
    await store.write(lambda c: opened.publish(c, builders.draft()))
    async with drawers.drawer(store, tmp_path) as found:
        yield found


def lasting(drawer: Drawer, issuer: Issuer, folder: Path) -> Drawer:
    """The drawer with a seal of this issuer, a timestamp and long-term data."""
    seal = seals.open_seal(folder / "keys", issuer.seal(folder), "x", datetime.now(UTC))
    address = issuer.authority()
    return replace(drawer, seal=seal, timestamp_url=address, evidence=(issuer.root.der,))


def model_of(connection: Connection) -> Document:
    return tender_documents.model(connection, opened.TENDER, Voice("x"))


async def level(drawer: Drawer, issuer: Issuer) -> Baseline | None:
    """That of the document that was issued."""
    done = await drawer.store.read(lambda c: documents.find(c, WANTED.key))
    assert done is not None
    content = await drawer.files.read(done.sha256)
    later = datetime.now(UTC) + timedelta(seconds=30)
    known = checking.Known((), (issuer.root.der,))
    [one] = (await asyncio.to_thread(checking.check, content, known, later)).signatures
    return one.baseline


@pytest.mark.parametrize(
    ("mood", "baseline"), [(Mood.WELL, Baseline.B_LT), (Mood.GARBAGE, Baseline.B_T)]
)
async def test_a_document_is_issued_with_what_could_be_had(
    drawer: Drawer,
    issuer: Issuer,
    tmp_path: Path,
    mood: Mood,
    baseline: Baseline,
    caplog: pytest.LogCaptureFixture,
) -> None:
    issuer.mood = mood
    asking = lasting(drawer, issuer, tmp_path)
    with caplog.at_level(logging.WARNING, logger="activities.documents"):
        await asking.draw(WANTED, model_of)
    assert await level(asking, issuer) is baseline
    told = [each for each in caplog.messages if "without long-term data" in each]
    assert len(told) == (baseline is Baseline.B_T)


async def test_a_document_waits_while_its_seal_is_revoked(
    drawer: Drawer, issuer: Issuer, tmp_path: Path
) -> None:
    asking = lasting(drawer, issuer, tmp_path)
    issuer.revoke(issuer.issued[0])
    with pytest.raises(SealUnusable, match="revoked"):
        await asking.draw(WANTED, model_of)
    known = await drawer.store.read(lambda c: undrawn.find(c, WANTED.key))
    assert known is not None
    assert (known.reason, known.stopped) == (Reason.SEAL, False)
    issuer.revoked.clear()
    await asking.draw(WANTED, model_of)
    assert await level(asking, issuer) is Baseline.B_LT
