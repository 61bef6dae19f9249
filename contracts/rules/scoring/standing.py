"""Which bids take part: the announced reasons to set one aside, before any statistic is taken."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from contracts.rules.scoring import counting, ground, thresholds
from contracts.rules.scoring.counting import Count
from contracts.rules.scoring.criteria import Placed
from contracts.rules.scoring.findings import Finding, FindingCode, concerns, found, ordered, text
from contracts.rules.scoring.ground import Ground, Laid
from contracts.rules.scoring.model import Bid, Decision, Outcome
from contracts.rules.scoring.result import SetAside


class NobodyLeft(Exception):
    """Every bid was set aside; `findings` say why."""

    def __init__(self, findings: Sequence[Finding], set_aside: Sequence[SetAside]) -> None:
        super().__init__()
        self.findings, self.set_aside = tuple(findings), tuple(set_aside)


@dataclass(frozen=True)
class Standing:
    """The bids that are left after every announced reason to set one aside, and their points."""

    ground: Ground
    count: Count
    findings: tuple[Finding, ...]
    set_aside: tuple[SetAside, ...]


@dataclass(frozen=True)
class TakingPart:
    """The bids that are not excluded, by a ground, a decision or the ceiling."""

    bids: tuple[Bid, ...]
    findings: tuple[Finding, ...]
    set_aside: tuple[SetAside, ...]


def taking_part(laid: Laid) -> TakingPart:
    """The bids that are looked at. One above the ceiling is not, unless a person admits it."""
    bids: list[Bid] = []
    findings: list[Finding] = []
    aside: list[SetAside] = []
    passed = _above_ceiling(laid)
    for bid in sorted(laid.offers.bids, key=lambda bid: bid.id):
        findings += passed.get(bid.id, ())
        out = _set_aside(bid, passed.get(bid.id, ()), laid.offers.decisions)
        if out is None:
            bids.append(bid)
        else:
            aside.append(out)
    return TakingPart(tuple(bids), tuple(findings), tuple(aside))


def _set_aside(
    bid: Bid, passed: Sequence[Finding], decisions: Sequence[Decision]
) -> SetAside | None:
    if bid.excluded:
        return SetAside(bid.id, "excluded", bid.excluded)
    for decision in decisions:
        if decision.outcome is Outcome.EXCLUDE and decision.bid == bid.id:
            return SetAside(bid.id, decision.finding, decision.reason)
    for finding in passed:
        admitted = any(d.outcome is Outcome.ADMIT and concerns(d, finding) for d in decisions)
        if not admitted:
            return SetAside(bid.id, finding.code)
    return None


def _above_ceiling(laid: Laid) -> dict[str, list[Finding]]:
    """By bid, the ceilings that it passes."""
    bids = [b for b in laid.offers.bids if not b.excluded and not laid.costs[b.id].gaps]
    passed = defaultdict(list)
    for criterion, leaf, ceiling in _ceilings(laid):
        for bid, price in ground.amounts(laid, leaf, bids).items():
            if price > ceiling:
                finding = found(FindingCode.CEILING_PASSED, bid, criterion, ceiling=text(ceiling))
                passed[bid].append(finding)
    return passed


def _ceilings(laid: Laid) -> Iterator[tuple[str, Placed | None, Decimal]]:
    """The announced ceilings, of the price and of what a formula reads."""
    announced = laid.model.parameters
    for ceiling in (announced.ceiling, announced.constants.get("ceiling")):
        if ceiling is not None:
            yield "", None, ceiling
    for leaf in laid.leaves:
        ceiling = leaf.criterion.parameters.get("ceiling")
        if leaf.priced and ceiling is not None:
            yield leaf.id, leaf, ceiling


def stand(grounded: Ground) -> Standing:
    """The bids that reach every announced minimum, counted among themselves. A minimum of the
    total is looked at again after each bid that falls, since the statistics change with it.

    Raises `counting.NotDefined` and `NobodyLeft`.
    """
    fallen = list(ordered(thresholds.below_quality(grounded)))
    while True:
        out = {finding.bid for finding in fallen}
        places = [place for place, bid in enumerate(grounded.ids) if bid not in out]
        aside = [SetAside(bid, FindingCode.BELOW_THRESHOLD) for bid in sorted(out)]
        if not places:
            raise NobodyLeft(fallen, aside)
        count = counting.count(grounded, places)
        more = list(ordered(thresholds.below_total(grounded, count)))
        if not more:
            return Standing(grounded, count, tuple(fallen), tuple(aside))
        fallen += more
