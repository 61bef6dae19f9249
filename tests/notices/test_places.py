"""Where a contract is performed goes out with a notice, and is read from those of others."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Language
from contracts.people import OrganisationCard
from contracts.people.cards import OrganisationKind
from contracts.rules.identifiers import nuts
from contracts.tendering.draft import PLACES_MOST, Item
from infra import procedure_files
from infra.notices import ocds, release_writer, report
from infra.notices.results import ImportResult, NoteCode
from tests import builders
from tests.notices.samples import RELEASE, codes, notes, read, real, release
from tests.rules.test_identifiers_of_lists import regions


def with_item(**more: Any) -> ImportResult:
    """The import of the release whose one item says this too."""
    return read(release(items=[RELEASE["tender"]["items"][0] | more]))


def gazetteer(*identifiers: object, scheme: str = "NUTS") -> dict[str, Any]:
    """A location of OCDS."""
    return {"gazetteer": {"scheme": scheme, "identifiers": list(identifiers)}}


@given(places=st.lists(regions, max_size=PLACES_MOST, unique=True).map(tuple))
def test_what_is_written_is_read_back_equal(places: tuple[str, ...]) -> None:
    draft = builders.draft(
        places=places,
        items=tuple(Item(id=n, description=n, cpv="48820000", lot="1") for n in ("1", "2")),
    )
    buyer = OrganisationCard(
        id=builders.uid("buyer"),
        kind=OrganisationKind.BUYER,
        name="Stad Scheldeburg",
        email="aankoop@scheldeburg.example",
    )
    written = release_writer.tender_release(
        release_writer.Published(
            tender=builders.uid("tender"),
            reference="SS-2026-001",
            buyer=buyer,
            draft=draft,
            procedure=procedure_files.shipped().procedure("open"),
            dispatched_at=datetime(2026, 1, 12, tzinfo=UTC),
        )
    )
    assert ocds.read(written).draft.places == places
    assert (b"deliveryLocations" in written) == bool(places)


@pytest.mark.parametrize(
    ("more", "places"),
    [
        ({"deliveryLocations": [gazetteer("BE211", "be21"), gazetteer("FR")]}, "BE211 BE21 FR"),
        ({"deliveryLocation": gazetteer("BE211", scheme="nuts")}, "BE211"),
        ({"deliveryAddresses": [{"region": "UKL"}, {"region": "DEA23"}]}, "UKL DEA23"),
        ({"deliveryAddress": {"region": "ITC4C"}}, "ITC4C"),
        ({"deliveryLocations": [gazetteer("BE2")], "deliveryAddress": {"region": "BE2"}}, "BE2"),
    ],
)
def test_both_forms_are_read_each_code_once(more: dict[str, Any], places: str) -> None:
    found = with_item(**more)
    assert found.draft.places == tuple(places.split())
    assert notes(found.taken, NoteCode.PLACES) == [("tender.items[]", places.replace(" ", ", "))]
    assert not any("delivery" in note.path for note in found.unplaced)


@pytest.mark.parametrize(
    "more",
    [
        {"deliveryLocations": [gazetteer("Antwerpen")]},
        {"deliveryLocations": [gazetteer("GR30")]},
        {"deliveryLocations": [gazetteer(7)]},
        {"deliveryLocations": [gazetteer("BE211", scheme="LAU")]},
        {"deliveryLocations": [{"gazetteer": {"scheme": "NUTS", "identifiers": "BE211"}}]},
        *({"deliveryAddresses": [{"region": name}]} for name in ("BERN", "CA", "NSW", "Kent")),
        {"deliveryAddresses": [{"region": "be211"}]},
    ],
)
def test_what_is_no_code_is_said_not_to_be_placed(more: dict[str, Any]) -> None:
    found = with_item(**more)
    assert found.draft.places == ()
    assert NoteCode.PLACES not in codes(found.taken)
    assert any("delivery" in note.path for note in found.unplaced)


def test_more_places_than_a_draft_names_are_counted() -> None:
    found = with_item(deliveryLocations=[gazetteer(*(f"BE{n:03}" for n in range(PLACES_MOST + 3)))])
    assert len(found.draft.places) == PLACES_MOST
    assert ("tender.items[].deliveryLocations", "3") in notes(
        found.unplaced, NoteCode.NOT_PLACED_COUNT
    )


def test_a_real_notice_says_where_the_work_is_done() -> None:
    name = "uk/ocds-kuma6s-148236--48236-release-148236--tender.json"
    found = ocds.read(real(name)).draft.places
    assert found
    assert all(nuts.country(code) == "UK" for code in found)


def test_the_report_names_the_places_in_the_language_of_the_reader() -> None:
    found = with_item(deliveryLocations=[gazetteer("BE211")])
    said = {
        line.sentence
        for language in Language
        for section in report.sections(found, language)
        for line in section.lines
        if "BE211" in line.sentence
    }
    assert len(said) == len(Language)
