"""What each bid costs: the compared price with its options and its costs over the years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.rules.scoring import exact
from contracts.rules.scoring.criteria import Placed
from contracts.rules.scoring.findings import Finding, FindingCode, found
from contracts.rules.scoring.formulas import FORMULAS
from contracts.rules.scoring.model import Bid, EvaluationModel, TieBy
from contracts.rules.scoring.net_present_value import (
    CostLine,
    Saving,
    life_cycle_cost,
    saving_value,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a compared price: what it is, and what it adds."""

    name: str
    subject: str
    amount: Fraction
    made_of: tuple[tuple[str, Fraction], ...] = ()
    """The numbers it was computed from, by name."""


@dataclass(frozen=True, slots=True)
class Compared:
    """The price that is compared, and its parts; a single part is the price as it was bid."""

    amount: Fraction
    parts: tuple[Part, ...]


def needed(model: EvaluationModel, leaves: Sequence[Placed]) -> bool:
    """Whether the method reads the price of a bid as a whole."""
    announced = model.parameters
    whole = FORMULAS.get(announced.formula or "")
    return (
        any(leaf.priced and leaf.criterion.element is None for leaf in leaves)
        or bool(whole and "price" in whole.inputs and not saving(model))
        or announced.ceiling is not None
        or any(step.by is TieBy.PRICE for step in model.policies.tie_break)
        or bool(model.policies.abnormally_low)
    )


def saving(model: EvaluationModel) -> bool:
    """Whether bids offer savings, of which the present value stands where a price would."""
    return model.parameters.savings is not None


def missing(model: EvaluationModel, leaves: Sequence[Placed], bid: Bid) -> Iterator[Finding]:
    """The amounts and quantities that the method reads and the bid does not state."""
    if saving(model):
        if bid.savings is None:
            yield found(FindingCode.MISSING_QUANTITY, bid.id, quantity="savings")
    elif needed(model, leaves) and bid.price is None:
        yield found(FindingCode.MISSING_PRICE, bid.id)
    for leaf in leaves:
        element = leaf.criterion.element
        if leaf.priced and element is not None and element not in bid.elements:
            yield found(FindingCode.MISSING_PRICE, bid.id, leaf.id, element=element)
    for option in model.parameters.options:
        if option.id not in bid.options:
            yield found(FindingCode.MISSING_PRICE, bid.id, option=option.id)
    cycle = model.parameters.life_cycle
    for line in cycle.lines if cycle else ():
        if line.id not in bid.quantities:
            yield found(FindingCode.MISSING_QUANTITY, bid.id, quantity=line.id)


def compared(model: EvaluationModel, bid: Bid) -> Compared | None:
    """The price to compare; none when the bid states none and the method reads none.

    Options enter with their announced coefficient, yearly costs at their present value."""
    if saving(model):
        return _net_present_value(model, bid)
    if bid.price is None:
        return None
    parts = [Part("price", "", Fraction(bid.price.amount))]
    for option in model.parameters.options:
        amount, factor = Fraction(bid.options[option.id]), Fraction(option.coefficient)
        made_of = (("option", amount), ("coefficient", factor))
        parts.append(Part("option", option.id, amount * factor, made_of))
    parts.extend(_costs(model, bid))
    return Compared(exact.total(part.amount for part in parts), tuple(parts))


def _costs(model: EvaluationModel, bid: Bid) -> Iterator[Part]:
    cycle = model.parameters.life_cycle
    if cycle is None:
        return
    rate = Fraction(cycle.discount_rate)
    for line in sorted(cycle.lines, key=lambda line: line.id):
        quantity, unit_cost = Fraction(bid.quantities[line.id]), Fraction(line.unit_cost)
        cost = CostLine(quantity, unit_cost, line.first_year, line.last_year)
        made_of = (
            ("quantity", quantity),
            ("unit_cost", unit_cost),
            ("first_year", Fraction(line.first_year)),
            ("last_year", Fraction(line.last_year)),
            ("discount_rate", rate),
        )
        yield Part("cost", line.id, life_cycle_cost(Fraction(), [cost], rate).total, made_of)


def _net_present_value(model: EvaluationModel, bid: Bid) -> Compared | None:
    terms, offer = model.parameters.savings, bid.savings
    if terms is None or offer is None:
        return None
    saving = Saving(
        tuple(Fraction(reduction) for reduction in offer.annual_cost_reductions),
        Fraction(offer.yearly_payments_percentage),
        offer.years,
        offer.days,
    )
    value = saving_value(saving, date.fromisoformat(terms.announced), Fraction(terms.discount_rate))
    payments = Part("contract", "", value.contract)
    return Compared(
        value.net_present_value,
        (Part("net_present_value", "", value.net_present_value), payments),
    )
