"""The totals of the bids as straight lines over the weight of one criterion, 0 to 100 percent."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

WIDTH, HEIGHT = 640, 330
LEFT, RIGHT, TOP, BOTTOM = 44, 600, 34, 286
QUARTERS = (0, 25, 50, 75, 100)
APART = 15
"""Between the labels at the ends of two lines."""

NEAR_EDGE = 70
"""A label this near to an edge is written inwards."""

DASHES = ("", "7 4", "2 4", "9 3 2 3")
"""How the lines of all but the first bid are told apart, beside their numbers."""


@dataclass(frozen=True)
class Total:
    """One bid: its place, and its total where the criterion counts for nothing, and alone."""

    rank: int
    without: Fraction
    alone: Fraction

    def at(self, weight: Fraction) -> Fraction:
        """Its total at a weight from 0 to 1."""
        return self.without + (self.alone - self.without) * weight


@dataclass(frozen=True)
class Line:
    """The line of one bid; `label` is the height of its number at the right."""

    rank: int
    start: float
    end: float
    label: float
    dash: str
    lead: bool


@dataclass(frozen=True)
class Mark:
    """A weight with its text: the announced one, or one where the first place changes."""

    x: float
    y: float
    text: str
    text_x: float
    anchor: str


@dataclass(frozen=True)
class Tick:
    """A line of a scale."""

    place: float
    value: int


@dataclass(frozen=True)
class Drawing:
    """Everything that a template draws."""

    lines: tuple[Line, ...]
    heights: tuple[Tick, ...]
    weights: tuple[Tick, ...]
    announced: Mark
    crossings: tuple[Mark, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


def draw(
    totals: Sequence[Total],
    announced: tuple[Fraction, str],
    crossings: Sequence[tuple[Fraction, str]],
) -> Drawing:
    """The drawing of the bids, first place first. `announced` and `crossings` are weights, from 0
    to 1, with the text that stands beside them."""
    scale = _Scale(totals)
    first = totals[0]
    ends = _apart([scale.y(total.alone) for total in totals])
    weight, text = announced
    return Drawing(
        lines=tuple(
            Line(
                total.rank,
                start=scale.y(total.without),
                end=scale.y(total.alone),
                label=end,
                dash="" if number == 0 else DASHES[(number - 1) % len(DASHES)],
                lead=number == 0,
            )
            for number, (total, end) in enumerate(zip(totals, ends, strict=True))
        ),
        heights=tuple(Tick(scale.y(Fraction(value)), value) for value in scale.ticks),
        weights=tuple(Tick(_x(Fraction(quarter, 100)), quarter) for quarter in QUARTERS),
        announced=_mark(weight, TOP, text, after=True),
        crossings=tuple(
            _mark(at, scale.y(first.at(at)), said, after=at > weight) for at, said in crossings
        ),
    )


class _Scale:
    """Heights: from a round number below every total to one above."""

    def __init__(self, totals: Sequence[Total]) -> None:
        found = [each for total in totals for each in (total.without, total.alone)]
        span = max(found) - min(found)
        self.step = 20 if span > 50 else 10
        self.low = int(min(found) // self.step) * self.step
        self.high = max(-int(-max(found) // self.step) * self.step, self.low + self.step)
        self.ticks = range(self.low, self.high + 1, self.step)

    def y(self, total: Fraction) -> float:
        share = (total - self.low) / (self.high - self.low)
        return round(float(BOTTOM - (BOTTOM - TOP) * share), 1)


def _x(weight: Fraction) -> float:
    return round(float(LEFT + (RIGHT - LEFT) * weight), 1)


def _mark(weight: Fraction, y: float, text: str, *, after: bool) -> Mark:
    """The text stands on the far side of the announced weight, unless an edge is near."""
    x = _x(weight)
    if x > RIGHT - NEAR_EDGE or (not after and x >= LEFT + NEAR_EDGE):
        return Mark(x, y, text, x - 7, "end")
    return Mark(x, y, text, x + 7, "start")


def _apart(heights: Sequence[float]) -> list[float]:
    """The same heights, moved down where two labels would stand on each other, and up again where
    the last would leave the drawing."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    placed = list(heights)
    for above, below in pairwise(order):
        placed[below] = max(placed[below], placed[above] + APART)
    edge = float(BOTTOM)
    for place in reversed(order):
        placed[place] = min(placed[place], edge)
        edge = placed[place] - APART
    return [round(height, 1) for height in placed]
