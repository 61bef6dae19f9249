"""What an evaluation stands on: the method laid out, and what each bid brings to it.

Nothing here depends on which other bids take part: prices with their parts, scores of the
committee, quantities, and the marks that thresholds are compared with.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.rules.scoring import columns, consensus, criteria, decisions, draw, exact, prices
from contracts.rules.scoring.columns import Column
from contracts.rules.scoring.consensus import Scored, Sheet
from contracts.rules.scoring.criteria import Placed
from contracts.rules.scoring.findings import Finding, FindingCode, concerns, found, text, written
from contracts.rules.scoring.formulas import FORMULAS, Accepts, Formula, pairs
from contracts.rules.scoring.model import (
    Bid,
    CriterionKind,
    Decision,
    EvaluationModel,
    Offers,
    Outcome,
    Preference,
)
from contracts.rules.scoring.prices import Compared, Cost


@dataclass(frozen=True)
class Ground:
    """The bids that take part, in the order of their ids, and their numbers."""

    model: EvaluationModel
    placed: tuple[Placed, ...]
    whole: Formula | None
    maximum_quality: Fraction
    """The points that there are for quality."""
    ids: tuple[str, ...]
    bids: tuple[Bid, ...]
    prices: tuple[Fraction | None, ...]
    compared: Mapping[str, Compared]
    own: Mapping[str, Column]
    """By criterion: the price, score or quantity of each bid."""
    scored: Mapping[str, Scored]
    """By quality criterion: the score of the committee, and those of its members."""
    comparisons: Mapping[str, Sequence[Preference]]

    def pairs_among(self, criterion: str, ids: Sequence[str]) -> list[pairs.Comparison]:
        """The comparisons of these bids on one criterion."""
        among = set(ids)
        return [
            pairs.Comparison(each.member, each.preferred, each.other, each.strength)
            for each in self.comparisons.get(criterion, ())
            if each.preferred in among and each.other in among
        ]


@dataclass(frozen=True)
class Laid:
    """The method with its bids, before what is missing has been settled."""

    model: EvaluationModel
    offers: Offers
    placed: tuple[Placed, ...]
    leaves: tuple[Placed, ...]
    sheet: Sheet
    costs: Mapping[str, Cost]
    """By bid."""


def lay(model: EvaluationModel, offers: Offers) -> Laid:
    """The method and the offers side by side."""
    placed = criteria.place(model)
    leaves = criteria.leaves(placed)
    sheet, costs = consensus.read(offers.scores), prices.costs(model, leaves, offers.bids)
    return Laid(model, decisions.in_order(offers), placed, leaves, sheet, costs)


def wrong(laid: Laid) -> Iterator[Finding]:
    """What was handed in that cannot be right, whatever anyone decides."""
    bids = laid.offers.bids
    if not bids:
        yield found(FindingCode.NO_BIDS)
    known = [bid.id for bid in bids]
    for repeated in sorted(id_ for id_, times in Counter(known).items() if times > 1):
        yield found(FindingCode.DUPLICATE_BID, repeated)
    asked = {bid.price.currency for bid in bids if bid.price and not bid.excluded}
    currencies = sorted(asked)
    if len(currencies) > 1:
        yield found(FindingCode.CURRENCIES_DIFFER, currencies=", ".join(currencies))
    scored = [
        leaf.criterion for leaf in laid.leaves if leaf.criterion.kind is CriterionKind.QUALITY
    ]
    yield from consensus.check(laid.sheet, scored, known, laid.model.policies.consensus)
    yield from decisions.wrong(laid.offers, laid.placed)
    yield from _wrong_seeds(laid.model)
    yield from _wrong_comparisons(laid, set(known))


def _wrong_seeds(model: EvaluationModel) -> Iterator[Finding]:
    """The seeds that are not the ones whose commitment was published."""
    for number, step in enumerate(model.policies.tie_break, start=1):
        if step.seed is not None and not draw.verify(step.commitment or "", step.seed):
            yield found(FindingCode.SEED_WRONG, step=str(number))


def _wrong_comparisons(laid: Laid, known: set[str]) -> Iterator[Finding]:
    compared = {leaf.id for leaf in laid.leaves if leaf.criterion.kind is CriterionKind.COMPARISON}
    seen: set[tuple[str, str, frozenset[str]]] = set()
    for each in laid.offers.comparisons:
        pair = frozenset((each.preferred, each.other))
        place = (each.criterion, each.member, pair)
        right = each.criterion in compared and pair <= known and len(pair) == 2
        if not right or place in seen:
            yield found(
                FindingCode.COMPARISON_INVALID,
                criterion=each.criterion,
                member=each.member,
                bids=", ".join(sorted(pair)),
            )
        seen.add(place)


def unsettled(laid: Laid, bids: Sequence[Bid]) -> Iterator[Finding]:
    """What must be settled about these bids before anything can be computed."""
    ids = [bid.id for bid in bids]
    for bid in bids:
        yield from laid.costs[bid.id].gaps
    yield from (each for each in _strange_prices(laid, bids) if not each.decided)
    for leaf in laid.leaves:
        if leaf.criterion.kind is CriterionKind.QUALITY:
            rule = laid.model.policies.consensus
            yield from consensus.missing(laid.sheet, leaf.criterion, ids, rule)
        elif leaf.criterion.kind is CriterionKind.COMPARISON:
            yield from _missing_comparisons(laid, leaf, ids)
        elif leaf.criterion.kind is CriterionKind.QUANTITY and leaf.criterion.scale:
            yield from _off_scale(leaf, bids)


def _off_scale(leaf: Placed, bids: Sequence[Bid]) -> Iterator[Finding]:
    """A stated number is not clamped either. The bid can still be excluded for it."""
    for bid in bids:
        stated, scale = bid.quantities.get(leaf.id), leaf.criterion.scale
        if scale and stated is not None and not consensus.possible(leaf.criterion, stated):
            yield found(
                FindingCode.OUT_OF_SCALE,
                bid.id,
                leaf.id,
                given=text(stated),
                minimum=text(scale.minimum),
                maximum=text(scale.maximum),
            )


def _missing_comparisons(laid: Laid, leaf: Placed, ids: Sequence[str]) -> Iterator[Finding]:
    members = sorted({each.member for each in laid.offers.comparisons})
    done = {
        (each.member, frozenset((each.preferred, each.other)))
        for each in laid.offers.comparisons
        if each.criterion == leaf.id
    }
    if not members and len(ids) > 1:
        yield found(FindingCode.MISSING_COMPARISON, criterion=leaf.id)
    for member in members:
        for place, first in enumerate(sorted(ids)):
            for second in sorted(ids)[place + 1 :]:
                if (member, frozenset((first, second))) not in done:
                    bids = f"{first}, {second}"
                    yield found(
                        FindingCode.MISSING_COMPARISON,
                        criterion=leaf.id,
                        member=member,
                        bids=bids,
                    )


def _strange_prices(laid: Laid, bids: Sequence[Bid]) -> Iterator[Finding]:
    """A price of zero or below asks for a person's decision, also where the formula has a value
    for it; where it has none, admitting the bid does not help."""
    stated = [bid for bid in bids if not laid.costs[bid.id].gaps]
    for criterion, accepts, instead, asked in _read_prices(laid, stated):
        for bid, amount in asked.items():
            if amount.numerator > 0 or (amount == 0 and instead):
                continue
            code = FindingCode.PRICE_NEGATIVE if amount < 0 else FindingCode.PRICE_ZERO
            finding = found(code, bid, criterion, price=written(amount))
            allowed = accepts is Accepts.ANY or (accepts is Accepts.NOT_NEGATIVE and amount == 0)
            admitted = allowed and _is_admitted(finding, laid.offers.decisions)
            yield finding.model_copy(update={"decided": Outcome.ADMIT}) if admitted else finding


def admitted(laid: Laid, bids: Sequence[Bid]) -> Iterator[Finding]:
    """The prices of zero or below that a person admitted."""
    if laid.offers.decisions:
        yield from (finding for finding in _strange_prices(laid, bids) if finding.decided)


def _is_admitted(finding: Finding, given: Sequence[Decision]) -> bool:
    return any(d.outcome is Outcome.ADMIT and concerns(d, finding) for d in given)


def _read_prices(
    laid: Laid, bids: Sequence[Bid]
) -> Iterator[tuple[str, Accepts, bool, dict[str, Fraction]]]:
    """What each formula reads as the price of the bids, what it is defined for, and whether an
    amount was announced in the place of zero."""
    if laid.model.parameters.savings is not None:
        return
    whole = FORMULAS.get(laid.model.parameters.formula or "")
    if whole and "price" in whole.inputs:
        yield "", whole.accepts, False, amounts(laid, None, bids)
    for leaf in laid.leaves:
        if leaf.priced:
            name = criteria.formula_name(leaf.criterion, laid.model.parameters.normalise)
            instead = leaf.criterion.zero_counts_as is not None
            yield leaf.id, FORMULAS[name].accepts, instead, amounts(laid, leaf, bids)


def amounts(laid: Laid, leaf: Placed | None, bids: Sequence[Bid]) -> dict[str, Fraction]:
    """What the bids ask on a price criterion: the compared price, or one of its elements."""
    element = leaf.criterion.element if leaf else None
    if element is not None:
        return {bid.id: Fraction(bid.elements[element]) for bid in bids}
    compared = {bid.id: laid.costs[bid.id].compared for bid in bids}
    return {bid: price.amount for bid, price in compared.items() if price is not None}


def ground(laid: Laid, bids: Sequence[Bid]) -> Ground:
    """The ground of these bids, about which nothing is left to settle."""
    taking_part = sorted(bids, key=lambda bid: bid.id)
    ids = tuple(bid.id for bid in taking_part)
    compared = {id_: price for id_ in ids if (price := laid.costs[id_].compared) is not None}
    asked = tuple(compared[id_].amount if id_ in compared else None for id_ in ids)
    scored = {
        leaf.id: _scored(laid, leaf, ids)
        for leaf in laid.leaves
        if leaf.criterion.kind is CriterionKind.QUALITY
    }
    own = {
        leaf.id: _own(laid, leaf, taking_part, scored)
        for leaf in laid.leaves
        if leaf.criterion.kind is not CriterionKind.COMPARISON
    }
    comparisons: dict[str, list[Preference]] = defaultdict(list)
    for each in laid.offers.comparisons:
        comparisons[each.criterion].append(each)
    return Ground(
        model=laid.model,
        placed=laid.placed,
        whole=FORMULAS.get(laid.model.parameters.formula or ""),
        maximum_quality=exact.total(leaf.weight for leaf in laid.leaves if not leaf.priced),
        ids=ids,
        bids=tuple(taking_part),
        prices=asked,
        compared=compared,
        own=own,
        scored=scored,
        comparisons=comparisons,
    )


def _scored(laid: Laid, leaf: Placed, ids: Sequence[str]) -> Scored:
    policy = laid.model.policies.consensus
    rules = {rule.stage: rule for rule in laid.model.parameters.rounding}
    return consensus.scored(laid.sheet, leaf.criterion, ids, policy, rules)


def _own(laid: Laid, leaf: Placed, bids: Sequence[Bid], scored: Mapping[str, Scored]) -> Column:
    if leaf.kind is CriterionKind.QUALITY:
        return scored[leaf.id].column
    if leaf.kind is CriterionKind.QUANTITY:
        return columns.of_decimals([bid.quantities[leaf.id] for bid in bids])
    values = list(amounts(laid, leaf, bids).values())
    if leaf.criterion.zero_counts_as is not None:
        instead = Fraction(leaf.criterion.zero_counts_as)
        values = [value or instead for value in values]
    return columns.of_ratios(values)


def replaced(laid: Laid, bids: Sequence[Bid]) -> Iterator[Finding]:
    """The prices of zero that count as the announced amount."""
    for leaf in laid.leaves:
        instead = leaf.criterion.zero_counts_as
        if instead is not None:
            for bid, amount in amounts(laid, leaf, bids).items():
                if amount == 0:
                    yield found(FindingCode.ZERO_REPLACED, bid, leaf.id, price=text(instead))
