"""Advice: which procedures are open, why, and which duties follow, at every edge of the law."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.rules import advice
from contracts.rules.advice import Advice, Because, Option, Question
from contracts.rules.duties import Applies, Duty, DutyCode, Reason
from contracts.rules.editions import Confidence
from contracts.rules.errors import RuleError
from contracts.rules.estimates import Estimate
from contracts.rules.procedures import Authority, Body, Bought, Level, Step
from infra import procedure_files, rulebook

KNOWN = procedure_files.shipped()
TODAY = date(2026, 11, 23)
CENT = Decimal("0.01")

ALWAYS = {"open", "restricted"}
SOCIAL_ALWAYS = {
    *("open", "restricted", "competitive_negotiation", "simplified_negotiated"),
    *("competitive_dialogue", "social_services_own"),
}

YEARS = [
    (2018, 5_548_000, 221_000, 144_000),
    (2019, 5_548_000, 221_000, 144_000),
    (2020, 5_350_000, 214_000, 139_000),
    (2021, 5_350_000, 214_000, 139_000),
    (2022, 5_382_000, 215_000, 140_000),
    (2023, 5_382_000, 215_000, 140_000),
    (2024, 5_538_000, 221_000, 143_000),
    (2025, 5_538_000, 221_000, 143_000),
    (2026, 5_404_000, 216_000, 140_000),
    (2027, 5_404_000, 216_000, 140_000),
]
"""Year, European threshold of works, of a city's goods and services, of a federal authority."""


def euro(amount: int | str | Decimal) -> Money:
    """An amount in euro."""
    return Money(amount=Decimal(amount))


def asked(
    bought: str,
    amount: int | str | Decimal,
    day: date = TODAY,
    authority: Authority = Authority.SUB_CENTRAL,
    grounds: frozenset[str] = frozenset(),
) -> Advice:
    """The advice on one amount."""
    estimate = Estimate(base=euro(amount))
    return answered(
        Question(
            bought=Bought(bought),
            estimate=estimate,
            day=day,
            authority=authority,
            grounds=grounds,
        )
    )


def answered(question: Question) -> Advice:
    """The advice under the shipped edition of the day."""
    return advice.advise(question, rulebook.edition_for(question.day), KNOWN)


def opened(found: Advice) -> set[str]:
    """The ids of the procedures that are open."""
    return {each.procedure for each in found.procedures if each.open}


def option(found: Advice, name: str) -> Option:
    """One procedure of the advice."""
    [each] = [each for each in found.procedures if each.procedure == name]
    return each


def duty(found: Advice, code: DutyCode) -> Duty:
    """One duty of the advice."""
    [each] = [each for each in found.duties if each.code is code]
    return each


@pytest.mark.parametrize(("year", "works", "city", "federal"), YEARS)
@pytest.mark.parametrize("bought", ["goods", "services"])
def test_a_city_negotiates_below_its_threshold_and_announces_in_europe_from_it_on(
    year: int, works: int, city: int, federal: int, bought: str
) -> None:
    day = date(year, 12, 31)
    below = asked(bought, city - CENT, day)
    assert opened(below) == ALWAYS | {"competitive_negotiation", "simplified_negotiated"}
    assert duty(below, DutyCode.EUROPEAN_NOTICE).applies is Applies.NO
    assert option(below, "open").publication is Level.NATIONAL
    at = asked(bought, city, day)
    assert opened(at) == ALWAYS
    assert duty(at, DutyCode.EUROPEAN_NOTICE).applies is Applies.YES
    assert duty(at, DutyCode.EUROPEAN_NOTICE).limit == euro(city)
    assert option(at, "open").publication is Level.EUROPEAN


@pytest.mark.parametrize(("year", "works", "city", "federal"), YEARS)
@pytest.mark.parametrize("bought", ["goods", "services", "works"])
def test_without_publication_the_estimate_stays_below_the_limit_of_its_edition(
    year: int, works: int, city: int, federal: int, bought: str
) -> None:
    day = date(year, 12, 31)
    below = option(asked(bought, federal - CENT, day), "negotiated_without_publication")
    [ground] = [each for each in below.grounds if each.holds]
    assert ground.because is Because.ESTIMATE_AND_APPROVED_BELOW
    assert (ground.limit, below.publication) == (euro(federal), None)
    assert ground.confirmed is below.confirmed is (year < 2026)
    at = option(asked(bought, federal, day), "negotiated_without_publication")
    assert not at.open
    assert at.grounds[0].because is Because.ESTIMATE_NOT_BELOW


