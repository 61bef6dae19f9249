"""What a draft method would do with the bids that are expected."""

from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import ValidationError

from contracts.rules.scoring import EvaluationModel, Parameters
from contracts.rules.scoring.model import Criterion, CriterionKind, OptionTerm
from contracts.rules.scoring.sensitivity import expectation, simulation
from contracts.rules.scoring.sensitivity.chance import Stream
from contracts.rules.scoring.sensitivity.expectation import Expectation, Range
from contracts.rules.scoring.sensitivity.reasons import Reason
from contracts.rules.scoring.sensitivity.simulation import Foresight
from tests.rules.evaluations import model, price, quality

EXPECTED = Expectation(
    lowest_price=Decimal(500),
    highest_price=Decimal(1000),
    scores=Range(lowest=Decimal("0.5")),
    draws=200,
)
"""The setting of the measured table: four bids, prices 500 to 1000, quality 50 to 100."""


def _method(formula: str, weight: str = "60", **announced: str) -> EvaluationModel:
    rest = str(100 - int(weight))
    return model(quality("quality", weight, "100"), price(rest, formula, **announced))


def _foreseen(method: EvaluationModel, **changed: object) -> Foresight:
    found = simulation.foresee(method, EXPECTED.model_copy(update=changed))
    assert isinstance(found, Foresight)
    return found


def test_under_an_absolute_formula_no_other_bid_ever_decides() -> None:
    found = _foreseen(_method("A1/1", full_price="200", zero_price="1000"))
    assert found.withdrawal_changes.count == 0
    assert found.extreme_changes.count == 0
    assert found.cut_loses.count == 0


def test_only_the_formula_that_is_not_monotone_punishes_a_lower_price() -> None:
    assert _foreseen(_method("P1/1")).cut_loses.count == 0
    nearest = _foreseen(_method("P5/1"), draws=500)
    assert abs(nearest.cut_loses.exact - Fraction("0.0755")) < Fraction(3, 100)


def test_the_heavier_the_price_the_more_often_the_cheapest_wins() -> None:
    wins = [_foreseen(_method("P2/1", weight)).cheapest_wins.exact for weight in ("90", "50", "10")]
    loses = [
        _foreseen(_method("P2/1", weight)).best_quality_loses.exact for weight in ("90", "50", "10")
    ]
    assert wins == sorted(set(wins))
    assert loses == sorted(set(loses))


def test_with_one_price_only_quality_decides() -> None:
    found = _foreseen(_method("P1/1"), highest_price=Decimal(500), draws=50)
    assert found.cheapest_wins.exact == 1
    assert found.best_quality_loses.count == 0
    assert found.shared.count < 5


def test_a_point_of_quality_is_worth_what_the_formula_says() -> None:
    """Under A2 a euro takes 40 ÷ 2000 points away; a step on the scale adds 0.6 point, which is
    30 euro, at any price. Under P2 a euro takes 40 ÷ 500 away, which makes it 7.50 euro."""
    absolute = _foreseen(_method("A2/1", ceiling="2000"), draws=1).worth
    assert [(each.price_shown, each.euro_shown, each.per_point_shown) for each in absolute] == [
        ("500.00", "30.00", "50.00"),
        ("750.00", "30.00", "50.00"),
        ("1000.00", "30.00", "50.00"),
    ]
    assert {each.euro for each in absolute} == {Fraction(30)}
    relative = _foreseen(_method("P2/1"), draws=1).worth
    assert [each.euro_shown for each in relative] == ["7.50"] * 3
    assert {each.step for each in relative} == {1}


def test_under_lowest_over_own_a_point_is_worth_more_the_higher_the_price() -> None:
    """The quotient of differences: 0.6 ÷ (40 × 500 ÷ p − 40 × 500 ÷ (p + 1)) = 3 p (p + 1) ÷ 10^5;
    at the highest price the euro is taken off instead."""
    worth = _foreseen(_method("P1/1"), draws=1).worth
    assert [each.euro for each in worth] == [
        Fraction(3 * 500 * 501, 100_000),
        Fraction(3 * 750 * 751, 100_000),
        Fraction(3 * 1000 * 999, 100_000),
    ]


