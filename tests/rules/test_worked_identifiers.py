"""The tables of `docs/rules/identifiers.md`, recomputed."""

from pathlib import Path

import pytest

from contracts.rules.errors import RuleError
from contracts.rules.identifiers import banking, cpv, enterprises, nuts, peppol
from tests.rules import worked_pages

PAGE = Path(__file__).parents[2] / "docs" / "rules" / "identifiers.md"
READ_AND_WRITTEN, REFUSED, _, LEVELS = worked_pages.tables(PAGE)

READ = {
    "enterprise_number": enterprises.enterprise_number,
    "establishment_number": enterprises.establishment_number,
    "vat_number": enterprises.vat_number,
    "iban": banking.iban,
    "structured_communication": banking.structured_communication,
    "participant": peppol.participant,
    "cpv_code": cpv.cpv_code,
    "nuts_code": nuts.nuts_code,
}
WRITTEN = {
    "enterprise_number": enterprises.written_enterprise_number,
    "establishment_number": enterprises.written_establishment_number,
    "vat_number": enterprises.written_vat_number,
    "iban": banking.written_iban,
    "structured_communication": banking.written_structured_communication,
    "participant": peppol.written_participant,
    "cpv_code": cpv.cpv_code,
    "nuts_code": nuts.nuts_code,
}


def test_the_page_shows_every_kind() -> None:
    assert {row["kind"] for row in READ_AND_WRITTEN} == set(READ) == set(WRITTEN)
    assert {row["kind"] for row in REFUSED} == set(READ)


@pytest.mark.parametrize("row", READ_AND_WRITTEN)
def test_each_number_is_kept_and_written_as_the_page_says(row: dict[str, str]) -> None:
    assert READ[row["kind"]](row["typed"]) == row["kept"]
    assert WRITTEN[row["kind"]](row["kept"]) == row["written"]


@pytest.mark.parametrize("row", REFUSED)
def test_each_number_is_refused_as_the_page_says(row: dict[str, str]) -> None:
    with pytest.raises(RuleError) as caught:
        READ[row["kind"]](row["typed"])
    assert caught.value.code == row["code"]


@pytest.mark.parametrize("row", LEVELS)
def test_each_code_stands_where_the_page_says(row: dict[str, str]) -> None:
    code = row["code"]
    region = code.isalnum()
    level = str(nuts.level(code)) if region else cpv.level(code).value
    parent = nuts.parent(code) if region else cpv.parent(code)
    assert (level, parent or "–") == (row["level"], row["parent"])
