"""S6: what becomes of the others when a bid is withdrawn, or two."""

from dataclasses import dataclass
from itertools import combinations

from contracts.rules.scoring.model import EvaluationModel, Offers
from contracts.rules.scoring.sensitivity import outcome
from contracts.rules.scoring.sensitivity.outcome import Outcome, Ranking
from contracts.rules.scoring.sensitivity.reasons import Reason

PAIRS_UP_TO = 30
"""So many bids, and no more, are also withdrawn two by two."""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The evaluation without these bids, beside the order in which the others stood."""

    bids: tuple[str, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """S6: every bid withdrawn in turn; of the pairs, those whose withdrawal changes something."""

    single: tuple[Withdrawal, ...]
    pairs_tried: int
    pairs: tuple[Withdrawal, ...]


def withdrawals(model: EvaluationModel, offers: Offers, before: Ranking) -> Withdrawals | Reason:
    """S6 for the bids that are ranked. Each time all statistics are taken again."""
    ranked = sorted(bid for group in before for bid in group)
    if len(ranked) < 2:
        return Reason.ONE_BID
    single = [_withdrawn(model, offers, before, (bid,)) for bid in ranked]
    pairs = [*combinations(ranked, 2)] if 2 < len(ranked) <= PAIRS_UP_TO else []
    tried = [_withdrawn(model, offers, before, pair) for pair in pairs]
    told = [each for each in tried if each.outcome.order_changes or not each.outcome.complete]
    return Withdrawals(tuple(single), len(pairs), tuple(told))


def _withdrawn(
    model: EvaluationModel, offers: Offers, before: Ranking, bids: tuple[str, ...]
) -> Withdrawal:
    rest = outcome.without(offers, bids)
    return Withdrawal(bids, outcome.beside(before, model, rest))
