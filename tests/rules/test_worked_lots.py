"""The worked tables of the pages on lots and on drawing them, recomputed."""

import hashlib
import re
from fractions import Fraction
from pathlib import Path

import pytest

from contracts.rules.scoring import draw, exact
from contracts.rules.scoring.lots import (
    CountDiscount,
    Direction,
    Discount,
    Limit,
    Lot,
    LotFindingCode,
    Outcome,
    SetDiscount,
    lots_combined,
    lots_independent,
    lots_limit_optimal,
    lots_limit_priority,
)
from tests.rules.lots_cases import lot
from tests.rules.worked_pages import tables

PAGES = Path(__file__).parents[2] / "docs" / "rules" / "scoring"
RULES, FINDINGS, PRICES, DISCOUNTS, OUTCOMES, CHECK = tables(PAGES / "lots.md")
DRAWN_FROM, DRAWN = tables(PAGES / "draw.md")
TWO = Limit(2)


def _lots(table: list[dict[str, str]]) -> list[Lot]:
    return [lot(row["lot"], {k: v for k, v in row.items() if k != "lot"}) for row in table]


def _discount(row: dict[str, str]) -> Discount:
    condition, off = row["condition"], row["off"]
    percent = Fraction(off.removesuffix(" %")) if off.endswith("%") else None
    if condition.startswith("at least "):
        assert percent is not None
        number = int(condition.removeprefix("at least "))
        return CountDiscount(row["discount"], row["tenderer"], number, percent)
    lots = frozenset(condition.removeprefix("lots ").split(", "))
    amount = None if percent is not None else Fraction(off)
    return SetDiscount(row["discount"], row["tenderer"], lots, percent, amount)


def _outcome(row: dict[str, str]) -> Outcome:
    lots = _lots(PRICES)
    outcomes = {
        "lots_independent/1": lambda: lots_independent(lots),
        "lots_limit_priority/1": lambda: lots_limit_priority(lots, TWO, row["order"].split(", ")),
        "lots_limit_optimal/1": lambda: lots_limit_optimal(lots, TWO, Direction.LOWEST),
        "lots_combined/1": lambda: lots_combined(lots, [_discount(d) for d in DISCOUNTS], TWO),
    }
    return outcomes[row["rule"]]()


def test_the_page_names_every_rule_and_every_finding() -> None:
    assert [row["rule"] for row in RULES] == list(dict.fromkeys(row["rule"] for row in OUTCOMES))
    assert [row["finding"] for row in FINDINGS] == [code.value for code in LotFindingCode]


@pytest.mark.parametrize("row", OUTCOMES, ids=lambda row: f"{row['rule']} {row['order']}")
def test_a_worked_award_comes_out_as_printed(row: dict[str, str]) -> None:
    outcome = _outcome(row)
    assert outcome.rule == row["rule"]
    assert outcome.findings == ()
    assert outcome.total is not None
    [allocation] = outcome.allocations
    printed = {f"lot {award.lot}": award.bid for award in allocation.awards}
    assert printed == {name: row[name] for name in ("lot 1", "lot 2", "lot 3")}
    assert exact.show(outcome.total) == row["total"]


def test_the_worked_check_is_the_prices_of_the_limit_added() -> None:
    outcome = lots_limit_optimal(_lots(PRICES), TWO, Direction.LOWEST)
    assert [price.lots for price in outcome.limit_prices] == [0]
    added = {price.tenderer: price.figure for price in outcome.limit_prices}
    for row, shown in zip(PRICES, CHECK, strict=True):
        counted = {
            name: exact.show(Fraction(text) + added.get(name, 0)) if name != "lot" else text
            for name, text in row.items()
        }
        assert counted == shown


def test_the_worked_drawing_comes_out_as_printed() -> None:
    given = {row["what"]: row["text"] for row in DRAWN_FROM}
    assert draw.verify(given["commitment"], given["seed"])
    drawn = draw.draw(given["seed"], given["context"], [row["bid"] for row in DRAWN])
    assert [(each.bid, each.ticket) for each in drawn] == [
        (row["bid"], row["ticket"]) for row in DRAWN
    ]
    assert [row["place"] for row in DRAWN] == ["1", "2", "3"]


def test_the_worked_commands_print_the_commitment_and_the_first_ticket() -> None:
    page = (PAGES / "draw.md").read_text(encoding="utf-8")
    hashed = re.findall(r"^printf '%s' '(.*)' \| sha256sum$", page, flags=re.MULTILINE)
    assert [hashlib.sha256(text.encode()).hexdigest() for text in hashed] == [
        DRAWN_FROM[1]["text"],
        DRAWN[0]["ticket"],
    ]
