"""The worked tables of the page on sensitivity, recomputed."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from contracts.rules.scoring import Offers
from contracts.rules.scoring.sensitivity import analysis, simulation
from contracts.rules.scoring.sensitivity.analysis import Analysis
from contracts.rules.scoring.sensitivity.expectation import Expectation, Range
from contracts.rules.scoring.sensitivity.reasons import Reason
from contracts.rules.scoring.sensitivity.simulation import Foresight
from contracts.rules.scoring.sensitivity.uncertainty import CONCENTRATION, Uncertain
from contracts.rules.scoring.sensitivity.withdrawal import PAIRS_UP_TO
from tests.rules import evaluations
from tests.rules.evaluations import model, price, quality
from tests.rules.worked_pages import tables

PAGE = Path(__file__).parents[2] / "docs" / "rules" / "scoring" / "sensitivity.md"
ANALYSES, REASONS, CASE, FOUND, SIMULATED = tables(PAGE)


def _analysed() -> Analysis:
    *scored, priced = CASE
    method = model(
        *(quality(row["criterion"], row["maximum"], row["maximum"]) for row in scored),
        price(priced["maximum"]),
        total="200",
    )
    scores = {bid: {row["criterion"]: row[bid] for row in scored} for bid in ("A", "B")}
    offers = Offers(
        bids=evaluations.bids({bid: priced[bid] for bid in ("A", "B")}),
        scores=evaluations.agreed(scores),
    )
    return analysis.analyse(method, offers, uncertain=Uncertain(draws=1))


def test_the_page_lists_every_analysis_and_every_reason() -> None:
    assert [row["name"] for row in ANALYSES] == [*analysis.NAMES]
    assert [row["reason"] for row in REASONS] == [reason.value for reason in Reason]


def test_the_page_states_the_limits_that_hold() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"up to {PAIRS_UP_TO} bids" in text
    assert f"{CONCENTRATION} parts and one step" in text


def test_the_worked_analyses_come_out_as_printed() -> None:
    assert _rows(_analysed()) == FOUND


def _rows(found: Analysis) -> list[dict[str, str]]:
    rows = []
    for each in found.one_weight:
        for side, crossing in (("down", each.down), ("up", each.up)):
            if crossing:
                exact = _ratio(crossing.weight)
                rows.append(("one_weight", each.criterion, side, exact, crossing.shown))
    transfer, smallest, margin = found.transfer, found.smallest_change, found.price
    assert transfer is not None
    assert smallest is not None
    assert margin is not None
    assert margin.tie is not None
    exact = _ratio(transfer.weight)
    rows.append(("transfer", transfer.giver, transfer.taker, exact, transfer.shown))
    moved = ", ".join(each.criterion for each in smallest.weights)
    exact = _ratio(smallest.distance)
    rows.append(("smallest_change", moved, smallest.bid, exact, smallest.shown))
    [change] = [each.smallest for each in found.scores]
    assert change is not None
    exact = _ratio(change.share)
    rows.append(("scores", change.criterion, change.direction.value, exact, change.shown))
    rows.append(("price", margin.bid, margin.ending.value, _ratio(margin.tie), margin.tie_shown))
    columns = ("analysis", "what moves", "to", "exact", "shown")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _ratio(number: Fraction) -> str:
    return f"{number.numerator}/{number.denominator}"


def test_the_worked_analyses_are_right_by_hand() -> None:
    """The total of each bid under the printed weights, and the price that makes a tie."""
    exact = {(row["analysis"], row["what moves"]): Fraction(row["exact"]) for row in FOUND}
    announced = {row["criterion"]: Fraction(row["maximum"]) / 200 for row in CASE}
    share = {
        bid: {row["criterion"]: Fraction(row[bid]) / Fraction(row["maximum"]) for row in CASE[:-1]}
        | {"price": Fraction(CASE[-1]["B"]) / Fraction(CASE[-1][bid])}
        for bid in ("A", "B")
    }
    for row in FOUND[:4]:
        moved, weight = row["what moves"], Fraction(row["exact"])
        rest = (1 - weight) / (1 - announced[moved])
        weights = {c: w * rest for c, w in announced.items()} | {moved: weight}
        assert _total(weights, share["A"]) == _total(weights, share["B"])
    moved_weight = exact["transfer", "qc"]
    weights = announced | {
        "qc": announced["qc"] - moved_weight,
        "price": announced["price"] + moved_weight,
    }
    assert _total(weights, share["A"]) == _total(weights, share["B"])
    dearer = share["A"] | {"price": Fraction(CASE[-1]["B"]) / exact["price", "A"]}
    assert _total(announced, dearer) == _total(announced, share["B"])
    lower = share["A"] | {"price": share["A"]["price"] - exact["scores", "price"]}
    assert _total(announced, lower) == _total(announced, share["B"])


def _total(weights: dict[str, Fraction], shares: dict[str, Fraction]) -> Fraction:
    return sum((weights[c] * shares[c] for c in weights), Fraction())


@pytest.mark.parametrize("row", SIMULATED, ids=lambda row: row["formula"])
def test_the_worked_simulation_comes_out_as_printed(row: dict[str, str]) -> None:
    announced = dict(each.split() for each in row["announced"].split(", ") if each)
    method = model(quality("quality", "60", "100"), price("40", row["formula"], **announced))
    expected = Expectation(
        lowest_price=Decimal(500),
        highest_price=Decimal(1000),
        scores=Range(lowest=Decimal("0.5")),
        draws=1_000,
    )
    found = simulation.foresee(method, expected)
    assert isinstance(found, Foresight)
    assert f"{found.draws:,} draws with the seed `{found.seed}`" in PAGE.read_text(encoding="utf-8")
    [middle] = [each for each in found.worth if each.price == 750]
    assert [*row.values()][2:] == [
        found.withdrawal_changes.shown,
        found.extreme_changes.shown,
        found.cut_loses.shown,
        found.cheapest_wins.shown,
        found.best_quality_loses.shown,
        middle.euro_shown,
    ]


def test_a_loser_decides_about_as_often_as_was_measured() -> None:
    """Measured apart from this code, with 6,000 draws of its own."""
    measured = {"P1/1": "0.55", "P2/1": "0.40", "P3/1": "10.10", "P4/1": "2.25", "P5/1": "26.07"}
    within = {"P1/1": "0.7", "P2/1": "0.6", "P3/1": "3", "P4/1": "1.5", "P5/1": "4"}
    printed = {row["formula"]: Fraction(row["a loser decides"]) for row in SIMULATED}
    assert printed.pop("A1/1") == 0
    assert printed.keys() == measured.keys()
    far = {
        name
        for name in printed
        if abs(printed[name] - Fraction(measured[name])) > Fraction(within[name])
    }
    assert far == set()
