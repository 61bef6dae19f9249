"""A method that cannot be applied is not announced: its bids could never be ranked."""

from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from contracts.base import Language, canonical_json
from contracts.refusals import Code
from contracts.rules import scoring
from contracts.rules.scoring import Effect, FindingCode, FormulaKind
from contracts.rules.scoring.model import Threshold, TieBy
from contracts.tendering import review
from contracts.tendering.draft import Criterion, TenderDraft, TieStep
from contracts.tendering.method import method, problems
from infra.texts import refusals
from infra.texts.catalogue import Texts
from tests import builders

QUALITY, PRICE = builders.draft().criteria


def with_criteria(*criteria: Criterion) -> TenderDraft:
    """The complete draft with other criteria."""
    return builders.draft(criteria=criteria)


def changed(criterion: Criterion, **changes: Any) -> Criterion:
    """A criterion with something else."""
    return criterion.model_copy(update=changes)


def priced(formula: str, **numbers: str) -> Criterion:
    """The price by another formula with its announced numbers."""
    parameters = {name: Decimal(value) for name, value in numbers.items()}
    return changed(PRICE, formula=formula, parameters=parameters)


def told(draft: TenderDraft) -> set[tuple[str, str | None, str]]:
    """Code, field and problem of what keeps a draft from being submitted."""
    return {
        (refusal.code.value, refusal.field, refusal.facts["problem"].value)
        for refusal in problems(draft)
    }


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
        ((QUALITY, changed(PRICE, formula="A10/1")), "Prijs", "formula_unsuitable"),
        ((QUALITY, changed(PRICE, parameters={"n": Decimal(2)})), "Prijs", "parameter_unknown"),
        (
            (changed(QUALITY, parameters={"n": Decimal(2)}), PRICE),
            "Technisch",
            "parameter_unknown",
        ),
        ((QUALITY, changed(PRICE, minimum_percent=Decimal(60))), "Prijs", "threshold_unsuitable"),
        (
            (changed(QUALITY, minimum_percent=Decimal(0)), PRICE),
            "Technisch",
            "minimum_out_of_range",
        ),
        (
            (changed(QUALITY, minimum_percent=Decimal(101)), PRICE),
            "Technisch",
            "minimum_out_of_range",
        ),
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


NUMBERS = {
    "ceiling": "900000",
    "line": "500000",
    "full_price": "400000",
    "zero_price": "900000",
    "reference": "600000",
    "target": "600000",
    "n": "2",
    "threshold": "0.05",
    "exponent": "2",
    "x": "0.85",
    "base": "2",
}
"""A possible number for each parameter that a price formula requires."""


@pytest.mark.parametrize(
    "name", [name for name, f in scoring.FORMULAS.items() if f.kind is FormulaKind.PRICE]
)
def test_every_price_formula_can_be_announced_with_its_numbers(name: str) -> None:
    formula = scoring.FORMULAS[name]
    numbers = {each: NUMBERS[each] for each in formula.required}
    draft = with_criteria(QUALITY, priced(name, **numbers))
    assert problems(draft) == ()
    assert method(draft).criteria[1].parameters == draft.criteria[1].parameters
    short = with_criteria(QUALITY, priced(name))
    assert told(short) == {
        ("parameter_unusable", f"criteria.K2.parameters.{each}", "method.parameter_missing")
        for each in formula.required
    }


@pytest.mark.parametrize(
    ("formula", "numbers", "parameter", "problem"),
    [
        ("A1/1", {"full_price": "9", "zero_price": "9"}, "zero_price", "band_reversed"),
        ("A3/1", {"ceiling": "9", "line": "10"}, "line", "line_above_ceiling"),
        ("A3/1", {"ceiling": "9", "line": "-1"}, "line", "parameter_out_of_range"),
    ],
)
def test_numbers_that_do_not_agree_are_told_as_such(
    formula: str, numbers: dict[str, str], parameter: str, problem: str
) -> None:
    field = f"criteria.K2.parameters.{parameter}"
    draft = with_criteria(QUALITY, priced(formula, **numbers))
    assert told(draft) == {("parameter_unusable", field, f"method.{problem}")}
    for language in Language:
        assert refusals.sentence(problems(draft)[0], language, {})


