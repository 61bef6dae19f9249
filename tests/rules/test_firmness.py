"""How firm a ranking is: the figures of the product specification, and what they agree with."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts import evaluation
from contracts.base import Language
from contracts.evaluation import firmness
from contracts.evaluation.bundle import Ranked
from contracts.evaluation.firmness import Firmness
from contracts.rules.scoring.sensitivity.reasons import Reason
from contracts.tendering import TenderDraft
from infra.texts import formats
from tests.rules import casework
from tests.rules.casework import AGREED, BRUG, DRAFT, GRIET, KADE, LINDE, MEER, ZILVER

WITH_EIGHT = AGREED | {ZILVER: (9, 8, 9, 8, 8, 9, 9)}
"""Zilverdijk gets 8 instead of 9 on F2."""


def _ranked(
    agreed: Mapping[str, tuple[int, ...]] = AGREED,
    draft: TenderDraft = DRAFT,
    prices: Mapping[str, str] | None = None,
) -> Ranked:
    scores, bids = casework.scores(GRIET, dict(agreed)), casework.opened(prices)
    if not agreed:
        scores = scores.model_copy(update={"rows": ()})
    return Ranked(
        draft=draft,
        bids=bids,
        examined=casework.examination().rows,
        consensus=scores,
        result=evaluation.rank(draft, bids, {BRUG}, scores),
        tenderers=dict.fromkeys((KADE, ZILVER, MEER, LINDE, BRUG), "nv"),
    )


@pytest.fixture(scope="module")
def nine() -> Firmness:
    """With 9 on F2, as it was agreed."""
    return firmness.firmness(_ranked())


def _percent(weight: Fraction) -> str:
    return formats.percentage(100 * weight, Language.NL, 2)


def _points(total: Fraction) -> str:
    return formats.number(total, 2, Language.NL)


def test_the_winner_changes_when_the_price_weighs_as_much_as_the_story_says(
    nine: Firmness,
) -> None:
    price = next(each for each in nine.weights if each.criterion == "K")
    assert price.down is None
    assert price.up is not None
    assert (_percent(price.weight), _percent(price.up.weight)) == ("35,00\xa0%", "37,76\xa0%")
    assert price.up.bids == (KADE,)


def test_with_one_score_lower_the_other_wins_and_the_price_may_weigh_less() -> None:
    eight = firmness.firmness(_ranked(WITH_EIGHT))
    price = next(each for each in eight.weights if each.criterion == "K")
    assert eight.ranking[0] == (KADE,)
    assert price.down is not None
    assert _percent(price.down.weight) == "24,11\xa0%"
    assert price.down.bids == (ZILVER,)


def test_withdrawing_the_cheapest_keeps_the_order(nine: Firmness) -> None:
    without = {each.bid: each for each in nine.withdrawn}
    assert list(without) == [KADE, MEER, LINDE]
    lindekreek = without[LINDE]
    assert (lindekreek.keeps_first, lindekreek.keeps_order) == (True, True)
    assert [(bid, _points(total)) for bid, total in lindekreek.totals] == [
        (ZILVER, "89,47"),
        (KADE, "89,40"),
        (MEER, "85,72"),
    ]


def test_one_step_on_f2_takes_the_first_place_away(nine: Firmness) -> None:
    steps = {(each.bid, each.criterion, each.after): each.first for each in nine.steps}
    assert steps[ZILVER, "F2", Decimal(8)] == (KADE,)
    assert steps[KADE, "F2", Decimal(10)] == (KADE,)
    assert all(bid in (ZILVER, KADE) for bid, _, _ in steps)
    # 28 scores, each a step down and a step up: none stands at an end of its scale.
    assert nine.steps_tried == 2 * 28
    moved = firmness.firmness(_ranked(WITH_EIGHT))
    assert moved.ranking[0] == steps[ZILVER, "F2", Decimal(8)]


def test_where_the_lines_cross_the_totals_are_equal(nine: Firmness) -> None:
    totals = {row.bid: row.exact for row in casework.ranked().rows}
    for each in nine.weights:
        lines = {line.bid: line for line in nine.lines[each.criterion]}
        assert {bid: line.at(each.weight) for bid, line in lines.items()} == totals
        for crossing in (each.down, each.up):
            if crossing is not None:
                at = {bid: line.at(crossing.weight) for bid, line in lines.items()}
                assert {at[bid] for bid in crossing.bids} == {at[ZILVER]} == {max(at.values())}


def test_a_shared_first_place_has_no_weights_to_move() -> None:
    same = dict.fromkeys((KADE, ZILVER, MEER, LINDE, BRUG), "1000000.00")
    even = dict.fromkeys((KADE, ZILVER, MEER, LINDE), (8,) * 7)
    found = firmness.firmness(_ranked(even, prices=same))
    assert found.unweighed is Reason.TIE_FOR_FIRST
    assert (found.weights, found.lines, found.withdrawn) == ((), {}, ())


def test_where_only_the_price_counts_there_is_no_weight_to_move() -> None:
    price = DRAFT.criteria[0].model_copy(update={"weight": Decimal(100)})
    found = firmness.firmness(_ranked({}, draft=DRAFT.model_copy(update={"criteria": (price,)})))
    assert found.unweighed is Reason.ONE_CRITERION
    assert (found.weights, found.lines, found.steps_tried) == ((), {}, 0)
