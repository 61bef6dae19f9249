"""Rows that go on from page to page: laid out as they are reached, drawn, and let go.

A table of any length takes time by its length and memory by its page, and a reader hears one
table: the parts share its elements, and a head that is repeated is not read again.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from infra.documents.tags.flowables import Text
from infra.documents.tags.tree import Element

WHOLE = 70 * mm
"""A table with a head, no higher than this, is not divided over two pages; neither is a row."""

PIECE = 30 * mm
"""The room for the first piece of a row that is divided."""

TALL = 18 * mm

NEARLY_A_PAGE = 200 * mm

UNBOUNDED = 1e6


@dataclass(frozen=True)
class Figures:
    """Plain lines at the right of a cell: figures need no breaking."""

    lines: tuple[str, ...]
    font: str
    size: float
    leading: float
    colour: Color
    element: Element

    @property
    def height(self) -> float:
        """The height of its lines."""
        return len(self.lines) * self.leading

    def draw(self, canvas: Any, right: float, top: float) -> None:
        """Draw with the upper right corner there."""
        base = top - self.size
        with canvas.content(self.element):
            canvas.setFillColor(self.colour)
            canvas.setFont(self.font, self.size)
            for line in self.lines:
                canvas.drawRightString(right, base, line)
                base -= self.leading


Cell = Text | Figures | None
"""None where a cell has nothing, or nothing more: its text ended on the page before."""


@dataclass(frozen=True)
class Rule:
    """A line under a row."""

    thickness: float
    colour: Color


@dataclass(frozen=True)
class Rules:
    """The lines of a table: under its head and its end, and between its rows."""

    strong: Rule
    weak: Rule


@dataclass(frozen=True)
class Row:
    """Cells laid out to their columns; heights in points."""

    cells: tuple[Cell, ...]
    height: float


@dataclass
class Grid:
    """What all parts of a table have in common.

    `make` gives the cells of a row by its index, each with its element; it is called once a row,
    in order. `total` keeps the last row with the one before it.
    """

    widths: Sequence[float]
    count: int
    make: Callable[[int], Sequence[Cell]]
    gap: float
    """The room left of every column but the first."""
    padding: float
    rules: Rules | None = None
    caption: Text | None = None
    heads: Sequence[Text] = ()
    total: bool = False
    begun: bool = False
    """Whether the head was drawn."""
    _laid: dict[int, Row] = field(default_factory=dict)

    @property
    def lefts(self) -> list[float]:
        """Where the content of each column begins."""
        edges = accumulate(self.widths[:-1], initial=0.0)
        return [edge + (self.gap if column else 0) for column, edge in enumerate(edges)]

    def room(self, column: int) -> float:
        """The width of the content of a column."""
        return self.widths[column] - (self.gap if column else 0)

    def row(self, index: int) -> Row:
        """A row, laid out the first time it is asked for."""
        if index not in self._laid:
            self._laid[index] = self.lay(self.make(index))
        return self._laid[index]

    def take(self, index: int) -> Row:
        """A row that is drawn now, and not kept."""
        row = self.row(index)
        del self._laid[index]
        return row

    def lay(self, cells: Sequence[Cell]) -> Row:
        """Cells as a row."""
        heights = [0.0]
        for column, cell in enumerate(cells):
            if isinstance(cell, Text):
                cell.wrap(self.room(column), UNBOUNDED)
            if cell is not None:
                heights.append(cell.height)
        return Row(tuple(cells), max(heights) + 2 * self.padding)

    def divide(self, index: int, room: float) -> Row | None:
        """The part of a row that fits in the height; what is left stays as the row. None if no
        line fits."""
        upper: list[Cell] = []
        lower: list[Cell] = []
        for column, cell in enumerate(self.row(index).cells):
            parts: Sequence[Any] = (cell,)
            if isinstance(cell, Text):
                parts = cell.split(self.room(column), room - 2 * self.padding) or (None, cell)
            upper.append(parts[0])
            lower.append(parts[1] if len(parts) > 1 else None)
        if not any(upper):
            return None
        self._laid[index] = self.lay(lower)
        return self.lay(upper)

    def head_height(self) -> float:
        """The height of caption and head, which every page repeats."""
        height = 0.0
        if self.caption is not None:
            height += self.caption.wrap(sum(self.widths), UNBOUNDED)[1]
        if self.heads:
            height += self.lay(self.heads).height
        return height


class RowTable(Flowable):
    """The rows of a grid from `first` up to `stop`, or to its end. Rows stay whole, unless one
    would leave much of a page empty; a short table with a head stays whole itself."""

    def __init__(
        self, grid: Grid, first: int = 0, stop: int | None = None, part: Row | None = None
    ) -> None:
        super().__init__()
        self.grid, self.first = grid, first
        self.stop = grid.count if stop is None else stop
        self.part = part
        """The beginning of the row `stop`, which goes on over the page."""

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """Its width, and its height as far as it fits: rows beyond are not laid out yet."""
        self.width = sum(self.grid.widths)
        self.height = self._height(availHeight)
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803
        """What fits on the page, and the rest; nothing if it should begin on the next page."""
        fresh = availHeight >= NEARLY_A_PAGE
        if self._stays_whole() and not fresh:
            return []
        room = availHeight - self.grid.head_height()
        stop = self._fitting(room)
        if stop == self.stop:
            return [self]
        if self.grid.total and stop == self.grid.count - 1 and stop - 1 > self.first:
            stop -= 1
        part = self._part(stop, room, fresh=fresh and stop == self.first)
        if part is None and stop == self.first:
            return []
        return self._parts(RowTable(self.grid, self.first, stop, part), stop)

    def _part(self, index: int, room: float, *, fresh: bool) -> Row | None:
        """The beginning of the row that does not fit, if it is longer than a whole page or would
        leave much of this one empty."""
        room -= sum(self.grid.row(each).height for each in range(self.first, index))
        height = self.grid.row(index).height
        if fresh or (height > room > PIECE and height > WHOLE):
            return self.grid.divide(index, room)
        return None

    def _parts(self, here: "RowTable", rest: int) -> list[Flowable]:
        after = RowTable(self.grid, rest, self.stop)
        after.spaceAfter = self.getSpaceAfter()
        return [here, after]

    def least_height(self) -> float:
        """What a page must hold of it: all of a short table, else two rows, or one that is tall."""
        if self._stays_whole():
            return self._height(WHOLE)
        first = self.grid.row(self.first).height
        second = min(self.first + 2, self.stop)
        if self.grid.heads and first > TALL:
            second = self.first + 1
        if first > WHOLE:
            return self.grid.head_height() + PIECE
        rows = (self.grid.row(index).height for index in range(self.first, second))
        return self.grid.head_height() + sum(rows)

    def _stays_whole(self) -> bool:
        return bool(self.grid.heads) and self._height(WHOLE) <= WHOLE

    def _height(self, enough: float) -> float:
        """Its height; as soon as it is more than enough, no more rows are laid out."""
        height = self.grid.head_height() + (self.part.height if self.part else 0)
        for index in range(self.first, self.stop):
            height += self.grid.row(index).height
            if height > enough:
                break
        return height

    def _fitting(self, room: float) -> int:
        """The first row that does not fit."""
        for index in range(self.first, self.stop):
            room -= self.grid.row(index).height
            if room < 0:
                return index
        return self.stop

    def draw(self) -> None:
        """Head, rows, and the lines around them."""
        canvas: Any = self.canv
        rules: list[tuple[float, Rule]] = []
        top = self._draw_head(canvas, self.height, rules)
        rows = []
        last = None
        for index in range(self.first, self.stop):
            last = index
            rows.append(self.grid.take(index))
        if self.part is not None:
            rows.append(self.part)
        for row in rows:
            self._draw_row(canvas, row, top)
            top -= row.height
            if self.grid.rules is not None:
                rules.append((top, self.grid.rules.weak))
        if last == self.grid.count - 1:
            self._close(rules, rows)
        self._draw_rules(canvas, rules)

    def _close(self, rules: list[tuple[float, Rule]], rows: Sequence[Row]) -> None:
        """A strong line at the end, and one above the total."""
        if self.grid.rules is None:
            return
        rules[-1] = (rules[-1][0], self.grid.rules.strong)
        if self.grid.total and len(rows) > 1:
            rules[-2] = (rules[-2][0], self.grid.rules.strong)

    def _draw_head(self, canvas: Any, top: float, rules: list[tuple[float, Rule]]) -> float:
        grid = self.grid
        with canvas.artifact(repeated=True) if grid.begun else nullcontext():
            if grid.caption is not None:
                top -= grid.caption.height
                grid.caption.drawOn(canvas, 0, top)
            if grid.heads:
                top -= grid.lay(grid.heads).height
                for left, head in zip(grid.lefts, grid.heads, strict=True):
                    head.drawOn(canvas, left, top + grid.padding)
        grid.begun = True
        if grid.heads and grid.rules is not None:
            rules.append((top, grid.rules.strong))
        return top

    def _draw_row(self, canvas: Any, row: Row, top: float) -> None:
        grid = self.grid
        top -= grid.padding
        for column, (left, cell) in enumerate(zip(grid.lefts, row.cells, strict=True)):
            if isinstance(cell, Text):
                cell.drawOn(canvas, left, top - cell.height)
            elif cell is not None:
                cell.draw(canvas, left + grid.room(column), top)

    def _draw_rules(self, canvas: Any, rules: Sequence[tuple[float, Rule]]) -> None:
        with canvas.artifact():
            for y, rule in rules:
                canvas.setStrokeColor(rule.colour)
                canvas.setLineWidth(rule.thickness)
                canvas.line(0, y, self.width, y)