def test_a_number_out_of_its_bounds_is_told_by_its_name() -> None:
    draft = with_criteria(QUALITY, priced("P6/1", ceiling="0", no_discount="2"))
    assert told(draft) == {
        ("parameter_unusable", f"criteria.K2.parameters.{each}", "method.parameter_out_of_range")
        for each in ("ceiling", "no_discount")
    }
    said = {refusals.sentence(refusal, Language.NL, {}) for refusal in problems(draft)}
    assert "Criterium “Prijs”, Maximumprijs: dit getal kan niet bij deze formule." in said


@pytest.mark.parametrize("language", Language)
def test_every_finding_about_a_method_is_said_in_words(language: Language) -> None:
    texts = Texts(language)
    codes = [code for code in FindingCode if code.effect is Effect.METHOD]
    assert len(codes) > 20
    assert [code for code in codes if not texts.has(f"method.{code}")] == []


def test_a_minimum_and_a_chain_reach_the_rules() -> None:
    chain = (
        TieStep(by="criterion", criterion="K1"),
        TieStep(by="price"),
        TieStep(by="lots", commitment="a" * 64),
    )
    announced = method(
        builders.draft(
            criteria=(changed(QUALITY, minimum_percent=Decimal("62.5")), PRICE), tie_break=chain
        )
    )
    assert announced.criteria[0].minimum == Threshold(value=Decimal("62.5"), unit="percent")
    assert announced.criteria[1].minimum is None
    steps = announced.policies.tie_break
    assert [(step.by, step.of) for step in steps] == [
        (TieBy.CRITERION, "K1"),
        (TieBy.PRICE, None),
        (TieBy.LOTS, None),
    ]
    assert steps[2].commitment == "a" * 64
    assert scoring.examine(announced) == ()


def test_lots_that_people_draw_are_no_step_of_the_rules() -> None:
    draft = builders.draft(tie_break=(TieStep(by="quality"), TieStep(by="lots")))
    assert problems(draft) == ()
    assert [step.by for step in method(draft).policies.tie_break] == [TieBy.QUALITY]


@pytest.mark.parametrize(
    ("chain", "step", "problem"),
    [
        ((TieStep(by="criterion", criterion="K9"),), "1", "tie_step_invalid"),
        ((TieStep(by="price"), TieStep(by="criterion")), "2", "tie_step_invalid"),
        ((TieStep(by="price", criterion="K1"),), "1", "tie_step_invalid"),
        ((TieStep(by="quality", commitment="a" * 64),), "1", "tie_step_invalid"),
        ((TieStep(by="lots"), TieStep(by="price")), "1", "lots_not_last"),
    ],
)
def test_a_chain_that_decides_nothing_is_told(
    chain: tuple[TieStep, ...], step: str, problem: str
) -> None:
    (refusal,) = problems(builders.draft(tie_break=chain))
    assert (refusal.code, refusal.field) == (Code.TIE_STEP_UNUSABLE, "tie_break")
    assert refusal.facts["step"].value == step
    assert refusal.facts["problem"].value == f"method.{problem}"
    for language in Language:
        assert refusals.sentence(refusal, language, {})


def test_a_draft_that_was_kept_before_there_were_parameters_still_reads() -> None:
    kept = builders.draft().model_dump(mode="json", exclude={"tie_break"})
    for criterion in kept["criteria"]:
        del criterion["parameters"], criterion["minimum_percent"]
    assert TenderDraft.model_validate_json(canonical_json(kept)) == builders.draft()


def test_an_announced_number_is_no_float_and_has_a_plain_name() -> None:
    for parameters in ({"n": 1.5}, {"N": "1.5"}, {"n n": "1.5"}):
        with pytest.raises(ValidationError):
            Criterion.model_validate(PRICE.model_dump() | {"parameters": parameters})
