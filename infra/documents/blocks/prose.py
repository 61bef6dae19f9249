"""Openings, headings and running text."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from infra.documents.blocks.flow import Heading, Lead, Room
from infra.documents.blocks.tables import RowTable, bare
from infra.documents.pen import Pen

GAP = 8 * mm
"""Between the two columns of facts."""


@dataclass
class Numbering:
    """Counts the sections of one document, and the tables within each."""

    section: int = 0
    table: int = field(default=0, init=False)

    def next_section(self) -> str:
        """`5`, the number of the next section."""
        self.section += 1
        self.table = 0
        return str(self.section)

    def next_table(self) -> str:
        """`5.1`, the number of the next table in this section."""
        self.table += 1
        return f"{self.section}.{self.table}"


def opening(
    pen: Pen, kind: str, title: str, facts: Iterable[tuple[str, str]], notice: str = ""
) -> list[Flowable]:
    """The kind of document, its title, a notice if any, and a strip of facts between two rules.

    `kind`, `title`, `notice` and the facts are plain text.
    """
    story: list[Flowable] = [
        Paragraph(pen.plain(kind), pen.set.kind),
        Paragraph(pen.plain(title), pen.set.title),
    ]
    if notice:
        story += [Spacer(0, 1.5 * mm), Paragraph(pen.plain(notice), pen.set.note)]
    return [*story, Spacer(0, 5 * mm), strip(pen, facts), Spacer(0, 5 * mm)]


def fact(pen: Pen, label: str, value: str) -> list[Flowable]:
    """A label with its value below it, for a cell; a line break in the value is kept."""
    lines = pen.plain(value).replace("\n", "<br/>")
    return [Paragraph(pen.plain(label), pen.set.label), Paragraph(lines, pen.set.cell)]


def strip(pen: Pen, facts: Iterable[tuple[str, str]]) -> Table:
    """Facts in two columns, read row by row, between two rules."""
    cells = [fact(pen, label, value) for label, value in facts]
    if len(cells) % 2:
        cells.append([])
    rows = [[left, "", right] for left, right in zip(cells[::2], cells[1::2], strict=True)]
    half = (pen.style.text_width - GAP) / 2
    rule = HexColor(pen.style.hairline)
    return Table(
        rows,
        colWidths=[half, GAP, half],
        style=[
            *bare(pen),
            ("TOPPADDING", (0, 0), (-1, -1), 1 * mm),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1 * mm),
            ("TOPPADDING", (0, 0), (-1, 0), 3 * mm),
            ("BOTTOMPADDING", (0, -1), (-1, -1), 3 * mm),
            ("LINEABOVE", (0, 0), (-1, 0), pen.style.line, rule),
            ("LINEBELOW", (0, -1), (-1, -1), pen.style.line, rule),
        ],
    )


def section(pen: Pen, heading: str, number: str = "") -> list[Flowable]:
    """The heading of a section, numbered if a number is given, never last on a page."""
    return _headed(pen, heading, number, pen.set.section)


def part(pen: Pen, heading: str, number: str = "") -> list[Flowable]:
    """As `section`, smaller and closer: for a letter, or a document that fits on one page."""
    return _headed(pen, heading, number, pen.set.part)


def _headed(pen: Pen, heading: str, number: str, style: ParagraphStyle) -> list[Flowable]:
    text = f"{number}. {heading}" if number else heading
    return [Room(pen.style.text_height), Heading(pen.plain(text), style)]


def subsection(pen: Pen, heading: str) -> list[Flowable]:
    """A heading inside a section, never last on a page."""
    return [Room(pen.style.text_height), Lead(pen.plain(heading), pen.set.subsection)]


def paragraph(pen: Pen, markup: str) -> Paragraph:
    """A paragraph of the catalogue, made by `pen.say`."""
    return Paragraph(markup, pen.set.text)


def note(pen: Pen, markup: str) -> Paragraph:
    """A small remark in the colour of captions."""
    return Paragraph(markup, pen.set.note)


def written(pen: Pen, text: str) -> list[Flowable]:
    """What somebody wrote; each line break starts a paragraph."""
    lines = (line.strip() for line in text.splitlines())
    return [Paragraph(pen.plain(line), pen.set.text) for line in lines if line]


def listed(pen: Pen, items: Iterable[str]) -> list[Flowable]:
    """A bulleted list of plain texts."""
    return [Paragraph(pen.plain(item), pen.set.item, bulletText="\N{BULLET}") for item in items]


def labelled(pen: Pen, pairs: Iterable[tuple[str, str]], label_width: float = 55 * mm) -> RowTable:
    """Labels at the left, plain values at the right, one pair a line, without rules."""
    rows = [
        [
            Paragraph(pen.plain(label), pen.set.cell_strong),
            Paragraph(pen.plain(value).replace("\n", "<br/>"), pen.set.cell),
        ]
        for label, value in pairs
    ]
    return RowTable(
        rows,
        colWidths=[label_width, pen.style.text_width - label_width],
        spaceAfter=2 * mm,
        style=[
            *bare(pen),
            ("RIGHTPADDING", (0, 0), (0, -1), 3 * mm),
            ("TOPPADDING", (0, 0), (-1, -1), 0.6 * mm),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0.6 * mm),
        ],
    )
