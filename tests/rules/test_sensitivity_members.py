"""What hangs on one member of the committee."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.rules.scoring import (
    EvaluationModel,
    Offers,
    Score,
    exact,
)
from contracts.rules.scoring.model import (
    Consensus,
    ConsensusRule,
    Criterion,
    CriterionKind,
    Policies,
    Preference,
)
from contracts.rules.scoring.sensitivity import (
    members,
    outcome,
)
from contracts.rules.scoring.sensitivity.reasons import Reason
from tests.rules import contests, evaluations
from tests.rules.evaluations import model, quality


def _committee(
    rule: ConsensusRule, scores: Mapping[tuple[str, str, str], int]
) -> tuple[EvaluationModel, Offers]:
    """A committee whose scores are given by member, bid and criterion."""
    method = model(quality("plan", "40", "10"), quality("team", "60", "10")).model_copy(
        update={"policies": Policies(consensus=Consensus(rule=rule))}
    )
    bids = {bid for _, bid, _ in scores}
    return method, Offers(
        bids=evaluations.bids(dict.fromkeys(sorted(bids), "100")),
        scores=tuple(
            Score(bid=bid, criterion=criterion, member=member, value=Decimal(value))
            for (member, bid, criterion), value in scores.items()
        ),
    )


CELLS = [*product("xyz", ("A", "B"), ("plan", "team"))]


@given(
    rule=st.sampled_from([ConsensusRule.MEAN, ConsensusRule.MEDIAN, ConsensusRule.MODERATED]),
    values=st.lists(st.integers(0, 10), min_size=len(CELLS), max_size=len(CELLS)),
)
@settings(max_examples=40)
def test_a_member_is_left_out_of_one_criterion_or_of_all(
    rule: ConsensusRule, values: list[int]
) -> None:
    given_ = dict(zip(CELLS, values, strict=True))
    method, offers = _committee(rule, given_)
    found = members.left_out(method, offers, outcome.ranking(method, offers))
    assert not isinstance(found, Reason)
    assert len(found) == 3 + 3 * 2
    for each in found:
        assert each.outcome.complete
        totals = {
            bid: exact.total(
                weight * _consensus(rule, given_, bid, criterion, each)
                for criterion, weight in (("plan", 40), ("team", 60))
            )
            for bid in ("A", "B")
        }
        groups = tuple(
            tuple(bid for bid in sorted(totals) if totals[bid] == total)
            for total in sorted({*totals.values()}, reverse=True)
        )
        assert each.outcome.ranking == groups


def _consensus(
    rule: ConsensusRule,
    scores: Mapping[tuple[str, str, str], int],
    bid: str,
    criterion: str,
    left_out: members.MemberLeftOut,
) -> Fraction:
    """The score of those who are heard; of two, mean and median are the same."""
    silent = left_out.member if left_out.criterion in ("", criterion) else ""
    heard = sorted(scores[member, bid, criterion] for member in "xyz" if member != silent)
    if rule is ConsensusRule.MEDIAN and len(heard) == 3:
        return Fraction(heard[1])
    return Fraction(sum(heard), len(heard))


def test_a_member_whose_scores_decide_is_named() -> None:
    scores = dict.fromkeys(CELLS, 5) | {("x", "A", "team"): 9, ("y", "B", "plan"): 6}
    method, offers = _committee(ConsensusRule.MEAN, scores)
    found = members.left_out(method, offers, outcome.ranking(method, offers))
    assert not isinstance(found, Reason)
    assert [(e.member, e.criterion) for e in found if e.outcome.winner_changes] == [
        ("x", ""),
        ("x", "team"),
    ]


def test_a_member_is_left_out_of_comparisons_in_pairs() -> None:
    """Two members are for A on everything and two for B: whoever is silent, the others win."""
    method = model(
        Criterion(id="design", kind=CriterionKind.COMPARISON, weight=Decimal(60)),
        Criterion(id="detail", kind=CriterionKind.COMPARISON, weight=Decimal(40)),
    )
    for_a, for_b = ("A", "B"), ("B", "A")
    sides = {"v": for_a, "w": for_a, "x": for_b, "y": for_b}
    offers = Offers(
        bids=evaluations.bids({"A": "1", "B": "1"}),
        comparisons=tuple(
            Preference(criterion=criterion, member=member, preferred=one, other=other, strength=4)
            for member, (one, other) in sides.items()
            for criterion in ("design", "detail")
        ),
    )
    before = outcome.ranking(method, offers)
    assert before == (("A", "B"),)
    found = members.left_out(method, offers, before)
    assert not isinstance(found, Reason)
    assert {(e.member, e.criterion): e.outcome.ranking[0] for e in found} == {
        (member, criterion): (sides[member][1],)
        for member in sides
        for criterion in ("", "design", "detail")
    }


def test_an_agreed_score_hangs_on_no_member() -> None:
    method, offers = contests.OFFERED_001
    assert members.left_out(method, offers, (("A",), ("B",))) is Reason.NO_MEMBER_SCORES
    alone = {cell: 5 for cell in CELLS if cell[0] == "x"}
    method, offers = _committee(ConsensusRule.MEAN, alone)
    assert members.left_out(method, offers, (("A", "B"),)) is Reason.ONE_MEMBER