@pytest.mark.parametrize(("year", "works", "city", "federal"), YEARS)
def test_lots_are_reasoned_from_the_federal_threshold_on(
    year: int, works: int, city: int, federal: int
) -> None:
    day = date(year, 1, 2)
    for bought in Bought:
        below = duty(asked(bought, federal - CENT, day), DutyCode.LOTS_MOTIVATION)
        at = duty(asked(bought, federal, day), DutyCode.LOTS_MOTIVATION)
        assert (below.applies, at.applies) == (Applies.NO, Applies.YES)
        assert at.article == "Act 17 June 2016 art. 58 par.1 al.2"


@pytest.mark.parametrize(("year", "works", "city", "federal"), YEARS)
def test_a_federal_authority_has_its_own_threshold(
    year: int, works: int, city: int, federal: int
) -> None:
    day = date(year, 12, 31)
    below = asked("services", federal - CENT, day, Authority.CENTRAL)
    at = asked("services", federal, day, Authority.CENTRAL)
    assert opened(at) == ALWAYS
    assert opened(below) == ALWAYS | {
        *("competitive_negotiation", "simplified_negotiated", "negotiated_without_publication"),
    }
    assert duty(at, DutyCode.EUROPEAN_NOTICE).applies is Applies.YES
    assert duty(below, DutyCode.EUROPEAN_NOTICE).applies is Applies.NO
    assert duty(at, DutyCode.VISUM).reason is Reason.NO_LOCAL_AUTHORITY
    assert duty(at, DutyCode.COUNCIL_OR_COLLEGE).applies is Applies.NO


@pytest.mark.parametrize(("year", "works", "city", "federal"), YEARS)
def test_works_have_their_edges(year: int, works: int, city: int, federal: int) -> None:
    day = date(year, 12, 31)
    negotiated = {"competitive_negotiation"}
    assert opened(asked("works", "749999.99", day)) == ALWAYS | negotiated | {
        "simplified_negotiated"
    }
    assert opened(asked("works", 750_000, day)) == ALWAYS | negotiated
    assert opened(asked("works", works - CENT, day)) == ALWAYS | negotiated
    assert opened(asked("works", works, day)) == ALWAYS
    unsure = option(asked("works", works - CENT, day), "competitive_negotiation")
    assert not unsure.confirmed


@pytest.mark.parametrize("bought", Bought)
@pytest.mark.parametrize("year", range(2018, 2028))
def test_low_value_ends_at_thirty_thousand(bought: Bought, year: int) -> None:
    below, at = (asked(bought, amount, date(year, 7, 1)) for amount in ("29999.99", 30_000))
    assert option(below, "low_value").open
    assert not option(at, "low_value").open
    assert option(below, "low_value").techniques == ()
    assert duty(below, DutyCode.E_COMMUNICATION).applies is Applies.DEPENDS
    assert duty(below, DutyCode.NATIONAL_NOTICE).applies is Applies.DEPENDS


def test_social_services_have_their_own_amount_and_choice() -> None:
    below, at = asked("social", "749999.99"), asked("social", 750_000)
    assert opened(below) == SOCIAL_ALWAYS | {"negotiated_without_publication"}
    assert opened(at) == SOCIAL_ALWAYS
    assert duty(below, DutyCode.EUROPEAN_NOTICE).applies is Applies.NO
    assert duty(at, DutyCode.EUROPEAN_NOTICE).applies is Applies.YES
    own = option(asked("services", 1000), "social_services_own")
    assert [each.because for each in own.grounds] == [Because.KIND_NOT_COVERED]


def test_an_invoked_ground_opens_its_procedure_and_a_limit_can_still_close_it() -> None:
    complex_one = asked("services", 500_000, grounds=frozenset({"complexity"}))
    assert opened(complex_one) == ALWAYS | {"competitive_negotiation", "competitive_dialogue"}
    reserved = frozenset({"reserved"})
    at = option(asked("services", 216_000, grounds=reserved), "competitive_negotiation")
    [ground] = [each for each in at.grounds if each.code == "reserved"]
    assert (ground.because, at.open) == (Because.ESTIMATE_NOT_BELOW, False)
    below = option(asked("services", "215999.99", grounds=reserved), "competitive_negotiation")
    [ground] = [each for each in below.grounds if each.code == "reserved"]
    assert ground.because is Because.INVOKED


