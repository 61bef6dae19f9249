"""What a document says to who does not see it: everything once, in order, with its role."""

import io
import itertools
import re

import pikepdf
import pytest
from reportlab.platypus import Flowable, Paragraph

from contracts.base import Language
from contracts.documents import AwardDecision, award
from contracts.documents.imprint import Document, SignatureKind
from infra import documents
from infra.documents.page import assemble, sheet
from infra.documents.pen import Pen
from infra.documents.tags.canvas import Untagged
from infra.texts.catalogue import Texts
from tests.documents import heard, reading, samples
from tests.documents.reading import NAMES, drawn, plain, sample

NL = Language.NL
EVERY = [(name, language) for name in NAMES for language in (Language.NL, Language.FR)]
every_document = pytest.mark.parametrize(("name", "language"), EVERY)
LONG = "De commissie stelt vast dat het plan volledig is en dat elke stap is toegelicht. "


def _draw(model: Document) -> bytes:
    return documents.draw(model, Texts(model.imprint.language))


@every_document
def test_everything_that_is_drawn_is_heard_once_in_the_order_of_the_pages(
    name: str, language: Language
) -> None:
    pdf = drawn(name, language)
    order = list(heard.tree(pdf).pieces())
    assert len(order) == len(set(order))
    assert set(order) == heard.marked(pdf)
    assert order == sorted(order)


