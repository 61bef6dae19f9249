"""Enterprise numbers and CPV codes with their check digits."""

import csv
from pathlib import Path

import pytest

from contracts.rules import identifiers
from contracts.rules.errors import RuleError

CPV_LIST = Path(__file__).parents[3] / "shared" / "data" / "cpv" / "cpv2008.csv"


@pytest.mark.parametrize(
    "written",
    ["0403019261", "0403.019.261", "BE 0403.019.261", "BE403019261", "403019261"],
)
def test_an_enterprise_number_is_read_however_it_is_written(written: str) -> None:
    assert identifiers.enterprise_number(written) == "0403019261"


def test_an_enterprise_number_is_written_in_groups() -> None:
    assert identifiers.written_enterprise_number("BE0403019261") == "0403.019.261"


def test_the_new_range_of_numbers_is_known() -> None:
    assert identifiers.enterprise_number("1000.000.021") == "1000000021"


def test_the_invented_companies_of_the_demo_have_valid_numbers() -> None:
    for written in ("0999.001.218", "0999.012.304", "0999.023.487", "0999.034.573"):
        assert identifiers.written_enterprise_number(written) == written


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("0403019262", "enterprise_number_check"),
        ("0403.019.2", "enterprise_number_form"),
        ("2403019261", "enterprise_number_form"),
        ("0000000000", "enterprise_number_form"),
        ("four hundred", "enterprise_number_form"),
        ("", "enterprise_number_form"),
    ],
)
def test_a_wrong_enterprise_number_is_refused(written: str, code: str) -> None:
    with pytest.raises(RuleError) as caught:
        identifiers.enterprise_number(written)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "code",
    ["03000000-1", "03113100-7", "48820000-2", "71355000-1", "72000000-5", "72222300-0"],
)
def test_a_published_code_keeps_its_check_digit(code: str) -> None:
    assert identifiers.cpv_code(code) == code
    assert identifiers.cpv_code(code[:8]) == code


@pytest.mark.parametrize("code", ["48820000-3", "48820000-"])
def test_a_wrong_check_digit_is_refused_with_the_right_one(code: str) -> None:
    with pytest.raises(RuleError) as caught:
        identifiers.cpv_code(code)
    assert caught.value.code == "cpv_check"
    assert caught.value.facts["expected"] == "48820000-2"


@pytest.mark.parametrize("code", ["", "4882000", "488200000", "4882000x", "٤٨٨٢٠٠٠٠"])
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(RuleError) as caught:
        identifiers.cpv_code(code)
    assert caught.value.code == "cpv_form"


def test_the_whole_vocabulary_has_the_check_digits_that_it_publishes() -> None:
    if not CPV_LIST.exists():
        pytest.skip("the official list of codes is not beside this checkout")
    with CPV_LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 9454
    wrong = [r for r in rows if identifiers.cpv_code(r["code"]) != f"{r['code']}-{r['check']}"]
    assert wrong == []
