"""Our side of the comparison: evaluations with the input parsed before, and the sensitivity."""

import time
from collections.abc import Callable
from fractions import Fraction

from contracts.rules import scoring
from contracts.rules.scoring import evaluation, weighted
from contracts.rules.scoring.sensitivity import contest, scores, weights
from contracts.rules.scoring.sensitivity.analysis import ladders
from tests.bench.peers import cases

EXACT = "ours, exact"
TRACED = "ours, with full trace"
"""From columns, as the others: they are given a table of numbers, and what was handed in was
checked when it was read."""
WHOLE = "ours, exact, from messages"
WHOLE_TRACED = "ours, with trace, from messages"
"""Also laying out what was handed in, and checking every cell of it."""


def runs(size: int) -> dict[str, Callable[[], object]]:
    """The evaluation of one case, without and with trace. All it reads is made here."""
    method, offers = cases.model(), cases.offers(cases.case(size))
    prepared = evaluation.prepare(method, offers)
    return {
        EXACT: lambda: evaluation.conclude(prepared, trace=False),
        TRACED: lambda: evaluation.conclude(prepared),
        WHOLE: lambda: scoring.evaluate(method, offers, trace=False),
        WHOLE_TRACED: lambda: scoring.evaluate(method, offers),
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

    def run() -> object:
        shares = weighted.shares(method, offers)
        found = contest.contest(shares) if shares else None
        if not isinstance(found, contest.Contest):
            raise TypeError(f"the case has no winner: {found}")
        return (
            weights.one_weight(found),
            weights.transfer(found),
            weights.smallest_change(found),
            scores.score_margins(found, ladders(method)),
        )

    return run
