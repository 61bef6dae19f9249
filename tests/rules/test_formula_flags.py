"""What a formula says of itself is true: monotone, absolute, the prices it accepts, its digits."""

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.rules.scoring.formulas import FORMULAS, Accepts, Best, FormulaKind, Undefined
from tests.rules.field_of_bids import (
    ANNOUNCED,
    CEILING,
    IN_MONEY,
    OFFERS_VALUE,
    PRICED,
    WHOLE,
    Offer,
    fields,
    figure,
    inputs,
    prices,
)

MONOTONE = [name for name in (*PRICED, *WHOLE) if FORMULAS[name].monotone]
OWN = {"price", "score", "scale_maximum", "table_points", "quality", "maximum_quality"}
REFUSED = {Accepts.POSITIVE: 0, Accepts.NOT_NEGATIVE: -1}
"""The highest whole price that a formula does not accept."""

FEW = settings(max_examples=25)
"""For what each formula is asked once more, and is plain from a few fields."""


def _merit(name: str, field: Sequence[Offer], place: int) -> Fraction:
    """The figure, turned so that more is better."""
    made = figure(name, field, place)
    return made if FORMULAS[name].best is Best.HIGHEST else -made


def _with(field: Sequence[Offer], place: int, offer: Offer) -> list[Offer]:
    return [offer if i == place else other for i, other in enumerate(field)]


@pytest.mark.parametrize("name", MONOTONE)
@given(field=fields, other=prices, pick=st.integers(0, 5))
def test_a_better_price_never_harms_the_bid_that_makes_it(
    name: str, field: list[Offer], other: Fraction, pick: int
) -> None:
    place = pick % len(field)
    price, quality = field[place]
    better = max(price, other) if name in OFFERS_VALUE else min(price, other)
    after = _with(field, place, (better, quality))
    assert _merit(name, after, place) >= _merit(name, field, place)


@pytest.mark.parametrize("name", WHOLE)
@given(field=fields, pick=st.integers(0, 5), more=st.integers(0, 99))
def test_better_quality_never_harms_the_bid_that_offers_it(
    name: str, field: list[Offer], pick: int, more: int
) -> None:
    place = pick % len(field)
    price, quality = field[place]
    after = _with(field, place, (price, min(Fraction(100), quality + more)))
    assert _merit(name, after, place) >= _merit(name, field, place)


def test_what_is_not_monotone_is_seen_to_punish_a_lower_price() -> None:
    seen = {"P5/1": (50_000, 10), "A19/1": (50_000, 10), "P10/1": (30_000, 1)}
    for name, (other, quality) in seen.items():
        rival = (Fraction(other), Fraction(100))
        before = [(Fraction(50_000), Fraction(quality)), rival]
        after = [(Fraction(40_000), Fraction(quality)), rival]
        assert figure(name, after, 0) < figure(name, before, 0)
        assert not FORMULAS[name].monotone
    kinds = {FormulaKind.PRICE, FormulaKind.WHOLE}
    assert {f.name for f in FORMULAS.values() if f.kind in kinds and not f.monotone} == set(seen)


@pytest.mark.parametrize("name", FORMULAS)
def test_an_absolute_formula_reads_no_statistic(name: str) -> None:
    formula = FORMULAS[name]
    reads_own = set(formula.inputs) <= OWN
    hangs_on_leader = name == "A11/1"
    made_of_all = formula.kind is FormulaKind.COMPARISON
    assert formula.absolute == (reads_own and not hangs_on_leader and not made_of_all)


@pytest.mark.parametrize("name", [*PRICED, *WHOLE])
@FEW
@given(field=fields)
def test_a_formula_reads_no_more_than_it_says(name: str, field: list[Offer]) -> None:
    formula = FORMULAS[name]
    offered = inputs(name, field, 0)
    named = {each.name for each in formula.parameters}
    told = {key: offered[key] for key in (*formula.inputs, *(named & set(offered)))}
    assert formula.compute(told) == formula.compute(offered)


@pytest.mark.parametrize("name", [n for n in (*PRICED, *WHOLE) if FORMULAS[n].absolute])
@FEW
@given(field=fields, others=fields)
def test_an_absolute_figure_is_the_same_in_any_company(
    name: str, field: list[Offer], others: list[Offer]
) -> None:
    assert figure(name, field, 0) == figure(name, [field[0], *others], 0)


@pytest.mark.parametrize(
    "name", [n for n in (*PRICED, *WHOLE) if not FORMULAS[n].absolute and n != "A11/1"]
)
def test_a_relative_figure_changes_with_the_company(name: str) -> None:
    field = [(Fraction(50_000), Fraction(60)), (Fraction(60_000), Fraction(90))]
    extremes = [(Fraction(20_000), Fraction(100)), (Fraction(95_000), Fraction(10))]
    crowd = [*field, *extremes, (Fraction(21_000), Fraction(99))]
    assert any(figure(name, crowd, place) != figure(name, field, place) for place in (0, 1))


def test_the_band_hangs_on_the_leader() -> None:
    field = [(Fraction(100), Fraction(50)), (Fraction(100), Fraction(46))]
    cheap = (Fraction(100), Fraction(52))
    band = 1 - ANNOUNCED["A11/1"]["band"]

    def level(bids: list[Offer]) -> bool:
        made = [figure("A11/1", bids, place) for place in range(len(bids))]
        return made[1] >= max(made) * band

    assert level(field)
    assert not level([*field, cheap])
    assert not FORMULAS["A11/1"].absolute


