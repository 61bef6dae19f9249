"""The sheet: header, footer with its QR code, page x of y; and the pages put together as bytes.

Header and footer are artifacts: a reader does not hear them on every page.
"""

import functools
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from reportlab import rl_config
from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from contracts.base import local_date
from contracts.documents import Imprint
from infra.documents import contents
from infra.documents.blocks.flow import settle
from infra.documents.pen import Pen, printable, reached
from infra.documents.tags import fields
from infra.documents.tags.canvas import TaggedCanvas
from infra.documents.tags.tree import Box, Element
from infra.texts import formats

rl_config.useA85 = 0
"""Compressed pages stay binary: no mail program of 1995 will carry them."""

HEADER_LINES = 3
HEADER_LEFT = 84 * mm
HEADER_RIGHT = 77 * mm
HEADER_LEADING = 11
LABEL = (-90, -5, 0, 15)
"""The box of a page label, its lower right corner at the right margin."""

CODE = "code"
"""The name of the form with the QR code."""

BAND = 5 * mm
BAND_TOP = 5.5 * mm
"""The height of the band of a draft, and how far it stays from the top of the page."""

GROUP = 8
"""Hexadecimal figures are read in groups of eight."""


@dataclass(frozen=True)
class Sheet:
    """What stands on every page: the two sides of the header, the footer lines, the address."""

    left: str
    right: str
    mark: str
    """Draft or sample, said before the reference; empty for the real thing."""
    lines: tuple[str, ...]
    address: str
    check: str
    """What a reader hears of the link to it."""
    seal: str
    """What a reader hears of the field for the seal; empty for a draft, which is never sealed."""
    band: str
    """What stands on the band over the top of a draft; empty for what is issued."""


def sheet(pen: Pen, imprint: Imprint, fingerprint: str) -> Sheet:
    """The header and footer of a document whose twin has the SHA-256 `fingerprint`."""
    marks = []
    if imprint.draft:
        day = formats.day_short(local_date(imprint.drawn_at), pen.language)
        marks.append(pen.word("mark.draft", day=day))
    if imprint.demo:
        marks.append(pen.word("mark.demo"))
    right = [imprint.reference]
    if imprint.lots:
        right.append(lots(pen, imprint.lots))
    address = imprint.verification.removeprefix("https://")
    leaf = formats.number(imprint.audit.leaf, 0, pen.language)
    head = imprint.audit.tree_head
    return Sheet(
        left=printable(f"{imprint.authority} · {imprint.department}", pen.style),
        right=printable(" · ".join(right), pen.style),
        mark=" · ".join(marks),
        lines=(
            pen.word("footer.check", address=address, edition=imprint.rule_edition),
            pen.word("footer.fingerprint", fingerprint=grouped(fingerprint)),
            pen.word("footer.audit", leaf=leaf, head=f"{head[:GROUP]} … {head[-GROUP:]}"),
        ),
        address=imprint.verification,
        check=pen.word("footer.link", address=address),
        seal="" if imprint.draft else pen.word("signature.seal", authority=imprint.authority),
        band=pen.word("mark.band") if imprint.draft else "",
    )


def lots(pen: Pen, numbers: Sequence[str]) -> str:
    """`perceel 1`, `percelen 1, 2`."""
    return pen.texts.plural("documents.lots", len(numbers), numbers=", ".join(numbers))


def grouped(fingerprint: str) -> str:
    """A hexadecimal text in groups of eight."""
    return " ".join(fingerprint[i : i + GROUP] for i in range(0, len(fingerprint), GROUP))