def test_a_ground_that_was_not_read_is_marked() -> None:
    found = asked("social", 900_000, grounds=frozenset({"extreme_urgency"}))
    assert option(found, "negotiated_without_publication").open
    assert not option(found, "negotiated_without_publication").confirmed
    sure = asked("services", 900_000, grounds=frozenset({"extreme_urgency"}))
    assert option(sure, "negotiated_without_publication").confirmed


@pytest.mark.parametrize(
    ("lots", "opens"),
    [
        (("99999.99", "110000"), True),
        (("100000", "110000"), False),
        (("99999.99", "116000.01"), False),
    ],
)
def test_small_lots_go_without_publication_below_the_threshold(
    lots: tuple[str, ...], opens: bool
) -> None:
    question = Question(
        bought=Bought.SERVICES, estimate=Estimate(lots=tuple(map(euro, lots))), day=TODAY
    )
    each = option(answered(question), "negotiated_without_publication")
    assert each.open is opens
    assert not (each.open and each.confirmed)


def test_full_reasons_are_due_above_the_limit_and_not_at_it() -> None:
    at = asked("services", 143_000, date(2025, 6, 1))
    above = asked("services", "143000.01", date(2025, 6, 1))
    assert duty(at, DutyCode.FORMAL_MOTIVATION).reason is Reason.NOT_ABOVE_LIMIT
    assert duty(above, DutyCode.FORMAL_MOTIVATION).reason is Reason.ABOVE_LIMIT
    assert not option(at, "simplified_negotiated").choice_reasoned
    assert option(above, "simplified_negotiated").choice_reasoned
    assert option(above, "simplified_negotiated").choice_confirmed
    assert not option(above, "open").choice_reasoned
    european = duty(asked("services", 221_000, date(2025, 6, 1)), DutyCode.FORMAL_MOTIVATION)
    assert european.reason is Reason.AT_THRESHOLD
    unsure = option(asked("services", 150_000), "simplified_negotiated")
    assert (unsure.choice_reasoned, unsure.choice_confirmed) == (True, False)


def test_an_edition_without_the_limit_of_reasons_stays_on_the_safe_side() -> None:
    early = asked("services", 100_000, date(2018, 2, 1))
    assert duty(early, DutyCode.FORMAL_MOTIVATION).reason is Reason.NOT_IN_EDITION
    assert option(early, "simplified_negotiated").choice_reasoned
    assert not option(early, "simplified_negotiated").choice_confirmed


def test_the_standstill_of_works_depends_on_the_offer() -> None:
    works = duty(asked("works", 1_000_000), DutyCode.STANDSTILL)
    assert (works.applies, works.limit) == (Applies.DEPENDS, euro("2702000.00"))
    assert works.article == "Act 17 June 2013 art. 30 par.1"
    assert duty(asked("works", 5_404_000), DutyCode.STANDSTILL).applies is Applies.YES
    below = duty(asked("services", 215_999), DutyCode.STANDSTILL)
    assert (below.applies, below.limit, below.confirmed) == (
        Applies.DEPENDS,
        euro("259200.00"),
        False,
    )
    assert duty(asked("services", 216_000), DutyCode.STANDSTILL).applies is Applies.YES


def test_the_european_rules_catch_up_with_an_offer_far_above_the_threshold() -> None:
    """Act of 17 June 2013, art. 3 al. 4: more than 20 % above it, though the estimate was below."""
    below = duty(asked("services", 215_999), DutyCode.EUROPEAN_REMEDIES)
    assert (below.applies, below.reason, below.limit) == (
        Applies.DEPENDS,
        Reason.OFFER_FAR_ABOVE,
        euro("259200.00"),
    )
    assert (below.article, below.confirmed) == ("Act 17 June 2013 art. 3 al.4", True)
    works = duty(asked("works", 1_000_000), DutyCode.EUROPEAN_REMEDIES)
    assert works.limit == euro("6484800.00")
    reached = duty(asked("services", 216_000), DutyCode.EUROPEAN_REMEDIES)
    assert (reached.applies, reached.reason) == (Applies.YES, Reason.AT_THRESHOLD)


def test_a_technique_whose_ground_was_not_read_is_marked() -> None:
    fitting = {each.id: each for each in option(asked("services", 216_000), "open").techniques}
    assert not fitting["electronic_auction"].confirmed
    assert fitting["framework_agreement"].confirmed
    assert fitting["electronic_auction"].article == "Act 17 June 2016 art. 45"


