"""What is compared with the thresholds: all that may come of a contract, in one sum."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.rules import advice, estimates
from contracts.rules.advice import Advice, Question
from contracts.rules.errors import RuleError
from contracts.rules.estimates import Estimate
from contracts.rules.procedures import Bought
from infra import procedure_files, rulebook

TODAY = date(2026, 11, 23)
CENTS = st.integers(0, 10_000_000_00).map(lambda cents: Decimal(cents) / 100)


def euro(amount: int | str | Decimal) -> Money:
    """An amount in euro."""
    return Money(amount=Decimal(amount))


def _answered(question: Question) -> Advice:
    edition = rulebook.edition_for(question.day)
    return advice.advise(question, edition, procedure_files.shipped())


def opened(found: Advice) -> set[str]:
    """The ids of the procedures that are open."""
    return {each.procedure for each in found.procedures if each.open}


def test_lots_options_and_renewals_count_together() -> None:
    estimate = Estimate(
        base=euro(100_000),
        lots=(euro(60_000), euro(40_000)),
        options=(euro(50_000),),
        renewals=(euro(30_000), euro(30_000)),
        further=(euro("5999.99"),),
    )
    assert estimates.total(estimate) == euro("215999.99")
    found = _answered(Question(bought=Bought.SERVICES, estimate=estimate, day=TODAY))
    assert found.estimate == euro("215999.99")
    assert "simplified_negotiated" in opened(found)
    one_more = estimate.model_copy(update={"further": (euro(6_000),)})
    found = _answered(Question(bought=Bought.SERVICES, estimate=one_more, day=TODAY))
    assert opened(found) - {"negotiated_without_publication"} == {"open", "restricted"}


@pytest.mark.parametrize(
    ("estimate", "code", "facts"),
    [
        (Estimate(), "estimate_missing", {}),
        (Estimate(options=(euro(1),)), "estimate_missing", {}),
        (Estimate(base=euro("-0.01")), "estimate_negative", {"amount": "-0.01"}),
        (Estimate(base=euro(5), renewals=(euro(-2),)), "estimate_negative", {"amount": "-2"}),
        (
            Estimate(base=euro(5), lots=(euro(2), euro(2))),
            "estimate_lots_differ",
            {"base": "5", "lots": "4"},
        ),
        (
            Estimate(base=euro(5), options=(Money(amount=Decimal(1), currency="GBP"),)),
            "mixed_currencies",
            {"currencies": "EUR, GBP"},
        ),
        (
            Estimate(base=Money(amount=Decimal(5), currency="GBP")),
            "currency_without_threshold",
            {"currency": "GBP", "edition": "be-2026-01"},
        ),
    ],
)
def test_an_estimate_that_cannot_be_compared_is_refused(
    estimate: Estimate, code: str, facts: dict[str, str]
) -> None:
    with pytest.raises(RuleError) as caught:
        _answered(Question(bought=Bought.SERVICES, estimate=estimate, day=TODAY))
    assert (caught.value.code, caught.value.facts) == (code, facts)


@given(st.lists(CENTS, min_size=1, max_size=5), st.lists(CENTS, max_size=3))
def test_it_does_not_matter_in_which_lots_or_parts_an_amount_is_cut(
    lots: list[Decimal], options: list[Decimal]
) -> None:
    parts = Estimate(lots=tuple(map(euro, lots)), options=tuple(map(euro, options)))
    turned = Estimate(lots=tuple(map(euro, reversed(lots))), renewals=tuple(map(euro, options)))
    whole = sum(lots, Decimal()) + sum(options, Decimal())
    assert estimates.total(parts).amount == estimates.total(turned).amount == whole
