"""What persons decided about findings: whether a decision can be meant, and one order for all."""

from collections import Counter
from collections.abc import Iterator, Sequence

from contracts.rules.scoring.criteria import Placed, every
from contracts.rules.scoring.findings import Finding, FindingCode, found
from contracts.rules.scoring.model import Decision, Offers, Outcome

_CODES = frozenset(code.value for code in FindingCode)


def in_order(offers: Offers) -> Offers:
    """The offers with their decisions in one order, whatever order they came in: exclusions come
    before a bid is admitted with all others."""
    if len(offers.decisions) < 2:
        return offers
    ordered = sorted(
        offers.decisions, key=lambda each: (each.outcome is Outcome.ADMIT, _about(each))
    )
    return offers.model_copy(update={"decisions": tuple(ordered)})


def _about(decision: Decision) -> tuple[str, str, str, tuple[str, ...]]:
    order = tuple(sorted(decision.order))
    return decision.finding, decision.bid or "", decision.criterion or "", order


def wrong(offers: Offers, placed: Sequence[Placed]) -> Iterator[Finding]:
    """The decisions that cannot be meant: about nothing that is known, an exclusion that names no
    bid, a tie without an order or an order without a tie; and two decisions about one thing."""
    bids = {bid.id for bid in offers.bids}
    criteria = {each.id for each in every(placed)}
    for decision in offers.decisions:
        known = decision.bid in {None, *bids} and decision.criterion in {None, *criteria}
        if not (known and decision.finding in _CODES and _makes_sense(decision)):
            yield _invalid(decision.finding, decision.bid, decision.criterion)
    times = Counter(_about(decision) for decision in offers.decisions)
    for (code, bid, criterion, _), count in times.items():
        if count > 1:
            yield _invalid(code, bid, criterion)


def _invalid(code: str, bid: str | None, criterion: str | None) -> Finding:
    return found(FindingCode.DECISION_INVALID, bid or "", criterion or "", finding=code)


def _makes_sense(decision: Decision) -> bool:
    if decision.outcome is Outcome.EXCLUDE:
        return decision.bid is not None and not decision.order
    if decision.finding == FindingCode.TIE:
        return len(set(decision.order)) == len(decision.order) >= 2
    return not decision.order
