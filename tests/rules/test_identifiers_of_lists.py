"""CPV and NUTS codes: their check digits and their place in the hierarchy."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.rules.errors import RuleError
from contracts.rules.identifiers import cpv, nuts

LISTS = Path(__file__).parents[3] / "shared" / "data"

codes = st.integers(0, 10**8 - 1).map(lambda n: cpv.cpv_code(f"{n:08}"))
regions = st.from_regex(r"\A[A-Z]{2}[A-Z0-9]{0,3}\Z").filter(lambda c: c[:2] not in ("GR", "GB"))


def rows(name: str) -> list[dict[str, str]]:
    """The rows of an official list, where it lies beside this checkout."""
    path = LISTS / name
    if not path.exists():
        pytest.skip("the official lists of codes are not beside this checkout")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    "code",
    ["03000000-1", "03113100-7", "48820000-2", "71355000-1", "72000000-5", "72222300-0"],
)
def test_a_published_code_keeps_its_check_digit(code: str) -> None:
    assert cpv.cpv_code(code) == code
    assert cpv.cpv_code(f" {code[:8]} ") == code
    assert cpv.eight_digits(code) == code[:8]


def test_a_wrong_check_digit_is_refused_with_the_right_one() -> None:
    with pytest.raises(RuleError) as caught:
        cpv.cpv_code("48820000-3")
    assert caught.value.code == "cpv_check"
    assert caught.value.facts == {"value": "48820000-3", "expected": "48820000-2"}


@pytest.mark.parametrize(
    "code", ["", "4882000", "488200000", "4882000x", "٤٨٨٢٠٠٠٠", "48820000-", "48820000-22"]
)
def test_what_is_no_code_is_refused(code: str) -> None:
    with pytest.raises(RuleError) as caught:
        cpv.cpv_code(code)
    assert caught.value.code == "cpv_form"


@given(codes, st.integers(0, 8), st.integers(1, 9))
def test_another_check_digit_is_always_refused(code: str, place: int, by: int) -> None:
    changed = f"{code[:9]}{(int(code[9]) + by) % 10}"
    with pytest.raises(RuleError, match="cpv_check"):
        cpv.cpv_code(changed)


def test_a_changed_digit_of_a_published_code_is_refused_unless_the_list_moved_it() -> None:
    published = [f"{row['code']}-{row['check']}" for row in rows("cpv/cpv2008.csv")]
    moved = [code for code in published if _is_moved(code)]
    slipped = 0
    for code in published[::20]:
        for at in range(8):
            for by in range(1, 10):
                changed = f"{code[:at]}{(int(code[at]) + by) % 10}{code[at + 1 :]}"
                if _passes(changed):
                    slipped += 1
                    assert _is_moved(code) or _is_moved(changed)
    assert 0 < len(moved) < len(published) / 10
    assert slipped > 0


def _passes(code: str) -> bool:
    try:
        return cpv.cpv_code(code) == code
    except RuleError:
        return False


def _is_moved(code: str) -> bool:
    """Whether the published digit is another than the weights give."""
    weighted = sum(int(d) * w for d, w in zip(code[:8], (3, 7, 1, 3, 7, 1, 3, 7), strict=True))
    return weighted % 10 != int(code[9])


def test_the_whole_vocabulary_has_the_check_digits_that_it_publishes() -> None:
    listed = rows("cpv/cpv2008.csv")
    assert len(listed) == 9454
    wrong = [r for r in listed if cpv.cpv_code(r["code"]) != f"{r['code']}-{r['check']}"]
    assert wrong == []


def test_the_whole_vocabulary_hangs_together() -> None:
    listed = rows("cpv/cpv2008.csv")
    known = {row["code"] for row in listed}
    for row in listed:
        above = (each[:8] for each in cpv.ancestors(row["code"]) if each[:8] in known)
        assert next(above, "") == row["parent"]
        assert all(cpv.is_under(row["code"], each) for each in cpv.ancestors(row["code"]))


def test_a_code_has_its_division_group_class_and_category() -> None:
    code = "72253200-5"
    assert cpv.level(code) is cpv.Level.SUBCATEGORY
    assert cpv.division(code) == "72000000-5"
    assert cpv.group(code) == "72200000-7"
    assert cpv.class_of(code) == "72250000-2"
    assert cpv.category(code) == "72253000-3"
    assert list(cpv.ancestors(code)) == [
        *("72253000-3", "72250000-2", "72200000-7", "72000000-5"),
    ]


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("30000000", "division"),
        ("72200000", "group"),
        ("72250000", "class"),
        ("72253000", "category"),
        ("72253200", "subcategory"),
        ("30192121", "subcategory"),
    ],
)
def test_the_level_is_told_by_the_zeros(code: str, level: str) -> None:
    assert cpv.level(code) == level


def test_a_division_has_nothing_above_and_no_group() -> None:
    assert cpv.parent("30000000") is None
    assert cpv.group("30000000") is None
    assert cpv.class_of("30100000") is None


def test_a_code_is_under_itself_and_its_headings_only() -> None:
    assert cpv.is_under("72253000-3", "72253000")
    assert cpv.is_under("72253000-3", "72000000-5")
    assert not cpv.is_under("72000000-5", "72253000-3")
    assert not cpv.is_under("48820000-2", "72000000-5")


@given(codes)
def test_every_code_is_under_all_that_is_above_it(code: str) -> None:
    above = list(cpv.ancestors(code))
    assert [cpv.level(each) for each in above[-1:]] == [cpv.Level.DIVISION] * bool(above)
    assert all(cpv.is_under(code, each) and not cpv.is_under(each, code) for each in above)
    assert cpv.division(code) == (above[-1] if above else code)


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [("BE", 0, None), ("BE2", 1, "BE"), ("BE21", 2, "BE2"), ("BE211", 3, "BE21")],
)
def test_a_region_has_its_level_and_its_parent(code: str, level: int, parent: str | None) -> None:
    assert nuts.nuts_code(code.lower()) == code
    assert (nuts.level(code), nuts.parent(code), nuts.country(code)) == (level, parent, "BE")


def test_a_region_lies_in_all_that_hold_it() -> None:
    assert list(nuts.ancestors("BE211")) == ["BE21", "BE2", "BE"]
    assert nuts.is_under("BE211", "BE2")
    assert nuts.is_under("BE211", "BE211")
    assert not nuts.is_under("BE2", "BE211")
    assert not nuts.is_under("BE211", "BE1")


@given(regions)
def test_every_region_lies_in_its_country(code: str) -> None:
    assert nuts.nuts_code(code) == code
    assert nuts.is_under(code, nuts.country(code))
    assert len(list(nuts.ancestors(code))) == nuts.level(code)


@pytest.mark.parametrize("code", ["", "B", "BE2111", "2BE", "BE-2", "ΒΕ2"])
def test_what_is_no_region_is_refused(code: str) -> None:
    with pytest.raises(RuleError, match="nuts_form"):
        nuts.nuts_code(code)


@pytest.mark.parametrize(("code", "letters"), [("GR30", "EL"), ("GB", "UK")])
def test_a_country_has_the_letters_of_the_nomenclature(code: str, letters: str) -> None:
    with pytest.raises(RuleError) as caught:
        nuts.nuts_code(code)
    assert caught.value.code == "nuts_country"
    assert caught.value.facts["expected"] == letters


def test_the_whole_nomenclature_is_read_and_hangs_together() -> None:
    listed = rows("nuts/nuts_all.csv")
    known = {row["code"] for row in listed}
    assert len(known) == 2087
    assert all(nuts.level(row["code"]) == int(row["level"]) for row in listed)
    assert {above for code in known for above in nuts.ancestors(code)} <= known
    assert all(
        (nuts.parent(row["code"]) or "") == row["parent"] for row in rows("nuts/nuts_be.csv")
    )
