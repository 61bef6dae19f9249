"""The documents of the performance are read in the order of their fields, in every language."""

import pytest

from contracts.base import Language, local_date
from contracts.documents import ConclusionLetter, DeliveryConfirmation, ShortcomingsRecord
from infra import documents
from infra.texts import formats
from infra.texts.catalogue import Texts
from tests.documents import heard, reading
from tests.documents import performance_samples as performance
from tests.documents.reading import drawn, sample
from tests.documents.test_hard_cases import ENDLESS


@pytest.mark.parametrize("language", Language)
def test_a_conclusion_follows_the_order_of_its_fields(language: Language) -> None:
    letter = sample("letter-conclusion", language)
    assert isinstance(letter, ConclusionLetter)
    assert letter.decision is not None
    assert letter.duration is not None
    assert letter.bond is not None
    assert letter.bond.amount is not None
    assert letter.bond.proof is not None
    assert letter.insurance is not None
    heard.assert_in_order(
        drawn("letter-conclusion", language),
        [
            letter.addressee.party.name,
            *letter.addressee.lines,
            formats.day(letter.bid_on, language),
            letter.decision.number,
            formats.day(letter.concluded_on, language),
            formats.money(letter.price.excluding, language),
            letter.managing_official,
            formats.day(letter.duration.last_day, language),
            *(formats.day(paper.day, language) for paper in letter.papers),
            *(formats.day_short(each.due_on, language) for each in letter.deliveries),
            formats.money(letter.bond.amount, language),
            formats.day(letter.bond.proof.last_day, language),
            formats.day(letter.insurance.last_day, language),
            letter.invoicing.reference,
            letter.invoicing.peppol or "",
            letter.contact.email,
            letter.signatures[0].name,
        ],
    )


@pytest.mark.parametrize("language", Language)
def test_a_delivery_follows_the_order_of_its_fields(language: Language) -> None:
    confirmed = sample("delivery", language)
    assert isinstance(confirmed, DeliveryConfirmation)
    heard.assert_in_order(
        drawn("delivery", language),
        [
            confirmed.contractor.name,
            confirmed.managing_official,
            confirmed.milestone,
            formats.moment(confirmed.received_at, language),
            formats.day(confirmed.due_on, language),
            *(part.file or "" for part in confirmed.parts),
            *(each.criterion for each in confirmed.criteria),
            confirmed.open_points or "",
            formats.day(confirmed.verification.last_day, language),
            confirmed.signatory,
        ],
    )


@pytest.mark.parametrize("language", Language)
def test_shortcomings_follow_the_order_of_their_fields(language: Language) -> None:
    record = sample("shortcomings", language)
    assert isinstance(record, ShortcomingsRecord)
    heard.assert_in_order(
        drawn("shortcomings", language),
        [
            record.contractor.name,
            record.milestone,
            formats.moment(record.delivered_at, language),
            *(formats.day(day, language) for day in record.found_on),
            *(text for each in record.findings for text in (each.requirement, each.fact)),
            *(note.text for note in record.notes),
            *(each.name for each in record.present),
            formats.day(record.remedy_by, language),
            formats.day(record.defence.last_day, language),
            formats.day(local_date(record.imprint.drawn_at), language),
            *(place.name for place in record.signatures),
        ],
    )


def test_endless_texts_are_divided_and_complete() -> None:
    confirmed = performance.delivery_confirmation(Language.NL)
    shown = confirmed.criteria[0].model_copy(update={"evidence": ENDLESS})
    record = performance.shortcomings_record(Language.NL)
    finding = record.findings[0].model_copy(update={"fact": ENDLESS})
    for model in (
        confirmed.model_copy(update={"criteria": (shown,), "open_points": ENDLESS}),
        record.model_copy(update={"findings": (finding,)}),
    ):
        text = reading.whole_text(documents.draw(model, Texts(Language.NL)))
        assert text.count("Slotwoord.") == text.count("Eerste woord.") > 0


def test_every_article_of_a_period_is_named() -> None:
    confirmed = performance.delivery_confirmation(Language.NL)
    further = (confirmed.verification.source.model_copy(update={"article": "127"}),)
    several = confirmed.verification.model_copy(update={"further": further})
    model = confirmed.model_copy(update={"verification": several})
    told = reading.whole_text(documents.draw(model, Texts(Language.NL)))
    assert "art. 156 van het koninklijk besluit van 14 januari 2013; art. 127 van" in told
