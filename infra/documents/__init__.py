"""The documents that Bestek draws: the only place that knows reportlab and pikepdf.

What draws is loaded with the first document that is drawn or read: the program hands looks around
(`infra.documents.look`, `style`) and leaves the drawing to a child process.
"""

from contracts.documents.imprint import Document
from infra.documents.style import HOUSE, Style
from infra.texts.catalogue import Texts


def draw(model: Document, texts: Texts, style: Style = HOUSE) -> bytes:
    """The PDF of a document, as `infra.documents.drawing.draw` promises."""
    from infra.documents import drawing

    return drawing.draw(model, texts, style)


def twin_of(document: bytes) -> bytes:
    """The JSON that a document carries; ValueError if it carries none."""
    from infra.documents import finish

    return finish.twin_of(document)


def look_of(document: bytes) -> Style:
    """The look that a document was drawn with, as `infra.documents.finish.look_of` promises."""
    from infra.documents import finish

    return finish.look_of(document)