class PageCanvas(TaggedCanvas):
    """A canvas whose pages say `x / y`: the total is filled in when all pages are drawn.

    Each label is a small form that a page refers to, so that no page is kept or drawn twice; so is
    the code, which all pages have in common.
    """

    pen: Pen
    address: str
    check: Element | None = None
    """The link to where the document is checked."""
    last = 0
    """The page, as it is drawn, on which the story ended; the contents came after it."""

    def label_page(self) -> None:
        """Refer to this page's label, at the right of the footer."""
        style = self.pen.style
        self.saveState()
        self.translate(style.width - style.right, style.footer_bottom)
        self.doForm(f"page-{self.getPageNumber()}")
        self.restoreState()

    def show_code(self) -> None:
        """Refer to the code, at the left of the footer."""
        style = self.pen.style
        self.saveState()
        self.translate(style.left, style.footer_bottom)
        self.doForm(CODE)
        self.restoreState()

    def offer_check(self, box: Box, told: str) -> None:
        """The place, in points on the page, goes to the address that checks the document.

        The footer is read by nobody, so this link is heard on its own, after everything else.
        """
        if reached(self.address).address:
            self.check = Element("Link", alternative=told)
            self.go(self.check, self.address, box)

    @property
    def moved(self) -> int:
        """How many pages are drawn last that will come first."""
        return self.getPageNumber() - 1 - self.last if self.last else 0

    def save(self) -> None:
        """Draw the code and the labels, then finish the file."""
        style = self.pen.style
        with self.form(CODE, (0, 0, style.code, style.code)):
            draw_code(self, self.address, style.code)
        total = self.getPageNumber() - 1
        for page in range(1, total + 1):
            shown = (page + self.moved - 1) % total + 1
            with self.form(f"page-{page}", LABEL):
                self.setFont(style.regular, style.small.size)
                self.setFillColor(HexColor(style.meta))
                self.drawRightString(0, 1, f"{shown} / {total}")
        contents.draw_numbers(self, self.pen, self.moved)
        if self.check is not None:
            self.check.join(self.root)
        super().save()


