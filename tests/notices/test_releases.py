"""The one release is found in packages, records, versions and several releases."""

from decimal import Decimal
from typing import Any

from contracts.base import Money
from infra.notices import releases
from infra.notices.results import NoteCode, ProblemCode
from tests.notices.samples import RELEASE, codes, notes, read, release


def _package(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"uri": "https://example.org/p", "version": "1.1", "releases": list(parts)}


def _later(day: int, **fields: object) -> dict[str, Any]:
    return {
        "ocid": RELEASE["ocid"],
        "id": str(day),
        "date": f"2026-02-{day:02}T00:00:00Z",
        **fields,
    }


def test_a_release_alone_and_in_a_package_are_the_same_draft() -> None:
    alone, packed = read(RELEASE).draft, read(_package(RELEASE)).draft
    assert packed.model_copy(update={"source": alone.source}) == alone
    assert alone.title == "Servers"


def test_a_list_of_releases_without_package_is_read() -> None:
    assert read([RELEASE]).draft == read(RELEASE).draft


def test_the_licence_and_publisher_of_a_package_are_the_source() -> None:
    package = _package(RELEASE) | {"license": "https://l.example", "publisher": {"name": "BDA"}}
    result = read(package)
    assert result.draft.source is not None
    assert result.draft.source.licence == "https://l.example"
    assert result.draft.source.name == "BDA · ocds-213czf-1"
    assert result.draft.source.address == "https://example.org/p"
    assert NoteCode.LICENCE not in codes(result.missing)


def test_releases_of_one_process_are_merged_in_the_order_of_their_dates() -> None:
    amended = _later(
        2,
        tag=["tenderAmendment"],
        tender={"title": "Servers en opslag", "value": {"amount": 300000}, "description": None},
    )
    result = read(_package(amended, RELEASE))
    assert result.draft.title == "Servers en opslag"
    assert result.draft.description == ""
    assert result.draft.estimate is not None
    assert result.draft.estimate == Money(amount=Decimal("300000.00"))
    assert notes(result.taken, NoteCode.MERGED) == [("releases", "2")]


def test_things_with_ids_merge_and_other_lists_are_replaced() -> None:
    first = {"items": [{"id": "1", "quantity": 1}, {"id": "2"}], "tags": ["a"]}
    second = {"items": [{"id": "2", "quantity": 2}, {"id": "3"}], "tags": ["b"]}
    assert releases.merge([first, second]) == {
        "items": [{"id": "1", "quantity": 1}, {"id": "2", "quantity": 2}, {"id": "3"}],
        "tags": ["b"],
    }


def test_lists_that_the_standard_replaces_are_replaced_although_they_have_ids() -> None:
    first = {"additionalClassifications": [{"id": "1"}]}
    second = {"additionalClassifications": [{"id": "2"}]}
    assert releases.merge([first, second]) == second


def test_the_compiled_release_of_a_record_comes_first() -> None:
    record = {
        "ocid": RELEASE["ocid"],
        "releases": [RELEASE],
        "compiledRelease": release(title="Samengevoegd"),
    }
    for document in (record, {"records": [record]}):
        result = read(document)
        assert result.draft.title == "Samengevoegd"
        assert NoteCode.COMPILED in codes(result.taken)


def test_a_record_without_compiled_release_is_merged() -> None:
    later = _later(2, tag=["tenderUpdate"], tender={"title": "Nieuwe titel"})
    result = read({"records": [{"ocid": RELEASE["ocid"], "releases": [RELEASE, later]}]})
    assert result.draft.title == "Nieuwe titel"
    assert result.draft.description == "Twintig servers."


def test_a_record_that_only_links_is_refused() -> None:
    link = {"url": "https://example.org/1.json", "date": "2026-01-05T09:00:00Z", "tag": ["tender"]}
    result = read({"records": [{"ocid": "ocds-213czf-1", "releases": [link]}]})
    assert result.refusal is not None
    assert result.refusal.code is ProblemCode.LINKED_ONLY


