"""Tables: caption above, repeated head, lines instead of boxes, figures in column."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph, Table

from infra.documents.pen import Pen

PADDING = 1.6 * mm
TIGHT = 1.1 * mm
GAP = 3 * mm

NARROW = 60 * mm
"""Prose in a column narrower than this is hyphenated."""

WHOLE = 70 * mm
"""A table no higher than this is not divided over two pages."""

TALL = 18 * mm

NEARLY_A_PAGE = 200 * mm

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


class RowTable(Table):
    """A table whose rows stay whole, unless a single row is longer than a page. A short table
    stays whole itself."""

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803
        """Split between rows; within one only when a whole page was not enough for it."""
        if self._stays_whole() and availHeight < NEARLY_A_PAGE:
            return []
        parts: list[Flowable] = super().split(availWidth, availHeight)
        if not parts and availHeight >= NEARLY_A_PAGE:
            parts = self._splitRows(availHeight, doInRowSplit=1)  # type: ignore[attr-defined]
        return parts

    def least_height(self) -> float:
        """What a page must hold of it, once wrapped: all of a short table, else two rows, or one
        that is tall."""
        if self._stays_whole():
            return sum(self._heights())
        heights, heads = self._heights(), int(self.repeatRows)
        rows = 1 if heads and heights[heads] > TALL else 2
        return sum(heights[: heads + rows])

    def _stays_whole(self) -> bool:
        return bool(self.repeatRows) and sum(self._heights()) <= WHOLE

    def _heights(self) -> list[float]:
        return list(self._rowHeights)  # type: ignore[attr-defined]


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
    heads: list[list[str | Flowable]] = [
        [_head(pen, c, w) for c, w in zip(columns, across, strict=True)]
    ]
    if caption:
        named = Paragraph(pen.plain(caption), pen.set.caption)
        heads.insert(0, [named, *[""] * (len(columns) - 1)])
    cells = [
        [_cell(pen, c, w, cell) for c, w, cell in zip(columns, across, row, strict=True)]
        for row in rows
    ]
    return RowTable(
        [*heads, *cells],
        colWidths=across,
        repeatRows=len(heads),
        spaceBefore=(1.5 if tight else 3) * mm,
        spaceAfter=(2.5 if tight else 4) * mm,
        style=_style(pen, columns, captioned=bool(caption), total=total, tight=tight),
    )


def widths(columns: Sequence[Column], width: float) -> list[float]:
    """The widths of the columns: fixed ones as they are, the others share what is left."""
    fixed = sum(column.width or 0 for column in columns)
    shared = [column for column in columns if column.width is None]
    rest = (width - fixed) / len(shared) if shared else 0
    return [column.width or rest for column in columns]


def _head(pen: Pen, column: Column, width: float) -> Paragraph:
    style = pen.set.head_right if column.right else pen.set.head
    unit = f'<br/><font name="{pen.style.regular}">{pen.plain(column.unit)}</font>'
    text = pen.plain(column.head) + (unit if column.unit else "")
    return Paragraph(text, _fitting(pen, style, f"{column.head} {column.unit}", width))


def _cell(pen: Pen, column: Column, width: float, cell: Cell) -> str | Paragraph:
    if column.right and isinstance(cell, str):
        return cell
    text = cell.text if isinstance(cell, Markup) else pen.plain(cell).replace("\n", "<br/>")
    if column.right:
        return Paragraph(text, pen.set.cell_right)
    style = pen.set.cell_strong if column.strong else pen.set.cell
    plain = _TAG.sub(" ", text)
    return Paragraph(text, _fitting(pen, style, plain, width, narrow=column.prose))


def _fitting(
    pen: Pen, style: ParagraphStyle, text: str, width: float, *, narrow: bool = False
) -> ParagraphStyle:
    """The style, hyphenated for prose in a narrow column or when a word is wider than its cell."""
    if narrow and width < NARROW:
        return pen.set.hyphenated(style)
    room = width - GAP
    if any(stringWidth(word, style.fontName, style.fontSize) > room for word in text.split()):
        return pen.set.hyphenated(style)
    return style


def _style(
    pen: Pen, columns: Sequence[Column], *, captioned: bool, total: bool, tight: bool
) -> list[Any]:
    look, head = pen.style, int(captioned)
    first = head + 1
    padding = TIGHT if tight else PADDING
    black, hairline = HexColor(look.ink), HexColor(look.hairline)
    style: list[Any] = [
        ("FONT", (0, 0), (-1, -1), look.regular, look.cell.size, look.cell.leading),
        ("TEXTCOLOR", (0, 0), (-1, -1), black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("VALIGN", (0, head), (-1, head), "BOTTOM"),
        ("LEFTPADDING", (0, 0), (-1, -1), GAP),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), padding),
        ("LINEBELOW", (0, head), (-1, head), look.thick, black),
        ("LINEBELOW", (0, first), (-1, -2), look.thin, hairline),
        ("LINEBELOW", (0, -1), (-1, -1), look.thick, black),
    ]
    if captioned:
        style.append(("SPAN", (0, 0), (-1, 0)))
        style.append(("TOPPADDING", (0, 0), (-1, 0), 0))
        style.append(("BOTTOMPADDING", (0, 0), (-1, 0), 0))
    for index, column in enumerate(columns):
        if column.right:
            style.append(("ALIGN", (index, head), (index, -1), "RIGHT"))
        if column.strong and column.right:
            style.append(("FONTNAME", (index, first), (index, -1), look.semibold))
    if total:
        style.append(("FONTNAME", (0, -1), (-1, -1), look.semibold))
        style.append(("LINEABOVE", (0, -1), (-1, -1), look.thick, black))
        style.append(("NOSPLIT", (0, -2), (-1, -1)))
    return style
