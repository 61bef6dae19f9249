"""Our side of the comparison: evaluations with the input parsed before, and the sensitivity."""

import time
from collections.abc import Callable
from fractions import Fraction

from contracts.rules import scoring
from contracts.rules.scoring.sensitivity import contest, scores, weights
from contracts.rules.scoring.sensitivity.shares import Ladder, Shares
from tests.bench.peers import cases

EXACT = "ours, exact"
TRACED = "ours, with full trace"


def runs(size: int) -> dict[str, Callable[[], object]]:
    """The evaluation of one case, without and with trace; all it reads is made here."""
    method, offers = cases.model(), cases.offers(cases.case(size))
    return {
        EXACT: lambda: scoring.evaluate(method, offers, trace=False),
        TRACED: lambda: scoring.evaluate(method, offers, trace=True),
    }


def timed(run: Callable[[], object], times: int) -> list[float]:
    """The milliseconds of so many runs, after one that does not count."""
    run()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        taken.append(1000 * (time.perf_counter() - began))
    return taken


def totals(size: int) -> list[Fraction]:
    """What each bid earns, in the order of the case."""
    result = scoring.evaluate(cases.model(), cases.offers(cases.case(size)), trace=False)
    earned = {row.bid: row.exact for row in result.rows}
    return [earned[cases.bid(place)] for place in range(size)]


def sensitivity(size: int) -> Callable[[], object]:
    """S1 to S4 of one case, the evaluation included."""
    method, offers = cases.model(), cases.offers(cases.case(size))
    most = Fraction(cases.SCALE)
    ladders = {name: Ladder(Fraction(), most, Fraction(1, 10)) for name in cases.QUALITY}

    def run() -> object:
        found = contest.contest(_shares(method, offers))
        if not isinstance(found, contest.Contest):
            raise TypeError(f"the case has no winner: {found}")
        return (
            weights.one_weight(found),
            weights.transfer(found),
            weights.smallest_change(found),
            scores.score_margins(found, ladders),
        )

    return run


def _shares(method: scoring.EvaluationModel, offers: scoring.Offers) -> Shares:
    rows = scoring.evaluate(method, offers, trace=True).rows
    heaviness = {each.id: Fraction(each.weight) for each in method.criteria}
    names = tuple(each.criterion for each in rows[0].points)
    return Shares(
        bids=tuple(row.bid for row in rows),
        criteria=names,
        weights=tuple(heaviness[name] for name in names),
        shares=tuple(
            tuple(each.exact / heaviness[each.criterion] for each in row.points) for row in rows
        ),
    )