@every_document
def test_a_document_has_one_title_and_no_level_is_left_out(name: str, language: Language) -> None:
    levels = [int(node.kind[1]) for node in heard.tree(drawn(name, language)).of("H1", "H2", "H3")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@every_document
def test_every_cell_has_its_heads(name: str, language: Language) -> None:
    for table in heard.tree(drawn(name, language)).of("Table"):
        head, *body = table.of("TR")
        assert [(cell.kind, cell.scope) for cell in head.kids] == [("TH", "Column")] * len(
            head.kids
        )
        assert all(cell.text for cell in head.kids)
        assert {len(row.kids) for row in body} <= {len(head.kids)}
        cells = [cell for row in body for cell in row.kids]
        assert all(cell.scope == ("Row" if cell.kind == "TH" else "") for cell in cells)


@every_document
def test_lists_have_labels_and_bodies(name: str, language: Language) -> None:
    for found in heard.tree(drawn(name, language)).of("L"):
        assert [item.kind for item in found.kids] == ["LI"] * len(found.kids)
        assert all([part.kind for part in item.kids] == ["Lbl", "LBody"] for item in found.kids)


@pytest.mark.parametrize("language", Language)
def test_a_drawing_is_heard_as_its_alternative(language: Language) -> None:
    texts = Texts(language)
    (figure,) = heard.tree(drawn("letter-chosen", language)).of("Figure")
    assert figure.alternative == texts.say("documents.standstill.alternative")
    (bars,) = heard.tree(drawn("award", language)).of("Figure")
    decision = sample("award", language)
    assert isinstance(decision, AwardDecision)
    assert decision.awards[0].winner.name in bars.alternative


def test_header_footer_and_page_numbers_are_not_heard() -> None:
    told = heard.tree(drawn("award", NL)).told()
    imprint = sample("award", NL).imprint
    assert imprint.department not in told
    assert imprint.rule_edition not in told
    assert "1 / " not in told


def test_a_paragraph_over_two_pages_is_one() -> None:
    decision = samples.award_decision(NL).model_copy(update={"background": (LONG * 90,)})
    tree = heard.tree(_draw(decision))
    (found,) = [node for node in tree.of("P") if LONG.strip() in node.text]
    assert len({page for page, _ in found.places}) > 1
    assert found.text == reading.plain(LONG * 90)


def test_a_row_that_is_longer_than_a_page_is_one_row() -> None:
    decision = samples.award_decision(NL)
    first = decision.selections[0].model_copy(update={"reason": LONG * 150})
    model = decision.model_copy(update={"selections": (first, *decision.selections[1:])})
    (table,) = [t for t in heard.tree(_draw(model)).of("Table") if LONG.strip() in t.told()]
    assert len(table.of("TR")) == 1 + len(decision.selections)
    (cell,) = [cell for cell in table.of("TD") if LONG.strip() in cell.text]
    assert cell.text == reading.plain(LONG * 150)


def _ranked(bids: int) -> AwardDecision:
    decision = samples.award_decision(NL)
    lot = decision.awards[0]
    first = lot.ranking.bids[0]
    ranked = tuple(
        first.model_copy(update={"rank": n, "tenderer": f"Inschrijver nummer {n} nv"})
        for n in range(1, bids + 1)
    )
    ranking = award.Ranking(criteria=lot.ranking.criteria, bids=ranked)
    return decision.model_copy(update={"awards": (lot.model_copy(update={"ranking": ranking}),)})


def test_a_table_over_pages_is_one_and_its_head_is_heard_once() -> None:
    tree = heard.tree(_draw(_ranked(80)))
    (table,) = [t for t in tree.of("Table") if "Tabel 5.2." in t.told()]
    assert len({page for node in table.all() for page, _ in node.places}) > 1
    assert len(table.of("THead")) == len(table.of("Caption")) == 1
    head, *body = table.of("TR")
    names = [row.kids[1].text for row in body]
    assert names == [f"Inschrijver nummer {n} nv" for n in range(1, 81)]
    assert table.told().count(head.kids[1].text + " ") == 1 + len(names)


def test_text_outside_the_structure_is_refused() -> None:
    pen = Pen(Texts(NL))
    imprint = sample("award", NL).imprint
    story: list[Flowable] = [Paragraph("Dit hoort niemand.", pen.set.text)]
    with pytest.raises(Untagged):
        assemble(pen, sheet(pen, imprint, "0" * 64), story, "Titel")


@pytest.mark.parametrize("language", Language)
def test_places_to_sign_are_fields_before_anybody_signs(language: Language) -> None:
    pdf = drawn("acceptance-provisional", language)
    model = sample("acceptance-provisional", language)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fields = {str(field.T): field for field in opened.Root.AcroForm.Fields}
        unsigned = {f"signature-{n}" for n, p in enumerate(model.signatures, 1) if p.kind is None}
        sealed_with = {
            f"signature-{n}"
            for n, place in enumerate(model.signatures, 1)
            if place.kind is SignatureKind.SIGNED_OFF
        }
        assert unsigned
        assert sealed_with
        assert set(fields) == {"seal"} | unsigned | sealed_with
        for name, field in fields.items():
            assert field.FT == "/Sig"
            assert "/V" not in field
            assert (field.Rect[2] - field.Rect[0] > 200) is (name in unsigned)
            shown = field.AP.N.read_bytes()
            assert (b"Tj" in shown) is (name in unsigned)
    told = [node.alternative for node in heard.tree(pdf).of("Form")]
    texts = Texts(language)
    assert told == [
        *(
            texts.say(
                f"documents.signature.{f'by.{place.kind}' if place.kind else 'place'}",
                name=place.name,
            )
            for place in model.signatures
        ),
        texts.say("documents.signature.seal", authority=model.imprint.authority),
    ]
    assert all(node.annotations == 1 for node in heard.tree(pdf).of("Form"))


def test_a_draft_has_no_field_for_the_seal() -> None:
    with pikepdf.open(io.BytesIO(drawn("award-lots", NL))) as opened:
        assert "seal" not in {str(field.T) for field in opened.Root.AcroForm.Fields}


@pytest.mark.parametrize("language", Language)
def test_a_long_document_opens_with_its_contents(language: Language) -> None:
    pdf = drawn("award-lots", language)
    pages = reading.page_texts(pdf)
    tree = heard.tree(pdf)
    (contents,) = tree.of("TOC")
    assert tree.kids[0].kids[-1] is contents
    caption, *entries = contents.kids
    assert caption.text == Texts(language).say("documents.contents")
    headings = [node.text for node in tree.of("H2", "H3")]
    assert len(entries) == len(headings)
    for heading, entry in zip(headings, entries, strict=True):
        (link,) = entry.of("Link")
        assert link.text == heading
        assert link.annotations == 1
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        links = [a for a in opened.pages[0].Annots if a.Subtype == "/Link"]
        assert [plain(str(link.Contents)) for link in links] == headings
        found = _pages_of(opened, links)
    for heading, number in zip(headings, found, strict=True):
        assert heading in pages[number]
        assert re.search(rf"{re.escape(heading)} {number + 1}\b", pages[0])


def _pages_of(opened: pikepdf.Pdf, links: list[pikepdf.Object]) -> list[int]:
    """The page, from 0, where each link goes."""
    numbers = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
    return [numbers[link.Dest[0].objgen] for link in links]


def test_a_short_document_has_no_contents() -> None:
    assert heard.tree(drawn("letter-chosen", NL)).of("TOC") == []
