"""The places to sign, two to a row in the order of signing, kept together with what they close."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether

from contracts.documents.checks import place_of
from contracts.documents.imprint import Signature, SignatureKind
from infra.documents.blocks import prose
from infra.documents.blocks.tables import bare, fitting
from infra.documents.pen import Pen, capital
from infra.documents.tags import fields
from infra.documents.tags.flowables import Layout, Text
from infra.documents.tags.tree import Element
from infra.texts import formats

GAP = 10 * mm
ROOM = 18 * mm
"""The height above the line, where a hand or a digital signature goes."""

ABOVE = 1.2 * mm
BELOW = 1.5 * mm
"""Between the line and what stands above and below it."""


class Place(Flowable):
    """The room above the line, the line, and below it who signs.

    Unsigned, it is a field named by `index` (`checks.place_of`) that shows
    "nog te ondertekenen". Signed, it says by whom, how and when; a sign-off, which is sealed once
    the document is drawn, has its field behind those words, without a size.
    """

    def __init__(self, pen: Pen, place: Signature, index: int) -> None:
        super().__init__()
        self.pen, self.place, self.index = pen, place, index
        self.element = Element("Div")
        self.above = _above(pen, place)
        self.below = _below(pen, place)

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The width given; the room, and the lines below it."""
        self.width = availWidth
        self.height = ROOM + BELOW
        for text in (*self.above, *self.below):
            text.wrap(availWidth, availHeight)
        self.height += sum(text.height for text in self.below)
        return self.width, self.height

    def draw(self) -> None:
        """From the room down."""
        canvas: Any = self.canv
        line = self.height - ROOM
        with canvas.within(self.element):
            for text in self.above:
                text.drawOn(canvas, 0, line + ABOVE)
            if not self.above:
                self._reserve(canvas, line, self.width, ROOM - ABOVE)
            elif self.place.kind is SignatureKind.SIGNED_OFF:
                self._reserve(canvas, line, 0, 0)
            with canvas.artifact():
                canvas.setStrokeColor(HexColor(self.pen.style.ink))
                canvas.setLineWidth(self.pen.style.thick)
                canvas.line(0, line, self.width, line)
            top = line - BELOW
            for text in self.below:
                top -= text.height
                text.drawOn(canvas, 0, top)

    def _reserve(self, canvas: Any, line: float, width: float, height: float) -> None:
        pen = self.pen
        if pen.copies:
            return
        said = "signature.by.signed_off" if self.above else "signature.place"
        left, bottom = canvas.absolutePosition(0, line + ABOVE)
        field = fields.Field(
            place_of(self.index),
            pen.word(said, name=self.place.name),
            (left, bottom, left + width, bottom + height),
            words="" if self.above else pen.word("signature.open"),
            font=pen.style.regular,
            size=pen.style.small.size,
            colour=pen.style.meta,
        )
        canvas.reserve(field)


def signatures(
    pen: Pen, heading: Sequence[Flowable], places: Sequence[Signature], before: Sequence[Flowable]
) -> list[Flowable]:
    """The text before, the heading and the first row of places on one page, then the other rows.

    The places are fields until they are signed.
    """
    rows = [_row(pen, places[i : i + 2], i) for i in range(0, len(places), 2)]
    if not rows:
        return [*before]
    return [KeepTogether([*before, *heading, rows[0]]), *rows[1:]]


def _row(pen: Pen, places: Sequence[Signature], first: int) -> Layout:
    half = (pen.style.text_width - GAP) / 2
    cells: list[Any] = [Place(pen, place, first + n) for n, place in enumerate(places)]
    cells.insert(1, [])
    cells.extend([[]] * (3 - len(cells)))
    return Layout(
        [cells],
        colWidths=[half, GAP, half],
        style=bare(pen),
        spaceBefore=4 * mm if first else 0,
    )


def _above(pen: Pen, place: Signature) -> list[Text]:
    """What is said of a signature; nothing of a place that is still to be signed."""
    if place.kind is None or place.signed_at is None:
        return []
    signed = formats.moment(place.signed_at, pen.language)
    lines = [
        pen.say(f"signature.by.{place.kind.value}", name=place.name),
        pen.say("signature.moment", moment=signed),
    ]
    if place.kind is SignatureKind.EXTERNAL and place.checked_at is not None:
        checked = formats.moment(place.checked_at, pen.language)
        lines.append(pen.say("signature.checked", moment=checked))
    return [Text("<br/>".join(lines), pen.set.caption)]


def _below(pen: Pen, place: Signature) -> list[Text]:
    capacity, half = pen.plain(place.capacity), (pen.style.text_width - GAP) / 2
    return [
        Text(pen.plain(place.name), pen.set.cell_strong),
        Text(capacity, fitting(pen, pen.set.cell, capacity, half)),
    ]


def closing(
    pen: Pen,
    places: Sequence[Signature],
    before: Sequence[Flowable],
    number: str = "",
    *,
    close: bool = False,
) -> list[Flowable]:
    """The last section of a document: the text that leads to it and the places to sign.

    `close` is for a document that fits on one page.
    """
    text = capital(pen.word("signature.heading"))
    heading = (prose.part if close else prose.section)(pen, text, number)[1:]
    return signatures(pen, heading, places, before)
