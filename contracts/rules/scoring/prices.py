"""What each bid costs: the compared price with its options and its costs over the years."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.rules.scoring import exact
from contracts.rules.scoring.criteria import Placed
from contracts.rules.scoring.findings import Finding, FindingCode, found
from contracts.rules.scoring.formulas import FORMULAS, Undefined
from contracts.rules.scoring.model import Bid, CriterionKind, EvaluationModel, LifeCycle, TieBy
from contracts.rules.scoring.net_present_value import (
    CostLine,
    Saving,
    life_cycle_cost,
    saving_value,
)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a compared price: what it is, what it adds, and the numbers that it was
    computed from, by name."""

    name: str
    subject: str
    amount: Fraction
    made_of: tuple[tuple[str, Fraction], ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """The price that is compared, and its parts when it is more than the price as it was bid."""

    amount: Fraction
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Cost:
    """What a bid states of all that the method reads: its price, if any, and what is missing or
    has no value."""

    compared: Compared | None
    gaps: tuple[Finding, ...]


def costs(model: EvaluationModel, leaves: Sequence[Placed], bids: Sequence[Bid]) -> dict[str, Cost]:
    """What each bid costs, by its id."""
    reads = _Reads(
        model,
        _needs_price(model, leaves),
        tuple(leaf for leaf in leaves if leaf.priced and leaf.criterion.element is not None),
        tuple(leaf.id for leaf in leaves if leaf.kind is CriterionKind.QUANTITY),
    )
    if reads.plain:
        return {bid.id: _plain(bid) for bid in bids}
    return {bid.id: reads.cost(bid) for bid in bids}


def _plain(bid: Bid) -> Cost:
    """What a bid costs when nothing but its price is read."""
    if bid.price is None:
        return Cost(None, (found(FindingCode.MISSING_PRICE, bid.id),))
    return Cost(Compared(Fraction(bid.price.amount)), ())


def _needs_price(model: EvaluationModel, leaves: Sequence[Placed]) -> bool:
    announced = model.parameters
    if announced.savings is not None:
        return False
    whole = FORMULAS.get(announced.formula or "")
    return (
        any(leaf.priced and leaf.criterion.element is None for leaf in leaves)
        or bool(whole and "price" in whole.inputs)
        or announced.ceiling is not None
        or any(step.by is TieBy.PRICE for step in model.policies.tie_break)
        or bool(model.policies.abnormally_low)
    )


@dataclass(frozen=True)
class _Reads:
    """What the method reads of a bid."""

    model: EvaluationModel
    price: bool
    elements: tuple[Placed, ...]
    quantities: tuple[str, ...]

    @property
    def plain(self) -> bool:
        """Whether the price is read, and nothing else."""
        announced = self.model.parameters
        more = self.elements or self.quantities or announced.options
        return (
            self.price and not more and announced.savings is None and announced.life_cycle is None
        )

    def cost(self, bid: Bid) -> Cost:
        """What the bid states of it."""
        gaps = tuple(self._gaps(bid))
        if gaps:
            return Cost(None, gaps)
        try:
            return Cost(self._compared(bid), ())
        except Undefined as undefined:
            reason = undefined.reason
            gap = found(FindingCode.FORMULA_UNDEFINED, bid.id, formula="A15/1", reason=reason)
            return Cost(None, (gap,))

    def _gaps(self, bid: Bid) -> Iterator[Finding]:
        announced = self.model.parameters
        if self.price and bid.price is None:
            yield found(FindingCode.MISSING_PRICE, bid.id)
        if announced.savings is not None and bid.savings is None:
            yield found(FindingCode.MISSING_QUANTITY, bid.id, quantity="savings")
        for leaf in self.elements:
            element = leaf.criterion.element or ""
            if element not in bid.elements:
                yield found(FindingCode.MISSING_PRICE, bid.id, leaf.id, element=element)
        for option in announced.options:
            if option.id not in bid.options:
                yield found(FindingCode.MISSING_PRICE, bid.id, element=option.id)
        yield from self._missing_quantities(bid)

    def _missing_quantities(self, bid: Bid) -> Iterator[Finding]:
        cycle = self.model.parameters.life_cycle
        for quantity in self.quantities:
            if quantity not in bid.quantities:
                yield found(FindingCode.MISSING_QUANTITY, bid.id, quantity, quantity=quantity)
        for line in cycle.lines if cycle else ():
            if line.id not in bid.quantities:
                yield found(FindingCode.MISSING_QUANTITY, bid.id, quantity=line.id)

    def _compared(self, bid: Bid) -> Compared | None:
        announced = self.model.parameters
        if announced.savings is not None:
            return _net_present_value(self.model, bid)
        if bid.price is None:
            return None
        price = Fraction(bid.price.amount)
        if not announced.options and announced.life_cycle is None:
            return Compared(price)
        parts = (Part("price", "", price), *self._options(bid), *self._yearly(bid))
        return Compared(exact.total(part.amount for part in parts), parts)

    def _options(self, bid: Bid) -> Iterator[Part]:
        """Options enter with their announced coefficient."""
        for option in sorted(self.model.parameters.options, key=lambda option: option.id):
            amount, factor = Fraction(bid.options[option.id]), Fraction(option.coefficient)
            made_of = (("option", amount), ("coefficient", factor))
            yield Part("option", option.id, amount * factor, made_of)

    def _yearly(self, bid: Bid) -> Iterator[Part]:
        """Yearly costs enter with their present value."""
        cycle = self.model.parameters.life_cycle
        if cycle is not None:
            yield from _yearly_costs(cycle, bid)


def _yearly_costs(cycle: LifeCycle, bid: Bid) -> Iterator[Part]:
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
    value = saving_value(saving, terms.announced, Fraction(terms.discount_rate))
    return Compared(value.net_present_value)
