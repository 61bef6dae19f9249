"""The places to sign, two to a row in the order of signing, kept together with what they close."""

from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Table

from contracts.documents.imprint import Signature, SignatureKind
from infra.documents.blocks import prose
from infra.documents.blocks.tables import bare
from infra.documents.pen import Pen, capital
from infra.texts import formats

GAP = 10 * mm
ROOM = 18 * mm
"""The height above the line, where a hand or a digital signature goes."""


def signatures(
    pen: Pen, heading: Sequence[Flowable], places: Sequence[Signature], before: Sequence[Flowable]
) -> list[Flowable]:
    """The text before, the heading and the first row of places on one page, then the other rows."""
    rows = [_row(pen, places[i : i + 2], first=not i) for i in range(0, len(places), 2)]
    if not rows:
        return [*before]
    return [KeepTogether([*before, *heading, rows[0]]), *rows[1:]]


def _row(pen: Pen, places: Sequence[Signature], *, first: bool) -> Table:
    half = (pen.style.text_width - GAP) / 2
    cells = [[_above(pen, p) for p in places], [_below(pen, p) for p in places]]
    for row in cells:
        row.insert(1, [])
        row.extend([[]] * (3 - len(row)))
    style = [
        *bare(pen),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("BOTTOMPADDING", (0, 0), (-1, 0), 1.2 * mm),
        ("TOPPADDING", (0, 1), (-1, 1), 1.5 * mm),
        ("NOSPLIT", (0, 0), (0, 1)),
    ]
    for place in range(len(places)):
        column = 2 * place
        black = HexColor(pen.style.ink)
        style.append(("LINEBELOW", (column, 0), (column, 0), pen.style.thick, black))
    return Table(
        cells,
        colWidths=[half, GAP, half],
        rowHeights=[ROOM, None],
        style=style,
        spaceBefore=0 if first else 4 * mm,
    )


def _above(pen: Pen, place: Signature) -> list[Flowable]:
    if place.kind is None or place.signed_at is None:
        return [Paragraph(pen.say("signature.open"), pen.set.caption)]
    signed = formats.moment(place.signed_at, pen.language)
    lines = [
        pen.say(f"signature.by.{place.kind.value}", name=place.name),
        pen.say("signature.moment", moment=signed),
    ]
    if place.kind is SignatureKind.EXTERNAL and place.checked_at is not None:
        checked = formats.moment(place.checked_at, pen.language)
        lines.append(pen.say("signature.checked", moment=checked))
    return [Paragraph("<br/>".join(lines), pen.set.caption)]


def _below(pen: Pen, place: Signature) -> list[Flowable]:
    return [
        Paragraph(pen.plain(place.name), pen.set.cell_strong),
        Paragraph(pen.plain(place.capacity), pen.set.cell),
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
