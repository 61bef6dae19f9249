"""The table of contents of a long document, with links.

Nobody knows the pages of the headings before they are drawn, and a second pass would take the time
of the first. So the contents are drawn last, and moved to the front of the finished file; their
page numbers are small forms that are filled in when the number of moved pages is known.
"""

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import ActionFlowable, Flowable, PageBreak, Spacer

from infra.documents.pen import Pen
from infra.documents.tags.canvas import Place
from infra.documents.tags.flowables import Text
from infra.documents.tags.tree import Element

LONG = 12
"""A document of more pages than this opens with its contents."""

INDENT = 6 * mm
NUMBER = 16 * mm
"""The room for a page number, at the right."""


class Contents(ActionFlowable):
    """At the end of a story: adds the contents to it if the document became long."""

    def __init__(self, pen: Pen, title: str, story: list[Flowable]) -> None:
        super().__init__()
        self.pen, self.title, self.story = pen, title, story

    def apply(self, doc: Any) -> None:
        """Called by the template when the story is drawn up to here."""
        canvas, pen = doc.canv, self.pen
        if canvas.getPageNumber() <= LONG:
            return
        whole = Element("Sect")
        canvas.front, canvas.last = whole, canvas.getPageNumber()
        named = Text(pen.plain(self.title), pen.set.kind, Element("P", whole))
        found = Element("TOC", whole)
        caption = Text(pen.say("contents"), pen.set.title, Element("Caption", found))
        entries = [Entry(pen, place, found) for place in canvas.places]
        self.story += [PageBreak(), named, caption, Spacer(0, 5 * mm), *entries]


class Entry(Flowable):
    """A line of the contents: a heading, and the page where it stands, as one link."""

    def __init__(self, pen: Pen, place: Place, parent: Element) -> None:
        super().__init__()
        self.pen, self.place = pen, place
        item = Element("Reference", Element("TOCI", parent))
        self.link = Element("Link", item)
        style = pen.set.cell if place.level else pen.set.cell_strong
        self.text = Text(pen.plain(place.title), style, self.link)
        self.spaceBefore = 1 * mm if place.level else 2.5 * mm

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The width given; as high as its lines."""
        self.width = availWidth
        room = availWidth - NUMBER - self.place.level * INDENT
        self.height = self.text.wrap(room, availHeight)[1]
        return self.width, self.height

    def draw(self) -> None:
        """The heading, the number, and the link over both."""
        canvas: Any = self.canv
        self.text.drawOn(canvas, self.place.level * INDENT, 0)
        with canvas.content(self.link):
            canvas.saveState()
            canvas.translate(self.width, 0)
            canvas.doForm(number_of(self.place))
            canvas.restoreState()
        canvas.link(self.link, self.place.name, self.place.title, (0, 0, self.width, self.height))


def number_of(place: Place) -> str:
    """The name of the form that shows the page of a place."""
    return f"page-of-{place.name}"


def draw_numbers(canvas: Any, pen: Pen, moved: int) -> None:
    """Fill in the page of each place, so many pages having moved to the front."""
    look = pen.style
    for place in canvas.places:
        with canvas.form(number_of(place), (-NUMBER, -look.cell.leading, 0, look.cell.leading)):
            canvas.setFont(look.regular, look.cell.size)
            canvas.setFillColor(HexColor(look.ink))
            canvas.drawRightString(0, look.cell.leading - look.cell.size, str(place.page + moved))
