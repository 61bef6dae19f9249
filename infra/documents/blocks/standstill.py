"""The standstill as a row of days: the dispatch, the days that count, the first to conclude."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm

from contracts.documents.award import Standstill
from infra.documents.pen import Pen
from infra.documents.tags.flowables import Figure
from infra.texts import formats

A_ROW = 17
"""Fifteen days with the dispatch before and the conclusion after them fit on one row."""

HEIGHT = 11 * mm
LEGEND = 8.5 * mm
"""Two lines: the dispatch and the end, and below them the first day to conclude."""

LEGEND_LINE = 3.4 * mm


@dataclass(frozen=True)
class _Day:
    day: date
    number: int | None
    """Its place in the period; None outside it."""
    holiday: bool
    """People ask whether a holiday counts: it does."""
    concludes: bool = False


class StandstillDays(Figure):
    """One cell a day. `alternative` says the same in one sentence."""

    def __init__(self, pen: Pen, standstill: Standstill, alternative: str) -> None:
        super().__init__(alternative)
        self.pen = pen
        self.standstill = standstill
        self.days = _days(standstill)
        self.rows = [self.days[i : i + A_ROW] for i in range(0, len(self.days), A_ROW)]
        self.spaceBefore, self.spaceAfter = 2 * mm, 3 * mm

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The width given and a row of cells, with its legend, for each seventeen days."""
        self.width = availWidth
        self.height = len(self.rows) * (HEIGHT + LEGEND)
        return self.width, self.height

    def paint(self) -> None:
        """The cells of each row, with what stands below the first and the last day."""
        for index, row in enumerate(self.rows):
            base = self.height - (index + 1) * (HEIGHT + LEGEND) + LEGEND
            self._row(row, base)

    def _row(self, row: Sequence[_Day], base: float) -> None:
        side = self.width / A_ROW
        last = self.standstill.calculation.last_day
        for index, day in enumerate(row):
            x = index * side
            self._cell(day, x, base, side)
            if day.day == self.standstill.calculation.starts:
                self._legend("standstill.dispatch", x + 0.5 * mm, base, line=1)
            elif day.day == last:
                edge = x + side - 0.5 * mm
                self._legend("standstill.end", edge, base, line=1, right=True)
            elif day.concludes:
                edge, right = (x + side, True) if index else (x, False)
                self._legend("standstill.from", edge - 0.5 * mm, base, line=2, right=right)

    def _cell(self, day: _Day, x: float, base: float, side: float) -> None:
        canv, style = self.canv, self.pen.style
        canv.setLineWidth(style.thick if day.concludes else style.line)
        canv.setStrokeColor(HexColor(style.accent if day.concludes else style.rule))
        canv.setDash(*(([1.5, 1.5], 0) if day.number is None and not day.concludes else ([], 0)))
        canv.rect(x + 0.5 * mm, base, side - 1 * mm, HEIGHT, stroke=1, fill=0)
        canv.setDash([], 0)
        middle = x + side / 2
        weekday, number = _label(day.day, self.pen)
        canv.setFillColor(HexColor(style.label))
        canv.setFont(style.regular, style.footer.size)
        canv.drawCentredString(middle, base + HEIGHT - 3.2 * mm, weekday)
        canv.setFillColor(HexColor(style.ink))
        canv.setFont(style.semibold if day.number is None else style.regular, style.small.size)
        canv.drawCentredString(middle, base + HEIGHT - 6.6 * mm, number)
        if day.holiday:
            canv.setFillColor(HexColor(style.meta))
            canv.setFont(style.regular, 6)
            canv.drawCentredString(middle, base + 1.3 * mm, self.pen.word("standstill.counts"))

    def _legend(self, key: str, x: float, base: float, *, line: int, right: bool = False) -> None:
        canv, style = self.canv, self.pen.style
        canv.setFillColor(HexColor(style.meta))
        canv.setFont(style.regular, style.footer.size)
        draw = canv.drawRightString if right else canv.drawString
        draw(x, base - line * LEGEND_LINE - 0.2 * mm, self.pen.word(key))


def _days(standstill: Standstill) -> list[_Day]:
    found = standstill.calculation
    holidays = {holiday.day for holiday in standstill.holidays}
    days = [_Day(found.starts, None, holiday=False)]
    for number in range(1, (found.last_day - found.starts).days + 1):
        day = found.starts + timedelta(days=number)
        days.append(_Day(day, number, holiday=day in holidays))
    days.append(_Day(standstill.concludes_from, None, holiday=False, concludes=True))
    return days


def _label(day: date, pen: Pen) -> tuple[str, str]:
    weekday = formats.day_short(day, pen.language).split()[0]
    return weekday, f"{day.day}/{day.month}"
