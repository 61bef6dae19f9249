"""The structure of a document as a reader hears it: elements in reading order, and their marks.

An element is made with the block that it belongs to and joins the tree when the first of it is
drawn, so that what is divided over pages stays one element, and the tree follows the pages.
"""

from dataclasses import dataclass

from reportlab.pdfbase.pdfdoc import PDFDictionary

Box = tuple[float, float, float, float]
"""Lower left and upper right corner in points, from the lower left corner of the page."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked piece of a page: the page counted from 1, the number of the piece from 0."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link or a form field: its page counted from 1, and its dictionary in the file."""

    page: int
    entries: PDFDictionary


class Element:
    """A node of the structure: its standard type (ISO 32000-1, 14.8.4) and what it holds.

    `alternative` is what is read instead of a drawing or a field; `scope` is `Column` or `Row`
    for the head of a table; `language` a code where it differs from the document's; `box` the
    place of a figure.
    """

    __slots__ = ("alternative", "box", "joined", "kids", "kind", "language", "parent", "scope")

    def __init__(
        self,
        kind: str,
        parent: "Element | None" = None,
        *,
        alternative: str = "",
        scope: str = "",
        language: str = "",
    ) -> None:
        self.kind, self.parent = kind, parent
        self.alternative, self.scope, self.language = alternative, scope, language
        self.box: Box | None = None
        self.kids: list[Element | Mark | Annotation] = []
        self.joined = False
        """Whether it hangs in the tree of a document."""
        if parent is not None:
            parent.kids.append(self)

    def join(self, current: "Element") -> None:
        """Hang the whole branch that this element is part of under `current`, once."""
        top = self
        while not top.joined:
            top.joined = True
            if top.parent is None:
                top.parent = current
                current.kids.append(top)
                return
            top = top.parent
