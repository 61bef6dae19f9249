"""The official lists are recognised by what is in them, and a wrong one is refused as a whole."""

from pathlib import Path

import pytest

from contracts.base import Language
from contracts.rules.identifiers.lists import Scheme
from infra import label_files
from infra.label_files import UnusableList
from infra.texts.catalogue import Texts
from tests.label_lists import CPV, NUTS, official, written


def test_a_list_of_cpv_codes_is_recognised_under_any_name(tmp_path: Path) -> None:
    found = label_files.read(written(tmp_path, CPV, "something.txt"))
    assert (found.scheme, found.version) == (Scheme.CPV, "2008")
    assert found.labels["48820000"][Language.FR] == "Serveurs"
    assert found.labels["72200000"][Language.EN] == "Programming, consultancy"
    assert len(found.labels) == 5


def test_a_list_of_regions_is_recognised_with_and_without_parents(tmp_path: Path) -> None:
    found = label_files.read(written(tmp_path, NUTS))
    assert (found.scheme, found.version) == (Scheme.NUTS, "2024")
    assert found.labels["BE2"][Language.NL] == "Vlaams Gewest"
    parents = "code,parent,level,en,fr,nl,de\nBE,,0,a,b,c,d\nBE2,BE,1,a,b,c,d\n"
    assert list(label_files.read(written(tmp_path, parents)).labels) == ["BE", "BE2"]


def test_the_order_of_columns_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    rows = [line.split(",") for line in NUTS.splitlines()]
    turned = "\r\n".join(",".join(reversed(row)) for row in rows)
    found = label_files.read(written(tmp_path, b"\xef\xbb\xbf" + turned.encode()))
    assert found == label_files.read(written(tmp_path, NUTS))


def test_another_version_can_be_said(tmp_path: Path) -> None:
    assert label_files.read(written(tmp_path, NUTS), "2021").version == "2021"
    with pytest.raises(UnusableList) as caught:
        label_files.read(written(tmp_path, NUTS), "latest")
    assert caught.value.code == "version"


CPV_HEADING, CPV_FIRST = CPV.splitlines()[:2]
NUTS_HEADING, NUTS_FIRST = NUTS.splitlines()[:2]

WRONG: list[tuple[str | bytes, str]] = [
    ("", "columns"),
    ("a,b,c\n1,2,3\n", "columns"),
    (NUTS_HEADING.replace("nl", "es"), "columns"),
    (NUTS_HEADING.replace("level", "code"), "columns"),
    ("# A page\n\nof text\n", "columns"),
    (f"{NUTS_HEADING}\n", "empty"),
    (b"code,level,en,fr,nl,de\nBE,0,\xe9,b,c,d\n", "not_text"),
    (b"PK\x03\x04\x00\xff", "not_text"),
    (f'{NUTS_HEADING}\nBE,0,"a" b,b,c,d\n', "not_a_table"),
    (f"{NUTS_HEADING}\nBE,0,a,b,c\n", "cells"),
    (f"{NUTS_HEADING}\nBE,0,a,b,c,d,e\n", "cells"),
    (f"{NUTS_HEADING}\nBE,1,a,b,c,d\n", "row"),
    (f"{NUTS_HEADING}\nB-E,0,a,b,c,d\n", "row"),
    (f"{NUTS_HEADING}\nBE,0,a,,c,d\n", "no_label"),
    (f"{NUTS_HEADING}\nBE,0,a,{'b' * 501},c,d\n", "label"),
    (f"{NUTS_HEADING}\nBE,0,a,b\x07,c,d\n", "label"),
    (f"{NUTS_HEADING}\n{NUTS_FIRST}\n{NUTS_FIRST}\n", "twice"),
    (f"{NUTS_HEADING}\n{NUTS_FIRST}\nNL1,1,a,b,c,d\n", "no_heading"),
    ("code,parent,level,en,fr,nl,de\nBE,,0,a,b,c,d\nBE2,NL,1,a,b,c,d\n", "row"),
    (f"{CPV_HEADING}\n72000000,6,,a,b,c,d\n", "row"),
    (f"{CPV_HEADING}\n72000000,,,a,b,c,d\n", "row"),
    (f"{CPV_HEADING}\n{CPV_FIRST}\n48820000,2,72000000,a,b,c,d\n", "row"),
    (f"{CPV_HEADING}\n{CPV_FIRST}\n48820000,2,,a,b,c,d\n", "no_heading"),
]


@pytest.mark.parametrize(("text", "code"), WRONG)
def test_what_is_no_list_is_refused_with_a_reason(
    tmp_path: Path, text: str | bytes, code: str
) -> None:
    with pytest.raises(UnusableList) as caught:
        label_files.read(written(tmp_path, text))
    assert caught.value.code == code
    for language in Language:
        said = Texts(language).say(f"labels.wrong.{code}", **caught.value.facts)
        assert said.isprintable()
        assert said.endswith(".")


def test_a_file_that_cannot_be_read_or_is_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnusableList, match="unreadable"):
        label_files.read(tmp_path / "nowhere.csv")
    with pytest.raises(UnusableList, match="unreadable"):
        label_files.read(tmp_path)
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(label_files.LARGEST + 1)
    with pytest.raises(UnusableList, match="too_large"):
        label_files.read(large)


def test_the_line_of_a_wrong_row_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnusableList) as caught:
        label_files.read(written(tmp_path, CPV.replace("48820000,2", "48820000,3")))
    assert caught.value.facts == {"line": 6, "value": "48820000"}


@pytest.mark.parametrize(
    ("name", "scheme", "codes"),
    [
        ("cpv/cpv2008.csv", Scheme.CPV, 9454),
        ("nuts/nuts_all.csv", Scheme.NUTS, 2087),
        ("nuts/nuts_be.csv", Scheme.NUTS, 62),
    ],
)
def test_the_official_lists_are_read_whole(name: str, scheme: Scheme, codes: int) -> None:
    found = label_files.read(official(name))
    assert (found.scheme, len(found.labels)) == (scheme, codes)
    assert all(set(texts) == set(Language) for texts in found.labels.values())
