"""The worked tables of the pages on low prices, life-cycle cost and net present value."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from contracts.rules.scoring.abnormally_low import POLICIES, Note, Reason, Setting, screen
from contracts.rules.scoring.exact import show
from contracts.rules.scoring.net_present_value import (
    PERIODS,
    CostLine,
    Saving,
    SavingValue,
    life_cycle_cost,
    saving_value,
)
from tests.rules.worked_pages import tables

PAGES = Path(__file__).parents[2] / "docs" / "rules" / "scoring"
LOW = PAGES / "abnormally-low.md"
POLICY_TABLE, PRICES, OUTCOMES, DEVIATIONS, REASONS = tables(LOW)
LINES, OFFERS, COSTS = tables(PAGES / "life-cycle-cost.md")
_, SAVINGS, BY_PERIOD = tables(PAGES / "a15.md")

BIDS = {row["bid"]: Fraction(row["price"]) for row in PRICES}
SETTING = Setting("works", "open", Fraction(1), Fraction(1_200_000), frozenset({"Coteau"}))
ANNOUNCED, RATE = date(2026, 9, 16), Fraction("0.04")


def test_the_page_lists_every_policy_with_its_figures_and_its_source() -> None:
    printed = [(row["policy"], row["parameters"], row["source"]) for row in POLICY_TABLE]
    assert printed == [
        (
            name,
            ", ".join(
                f"{each.name} {'none' if each.default is None else each.default}"
                for each in policy.parameters
            ),
            policy.source,
        )
        for name, policy in POLICIES.items()
    ]


def test_the_page_explains_every_reason_and_every_note() -> None:
    assert [row["reason"] for row in REASONS] == [reason.value for reason in Reason]
    text = LOW.read_text(encoding="utf-8")
    assert [note for note in Note if note.value not in text] == []


@pytest.mark.parametrize("row", OUTCOMES, ids=lambda row: row["policy"])
def test_a_worked_screening_comes_out_as_printed(row: dict[str, str]) -> None:
    outcome = screen(row["policy"], BIDS, SETTING)
    name, _, shown = row["reference"].partition(" ")
    figures = {figure.name: figure.shown for figure in outcome.figures}
    if name == "–":
        assert figures == {}
    else:
        assert (figures[name], figures["threshold"]) == (shown, row["threshold"])
    assert (", ".join(outcome.suspects) or "–") == row["suspects"]
    assert (", ".join(outcome.notes) or "–") == row["notes"]


def test_the_page_screens_with_every_policy() -> None:
    assert [row["policy"] for row in OUTCOMES] == list(POLICIES)


def test_the_worked_deviations_come_out_as_printed() -> None:
    found = screen("be_works_15/1", BIDS, SETTING).deviations
    printed = [
        (row["bid"], Fraction(row["exact"]), row["shown"], row["suspect"] == "yes")
        for row in DEVIATIONS
    ]
    assert printed == [(each.bid, each.exact, each.shown, each.suspect) for each in found]


def lines_of(offer: dict[str, str]) -> list[CostLine]:
    """The announced lines with the quantities of one offer."""
    return [
        CostLine(
            Fraction(offer[line["line"]]),
            Fraction(line["unit cost"]),
            int(line["first year"]),
            int(line["last year"]),
        )
        for line in LINES
    ]


@pytest.mark.parametrize("offer", OFFERS, ids=lambda row: row["bid"])
def test_a_worked_life_cycle_cost_comes_out_as_printed(offer: dict[str, str]) -> None:
    [printed] = [row for row in COSTS if row["bid"] == offer["bid"]]
    found = life_cycle_cost(Fraction(offer["acquisition"]), lines_of(offer), Fraction("0.03"))
    assert [show(line) for line in found.lines] == [printed[line["line"]] for line in LINES]
    assert show(found.total) == printed["life-cycle cost"]


def test_the_worked_life_cycle_cost_is_right_by_the_closed_form() -> None:
    [lumen] = [row for row in OFFERS if row["bid"] == "Lumen"]
    last = 1 / Fraction("1.03") ** 10
    annuity = (1 - last) / Fraction("0.03")
    yearly = Fraction(lumen["energy"]) * Fraction("0.28") + Fraction(lumen["maintenance"]) * 55
    by_hand = Fraction(lumen["acquisition"]) + yearly * annuity + 2500 * last
    found = life_cycle_cost(Fraction(lumen["acquisition"]), lines_of(lumen), Fraction("0.03"))
    assert found.total == by_hand
    assert show(annuity, 4) == "8.5302"


def value_of(row: dict[str, str]) -> SavingValue:
    """The value of a worked offer."""
    yearly = [Fraction(row["yearly saving"])] * (PERIODS - 1)
    reductions = (Fraction(row["first saving"]), *yearly)
    saving = Saving(reductions, Fraction(row["share"]), int(row["years"]), int(row["days"]))
    return saving_value(saving, ANNOUNCED, RATE)


@pytest.mark.parametrize("row", SAVINGS, ids=lambda row: row["bid"])
def test_a_worked_net_present_value_comes_out_as_printed(row: dict[str, str]) -> None:
    found = value_of(row)
    assert show(found.contract) == row["contract"]
    assert show(found.net_present_value) == row["net present value"]


@pytest.mark.parametrize("row", BY_PERIOD, ids=lambda row: row["period"])
def test_a_worked_period_of_savings_comes_out_as_printed(row: dict[str, str]) -> None:
    period = value_of(SAVINGS[0]).periods[int(row["period"]) - 1]
    assert (str(period.days), str(period.paid_days)) == (row["days"], row["paid days"])
    assert (show(period.payment), show(period.income)) == (row["payment"], row["kept"])
    assert show(period.factor, 6) == row["factor"]
    assert show(period.income * period.factor) == row["present value"]
