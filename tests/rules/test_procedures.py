"""The open procedure: its shortest periods, its publication, its standstill."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from contracts.base import Money
from contracts.rules import deadlines, procedures
from contracts.rules.editions import Confidence
from contracts.rules.errors import RuleError
from contracts.rules.procedures import Kind, Level, Step
from infra import rulebook

DISPATCH = datetime(2026, 1, 12, 8, tzinfo=UTC)
EDITION = rulebook.edition_for(date(2026, 1, 12))


def euro(amount: int) -> Money:
    """Whole euros."""
    return Money(amount=Decimal(amount))


def test_electronic_submission_shortens_35_days_to_30() -> None:
    computed = procedures.minimum_deadline("open", EDITION, DISPATCH)
    assert computed.last_day == date(2026, 2, 11)
    explained = computed.explanation
    assert [(part.days, part.parameter) for part in explained.parts] == [
        (35, "open_receipt_tenders"),
        (-5, "open_reduction_electronic"),
    ]
    assert explained.length == 30
    assert explained.event == "notice_dispatched"
    assert explained.article == ("Act 17 June 2016 art. 36 par.1; Act 17 June 2016 art. 36 par.4")
    assert explained.edition == "be-2026-01"


def test_paper_keeps_35_days() -> None:
    computed = procedures.minimum_deadline("open", EDITION, DISPATCH, electronic=False)
    assert computed.last_day == date(2026, 2, 16)
    assert computed.explanation.parts == ()


@pytest.mark.parametrize("reason", ["urgent", "prior_information"])
def test_fifteen_days_are_not_shortened_further(reason: str) -> None:
    computed = procedures.minimum_deadline("open", EDITION, DISPATCH, **{reason: True})
    assert computed.explanation.length == 15
    assert computed.last_day == date(2026, 1, 27)


def test_a_dispatch_just_before_midnight_counts_for_its_day_in_brussels() -> None:
    evening = datetime(2026, 1, 12, 22, 59, 59, tzinfo=UTC)
    night = datetime(2026, 1, 12, 23, 0, 0, tzinfo=UTC)
    assert procedures.minimum_deadline("open", EDITION, evening).explanation.start.day == 12
    assert procedures.minimum_deadline("open", EDITION, night).explanation.start.day == 13


def test_a_reduction_that_is_unsure_makes_the_period_unsure() -> None:
    reduction = EDITION.parameter("open_reduction_electronic")
    unsure = reduction.model_copy(update={"confidence": Confidence.MEDIUM})
    edition = EDITION.model_copy(
        update={"parameters": {**EDITION.parameters, "open_reduction_electronic": unsure}}
    )
    term = procedures.minimum_term("open", edition)
    assert term.confidence is Confidence.MEDIUM


def test_an_unknown_procedure_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        procedures.minimum_deadline("secret", EDITION, DISPATCH)
    assert caught.value.code == "procedure_unknown"


@pytest.mark.parametrize("reason", [{}, {"urgent": True}, {"prior_information": True}])
def test_every_edition_has_what_every_procedure_names(reason: dict[str, bool]) -> None:
    for edition in rulebook.shipped().editions:
        for procedure in procedures.PROCEDURES:
            assert procedures.minimum_term(procedure, edition, **reason).edition == edition.id


def test_the_open_procedure_has_its_steps_in_order() -> None:
    steps = procedures.procedure("open").steps
    assert steps.index(Step.VISUM) < steps.index(Step.DECISION) < steps.index(Step.STANDSTILL)
    assert steps.index(Step.OPENING) < steps.index(Step.EVALUATION)
    assert len(set(steps)) == len(steps)


@pytest.mark.parametrize(
    ("kind", "estimate", "level"),
    [
        (Kind.GOODS, 215_999, Level.NATIONAL),
        (Kind.GOODS, 216_000, Level.EUROPEAN),
        ("services", 650_000, Level.EUROPEAN),
        (Kind.WORKS, 5_403_999, Level.NATIONAL),
        (Kind.WORKS, 5_404_000, Level.EUROPEAN),
    ],
)
def test_the_threshold_itself_is_european(kind: Kind | str, estimate: int, level: Level) -> None:
    assert procedures.publication_level(EDITION, kind, euro(estimate)) is level


def test_the_threshold_is_that_of_the_edition() -> None:
    old = rulebook.edition_for(date(2025, 12, 31))
    assert procedures.publication_level(old, "goods", euro(220_000)) is Level.NATIONAL
    assert procedures.publication_level(EDITION, "goods", euro(220_000)) is Level.EUROPEAN


def test_an_estimate_in_a_currency_without_threshold_is_refused() -> None:
    with pytest.raises(RuleError) as caught:
        procedures.publication_level(
            EDITION, "goods", Money(amount=Decimal(650_000), currency="GBP")
        )
    assert caught.value.code == "currency_without_threshold"
    assert caught.value.facts["currency"] == "GBP"


@pytest.mark.parametrize(
    ("level", "kind", "award", "mandatory"),
    [
        (Level.EUROPEAN, None, None, True),
        (Level.NATIONAL, None, None, False),
        (Level.NATIONAL, Kind.SERVICES, 5_000_000, False),
        (Level.NATIONAL, Kind.WORKS, 2_702_000, False),
        (Level.NATIONAL, Kind.WORKS, 2_702_001, True),
    ],
)
def test_the_standstill_is_mandatory_only_where_the_law_says_so(
    level: Level, kind: Kind | None, award: int | None, mandatory: bool
) -> None:
    offer = euro(award) if award else None
    term = procedures.standstill(EDITION, level, kind, offer)
    assert (term.length, term.mandatory) == (15, mandatory)
    assert term.event == "award_letters_dispatched"


def test_fifteen_days_after_10_november_2026_is_the_25th() -> None:
    term = procedures.standstill(EDITION, Level.EUROPEAN)
    assert deadlines.compute(term, date(2026, 11, 10)).last_day == date(2026, 11, 25)
