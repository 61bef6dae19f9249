"""What people may type, and what may go wrong: markup, missing letters, endless texts."""

import io
from fractions import Fraction

import pikepdf
import pytest

from contracts.base import Language
from contracts.documents import AwardDecision, Document, OpeningRecord, acceptance, award, letter
from contracts.documents.imprint import Party
from infra import documents
from infra.documents.pen import Pen, printable
from infra.documents.style import HOUSE
from infra.texts.catalogue import Texts
from tests.documents import reading, samples
from tests.documents.cast import party

NL = Language.NL
ENDLESS = (
    "Eerste woord. " + "De commissie stelt vast dat het plan volledig is. " * 380 + "Slotwoord."
)


def _draw(model: Document) -> bytes:
    return documents.draw(model, Texts(model.imprint.language))


def _opening_of(tenderer: Party) -> OpeningRecord:
    record = samples.opening_record(NL)
    first = record.bids[0].model_copy(update={"tenderer": tenderer})
    return record.model_copy(update={"bids": (first, *record.bids[1:])})


@pytest.mark.parametrize(
    "name",
    [
        'Wit & Zoon <b>vet</b> "nv"',
        "&lt;script&gt; bv",
        "<img src='x'/> bv",
        "Naïve Œuvre Łódź Ærø Ελλάς Кириллица ẞ nv",
    ],
)
def test_a_name_is_printed_as_it_is_written(name: str) -> None:
    pdf = _draw(_opening_of(Party(name=name, seat="Kaai 1, 9140 Scheldeburg")))
    assert name in " ".join(reading.page_texts(pdf))


def test_a_letter_that_the_fonts_lack_is_seen_to_be_missing() -> None:
    pdf = _draw(_opening_of(Party(name="株式会社 Haven nv", seat="Kaai 1, 9140 Scheldeburg")))
    assert "???? Haven nv" in " ".join(reading.page_texts(pdf))
    assert "株式会社 Haven nv" in documents.twin_of(pdf).decode()


def test_control_and_format_characters_are_left_out() -> None:
    assert printable("a\x00b\u200bc\u202e\r\nd\te", HOUSE) == "abc\nd e"


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("9 november 2026", "9\u00a0november\u00a02026"),
        ("9. November", "9.\u00a0November"),
        ("17 dagen", "17\u00a0dagen"),
        ("art. 11, § 2", "art.\u00a011, §\u00a02"),
        ("2026 en verder", "2026 en verder"),
        ("€ 1.450,50 voor", "€ 1.450,50 voor"),
    ],
)
def test_a_figure_stays_with_what_it_counts(text: str, bound: str) -> None:
    assert printable(text, HOUSE) == bound


def _endless_award() -> AwardDecision:
    decision = samples.award_decision(NL)
    lot = decision.awards[0]
    motivations = tuple(
        m.model_copy(
            update={"motives": tuple(x.model_copy(update={"text": ENDLESS}) for x in m.motives)}
        )
        for m in lot.motivations[:1]
    )
    endless = lot.model_copy(
        update={
            "motivations": motivations,
            "advantages": ENDLESS,
            "not_chosen": (award.NotChosen(tenderer=party(1).name, reason=ENDLESS),),
        }
    )
    irregular = decision.irregularities[0].model_copy(
        update={"requirement": ENDLESS, "finding": ENDLESS}
    )
    return decision.model_copy(
        update={
            "subject": ENDLESS,
            "background": (ENDLESS,),
            "negotiation": ENDLESS,
            "awards": (endless,),
            "irregularities": (irregular,),
            "selections": tuple(
                s.model_copy(update={"reason": ENDLESS}) for s in decision.selections[:2]
            ),
            "further_articles": (ENDLESS,),
        }
    )


def test_endless_texts_are_divided_and_complete() -> None:
    decision = _endless_award()
    pdf = _draw(decision)
    text = reading.whole_text(pdf)
    endless = 1 + 1 + 1 + 2 + 2 + 4 + 1 + 1 + 1
    assert text.count("Eerste woord.") == endless
    assert text.count("Slotwoord.") == endless
    for page in reading.characters(pdf):
        assert all(c.right <= HOUSE.width - HOUSE.right + 1 for c in page if c.text.strip())


def test_endless_texts_do_not_break_the_other_documents() -> None:
    record = samples.opening_record(NL)
    outage = record.outages[0].model_copy(update={"description": ENDLESS})
    opened = record.model_copy(update={"outages": (outage,), "remarks": (ENDLESS, ENDLESS)})
    certificate = samples.acceptance_certificate(NL, acceptance.AcceptanceKind.PROVISIONAL)
    remark = certificate.remarks[0].model_copy(update={"text": ENDLESS})
    accepted = certificate.model_copy(update={"remarks": (remark,)})
    told = samples.tenderer_letter(NL, letter.Category.IRREGULAR)
    ground = told.irregularities[0].model_copy(update={"finding": ENDLESS})
    refused = told.model_copy(update={"irregularities": (ground,)})
    for model in (opened, accepted, refused):
        text = reading.whole_text(_draw(model))
        assert text.count("Slotwoord.") == text.count("Eerste woord.") > 0


