"""Rounds of negotiation: each a snapshot of the offers that count, with statistics of its own.

A round is laid over what came before. What it names replaces what was there: a bid by its id, a
score by its bid, criterion and member, a comparison by its criterion, member and pair. Of each bid
only the last admissible offer counts.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from contracts.rules.scoring.evaluation_file import INITIAL, Round
from contracts.rules.scoring.findings import Finding, FindingCode, found
from contracts.rules.scoring.model import Bid, Decision, Offers, Preference, Score

WITHDRAWN = "withdrawn"

_Item = TypeVar("_Item")


class Offered(Protocol):
    """What has offers: a file, or the file of one lot."""

    @property
    def bids(self) -> Sequence[Bid]:
        """The first offers."""

    @property
    def scores(self) -> Sequence[Score]:
        """The first scores."""

    @property
    def comparisons(self) -> Sequence[Preference]:
        """The first comparisons."""

    @property
    def decisions(self) -> Sequence[Decision]:
        """What was decided, for every round."""

    @property
    def rounds(self) -> Sequence[Round]:
        """The rounds, first to last."""


@dataclass(frozen=True)
class Snapshot:
    """What counts after a round. A bid that was withdrawn is among the offers as an excluded one,
    so that its scores still have a place."""

    id: str
    offers: Offers
    withdrawn: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()
    """What there is to say about the round itself."""


def snapshots(offered: Offered) -> tuple[Snapshot, ...]:
    """What counts before the rounds, if anything was offered then, and after each of them."""
    now = Snapshot(
        INITIAL,
        Offers(
            bids=tuple(offered.bids),
            scores=tuple(offered.scores),
            comparisons=tuple(offered.comparisons),
            decisions=tuple(offered.decisions),
        ),
    )
    made = [now] if offered.bids or not offered.rounds else []
    for each in offered.rounds:
        now = _after(now, each)
        made.append(now)
    return tuple(_without_later(each, made) for each in made)


def _without_later(snapshot: Snapshot, every: Sequence[Snapshot]) -> Snapshot:
    """A snapshot without the decisions about bids that came in a later round."""
    here = {bid.id for bid in snapshot.offers.bids}
    later = {bid.id for each in every for bid in each.offers.bids} - here
    kept = tuple(each for each in snapshot.offers.decisions if each.bid not in later)
    offers = snapshot.offers.model_copy(update={"decisions": kept})
    return Snapshot(snapshot.id, offers, snapshot.withdrawn, snapshot.findings)


def _after(before: Snapshot, given: Round) -> Snapshot:
    known = {bid.id for bid in (*before.offers.bids, *given.bids)}
    admissible = {bid.id for bid in before.offers.bids if not bid.excluded}
    refused = [bid for bid in given.bids if bid.excluded and bid.id in admissible]
    offered = [bid for bid in given.bids if bid not in refused]
    withdrawn = (before.withdrawn - {bid.id for bid in offered}) | set(given.withdrawn)
    bids = [
        bid.model_copy(update={"excluded": WITHDRAWN}) if bid.id in withdrawn else bid
        for bid in _over(before.offers.bids, offered, lambda bid: bid.id)
    ]
    told = [
        *(
            _found(FindingCode.EARLIER_OFFER_COUNTS, given, b.id, ground=b.excluded)
            for b in refused
        ),
        *(_found(FindingCode.UNKNOWN_BID, given, b) for b in sorted(set(given.withdrawn) - known)),
    ]
    return Snapshot(
        id=given.id,
        offers=Offers(
            bids=tuple(bids),
            scores=_over(before.offers.scores, given.scores, _cell),
            comparisons=_over(before.offers.comparisons, given.comparisons, _pair),
            decisions=_over(before.offers.decisions, given.decisions, _about),
        ),
        withdrawn=frozenset(withdrawn),
        findings=tuple(told),
    )


def _found(code: FindingCode, given: Round, bid: str, **facts: str) -> Finding:
    return found(code, bid, round=given.id, **facts)


def _cell(score: Score) -> Hashable:
    return score.bid, score.criterion, score.member


def _pair(each: Preference) -> Hashable:
    return each.criterion, each.member, frozenset((each.preferred, each.other))


def _about(decision: Decision) -> Hashable:
    return decision.finding, decision.bid, decision.criterion, frozenset(decision.order)


def _over(
    before: Sequence[_Item], given: Iterable[_Item], key: Callable[[_Item], Hashable]
) -> tuple[_Item, ...]:
    """What was there and is not named again, and all that is given: what the round itself names
    twice stays twice, and is told as such."""
    new = tuple(given)
    named = {key(item) for item in new}
    return (*(item for item in before if key(item) not in named), *new)
