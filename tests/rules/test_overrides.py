"""An organisation may use another figure than an edition, with a reason; the law stays visible."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from contracts.rules import deadlines, lengths, overrides, procedures, reckoning
from contracts.rules.deadlines import Explanation
from contracts.rules.editions import Edition, Measure
from contracts.rules.errors import RuleError
from contracts.rules.overrides import Override, overridden
from infra import procedure_files, rulebook

EDITION = rulebook.edition_for(date(2026, 1, 12))
AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def override(parameter: str = "standstill", **changed: Any) -> Override:
    given = {
        "parameter": parameter,
        "unit": EDITION.parameters[parameter].unit if parameter in EDITION.parameters else "EUR",
        "value": Decimal(20),
        "reason": "Our council asks five days more.",
        "by": "An Peeters",
        "at": AT,
    }
    return Override.model_validate({**given, **changed})


def shortest(edition: Edition) -> Explanation:
    """The shortest period for bids in an open procedure, from 2 March 2026."""
    procedure = procedure_files.shipped().procedure("open")
    dispatched = datetime(2026, 3, 2, 9, tzinfo=UTC)
    found = procedures.minimum_deadline(procedure, edition, dispatched)
    assert found is not None
    return found.explanation


def refused(code: str, *overrides: Override) -> dict[str, str]:
    with pytest.raises(RuleError) as caught:
        overridden(EDITION, overrides)
    assert caught.value.code == code
    return caught.value.facts


def test_the_figure_of_the_organisation_stands_beside_that_of_the_law() -> None:
    edition = overridden(EDITION, [override()])
    found = edition.parameter("standstill")
    assert edition.number("standstill") == 20
    assert found.override is not None
    assert found.override.original == 15
    assert found.override.reason == "Our council asks five days more."
    assert (found.override.by, found.override.at) == ("An Peeters", AT)
    assert found.article == EDITION.parameter("standstill").article


def test_nothing_else_changes_and_the_edition_itself_does_not() -> None:
    before = EDITION.sha256
    edition = overridden(EDITION, [override()])
    assert (edition.id, edition.valid_from, edition.valid_to) == (
        EDITION.id,
        EDITION.valid_from,
        EDITION.valid_to,
    )
    others = {n: p for n, p in edition.parameters.items() if n != "standstill"}
    assert others == {n: p for n, p in EDITION.parameters.items() if n != "standstill"}
    assert EDITION.sha256 == before
    assert EDITION.parameter("standstill").override is None


def test_an_overridden_edition_has_a_hash_of_its_own() -> None:
    hashes = {
        EDITION.sha256,
        overridden(EDITION, [override()]).sha256,
        overridden(EDITION, [override(value=21)]).sha256,
        overridden(EDITION, [override(reason="Another reason.")]).sha256,
        overridden(EDITION, [override(by="Jan Claes")]).sha256,
        overridden(EDITION, [override(at=AT.replace(hour=10))]).sha256,
        overridden(EDITION, [override(value=15)]).sha256,
    }
    assert len(hashes) == 7
    assert overridden(EDITION, []).sha256 == EDITION.sha256


def test_a_rule_and_a_day_of_the_year_are_overridden_in_their_own_unit() -> None:
    changed = [
        override("b2b_einvoice", value=False),
        override("framework_value_report", value="03-01"),
        override("delay_fine_works_factor", value="0.5"),
    ]
    edition = overridden(EDITION, changed)
    assert not edition.holds("b2b_einvoice")
    assert edition.parameter("framework_value_report").value == "03-01"
    assert edition.number("delay_fine_works_factor") == Decimal("0.5")


def test_an_overridden_edition_survives_its_json_form() -> None:
    edition = overridden(EDITION, [override(), override("b2b_einvoice", value=False)])
    again = Edition.model_validate_json(edition.model_dump_json())
    assert (again, again.sha256) == (edition, edition.sha256)


def test_overriding_again_keeps_the_figure_of_the_law() -> None:
    once = overridden(EDITION, [override()])
    twice = overridden(once, [override(value=25, reason="Ten days more.")])
    replaced = twice.parameter("standstill").override
    assert replaced is not None
    assert (replaced.original, replaced.reason) == (15, "Ten days more.")


def test_an_unknown_parameter_is_refused() -> None:
    facts = refused("parameter_unknown", override("standstil"))
    assert facts == {"parameter": "standstil", "edition": "be-2026-01"}


def test_another_unit_is_refused() -> None:
    facts = refused("override_unit_differs", override(unit=Measure.WORKING_DAYS))
    assert (facts["unit"], facts["expected"]) == ("working_days", "calendar_days")


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("standstill", True),
        ("standstill", "twenty"),
        ("b2b_einvoice", 1),
        ("b2b_einvoice", "false"),
        ("framework_value_report", 15),
        ("framework_value_report", "15 February"),
    ],
)
def test_a_value_that_the_unit_does_not_allow_is_refused(parameter: str, value: object) -> None:
    assert refused("override_value_unusable", override(parameter, value=value))["unit"]


def test_two_values_for_one_parameter_are_refused() -> None:
    assert refused("override_twice", override(), override(value=21))["parameter"] == "standstill"


@pytest.mark.parametrize("field", ["reason", "by"])
def test_an_override_without_a_reason_or_a_name_is_none(field: str) -> None:
    with pytest.raises(ValidationError):
        override(**{field: ""})


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("standstill", "15.5"),
        ("eu_threshold_works", "5404000.001"),
        ("delay_fine_works_factor", "0.1234567"),
        ("framework_value_report", "02-30"),
        ("framework_value_report", "02-29"),
    ],
)
def test_a_figure_finer_than_its_unit_is_refused(parameter: str, value: str) -> None:
    assert refused("override_value_unusable", override(parameter, value=value))["unit"]


@pytest.mark.parametrize(
    ("parameter", "value", "least", "most"),
    [
        ("standstill", 0, "1", "3650"),
        ("standstill", -15, "1", "3650"),
        ("standstill", 3651, "1", "3650"),
        ("open_reduction_electronic", 1, "-3650", "0"),
        ("open_reduction_electronic", -3651, "-3650", "0"),
        ("bond_default_rate", "100.1", "0", "100"),
        ("low_value_limit", "9" * 30, "0", "1000000000000"),
        ("low_value_limit", "-0.01", "0", "1000000000000"),
        ("opening_officers_minimum", 0, "1", "100"),
    ],
)
def test_a_number_that_no_computation_could_use_is_refused(
    parameter: str, value: object, least: str, most: str
) -> None:
    facts = refused("override_out_of_range", override(parameter, value=value))
    assert (facts["least"], facts["most"]) == (least, most)


def test_the_range_of_a_figure_put_before_is_that_of_the_law() -> None:
    once = overridden(EDITION, [override("open_reduction_electronic", value=0)])
    twice = overridden(once, [override("open_reduction_electronic", value=-7)])
    assert twice.number("open_reduction_electronic") == -7


def test_a_reduction_leaves_a_day_of_a_shortened_period() -> None:
    shorter = overridden(EDITION, [override("open_receipt_tenders", value=3)])
    found = shortest(shorter)
    assert found.length == 1
    assert found.counted == date(2026, 3, 3)


def test_what_another_edition_cannot_take_is_left_out() -> None:
    before = rulebook.edition_for(date(2024, 6, 3))
    own = [override(), override("b2b_einvoice", value=False), override("low_value_limit")]
    assert "b2b_einvoice" not in before.parameters
    assert overrides.fitting(before, own) == (own[0], own[2])
    assert overrides.fitting(EDITION, own) == tuple(own)


def test_every_measure_of_a_number_has_its_range() -> None:
    written = {Measure.TEXT, Measure.DAY_OF_YEAR, Measure.BOOLEAN}
    assert set(overrides.RANGES) == set(Measure) - written


NUMBERS = sorted(n for n, p in EDITION.parameters.items() if isinstance(p.value, Decimal))


def _values(name: str) -> st.SearchStrategy[int]:
    bounds = overrides.RANGES[EDITION.parameters[name].unit]
    reduces = EDITION.number(name) < 0
    return st.integers(-bounds.most, 0) if reduces else st.integers(bounds.least, bounds.most)


@given(
    st.lists(st.sampled_from(NUMBERS), max_size=6, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: _values(name) for name in names})
    ),
    st.randoms(),
)
def test_the_order_of_overrides_does_not_matter(values: dict[str, int], random: Any) -> None:
    changed = [override(name, value=value) for name, value in values.items()]
    shuffled = random.sample(changed, len(changed))
    edition = overridden(EDITION, changed)
    assert edition.sha256 == overridden(EDITION, shuffled).sha256
    assert all(edition.number(name) == value for name, value in values.items())


def test_a_period_with_a_figure_of_ones_own_tells_what_the_law_says() -> None:
    law = shortest(EDITION)
    assert (law.own, law.law_length, law.length) == ((), 30, 30)
    own = overridden(EDITION, [override("open_receipt_tenders", value=60)])
    found = shortest(own)
    assert found.own == (lengths.Own(parameter="open_receipt_tenders", law=35),)
    assert (found.length, found.law_length) == (55, 30)
    both = overridden(own, [override("open_reduction_electronic", value=0)])
    found = shortest(both)
    assert (found.length, found.law_length) == (60, 30)
    assert {each.parameter for each in found.own} == set(both.reasons)


def test_a_period_of_one_figure_tells_it_too_and_survives_its_json_form() -> None:
    own = overridden(EDITION, [override()])
    found = deadlines.compute(deadlines.term_of(own, "standstill", "given_day"), date(2026, 3, 2))
    assert (found.explanation.length, found.explanation.law_length) == (20, 15)
    assert deadlines.Computed.model_validate_json(found.model_dump_json()) == found
    assert own.reasons == {"standstill": "Our council asks five days more."}
    assert EDITION.reasons == {}


def test_a_term_of_the_contract_is_told_as_a_figure_of_ones_own() -> None:
    own = overridden(EDITION, [override("warranty_default", value=2)])
    assert reckoning.figure(own, "warranty_default").own
    assert not reckoning.figure(EDITION, "warranty_default").own