def test_a_method_in_euro_says_its_own_value_of_a_point() -> None:
    """A8 takes an announced amount off the price for each point of quality."""
    method = EvaluationModel(
        criteria=(quality("quality", "100", "10"),),
        parameters=Parameters(formula="A8/1", constants={"value": Decimal(7)}),
    )
    found = _foreseen(method, draws=1).worth
    assert {each.per_point for each in found} == {Fraction(7)}


def test_the_simulation_says_its_seed_and_gives_the_same_again() -> None:
    once, again = (_foreseen(_method("P3/1"), draws=60) for _ in range(2))
    assert once == again
    assert (once.seed, once.draws, once.bids) == ("bestek simulation 1", 60, 4)
    assert once != _foreseen(_method("P3/1"), draws=60, seed="another")
    assert simulation.plain(once)["caution"] == "sensitivity.simulation_caution"


def test_scores_are_drawn_from_the_steps_or_levels_in_the_expected_range() -> None:
    method = model(quality("a", "50", "5"), quality("b", "50", "100"))
    stepped = method.criteria[0].model_copy(
        update={"scale": method.criteria[0].scale.model_copy(update={"step": Decimal("0.5")})}  # type: ignore[union-attr]
    )
    method = method.model_copy(update={"criteria": (stepped, method.criteria[1])})
    expected = EXPECTED.model_copy(
        update={"by_criterion": {"a": Range(lowest=Decimal("0.7"), highest=Decimal("0.9"))}}
    )
    market = expectation.market(method, expected)
    assert market.rungs["a"] == (Decimal("3.5"), Decimal("4.0"), Decimal("4.5"))
    assert market.rungs["b"] == tuple(Decimal(value) for value in range(50, 101))
    offers = expectation.drawn(market, 50, Stream("x"))
    assert {score.value for score in offers.scores if score.criterion == "a"} == {
        *market.rungs["a"]
    }
    assert all(bid.price and 500 <= bid.price.amount <= 1000 for bid in offers.bids)


def test_a_scale_with_very_many_steps_is_drawn_from_all_the_same() -> None:
    method = _method("P1/1")
    [scored, priced] = method.criteria
    assert scored.scale
    fine = scored.scale.model_copy(update={"step": Decimal("0.0000001")})
    criteria = (scored.model_copy(update={"scale": fine}), priced)
    market = expectation.market(method.model_copy(update={"criteria": criteria}), EXPECTED)
    assert 4_000 < len(market.rungs["quality"]) <= 10_000


def test_what_compares_more_than_price_and_scores_is_not_simulated() -> None:
    days = Criterion(id="days", kind=CriterionKind.QUANTITY, weight=Decimal(40), formula="P1/1")
    method = model(quality("quality", "60", "100"), days)
    assert simulation.foresee(method, EXPECTED) is Reason.NOT_SIMULATED
    options = Parameters(options=(OptionTerm(id="training"),))
    with_options = _method("P1/1").model_copy(update={"parameters": options})
    assert simulation.foresee(with_options, EXPECTED) is Reason.NOT_SIMULATED


def test_a_method_that_is_wrong_gives_no_draws() -> None:
    wrong = model(quality("quality", "60", "100"), price("39"))
    few = EXPECTED.model_copy(update={"draws": 3})
    assert simulation.foresee(wrong, few) is Reason.NOT_COMPLETE


@pytest.mark.parametrize(
    "wrong",
    [
        {"lowest_price": "1001"},
        {"lowest_price": "0"},
        {"scores": {"lowest": "0.9", "highest": "0.1"}},
        {"bids": 1},
        {"draws": 0},
        {"extreme": "1"},
    ],
    ids=str,
)
def test_an_expectation_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    right: dict[str, object] = {"lowest_price": "500", "highest_price": "1000"}
    with pytest.raises(ValidationError):
        Expectation.model_validate(right | wrong)
