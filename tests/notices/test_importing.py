"""A file of any kind imports or is refused; nothing in it makes the import raise."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.base import Language
from infra.notices import importing, ocds, reading, report
from infra.notices.results import ImportResult, ProblemCode
from tests.notices.samples import RELEASE, read


def _refusal(content: bytes, name: str = "bericht.json") -> tuple[ProblemCode | None, str | None]:
    refusal = importing.import_bytes(content, name).refusal
    if refusal is None:
        return None, None
    return refusal.code, refusal.value.value if refusal.value else None


def _written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", ["bericht.json", "bericht", "bericht.txt"])
def test_a_notice_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    content = json.dumps(RELEASE).encode()
    result = importing.import_file(_written(tmp_path, name, content))
    assert result.draft.title == "Servers"


@pytest.mark.parametrize("name", ["zaak.toml", "zaak", "zaak.txt"])
def test_a_case_is_known_by_its_mark(tmp_path: Path, name: str) -> None:
    content = b'bestek-case = 1\n[draft]\ntitle = "Servers"\n'
    assert importing.import_file(_written(tmp_path, name, content)).draft.title == "Servers"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_the_encodings_of_json_are_read(encoding: str) -> None:
    content = json.dumps(RELEASE | {"buyer": {"name": "Régie"}}, ensure_ascii=False)
    result = ocds.read(content.encode(encoding))
    assert result.draft.source is not None
    assert result.draft.source.name.startswith("Régie")


def test_a_file_that_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    for path in (tmp_path / "weg.json", tmp_path):
        refusal = importing.import_file(path).refusal
        assert refusal is not None
        assert refusal.code is ProblemCode.UNREADABLE
        assert refusal.value is not None
        assert refusal.value.value == path.name


def test_a_huge_file_is_refused_without_being_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "groot.json"
    with path.open("wb") as file:
        file.truncate(reading.LARGEST + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it was read"))
    refusal = importing.import_file(path).refusal
    assert refusal is not None
    assert (refusal.code, refusal.value and refusal.value.value) == (ProblemCode.TOO_LARGE, "20")
    assert _refusal(b" " * (reading.LARGEST + 1)) == (ProblemCode.TOO_LARGE, "20")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b'{\n"ocid": "a",\n"tender": {', (ProblemCode.BROKEN_JSON, "3")),
        (b'{"ocid": "a",}', (ProblemCode.BROKEN_JSON, "1")),
        (b"{} {}", (ProblemCode.BROKEN_JSON, "1")),
        (b"geen json", (ProblemCode.BROKEN_JSON, "1")),
        (b"", (ProblemCode.EMPTY, None)),
        (b"\xef\xbb\xbf \n", (ProblemCode.EMPTY, None)),
        (b'{"ocid": "\xe9"}', (ProblemCode.NOT_UTF8, None)),
        (b"<?xml version='1.0'?><ContractNotice/>", (ProblemCode.XML, None)),
        (b"%PDF-1.7", (ProblemCode.BINARY, None)),
        (b'{"a": "b\x00c"}', (ProblemCode.BINARY, None)),
        (b"[" * 100_000, (ProblemCode.TOO_DEEP, None)),
        (b'{"ocid":' * 200 + b"1" + b"}" * 200, (ProblemCode.TOO_DEEP, None)),
        (b"[1, 2]", (ProblemCode.NOT_OCDS, None)),
    ],
)
def test_what_is_no_notice_is_refused_with_its_reason(
    content: bytes, refusal: tuple[ProblemCode, str | None]
) -> None:
    assert _refusal(content) == refusal


def test_a_file_of_an_unknown_kind_is_refused_by_name(tmp_path: Path) -> None:
    assert _refusal(b"title,amount\n", "raming.csv") == (
        ProblemCode.UNKNOWN_FORMAT,
        "raming.csv",
    )
    with zipfile.ZipFile(tmp_path / "boek.xlsx", "w") as book:
        book.writestr("a", "b")
    refusal = importing.import_file(tmp_path / "boek.xlsx").refusal
    assert refusal is not None
    assert refusal.code is ProblemCode.BINARY


KEYS = sorted(
    {
        *("ocid", "id", "date", "tag", "releases", "records", "compiledRelease", "title", "url"),
        *("versionedRelease", "tender", "planning", "awards", "buyer", "name", "license", "links"),
        *("description", "status", "value", "amount", "currency", "lots", "items", "href"),
        *("classification", "additionalClassifications", "scheme", "quantity", "unit"),
        *("awardCriteria", "criteria", "type", "numbers", "number", "weight", "relatedLot"),
        *("weightingDescription", "awardCriteriaDetails", "tenderPeriod", "contractPeriod"),
        *("startDate", "endDate", "durationInDays", "renewal", "hasRenewal", "techniques"),
        *("hasFrameworkAgreement", "submissionTerms", "bidValidityPeriod", "documents"),
        *("mainProcurementCategory", "procurementMethod", "releaseDate", "language", "uri"),
    }
)
texts = st.text(st.characters(), max_size=12) | st.sampled_from(
    [
        *("open", "goods", "active", "price", "quality", "cost", "CPV", "48820000-2", "EUR", "gbp"),
        *("75%", "63,7", "Technical 75% and Commercial 25%", "2026-07-01T10:00:00Z", "compiled"),
        *(
            "2026-07-01",
            "percentageExact",
            "decimalExact",
            "tenderAmendment",
            "priceOnly",
            "\ud800",
        ),
    ]
)
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | texts
    | st.sampled_from([10**30, 1e300, -0.0, 0.005])
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | texts, inner, max_size=6)
    ),
    max_leaves=30,
)
releases = st.fixed_dictionaries(
    {"ocid": texts, "tender": st.dictionaries(st.sampled_from(KEYS), values, max_size=12)}
)
criteria = st.lists(st.dictionaries(st.sampled_from(KEYS), values, max_size=5), max_size=4)
bent = st.builds(
    lambda tender, lots, criteria: (
        RELEASE | {"tender": tender | {"lots": lots, "awardCriteria": {"criteria": criteria}}}
    ),
    st.dictionaries(st.sampled_from(KEYS), values, max_size=10),
    st.lists(st.dictionaries(st.sampled_from(KEYS), values, max_size=6), max_size=4) | values,
    criteria | values,
)
documents = (
    values
    | releases
    | bent
    | st.builds(lambda parts: {"releases": parts}, st.lists(releases | bent, max_size=3))
    | st.builds(
        lambda parts: {"records": parts},
        st.lists(st.fixed_dictionaries({"ocid": texts, "releases": values})),
    )
    | st.builds(
        lambda parts, compiled: {"ocid": "a", "releases": parts, "compiledRelease": compiled},
        st.lists(releases, max_size=3),
        releases | values,
    )
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(documents)
def test_no_json_makes_the_import_raise(document: Any) -> None:
    _told(read(document))


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_make_the_import_raise(content: bytes) -> None:
    for name in ("a.json", "a.toml", "a"):
        _told(importing.import_bytes(content, name))


@given(st.text(max_size=100))
def test_no_text_after_the_mark_makes_the_import_raise(text: str) -> None:
    _told(importing.import_bytes(f"bestek-case = 1\n{text}".encode(), "a.toml"))


def _told(result: ImportResult) -> None:
    """Either a draft or a refusal, both in words, and fit for any store."""
    assert (result.refusal is None) or (result.taken == result.unplaced == result.missing == ())
    assert report.as_text(result, Language.NL).encode()
    assert ImportResult.model_validate_json(result.model_dump_json()) == result
