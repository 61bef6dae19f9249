"""The worked tables of the pages about money, recomputed."""

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from contracts.rules import (
    advances,
    amendments,
    bonds,
    delay_fines,
    payments,
    penalties,
    price_revision,
    vat,
)
from contracts.rules.amendments import CONDITIONS, Change, Contract, Ground
from contracts.rules.bonds import Acceptance, Asked
from contracts.rules.delay_fines import Late, Terms, Works
from contracts.rules.editions import Measure
from contracts.rules.payments import ReferenceRate
from contracts.rules.price_revision import Formula, Published, Weight
from contracts.rules.scoring.exact import show
from tests.rules.money import edition, euro
from tests.rules.worked_pages import tables

PAGES = Path(__file__).parents[2] / "docs" / "rules"
LAW = edition()
Row = dict[str, str]

[BONDS] = tables(PAGES / "bonds.md")
SUPPLIES, WORKS, PENALTIES = tables(PAGES / "penalties.md")
REVISED, DUTIES = tables(PAGES / "price-revision.md")
[CHANGES] = tables(PAGES / "amendments.md")
TERMS, INTEREST = tables(PAGES / "payments.md")
[ADVANCES] = tables(PAGES / "advances.md")
[TAXES] = tables(PAGES / "vat.md")


def written(*amounts: object) -> list[str]:
    """Amounts as the pages print them."""
    return [f"{getattr(each, 'amount', each):f}" for each in amounts]


def maybe(text: str) -> Decimal | None:
    return Decimal(text) if text else None


@pytest.mark.parametrize("row", BONDS, ids=str)
def test_a_worked_bond_comes_out_as_printed(row: Row) -> None:
    estimate = row["framework estimate"]
    asked = Asked(rate=maybe(row["rate asked"]), estimate=euro(estimate) if estimate else None)
    bond = bonds.due(LAW, euro(row["award"]), asked).amount
    halves = [
        bonds.released(LAW, bond, at).amount for at in (Acceptance.PROVISIONAL, Acceptance.FINAL)
    ]
    assert written(bond, *halves) == [row["bond"], row["provisional"], row["final"]]


@pytest.mark.parametrize("row", SUPPLIES, ids=str)
def test_a_worked_fine_comes_out_as_printed(row: Row) -> None:
    late = [
        Late(value=euro(value), days=int(days))
        for value, days in (part.split(" x ") for part in row["parts: value x days"].split(" + "))
    ]
    said = Terms(rate=maybe(row["rate"]), ceiling=maybe(row["ceiling"]))
    for subject in delay_fines.Subject:
        found = delay_fines.per_day(LAW, subject, late, said)
        assert written(found.amount, found.ceiling) == [row["fine"], row["most"]]


@pytest.mark.parametrize("row", WORKS, ids=str)
def test_a_worked_fine_for_works_comes_out_as_printed(row: Row) -> None:
    contract = Works(
        initial=euro(row["initial"]),
        period=int(row["period"]),
        calendar=row["counted in"] == "calendar days",
        ceiling=maybe(row["ceiling"]),
    )
    late = [int(days) for days in row["days late"].split(" + ")]
    assert written(delay_fines.works(LAW, contract, late).amount) == [row["fine"]]


@pytest.mark.parametrize("row", PENALTIES, ids=str)
def test_a_worked_penalty_comes_out_as_printed(row: Row) -> None:
    initial = euro(row["initial"])
    one_off = penalties.single(LAW, initial).amount
    days = [penalties.daily(LAW, initial, count).amount for count in (1, 3)]
    assert written(one_off, *days) == [row["one-off"], row["a day"], row["three days"]]


def _named(text: str) -> dict[str, Decimal]:
    pairs = (each.split() for each in text.split(", "))
    return {name: Decimal(value) for name, value in pairs}


@pytest.mark.parametrize("row", REVISED, ids=str)
def test_a_worked_revision_comes_out_as_printed(row: Row) -> None:
    weights = tuple(Weight(index=i, weight=w) for i, w in _named(row["weights"]).items())
    decimals = int(row["decimals"]) if row["decimals"] else None
    formula = Formula(fixed=Decimal(row["fixed"]), weights=weights, decimals=decimals)
    then, now = (
        [Published(index=i, month=month, value=value) for i, value in _named(text).items()]
        for month, text in (("2026-01", row["then"]), ("2027-01", row["now"]))
    )
    found = price_revision.revised(euro(row["price"]), formula, then, now)
    [coefficient] = [step.value for step in found.steps if step.name == "coefficient"]
    assert (show(coefficient, 6), *written(found.amount)) == (row["coefficient"], row["revised"])


