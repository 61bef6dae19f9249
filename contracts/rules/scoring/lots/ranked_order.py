"""The two rules that read each lot's order of merit: lots apart, and lot by lot with a limit."""

from collections.abc import Sequence

from contracts.rules.errors import RuleError
from contracts.rules.scoring.lots.model import (
    Allocation,
    Award,
    Candidate,
    Considered,
    Limit,
    Lot,
    LotFinding,
    LotFindingCode,
    Outcome,
    Step,
    Verdict,
    awarded_total,
    checked,
    in_order,
    without_award,
)


def lots_independent(lots: Sequence[Lot]) -> Outcome:
    """`lots_independent/1`: each lot goes to the bid in its first place, whatever happens to the
    other lots. Bids that share that place leave the lot open: `lot_tie`. A lot without candidates
    is `lot_without_award`.

    Raises `RuleError` as `checked` does.
    """
    given = checked(lots)
    awards: list[Award] = []
    findings: list[LotFinding] = []
    for lot in given:
        first = lot.ranking[0] if lot.candidates else ()
        awards.append(Award(lot.id, first[0].bid if len(first) == 1 else None))
        if len(first) > 1:
            findings.append(_tie(lot, first))
        elif not first:
            findings.append(without_award(lot))
    allocation = Allocation(tuple(awards))
    return Outcome(
        rule="lots_independent/1",
        allocations=(allocation,),
        total=awarded_total(given, allocation),
        findings=in_order(findings),
    )


def lots_limit_priority(lots: Sequence[Lot], limit: Limit, order: Sequence[str]) -> Outcome:
    """`lots_limit_priority/1`: lot by lot in the announced order, each to its best bid whose
    tenderer has not reached its limit. It need not give the best sum; it is another rule than
    `lots_limit_optimal`, and the tender must have announced which one holds.

    A place shared by bids whose tenderers may both still win leaves the lot open (`lot_tie`), and
    with it every later lot (`lot_waits`), since who is at the limit there depends on it. `steps`
    tell for each lot that had its turn which bids were considered and who was passed over.

    Raises `RuleError("priority_order")` unless `order` names every lot once, and as `checked` does.
    """
    given = checked(lots, limit)
    by_id = {lot.id: lot for lot in given}
    if sorted(order) != list(by_id):
        raise RuleError("priority_order", order=", ".join(order), lots=", ".join(by_id))
    held: dict[str, list[str]] = {}
    won: dict[str, str] = {}
    steps: list[Step] = []
    findings: list[LotFinding] = []
    waiting = iter(order)
    for lot in (by_id[name] for name in waiting):
        over, best = _turn(lot, held, limit, len(given))
        verdict = Verdict.TIED if len(best) > 1 else Verdict.AWARDED
        considered = [_considered(c, Verdict.LIMIT_REACHED, held) for c in over]
        considered += [_considered(c, verdict, held) for c in best]
        steps.append(Step(lot.id, tuple(considered)))
        if len(best) > 1:
            findings.append(_tie(lot, best))
            findings += [_waits(later, lot.id) for later in waiting]
        elif best:
            won[lot.id] = best[0].bid
            held.setdefault(best[0].tenderer, []).append(lot.id)
        else:
            findings.append(without_award(lot))
    allocation = Allocation(tuple(Award(lot.id, won.get(lot.id)) for lot in given))
    return Outcome(
        rule="lots_limit_priority/1",
        allocations=(allocation,),
        total=awarded_total(given, allocation),
        findings=in_order(findings),
        steps=tuple(steps),
    )


def _turn(
    lot: Lot, held: dict[str, list[str]], limit: Limit, lots: int
) -> tuple[list[Candidate], list[Candidate]]:
    """The candidates passed over, and those in the first place where someone may still win."""
    over: list[Candidate] = []
    for group in lot.ranking:
        free: list[Candidate] = []
        for candidate in sorted(group, key=lambda c: c.bid):
            taken = len(held.get(candidate.tenderer, ()))
            (free if taken < limit.of(candidate.tenderer, lots) else over).append(candidate)
        if free:
            return over, free
    return over, []


def _considered(candidate: Candidate, verdict: Verdict, held: dict[str, list[str]]) -> Considered:
    holds = tuple(held.get(candidate.tenderer, ()))
    return Considered(candidate.bid, candidate.tenderer, verdict, holds)


def _tie(lot: Lot, tied: Sequence[Candidate]) -> LotFinding:
    bids = tuple(sorted(c.bid for c in tied))
    return LotFinding(code=LotFindingCode.LOT_TIE, lot=lot.id, bids=bids)


def _waits(lot: str, open_lot: str) -> LotFinding:
    return LotFinding(code=LotFindingCode.LOT_WAITS, lot=lot, facts={"open": open_lot})
