"""What reportlab does not promise and the tags rest on: an update that changes it fails here."""

import io
from typing import Any

import pikepdf
import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject
from reportlab.platypus import Flowable, Frame, Paragraph, Spacer

OURS = {"Type": PDFName("Annot"), "Subtype": PDFName("Link"), "Rect": PDFArray([1, 2, 3, 4])}


@pytest.fixture
def canvas() -> Any:
    """A canvas of reportlab itself, with one page on the way."""
    return Canvas(io.BytesIO(), invariant=1)


def _file(canvas: Any) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(canvas.getpdfdata()))


def test_an_annotation_of_ours_and_its_goal_reach_the_page(canvas: Any) -> None:
    canvas._addAnnotation(PDFDictionary({**OURS, "Dest": canvas._bookmarkReference("here")}))
    canvas.bookmarkHorizontal("here", 0, 700)
    canvas.showPage()
    with _file(canvas) as pdf:
        [found] = pdf.pages[0].Annots
        assert [int(each) for each in found.Rect] == [1, 2, 3, 4]
        assert found.Dest[0].objgen == pdf.pages[0].objgen


def test_the_file_numbers_objects_of_ours_and_shows_its_pages_and_catalogue(canvas: Any) -> None:
    canvas.showPage()
    added = PDFDictionary({"Told": PDFName("Yes")})
    number = canvas._doc.Reference(added).format(canvas._doc)
    [page] = canvas._doc.Pages.pages
    shown = canvas._doc.Reference(page).format(canvas._doc)
    canvas._doc.Catalog.StructTreeRoot = added
    with _file(canvas) as pdf:
        assert b"%d %d R" % pdf.Root.StructTreeRoot.objgen == number
        assert pdf.Root.StructTreeRoot.Told == "/Yes"
        assert b"%d %d R" % pdf.pages[0].objgen == shown


def test_what_says_it_has_no_size_fits_where_nothing_else_does(canvas: Any) -> None:
    """The field of the seal, on a page that is full."""

    class Nothing(Flowable):
        _ZEROSIZE = True

        def draw(self) -> None:
            pass

    frame = Frame(0, 0, 200, 12, 0, 0, 0, 0)
    assert frame.add(Spacer(0, 12), canvas)
    assert not frame.add(Spacer(0, 12), canvas)
    assert frame.add(Nothing(), canvas)


def test_a_paragraph_says_where_the_links_of_a_line_begin_and_end(canvas: Any) -> None:
    """It asks the text object for `_linkRecord`, and the canvas for `linkURL` behind the line."""
    told: list[Any] = []

    class Told(PDFTextObject):
        def _linkRecord(self, key: Any, what: str) -> None:  # noqa: N802
            shown: Any = self
            told.append((key, what, len(shown._code), shown._code[-1]))

    class Telling(Paragraph):
        def beginText(self, x: float, y: float) -> Any:  # noqa: N802
            return Told(self.canv, x, y)

    canvas.linkURL = lambda url, *_, **__: told.append(url)
    text = Telling('voor <a href="https://a.example">hier</a> na', getSampleStyleSheet()["Normal"])
    text.wrap(300, 100)
    text.drawOn(canvas, 0, 0)
    (begun, ended, url) = told
    assert begun[:2] == ((0, "https://a.example"), "start")
    assert begun[3] == "(hier) Tj"
    assert ended[:3] == ((0, "https://a.example"), "end", begun[2])
    assert url == "https://a.example"


def test_a_paragraph_keeps_its_fragments_and_its_lines() -> None:
    text: Any = Paragraph("een <b>regel</b>", getSampleStyleSheet()["Normal"])
    assert [each.text for each in text.frags] == ["een ", "regel"]
    assert not hasattr(text, "blPara")
    text.wrap(200, 100)
    assert text.blPara.lines
