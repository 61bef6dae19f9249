"""Columns of exact numbers, one for each bid, kept so that a thousand bids are quickly counted.

Numbers that come from a scale share a denominator: they are whole numbers times one unit, and
weighing or adding them is arithmetic on whole numbers. What a formula answers has a denominator of
its own for each bid. Both behave alike, and a fraction is made only where one is asked for.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import mul

from contracts.rules.scoring import exact
from contracts.rules.scoring.exact import Mode

PRECISION = 80
"""Bits behind the point of the whole numbers by which columns are first compared; numbers that
agree so far are compared as fractions."""


@dataclass(frozen=True, slots=True)
class Column:
    """The number of the bid at place i is `unit * numerators[i] / denominators[i]`; without
    denominators they are all 1. The unit is not negative, and neither is a denominator."""

    numerators: Sequence[int]
    unit: Fraction = Fraction(1)
    denominators: Sequence[int] | None = None

    def key(self, place: int) -> int | tuple[int, int]:
        """What tells the number of one bid from that of another in this column."""
        if self.denominators is None:
            return self.numerators[place]
        return self.numerators[place], self.denominators[place]

    def at(self, place: int) -> Fraction:
        """The exact number of one bid."""
        top, bottom = self.unit.as_integer_ratio()
        below = 1 if self.denominators is None else self.denominators[place]
        return Fraction(top * self.numerators[place], bottom * below)

    def all(self) -> list[Fraction]:
        """Every number, in order."""
        top, bottom = self.unit.as_integer_ratio()
        if self.denominators is None:
            made = {n: Fraction(top * n, bottom) for n in set(self.numerators)}
            return [made[n] for n in self.numerators]
        pairs = zip(self.numerators, self.denominators, strict=True)
        return [Fraction(top * n, bottom * d) for n, d in pairs]

    def times(self, factor: Fraction) -> "Column":
        """Every number multiplied by a factor that is not negative."""
        return Column(self.numerators, self.unit * factor, self.denominators)

    def order(self) -> list[int]:
        """A whole number for each bid that orders as the numbers do, but for the finest
        differences: see `PRECISION`."""
        top, bottom = self.unit.as_integer_ratio()
        top <<= PRECISION
        if self.denominators is None:
            return [top * n // bottom for n in self.numerators]
        pairs = zip(self.numerators, self.denominators, strict=True)
        return [top * n // (bottom * d) for n, d in pairs]

    def highest(self) -> Fraction:
        """The highest number."""
        if self.denominators is None:
            return self.unit * max(self.numerators)
        order = self.order()
        return max(self._where(order, max(order)))

    def lowest(self) -> Fraction:
        """The lowest number."""
        if self.denominators is None:
            return self.unit * min(self.numerators)
        order = self.order()
        return min(self._where(order, min(order)))

    def _where(self, order: Sequence[int], wanted: int) -> list[Fraction]:
        return [self.at(place) for place, number in enumerate(order) if number == wanted]

    def below_zero(self) -> bool:
        """Whether any number is negative."""
        return min(self.numerators, default=0) < 0 < self.unit

    def rounded(self, decimals: int, mode: Mode) -> "Column":
        """Every number rounded."""
        power = 10**decimals
        whole = [int(exact.rounded(number, decimals, mode) * power) for number in self.all()]
        return Column(whole, Fraction(1, power))

    def under(self, number: Fraction) -> "Column":
        """A number divided by every number of this column, which are all above zero."""
        below = self.denominators or [1] * len(self.numerators)
        return Column(below, number / self.unit, self.numerators)

    def kept(self, places: Iterable[int]) -> "Column":
        """Only these bids, in this order."""
        places = list(places)
        below = None if self.denominators is None else [self.denominators[p] for p in places]
        return Column([self.numerators[place] for place in places], self.unit, below)


def of_decimals(values: Sequence[Decimal]) -> Column:
    """A column of decimal numbers, over their common denominator."""
    ratios = {value: value.as_integer_ratio() for value in set(values)}
    common = math.lcm(*{denominator for _, denominator in ratios.values()})
    whole = {value: n * (common // d) for value, (n, d) in ratios.items()}
    return Column([whole[value] for value in values], Fraction(1, common))


def of_ratios(values: Sequence[Fraction]) -> Column:
    """A column of fractions that have few denominators, such as prices or means, over a common one;
    where that would be very large, each over its own."""
    common = math.lcm(*{value.denominator for value in values})
    if common.bit_length() > PRECISION:
        return of_fractions(values)
    whole = [value.numerator * (common // value.denominator) for value in values]
    return Column(whole, Fraction(1, common))


def of_fractions(values: Sequence[Fraction]) -> Column:
    """A column of numbers that a formula answered."""
    ratios = [value.as_integer_ratio() for value in values]
    return Column([n for n, _ in ratios], Fraction(1), [d for _, d in ratios])


def total(columns: Sequence[Column], size: int) -> Column:
    """The sum of columns, bid by bid."""
    made = _whole_total([column for column in columns if column.denominators is None], size)
    for column in columns:
        if column.denominators is not None:
            made = _sum(made, column, column.denominators)
    return made


def _whole_total(columns: Sequence[Column], size: int) -> Column:
    if not columns:
        return Column([0] * size)
    common = math.lcm(*[column.unit.denominator for column in columns])
    factors = [column.unit.numerator * (common // column.unit.denominator) for column in columns]
    rows = zip(*[column.numerators for column in columns], strict=True)
    return Column([sum(map(mul, row, factors)) for row in rows], Fraction(1, common))


def _sum(one: Column, other: Column, others_below: Sequence[int]) -> Column:
    (top, bottom), (other_top, other_bottom) = (
        one.unit.as_integer_ratio(),
        other.unit.as_integer_ratio(),
    )
    below = one.denominators or [1] * len(one.numerators)
    parts = zip(one.numerators, below, other.numerators, others_below, strict=True)
    left, right = top * other_bottom, other_top * bottom
    numerators, denominators = [], []
    for n, d, other_n, other_d in parts:
        numerators.append(left * n * other_d + right * other_n * d)
        denominators.append(d * other_d)
    return Column(numerators, Fraction(1, bottom * other_bottom), denominators)
