"""What a method would do, before it is published: euros per point, and how often chance decides.

For who drafts a tender. Bids are drawn from what the buyer expects, with a named seed, and
evaluated exactly; the same question asked again gives the same answer to the last digit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from contracts.rules.scoring.model import EvaluationModel, Offers
from contracts.rules.scoring.sensitivity import expectation, outcome
from contracts.rules.scoring.sensitivity.chance import Frequency, Stream, frequency
from contracts.rules.scoring.sensitivity.expectation import CENTS, Expectation, Market
from contracts.rules.scoring.sensitivity.outcome import Ranking
from contracts.rules.scoring.sensitivity.reasons import Reason
from contracts.rules.scoring.sensitivity.worth import Worth, worth

CAUTION = "sensitivity.simulation_caution"
"""The key of the sentence that goes before everything else."""

_EXTREME = "extreme"
"""The id of the bid that is added; drawn bids are numbered."""


@dataclass(frozen=True, slots=True)
class Foresight:
    """What the method does with bids as they are expected. All frequencies are of the same draws,
    those that gave a ranking."""

    caution: str
    seed: str
    draws: int
    bids: int
    undecided: int
    """Draws that gave no ranking, since a formula has no value there."""
    shared: Frequency
    """Several bids were first."""
    cheapest_wins: Frequency
    """Every bid that is first has the lowest price."""
    best_quality_loses: Frequency
    """No bid that is first has the most points for quality."""
    withdrawal_changes: Frequency
    """There is a losing bid whose withdrawal changes who is first."""
    extreme_changes: Frequency
    """An extremely low bid changes who is first among the others."""
    cut_loses: Frequency
    """The winner is no longer first after lowering its own price."""
    worth: tuple[Worth, ...]
    """What a step of a score is worth, by criterion and price."""


def foresee(model: EvaluationModel, expected: Expectation) -> Foresight | Reason:
    """The simulation of a draft method; the reason when it compares more than prices and scores,
    or when no draw gives a ranking."""
    method = expectation.simulated(model)
    if method is None:
        return Reason.NOT_SIMULATED
    market, stream = expectation.market(method, expected), Stream(expected.seed)
    counts, decided = dict.fromkeys(QUESTIONS, 0), 0
    for _ in range(expected.draws):
        offers = expectation.drawn(market, expected.bids, stream)
        before = outcome.ranking(method, offers)
        if not before:
            continue
        decided += 1
        draw = _Draw(method, expected, market, offers, before)
        for name, asked in QUESTIONS.items():
            counts[name] += asked(draw)
    if not decided:
        return Reason.NOT_COMPLETE
    return Foresight(
        caution=CAUTION,
        seed=expected.seed,
        draws=expected.draws,
        bids=expected.bids,
        undecided=expected.draws - decided,
        **{name: frequency(count, decided) for name, count in counts.items()},
        worth=worth(method, expected, market),
    )


@dataclass(frozen=True, slots=True)
class _Draw:
    model: EvaluationModel
    expected: Expectation
    market: Market
    offers: Offers
    before: Ranking

    @property
    def first(self) -> tuple[str, ...]:
        return self.before[0]

    def shared(self) -> bool:
        return len(self.first) > 1

    def cheapest_wins(self) -> bool:
        cents = {bid: _cents(self.offers, bid) for group in self.before for bid in group}
        return all(cents[bid] == min(cents.values()) for bid in self.first)

    def best_quality_loses(self) -> bool:
        quality = {bid: Fraction() for group in self.before for bid in group}
        for score in self.offers.scores:
            if score.bid in quality and score.value is not None:
                quality[score.bid] += self.market.worth[score.criterion] * Fraction(score.value)
        return all(quality[bid] < max(quality.values()) for bid in self.first)

    def withdrawal_changes(self) -> bool:
        losers = [bid for group in self.before[1:] for bid in group]
        return any(self._first_without(bid) != self.first for bid in losers)

    def _first_without(self, bid: str) -> tuple[str, ...]:
        after = outcome.ranking(self.model, outcome.without(self.offers, {bid}))
        return after[0] if after else ()

    def extreme_changes(self) -> bool:
        lowest = min(_cents(self.offers, bid.id) for bid in self.offers.bids)
        bid = expectation.priced(_EXTREME, max(1, int(lowest * self.expected.extreme)))
        scores = {criterion: rungs[0] for criterion, rungs in self.market.rungs.items()}
        after = outcome.ranking(self.model, expectation.added(self.offers, bid, scores))
        others = outcome.among(after, {each.id for each in self.offers.bids})
        return others[:1] != self.before[:1]

    def cut_loses(self) -> bool:
        [bid] = [bid for bid in self.offers.bids if bid.id == self.first[0]]
        cents = int(_cents(self.offers, bid.id) * (1 - self.expected.cut))
        cheaper = expectation.priced(bid.id, max(1, cents))
        after = outcome.ranking(self.model, outcome.replaced(self.offers, cheaper))
        return bid.id not in after[0] if after else False


QUESTIONS: dict[str, Callable[[_Draw], bool]] = {
    "shared": _Draw.shared,
    "cheapest_wins": _Draw.cheapest_wins,
    "best_quality_loses": _Draw.best_quality_loses,
    "withdrawal_changes": _Draw.withdrawal_changes,
    "extreme_changes": _Draw.extreme_changes,
    "cut_loses": _Draw.cut_loses,
}
"""What is asked of every draw, by the name of its field in the answer."""


def _cents(offers: Offers, bid: str) -> Decimal:
    [price] = [each.price for each in offers.bids if each.id == bid]
    return price.amount * CENTS if price else Decimal(0)


@cache
def _adapter() -> TypeAdapter[Foresight]:
    return TypeAdapter(Foresight)


def plain(foresight: Foresight) -> dict[str, Any]:
    """The JSON form of a simulation, with exact numbers as `n/d`."""
    written: dict[str, Any] = _adapter().dump_python(foresight, mode="json")
    return written
