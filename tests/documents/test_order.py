"""Opening record, decision, letters and certificates are read in the order of their fields."""

from fractions import Fraction
from functools import partial

import pytest

from contracts import documents as models
from contracts.base import Language
from contracts.documents.award import Standstill
from infra.documents.page import grouped
from infra.texts import formats
from tests.documents import heard
from tests.documents.reading import drawn, sample


@pytest.mark.parametrize("language", Language)
def test_the_opening_record_follows_the_order_of_its_fields(language: Language) -> None:
    record = sample("opening", language)
    assert isinstance(record, models.OpeningRecord)
    heard.assert_in_order(
        drawn("opening", language),
        [
            formats.moment(record.deadline, language),
            formats.moment(record.opened_at, language),
            *(officer.name for officer in record.officers),
            *(bid.tenderer.name for bid in record.bids),
            *(grouped(bid.fingerprint) for bid in record.bids),
            *(bid.tenderer for bid in record.replaced),
            *(bid.tenderer for bid in record.late),
            *(outage.description for outage in record.outages),
            *record.remarks,
            formats.moment(record.closed_at, language),
            *(place.name for place in record.signatures),
        ],
    )


@pytest.mark.parametrize("language", Language)
def test_the_award_decision_follows_the_order_of_its_fields(language: Language) -> None:
    decision = sample("award", language)
    assert isinstance(decision, models.AwardDecision)
    award = decision.awards[0]
    number = partial(formats.number, decimals=2, language=language)
    heard.assert_in_order(
        drawn("award", language),
        [
            decision.decision.number,
            formats.money(decision.total.excluding, language),
            award.winner.name,
            *(publication.number for publication in decision.publications),
            *(tenderer.party.name for tenderer in decision.tenderers),
            *(selection.tenderer for selection in decision.selections),
            decision.irregularities[0].requirement,
            *(criterion.name for criterion in award.ranking.criteria),
            *(number(Fraction(bid.total)) for bid in award.ranking.bids),
            *(formats.money(bid.price, language) for bid in award.ranking.bids),
            award.advantages.splitlines()[0],
            *(m.text for motivation in award.motivations for m in motivation.motives),
            *(other.reason for other in award.not_chosen),
            formats.money(decision.visum.amount, language) if decision.visum else "",
            decision.budget_line or "",
            *(remedy.forum for remedy in decision.remedies),
            *(place.name for place in decision.signatures),
        ],
    )


@pytest.mark.parametrize("language", Language)
def test_a_letter_follows_the_order_of_its_fields(language: Language) -> None:
    letter = sample("letter-chosen", language)
    assert isinstance(letter, models.TendererLetter)
    assert isinstance(letter.standstill, Standstill)
    assert letter.concludes_from is not None
    heard.assert_in_order(
        drawn("letter-chosen", language),
        [
            letter.addressee.party.name,
            *letter.addressee.lines,
            letter.decision.number,
            formats.money(letter.awarded[0].price.excluding, language),
            formats.money(letter.awarded[0].price.including, language),
            formats.day(letter.concludes_from, language),
            *(piece.piece for piece in letter.pieces),
            formats.day(letter.standstill.calculation.last_day, language),
            formats.day_short(letter.standstill.calculation.last_day, language),
            letter.standstill.holidays[0].name,
            letter.warn_at,
            *(remedy.forum for remedy in letter.remedies),
            *(dispatch.proof for dispatch in letter.dispatches if dispatch.proof),
            *letter.annexes,
            letter.contact.name,
            letter.signatures[0].name,
        ],
    )


@pytest.mark.parametrize("language", Language)
def test_opened_prices_stand_in_the_order_of_the_bids(language: Language) -> None:
    record = sample("opening-priced", language)
    assert isinstance(record, models.OpeningRecord)
    prices = [formats.money(bid.price, language) for bid in record.bids if bid.price is not None]
    assert len(prices) == len(record.bids)
    heard.assert_in_order(drawn("opening-priced", language), prices)


@pytest.mark.parametrize("language", Language)
def test_a_comparison_follows_the_order_of_the_criteria(language: Language) -> None:
    """The letter to who was not chosen: its own points, then those of the chosen bid."""
    letter = sample("letter-not-chosen", language)
    assert isinstance(letter, models.TendererLetter)
    [compared] = letter.comparisons
    number = partial(formats.number, decimals=2, language=language)
    rows = zip(
        [criterion.name for criterion in compared.criteria],
        compared.own.points,
        compared.chosen.points,
        strict=True,
    )
    heard.assert_in_order(
        drawn("letter-not-chosen", language),
        [
            letter.decision.number,
            formats.money(compared.own.price, language),
            formats.money(compared.chosen.price, language),
            *(
                text
                for name, *points in rows
                for text in (name, *(number(Fraction(each)) for each in points))
            ),
            number(Fraction(compared.own.total)),
            number(Fraction(compared.chosen.total)),
            *(remedy.forum for remedy in letter.remedies),
            letter.contact.name,
        ],
    )


@pytest.mark.parametrize("language", Language)
def test_a_certificate_follows_the_order_of_its_fields(language: Language) -> None:
    found = sample("acceptance-provisional", language)
    assert isinstance(found, models.AcceptanceCertificate)
    delay, warranty, bond = found.settlement.delay, found.warranty, found.bond
    assert delay is not None
    assert warranty is not None
    assert bond is not None
    heard.assert_in_order(
        drawn("acceptance-provisional", language),
        [
            formats.day(found.effective_on, language),
            found.contractor.name,
            formats.moment(found.delivered_at, language),
            *(test.number for test in found.tests),
            *(remark.text for remark in found.remarks),
            formats.money(found.settlement.value, language),
            formats.number(delay.fine.amount, 2, language),
            formats.money(found.settlement.payable, language),
            formats.money(found.settlement.payable_including, language),
            formats.day(warranty.last_day, language),
            formats.money(bond.released, language),
            *(place.name for place in found.signatures),
        ],
    )
