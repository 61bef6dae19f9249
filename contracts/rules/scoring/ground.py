"""What an evaluation stands on: the method laid out, and what each bid brings to it.

Nothing here depends on which other bids take part: prices with their parts, scores of the
committee, quantities, and the marks that thresholds are compared with.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.rules.scoring import columns, consensus, criteria, exact, prices
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
from contracts.rules.scoring.prices import Compared


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


def lay(model: EvaluationModel, offers: Offers) -> Laid:
    """The method and the offers side by side."""
    placed = criteria.place(model)
    return Laid(model, offers, placed, criteria.leaves(placed), consensus.read(offers.scores))


def wrong(laid: Laid) -> Iterator[Finding]:
    """What was handed in that cannot be right, whatever anyone decides."""
    bids = laid.offers.bids
    if not bids:
        yield found(FindingCode.NO_BIDS)
    known = [bid.id for bid in bids]
    for repeated in sorted(id_ for id_, times in Counter(known).items() if times > 1):
        yield found(FindingCode.DUPLICATE_BID, repeated)
    currencies = sorted({bid.price.currency for bid in bids if bid.price})
    if len(currencies) > 1:
        yield found(FindingCode.CURRENCIES_DIFFER, currencies=", ".join(currencies))
    scored = [
        leaf.criterion for leaf in laid.leaves if leaf.criterion.kind is CriterionKind.QUALITY
    ]
    yield from consensus.check(laid.sheet, scored, known, laid.model.policies.consensus)
    yield from _wrong_comparisons(laid, set(known))


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
        yield from prices.missing(laid.model, laid.leaves, bid)
        yield from _missing_quantities(laid.leaves, bid)
        yield from _strange_prices(laid, bid)
    for leaf in laid.leaves:
        if leaf.criterion.kind is CriterionKind.QUALITY:
            rule = laid.model.policies.consensus
            yield from consensus.missing(laid.sheet, leaf.criterion, ids, rule)
        elif leaf.criterion.kind is CriterionKind.COMPARISON:
            yield from _missing_comparisons(laid, leaf, ids)


def _missing_quantities(leaves: Sequence[Placed], bid: Bid) -> Iterator[Finding]:
    for leaf in leaves:
        if leaf.criterion.kind is CriterionKind.QUANTITY and leaf.id not in bid.quantities:
            yield found(FindingCode.MISSING_QUANTITY, bid.id, leaf.id, quantity=leaf.id)


def _missing_comparisons(laid: Laid, leaf: Placed, ids: Sequence[str]) -> Iterator[Finding]:
    members = sorted({each.member for each in laid.offers.comparisons})
    done = {
        (each.member, frozenset((each.preferred, each.other)))
        for each in laid.offers.comparisons
        if each.criterion == leaf.id
    }
    if not members:
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


def _strange_prices(laid: Laid, bid: Bid) -> Iterator[Finding]:
    """A price of zero or below asks for a person's decision, also where the formula has a value
    for it; where it has none, admitting the bid does not help."""
    for criterion, amount, accepts in _amounts(laid, bid):
        if amount > 0 or (amount == 0 and _replaced(laid, criterion)):
            continue
        code = FindingCode.PRICE_NEGATIVE if amount < 0 else FindingCode.PRICE_ZERO
        finding = found(code, bid.id, criterion, price=written(amount))
        allowed = accepts is Accepts.ANY or (accepts is Accepts.NOT_NEGATIVE and amount == 0)
        if not (allowed and _admitted(finding, laid.offers.decisions)):
            yield finding


def _admitted(finding: Finding, decisions: Sequence[Decision]) -> bool:
    return any(d.outcome is Outcome.ADMIT and concerns(d, finding) for d in decisions)


def _amounts(laid: Laid, bid: Bid) -> Iterator[tuple[str, Fraction, Accepts]]:
    """What each formula reads as the price of a bid, and what it is defined for."""
    whole = FORMULAS.get(laid.model.parameters.formula or "")
    stated = next(prices.missing(laid.model, laid.leaves, bid), None) is None
    if not stated or prices.saving(laid.model):
        return
    total = prices.compared(laid.model, bid)
    if whole and total and "price" in whole.inputs:
        yield "", total.amount, whole.accepts
    for leaf in laid.leaves:
        if not leaf.priced:
            continue
        formula = FORMULAS[criteria.formula_name(leaf.criterion, laid.model.parameters.normalise)]
        element = leaf.criterion.element
        amount = total.amount if total and element is None else Fraction()
        amount = amount if element is None else Fraction(bid.elements[element])
        yield leaf.id, amount, formula.accepts


def _replaced(laid: Laid, criterion: str) -> bool:
    leaf = next((leaf for leaf in laid.leaves if leaf.id == criterion), None)
    return leaf is not None and leaf.criterion.zero_counts_as is not None


def ground(laid: Laid, bids: Sequence[Bid]) -> Ground:
    """The ground of these bids, about which nothing is left to settle."""
    taking_part = sorted(bids, key=lambda bid: bid.id)
    ids = tuple(bid.id for bid in taking_part)
    compared = {bid.id: prices.compared(laid.model, bid) for bid in taking_part}
    stated = {bid: price for bid, price in compared.items() if price is not None}
    amounts = tuple(stated[bid].amount if bid in stated else None for bid in ids)
    scored = {
        leaf.id: _scored(laid, leaf, ids)
        for leaf in laid.leaves
        if leaf.criterion.kind is CriterionKind.QUALITY
    }
    own = {
        leaf.id: _own(leaf, taking_part, amounts, scored)
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
        prices=amounts,
        compared=stated,
        own=own,
        scored=scored,
        comparisons=comparisons,
    )


def _scored(laid: Laid, leaf: Placed, ids: Sequence[str]) -> Scored:
    policy = laid.model.policies.consensus
    rules = {rule.stage: rule for rule in laid.model.parameters.rounding}
    return consensus.scored(laid.sheet, leaf.criterion, ids, policy, rules)


def _own(
    leaf: Placed,
    bids: Sequence[Bid],
    amounts: Sequence[Fraction | None],
    scored: Mapping[str, Scored],
) -> Column:
    criterion = leaf.criterion
    if criterion.kind is CriterionKind.QUALITY:
        return scored[leaf.id].column
    if criterion.kind is CriterionKind.QUANTITY:
        return columns.of_decimals([bid.quantities[leaf.id] for bid in bids])
    if criterion.element is None:
        values = [amount for amount in amounts if amount is not None]
    else:
        values = [Fraction(bid.elements[criterion.element]) for bid in bids]
    if criterion.zero_counts_as is not None:
        instead = Fraction(criterion.zero_counts_as)
        values = [value or instead for value in values]
    return columns.of_fractions(values)


def replaced(ground_: Ground) -> Iterator[Finding]:
    """The prices of zero that count as the announced amount."""
    for leaf in criteria.leaves(ground_.placed):
        instead = leaf.criterion.zero_counts_as
        if instead is None:
            continue
        for bid in ground_.bids:
            element = leaf.criterion.element
            price = ground_.compared[bid.id].amount if element is None else bid.elements[element]
            if price == 0:
                yield found(FindingCode.ZERO_REPLACED, bid.id, leaf.id, price=text(instead))
