"""The tender documents: in the order of their fields; open fields are told only by a draft."""

import io

import pikepdf
import pytest
from pydantic import ValidationError

from contracts.base import Language
from contracts.documents import TenderDocuments
from infra import documents
from infra.texts import formats
from infra.texts.catalogue import Texts
from tests.documents import heard, reading
from tests.documents import tender_samples as tenders
from tests.documents.reading import drawn, plain, sample
from tests.documents.test_hard_cases import ENDLESS

NL = Language.NL


@pytest.mark.parametrize("language", Language)
def test_the_tender_documents_follow_the_order_of_their_fields(language: Language) -> None:
    found = sample("tender", language)
    assert isinstance(found, TenderDocuments)
    assert found.deadline is not None
    assert found.estimate is not None
    assert found.bought is not None
    heard.assert_in_order(
        drawn("tender", language),
        [
            found.procedure,
            formats.moment(found.deadline, language),
            found.subject or "",
            found.category or "",
            found.bought.code,
            formats.money(found.estimate, language),
            *(lot.title or "" for lot in found.lots),
            formats.moment(found.deadline, language),
            *(criterion.name or "" for criterion in found.criteria),
            *found.ties,
            found.managing_official or "",
            found.renewal or "",
            *(term.value for term in found.terms),
            *(text for each in found.deliveries for text in (each.number, *each.criteria)),
            *(item.description or "" for item in found.items),
        ],
    )


@pytest.mark.parametrize("language", Language)
def test_a_draft_says_what_is_open_and_bears_its_band(language: Language) -> None:
    texts = Texts(language)
    band, missing = (plain(texts.say(f"documents.{key}")) for key in ("mark.band", "tender.open"))
    for page in reading.page_texts(drawn("tender-draft", language)):
        assert band in page
    body = reading.whole_text(drawn("tender-draft", language))
    assert body.count(missing) == 13
    assert band not in body
    issued = " ".join(reading.page_texts(drawn("tender", language)))
    assert band not in issued
    assert missing not in issued


def test_a_draft_has_no_place_for_the_seal() -> None:
    def places(name: str) -> int:
        with pikepdf.open(io.BytesIO(drawn(name, NL))) as pdf:
            return len(pdf.Root.AcroForm.Fields) if "/AcroForm" in pdf.Root else 0

    assert places("tender") == 1
    assert places("tender-draft") == 0


def test_what_is_published_is_filled_in() -> None:
    found = tenders.tender_documents(NL)
    for change in ({"subject": None}, {"deadline": None}, {"criteria": ()}, {"months": None}):
        with pytest.raises(ValidationError, match="filled in"):
            TenderDocuments.model_validate(dict(found) | change)
    with pytest.raises(ValidationError, match="follows the publication"):
        TenderDocuments.model_validate(dict(found) | {"deadline": found.imprint.drawn_at})


def test_endless_texts_are_divided_and_complete() -> None:
    found = tenders.tender_documents(NL)
    first, *others = found.criteria
    endless = first.model_copy(update={"description": ENDLESS})
    model = found.model_copy(
        update={"subject": ENDLESS, "renewal": ENDLESS, "criteria": (endless, *others)}
    )
    text = reading.whole_text(documents.draw(model, Texts(NL)))
    assert text.count("Slotwoord.") == text.count("Eerste woord.") == 3
