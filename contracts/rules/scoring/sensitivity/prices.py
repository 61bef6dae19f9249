"""S7: how much dearer the winner could have been before another bid draws level."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from contracts.rules.scoring import criteria, exact
from contracts.rules.scoring import prices as amounts
from contracts.rules.scoring.criteria import Placed
from contracts.rules.scoring.exact import Rational
from contracts.rules.scoring.formulas import FORMULAS, Formula, Undefined
from contracts.rules.scoring.model import Bid, CriterionKind, EvaluationModel, Offers
from contracts.rules.scoring.sensitivity import contest, outcome
from contracts.rules.scoring.sensitivity.contest import Contest
from contracts.rules.scoring.sensitivity.outcome import Ranking
from contracts.rules.scoring.sensitivity.reasons import Reason
from contracts.rules.scoring.sensitivity.shares import Shares
from contracts.rules.scoring.sensitivity.shown import percent

CENT = Decimal("0.01")
UP_TO = 100
"""The search ends at so many times the price of the winner."""


class Ending(StrEnum):
    """What happens at the first price at which the winner is no longer first alone."""

    TIED = "tied"
    OVERTAKEN = "overtaken"
    SET_ASIDE = "set_aside"
    """It no longer takes part, such as above the ceiling."""
    NO_RANKING = "no_ranking"
    """Findings stand in the way of a ranking."""
    NEVER = "never"
    """Not up to a hundred times the price."""


class Method(StrEnum):
    """How the price was found."""

    CLOSED_FORM = "closed_form"
    """Solved: `tie` is the exact price, and the cent is checked by evaluating."""
    SEARCH = "search"
    """Halved on whole cents, each time with an exact evaluation."""


@dataclass(frozen=True, slots=True)
class PriceMargin:
    """S7: the winner's own price goes up, all else stays."""

    bid: str
    price: Rational
    price_shown: str
    method: Method
    tie: Rational | None
    """The price at which the totals are equal, where it can be solved for."""
    tie_shown: str
    first: Rational | None
    """The price, in whole cents above its own, at which the bid is no longer first alone."""
    first_shown: str
    change_shown: str
    """From its own price to `first`, in percent."""
    ending: Ending
    bids: tuple[str, ...]
    """Who is first there."""
    monotone: bool
    """Whether dearer never earns more under this formula; if not, there may be other prices."""


def price_margin(
    model: EvaluationModel, offers: Offers, before: Ranking, shares: Shares | None
) -> PriceMargin | Reason:
    """S7. `shares` are those of the evaluation when it is a weighted sum; without them, or where
    the price of the winner moves the points of the others, the price is searched for."""
    priced = [leaf for leaf in criteria.leaves(criteria.place(model)) if leaf.priced]
    formulas = [FORMULAS[leaf.criterion.formula or ""] for leaf in priced]
    whole = FORMULAS.get(model.parameters.formula or "")
    if whole and "price" in whole.inputs and not model.parameters.savings:
        formulas.append(whole)
    elif not any(leaf.criterion.element is None for leaf in priced):
        return Reason.NO_PRICE
    if sum(map(len, before)) < 2:
        return Reason.ONE_BID
    if len(before[0]) > 1:
        return Reason.TIE_FOR_FIRST
    [winner] = [bid for bid in offers.bids if bid.id == before[0][0]]
    if winner.price is None or winner.price.amount <= 0:
        return Reason.NO_PRICE
    tie = None
    if shares is not None and len(priced) == 1:
        tie = _tie(model, offers, winner, priced[0], shares)
    monotone = all(formula.monotone for formula in formulas)
    return _margin(model, offers, winner, tie, monotone)


