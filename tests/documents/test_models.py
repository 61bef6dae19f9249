"""A model that contradicts itself is refused before anything is drawn."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from contracts.base import Language, Message
from contracts.documents import acceptance, award, imprint, letter
from contracts.rules import citations, deadlines
from contracts.rules.editions import Confidence
from tests.documents import cast, samples
from tests.documents import performance_samples as performance

NL = Language.NL


def _again(model: Message, **changes: object) -> Message:
    """The model validated anew with some fields changed."""
    return type(model).model_validate(dict(model) | changes)


def test_a_total_is_the_exact_sum_of_its_row() -> None:
    ranking = cast.ranking(NL)
    wrong = ranking.bids[0].model_copy(update={"total": "86"})
    with pytest.raises(ValidationError, match="sum of the scores"):
        _again(ranking, bids=(wrong, *ranking.bids[1:]))


def test_bids_stand_in_the_order_of_their_rank() -> None:
    ranking = cast.ranking(NL)
    with pytest.raises(ValidationError, match="order of their rank"):
        _again(ranking, bids=tuple(reversed(ranking.bids)))


def test_the_amount_to_approve_is_the_sum_of_the_awards() -> None:
    decision = samples.award_decision(NL, lots=True)
    with pytest.raises(ValidationError, match="sum of the awards"):
        _again(decision, total=decision.awards[0].price)


def test_an_amount_including_vat_follows_from_its_rate() -> None:
    with pytest.raises(ValidationError, match="rate"):
        imprint.Price(
            excluding=cast.money("100.00"),
            vat_percentage=Decimal(21),
            including=cast.money("120.00"),
        )


def test_an_opened_bid_came_before_the_deadline() -> None:
    record = samples.opening_record(NL)
    late = record.bids[0].model_copy(update={"received_at": record.deadline})
    with pytest.raises(ValidationError, match="before the deadline"):
        _again(record, bids=(late,))


def test_what_fails_is_not_accepted() -> None:
    certificate = samples.acceptance_certificate(NL, acceptance.AcceptanceKind.PROVISIONAL)
    failed = certificate.tests[0].model_copy(update={"result": acceptance.TestResult.FAILS})
    with pytest.raises(ValidationError, match="refused, not accepted"):
        _again(certificate, tests=(failed,))


def test_a_final_acceptance_leaves_no_remark_open() -> None:
    certificate = samples.acceptance_certificate(NL, acceptance.AcceptanceKind.PROVISIONAL)
    with pytest.raises(ValidationError, match="no remark open"):
        _again(certificate, kind=acceptance.AcceptanceKind.FINAL)


def test_a_fine_follows_from_days_rate_and_cap() -> None:
    certificate = samples.acceptance_certificate(NL, acceptance.AcceptanceKind.PROVISIONAL)
    delay = certificate.settlement.delay
    assert delay is not None
    assert delay.fine == cast.money("3264.00")
    capped = _again(delay, days=200, fine=cast.money("14400.00"))
    assert isinstance(capped, acceptance.Delay)
    with pytest.raises(ValidationError, match="does not follow"):
        _again(delay, fine=cast.money("3264.02"))


def test_only_the_chosen_tenderer_reads_what_it_is_awarded() -> None:
    chosen = samples.tenderer_letter(NL, letter.Category.CHOSEN)
    with pytest.raises(ValidationError, match="awarded"):
        _again(chosen, category=letter.Category.NOT_CHOSEN)
    with pytest.raises(ValidationError, match="grounds"):
        _again(samples.tenderer_letter(NL, letter.Category.IRREGULAR), irregularities=())


def test_the_contract_is_concluded_after_the_standstill() -> None:
    standstill = cast.standstill(NL)
    with pytest.raises(ValidationError, match="after the standstill"):
        _again(standstill, concludes_from=standstill.calculation.last_day)


def test_a_signature_has_a_kind_and_a_moment() -> None:
    with pytest.raises(ValidationError, match="a kind and a moment"):
        imprint.Signature(name="A", capacity="b", kind=imprint.SignatureKind.QUALIFIED)
    with pytest.raises(ValidationError, match="checked"):
        imprint.Signature(
            name="A",
            capacity="b",
            kind=imprint.SignatureKind.EXTERNAL,
            signed_at=cast.at(1, 2, 3, 4),
        )


@pytest.mark.parametrize(
    ("citation", "source"),
    [
        (
            "Act 17 June 2013 art. 11 al.1",
            citations.Source(act=citations.Act.REMEDIES_2013, article="11", subparagraph=1),
        ),
        (
            "Act 17 June 2013 art. 8 par.2 3",
            citations.Source(act=citations.Act.REMEDIES_2013, article="8", paragraph=2, item=3),
        ),
        (
            "RD 14 January 2013 art. 38/1",
            citations.Source(act=citations.Act.EXECUTION_2013, article="38/1"),
        ),
        (
            "Regulation 1182/71 art. 3 par.4",
            citations.Source(act=citations.Act.PERIODS_1971, article="3", paragraph=4),
        ),
    ],
)
def test_a_citation_of_the_rulebook_becomes_a_source(
    citation: str, source: citations.Source
) -> None:
    assert citations.cited(citation) == source


@pytest.mark.parametrize(
    "citation", ["", "art. 11", "Act 1 May 1999 art. 1", "Directive 2014/24/EU art. 4"]
)
def test_a_citation_that_documents_cannot_name_is_told(citation: str) -> None:
    with pytest.raises(ValueError, match="not a citation"):
        citations.cited(citation)


def test_a_computed_period_is_printed_with_its_shift() -> None:
    term = deadlines.Term(
        event="award_dispatched",
        length=15,
        article="Act 17 June 2013 art. 11 al.1",
        source="S02",
        confidence=Confidence.HIGH,
        edition="be-2026-01",
    )
    computed = deadlines.compute(term, date(2026, 10, 16))  # 31 October is a Saturday
    found = imprint.calculation(computed, "verzending")
    assert found.unshifted == date(2026, 10, 31)
    assert found.because is deadlines.Because.SATURDAY
    assert found.last_day == date(2026, 11, 2)
    assert found.doubts == deadlines.doubts(computed.explanation)
    assert deadlines.Doubt.HOLIDAY_LIST in found.doubts
    assert found.source == citations.Source(
        act=citations.Act.REMEDIES_2013, article="11", subparagraph=1
    )


def test_a_ranking_needs_a_score_for_each_criterion() -> None:
    ranking = cast.ranking(NL)
    with pytest.raises(ValidationError, match="one score for each criterion"):
        award.Ranking(criteria=ranking.criteria[:3], bids=ranking.bids)


def test_a_bond_that_is_asked_is_proved_within_a_period() -> None:
    bond = performance.conclusion_letter(NL).bond
    assert bond is not None
    with pytest.raises(ValidationError, match="proved"):
        _again(bond, proof=None)


def test_a_bid_is_received_before_it_is_approved() -> None:
    letter = performance.conclusion_letter(NL)
    with pytest.raises(ValidationError, match="before it is approved"):
        _again(letter, bid_on=date(2026, 11, 27))
    with pytest.raises(ValidationError, match="after the conclusion"):
        _again(letter, concluded_on=date(2027, 2, 28))


def test_a_criterion_without_evidence_has_a_word_why() -> None:
    confirmed = performance.delivery_confirmation(NL)
    with pytest.raises(ValidationError, match="a word why"):
        _again(confirmed, open_points=None)


def test_a_verification_runs_from_the_delivery() -> None:
    confirmed = performance.delivery_confirmation(NL)
    with pytest.raises(ValidationError, match="runs from the delivery"):
        _again(confirmed, received_at=cast.at(17, 11, 9, 5))


def test_a_defence_runs_from_the_day_of_the_record() -> None:
    record = performance.shortcomings_record(NL)
    later = record.defence.model_copy(update={"starts": date(2026, 11, 21)})
    with pytest.raises(ValidationError, match="on the day of the record"):
        _again(record, defence=later)


def test_no_remedy_is_later_than_the_last_one() -> None:
    record = performance.shortcomings_record(NL)
    with pytest.raises(ValidationError, match="later than the last"):
        _again(record, remedy_by=date(2026, 12, 5))
    early = record.findings[0].model_copy(update={"found_on": date(2026, 11, 21)})
    with pytest.raises(ValidationError, match="found before"):
        _again(record, findings=(early,))


def test_a_period_that_rests_on_several_articles_names_them_all() -> None:
    both = citations.all_cited("RD 14 January 2013 art. 95; RD 14 January 2013 art. 127")
    assert [each.article for each in both] == ["95", "127"]