@pytest.mark.parametrize("row", DUTIES, ids=str)
def test_a_worked_duty_comes_out_as_printed(row: Row) -> None:
    duty = price_revision.duty(
        LAW,
        price_revision.Subject.WORKS_OR_LISTED,
        euro(row["estimate"]),
        int(row["period"]),
        Measure(row["counted in"]),
    )
    assert duty.compulsory is (row["compulsory"] == "yes")


@pytest.mark.parametrize("row", CHANGES, ids=str)
def test_a_worked_change_comes_out_as_printed(row: Row) -> None:
    def change(ground: Ground, value: str) -> Change:
        return Change(ground=ground, value=euro(value), holding=frozenset(CONDITIONS[ground]))

    before = [v for v in row["earlier of low value"].split(", ") if v]
    found = amendments.judge(
        LAW,
        Contract(
            subject=amendments.Subject(row["contract"]),
            initial=euro(row["initial"]),
        ),
        change(Ground(row["ground"]), row["value"]),
        [change(Ground.DE_MINIMIS, value) for value in before],
    )
    assert written(found.cumulated) == [row["counted"]]
    assert show(found.share, 2) == row["percent"]
    assert found.allowed is (row["allowed"] == "yes")
    assert ", ".join(each.by for each in found.forbidden) == row["forbidden by"]


@pytest.mark.parametrize("row", TERMS, ids=str)
def test_worked_terms_come_out_as_printed(row: Row) -> None:
    running = payments.terms(edition(row["edition"]), payments.Subject.SERVICES)
    verified = date.fromisoformat(row["verified"]) if row["verified"] else None
    *_, last = payments.due(running, date.fromisoformat(row["delivered"]), verified)
    assert " + ".join(str(term.length) for term in running) == row["terms"]
    assert last.last_day.isoformat() == row["last day of payment"]


def _rates(text: str) -> list[ReferenceRate]:
    found = [each.split(" from ") for each in text.split(", ")]
    firsts = [date.fromisoformat(first) for _, first in found]
    lasts = [first - timedelta(days=1) for first in firsts[1:]]
    return [
        ReferenceRate(rate=Decimal(rate), first=first, last=last)
        for (rate, _), first, last in zip(found, firsts, [*lasts, None], strict=True)
    ]


@pytest.mark.parametrize("row", INTEREST, ids=str)
def test_worked_interest_comes_out_as_printed(row: Row) -> None:
    last, paid = date.fromisoformat(row["last day"]), date.fromisoformat(row["paid"])
    amount = euro(row["amount"])
    found = payments.interest(LAW, amount, last, paid, _rates(row["reference rates"]))
    flat = payments.lump_sum(LAW, amount, last, paid)
    days = sum(step.value for step in found.steps if step.name == "days")
    assert [str(days), *written(found.amount, flat.amount)] == [
        *(row["days"], row["interest"], row["lump sum"]),
    ]


@pytest.mark.parametrize("row", ADVANCES, ids=str)
def test_a_worked_advance_comes_out_as_printed(row: Row) -> None:
    found = advances.advance(
        LAW,
        euro(row["reference value"]),
        advances.Procedure(row["procedure"]),
        advances.Size(row["size"]),
        maybe(row["announced"]),
    )
    assert written(found.amount) == [row["advance"]]


@pytest.mark.parametrize("row", TAXES, ids=str)
def test_worked_tax_comes_out_as_printed(row: Row) -> None:
    read = re.compile(r"(-?[0-9.]+) at ([0-9.]+)( shifted)?")
    parts = [read.fullmatch(part) for part in row["lines: amount at rate"].split(" + ")]
    lines = [
        vat.Line(amount=euro(part[1]), rate=Decimal(part[2]), co_contractor=bool(part[3]))
        for part in parts
        if part is not None
    ]
    assert len(lines) == len(parts)
    found = vat.charge(lines, vat.Rounding(row["rounding"]))
    assert written(found.net, found.tax.amount, found.reverse.amount, found.payable) == [
        *(row["net"], row["tax"], row["shifted"], row["payable"]),
    ]
