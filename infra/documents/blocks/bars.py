"""Stacked score bars: one bar a bid, its segments the criteria in fixed order.

Legible in black and white: the segments are parted by white and hold their figures, the total
stands beside the bar, and the same figures stand in the table above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth

from infra.documents.pen import Pen
from infra.documents.style import WHITE_ON
from infra.documents.tags.flowables import Figure

NAMES = 46 * mm
TOTALS = 15 * mm
BAR = 4.6 * mm
ROW = 8.4 * mm
CLOSE = 6.6 * mm
"""The height of a row, and where there are more than `FEW` of them."""

FEW = 5
AT_ONCE = 8
"""More bids than this are drawn in parts, so that none is higher than 70 mm."""

LEGEND_ROW = 4.2 * mm
AXIS = 5 * mm
SEAM = Fraction(3, 1000)
"""The white between two segments, as a part of the scale."""

LINE = 0.9 * mm
"""A fifth criterion takes the first colour again, with a white line at this height; a ninth two."""


@dataclass(frozen=True)
class Segment:
    """What a colour stands for: the criterion's name, its kind and its weight in words."""

    name: str
    is_price: bool
    weight: str


@dataclass(frozen=True)
class Bar:
    """A bid: its name, exact points a criterion, and the same figures and total in words."""

    name: str
    points: tuple[Fraction, ...]
    figures: tuple[str, ...]
    total: str


