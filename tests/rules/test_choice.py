"""The procedure that a draft chooses: judged from its file, refused with its reason."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Language, Money
from contracts.refusals import Code
from contracts.rules import procedures
from contracts.rules.procedures import AwardProcedure, Shortened, Step
from contracts.tendering import TenderDraft, choice
from contracts.tendering.draft import Category
from infra import procedure_files, rulebook
from infra.texts import refusals
from tests import builders

EDITION = rulebook.edition_for(date(2026, 11, 23))
KNOWN = procedure_files.shipped()
OPEN, SIMPLIFIED = KNOWN.procedure("open"), KNOWN.procedure("simplified_negotiated")
AT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def draft(amount: str = "185000.00", currency: str = "EUR", **changes: Any) -> TenderDraft:
    """A draft for services by the simplified negotiated procedure, its choice reasoned."""
    whole: dict[str, Any] = {
        "category": Category.SERVICES,
        "estimate": Money(amount=Decimal(amount), currency=currency),
        "procedure": SIMPLIFIED.id,
        "procedure_reasons": "De raming ligt onder de drempel.",
    }
    return builders.draft(**(whole | changes))


def codes(found: TenderDraft, procedure: AwardProcedure = SIMPLIFIED) -> list[Code]:
    """Why a draft cannot follow a procedure."""
    return [each.code for each in choice.problems(found, procedure, EDITION)]


def said(found: TenderDraft, procedure: AwardProcedure = SIMPLIFIED) -> str:
    """The first reason, in Dutch."""
    return refusals.sentence(choice.problems(found, procedure, EDITION)[0], Language.NL, {})


def test_a_procedure_that_stands_open_and_is_reasoned_is_followed() -> None:
    assert codes(draft()) == []
    assert codes(draft("215999.99")) == []


def test_above_the_limit_both_amounts_and_the_article_are_told() -> None:
    assert codes(draft("216000.00")) == [Code.PROCEDURE_ABOVE_LIMIT]
    told = said(draft("230000.00"))
    assert "€\xa0230.000,00" in told
    assert "€\xa0216.000,00" in told
    assert "vereenvoudigde onderhandelingsprocedure" in told
    assert "art. 41" in told


def test_the_limit_is_that_of_the_kind() -> None:
    works = {"category": Category.WORKS}
    assert codes(draft("749999.99", **works)) == []
    assert codes(draft("750000.00", **works)) == [Code.PROCEDURE_ABOVE_LIMIT]


def test_a_kind_that_no_ground_covers_is_refused() -> None:
    own = KNOWN.procedure("social_services_own")
    assert codes(draft(), own) == [Code.PROCEDURE_CLOSED]
    assert "geldt niet voor dit soort opdracht" in said(draft(), own)


def test_a_ground_that_a_buyer_has_to_invoke_is_told() -> None:
    claimed = OPEN.grounds[0].model_copy(update={"claimed": True})
    procedure = OPEN.model_copy(update={"grounds": (claimed,)})
    assert codes(draft(), procedure) == [Code.PROCEDURE_CLOSED]
    assert "moet inroepen" in said(draft(), procedure)


APPROVED_TOO = SIMPLIFIED.model_copy(
    update={"grounds": (SIMPLIFIED.grounds[0].model_copy(update={"approved_too": True}),)}
)
"""A procedure whose only ground for services looks at the amount to approve as well."""


def test_an_award_stays_below_the_limit_where_the_ground_says_so() -> None:
    def asked(amount: str, procedure: AwardProcedure = APPROVED_TOO, currency: str = "EUR") -> Any:
        money = Money(amount=Decimal(amount), currency=currency)
        return choice.award_problem(draft(), procedure, EDITION, money)

    assert asked("215999.99") is None
    above = asked("216000.00")
    assert above.code is Code.AWARD_ABOVE_LIMIT
    sentence = refusals.sentence(above, Language.NL, {})
    assert sentence.count("€\xa0216.000,00") == 2
    assert "art. 41" in sentence
    assert asked("100000.00", currency="GBP").code is Code.CURRENCY_DIFFERS
    # A ground that looks at the estimate alone leaves the award free, also beside such a one.
    assert asked("216000.00", SIMPLIFIED) is None
    both = (*APPROVED_TOO.grounds, OPEN.grounds[0])
    assert asked("216000.00", APPROVED_TOO.model_copy(update={"grounds": both})) is None


@given(st.decimals(0, 900_000, places=2), st.decimals(0, 900_000, places=2))
def test_a_lower_award_is_never_refused_where_a_higher_one_is_not(a: Decimal, b: Decimal) -> None:
    low, high = (
        choice.award_problem(draft(), APPROVED_TOO, EDITION, Money(amount=amount))
        for amount in sorted((a, b))
    )
    assert low is None or high is not None


@pytest.mark.parametrize("reasons", ["", "  \n"])
def test_where_the_law_asks_for_reasons_none_is_refused(reasons: str) -> None:
    assert codes(draft(procedure_reasons=reasons)) == [Code.CHOICE_UNREASONED]
    # Up to the limit of the lighter regime, and for works, the law asks for none.
    assert codes(draft("140000.00", procedure_reasons=reasons)) == []
    assert codes(draft("140000.01", procedure_reasons=reasons)) == [Code.CHOICE_UNREASONED]
    assert codes(draft(category=Category.WORKS, procedure_reasons=reasons)) == []
    assert codes(draft(procedure_reasons=reasons), OPEN) == []


def test_a_procedure_with_a_step_that_is_not_built_is_not_followed() -> None:
    restricted = KNOWN.procedure("restricted")
    assert codes(draft(), restricted) == [Code.PROCEDURE_NOT_RUN]
    assert "aanvragen tot deelneming" in said(draft(), restricted)


def test_an_estimate_in_pounds_has_no_limit_to_be_held_to() -> None:
    assert codes(draft(currency="GBP")) == [Code.ESTIMATE_CURRENCY]
    assert codes(draft(currency="GBP"), OPEN) == []


def test_without_kind_or_estimate_nothing_is_judged() -> None:
    nothing: tuple[dict[str, Any], ...] = ({"category": None}, {"estimate": None})
    for changes in nothing:
        assert codes(draft(procedure_reasons="", **changes)) == []


def test_a_shorter_period_asks_a_ground_of_the_procedure_and_reasons() -> None:
    urgent = {"shortened": Shortened.URGENT}
    assert codes(draft(**urgent)) == [Code.SHORTENING_UNREASONED]
    assert codes(draft(**urgent, shortened_reasons="Het rak is ingestort.")) == []
    ordinary = SIMPLIFIED.periods[0].model_copy(update={"urgent": None})
    procedure = SIMPLIFIED.model_copy(update={"periods": (ordinary,)})
    reasoned = draft(**urgent, shortened_reasons="Het rak is ingestort.")
    assert codes(reasoned, procedure) == [Code.NOT_SHORTENED]
    assert choice.earliest(reasoned, procedure, EDITION, AT) == choice.earliest(
        draft(), procedure, EDITION, AT
    )


def test_a_shorter_period_is_the_one_that_is_held_to() -> None:
    urgent = draft(shortened=Shortened.URGENT, shortened_reasons="Het rak is ingestort.")
    whole = choice.earliest(draft(), SIMPLIFIED, EDITION, AT)
    short = choice.earliest(urgent, SIMPLIFIED, EDITION, AT)
    assert whole is not None
    assert short is not None
    assert short.explanation.length < whole.explanation.length
    between = {"submission_deadline": short.instant}
    late = choice.period_problems(draft().model_copy(update=between), SIMPLIFIED, EDITION, AT)
    assert [each.code for each in late] == [Code.PERIOD_TOO_SHORT]
    assert choice.period_problems(urgent.model_copy(update=between), SIMPLIFIED, EDITION, AT) == ()


@given(
    st.sampled_from(KNOWN.procedures),
    st.sampled_from(Category),
    st.decimals(0, 9_000_000, places=2),
)
def test_no_judgement_hangs_on_the_name_of_a_procedure(
    procedure: AwardProcedure, category: Category, amount: Decimal
) -> None:
    found = draft(f"{amount}", category=category)
    renamed = procedure.model_copy(update={"id": "another"})
    assert codes(found, renamed) == codes(found, procedure)
    follows = procedures.runs(procedure) and any(
        each.holds for each in choice.grounds(found, procedure, EDITION)
    )
    assert (codes(found, procedure) == []) is follows
    assert Step.PUBLICATION in procedures.steps(procedure) or not procedures.runs(procedure)
