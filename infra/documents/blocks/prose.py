"""Openings, headings and running text."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from infra.documents.blocks import sender
from infra.documents.blocks.flow import Heading, Room
from infra.documents.blocks.grid import RowTable
from infra.documents.blocks.tables import bare, fitting, pairs_table
from infra.documents.pen import Pen
from infra.documents.tags.flowables import Item, Layout, Text
from infra.documents.tags.tree import Element

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

    def caption(self, pen: Pen, title: str) -> str:
        """`Tabel 5.1. Gunningscriteria`: the next table in this section, with its title."""
        return pen.word("table", number=self.next_table(), title=title)


def opening(
    pen: Pen, kind: str, title: str, facts: Iterable[tuple[str, str]], notice: str = ""
) -> list[Flowable]:
    """Who issues it, the kind of document, its title, a notice if any, and a strip of facts
    between two rules.

    `kind`, `title`, `notice` and the facts are plain text.
    """
    story = headed(pen, kind, pen.plain(title), pen.foreign)
    if notice:
        story += [Spacer(0, 1.5 * mm), note(pen, pen.plain(notice))]
    return [*sender.above(pen), *story, Spacer(0, 5 * mm), strip(pen, facts), Spacer(0, 5 * mm)]


def headed(pen: Pen, kind: str, title: str, language: str = "") -> list[Flowable]:
    """The kind of document and below it its title, the one `H1`: `kind` is plain, `title` markup,
    `language` that of the title where it is not the document's.

    Once in each document, before any other heading.
    """
    named = Element("H1", language=language)
    return [
        Text(pen.plain(kind), pen.set.kind),
        Text(title, fitting(pen, pen.set.title, title, pen.style.text_width), named),
    ]


def facts(pen: Pen, told: Iterable[tuple[str, str]], gap: float, room: float) -> list[Flowable]:
    """Labels with their values below them, so far apart, for a cell so wide; breaks are kept."""
    together = Element("L")
    story: list[Flowable] = []
    for label, value in told:
        story += [*_fact(pen, label, value, room, together), Spacer(0, gap)]
    return story[:-1]


def _fact(pen: Pen, label: str, value: str, room: float, together: Element) -> list[Flowable]:
    item = Element("LI", together)
    lines = pen.plain(value).replace("\n", "<br/>")
    return [
        Text(pen.plain(label), pen.set.label, Element("Lbl", item)),
        Text(lines, fitting(pen, pen.set.cell, lines, room), Element("LBody", item)),
    ]


def strip(pen: Pen, facts: Iterable[tuple[str, str]]) -> Layout:
    """Facts in two columns, read row by row, between two rules."""
    together = Element("L")
    half = (pen.style.text_width - GAP) / 2
    cells = [_fact(pen, label, value, half, together) for label, value in facts]
    if len(cells) % 2:
        cells.append([])
    rows = [[left, [], right] for left, right in zip(cells[::2], cells[1::2], strict=True)]
    rule = HexColor(pen.style.hairline)
    return Layout(
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
    return [Room(pen.style.text_height), Heading(pen.plain(heading), pen.set.subsection, level=3)]


def paragraph(pen: Pen, markup: str) -> Text:
    """A paragraph of the catalogue, made by `pen.say`."""
    return Text(markup, pen.set.text)


def note(pen: Pen, markup: str) -> Text:
    """A small remark in the colour of captions."""
    return Text(markup, pen.set.note)


def written(pen: Pen, text: str) -> list[Flowable]:
    """What somebody wrote; each line break starts a paragraph."""
    lines = (line.strip() for line in text.splitlines())
    return [
        Text(pen.plain(line), pen.set.text, Element("P", language=pen.foreign))
        for line in lines
        if line
    ]


def listed(pen: Pen, items: Iterable[str]) -> list[Flowable]:
    """A bulleted list of plain texts."""
    together = Element("L")
    return [_item(pen, pen.plain(item), "\N{BULLET}", together) for item in items]


def _item(pen: Pen, markup: str, label: str, together: Element) -> Item:
    item = Element("LI", together)
    bullet = Element("Lbl", item)
    made = Item(markup, pen.set.item, Element("LBody", item))
    made.bullet = (label, bullet)
    return made


def labelled(pen: Pen, pairs: Iterable[tuple[str, str]], label_width: float = 55 * mm) -> RowTable:
    """Labels at the left, plain values at the right, one pair a line, without rules."""
    return pairs_table(pen, pairs, label_width)
