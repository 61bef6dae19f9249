"""Places that signatures fill in: named fields, in the file before anybody signs.

A field that is added after the first signature breaks it, so all are made when the document is
drawn. Until it is signed, a field shows its own words ("nog te ondertekenen"); who signs replaces
that appearance. Its words are drawn in the fonts of the document, as PDF/A asks.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFObjectReference,
    PDFString,
    xObjectName,
)

from contracts.documents.checks import SEAL_FIELD
from infra.documents.tags.tree import Element

if TYPE_CHECKING:
    from infra.documents.tags.canvas import TaggedCanvas

PRINTED_AND_LOCKED = 132

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Field:
    """A field for one signature.

    `name` is its full name in the form, `seal` or `signature-<n>` as
    `checks.place_of` says; `label` is
    what a reader hears of it; `box` its place on the page, in points from the lower left corner;
    `words` what it shows until it is signed, empty for nothing; `font`, `size` and `colour` how.
    """

    name: str
    label: str
    box: Box
    words: str = ""
    font: str = ""
    size: float = 0
    colour: str = "#000000"
    element: Element = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "element", Element("Form", alternative=self.label))

    @classmethod
    def seal(cls, label: str) -> "Field":
        """The field of the organisation's seal: on the last page, without a size."""
        return cls(SEAL_FIELD, label, (0, 0, 0, 0))

    def widget(self) -> PDFDictionary:
        """The annotation that shows the field on its page."""
        return PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Widget"),
                "FT": PDFName("Sig"),
                "T": PDFString(self.name),
                "TU": PDFString(self.label),
                "Rect": PDFArray(self.box),
                "F": PRINTED_AND_LOCKED,
                "AP": PDFDictionary({"N": PDFObjectReference(xObjectName(self.name))}),
            }
        )

    def draw(self, canvas: "TaggedCanvas") -> None:
        """Draw the appearance before signing."""
        left, bottom, right, top = self.box
        with canvas.form(self.name, (0, 0, right - left, top - bottom)):
            if self.words:
                canvas.setFillColor(HexColor(self.colour))
                canvas.setFont(self.font, self.size)
                canvas.drawString(0, self.size / 4, self.words)