def test_a_long_ranking_repeats_its_head_on_each_page() -> None:
    decision = samples.award_decision(NL)
    lot = decision.awards[0]
    first = lot.ranking.bids[0]
    bids = tuple(
        first.model_copy(update={"rank": n, "tenderer": f"Inschrijver nummer {n} nv"})
        for n in range(1, 61)
    )
    longer = lot.model_copy(
        update={"ranking": award.Ranking(criteria=lot.ranking.criteria, bids=bids)}
    )
    pdf = _draw(decision.model_copy(update={"awards": (longer,)}))
    pages = [p for p in reading.page_texts(pdf) if "Tabel 5.2." in p]
    assert len(pages) > 1
    assert all("Inschrijver G1 35" in page.replace("  ", " ") or "G1" in page for page in pages)
    rows = " ".join(pages)
    assert all(f"{n} Inschrijver nummer {n} nv" in rows for n in range(1, 61))


def test_scores_are_rounded_only_on_paper() -> None:
    ranking = samples.award_decision(NL).awards[0].ranking
    exact = Fraction(ranking.bids[0].points[0])
    assert exact == Fraction("1279980") / Fraction("1396450") * 35
    assert "32,08" in reading.whole_text(reading.drawn("award", NL))


def test_only_the_fonts_of_the_house_print() -> None:
    with pikepdf.open(io.BytesIO(reading.drawn("award", NL))) as pdf:
        for page in pdf.pages:
            used = {
                str(each.operands[0])
                for each in pikepdf.parse_content_stream(page)
                if isinstance(each, pikepdf.ContentStreamInstruction) and str(each.operator) == "Tf"
            }
            fonts = page.Resources.Font
            names = {str(fonts[name].BaseFont) for name in used}
            assert names
            assert all("SourceSansPro" in name for name in names)
            assert all("/FontFile2" in fonts[n].FontDescriptor for n in used)


def test_every_section_is_in_the_outline() -> None:
    with (
        pikepdf.open(io.BytesIO(reading.drawn("award", NL))) as pdf,
        pdf.open_outline() as outline,
    ):
        titles = [reading.plain(item.title) for item in outline.root]
    assert titles[0].startswith("1. ")
    assert [title.split(".")[0] for title in titles[:9]] == [str(n) for n in range(1, 10)]


def test_a_document_is_drawn_in_its_own_language() -> None:
    with pytest.raises(ValueError, match="language"):
        documents.draw(samples.opening_record(NL), Texts(Language.FR))


def test_only_the_documents_of_the_house_are_drawn() -> None:
    unknown = Document(document="D-99", imprint=samples.opening_record(NL).imprint)
    with pytest.raises(TypeError, match="Document"):
        _draw(unknown)


def test_values_reach_a_sentence_as_plain_text() -> None:
    said = Pen(Texts(NL)).say("opening.signatory", name="A & <i>B</i>")
    assert said.endswith("A &amp; &lt;i&gt;B&lt;/i&gt;")


@pytest.mark.parametrize("category", list(letter.Category))
def test_each_category_of_letter_is_drawn(category: letter.Category) -> None:
    base = samples.tenderer_letter(
        NL, letter.Category.IRREGULAR if category in letter.SET_ASIDE else category
    )
    model = base.model_copy(update={"category": category, "dispatches": ()})
    text = reading.whole_text(_draw(model))
    assert "Zaaksysteem" in text


def test_the_longest_names_and_headings_stay_inside_the_page() -> None:
    """Every line at its 400 characters: head, facts, tables, places to sign, contents."""
    most = "Samenwerkingsverband voor waterbouwkundige onderhoudswerkzaamheden " * 6
    name = most[:400].strip()
    decision = samples.award_decision(NL, lots=True)
    imprint = decision.imprint.model_copy(update={"authority": name, "title": name})
    lots = tuple(
        lot.model_copy(update={"lot": lot.lot and lot.lot.model_copy(update={"title": name})})
        for lot in decision.awards
    )
    places = tuple(p.model_copy(update={"capacity": name}) for p in decision.signatures)
    changed = {"imprint": imprint, "awards": lots, "signatures": places}
    pages = reading.characters(_draw(decision.model_copy(update=changed)))
    assert len(pages) > 1
    for page in pages:
        seen = [c for c in page if c.text.strip()]
        assert all(c.right <= HOUSE.width - HOUSE.right + 1 for c in seen)
        assert all(HOUSE.footer_bottom - 3 <= c.bottom for c in seen)
        footer = HOUSE.footer_bottom + HOUSE.code + 6
        assert not [c for c in seen if footer < c.bottom < HOUSE.bottom - 4]


def test_a_character_that_xml_cannot_hold_does_not_break_the_metadata() -> None:
    record = samples.opening_record(NL)
    imprint = record.imprint.model_copy(update={"title": "Nieuwe\x0b haven & <kade>"})
    with pikepdf.open(io.BytesIO(_draw(record.model_copy(update={"imprint": imprint})))) as pdf:
        written = str(pdf.open_metadata()["dc:title"])
    assert written.endswith("Nieuwe haven & <kade>")
