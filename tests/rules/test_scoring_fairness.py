"""What is fair in every evaluation: a better offer never harms, and others do not matter."""

from decimal import Decimal
from typing import TypeVar

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.rules.scoring import (
    FORMULAS,
    Criterion,
    EvaluationModel,
    Formula,
    FormulaKind,
    Offers,
    Price,
)
from contracts.rules.scoring.model import Threshold
from tests.rules.evaluation_cases import (
    EVERY,
    PRICES,
    SCORES,
    SEVERAL,
    Case,
    cases,
    earned,
    leaves,
    merit,
    totals,
    whole_cases,
)
from tests.rules.field_of_bids import IN_MONEY, OFFERS_VALUE, PRICED, WHOLE
from tests.rules.worked import bid

T = TypeVar("T")

MONOTONE = tuple(name for name in PRICED if FORMULAS[name].monotone)
ABSOLUTE = tuple(name for name in PRICED if FORMULAS[name].absolute)
MONOTONE_WHOLE = tuple(n for n in WHOLE if FORMULAS[n].monotone and n not in OFFERS_VALUE)
"""A figure on a value that is offered rises with the price: `test_formula_flags` tries those."""


# --- better offers -------------------------------------------------------------------------------


@given(cases(formulas=MONOTONE), PRICES, st.integers(0, 4))
def test_a_lower_price_never_lowers_the_total(case: Case, other: Decimal, pick: int) -> None:
    mine = case.offers.bids[pick % len(case.offers.bids)]
    assert mine.price is not None
    dear, cheap = (
        totals(case.with_price(mine.id, amount).result())[mine.id]
        for amount in sorted((mine.price.amount, other), reverse=True)
    )
    assert cheap >= dear


@given(whole_cases(formulas=MONOTONE_WHOLE), PRICES)
def test_a_lower_price_never_makes_the_figure_worse(case: Case, other: Decimal) -> None:
    mine = case.offers.bids[0]
    assert mine.price is not None
    dear, cheap = (
        merit(case.model, totals(case.with_price(mine.id, amount).result())[mine.id])
        for amount in sorted((mine.price.amount, other), reverse=True)
    )
    assert cheap >= dear


@given(EVERY, SCORES, st.integers(0, 100))
def test_a_better_score_never_makes_the_outcome_worse(
    case: Case, other: Decimal, pick: int
) -> None:
    place = pick % len(case.offers.scores)
    score = case.offers.scores[place]
    assert score.value is not None
    worse, better = (
        merit(case.model, totals(case.with_value(place, value).result())[score.bid])
        for value in sorted((score.value, other))
    )
    assert better >= worse


@pytest.mark.parametrize(
    ("formula", "announced", "prices"),
    [
        ("P5/1", {}, ("100", "100", "80")),
        ("A19/1", {"target": Decimal(100)}, ("100", "100", "80")),
    ],
)
def test_where_a_formula_is_not_monotone_a_lower_price_can_lose(
    formula: str, announced: dict[str, Decimal], prices: tuple[str, str, str]
) -> None:
    rival, before, after = prices
    criterion = Criterion.model_validate(
        {
            "id": "price",
            "kind": "price",
            "weight": 100,
            "formula": formula,
            "parameters": announced,
        }
    )
    case = Case(
        EvaluationModel(criteria=(criterion,)),
        Offers(bids=(bid("mine", before), bid("rival", rival), bid("other", rival))),
    )
    assert totals(case.result())["mine"] == 100
    lower = case.with_price("mine", Decimal(after)).result()
    assert totals(lower)["mine"] < totals(lower)["rival"]
    assert not FORMULAS[formula].monotone


def test_the_formulas_without_monotony_are_known() -> None:
    loose = {f.name for f in FORMULAS.values() if not f.monotone}
    assert loose == {"P5/1", "A19/1", "P10/1", "T1/1"}


# --- currency, company, knocked-out bids ----------------------------------------------------------


def _in_money(numbers: dict[str, Decimal], rate: int) -> dict[str, Decimal]:
    return {key: value * rate if key in IN_MONEY else value for key, value in numbers.items()}


