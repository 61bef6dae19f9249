"""Copies of the record of the opening and of what a contract brings forth, from real records."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from contracts.base import Language
from contracts.documents.order import COPIED
from infra.store.documents import Document
from infra.store.engine import Store
from infra.store.papers import acceptance_certificate, opening_record
from infra.store.papers.voice import Voice
from infra.store.undrawn import Wanted
from tests import billed, contracted, translated
from tests.contracted import M1, TENDER
from tests.documents import reading
from tests.performed import FIRST, KADE, deliver, move
from tests.store.test_copies import KINDS as OF_AN_AWARD
from tests.store.test_performance_papers import find_wanting
from tests.translated import ADDRESS, Office

SAID = {
    "D-07": (
        "Procès-verbal d’ouverture",
        "Öffnungsprotokoll",
        "Record of the opening of tenders",
    ),
    "D-15": (
        "Notification de la conclusion du marché",
        "Mitteilung des Vertragsabschlusses",
        "Notification of the conclusion of the contract",
    ),
    "D-18": ("Confirmation de livraison", "Lieferbestätigung", "Delivery confirmation"),
    "D-19": (
        "Procès-verbal de constat de manquements",
        "Protokoll über die Feststellung von Mängeln",
        "Record of shortcomings",
    ),
    "D-21": (
        "Procès-verbal de réception provisoire",
        "Protokoll der vorläufigen Abnahme",
        "Record of provisional acceptance",
    ),
}
"""What a copy of each kind calls itself in French, German and English."""

COPIES = [
    pytest.param(kind, language, called, id=f"{kind}-{language}")
    for kind, said in SAID.items()
    for language, called in zip((Language.FR, Language.DE, Language.EN), said, strict=True)
]


@pytest.fixture
async def office(store: Store, tmp_path: Path) -> AsyncIterator[Office]:
    """A desk over a store in which nothing happened yet."""
    async with translated.office(store, tmp_path) as found:
        yield found


async def issued(office: Office, kind: str) -> Document:
    """The original of this kind, of a contract that came so far."""
    store = office.store
    if kind in ("D-07", "D-21"):
        await contracted.conclude(store)
    else:
        await find_wanting(store)
    if kind == "D-21":
        await move(store, 60)
        await deliver(store)
        await billed.sign_all(store, M1)
    await office.desk.deliver_open()
    # The step of a workflow has these drawn, under a key of its own.
    voice = Voice(ADDRESS)
    if kind == "D-07":
        await office.drawer.draw(
            Wanted(f"{TENDER}/3", TENDER, kind), lambda c: opening_record.model(c, TENDER, voice)
        )
    if kind == "D-21":
        await office.drawer.draw(
            Wanted(f"{FIRST}/7", FIRST, kind, KADE),
            lambda c: acceptance_certificate.model(c, FIRST, voice),
        )
    return await office.one(kind)


def test_every_kind_is_copied_from_real_records() -> None:
    assert {*SAID, *OF_AN_AWARD} == COPIED


@pytest.mark.parametrize(("kind", "language", "called"), COPIES)
async def test_a_copy_says_what_the_original_says_in_its_own_language(
    office: Office, kind: str, language: Language, called: str
) -> None:
    original = await issued(office, kind)
    copy = await translated.assert_same_facts(office, original, language)
    assert called in reading.whole_text(await office.content(copy))
    assert called not in reading.whole_text(await office.content(original))