class ScoreBars(Figure):
    """Bars over the text width; `maximum` is the sum of the weights, the end of the scale.

    `alternative` says in one sentence what the drawing shows.
    """

    def __init__(
        self,
        pen: Pen,
        segments: Sequence[Segment],
        bars: Sequence[Bar],
        maximum: Fraction,
        alternative: str,
    ) -> None:
        super().__init__(alternative)
        self.pen, self.segments, self.bars = pen, segments, bars
        self.maximum = maximum
        self.spaceBefore, self.spaceAfter = 1 * mm, 4 * mm
        self.fills = _fills(pen, segments)
        self.legend = self._legend_rows()
        self.row = ROW if len(bars) <= FEW else CLOSE

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The width given and the height that the bars need."""
        self.width = availWidth
        self.height = len(self.legend) * LEGEND_ROW + 2 * mm + len(self.bars) * self.row + AXIS
        return self.width, self.height

    def paint(self) -> None:
        """Legend, grid, bars."""
        self._draw_legend()
        self._draw_grid()
        for index, bar in enumerate(self.bars):
            self._draw_bar(bar, AXIS + (len(self.bars) - index - 1) * self.row)

    @property
    def _scale(self) -> float:
        return float((self.width - NAMES - TOTALS) / float(self.maximum))

    def _labels(self) -> list[str]:
        return [f"{segment.name} {segment.weight}" for segment in self.segments]

    def _legend_rows(self) -> list[list[int]]:
        style = self.pen.style
        rows: list[list[int]] = [[]]
        used = 0.0
        for index, label in enumerate(self._labels()):
            width = 4 * mm + stringWidth(label, style.regular, style.small.size) + 5 * mm
            if rows[-1] and used + width > style.text_width:
                rows.append([])
                used = 0.0
            rows[-1].append(index)
            used += width
        return rows

    def _draw_legend(self) -> None:
        canv, style = self.canv, self.pen.style
        labels = self._labels()
        for number, row in enumerate(self.legend):
            x, y = 0.0, self.height - (number + 1) * LEGEND_ROW + 1.2 * mm
            for index in row:
                self._fill(index, x, y, 2.6 * mm, 2.6 * mm)
                canv.setFillColor(HexColor(style.meta))
                canv.setFont(style.regular, style.small.size)
                canv.drawString(x + 4 * mm, y + 0.3 * mm, labels[index])
                width = stringWidth(labels[index], style.regular, style.small.size)
                x += 4 * mm + width + 5 * mm

    def _draw_grid(self) -> None:
        canv, style = self.canv, self.pen.style
        canv.setStrokeColor(HexColor(style.hairline))
        canv.setLineWidth(style.thin)
        canv.setFont(style.regular, style.small.size)
        for quarter in range(5):
            value = self.maximum * quarter / 4
            x = NAMES + float(value) * self._scale
            canv.line(x, AXIS - 1 * mm, x, AXIS + len(self.bars) * self.row)
            canv.setFillColor(HexColor(style.label))
            label = str(value) if value.denominator == 1 else ""
            canv.drawCentredString(x, 0.8 * mm, label)

    def _draw_bar(self, bar: Bar, y: float) -> None:
        canv, style = self.canv, self.pen.style
        base = y + (self.row - BAR) / 2
        self._draw_name(bar.name, base)
        start = Fraction(0)
        for index, points in enumerate(bar.points):
            x = NAMES + float(start) * self._scale
            width = float(points - self.maximum * SEAM) * self._scale
            if width > 0:
                self._fill(index, x, base, width, BAR)
                self._figure(index, bar.figures[index], x, base, width)
            start += max(points, Fraction(0))  # less than nothing has no length
        canv.setFillColor(HexColor(style.ink))
        canv.setFont(style.semibold, style.cell.size)
        canv.drawRightString(self.width, base + 1.2 * mm, bar.total)

    def _draw_name(self, name: str, base: float) -> None:
        style = self.pen.style
        room = NAMES - 4 * mm
        lines = simpleSplit(name, style.semibold, style.small.size, room)
        if len(lines) > 2:
            lines = [lines[0], _shortened(" ".join(lines[1:]), style.semibold, room)]
        y = base + (1.3 * mm if len(lines) == 1 else 2.7 * mm)
        self.canv.setFillColor(HexColor(style.ink))
        self.canv.setFont(style.semibold, style.small.size)
        for line in lines:
            self.canv.drawString(0, y, line)
            y -= 3.1 * mm

    def _fill(self, index: int, x: float, y: float, width: float, height: float) -> None:
        canv, style = self.canv, self.pen.style
        fill, dark, pale, lines = self.fills[index]
        canv.setFillColor(HexColor(fill))
        canv.setStrokeColor(HexColor(style.outline))
        canv.setLineWidth(style.line)
        inset = style.line / 2 if pale else 0
        canv.rect(
            x + inset, y + inset, width - 2 * inset, height - 2 * inset, stroke=int(pale), fill=1
        )
        canv.setStrokeColor(white if dark else HexColor(style.accent))
        canv.setLineWidth(style.thick)
        for line in range(lines):
            level = y + LINE * (0.5 + line)
            canv.line(x, level, x + width, level)

    def _figure(self, index: int, figure: str, x: float, y: float, width: float) -> None:
        style = self.pen.style
        if stringWidth(figure, style.regular, style.small.size) + 0.4 * mm > width:
            return
        dark = self.fills[index][1]
        self.canv.setFillColor(white if dark else HexColor(style.ink))
        self.canv.setFont(style.regular, style.small.size)
        self.canv.drawCentredString(x + width / 2, y + 1.35 * mm, figure)


def _fills(pen: Pen, segments: Sequence[Segment]) -> list[tuple[str, bool, bool, int]]:
    """Colour, whether it is dark, whether it is pale, white lines: for each segment."""
    shades = pen.style.quality
    fills: list[tuple[str, bool, bool, int]] = []
    seen = 0
    for segment in segments:
        if segment.is_price:
            fills.append((pen.style.price, True, False, 0))
            continue
        cycle, shade = divmod(seen, len(shades))
        fills.append((shades[shade], shade < WHITE_ON, shade >= WHITE_ON, cycle))
        seen += 1
    return fills


def _shortened(text: str, font: str, room: float) -> str:
    while text and stringWidth(f"{text}…", font, 8) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"
