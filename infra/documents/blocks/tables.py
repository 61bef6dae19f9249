"""Tables: caption above, repeated head, lines instead of boxes, figures in column."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from infra.documents.blocks import grid
from infra.documents.blocks.grid import RowTable
from infra.documents.pen import Pen
from infra.documents.tags.flowables import Text
from infra.documents.tags.tree import Element

PADDING = 1.6 * mm
TIGHT = 1.1 * mm
CLOSE = 0.6 * mm
GAP = 3 * mm

NARROW = 60 * mm
"""Prose in a column narrower than this is hyphenated."""

_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Column:
    """A column: its head, the unit below it, its width (None shares what is left), its side."""

    head: str
    unit: str = ""
    width: float | None = None
    right: bool = False
    strong: bool = False
    """Whether its cells head their rows."""
    prose: bool = False
    """Whether its cells hold running text; names and addresses are not hyphenated."""


@dataclass(frozen=True)
class Markup:
    """A cell whose text is already markup."""

    text: str


Cell = str | Markup


def bare(pen: Pen) -> list[Any]:
    """The style of a table that only places things: no lines, no padding, the house's font."""
    look = pen.style
    return [
        ("FONT", (0, 0), (-1, -1), look.regular, look.cell.size, look.cell.leading),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]


def table(
    pen: Pen,
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Cell]],
    *,
    total: bool = False,
    tight: bool = False,
    width: float | None = None,
) -> RowTable:
    """A table over the text width, or over `width`; `total` makes the last row a sum,
    which never stands alone on a page; `tight` sets the rows closer.

    An empty caption is left out: where the heading above it says the same.
    """
    across = widths(columns, width or pen.style.text_width)
    whole = Element("Table")
    named = Text(pen.plain(caption), pen.set.caption, Element("Caption", whole))
    head = Element("TR", Element("THead", whole))
    heads = [_head(pen, c, w, head) for c, w in zip(columns, across, strict=True)]
    body, cells = Element("TBody", whole), tuple(rows)

    def made(index: int) -> list[grid.Cell]:
        row = Element("TR", body)
        last = total and index == len(cells) - 1
        return [
            _cell(pen, c, w, cell, row, last=last)
            for c, w, cell in zip(columns, across, cells[index], strict=True)
        ]

    found = RowTable(
        grid.Grid(
            widths=across,
            count=len(cells),
            make=made,
            gap=GAP,
            padding=TIGHT if tight else PADDING,
            rules=_rules(pen),
            caption=named if caption else None,
            heads=heads,
            total=total,
        )
    )
    found.spaceBefore = (1.5 if tight else 3) * mm
    found.spaceAfter = (2.5 if tight else 4) * mm
    return found


def pairs_table(pen: Pen, pairs: Iterable[tuple[str, str]], label_width: float) -> RowTable:
    """Labels and plain values side by side without lines; a reader hears a list."""
    left = label_width - GAP
    across = [left, pen.style.text_width - left]
    whole, told = Element("L"), tuple(pairs)

    def made(index: int) -> list[grid.Cell]:
        item = Element("LI", whole)
        label, value = map(pen.plain, told[index])
        lines = value.replace("\n", "<br/>")
        # Values hold names of files and commands, into which no hyphen may come.
        style = fitting(pen, pen.set.cell_strong, label, left - GAP)
        return [
            Text(label, style, Element("Lbl", item)),
            Text(lines, pen.set.cell, Element("LBody", item)),
        ]

    found = RowTable(grid.Grid(across, len(told), made, gap=GAP, padding=CLOSE))
    found.spaceAfter = 2 * mm
    return found


def widths(columns: Sequence[Column], width: float) -> list[float]:
    """The widths of the columns: fixed ones as they are, the others share what is left."""
    fixed = sum(column.width or 0 for column in columns)
    shared = [column for column in columns if column.width is None]
    rest = (width - fixed) / len(shared) if shared else 0
    return [column.width or rest for column in columns]


def _head(pen: Pen, column: Column, width: float, row: Element) -> Text:
    style = pen.set.head_right if column.right else pen.set.head
    unit = f'<br/><font name="{pen.style.regular}">{pen.plain(column.unit)}</font>'
    text = pen.plain(column.head) + (unit if column.unit else "")
    style = fitting(pen, style, text, width - GAP)
    return Text(text, style, Element("TH", row, scope="Column"))


def _cell(
    pen: Pen, column: Column, width: float, cell: Cell, row: Element, *, last: bool
) -> grid.Cell:
    heads_row = column.strong and not column.right
    element = Element("TH", row, scope="Row") if heads_row else Element("TD", row)
    if cell == "":
        return None
    strong = column.strong or last
    if column.right and isinstance(cell, str):
        look = pen.style
        font = look.semibold if strong else look.regular
        lines = tuple(cell.split("\n"))
        if all(stringWidth(line, font, look.cell.size) <= width - GAP for line in lines):
            return grid.Figures(
                lines, font, look.cell.size, look.cell.leading, HexColor(look.ink), element
            )
    text = cell.text if isinstance(cell, Markup) else pen.plain(cell).replace("\n", "<br/>")
    if column.right:
        return Text(text, fitting(pen, pen.set.cell_right, text, width - GAP), element)
    style = pen.set.cell_strong if strong else pen.set.cell
    if column.prose and width < NARROW:
        return Text(text, pen.set.hyphenated(style), element)
    return Text(text, fitting(pen, style, text, width - GAP), element)


def fitting(pen: Pen, style: ParagraphStyle, markup: str, room: float) -> ParagraphStyle:
    """The style, hyphenated when a word is wider than the room."""
    words = _TAG.sub(" ", markup).split()
    if any(stringWidth(word, style.fontName, style.fontSize) > room for word in words):
        return pen.set.hyphenated(style)
    return style


def _rules(pen: Pen) -> grid.Rules:
    look = pen.style
    return grid.Rules(
        strong=grid.Rule(look.thick, HexColor(look.ink)),
        weak=grid.Rule(look.thin, HexColor(look.hairline)),
    )