def _margin(
    model: EvaluationModel, offers: Offers, winner: Bid, tie: Fraction | None, monotone: bool
) -> PriceMargin:
    amount = winner.price.amount if winner.price else Decimal(0)
    own = Fraction(amount)

    def at(cents: int) -> Ranking:
        return outcome.ranking(model, outcome.replaced(offers, _dearer(winner, cents)))

    def kept(cents: int) -> bool:
        return at(cents)[:1] == ((winner.id,),)

    cents = _first_lost(kept, int(own * UP_TO / Fraction(CENT)))
    there = ((winner.id,),) if cents is None else at(cents)
    first = None if cents is None else own + cents * Fraction(CENT)
    if tie is not None and (first is None or not first - Fraction(CENT) < tie <= first):
        tie = None  # something else, such as a ceiling, comes before the tie
    return PriceMargin(
        bid=winner.id,
        price=own,
        price_shown=exact.show(own),
        method=Method.SEARCH if tie is None else Method.CLOSED_FORM,
        tie=tie,
        tie_shown="" if tie is None else exact.show(tie),
        first=first,
        first_shown="" if first is None else exact.show(first),
        change_shown="" if first is None else percent(first / own - 1),
        ending=Ending.NEVER if cents is None else _ending(winner.id, there),
        bids=there[0] if there else (),
        monotone=monotone,
    )


def _dearer(bid: Bid, cents: int) -> Bid:
    if bid.price is None:
        return bid
    price = bid.price.model_copy(update={"amount": bid.price.amount + cents * CENT})
    return bid.model_copy(update={"price": price})


def _first_lost(kept: Callable[[int], bool], up_to: int) -> int | None:
    """The first number of cents that loses the first place, if dearer never helps."""
    low, high = 0, 1
    while kept(high):
        if high >= up_to:
            return None
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if kept(middle) else (low, middle)
    return high


def _ending(winner: str, there: Ranking) -> Ending:
    if not there:
        return Ending.NO_RANKING
    if winner in there[0]:
        return Ending.TIED
    ranked = any(winner in group for group in there)
    return Ending.OVERTAKEN if ranked else Ending.SET_ASIDE


def _tie(
    model: EvaluationModel, offers: Offers, winner: Bid, leaf: Placed, shares: Shares
) -> Fraction | None:
    """The exact price at which the winner's points for price have lost the distance to the
    nearest rival. A formula in which the share is a line in the price, or a number divided by it,
    is solved; the solution counts only when the formula confirms it."""
    contested = contest.contest(shares)
    formula = FORMULAS[leaf.criterion.formula or ""]
    if isinstance(contested, Reason) or leaf.criterion.kind is not CriterionKind.PRICE:
        return None
    compared = {
        bid: cost.compared.amount
        for bid, cost in amounts.costs(model, (leaf,), offers.bids).items()
        if cost.compared
    }
    inputs = _still(leaf, formula, contested, compared)
    own = compared.get(winner.id)
    if inputs is None or own is None or winner.price is None:
        return None

    def share(price: Fraction) -> Fraction:
        return formula.compute({**inputs, "price": price})

    place = contested.criteria.index(leaf.id)
    weight = Fraction(contested.weights[place], contested.unit)
    lead = min(contested.lead(rival) for rival in contested.rivals)
    try:
        found = _solved(share, own, share(own) - lead / weight)
    except Undefined:
        return None
    # Options and costs over the years stay what they are; the price takes all of the change.
    return None if found is None else Fraction(winner.price.amount) + found - own


def _still(
    leaf: Placed, formula: Formula, contested: Contest, compared: Mapping[str, Fraction]
) -> dict[str, Fraction] | None:
    """The inputs of a formula that stay when the winner becomes dearer; none when they do not."""
    criterion = leaf.criterion
    if criterion.element is not None or criterion.zero_counts_as is not None:
        return None
    constants = {name: Fraction(value) for name, value in criterion.parameters.items()}
    if not {*formula.inputs} <= {"price", "lowest_price", *constants}:
        return None
    if "lowest_price" not in formula.inputs:
        return constants
    lowest = min(compared[rival.bid] for rival in contested.rivals)
    return constants | {"lowest_price": lowest} if lowest <= compared[contested.winner] else None


def _solved(
    share: Callable[[Fraction], Fraction], price: Fraction, wanted: Fraction
) -> Fraction | None:
    here, nearby = share(price), share(price + 1)
    candidates = []
    if nearby != here:
        candidates.append(price + (wanted - here) / (nearby - here))
    if wanted > 0:
        candidates.append(price * here / wanted)
    return next((each for each in candidates if each > price and share(each) == wanted), None)
