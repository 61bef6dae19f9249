"""Copies of documents in other languages: of the same facts, sealed, registered, and told apart."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from contracts.base import Language
from contracts.documents.undrawn import Reason
from infra.store import audit, copies, documents, undrawn
from infra.store.engine import Store
from infra.store.queries import awarding
from tests import direct, translated
from tests.builders import draft, uid
from tests.translated import DOSSIER, Office

KINDS = ("D-02", "D-10", "D-12", "D-14")
"""What an award that was decided brings forth."""


@pytest.fixture
async def office(store: Store, tmp_path: Path) -> AsyncIterator[Office]:
    """An award decided with its letters, the desk empty."""
    course = direct.course(store, tmp_path)
    await course.evaluate(draft())
    await course.decide()
    async with translated.office(store, tmp_path) as found:
        await found.desk.deliver_open()
        yield found


@pytest.mark.parametrize("kind", KINDS)
async def test_a_copy_says_what_the_original_says_in_its_own_language(
    office: Office, kind: str
) -> None:
    await translated.assert_same_facts(office, await office.one(kind), Language.FR)


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
