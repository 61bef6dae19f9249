"""Money over time as steps: what was planned to be accepted, and what was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from api.drawings.gantt import Month

WIDTH, HEIGHT = 620, 300
LEFT, RIGHT, TOP, BOTTOM = 64, 596, 24, 250
_TICKS = 5
_LABELS = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """So much is added on a day."""

    day: date
    amount: Decimal


@dataclass(frozen=True)
class Tick:
    """A line of the scale."""

    y: float
    value: Decimal


@dataclass(frozen=True)
class Drawing:
    """Everything that a template draws; the lines are SVG paths, empty when there is nothing."""

    ticks: tuple[Tick, ...]
    months: tuple[Month, ...]
    planned: str
    accepted: str
    area: str
    today: float | None
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = RIGHT
    top: int = TOP
    bottom: int = BOTTOM


def draw(
    begins: date, planned: Sequence[Step], accepted: Sequence[Step], total: Decimal, today: date
) -> Drawing | None:
    """The two lines from `begins` on; None when there is nothing to draw. `total` is above zero."""
    if not planned or total <= 0:
        return None
    last = max([*(step.day for step in (*planned, *accepted)), today]) + 14 * _DAY
    scale = _Scale(begins.replace(day=1), last, _ceiling(total))
    done = scale.path(begins, accepted, min(today, last)) if accepted else ""
    return Drawing(
        ticks=tuple(
            Tick(scale.y(value), value)
            for value in (scale.top * n / _TICKS for n in range(_TICKS + 1))
        ),
        months=_months(scale),
        planned=scale.path(begins, planned, last),
        accepted=done,
        area=f"{done}V{BOTTOM}H{scale.x(begins)}z" if done else "",
        today=scale.x(today) if begins <= today <= last else None,
    )


def _ceiling(total: Decimal) -> Decimal:
    """The least round number, of one digit or one and a half, that is not below the total."""
    unit = Decimal(10) ** total.adjusted()
    return next(
        unit * n
        for n in map(Decimal, ("1", "1.5", "2", "3", "4", "5", "7.5", "10"))
        if unit * n >= total
    )


class _Scale:
    def __init__(self, first: date, last: date, top: Decimal) -> None:
        self.first = first
        self.last = last
        self.top = top

    def x(self, day: date) -> float:
        """Where a day stands."""
        share = (day - self.first).days / (self.last - self.first).days
        return round(LEFT + (RIGHT - LEFT) * share, 1)

    def y(self, value: Decimal) -> float:
        """Where an amount stands."""
        return round(BOTTOM - (BOTTOM - TOP) * float(value / self.top), 1)

    def path(self, begins: date, steps: Sequence[Step], until: date) -> str:
        """From nothing up, a step on each day, and on to `until`."""
        drawn, sum_ = f"M{self.x(begins)} {BOTTOM}", Decimal(0)
        for step in sorted(steps, key=lambda step: step.day):
            sum_ += step.amount
            drawn += f"H{self.x(step.day)}V{self.y(sum_)}"
        return f"{drawn}H{self.x(until)}"


def _months(scale: _Scale) -> tuple[Month, ...]:
    firsts = [scale.first]
    while (following := (firsts[-1] + 31 * _DAY).replace(day=1)) <= scale.last:
        firsts.append(following)
    every = -(-len(firsts) // _LABELS)
    shown = firsts[::every]
    return tuple(
        Month(scale.x(day), day, named=day == shown[0] or day.year != shown[n - 1].year)
        for n, day in enumerate(shown)
    )
