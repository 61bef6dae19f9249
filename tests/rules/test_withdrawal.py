"""How often a losing bid decides who wins: the table of `docs/rules/scoring/README.md` says what
`make bench-withdrawal` prints."""

import math
import re

import pytest

from contracts.rules.scoring import FORMULAS
from tests.bench import withdrawal
from tests.bench.withdrawal import DRAWS, METHODS, Method
from tests.rules.formula_pages import FOLDER
from tests.rules.worked_pages import tables_of

PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")
PRINTED = PAGE.partition("<!-- measured -->\n")[2].partition("\n<!-- end -->")[0]
HEAD, RULE, *LINES = PRINTED.splitlines()
ABSOLUTE = [method for method in METHODS if FORMULAS[method.formula].absolute]
SHOWN = [
    method for method in METHODS if method.formula in {"P3/1", "P4c/1", "P5/1", "P8/1", "C1/1"}
]


def _named(method: Method) -> str:
    return f"{method.formula} {method.announced}"


ROWS = dict(zip(map(_named, METHODS), tables_of(PRINTED)[0], strict=True))


def test_the_table_lists_every_formula_as_it_is_measured() -> None:
    assert f"{HEAD}\n{RULE}" == withdrawal.HEAD
    printed = [(row["formula"], row["announced"].strip("`")) for row in ROWS.values()]
    assert printed == [(method.formula, method.announced.strip("`")) for method in METHODS]
    assert {method.formula for method in METHODS} == set(FORMULAS)


@pytest.mark.parametrize("method", ABSOLUTE, ids=_named)
def test_no_loser_decides_under_an_absolute_formula(method: Method) -> None:
    row = ROWS[_named(method)]
    assert (row["depends on other bids"], row["a losing bid decides"]) == ("no", "0")
    assert withdrawal.measure(method, 25).decided_by_a_loser == 0


@pytest.mark.parametrize("method", SHOWN, ids=_named)
def test_fewer_draws_come_near_the_printed_share(method: Method) -> None:
    draws = 250
    share = _share(ROWS[_named(method)]["a losing bid decides"])
    margin = 4 * math.sqrt(share * (1 - share) / draws)
    counted = withdrawal.measure(method, draws).decided_by_a_loser
    assert counted
    assert abs(counted / draws - share) < margin


def _share(printed: str) -> float:
    return float(printed.removesuffix(" %")) / 100


def test_a_better_price_loses_only_under_formulas_that_are_not_monotone() -> None:
    losing = {row["formula"] for row in ROWS.values() if row["a better price loses the win"] != "0"}
    assert losing == {"P5/1", "A19/1"}
    assert not any(FORMULAS[name].monotone for name in losing)


def test_the_chooser_promises_no_more_than_was_measured() -> None:
    chooser = tables_of(PAGE)[0]
    for row in chooser:
        named = {f"{one}/1" for one in re.findall(r"\[([A-Z]\d+[a-z]?)\]", row["take"])}
        shares = [_most(name) for name in named]
        if row["can a losing bid decide?"].startswith("never"):
            assert all(FORMULAS[name].absolute for name in named - {"P9/1"})
            assert set(shares) <= {0.0}
        elif "under 1 %" in row["can a losing bid decide?"]:
            assert all(0 < share < 0.01 for share in shares)


def _most(name: str) -> float:
    return max(
        _share(row["a losing bid decides"]) for row in ROWS.values() if row["formula"] == name
    )


@pytest.mark.nightly
@pytest.mark.timeout(120)
@pytest.mark.parametrize("method", METHODS, ids=_named)
def test_the_whole_table_comes_out_as_printed(method: Method) -> None:
    line = LINES[METHODS.index(method)]
    assert withdrawal.line(method, withdrawal.measure(method, DRAWS)) == line
