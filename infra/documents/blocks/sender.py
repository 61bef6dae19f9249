"""The organisation at the head of its document: logo, name, address; nothing without such a look.

Once, where the document begins; header and footer stay words, so the logo is heard once.
"""

import io
import re
from dataclasses import replace

from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Spacer

from infra.documents.blocks.tables import bare
from infra.documents.pen import Pen, Run, reached
from infra.documents.style import Logo
from infra.documents.tags.flowables import Figure, Layout, Text

GAP = 8 * mm
"""Between the two columns, as in the strip of facts below."""


_PIECE = re.compile(r"[^/@.?&=-]*[/@.?&=-]*")


class LogoFigure(Figure):
    """A logo in its own proportions, read as the sentence `alternative`."""

    def __init__(self, logo: Logo, alternative: str) -> None:
        super().__init__(alternative)
        self.logo = logo
        self.width, self.height = logo.printed

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """As large as it is printed."""
        return self.width, self.height

    def paint(self) -> None:
        """The pixels as they are: opaque, in the colours of the document."""
        image = ImageReader(io.BytesIO(self.logo.png))
        self.canv.drawImage(image, 0, 0, self.width, self.height)


def above(pen: Pen) -> list[Flowable]:
    """Logo and name over the width of the page, in the columns of the facts below them."""
    look = pen.style
    if not look.name:
        return []
    half = (look.text_width - GAP) / 2
    left, right = _logo(pen), _named(pen, half)
    cells = [left, [], right] if left else [right, [], []]
    head = Layout([cells], colWidths=[half, GAP, half], style=bare(pen))
    return [head, Spacer(0, 7 * mm)]


def beside(pen: Pen, width: float) -> list[Flowable]:
    """The same in a column of its own, so wide, for the left of a letter."""
    if not pen.style.name:
        return []
    logo = _logo(pen)
    if logo:
        logo.append(Spacer(0, 3 * mm))
    return [*logo, *_named(pen, width), Spacer(0, 5 * mm)]


def _logo(pen: Pen) -> list[Flowable]:
    look = pen.style
    if look.logo is None:
        return []
    return [LogoFigure(look.logo, pen.word("sender.logo", name=look.name))]


def _named(pen: Pen, width: float) -> list[Flowable]:
    look = pen.style
    lines = [f"<b>{pen.plain(look.name)}</b>"]
    for each in look.address:
        found = reached(each)
        lines.append(pen.run(_broken(pen, found, width) if found.address else found))
    return [Text("<br/>".join(lines), pen.set.sender)]


def _broken(pen: Pen, found: Run, width: float) -> Run:
    """A web address that is wider than its column, going on after one of its marks."""
    style = pen.set.sender
    lines = [""]
    for piece in _PIECE.findall(found.text):
        if stringWidth(lines[-1] + piece, style.fontName, style.fontSize) > width:
            lines.append("")
        lines[-1] += piece
    return replace(found, text="\n".join(lines).strip("\n"))