@pytest.mark.parametrize("name", [*PRICED, *WHOLE])
def test_a_price_that_is_accepted_has_a_figure_and_another_has_none(name: str) -> None:
    accepts = FORMULAS[name].accepts
    rivals = [(Fraction(40), Fraction(60)), (Fraction(60), Fraction(70))]
    if accepts is Accepts.ANY:
        figure(name, [(Fraction(-1), Fraction(50)), *rivals], 0)
        return
    refused = REFUSED[accepts]
    figure(name, [(Fraction(refused + 1), Fraction(50)), *rivals], 0)
    with pytest.raises(Undefined) as told:
        figure(name, [(Fraction(refused), Fraction(50)), *rivals], 0)
    assert told.value.reason in {"price_not_positive", "price_negative"}


@pytest.mark.parametrize("name", [n for n in PRICED if "ceiling" in ANNOUNCED[n]])
def test_a_price_above_the_ceiling_has_no_figure(name: str) -> None:
    assert figure(name, [(CEILING, Fraction(50)), (CEILING / 2, Fraction(50))], 0) == 0
    with pytest.raises(Undefined, match="above_ceiling"):
        figure(name, [(CEILING + Fraction(1, 100), Fraction(50)), (CEILING / 2, Fraction(50))], 0)


@pytest.mark.parametrize("name", PRICED)
@FEW
@given(field=fields, pence=st.integers(1, 10_000))
def test_another_currency_changes_no_share(name: str, field: list[Offer], pence: int) -> None:
    rate = Fraction(pence, 100)
    money = {k: v * rate if k in IN_MONEY else v for k, v in ANNOUNCED[name].items()}
    there = [(price * rate, quality) for price, quality in field]
    assert figure(name, there, 0, money) == figure(name, field, 0)


@pytest.mark.parametrize("name", [n for n in WHOLE if n != "A6/1"])
@FEW
@given(field=fields, pence=st.integers(1, 10_000))
def test_another_currency_changes_no_order(name: str, field: list[Offer], pence: int) -> None:
    assume(len(field) > 1)
    rate = Fraction(pence, 100)
    money = {k: v * rate if k in IN_MONEY else v for k, v in ANNOUNCED[name].items()}
    there = [(price * rate, quality) for price, quality in field]
    here = figure(name, field, 0) - figure(name, field, 1)
    moved = figure(name, there, 0, money) - figure(name, there, 1, money)
    assert (here > 0, here == 0) == (moved > 0, moved == 0)


def test_an_amount_that_is_not_changed_with_the_currency_changes_the_share() -> None:
    field = [(Fraction(50_000), Fraction(50)), (Fraction(60_000), Fraction(50))]
    half = [(price / 2, quality) for price, quality in field]
    for name in ("A1/1", "A2/1", "A4/1", "P6b/1", "P8/1"):
        assert any(figure(name, half, place) != figure(name, field, place) for place in (0, 1))


@pytest.mark.parametrize("name", [*PRICED, *WHOLE])
@FEW
@given(field=fields)
def test_equal_bids_get_equal_figures(name: str, field: list[Offer]) -> None:
    twice = [*field, field[0]]
    assert figure(name, twice, 0) == figure(name, twice, len(field))


@pytest.mark.parametrize("name", PRICED)
@FEW
@given(field=fields)
def test_no_share_is_more_than_the_weight(name: str, field: list[Offer]) -> None:
    assert figure(name, field, 0) <= 1


@pytest.mark.parametrize("name", ["P7/1", "P9/1", "A5/1"])
@FEW
@given(field=fields)
def test_an_irrational_share_has_thirty_decimals(name: str, field: list[Offer]) -> None:
    decimals = FORMULAS[name].rounded_to
    assert decimals == 30
    assert 10**decimals % figure(name, field, 0).denominator == 0


def test_only_what_is_irrational_says_that_it_is_rounded() -> None:
    rounded = {f.name for f in FORMULAS.values() if f.rounded_to is not None}
    assert rounded == {"P7/1", "P9/1", "A5/1", "A9/1"}


@pytest.mark.parametrize("name", FORMULAS)
def test_the_announced_parameters_are_within_their_bounds(name: str) -> None:
    known = {each.name: each for each in FORMULAS[name].parameters}
    assert FORMULAS[name].required <= set(ANNOUNCED[name]) <= set(known)
    assert all(known[key].allows(value) for key, value in ANNOUNCED[name].items())


@pytest.mark.parametrize("name", [name for name in FORMULAS if FORMULAS[name].proportional])
@given(st.fractions(min_value=0, max_value=100), st.fractions(min_value="1/7", max_value=100))
def test_a_proportional_share_is_the_score_times_what_all_share(
    name: str, score: Fraction, shared: Fraction
) -> None:
    of = dict.fromkeys(FORMULAS[name].inputs, shared)
    compute = FORMULAS[name].compute
    assert compute({**of, "score": score}) == score * compute({**of, "score": Fraction(1)})


@pytest.mark.parametrize("name", [name for name in FORMULAS if FORMULAS[name].inverse])
@given(st.fractions(min_value="1/7", max_value=100), st.fractions(min_value="1/7", max_value=100))
def test_an_inverse_share_is_what_all_share_over_the_price(
    name: str, price: Fraction, shared: Fraction
) -> None:
    of = dict.fromkeys(FORMULAS[name].inputs, shared)
    compute = FORMULAS[name].compute
    assert compute({**of, "price": price}) == compute({**of, "price": Fraction(1)}) / price