def test_duties_start_when_their_law_starts() -> None:
    before, after = date(2023, 8, 31), date(2023, 9, 1)
    assert duty(asked("goods", 50_000, before), DutyCode.AWARD_NOTICE).applies is Applies.NO
    assert duty(asked("goods", 50_000, after), DutyCode.AWARD_NOTICE).applies is Applies.YES
    assert duty(asked("goods", 50_000, before), DutyCode.E_COMMUNICATION).applies is (
        Applies.DEPENDS
    )
    assert duty(asked("goods", 50_000, after), DutyCode.E_COMMUNICATION).applies is Applies.YES
    assert duty(asked("goods", 50_000, date(2018, 12, 31)), DutyCode.VISUM).applies is (
        Applies.DEPENDS
    )
    assert duty(asked("goods", 50_000, date(2019, 1, 1)), DutyCode.VISUM).applies is Applies.YES
    assert duty(asked("goods", 250_000, before), DutyCode.AWARD_NOTICE).applies is Applies.YES


def test_periods_candidates_and_deciders_are_told() -> None:
    found = asked("services", 180_000)
    [simplified] = option(found, "simplified_negotiated").periods
    assert (simplified.days, simplified.electronic, simplified.urgent) == (22, 17, 10)
    requests, tenders = option(found, "restricted").periods
    assert (requests.days, requests.electronic, requests.urgent) == (30, None, 15)
    assert (tenders.days, tenders.electronic, tenders.prior_information) == (30, 25, 10)
    [free] = option(found, "negotiated_without_publication").periods
    assert (free.days, free.electronic) == (None, None)
    assert option(found, "restricted").minimum_candidates == 5
    assert option(found, "restricted").decides[Step.DECISION] is Body.COLLEGE
    assert set(option(found, "low_value").decides) == {Step.ORDER}


def test_every_answer_has_its_article_and_all_duties_are_told_once() -> None:
    for edition in rulebook.shipped().editions:
        for bought in Bought:
            found = asked(bought, 100_000, edition.valid_from)
            assert [each.code for each in found.duties] == list(DutyCode)
            assert all(each.article for each in found.duties)
            grounds = [ground for each in found.procedures for ground in each.grounds]
            assert all(ground.article for ground in grounds)
            sure = Confidence.HIGH
            assert all(each.confirmed is (each.confidence is sure) for each in grounds)
            assert all(each.confirmed is (each.confidence is sure) for each in found.duties)
            assert (found.edition, found.edition_sha256) == (edition.id, edition.sha256)


def test_a_day_outside_the_edition_and_an_unknown_ground_are_refused() -> None:
    edition = rulebook.edition_for(TODAY)
    question = Question(
        bought=Bought.GOODS, estimate=Estimate(base=euro(1)), day=date(2025, 12, 31)
    )
    with pytest.raises(RuleError) as caught:
        advice.advise(question, edition, KNOWN)
    assert (caught.value.code, caught.value.facts) == ("edition_missing", {"day": "2025-12-31"})
    with pytest.raises(RuleError) as caught:
        asked("goods", 1, grounds=frozenset({"habit", "friendship"}))
    assert (caught.value.code, caught.value.facts) == (
        "ground_unknown",
        {"ground": "friendship, habit"},
    )
    with pytest.raises(RuleError) as caught:
        asked("goods", 1, grounds=frozenset({"amount"}))
    assert caught.value.code == "ground_unknown"


CENTS = st.integers(0, 10_000_000_00).map(lambda cents: Decimal(cents) / 100)
DAYS = st.dates(date(2018, 1, 1), date(2027, 12, 31))


@given(st.sampled_from(Bought), st.sampled_from(Authority), DAYS, CENTS, CENTS)
def test_a_higher_estimate_never_opens_a_procedure_and_never_lifts_a_duty(
    bought: Bought, authority: Authority, day: date, one: Decimal, other: Decimal
) -> None:
    low, high = (asked(bought, each, day, authority) for each in sorted((one, other)))
    assert opened(high) <= opened(low)
    for code in (DutyCode.EUROPEAN_NOTICE, DutyCode.LOTS_MOTIVATION):
        if duty(low, code).applies is Applies.YES:
            assert duty(high, code).applies is Applies.YES
    if bought is not Bought.SOCIAL:
        assert opened(low) >= ALWAYS


@given(st.sampled_from(Bought), DAYS, CENTS, st.frozensets(st.sampled_from(sorted(KNOWN.grounds))))
def test_invoking_grounds_never_closes_a_procedure(
    bought: Bought, day: date, amount: Decimal, grounds: frozenset[str]
) -> None:
    assert opened(asked(bought, amount, day)) <= opened(asked(bought, amount, day, grounds=grounds))
