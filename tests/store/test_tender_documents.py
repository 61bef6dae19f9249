"""The tender documents are read from the draft: as it stands, and as it was published."""

from decimal import Decimal

import pytest

from contracts.tendering import process
from contracts.tendering.draft import Lot
from infra import documents
from infra.store import clock, outbox, records
from infra.store.engine import Connection, Store
from infra.store.papers import tender_documents
from infra.store.papers.voice import Voice
from infra.texts.catalogue import Texts
from tests import builders, opened
from tests.builders import uid
from tests.opened import TENDER


async def test_what_was_published_is_what_the_documents_say(store: Store) -> None:
    await store.write(lambda c: opened.publish(c, builders.draft()))
    found = await store.read(lambda c: tender_documents.model(c, TENDER, Voice("x")))
    asked = builders.draft()
    assert not found.imprint.draft
    assert found.imprint.title == asked.title
    assert found.subject == asked.description
    assert found.deadline == asked.submission_deadline
    assert found.bought is not None
    assert found.bought.code == asked.cpv
    assert [(each.name, each.weight) for each in found.criteria] == [
        ("Technisch", Decimal(75)),
        ("Prijs", Decimal(25)),
    ]
    assert "laagste prijs" in found.criteria[1].how.lower()
    assert [(each.number, each.days, each.final) for each in found.deliveries] == [
        ("M1", 60, False),
        ("M2", 120, False),
        ("M3", 180, True),
    ]
    assert found.managing_official == "Dirk"
    assert (found.months, found.validity_days) == (36, 90)
    assert [each.description for each in found.items] == ["Servers"]
    assert "5 %" in [each.value.replace("\xa0", " ") for each in found.terms]
    assert documents.draw(found, Texts("nl")).startswith(b"%PDF")
    topics = frozenset({"document"})
    (row,) = await store.read(lambda c: outbox.open_rows(c, clock.wall(c), topics))
    assert '"D-02"' in row.body


async def test_a_draft_is_marked_as_one_until_it_is_published(store: Store) -> None:
    begun = builders.draft(cpv=None, description="", lots=(Lot(id="", title=""),))

    def create(connection: Connection) -> None:
        content = records.put_content(connection, begun)
        opened.give(connection, process.CreateTender, uid("Noor"), draft_hash=content)

    await store.write(create)
    found = await store.read(lambda c: tender_documents.draft(c, TENDER, Voice("x")))
    assert found.imprint.draft
    assert (found.subject, found.bought) == (None, None)
    assert [(lot.number, lot.title) for lot in found.lots] == [("1", None)]
    assert documents.draw(found, Texts("nl")).startswith(b"%PDF")
    with pytest.raises(LookupError):
        await store.read(lambda c: tender_documents.model(c, TENDER, Voice("x")))
