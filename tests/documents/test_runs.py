"""Runs inside a text: links that a reader hears as links, words that are in another language."""

import io
from typing import Any

import pikepdf
import pytest
from reportlab.platypus import Flowable

from contracts.base import Language
from contracts.documents import Document
from contracts.documents.imprint import Party
from infra import documents
from infra.documents.pen import Pen, Run, reached
from infra.documents.style import HOUSE
from infra.documents.tags.canvas import TaggedCanvas
from infra.documents.tags.flowables import Text
from infra.texts.catalogue import Texts
from tests.documents import archived, dressed, heard, reading, samples

NL = Language.NL
PEN = Pen(Texts(NL))
SITE = "https://www.scheldeburg.example/overheidsopdrachten"


def _drawn(*pages: Flowable) -> bytes:
    """Each flowable on a page of its own."""
    out = io.BytesIO()
    canvas: Any = TaggedCanvas(out, invariant=1, initialFontName=HOUSE.regular)
    for each in pages:
        each.drawOn(canvas, 70, 500)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _paragraph(markup: str, width: float = 400) -> Text:
    text = Text(markup, PEN.set.text)
    text.wrap(width, 1000)
    return text


def _links(pdf: bytes) -> list[list[tuple[str, str]]]:
    """For each page, where its links go and what they say."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [
            [
                (str(each.A.URI), str(each.Contents))
                for each in page.get("/Annots", [])
                if each.Subtype == "/Link" and "/A" in each
            ]
            for page in opened.pages
        ]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (SITE, SITE),
        ("http://a.example", "http://a.example"),
        ("www.scheldeburg.example", "https://www.scheldeburg.example"),
        ("https://a.example/één?b=c&d=%20#e", "https://a.example/%C3%A9%C3%A9n?b=c&d=%20#e"),
        ("aankoop+bt@scheldeburg.example", "mailto:aankoop+bt@scheldeburg.example"),
        ("Grote Markt 1, 9140 Scheldeburg", ""),
        ("zie https://a.example", ""),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("iemand@", ""),
        ("–", ""),
    ],
)
def test_an_address_is_known_and_nothing_else_is(text: str, address: str) -> None:
    assert reached(text) == Run(text, address)


def test_a_link_is_heard_in_its_place() -> None:
    pdf = _drawn(_paragraph(f"Zie {PEN.run(reached(SITE))}, en bel ons."))
    [paragraph] = heard.tree(pdf).of("P")
    [link] = heard.tree(pdf).of("Link")
    assert [kid.kind for kid in paragraph.kids] == ["Link"]
    assert link.told() == SITE
    assert link.annotations == 1
    assert len(link.places) == 1
    assert paragraph.told() == f"Zie {SITE}, en bel ons."
    assert reading.page_texts(pdf) == [f"Zie {SITE}, en bel ons."]
    assert _links(pdf) == [[(SITE, SITE)]]


def test_what_is_marked_is_all_that_is_shown() -> None:
    """Each piece belongs to one element: none twice, none to nothing."""
    pdf = _drawn(_paragraph(f"Zie {PEN.run(reached(SITE))} of {PEN.run(reached('a@b.example'))}."))
    places = list(heard.tree(pdf).pieces())
    assert places == sorted(heard.marked(pdf))
    assert len(places) == 5
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        depth = 0
        for each in pikepdf.parse_content_stream(opened.pages[0]):
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(each.operator), 0)
            assert depth in {0, 1}
            assert str(each.operator) != "Tj" or depth == 1


def test_a_link_over_two_lines_is_one_link_with_a_place_on_each() -> None:
    two = PEN.run(Run(SITE.replace("example/", "example/\n"), SITE))
    pdf = _drawn(_paragraph(f"Zie {two} daar."))
    [link] = heard.tree(pdf).of("Link")
    assert (link.annotations, len(link.places)) == (2, 2)
    assert _links(pdf) == [[(SITE, SITE)] * 2]


def test_a_link_over_two_pages_is_one_link() -> None:
    long = " ".join(["woord"] * 30)
    text = _paragraph(PEN.run(Run(long, SITE)) + " slot", 200)
    first, second = text.split(200, 3 * 14)
    second.wrap(200, 1000)
    pdf = _drawn(first, second)
    [link] = heard.tree(pdf).of("Link")
    assert {page for page, _ in link.places} == {0, 1}
    assert reading.plain(link.text) == long
    assert all(goal == (SITE, SITE) for page in _links(pdf) for goal in page)
    assert [len(page) for page in _links(pdf)] == [3, link.annotations - 3]


def test_the_same_address_twice_is_two_links() -> None:
    one = PEN.run(reached(SITE))
    pdf = _drawn(_paragraph(f"{one} en {one}"))
    assert [link.annotations for link in heard.tree(pdf).of("Link")] == [1, 1]


def test_a_paragraph_may_be_one_link() -> None:
    pdf = _drawn(_paragraph(PEN.run(reached(SITE))))
    [paragraph] = heard.tree(pdf).of("P")
    assert [(kid.kind, kid.text) for kid in paragraph.kids] == [("Link", SITE)]
    assert _links(pdf) == [[(SITE, SITE)]]


def test_words_in_another_language_say_so() -> None:
    french = PEN.run(Run("Régie des Bâtiments & Cie", language=Language.FR))
    pdf = _drawn(_paragraph(f"De {french} deelt mee."), _paragraph(french))
    spans = heard.tree(pdf).of("Span")
    assert [(each.language, each.text) for each in spans] == [
        ("fr", "Régie des Bâtiments & Cie")
    ] * 2
    assert _links(pdf) == [[], []]


def test_words_in_the_language_of_the_document_are_as_all_others() -> None:
    assert PEN.run(Run("Regie der Gebouwen", language=NL)) == "Regie der Gebouwen"


def test_a_letter_leads_to_whom_it_names() -> None:
    pdf = reading.drawn("letter-not-chosen", NL)
    letter: Any = reading.sample("letter-not-chosen", NL)
    told = [link.told() for link in heard.tree(pdf).of("Link")]
    assert told[:2] == [letter.warn_at, letter.contact.email]
    goals = {goal for page in _links(pdf) for goal, _ in page}
    assert {f"mailto:{letter.warn_at}", f"mailto:{letter.contact.email}"} < goals


@pytest.mark.parametrize("name", reading.NAMES)
def test_every_document_leads_to_where_it_is_checked(name: str) -> None:
    """Once, on the first page of its text; heard after everything else."""
    pdf = reading.drawn(name, NL)
    address = reading.sample(name, NL).imprint.verification
    found = [page for page, links in enumerate(_links(pdf)) if (address, address) in links]
    tree = heard.tree(pdf)
    assert found == [1 if tree.of("TOC") else 0]
    last = tree.kids[-1]
    assert (last.kind, last.annotations) == ("Link", 1)
    assert address.removeprefix("https://") in last.alternative


def test_the_head_of_a_document_leads_to_the_organisation() -> None:
    mail, site = dressed.ADDRESS[-2:]
    goals = {goal for goal, _ in _links(archived.dressed("letter-chosen", NL))[0]}
    assert {f"mailto:{mail}", site} < goals


def test_what_others_wrote_leads_nowhere() -> None:
    """A tenderer chooses its name; nobody may send readers of an official document elsewhere."""
    record = samples.opening_record(NL)
    named = Party(name="https://elders.example", seat="iemand@elders.example")
    first = record.bids[0].model_copy(update={"tenderer": named})
    model: Document = record.model_copy(update={"bids": (first, *record.bids[1:])})
    pdf = documents.draw(model, Texts(NL))
    assert "https://elders.example" in reading.whole_text(pdf)
    assert not any("elders" in goal for page in _links(pdf) for goal, _ in page)


@pytest.mark.parametrize("name", ["award", "letter-not-chosen", "report"])
def test_a_copy_says_what_nobody_translated(name: str) -> None:
    """The title and what was written in Dutch, in a French document."""
    model = reading.sample(name, Language.FR)
    imprint = model.imprint.model_copy(update={"written": NL})
    pdf = documents.draw(model.model_copy(update={"imprint": imprint}), Texts(Language.FR))
    tree = heard.tree(pdf)
    [title] = tree.of("H1")
    assert title.language == "nl"
    dutch = [node for node in tree.all() if node.language]
    assert {node.language for node in dutch} == {"nl"}
    assert len(dutch) > 1
    own = heard.tree(reading.drawn(name, Language.FR))
    assert [node for node in own.all() if node.language] == []
