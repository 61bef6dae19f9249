"""A method that cannot be applied is not announced: its bids could never be ranked."""

from decimal import Decimal
from typing import Any

import pytest

from contracts.base import Language
from contracts.refusals import Code
from contracts.rules import scoring
from contracts.tendering import review
from contracts.tendering.draft import Criterion, TenderDraft
from contracts.tendering.method import method, problems
from infra.texts import refusals
from tests import builders

QUALITY, PRICE = builders.draft().criteria


def with_criteria(*criteria: Criterion) -> TenderDraft:
    """The complete draft with other criteria."""
    return builders.draft(criteria=criteria)


def changed(criterion: Criterion, **changes: Any) -> Criterion:
    """A criterion with something else."""
    return criterion.model_copy(update=changes)


def test_a_complete_draft_has_a_method_that_can_be_applied() -> None:
    assert problems(builders.draft()) == ()
    assert scoring.examine(method(builders.draft())) == ()


@pytest.mark.parametrize(
    ("criteria", "criterion", "problem"),
    [
        ((QUALITY, changed(PRICE, id="K1")), "Prijs", "duplicate_criterion"),
        ((QUALITY, PRICE, changed(PRICE, id="K3")), "K2, K3", "several_prices"),
        ((QUALITY, changed(PRICE, formula="P99/1")), "Prijs", "formula_unknown"),
        ((QUALITY, changed(PRICE, formula="de laagste prijs wint")), "Prijs", "formula_unknown"),
        ((QUALITY, changed(PRICE, formula="Q1/1")), "Prijs", "formula_unsuitable"),
        ((changed(QUALITY, scale_max=Decimal(0)), PRICE), "Technisch", "scale_invalid"),
        ((changed(QUALITY, weight=Decimal(-5)), PRICE), "Technisch", "weight_not_positive"),
        ((changed(QUALITY, name=" "), PRICE), "1", "unnamed"),
        ((QUALITY, changed(PRICE, id="")), "Prijs", "unnamed"),
    ],
)
def test_what_cannot_be_applied_is_told_in_words(
    criteria: tuple[Criterion, ...], criterion: str, problem: str
) -> None:
    found = [
        refusal
        for refusal in review(with_criteria(*criteria))
        if refusal.code is Code.CRITERIA_UNUSABLE
    ]
    told = {(refusal.facts["criterion"].value, refusal.facts["problem"].value) for refusal in found}
    assert (criterion, f"method.{problem}") in told
    for refusal in found:
        for language in Language:
            assert refusals.sentence(refusal, language, {})


def test_a_missing_weight_or_formula_is_told_once() -> None:
    draft = with_criteria(changed(QUALITY, weight=None), changed(PRICE, formula=None))
    codes = [refusal.code for refusal in review(draft)]
    assert Code.CRITERIA_UNUSABLE not in codes
    assert set(codes) == {Code.WEIGHTS_SUM, Code.DRAFT_INCOMPLETE}
