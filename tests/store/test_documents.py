"""The register of documents: each once, with its own entry in the audit log and the way there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from contracts.documents import checks
from infra.store import audit, documents
from infra.store.documents import Document
from infra.store.engine import Store
from tests import builders
from tests.builders import uid

LETTER = Document(
    id=uid("letter"),
    business_key="award/1/D-14/2026-03-02/A",
    dossier=uid("tender"),
    aggregate="award/1",
    kind="D-14",
    party=uid("Kade Zeven"),
    name="SB-2026-001_brief.pdf",
    title="Software",
    language="nl",
    sha256="b" * 64,
    size=9,
    drawn_at=builders.START,
    drawn="a" * 64,
)


def another(name: str, **changes: object) -> Document:
    """A letter under another key."""
    named = {"id": uid(name), "business_key": name, "sha256": uid(name).replace("-", "") * 2}
    return replace(LETTER, **{**named, **changes})  # type: ignore[arg-type]


async def test_a_document_has_an_entry_and_a_repeat_adds_none(store: Store) -> None:
    before = await store.read(audit.count)
    first = await store.write(lambda c: documents.add(c, LETTER))
    again = await store.write(lambda c: documents.add(c, replace(LETTER, id=uid("other"))))
    assert first == again
    assert await store.read(audit.count) == before + 1
    assert await store.read(audit.first_fault) is None
    logged = await store.read(lambda c: documents.logged(c, first))
    assert logged is not None
    assert '"act":"document_issued"' in logged.entry
    assert LETTER.sha256 in logged.entry
    assert LETTER.drawn in logged.entry
    assert LETTER.party is not None
    assert LETTER.party not in logged.entry


async def test_every_entry_proves_itself_to_the_root_of_its_moment(store: Store) -> None:
    for number in range(1, 12):
        document = await store.write(lambda c, n=number: documents.add(c, another(f"{n}")))  # type: ignore[misc]
        head = await store.read(audit.head)
        logged = await store.read(lambda c, d=document: documents.logged(c, d))  # type: ignore[misc]
        assert logged is not None
        assert logged.leaf == head.size - 1
        assert len(logged.path) == logged.leaf.bit_count()
        assert checks.root_above(logged.entry, logged.path) == head.root


async def test_a_document_from_before_has_no_entry(store: Store) -> None:
    assert await store.read(lambda c: documents.logged(c, LETTER)) is None


@pytest.mark.parametrize("known", [LETTER.sha256, LETTER.drawn])
async def test_a_document_is_found_by_its_file_and_by_what_was_drawn(
    store: Store, known: str
) -> None:
    await store.write(lambda c: documents.add(c, LETTER))
    found = await store.read(lambda c: documents.of_versions(c, ["0" * 64, known]))
    assert found is not None
    assert found.id == LETTER.id
    assert await store.read(lambda c: documents.of_versions(c, ["0" * 64])) is None


async def test_a_later_letter_to_the_same_party_takes_the_place(store: Store) -> None:
    later = LETTER.drawn_at + timedelta(days=1)
    await store.write(lambda c: documents.add(c, LETTER))
    others = (
        another("rival", party=uid("Octaveer"), drawn_at=later),
        another("decision", kind="D-12", party=None, drawn_at=later),
        another("elsewhere", aggregate="award/2", drawn_at=later),
    )
    for other in others:
        await store.write(lambda c, d=other: documents.add(c, d))  # type: ignore[misc]
    assert await store.read(lambda c: documents.successor(c, LETTER)) is None
    await store.write(lambda c: documents.add(c, another("new", drawn_at=later)))
    found = await store.read(lambda c: documents.successor(c, LETTER))
    assert found is not None
    assert found.business_key == another("new").business_key


def test_deliveries_of_one_contract_stand_beside_each_other() -> None:
    later = LETTER.drawn_at + timedelta(days=1)
    for kind in ("D-18", "D-19"):
        first = another("first", kind=kind)
        assert documents.successors([first, another("second", kind=kind, drawn_at=later)]) == {}


def test_the_last_of_several_takes_the_place_of_all_before() -> None:
    days = [LETTER.drawn_at + timedelta(days=n) for n in range(3)]
    found = [another(f"{n}", drawn_at=day) for n, day in enumerate(days)]
    assert documents.successors(reversed(found)) == {
        found[0].id: found[2],
        found[1].id: found[2],
    }


def test_the_report_of_a_second_round_takes_the_place_of_the_first() -> None:
    first = another("1", kind="D-10", party=None, aggregate="evaluation/x/1")
    later = LETTER.drawn_at + timedelta(days=9)
    second = another("2", kind="D-10", party=None, aggregate="evaluation/x/2", drawn_at=later)
    assert documents.successors([first, second]) == {first.id: second}
