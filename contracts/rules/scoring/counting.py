"""The points of a set of bids: every statistic is taken over these bids and no others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from contracts.rules.scoring import columns, consensus, criteria, exact
from contracts.rules.scoring.columns import Column
from contracts.rules.scoring.criteria import Placed
from contracts.rules.scoring.exact import Mode
from contracts.rules.scoring.formulas import (
    FORMULAS,
    Formula,
    FormulaKind,
    Undefined,
    pairs,
    points_table,
)
from contracts.rules.scoring.ground import Ground
from contracts.rules.scoring.model import Normalise, Rounding, Stage

HUNDRED = Fraction(100)

Statistic = Callable[[Sequence[Fraction]], Fraction]

_STATISTICS: Mapping[str, Statistic] = {
    "lowest": min,
    "highest": max,
    "best": max,
    "mean": exact.mean,
    "median": exact.median,
}


_OF_ALL = frozenset({"no_discount"})
"""The reasons that are about the bids together, so that no single one is named."""


class NotDefined(Exception):
    """A formula has no value for these bids: `bid` is empty when it has none for any."""

    def __init__(self, bid: str, criterion: str, formula: str, reason: str) -> None:
        super().__init__(reason)
        self.bid, self.criterion, self.formula, self.reason = bid, criterion, formula, reason


@dataclass(frozen=True)
class Earned:
    """What the bids earn on one criterion: the inputs that all share, each bid's own number, and
    the points with their stages. `mark` is there only when it was announced to be rounded."""

    placed: Placed
    formula: Formula | None
    shared: Mapping[str, Fraction]
    own: Column | None
    mark: Column | None
    before: Column
    """The points before the rounding of this stage."""
    points: Column
    children: tuple["Earned", ...] = ()


@dataclass(frozen=True)
class Count:
    """Points and totals of the bids at `places` of the ground."""

    places: tuple[int, ...]
    ids: tuple[str, ...]
    top: tuple[Earned, ...]
    quality: Column
    """The points for quality together, as they count."""
    raised: Fraction
    """By what the best quality was raised: 1 when that was not announced."""
    figures: Mapping[str, Fraction]
    """The inputs that a whole formula shares over the bids."""
    prices: Sequence[Fraction | None]
    before: Column
    """The totals before the rounding of this stage."""
    totals: Column
    formula: Formula | None = field(default=None)


def count(ground: Ground, places: Sequence[int]) -> Count:
    """The points of these bids. Raises `NotDefined`."""
    taken = _Counting(ground, tuple(places))
    return taken.count()


def rule(ground: Ground, stage: Stage) -> Rounding | None:
    """The announced rounding of a stage; none when it is not rounded."""
    rules = ground.model.parameters.rounding
    return next((r for r in rules if r.stage is stage and isinstance(r.mode, Mode)), None)


def statistics(names: Sequence[str], of: str, values: Sequence[Fraction]) -> dict[str, Fraction]:
    """The inputs such as `lowest_price` among `names`, taken over the values."""
    wanted = {name: _STATISTICS[kind] for kind in _STATISTICS if (name := f"{kind}_{of}") in names}
    return {name: take(values) for name, take in wanted.items()}


@dataclass(frozen=True)
class _Counting:
    ground: Ground
    places: tuple[int, ...]

    def count(self) -> Count:
        ids = tuple(self.ground.ids[place] for place in self.places)
        top = tuple(self._earned(placed) for placed in self.ground.placed)
        quality, raised = self._quality(top)
        prices = [self.ground.prices[place] for place in self.places]
        formula, figures = self.ground.whole, {}
        if formula is None:
            others = [each.points for each in top if each.placed.priced]
            before = columns.total([quality, *others], len(ids))
        else:
            figures = self._figures(formula, quality, prices)
            before = self._whole(formula, figures, quality, prices)
        totals = consensus.rounded(before, rule(self.ground, Stage.TOTAL))
        return Count(
            self.places, ids, top, quality, raised, figures, prices, before, totals, formula
        )

    def _quality(self, top: Sequence[Earned]) -> tuple[Column, Fraction]:
        mine = [each.points for each in top if not each.placed.priced]
        quality = columns.total(mine, len(self.places))
        if self.ground.model.parameters.normalise not in (Normalise.QUALITY, Normalise.BOTH):
            return quality, Fraction(1)
        best = quality.highest()
        if best <= 0:
            raise NotDefined("", "", "", "no_best_score")
        raised = self.ground.maximum_quality / best
        return quality.times(raised), raised

    def _figures(
        self, formula: Formula, quality: Column, prices: Sequence[Fraction | None]
    ) -> dict[str, Fraction]:
        stated = [price for price in prices if price is not None]
        figures = statistics(formula.inputs, "price", stated) if stated else {}
        if any(name.endswith("_quality") for name in formula.inputs):
            figures |= statistics(formula.inputs, "quality", quality.all())
        if "maximum_quality" in formula.inputs:
            figures["maximum_quality"] = self.ground.maximum_quality
        constants = self.ground.model.parameters.constants
        return figures | {name: Fraction(value) for name, value in sorted(constants.items())}

    def _whole(
        self,
        formula: Formula,
        figures: Mapping[str, Fraction],
        quality: Column,
        prices: Sequence[Fraction | None],
    ) -> Column:
        made = []
        for place, price in enumerate(prices):
            own = {} if price is None else {"price": price}
            inputs = {**figures, **own, "quality": quality.at(place)}
            made.append(self._computed(formula, inputs, place, ""))
        return columns.of_fractions(made)

    def _earned(self, placed: Placed) -> Earned:
        if placed.leaf:
            return self._leaf(placed)
        children = tuple(self._earned(child) for child in placed.children)
        before = columns.total([child.points for child in children], len(self.places))
        points = consensus.rounded(before, rule(self.ground, Stage.BLOCK))
        return Earned(placed, None, {}, None, None, before, points, children)

    def _leaf(self, placed: Placed) -> Earned:
        name = criteria.formula_name(placed.criterion, self.ground.model.parameters.normalise)
        formula = FORMULAS[name]
        own = self._own(placed, formula)
        shared = self._shared(placed, formula, own)
        if formula.proportional:
            one = self._computed(formula, {**shared, "score": Fraction(1)}, None, placed.id)
            shares = own.times(one)
        elif formula.inverse and own.lowest() > 0:
            one = self._computed(formula, {**shared, "price": Fraction(1)}, None, placed.id)
            shares = own.under(one)
        else:
            shares = self._shares(placed, formula, shared, own)
        mark, announced = None, rule(self.ground, Stage.MARK)
        if announced:
            mark = consensus.rounded(shares.times(HUNDRED), announced)
            shares = mark.times(1 / HUNDRED)
        before = shares.times(placed.weight)
        points = consensus.rounded(before, rule(self.ground, Stage.CRITERION))
        return Earned(placed, formula, shared, own, mark, before, points)

    def _own(self, placed: Placed, formula: Formula) -> Column:
        if formula.kind is FormulaKind.COMPARISON:
            return self._coefficients(placed, formula)
        own = self.ground.own[placed.id]
        return own if len(self.places) == len(self.ground.ids) else own.kept(self.places)

    def _coefficients(self, placed: Placed, formula: Formula) -> Column:
        ids = [self.ground.ids[place] for place in self.places]
        given = self.ground.pairs_among(placed.id, ids)
        members = sorted({each.member for each in given})
        try:
            if formula.id == "C2":
                made = pairs.sum_of_members(given, members, ids)
            else:
                decimals = placed.criterion.parameters.get("decimals")
                cut = None if decimals is None else int(decimals)
                made = pairs.mean_of_members(given, members, ids, cut)
        except Undefined as undefined:
            raise NotDefined("", placed.id, formula.name, undefined.reason) from undefined
        return columns.of_fractions([made[bid] for bid in ids])

    def _shared(self, placed: Placed, formula: Formula, own: Column) -> dict[str, Fraction]:
        """The inputs that all bids share: statistics, the scale, the announced numbers."""
        criterion, wanted = placed.criterion, formula.inputs
        shared: dict[str, Fraction] = {}
        if formula.kind is FormulaKind.PRICE:
            shared = _of_prices(wanted, own)
        elif formula.kind is FormulaKind.COMPARISON:
            shared = statistics(wanted, "coefficient", own.all())
        else:
            shared = {
                name: value
                for name, value in (
                    ("best_score", own.highest()),
                    ("lowest_score", own.lowest()),
                )
                if name in wanted
            }
        if "scale_maximum" in wanted:
            shared["scale_maximum"] = _scale_maximum(placed)
        constants = sorted(criterion.parameters.items())
        return shared | {name: Fraction(value) for name, value in constants}

    def _shares(
        self, placed: Placed, formula: Formula, shared: Mapping[str, Fraction], own: Column
    ) -> Column:
        made: dict[Fraction, Fraction] = {}
        shares = []
        name = own_name(formula)
        for place, value in enumerate(own.all()):
            if value not in made:
                inputs = {**shared, name: value}
                if name == "table_points":
                    inputs[name] = self._table_points(placed, formula, value, place)
                made[value] = self._computed(formula, inputs, place, placed.id)
            shares.append(made[value])
        return columns.of_fractions(shares)

    def _table_points(
        self, placed: Placed, formula: Formula, value: Fraction, place: int
    ) -> Fraction:
        try:
            return points_table.points_of(steps_of(placed), value)
        except Undefined as undefined:
            bid = self.ground.ids[self.places[place]]
            raise NotDefined(bid, placed.id, formula.name, undefined.reason) from undefined

    def _computed(
        self, formula: Formula, inputs: Mapping[str, Fraction], place: int | None, criterion: str
    ) -> Fraction:
        try:
            return formula.compute(inputs)
        except Undefined as undefined:
            of_one = place is not None and undefined.reason not in _OF_ALL
            bid = self.ground.ids[self.places[place or 0]] if of_one else ""
            raise NotDefined(bid, criterion, formula.name, undefined.reason) from undefined


def _of_prices(names: Sequence[str], own: Column) -> dict[str, Fraction]:
    ends = {"lowest_price": own.lowest, "highest_price": own.highest}
    shared = {name: ends[name]() for name in ends if name in names}
    others = [name for name in names if name not in ends]
    return shared | (statistics(others, "price", own.all()) if others != ["price"] else {})


def own_name(formula: Formula) -> str:
    """The name under which a formula reads what each bid offers or got."""
    if formula.kind is FormulaKind.PRICE:
        return "price"
    if formula.kind is FormulaKind.COMPARISON:
        return "coefficient"
    return "table_points" if "table_points" in formula.inputs else "score"


def steps_of(placed: Placed) -> list[points_table.Step]:
    """The announced table of a criterion."""
    return [(Fraction(step.up_to), Fraction(step.points)) for step in placed.criterion.table]


def _scale_maximum(placed: Placed) -> Fraction:
    if placed.criterion.table:
        return points_table.largest_points(steps_of(placed))
    scale = placed.criterion.scale
    return exact.fraction(scale.maximum) if scale else Fraction()
