"""The same scores under other formulas, and all analyses together."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.rules.scoring import (
    EvaluationModel,
    Offers,
    Parameters,
    Rounding,
    Stage,
)
from contracts.rules.scoring.sensitivity import (
    analysis,
    formulas,
    outcome,
)
from contracts.rules.scoring.sensitivity.formulas import Place
from contracts.rules.scoring.sensitivity.reasons import Reason
from contracts.rules.scoring.sensitivity.uncertainty import Uncertain
from tests.rules import contests
from tests.rules.evaluations import model, quality


def test_the_same_scores_under_every_formula_that_has_its_numbers() -> None:
    method, offers = contests.OFFERED_001
    before = outcome.ranking(method, offers)
    found = formulas.other_formulas(method, offers, before, {"n": Decimal(3)})
    assert not isinstance(found, Reason)
    winners = {each.formula: each.outcome.ranking[0] for each in found}
    assert winners == {
        "P2/1": ("B",),
        "P2b/1": ("A",),
        "P3/1": ("B",),
        "P4/1": ("A",),
        "P4b/1": ("A",),
        "P4c/1": ("B",),
        "P5/1": ("A",),
        "Q2/1": ("A",),
        "Q3/1": ("A",),
    }
    [tried] = [each for each in found if each.formula == "P2b/1"]
    assert (tried.place, tried.constants) == (Place.PRICE, {"n": "3"})


def test_the_announced_ceiling_is_known_to_other_formulas() -> None:
    method = contests.method("P1/1")
    method = method.model_copy(
        update={"parameters": Parameters(ceiling=Decimal(1000))},
    )
    offers = contests.offers("A 800 90, B 700 70")
    found = formulas.other_formulas(method, offers, outcome.ranking(method, offers))
    assert not isinstance(found, Reason)
    assert {"P6/1", "A2/1"} <= {each.formula for each in found}


def test_a_method_on_whole_bids_is_tried_with_its_own_kind() -> None:
    method = EvaluationModel(
        criteria=(quality("quality", "100", "100"),),
        parameters=Parameters(formula="A10/1", constants={"factor": Decimal(1000)}),
    )
    offers = contests.offers("A 800 90, B 700 70")
    found = formulas.other_formulas(method, offers, outcome.ranking(method, offers))
    assert not isinstance(found, Reason)
    assert {each.place for each in found} == {Place.WHOLE}
    assert "A10/1" not in {each.formula for each in found}


QUICK = Uncertain(draws=50)


def test_everything_is_said_of_the_published_case_and_the_caution_first() -> None:
    found = analysis.analyse(*contests.OFFERED_001, uncertain=QUICK)
    assert next(iter(analysis.plain(found))) == "caution"
    assert found.caution == "sensitivity.caution"
    assert found.not_applicable == {"members": Reason.NO_MEMBER_SCORES}
    assert found.transfer is not None
    assert found.transfer.weight == Fraction(1, 45)
    assert [(each.weights, each.scores) for each in found.chance] == [
        (True, True),
        (True, False),
        (False, True),
    ]


@given(data=st.data())
@settings(max_examples=10)
def test_the_order_of_bids_criteria_and_scores_changes_no_analysis(data: st.DataObject) -> None:
    method, offers = (
        contests.method("P3/1"),
        contests.offers("A 653 68, B 624 91, C 920 69, D 576 67"),
    )
    other = Offers(
        bids=tuple(data.draw(st.permutations(offers.bids))),
        scores=tuple(data.draw(st.permutations(offers.scores))),
    )
    turned = method.model_copy(update={"criteria": tuple(reversed(method.criteria))})
    here = analysis.plain(analysis.analyse(method, offers, uncertain=QUICK))
    assert here == analysis.plain(analysis.analyse(turned, other, uncertain=QUICK))


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"rounding": (Rounding(stage=Stage.TOTAL, decimals=1),)}, Reason.NOT_A_WEIGHTED_SUM),
        ({"total": Decimal(99)}, Reason.NOT_COMPLETE),
    ],
)
def test_what_cannot_be_said_has_its_reason(changed: dict[str, object], reason: Reason) -> None:
    method, offers = contests.method("P1/1"), contests.offers("A 700 90, B 800 70")
    announced = method.parameters.model_copy(update=changed)
    method = method.model_copy(update={"parameters": announced})
    found = analysis.analyse(method, offers, uncertain=QUICK)
    assert found.not_applicable["one_weight"] is reason
    assert found.one_weight == ()
    assert ("withdrawals" in found.not_applicable) is (reason is Reason.NOT_COMPLETE)


def test_a_tie_for_the_first_place_has_no_margins() -> None:
    found = analysis.analyse(
        contests.method("P1/1"), contests.offers("A 700 90, B 700 90"), uncertain=QUICK
    )
    margins = ("one_weight", "transfer", "smallest_change", "scores", "price")
    assert {found.not_applicable[name] for name in margins} == {Reason.TIE_FOR_FIRST}
    assert found.withdrawals is not None


def test_a_bid_alone_and_a_criterion_alone_have_nothing_to_move() -> None:
    alone = analysis.analyse(contests.method("P1/1"), contests.offers("A 700 90"), uncertain=QUICK)
    assert set(alone.not_applicable) == {*analysis.NAMES} - {"formulas"}
    assert set(alone.not_applicable.values()) == {Reason.ONE_BID, Reason.NO_MEMBER_SCORES}
    method = model(quality("quality", "100", "100"))
    found = analysis.analyse(method, contests.offers("A 700 90, B 800 70"), uncertain=QUICK)
    assert found.not_applicable["transfer"] is Reason.ONE_CRITERION
    assert found.not_applicable["price"] is Reason.NO_PRICE
    [margin] = found.scores
    assert margin.smallest is not None
    assert margin.smallest.score == 20
