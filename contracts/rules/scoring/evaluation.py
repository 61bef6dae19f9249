"""The evaluation itself: from the announced method and the offers to points, totals and places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.rules.scoring import (
    abnormally_low,
    announced,
    consensus,
    criteria,
    exact,
    ground,
    ranking,
    standing,
    tracing,
)
from contracts.rules.scoring.abnormally_low import Screened
from contracts.rules.scoring.counting import Count, Earned, NotDefined
from contracts.rules.scoring.findings import Finding, FindingCode, found, ordered, settle
from contracts.rules.scoring.ground import Ground, Laid
from contracts.rules.scoring.model import CriterionKind, EvaluationModel, Offers, Screening, Stage
from contracts.rules.scoring.ranking import Groups
from contracts.rules.scoring.result import Group, Points, Result, Row, SetAside
from contracts.rules.scoring.standing import NobodyLeft, Standing, TakingPart


def evaluate(model: EvaluationModel, offers: Offers, *, trace: bool = True) -> Result:
    """The points, totals and ranking of the admissible bids under the announced method.

    Pure and deterministic: the order of bids, scores and criteria changes nothing. Without `trace`
    only totals, places and findings are made, which is what a simulation needs: rows have no
    points and there is no trace.
    """
    try:
        return conclude(prepare(model, offers), trace=trace)
    except Blocked as blocked:
        told = ordered(settle(blocked.findings, offers.decisions))
        return Result(False, (), (), told, (), (), set_aside=blocked.set_aside)


class Blocked(Exception):
    """Nothing can be computed before the findings are settled."""

    def __init__(self, findings: Iterable[Finding], set_aside: Iterable[SetAside] = ()) -> None:
        super().__init__()
        self.findings, self.set_aside = tuple(findings), tuple(set_aside)


@dataclass(frozen=True)
class Prepared:
    """A method with its offers, found in order and laid out in columns: all that depends on no
    statistic over the bids."""

    laid: Laid
    taking_part: TakingPart
    ground: Ground


def prepare(model: EvaluationModel, offers: Offers) -> Prepared:
    """The method and the offers ready to be computed. Raises `Blocked`."""
    wrong = announced.examine(model)
    if wrong:
        raise Blocked(wrong)
    laid = ground.lay(model, offers)
    wrong = tuple(ground.wrong(laid))
    if wrong:
        raise Blocked(wrong)
    taking_part = standing.taking_part(laid)
    before, aside = taking_part.findings, taking_part.set_aside
    if not taking_part.bids:
        raise Blocked([*before, found(FindingCode.NO_ADMISSIBLE_BID)], aside)
    unsettled = tuple(ground.unsettled(laid, taking_part.bids))
    if unsettled:
        raise Blocked([*before, *unsettled], aside)
    return Prepared(laid, taking_part, ground.ground(laid, taking_part.bids))


def stand(prepared: Prepared) -> Standing:
    """The bids that reach every announced minimum, and their points. Raises `Blocked`."""
    before, aside = prepared.taking_part.findings, prepared.taking_part.set_aside
    try:
        return standing.stand(prepared.ground)
    except NotDefined as undefined:
        raise Blocked([*before, _undefined(undefined)], aside) from undefined
    except NobodyLeft as left:
        nobody = found(FindingCode.NO_ADMISSIBLE_BID)
        every = [*before, *left.findings, nobody]
        raise Blocked(every, [*aside, *left.set_aside]) from left


def conclude(prepared: Prepared, *, trace: bool = True) -> Result:
    """Points, totals and places of what was prepared. Raises `Blocked`."""
    return _result(prepared, stand(prepared), trace)


def _undefined(undefined: NotDefined) -> Finding:
    if undefined.reason == "no_best_score":
        return found(FindingCode.NO_BEST_SCORE, undefined.bid, undefined.criterion)
    return found(
        FindingCode.FORMULA_UNDEFINED,
        undefined.bid,
        undefined.criterion,
        formula=undefined.formula,
        reason=undefined.reason,
    )


def _result(prepared: Prepared, left: Standing, trace: bool) -> Result:
    laid, taking_part = prepared.laid, prepared.taking_part
    decided = laid.offers.decisions
    ranked = ranking.rank(left.ground, left.count, decided)
    screenings = tuple(_screenings(laid, taking_part))
    tracer = tracing.Tracer(left) if trace else None
    rows = _rows(left, ranked.groups, tracer.points() if tracer else {})
    told = [
        *taking_part.findings,
        *ground.admitted(laid, taking_part.bids),
        *left.findings,
        *ground.replaced(laid, taking_part.bids),
        *ranked.findings,
        *_suspects(screenings),
        *_negative(left.count),
        *_spreads(left),
    ]
    aside = sorted((*taking_part.set_aside, *left.set_aside), key=lambda each: each.bid)
    return Result(
        complete=True,
        rows=rows,
        ranking_groups=_groups(rows, ranked.groups),
        findings=ordered(settle(told, decided)),
        trace=tracer.trace() if tracer else (),
        rule_versions=_rule_versions(laid, left.count),
        tie_breaks=ranked.tie_breaks,
        set_aside=tuple(aside),
        screenings=screenings,
    )


def _rows(
    left: Standing, groups: Groups, points: Mapping[str, tuple[Points, ...]]
) -> tuple[Row, ...]:
    count = left.count
    decimals = tracing.shown_decimals(left.ground.model, Stage.TOTAL)
    place = {bid: place for place, bid in enumerate(count.ids)}
    rows, rank = [], 1
    for group in groups:
        for bid in sorted(group):
            value = count.totals.at(place[bid])
            rows.append(Row(bid, rank, value, exact.show(value, decimals), points.get(bid, ())))
        rank += len(group)
    return tuple(rows)


def _groups(rows: Sequence[Row], groups: Groups) -> tuple[Group, ...]:
    by_bid = {row.bid: row for row in rows}
    made = []
    for group in groups:
        first = by_bid[group[0]]
        made.append(Group(first.rank, first.exact, first.shown, tuple(sorted(group))))
    return tuple(made)


def _rule_versions(laid: Laid, count: Count) -> tuple[str, ...]:
    used = {each.formula.name for each in leaves(count.top) if each.formula}
    used |= {count.formula.name} if count.formula else set()
    used |= {screening.policy for screening in laid.model.policies.abnormally_low}
    return tuple(sorted(used))


def leaves(earned: Sequence[Earned]) -> Iterator[Earned]:
    """What was earned on the criteria without sub-criteria."""
    for each in earned:
        if each.children:
            yield from leaves(each.children)
        else:
            yield each


def _negative(count: Count) -> Iterator[Finding]:
    for each in leaves(count.top):
        if not each.points.below_zero():
            continue
        for bid, value in zip(count.ids, each.points.all(), strict=True):
            if value < 0:
                shown = exact.show(value)
                yield found(FindingCode.NEGATIVE_POINTS, bid, each.placed.id, points=shown)


def _spreads(left: Standing) -> Iterator[Finding]:
    rule = left.ground.model.policies.consensus
    for leaf in criteria.leaves(left.ground.placed):
        if leaf.criterion.kind is CriterionKind.QUALITY:
            scored = left.ground.scored[leaf.id]
            yield from consensus.spreads(scored, leaf.criterion, left.ground.ids, rule)


def _screenings(laid: Laid, taking_part: TakingPart) -> Iterator[Screened]:
    """What the announced policies point out among the prices, those of bids included that were
    excluded because of this very question: the statistics stay what they were."""
    policies = laid.model.policies.abnormally_low
    if not policies:
        return
    questioned = {
        each.bid for each in taking_part.set_aside if each.because == FindingCode.ABNORMALLY_LOW
    }
    questioned |= {bid.id for bid in taking_part.bids}
    prices = {
        bid.id: Fraction(bid.price.amount)
        for bid in laid.offers.bids
        if bid.id in questioned and bid.price is not None
    }
    for policy in policies:
        yield _screened(laid, policy, prices)


def _screened(laid: Laid, policy: Screening, prices: dict[str, Fraction]) -> Screened:
    priced = [leaf.weight for leaf in laid.leaves if leaf.priced]
    summed = laid.model.parameters.formula is None
    ceiling = laid.model.parameters.ceiling
    setting = abnormally_low.Setting(
        category=policy.category,
        procedure=policy.procedure,
        price_weight=sum(priced, Fraction()) / Fraction(laid.model.parameters.total)
        if summed
        else None,
        ceiling=None if ceiling is None else Fraction(ceiling),
        marked=frozenset(policy.marked),
    )
    numbers = {name: Fraction(value) for name, value in policy.parameters.items()}
    return abnormally_low.screen(policy.policy, prices, setting, numbers)


def _suspects(screenings: Sequence[Screened]) -> Iterator[Finding]:
    for each in screenings:
        if not each.applies and each.reason:
            yield found(
                FindingCode.SCREENING_NOT_APPLICABLE, policy=each.policy, reason=each.reason
            )
        deviations = {deviation.bid: deviation.shown for deviation in each.deviations}
        for bid in each.suspects:
            yield found(
                FindingCode.ABNORMALLY_LOW,
                bid,
                policy=each.policy,
                deviation=deviations.get(bid, ""),
            )
