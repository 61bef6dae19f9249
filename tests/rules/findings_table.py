"""The least input that raises each finding, as the parts of an evaluation file."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.rules.scoring import Effect, FindingCode

Document = dict[str, Any]

PRICE: Document = {"id": "p", "kind": "price", "weight": "50", "formula": "P1/1"}
QUALITY: Document = {"id": "q", "weight": "50", "scale": {"maximum": "10"}}
DAYS: Document = {"id": "d", "kind": "quantity", "weight": "50", "formula": "Q3/1"}
PLAN: Document = {"id": "c", "kind": "comparison", "weight": "50"}
SEED = "a-seed-of-more-than-thirty-two-letters"
COMMITMENT = hashlib.sha256(SEED.encode()).hexdigest()


def bid(id_: str, amount: str | None = "9", **more: Any) -> Document:
    """A bid as it stands in a file."""
    return {"id": id_, **({} if amount is None else {"price": {"amount": amount}}), **more}


def score(bid_: str, value: str | None = "5", **more: Any) -> Document:
    """An agreed score on q."""
    return {"bid": bid_, "criterion": "q", **({} if value is None else {"value": value}), **more}


def document(*criteria: Document, **parts: Any) -> Document:
    """Price and quality on two bids, but for what is said otherwise."""
    usual: Document = {
        "criteria": list(criteria) or [PRICE, QUALITY],
        "bids": [bid("A"), bid("B", "8")],
        "scores": [score("A"), score("B", "6")] if QUALITY in criteria or not criteria else [],
    }
    return usual | parts


def announcing(**parameters: Any) -> Document:
    """Price and quality with other announced parameters."""
    return document(parameters=parameters)


def priced(formula: str = "P1/1", **numbers: str) -> Document:
    """The price with a formula and its numbers."""
    return PRICE | {"formula": formula, "parameters": numbers}


def alone(criterion: Document, **parts: Any) -> Document:
    """One criterion with all the weight."""
    return document(criterion | {"weight": "100"}, **parts)


def chain(*steps: Document) -> Document:
    """Price and quality with a chain for ties."""
    return document(policies={"tie_break": list(steps)})


def pair(**said: Any) -> Document:
    """What Griet prefers on c."""
    usual = {"criterion": "c", "member": "Griet", "preferred": "A", "other": "B", "strength": 2}
    return usual | said


def decided(finding: str, outcome: str, **about: Any) -> Document:
    """What a person decided."""
    return {"finding": finding, "outcome": outcome, "reason": "Looked at.", **about}


def savings(percentage: str) -> Document:
    """An offer of savings on the method A15."""
    reductions = {"annual_cost_reductions": ["9"] * 21, "years": 2}
    offer = reductions | {"yearly_payments_percentage": percentage}
    terms = {"discount_rate": "0.1", "announced": "2026-09-23"}
    return {
        "parameters": {"formula": "A15/1", "savings": terms},
        "bids": [{"id": "A", "savings": offer}],
    }


NEVER_SCORED = [score("A", "0"), score("B", "0")]
LIVES = {"id": "kwh", "first_year": 3, "last_year": 2}

METHOD: Mapping[FindingCode, Sequence[Document]] = {
    FindingCode.NO_CRITERIA: [
        {"bids": [bid("A")]},
        {"parameters": {"formula": "A10/1"}, "bids": [bid("A")]},
    ],
    FindingCode.DUPLICATE_CRITERION: [document(QUALITY, QUALITY)],
    FindingCode.SEVERAL_PRICES: [document(PRICE, PRICE | {"id": "p2"})],
    FindingCode.MIXED_BLOCK: [alone({"id": "both", "children": [PRICE, QUALITY]})],
    FindingCode.WEIGHT_NOT_POSITIVE: [
        document(QUALITY | {"weight": "0"}, PRICE, QUALITY | {"id": "r"})
    ],
    FindingCode.WEIGHT_OUT_OF_RANGE: [
        document(PRICE, QUALITY | {"weight_range": {"minimum": "20", "maximum": "49.99"}})
    ],
    FindingCode.WEIGHTS_SUM: [
        document(PRICE, QUALITY | {"weight": "49.999"}),
        alone({"id": "block", "subtotal": "99", "children": [QUALITY, QUALITY | {"id": "r"}]}),
    ],
    FindingCode.SCALE_MISSING: [
        document(PRICE, {"id": "q", "weight": "50"}),
        document(PRICE, DAYS | {"formula": "Q1/1"}),
    ],
    FindingCode.SCALE_INVALID: [
        document(PRICE, QUALITY | {"scale": scale})
        for scale in (
            {"minimum": "10", "maximum": "10"},
            {"minimum": "-1", "maximum": "10"},
            {"maximum": "10", "step": "0"},
            {"maximum": "10", "levels": [{"value": "11", "label": "high"}]},
            {"maximum": "10", "levels": [{"value": v, "label": "same"} for v in ("1", "2")]},
        )
    ],
    FindingCode.TABLE_INVALID: [
        document(PRICE, DAYS | {"formula": "T1/1", "table": table})
        for table in (
            [],
            [{"up_to": "2", "points": "1"}, {"up_to": "2", "points": "0"}],
            [{"up_to": "2", "points": "0"}],
        )
    ]
    + [document(PRICE, DAYS | {"table": [{"up_to": "2", "points": "1"}]})],
    FindingCode.FORMULA_MISSING: [document(PRICE | {"formula": None}, QUALITY)],
    FindingCode.FORMULA_UNKNOWN: [
        document(PRICE | {"formula": "P99/1"}, QUALITY),
        announcing(formula="A6/2"),
    ],
    FindingCode.FORMULA_UNSUITABLE: [
        document(PRICE | {"formula": "Q1/1"}, QUALITY),
        announcing(formula="P1/1"),
        announcing(formula="A6/1"),
        alone({"id": "block", "formula": "Q2/1", "subtotal": "50", "children": [QUALITY]}),
    ],
    FindingCode.PARAMETER_UNKNOWN: [
        document(priced(slope="1"), QUALITY),
        announcing(constants={"band": "0.1"}),
        announcing(savings={"discount_rate": "0", "announced": "2026-09-23"}),
        savings("0.7") | {"parameters": savings("0.7")["parameters"] | {"ceiling": "9"}},
        document(PRICE, QUALITY | {"element": "unit"}),
        document(
            policies={
                "abnormally_low": [{"policy": "es_below_mean/1", "parameters": {"share": "90"}}]
            }
        ),
    ],
    FindingCode.PARAMETER_MISSING: [
        document(priced("P6/1"), QUALITY),
        {"parameters": {"formula": "A15/1"}, "bids": [bid("A")]},
    ],
    FindingCode.PARAMETER_OUT_OF_RANGE: [
        document(priced("P9/1", base="1"), QUALITY),
        document(priced("A1/1", full_price="9", zero_price="9"), QUALITY),
        document(priced("A3/1", ceiling="9", line="9.01"), QUALITY),
        alone(
            QUALITY,
            parameters={
                "formula": "A17/1",
                "constants": {"technical_weight": "0.7", "price_weight": "0.31"},
            },
        ),
        document(PRICE | {"zero_counts_as": "0"}, QUALITY),
        announcing(life_cycle={"discount_rate": "-1", "lines": []}),
        {"parameters": {"formula": "A15/1", "total": "0", **savings("1")["parameters"]}},
        {
            "parameters": {
                "formula": "A15/1",
                "savings": {"discount_rate": "-0.1", "announced": "2026-09-23"},
            }
        },
        document(
            policies={
                "abnormally_low": [
                    {"policy": "es_below_mean/1", "parameters": {"share_of_mean": "101"}}
                ]
            }
        ),
    ],
    FindingCode.THRESHOLD_UNSUITABLE: [
        document(PRICE | {"minimum": {"value": "1"}}, QUALITY),
        alone(
            {
                "id": "b",
                "subtotal": "50",
                "minimum": {"value": "5", "unit": "score"},
                "children": [QUALITY],
            }
        ),
        announcing(minimum_total={"value": "1", "unit": "score"}),
        alone(PRICE, parameters={"minimum_quality": {"value": "50"}}),
        alone(QUALITY, parameters={"formula": "A6/1", "minimum_total": {"value": "5"}}),
        alone(QUALITY, parameters={"formula": "A10/1", "minimum_total": {"value": "5"}}),
    ],
    FindingCode.DUPLICATE_ROUNDING: [
        announcing(rounding=[{"stage": "total", "decimals": n} for n in (1, 2)])
    ],
    FindingCode.TIE_STEP_INVALID: [
        chain({"by": "criterion", "of": "nothing"}),
        chain({"by": "criterion"}),
        chain({"by": "quantity"}),
        chain({"by": "price", "of": "p"}),
        chain({"by": "lots"}),
        savings("1") | {"policies": {"tie_break": [{"by": "price"}]}},
    ],
    FindingCode.SCREENING_UNKNOWN: [
        document(policies={"abnormally_low": [{"policy": "by_feeling/1"}]})
    ],
    FindingCode.COST_LINE_INVALID: [
        announcing(life_cycle={"lines": [LIVES]}),
        announcing(life_cycle={"lines": [LIVES | {"last_year": 3}] * 2}),
        announcing(options=[{"id": "training"}] * 2),
    ],
}

INPUT: Mapping[FindingCode, Sequence[Document]] = {
    FindingCode.NO_BIDS: [document(bids=[], scores=[])],
    FindingCode.DUPLICATE_BID: [document(bids=[bid("A"), bid("A", "8"), bid("B")])],
    FindingCode.CURRENCIES_DIFFER: [
        document(bids=[bid("A"), {"id": "B", "price": {"amount": "9", "currency": "GBP"}}])
    ],
    FindingCode.UNKNOWN_BID: [document(scores=[score(each) for each in "ABC"])],
    FindingCode.UNKNOWN_CRITERION: [
        document(scores=[score("A"), score("B"), score("A", criterion="p")])
    ],
    FindingCode.DUPLICATE_SCORE: [document(scores=[score("A"), score("A", "6"), score("B")])],
    FindingCode.OUT_OF_SCALE: [
        document(scores=[score("A", "10.01"), score("B")]),
        document(scores=[score("A", "-0.01"), score("B")]),
        document(scores=[score("A", None), score("B")]),
        document(scores=[score("A", None, level="high"), score("B")]),
        document(
            PRICE,
            QUALITY | {"scale": {"maximum": "10", "step": "0.5"}},
            scores=[score("A", "5.25"), score("B")],
        ),
        document(
            PRICE,
            DAYS | {"scale": {"maximum": "10"}},
            bids=[bid(each, quantities={"d": n}) for each, n in (("A", "11"), ("B", "9"))],
        ),
    ],
    FindingCode.SCORE_WITHOUT_MEMBER: [document(policies={"consensus": {"rule": "mean"}})],
    FindingCode.COMPARISON_INVALID: [
        document(PRICE, PLAN, comparisons=[pair(), wrong])
        for wrong in (pair(), pair(other="C"), pair(other="A"), pair(criterion="p"))
    ],
    FindingCode.DECISION_INVALID: [
        document(decisions=wrong)
        for wrong in (
            [decided("price_nil", "exclude", bid="A")],
            [decided("price_zero", "exclude")],
            [decided("price_zero", "exclude", bid="C")],
            [decided("price_zero", "admit", criterion="z")],
            [decided("tie", "admit")],
            [decided("tie", "admit", order=["A", "A"])],
            [decided("price_zero", "admit", order=["A", "B"])],
            [decided("price_zero", each, bid="A") for each in ("admit", "exclude")],
        )
    ],
    FindingCode.SEED_WRONG: [
        chain({"by": "lots", "commitment": COMMITMENT, "seed": wrong})
        for wrong in (SEED + "x", "short", "a seed with spaces that is long enough for all")
    ],
}

BLOCKS: Mapping[FindingCode, Sequence[Document]] = {
    FindingCode.PRICE_ZERO: [document(bids=[bid("A", "0"), bid("B")])],
    FindingCode.PRICE_NEGATIVE: [
        document(bids=[bid("A", "-1"), bid("B")]),
        document(priced("P3/1"), QUALITY, bids=[bid("A", "-1"), bid("B")]),
    ],
    FindingCode.MISSING_PRICE: [
        document(bids=[bid("A", None), bid("B")]),
        document(
            PRICE | {"element": "unit"},
            QUALITY,
            bids=[bid("A"), bid("B", elements={"unit": "4"})],
        ),
        announcing(options=[{"id": "training"}])
        | {"bids": [bid("A"), bid("B", options={"training": "1"})]},
    ],
    FindingCode.MISSING_QUANTITY: [
        document(PRICE, DAYS, bids=[bid("A"), bid("B", quantities={"d": "3"})]),
        savings("0.7") | {"bids": [{"id": "A"}]},
    ],
    FindingCode.MISSING_SCORE: [document(scores=[score("B")])],
    FindingCode.MISSING_COMPARISON: [document(PRICE, PLAN)],
    FindingCode.MISSING_MOTIVATION: [
        document(
            scores=[score("A"), score("A", "4", member="Tine"), score("B", motivation="Agreed.")]
        )
    ],
    FindingCode.NO_BEST_SCORE: [
        document(scores=NEVER_SCORED, parameters={"normalise": each})
        for each in ("criterion", "quality", "both")
    ],
    FindingCode.FORMULA_UNDEFINED: [
        document(priced("P6/1", ceiling="9"), QUALITY, bids=[bid("A", "9"), bid("B", "9")]),
        savings("1.1"),
        alone(PLAN, bids=[bid("A")]),
    ],
    FindingCode.NO_ADMISSIBLE_BID: [
        document(bids=[bid("A", excluded="Late."), bid("B", excluded="Not signed.")]),
        announcing(minimum_quality={"value": "99"}),
    ],
}

WAITS: Mapping[FindingCode, Sequence[Document]] = {
    FindingCode.CEILING_PASSED: [
        announcing(ceiling="8.5"),
        document(priced("A2/1", ceiling="8.5"), QUALITY),
    ],
    FindingCode.ABNORMALLY_LOW: [
        document(
            bids=[bid("A", "1"), bid("B", "8")],
            policies={"abnormally_low": [{"policy": "es_below_mean/1"}]},
        )
    ],
    FindingCode.TIE: [document(bids=[bid("A"), bid("B")], scores=[score("A"), score("B")])],
}

TOLD: Mapping[FindingCode, Sequence[Document]] = {
    FindingCode.BELOW_THRESHOLD: [
        announcing(minimum_quality={"value": "60"}),
        announcing(minimum_total={"value": "80", "unit": "points"}),
        document(
            PRICE,
            QUALITY | {"minimum": {"value": "6", "unit": "score"}},
            scores=[score("A"), score("B", "6")],
        ),
    ],
    FindingCode.NEGATIVE_POINTS: [
        document(priced("P2/1"), QUALITY, bids=[bid("A", "20.01"), bid("B", "10")])
    ],
    FindingCode.SPREAD: [
        document(
            policies={"consensus": {"rule": "mean", "spread": "2"}},
            scores=[
                score(b, v, member=m)
                for b, m, v in (
                    *(("A", "Griet", "3"), ("A", "Tine", "5.01")),
                    *(("B", "Griet", "7"), ("B", "Tine", "9")),
                )
            ],
        )
    ],
    FindingCode.ZERO_REPLACED: [
        document(PRICE | {"zero_counts_as": "0.01"}, QUALITY, bids=[bid("A", "0"), bid("B")])
    ],
    FindingCode.SCREENING_NOT_APPLICABLE: [
        document(policies={"abnormally_low": [{"policy": "be_works_15/1", "category": "goods"}]})
    ],
}

EFFECTS = {
    Effect.METHOD: METHOD,
    Effect.INPUT: INPUT,
    Effect.BLOCKS: BLOCKS,
    Effect.WAITS: WAITS,
    Effect.TOLD: TOLD,
}
"""By effect, the codes with the least input that raises each, in every way there is."""

OF_ROUNDS = {FindingCode.EARLIER_OFFER_COUNTS}
"""Raised where rounds are laid over each other, not by an evaluation."""