def draw_band(canvas: PageCanvas, pen: Pen, text: str) -> None:
    """A dark band over the top of every page of a draft, so that no copy passes for the real thing;
    the words stand in the facts as well, where they are read aloud."""
    if not text:
        return
    style = pen.style
    base = style.height - BAND_TOP - BAND
    canvas.setFillColor(HexColor(style.alarm))
    canvas.rect(style.left, base, style.text_width, BAND, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.setFont(style.semibold, style.small.size)
    canvas.drawCentredString(style.left + style.text_width / 2, base + 1.4 * mm, text)


def draw_header(canvas: PageCanvas, pen: Pen, content: Sheet) -> None:
    """Authority and service left, reference and lot right, a rule under them."""
    style = pen.style
    font, size = style.regular, style.small.size
    left = _lines(content.left, font, size, HEADER_LEFT, HEADER_LINES)
    marks = [content.mark] if content.mark else []
    right = marks + _lines(content.right, font, size, HEADER_RIGHT, HEADER_LINES - len(marks))
    canvas.setFillColor(HexColor(style.meta))
    top = style.height - style.header_top
    edge = style.width - style.right
    for row, line in enumerate(left):
        canvas.setFont(font, size)
        canvas.drawString(style.left, top - size - row * HEADER_LEADING, line)
    for row, line in enumerate(right):
        marked = bool(content.mark) and row == 0
        canvas.setFont(style.semibold if marked else font, size)
        canvas.drawRightString(edge, top - size - row * HEADER_LEADING, line)
    base = top - max(len(left), len(right)) * HEADER_LEADING - 2 * mm
    _rule(canvas, pen, base)


def _lines(text: str, font: str, size: float, width: float, most: int) -> list[str]:
    """The text on at most so many lines; what does not fit ends in an ellipsis."""
    lines = simpleSplit(text, font, size, width)
    if len(lines) <= most:
        return list(lines)
    last = lines[most - 1]
    while stringWidth(f"{last}…", font, size) > width:
        last = last[:-1]
    return [*lines[: most - 1], f"{last.rstrip()}…"]


def draw_footer(canvas: PageCanvas, pen: Pen, content: Sheet) -> None:
    """A rule, the QR code, where and how to check the document, the number of the page."""
    style = pen.style
    _rule(canvas, pen, style.footer_bottom + style.code + 2 * mm)
    canvas.show_code()
    canvas.setFillColor(HexColor(style.meta))
    x = style.left + style.code + 4 * mm
    y = style.footer_bottom + 1 + (len(content.lines) - 1) * style.footer.leading
    room = style.text_width - style.code - 4 * mm - 16 * mm
    for line in content.lines:
        wide = stringWidth(line, style.regular, style.footer.size)
        canvas.setFont(style.regular, style.footer.size * min(1, room / wide))
        canvas.drawString(x, y, line)
        y -= style.footer.leading
    canvas.label_page()
    if canvas.getPageNumber() == 1:
        top = style.footer_bottom + len(content.lines) * style.footer.leading
        canvas.offer_check((x, top - style.footer.leading, x + room, top), content.check)


def _rule(canvas: PageCanvas, pen: Pen, y: float) -> None:
    style = pen.style
    canvas.setStrokeColor(HexColor(style.rule))
    canvas.setLineWidth(style.line)
    canvas.line(style.left, y, style.width - style.right, y)


def draw_code(canvas: Canvas, address: str, side: float) -> None:
    """The QR code of an address, its lower left corner at the origin, as one path."""
    rows = _code(address)
    module = side / len(rows)
    path = canvas.beginPath()
    for number, row in enumerate(rows):
        top = side - (number + 1) * module
        for start, length in row:
            path.rect(start * module, top, length * module, module)
    canvas.setFillColor(HexColor("#000000"))
    canvas.drawPath(path, stroke=0, fill=1)


@functools.lru_cache(maxsize=64)
def _code(address: str) -> tuple[tuple[tuple[int, int], ...], ...]:
    """The dark runs (start, length) of each row of modules."""
    runs = []
    for row in segno.make(address, error="m", micro=False).matrix:
        found: list[tuple[int, int]] = []
        for column, dark in enumerate(row):
            if dark and found and sum(found[-1]) == column:
                found[-1] = (found[-1][0], found[-1][1] + 1)
            elif dark:
                found.append((column, 1))
        runs.append(tuple(found))
    return tuple(runs)


@dataclass(frozen=True)
class Pages:
    """A drawn file, of which the last pages, so many, are to come first."""

    content: bytes
    moved: int


class _Seal(Flowable):
    """Reserves the field of the seal on the page where the story ends."""

    _ZEROSIZE = True  # so that a full page still takes it

    def __init__(self, label: str) -> None:
        super().__init__()
        self.label = label

    def draw(self) -> None:
        canvas: Any = self.canv
        canvas.reserve(fields.Field.seal(self.label))


def assemble(pen: Pen, content: Sheet, story: list[Flowable], title: str) -> Pages:
    """The story set on pages, with the fields of its signatures and of the seal.

    The same story gives the same bytes: no clock, no random id. The list is empty afterwards: what
    is drawn is let go, so that a long document does not stay in memory.
    """
    style = pen.style

    def around(canvas: Any, _: BaseDocTemplate) -> None:
        canvas.saveState()
        with canvas.artifact(repeated=True):
            draw_band(canvas, pen, content.band)
            draw_header(canvas, pen, content)
            draw_footer(canvas, pen, content)
        canvas.restoreState()

    made: list[PageCanvas] = []

    def make(*args: Any, **options: Any) -> PageCanvas:
        options["initialFontName"] = style.regular
        canvas = PageCanvas(*args, **options)
        canvas.pen, canvas.address = pen, content.address
        made.append(canvas)
        return canvas

    out = io.BytesIO()
    template = BaseDocTemplate(
        out,
        pagesize=(style.width, style.height),
        title=title,
        author=content.left,
        lang=pen.language.value,
        invariant=1,
        pageCompression=1,
    )
    frame = Frame(
        style.left, style.bottom, style.text_width, style.text_height, 0, 0, 0, 0, id="text"
    )
    template.addPageTemplates(PageTemplate("page", [frame], onPage=around))
    settle(story)
    if content.seal:
        story.append(_Seal(content.seal))
    story.append(contents.Contents(pen, title, story))
    template.build(story, canvasmaker=make)
    return Pages(out.getvalue(), made[0].moved)
