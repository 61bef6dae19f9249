"""What holds for every evaluation, whatever its method, tried on many."""

import statistics
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import TypeVar

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.rules import scoring
from contracts.rules.scoring import (
    Criterion,
    EvaluationModel,
    Offers,
    Parameters,
    Policies,
    Result,
    Stage,
)
from contracts.rules.scoring.model import Consensus, ConsensusRule, Decision
from tests.rules.evaluation_cases import (
    EVERY,
    MEMBERS,
    SCORES,
    SEVERAL,
    Case,
    cases,
    earned,
    leaves,
    merit,
    totals,
)
from tests.rules.worked import bid, leaf, of_members

T = TypeVar("T")


# --- order, form and trace -----------------------------------------------------------------------


def _shuffled(chance: Random, things: Sequence[T]) -> tuple[T, ...]:
    return tuple(chance.sample(list(things), len(things)))


def _tree(chance: Random, criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    turned = [
        each.model_copy(
            update={
                "children": _tree(chance, each.children),
                "parameters": dict(_shuffled(chance, list(each.parameters.items()))),
            }
        )
        for each in criteria
    ]
    return _shuffled(chance, turned)


@given(EVERY, st.randoms(use_true_random=False))
def test_no_order_of_input_changes_a_byte(case: Case, chance: Random) -> None:
    announced = case.model.parameters
    turned = announced.model_copy(update={"rounding": _shuffled(chance, announced.rounding)})
    level = [
        each.model_copy(update={"preferred": each.other, "other": each.preferred})
        if each.strength == 1
        else each
        for each in case.offers.comparisons
    ]
    again = Case(
        case.model.model_copy(
            update={"criteria": _tree(chance, case.model.criteria), "parameters": turned}
        ),
        Offers(
            bids=_shuffled(chance, case.offers.bids),
            scores=_shuffled(chance, case.offers.scores),
            comparisons=_shuffled(chance, level),
        ),
    )
    assert scoring.digest(again.result()) == scoring.digest(case.result())


def _decided(finding: str, outcome: str, **about: object) -> Decision:
    return Decision.model_validate(
        {"finding": finding, "outcome": outcome, "reason": "Looked at.", **about}
    )


@given(SEVERAL, st.randoms(use_true_random=False))
def test_no_order_of_decisions_changes_a_byte(case: Case, chance: Random) -> None:
    first, second = sorted(each.id for each in case.offers.bids)[:2]
    decisions = [
        _decided("abnormally_low", "exclude", bid=first),
        _decided("ceiling_passed", "exclude", bid=first),
        _decided("ceiling_passed", "admit"),
        _decided("tie", "admit", order=(first, second)),
        _decided("tie", "admit", order=("x", second, first)),
    ]
    case = case.announcing(ceiling=Decimal(50_000))

    def made(given_: Sequence[Decision]) -> Result:
        offers = case.offers.model_copy(update={"decisions": tuple(given_)})
        return Case(case.model, offers).result()

    assert scoring.digest(made(_shuffled(chance, decisions))) == scoring.digest(made(decisions))


@given(EVERY)
def test_every_number_is_computed_again_from_its_trace(case: Case) -> None:
    result = case.result()
    assert result.complete
    assert tuple(scoring.rebuild(node) for node in result.trace) == result.trace
    read = scoring.parse(scoring.plain(result))
    assert read == result
    assert tuple(scoring.rebuild(node) for node in read.trace) == result.trace
    assert scoring.digest(read) == scoring.digest(result)
    assert {node.subject: node.exact for node in result.trace} == totals(result)


@given(EVERY)
def test_without_a_trace_the_outcome_is_the_same(case: Case) -> None:
    whole, bare = case.result(), case.result(trace=False)
    assert totals(bare) == totals(whole)
    assert bare.ranking_groups == whole.ranking_groups
    assert bare.findings == whole.findings
    assert bare.tie_breaks == whole.tie_breaks
    assert bare.trace == ()


@given(EVERY)
def test_places_follow_totals_and_every_tie_is_found(case: Case) -> None:
    result = case.result()
    banded = "band" in case.model.parameters.constants
    grouped = [each for group in result.ranking_groups for each in group.bids]
    assert sorted(grouped) == sorted(each.id for each in case.offers.bids)
    better = [merit(case.model, row.exact) for row in result.rows]
    if not banded:
        assert better == sorted(better, reverse=True)
        for group in result.ranking_groups:
            assert len({totals(result)[each] for each in group.bids}) == 1
    ties = {f.facts["rank"] for f in result.findings if f.code is scoring.FindingCode.TIE}
    assert ties == {str(g.rank) for g in result.ranking_groups if len(g.bids) > 1}
    places = [group.rank for group in result.ranking_groups]
    sizes = [len(group.bids) for group in result.ranking_groups]
    assert places == [1 + sum(sizes[:n]) for n in range(len(sizes))]


@given(cases(rounded=False, normalise=False))
def test_the_leaves_of_a_tree_sum_to_the_total(case: Case) -> None:
    result = case.result()
    ids = {each.id for each in leaves(case.model.criteria)}
    for row in result.rows:
        points = {each.criterion: each.exact for each in row.points}
        assert sum(points[id_] for id_ in ids) == row.exact
        below = (points[id_] for id_ in ids if id_.startswith("q"))
        assert points["quality"] == sum(below)


# --- committees and totals ------------------------------------------------------------------------


@given(
    st.lists(SCORES, min_size=1, max_size=4),
    st.sampled_from([ConsensusRule.MEAN, ConsensusRule.MEDIAN, ConsensusRule.MODERATED]),
)
def test_members_make_a_mean_or_a_median(values: list[Decimal], rule: ConsensusRule) -> None:
    given_ = dict(zip(MEMBERS, map(str, values), strict=False))
    model = EvaluationModel(
        criteria=(leaf("q", "10"),),
        parameters=Parameters(total=Decimal(10)),
        policies=Policies(consensus=Consensus(rule=rule)),
    )
    case = Case(model, Offers(bids=(bid("A"),), scores=of_members("q", {"A": given_})))
    exact = [Fraction(value) for value in values]
    take = statistics.median if rule is ConsensusRule.MEDIAN else statistics.mean
    assert totals(case.result()) == {"A": take(exact)}


@given(cases(rounded=False, normalise=False, formulas=("P1/1", "P2/1", "P3/1")))
@settings(max_examples=60)
def test_totals_equal_a_calculation_written_out(case: Case) -> None:
    assume(case.model.policies.consensus.rule is ConsensusRule.AGREED)
    result = case.result()
    price = case.model.criteria[0]
    asked = {b.id: Fraction(b.price.amount) for b in case.offers.bids if b.price}
    lowest, highest = min(asked.values()), max(asked.values())
    for bid_, own in asked.items():
        share = {
            "P1/1": lowest / own,
            "P2/1": 1 - Fraction(price.parameters.get("slope", Decimal(1))) * (own / lowest - 1),
            "P3/1": (highest - own) / (highest - lowest) if highest > lowest else Fraction(1),
        }[price.formula or ""]
        if "floor" in price.parameters:
            share = max(share, Fraction(price.parameters["floor"]))
        assert earned(result, "price")[bid_] == Fraction(price.weight) * share
    value = {(s.bid, s.criterion): Fraction(s.value) for s in case.offers.scores if s.value}
    for each in leaves(case.model.criteria):
        if each.kind == "quality" and each.formula in (None, "Q1/1"):
            points = earned(result, each.id)
            shares = {b: points[b] / value[b, each.id] for b in asked}
            assert len(set(shares.values())) == 1


@given(cases(least=2))
def test_rounding_of_a_stage_moves_nothing_by_more_than_half_a_step(case: Case) -> None:
    case = case.announcing(rounding=())
    rule = scoring.Rounding(stage=Stage.TOTAL, decimals=1)
    plain, rounded = totals(case.result()), totals(case.announcing(rounding=(rule,)).result())
    for bid_, total in plain.items():
        assert abs(rounded[bid_] - total) <= Fraction(1, 20)
        assert (rounded[bid_] * 10).denominator == 1