def _converted(case: Case, rate: int) -> Case:
    bids = tuple(
        each.model_copy(update={"price": Price(amount=each.price.amount * rate, currency="XXX")})
        for each in case.offers.bids
        if each.price is not None
    )
    criteria = tuple(
        each.model_copy(update={"parameters": _in_money(each.parameters, rate)})
        for each in case.model.criteria
    )
    constants = _in_money(case.model.parameters.constants, rate)
    converted = Case(
        case.model.model_copy(update={"criteria": criteria}),
        case.offers.model_copy(update={"bids": bids}),
    )
    return converted.announcing(constants=constants)


@given(cases(), st.integers(2, 200))
def test_another_currency_changes_no_total(case: Case, rate: int) -> None:
    assert totals(_converted(case, rate).result()) == totals(case.result())


@given(
    whole_cases(formulas=tuple(n for n in WHOLE if n not in ("A6/1", "A15/1"))), st.integers(2, 200)
)
def test_another_currency_changes_no_place(case: Case, rate: int) -> None:
    case = case.announcing(rounding=())
    before, after = case.result(), _converted(case, rate).result()
    assert [g.bids for g in after.ranking_groups] == [g.bids for g in before.ranking_groups]


def _of_one_kind(formula: Formula) -> bool:
    return formula.absolute and formula.kind is FormulaKind.WHOLE and formula.id != "A15"


@given(cases(least=2, formulas=ABSOLUTE))
def test_absolute_points_do_not_depend_on_who_else_bids(case: Case) -> None:
    leaver = case.offers.bids[-1].id
    assume(not case.offers.comparisons)
    before, after = case.result(), case.without(leaver).result()
    relative = case.model.parameters.normalise in ("criterion", "both")
    absolute = ["price"] + [
        each.id
        for each in leaves(case.model.criteria)
        if each.kind == "quality"
        and each.formula in (None, "Q1/1")
        and not (relative and each.formula is None)
    ]
    for criterion in absolute:
        here = earned(before, criterion)
        assert earned(after, criterion) == {b: v for b, v in here.items() if b != leaver}


@given(whole_cases(least=2, formulas=tuple(f.name for f in FORMULAS.values() if _of_one_kind(f))))
def test_absolute_figures_do_not_depend_on_who_else_bids(case: Case) -> None:
    leaver = case.offers.bids[-1].id
    rest = {b: v for b, v in totals(case.result()).items() if b != leaver}
    assert totals(case.without(leaver).result()) == rest


def _with_minima(case: Case, of_quality: int, of_total: int) -> Case:
    case = case.announcing(minimum_quality=Threshold(value=Decimal(of_quality)))
    if case.model.parameters.formula:
        return case
    return case.announcing(minimum_total=Threshold(value=Decimal(of_total), unit="points"))


@given(SEVERAL, st.integers(30, 60), st.integers(20, 60))
def test_a_bid_that_is_knocked_out_leaves_no_mark(
    case: Case, of_quality: int, of_total: int
) -> None:
    case = _with_minima(case, of_quality, of_total)
    result = case.result()
    gone = [out.bid for out in result.set_aside]
    assume(result.complete and gone)
    alone = case.without(*gone)
    assume(len(alone.offers.bids) > 1 or not case.offers.comparisons)
    without = alone.result()
    assert totals(without) == totals(result)
    assert without.rows == result.rows
    assert without.trace == result.trace
    assert without.ranking_groups == result.ranking_groups


@given(SEVERAL, st.integers(0, 4))
def test_an_excluded_bid_leaves_no_mark(case: Case, pick: int) -> None:
    out = case.offers.bids[pick % len(case.offers.bids)].id
    assume(len(case.offers.bids) > 2 or not case.offers.comparisons)
    bids = tuple(
        each.model_copy(update={"excluded": "Not signed.", "price": None})
        if each.id == out
        else each
        for each in case.offers.bids
    )
    result = Case(case.model, case.offers.model_copy(update={"bids": bids})).result()
    without = case.without(out).result()
    assert (result.rows, result.trace) == (without.rows, without.trace)
    assert [each.bid for each in result.set_aside] == [out]
