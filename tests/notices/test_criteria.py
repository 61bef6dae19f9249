"""Weights are found in numbers, descriptions, names and prose, and the import says where."""

from decimal import Decimal
from typing import Any

import pytest

from contracts.refusals import Code
from infra.notices.results import ImportResult, NoteCode
from tests.notices.samples import codes, notes, read, release


def _with(*criteria: dict[str, Any], **more: object) -> ImportResult:
    return read(release(awardCriteria={"criteria": list(criteria), **more}))


def _weights(result: ImportResult) -> list[Decimal | None]:
    return [criterion.weight for criterion in result.draft.criteria]


@pytest.mark.parametrize(
    ("description", "weight"),
    [
        ("75", "75"),
        ("75%", "75"),
        (" 63.7 % ", "63.7"),
        ("63,7", "63.7"),
        ("0%", "0"),
        ("40 points", "40"),
        ("Weighting: 30", "30"),
        ("Weging 12,5%.", "12.5"),
        ("30 per cent", "30"),
    ],
)
def test_a_description_that_is_a_weight_is_one(description: str, weight: str) -> None:
    result = _with({"type": "quality", "name": "Techniek", "description": description})
    assert _weights(result) == [Decimal(weight)]
    assert result.draft.criteria[0].description == ""
    assert notes(result.taken, NoteCode.WEIGHT_FROM_DESCRIPTION) == [
        ("tender.awardCriteria.criteria[0].description", weight)
    ]


@pytest.mark.parametrize("description", ["Zie bestek", "2026", "101", "10 of 20", "-5", ""])
def test_a_description_that_is_no_weight_is_not_read_as_one(description: str) -> None:
    result = _with({"type": "quality", "name": "Techniek", "description": description})
    assert _weights(result) == [None]
    assert notes(result.missing, NoteCode.CRITERION_WEIGHT) == [
        ("tender.awardCriteria.criteria[0]", "Techniek")
    ]


def test_a_single_percentage_in_a_longer_description_is_the_weight_and_the_text_stays() -> None:
    text = "Technische kwaliteit telt voor 60% mee, zie punt 4."
    result = _with({"type": "quality", "name": "Techniek", "description": text})
    assert _weights(result) == [Decimal(60)]
    assert result.draft.criteria[0].description == text


def test_a_weight_in_a_name_is_read_and_told() -> None:
    result = _with({"type": "quality", "name": "Quality (60%)"})
    assert _weights(result) == [Decimal(60)]
    assert NoteCode.WEIGHT_FROM_NAME in codes(result.taken)


def test_exact_numbers_come_before_a_description_that_says_otherwise() -> None:
    numbers = [{"number": 70, "weight": "percentageExact"}]
    result = _with({"type": "quality", "name": "A", "description": "65", "numbers": numbers})
    assert _weights(result) == [Decimal(70)]
    assert result.draft.criteria[0].description == "65"


def test_a_fraction_is_made_a_percentage_and_told() -> None:
    numbers = [{"number": 0.075, "weight": "decimalExact"}]
    result = _with({"type": "quality", "name": "A", "numbers": numbers})
    assert [str(weight) for weight in _weights(result)] == ["7.500"]
    assert NoteCode.WEIGHT_FROM_FRACTION in codes(result.taken)


@pytest.mark.parametrize("sort", ["percentageRangeMiddle", "order", "pointsRangeMiddle"])
def test_a_range_or_an_order_is_no_weight(sort: str) -> None:
    result = _with({"type": "quality", "name": "A", "numbers": [{"number": 1, "weight": sort}]})
    assert _weights(result) == [None]
    assert notes(result.unplaced, NoteCode.WEIGHT_INEXACT) == [
        ("tender.awardCriteria.criteria[0].numbers[0]", sort)
    ]


def test_a_threshold_beside_a_weight_is_told() -> None:
    numbers = [
        {"number": 65, "threshold": "minimumScore"},
        {"number": 70, "weight": "percentageExact"},
    ]
    result = _with({"type": "quality", "name": "A", "numbers": numbers})
    assert _weights(result) == [Decimal(70)]
    assert "tender.awardCriteria.criteria[].numbers[].threshold" in {
        note.path for note in result.unplaced
    }


