"""Columns of exact numbers, one for each bid, kept so that a thousand bids are quickly counted.

Numbers that come from a scale share a denominator: they are whole numbers times one unit, and
weighing or adding them is arithmetic on whole numbers. What a formula answers has a denominator of
its own for each bid. Both behave alike.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from operator import mul

from contracts.rules.scoring import exact
from contracts.rules.scoring.exact import Mode


@dataclass(frozen=True, slots=True)
class Column:
    """`numbers[i] * unit` for the bid at place i. The numbers are whole in a column of scores,
    fractions in one that a formula made."""

    numbers: Sequence[int | Fraction]
    unit: Fraction = Fraction(1)

    @property
    def whole(self) -> bool:
        """Whether the numbers are whole numbers of one unit."""
        return all(isinstance(number, int) for number in self.numbers[:1])

    def at(self, place: int) -> Fraction:
        """The exact number of one bid."""
        return self.unit * self.numbers[place]

    def all(self) -> list[Fraction]:
        """Every number, in order; equal numbers are computed once."""
        if not self.whole and self.unit == 1:
            return [Fraction(number) for number in self.numbers]
        made = {number: self.unit * number for number in set(self.numbers)}
        return [made[number] for number in self.numbers]

    def times(self, factor: Fraction) -> "Column":
        """Every number multiplied."""
        return Column(self.numbers, self.unit * factor)

    def highest(self) -> Fraction:
        """The highest number, whatever the sign of the unit."""
        return max(self.unit * max(self.numbers), self.unit * min(self.numbers))

    def lowest(self) -> Fraction:
        """The lowest number."""
        return min(self.unit * max(self.numbers), self.unit * min(self.numbers))

    def rounded(self, decimals: int, mode: Mode) -> "Column":
        """Every number rounded."""
        power = 10**decimals
        made = {
            number: int(exact.rounded(self.unit * number, decimals, mode) * power)
            for number in set(self.numbers)
        }
        return Column([made[number] for number in self.numbers], Fraction(1, power))

    def kept(self, places: Iterable[int]) -> "Column":
        """Only these bids, in this order."""
        return Column([self.numbers[place] for place in places], self.unit)


def of_decimals(values: Sequence[Decimal]) -> Column:
    """A column of decimal numbers, over their common denominator."""
    ratios = {value: value.as_integer_ratio() for value in set(values)}
    common = math.lcm(*{denominator for _, denominator in ratios.values()})
    whole = {value: n * (common // d) for value, (n, d) in ratios.items()}
    return Column([whole[value] for value in values], Fraction(1, common))


def of_ratios(values: Sequence[Fraction]) -> Column:
    """A column of fractions that have few denominators, such as means, over a common one."""
    common = math.lcm(*{value.denominator for value in values})
    whole = [value.numerator * (common // value.denominator) for value in values]
    return Column(whole, Fraction(1, common))


def of_fractions(values: Sequence[Fraction]) -> Column:
    """A column of numbers that a formula answered."""
    return Column(values)


def total(columns: Sequence[Column], size: int) -> Column:
    """The sum of columns, bid by bid."""
    added = _whole_total([column for column in columns if column.whole], size)
    others = [column for column in columns if not column.whole]
    if not others:
        return added
    return Column(
        [
            exact.total((added.unit * number, *(c.unit * c.numbers[place] for c in others)))
            for place, number in enumerate(added.numbers)
        ]
    )


def _whole_total(columns: Sequence[Column], size: int) -> Column:
    if not columns:
        return Column([0] * size)
    common = math.lcm(*[column.unit.denominator for column in columns])
    factors = [column.unit.numerator * (common // column.unit.denominator) for column in columns]
    rows = zip(*[column.numbers for column in columns], strict=True)
    return Column([sum(map(mul, row, factors)) for row in rows], Fraction(1, common))