def test_links_beside_whole_releases_are_told() -> None:
    link = {"url": "https://example.org/1.json", "date": "2026-01-05T09:00:00Z", "tag": ["tender"]}
    result = read({"records": [{"ocid": "ocds-213czf-1", "releases": [RELEASE, link]}]})
    assert notes(result.unplaced, NoteCode.LINKED_RELEASES) == [("releases", "1")]


def _versioned(*values: object) -> list[dict[str, object]]:
    return [
        {"releaseID": str(n), "releaseDate": f"2026-01-0{n}", "releaseTag": ["tender"], "value": v}
        for n, v in enumerate(values, start=1)
    ]


def test_of_a_release_with_versions_the_last_value_counts() -> None:
    versions = {
        "ocid": "ocds-213czf-1",
        "tender": {
            "id": _versioned("T-1"),
            "title": _versioned("Oud", "Nieuw"),
            "value": {"amount": _versioned(1, 2), "currency": _versioned("EUR")},
            "items": [{"id": "1", "quantity": _versioned(3, 4)}],
        },
    }
    for document in (versions, {"ocid": "ocds-213czf-1", "versionedRelease": versions}):
        result = read(document)
        assert result.draft.title == "Nieuw"
        assert result.draft.items[0].quantity == Decimal(4)
        assert result.draft.estimate is not None
        assert result.draft.estimate.amount == 2
        assert NoteCode.VERSIONS in codes(result.taken)


def test_of_several_processes_the_first_with_a_tender_is_read_and_the_others_are_named() -> None:
    award = {"ocid": "ocds-213czf-0", "tag": ["award"], "awards": [{"id": "1"}]}
    other = release(title="Andere") | {"ocid": "ocds-213czf-2"}
    result = read(_package(award, RELEASE, other))
    assert result.draft.title == "Servers"
    assert notes(result.unplaced, NoteCode.OTHER_PROCESSES) == [
        ("releases", "ocds-213czf-0, ocds-213czf-2")
    ]


def test_a_process_is_asked_for_by_its_ocid() -> None:
    other = release(title="Andere") | {"ocid": "ocds-213czf-2"}
    assert read(_package(RELEASE, other), ocid="ocds-213czf-2").draft.title == "Andere"
    refusal = read(_package(RELEASE), ocid="ocds-213czf-9").refusal
    assert refusal is not None
    assert refusal.code is ProblemCode.NO_SUCH_PROCESS


def test_an_amendment_alone_is_told_to_be_one() -> None:
    result = read(RELEASE | {"tag": ["tenderAmendment"]})
    assert notes(result.missing, NoteCode.AMENDMENT) == [("tag", "tenderAmendment")]


def test_a_release_without_id_or_ocid_is_read_and_told() -> None:
    bare = {key: value for key, value in RELEASE.items() if key not in ("id", "ocid")}
    result = read(bare)
    assert result.draft.title == "Servers"
    assert {NoteCode.RELEASE_ID, NoteCode.OCID} <= codes(result.missing)


def test_an_ocds_1_0_release_is_read() -> None:
    old = {
        "ocid": "ocds-87SD3T-1",
        "id": "01",
        "date": "2015-12-22T00:00:00-06:00",
        "tag": ["tender"],
        "initiationType": "tender",
        "buyer": {"name": "Secretaría", "identifier": {"id": "1"}},
        "tender": {
            "id": "T",
            "title": "Computers",
            "status": "planned",
            "awardCriteria": "lowestCost",
            "value": {"amount": 1311264.0, "currency": "MXN"},
            "procuringEntity": {"name": "Secretaría"},
        },
    }
    result = read(old)
    assert result.draft.estimate is not None
    assert str(result.draft.estimate.amount) == "1311264.00"
    assert [(c.kind, c.weight) for c in result.draft.criteria] == [("price", Decimal(100))]
    assert notes(result.unplaced, NoteCode.NOT_PLACED)[0] == ("buyer", None)
