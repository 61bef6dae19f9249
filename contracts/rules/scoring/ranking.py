"""Places: bids in groups, ties broken only by the announced chain, and every step of it logged."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import groupby

from contracts.rules.scoring import draw
from contracts.rules.scoring.counting import Count, Earned
from contracts.rules.scoring.findings import Finding, FindingCode, found, written
from contracts.rules.scoring.formulas import Best
from contracts.rules.scoring.ground import Ground
from contracts.rules.scoring.model import Decision, TieBy, TieStep
from contracts.rules.scoring.result import TieBreak

Groups = list[list[str]]


@dataclass(frozen=True)
class Ranked:
    """The groups, best first, with how ties were broken and what is left to a person."""

    groups: Groups
    tie_breaks: tuple[TieBreak, ...]
    findings: tuple[Finding, ...]


def rank(ground: Ground, count: Count, decisions: Sequence[Decision]) -> Ranked:
    """The bids of a count in their places. The order of the input decides nothing."""
    groups = _with_band(_by_total(count), count)
    made: Groups = []
    log: list[TieBreak] = []
    findings: list[Finding] = []
    place = 1
    for group in groups:
        if len(group) == 1:
            made.append(group)
            place += 1
            continue
        broken, steps, told = _broken(ground, count, group, place, decisions)
        made += broken
        log += steps
        findings += told
        place += len(group)
    return Ranked(made, tuple(log), tuple(findings))


def _by_total(count: Count) -> Groups:
    """The bids by their figures. Whole numbers order all but the closest; only those are compared
    as fractions."""
    lowest = count.formula is not None and count.formula.best is Best.LOWEST
    order = count.totals.order()
    sign = 1 if lowest else -1
    ranked = sorted(range(len(order)), key=lambda place: sign * order[place])
    groups: Groups = []
    for _, close in groupby(ranked, key=lambda place: order[place]):
        places = list(close)
        if len(places) == 1:
            groups.append([count.ids[places[0]]])
        else:
            groups += _exactly(count, places, sign)
    return groups


def _exactly(count: Count, places: Sequence[int], sign: int) -> Groups:
    made: dict[Fraction, list[str]] = {}
    for place in places:
        made.setdefault(count.totals.at(place), []).append(count.ids[place])
    return [sorted(made[value]) for value in sorted(made, key=lambda value: sign * value)]


def _with_band(groups: Groups, count: Count) -> Groups:
    """The leaders within the announced band share the first place until the chain decides."""
    band = count.figures.get("band")
    if band is None or not groups:
        return groups
    totals = dict(zip(count.ids, count.totals.all(), strict=True))
    edge = totals[groups[0][0]] * (1 - band)
    inside = [bid for group in groups for bid in group if totals[bid] >= edge]
    return [sorted(inside), *(group for group in groups if totals[group[0]] < edge)]


def _broken(
    ground: Ground, count: Count, group: list[str], place: int, decisions: Sequence[Decision]
) -> tuple[Groups, list[TieBreak], list[Finding]]:
    """A group after the announced chain, and after what a person decided on what it left. Bids for
    which a step lacks what it looks at are not handed to the next step: a person decides."""
    groups: Groups = [group]
    log: list[TieBreak] = []
    for step in ground.model.policies.tie_break:
        if all(len(each) == 1 for each in groups):
            break
        stuck = {each.bids for each in log if not each.values}
        groups, steps = _step(ground, count, groups, place, step, stuck)
        log += steps
    findings: list[Finding] = []
    final: Groups = []
    for each in groups:
        here = place + sum(map(len, final))
        if len(each) == 1:
            final.append(each)
            continue
        findings.append(found(FindingCode.TIE, rank=str(here), bids=", ".join(each)))
        order = _decided_order(each, decisions)
        if order:
            log.append(TieBreak(here, tuple(each), "decision", "", {}, _frozen(order)))
        final += order or [each]
    return final, log, findings


def _frozen(groups: Groups) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in groups)


def _decided_order(bids: list[str], decisions: Sequence[Decision]) -> Groups:
    """The order that a person decided for just these bids; empty when nobody did."""
    for decision in decisions:
        if decision.finding == FindingCode.TIE and sorted(decision.order) == sorted(bids):
            return [[bid] for bid in decision.order]
    return []


def _step(
    ground: Ground,
    count: Count,
    groups: Groups,
    place: int,
    step: TieStep,
    stuck: Collection[tuple[str, ...]],
) -> tuple[Groups, list[TieBreak]]:
    made: Groups = []
    log = []
    for group in groups:
        if len(group) == 1 or tuple(group) in stuck:
            made.append(group)
            continue
        values = _values(ground, count, group, step)
        parted = _parted(group, values, _better(step)) if values else [group]
        here = place + sum(map(len, made))
        shown = {bid: written(value) for bid, value in (values or {}).items()}
        log.append(TieBreak(here, tuple(group), step.by, step.of or "", shown, _frozen(parted)))
        made += parted
    return made, log


def _better(step: TieStep) -> str:
    """Which end goes first. Only a quantity leaves that to the announcement."""
    if step.by is TieBy.QUANTITY:
        return step.better
    return "lower" if step.by in (TieBy.PRICE, TieBy.RECEIVED, TieBy.LOTS) else "higher"


def _parted(group: Sequence[str], values: Mapping[str, Fraction], better: str) -> Groups:
    sign = 1 if better == "lower" else -1
    made: dict[Fraction, list[str]] = {}
    for bid in sorted(group, key=lambda bid: (sign * values[bid], bid)):
        made.setdefault(values[bid], []).append(bid)
    return list(made.values())


def _values(
    ground: Ground, count: Count, group: Sequence[str], step: TieStep
) -> dict[str, Fraction] | None:
    """What a step looks at, for each bid; none when it is not there for all of them."""
    if step.by is TieBy.LOTS:
        return _drawn(group, step)
    read = _readers(ground, count, step)[step.by]
    values = {bid: read(bid) for bid in group}
    return (
        {bid: v for bid, v in values.items() if v is not None}
        if all(value is not None for value in values.values())
        else None
    )


def _readers(
    ground: Ground, count: Count, step: TieStep
) -> Mapping[TieBy, Callable[[str], Fraction | None]]:
    place = {bid: place for place, bid in enumerate(count.ids)}
    bids = {bid.id: bid for bid in ground.bids}

    def points(bid: str) -> Fraction | None:
        earned = find(count.top, step.of or "")
        return None if earned is None else earned.points.at(place[bid])

    def quantity(bid: str) -> Fraction | None:
        stated = bids[bid].quantities.get(step.of or "")
        return None if stated is None else Fraction(stated)

    def received(bid: str) -> Fraction | None:
        at = bids[bid].received_at
        return None if at is None else _microseconds(at)

    return {
        TieBy.CRITERION: points,
        TieBy.QUALITY: lambda bid: count.quality.at(place[bid]),
        TieBy.PRICE: lambda bid: count.prices[place[bid]],
        TieBy.QUANTITY: quantity,
        TieBy.RECEIVED: received,
    }


def find(earned: Sequence[Earned], criterion: str) -> Earned | None:
    """What was earned on one criterion, anywhere in the tree."""
    for each in earned:
        below = each if each.placed.id == criterion else find(each.children, criterion)
        if below is not None:
            return below
    return None


def _drawn(group: Sequence[str], step: TieStep) -> dict[str, Fraction] | None:
    """The places that the bids drew; none while the seed is not known. What is drawn for is the
    bids themselves, so that one seed serves several ties, each with its own draw."""
    if step.seed is None:
        return None
    tickets = draw.draw(step.seed, ", ".join(sorted(group)), group)
    return {ticket.bid: Fraction(place) for place, ticket in enumerate(tickets, start=1)}


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _microseconds(at: datetime) -> Fraction:
    return Fraction((at - _EPOCH) // timedelta(microseconds=1))