def test_weights_in_the_prose_of_the_notice_are_given_to_the_criteria_it_names() -> None:
    prose = "Bids are scored. The ratio is Technical 75% and Commercial 25%. Deposit 5%."
    bent = release(
        awardCriteria={
            "criteria": [
                {"type": "quality", "name": "Technical"},
                {"type": "cost", "name": "Commercial"},
            ]
        }
    )
    result = read(bent | {"description": prose})
    assert _weights(result) == [Decimal(75), Decimal(25)]
    assert notes(result.taken, NoteCode.WEIGHT_FROM_TEXT) == [("description", "25")]
    assert notes(result.taken, NoteCode.COST_AS_PRICE) == [
        ("tender.awardCriteria.criteria[1].type", "Commercial")
    ]


def test_a_nameless_price_gets_the_only_share_about_money() -> None:
    criteria = {
        "criteria": [{"type": "quality", "name": "Quality"}, {"type": "price"}],
        "weightingDescription": "Quality: 63.5%, Price: 36.5%",
    }
    result = read(release(awardCriteria=criteria))
    assert _weights(result) == [Decimal("63.5"), Decimal("36.5")]


@pytest.mark.parametrize(
    "prose",
    [
        "Technical 75% and Commercial 25%",
        "De verhouding is Technical 75 % / Commercial 25 %.",
        "75% Technical, 25% Commercial",
        "Award: Technical – 75%; niet dit. Technical (75%) and Commercial (25%)",
    ],
)
def test_criteria_that_stand_only_in_prose_are_read_and_told(prose: str) -> None:
    result = read(release(awardCriteria=None, awardCriteriaDetails=prose))
    assert [(c.name, c.kind, c.weight) for c in result.draft.criteria] == [
        ("Technical", "quality", Decimal(75)),
        ("Commercial", "price", Decimal(25)),
    ]
    assert notes(result.taken, NoteCode.CRITERIA_FROM_TEXT) == [
        ("tender.awardCriteriaDetails", "2")
    ]


@pytest.mark.parametrize(
    "prose",
    [
        "Technical 75% and Commercial 20%",
        "Deposit 40% and final payment 60%",
        "Payment: price 40% at order. Price 60% at delivery.",
        "100% price",
    ],
)
def test_prose_that_does_not_divide_a_hundred_makes_no_criteria(prose: str) -> None:
    assert read(release(awardCriteria=None, description=prose)).draft.criteria == ()


@pytest.mark.parametrize("code", ["priceOnly", "lowestCost"])
def test_the_price_alone_is_one_criterion(code: str) -> None:
    result = read(release(awardCriteria=code))
    assert [(c.name, c.kind, c.weight) for c in result.draft.criteria] == [
        ("Prijs", "price", Decimal(100))
    ]
    assert NoteCode.PRICE_ONLY in codes(result.taken)


def test_a_code_that_names_no_criteria_is_told() -> None:
    result = read(release(awardCriteria="bestValueToGovernment"))
    assert result.draft.criteria == ()
    assert notes(result.unplaced, NoteCode.CRITERIA_CODE) == [
        ("tender.awardCriteria", "bestValueToGovernment")
    ]


def test_criteria_of_lots_are_taken_from_the_first_and_differences_are_told() -> None:
    def lot(number: str, quality: str, price: str) -> dict[str, Any]:
        criteria = [
            {"type": "quality", "name": "Q", "description": quality},
            {"type": "price", "description": price},
        ]
        return {"id": number, "title": number, "awardCriteria": {"criteria": criteria}}

    lots = [lot("1", "10", "90"), lot("2", "10", "90"), lot("3", "90", "10")]
    result = read(release(awardCriteria=None, lots=lots))
    assert _weights(result) == [Decimal(10), Decimal(90)]
    assert notes(result.unplaced, NoteCode.CRITERIA_DIFFER) == [
        ("tender.lots[0].awardCriteria", "1")
    ]


@pytest.mark.parametrize(("name", "kind"), [("Total price", "price"), ("Duurzaamheid", "quality")])
def test_a_criterion_of_unknown_type_is_judged_by_its_name_and_told(name: str, kind: str) -> None:
    result = _with({"type": "overig", "name": name, "description": "100"})
    assert result.draft.criteria[0].kind == kind
    assert notes(result.unplaced, NoteCode.CRITERION_TYPE) == [
        ("tender.awardCriteria.criteria[0].type", "overig")
    ]


def test_weights_that_do_not_sum_to_a_hundred_are_told() -> None:
    result = _with({"type": "price", "description": "99"})
    refusals = {note.refusal.code: note.refusal for note in result.missing if note.refusal}
    assert refusals[Code.WEIGHTS_SUM].facts["sum"].value == "99"
