"""Whatever is handed in, an evaluation answers: with an outcome, or with findings that say why not.

A sound evaluation is drawn and then spoiled, up to four times, in ways drawn from small alphabets:
numbers become zero, negative or enormous, ids collide, things go missing or stand where they do
not belong, and persons decide at random.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.rules import scoring
from contracts.rules.scoring import FORMULAS, Effect, EvaluationModel, FindingCode, Offers
from contracts.rules.scoring.abnormally_low import POLICIES
from contracts.rules.scoring.model import ConsensusRule, TieBy
from tests.rules import published
from tests.rules.evaluation_cases import cases, whole_cases

Document = dict[str, Any]
Spoil = Callable[[st.DataObject, Document], None]

SEED = "a-seed-of-more-than-thirty-two-letters"
COMMITMENT = hashlib.sha256(SEED.encode()).hexdigest()

ids = st.sampled_from(["bid 0", "bid 1", "bid 2", "nobody"])
names = st.sampled_from(["price", "quality", "q0", "q0a", "q1", "days", "plan", "nothing"])
odd = st.sampled_from(
    ["0", "1", "-1", "10", "7.5", "100", "0.01", "-100", "99999999999999999999.99", "0.0000000001"]
)
minima = st.fixed_dictionaries(
    {
        "value": st.sampled_from(["0", "5", "40", "60", "99", "-1"]),
        "unit": st.sampled_from(["score", "points", "percent"]),
    }
)
steps = st.fixed_dictionaries(
    {"by": st.sampled_from(TieBy)},
    optional={
        "of": names,
        "better": st.sampled_from(["lower", "higher"]),
        "commitment": st.just(COMMITMENT),
        "seed": st.sampled_from([SEED, "short"]),
    },
)
sound_steps = st.sampled_from(
    [
        {"by": "quality"},
        {"by": "received"},
        {"by": "price"},
        {"by": "quantity", "of": "days", "better": "lower"},
        {"by": "lots", "commitment": COMMITMENT, "seed": SEED},
        {"by": "lots", "commitment": COMMITMENT},
    ]
)
screenings = st.fixed_dictionaries(
    {
        "policy": st.sampled_from([*POLICIES, "by_feeling/1"]),
        "category": st.sampled_from(["works", "goods", "nothing", None]),
        "procedure": st.sampled_from(["open", "other", None]),
        "marked": st.lists(ids, max_size=2),
        "parameters": st.dictionaries(
            st.sampled_from(["deviation", "points", "minimum_tenders", "discount_decimals"]),
            odd,
            max_size=1,
        ),
    }
)
decisions = st.fixed_dictionaries(
    {
        "finding": st.sampled_from([*FindingCode, "nothing"]),
        "outcome": st.sampled_from(["admit", "exclude"]),
        "reason": st.just("So."),
    },
    optional={
        "bid": ids,
        "criterion": names,
        "order": st.sampled_from([["bid 0", "bid 1"], ["bid 1", "bid 0"], ["bid 0"]]),
    },
)


def _leaves(criteria: list[Document]) -> list[Document]:
    found: list[Document] = []
    for each in criteria:
        found += _leaves(each["children"]) if each["children"] else [each]
    return found


def _bid(data: st.DataObject, written: Document) -> Document:
    bid: Document = data.draw(st.sampled_from(written["bids"]))
    return bid


def _leaf(data: st.DataObject, written: Document) -> Document:
    leaf: Document = data.draw(st.sampled_from(_leaves(written["criteria"])))
    return leaf


def _of(part: str, key: str, values: st.SearchStrategy[Any]) -> Spoil:
    """Sets one announced thing to a value of an alphabet."""

    def spoil(data: st.DataObject, written: Document) -> None:
        written[part][key] = data.draw(values)

    return spoil


def _of_bid(key: str, values: st.SearchStrategy[Any]) -> Spoil:
    def spoil(data: st.DataObject, written: Document) -> None:
        _bid(data, written)[key] = data.draw(values)

    return spoil


def _of_leaf(key: str, values: st.SearchStrategy[Any]) -> Spoil:
    def spoil(data: st.DataObject, written: Document) -> None:
        _leaf(data, written)[key] = data.draw(values)

    return spoil


def _price(data: st.DataObject, written: Document) -> None:
    currency = data.draw(st.sampled_from(["EUR", "EUR", "EUR", "GBP"]))
    _bid(data, written)["price"] = {"amount": data.draw(odd), "currency": currency}


def _same_price(data: st.DataObject, written: Document) -> None:
    for bid in written["bids"]:
        bid["price"] = {"amount": data.draw(st.sampled_from(["100000", "9", "9", "0"]))}


def _same_scores(data: st.DataObject, written: Document) -> None:
    value = data.draw(st.sampled_from(["0", "5", "10"]))
    for score in written["scores"]:
        score["value"] = value


def _score(data: st.DataObject, written: Document) -> None:
    if written["scores"]:
        score = data.draw(st.sampled_from(written["scores"]))
        key, values = data.draw(
            st.sampled_from(
                [
                    ("value", odd),
                    ("bid", ids),
                    ("criterion", names),
                    ("member", st.sampled_from([None, "Griet", "Wout"])),
                    ("level", st.just("high")),
                ]
            )
        )
        score[key] = data.draw(values)


def _lose(part: str) -> Spoil:
    def spoil(data: st.DataObject, written: Document) -> None:
        if written[part]:
            written[part].remove(data.draw(st.sampled_from(written[part])))

    return spoil


def _repeat(part: str) -> Spoil:
    def spoil(data: st.DataObject, written: Document) -> None:
        if written[part]:
            written[part].append(dict(data.draw(st.sampled_from(written[part]))))

    return spoil


def _number(data: st.DataObject, written: Document) -> None:
    """An announced number of a formula, another or none."""
    leaf = _leaf(data, written)
    formula = written["parameters"]["formula"]
    told, name = (
        (written["parameters"]["constants"], formula)
        if formula
        else (leaf["parameters"], leaf["formula"])
    )
    known = [p.name for p in FORMULAS[name].parameters] if name in FORMULAS else []
    which = data.draw(st.sampled_from([*known, "nothing"]))
    told.pop(which, None)
    if data.draw(st.booleans()):
        told[which] = data.draw(odd)


def _element(data: st.DataObject, written: Document) -> None:
    for leaf in _leaves(written["criteria"]):
        if leaf["kind"] == "price":
            leaf["element"] = "unit"
            leaf["zero_counts_as"] = data.draw(st.sampled_from([None, "5", "0"]))
    for bid in written["bids"]:
        bid["elements"] = data.draw(st.sampled_from([{"unit": "3"}, {"unit": "0"}, {}]))


def _costs(data: st.DataObject, written: Document) -> None:
    line = {"id": "kwh", "first_year": 0, "last_year": data.draw(st.integers(0, 3))}
    rate = data.draw(st.sampled_from(["0", "0.03", "-0.5", "-1"]))
    written["parameters"]["life_cycle"] = {"discount_rate": rate, "lines": [line]}
    written["parameters"]["options"] = [{"id": "training", "coefficient": data.draw(odd)}]
    for bid in written["bids"]:
        bid["quantities"]["kwh"] = data.draw(odd)
        bid["options"] = data.draw(st.sampled_from([{"training": "2"}, {"training": "-3"}, {}]))


def _savings(data: st.DataObject, written: Document) -> None:
    announced = data.draw(st.sampled_from(["2026-09-23", "2026-12-31"]))
    rate = data.draw(st.sampled_from(["0", "0.04", "1", "-1"]))
    written["parameters"]["savings"] = {"discount_rate": rate, "announced": announced}
    written["parameters"]["formula"] = data.draw(st.sampled_from(["A15/1", "A13b/1", None]))
    written["parameters"]["constants"] = {}
    written["criteria"] = [e for e in written["criteria"] if e["kind"] != "price"]
    written["parameters"]["total"] = str(len(written["criteria"]))
    for each in written["criteria"]:
        each["subtotal"] = each["subtotal"] or (each["weight"] if each["children"] else None)
        each["weight"] = "1"
    for bid in written["bids"]:
        bid["savings"] = {
            "annual_cost_reductions": [data.draw(st.sampled_from(["100", "-3"]))] * 21,
            "yearly_payments_percentage": data.draw(st.sampled_from(["0.7", "0", "1.1"])),
            "years": data.draw(st.integers(0, 15)),
        }


def _decide(data: st.DataObject, written: Document) -> None:
    """A person decides at random, or on what stands in the way."""
    told = published.told(scoring.evaluate(*published.file_of(written)))
    code, *_ = data.draw(st.sampled_from(told or ["tie"])).split(" ")
    outcome = data.draw(st.sampled_from(["admit", "exclude"]))
    about = {"finding": code, "outcome": outcome, "reason": "So.", "bid": data.draw(ids)}
    written["decisions"].append(data.draw(st.one_of(st.just(about), decisions)))


SPOILS: list[Spoil] = [
    *(_price, _price, _same_price, _same_scores, _score, _number, _element, _costs, _savings),
    *(_lose(part) for part in ("scores", "bids", "comparisons", "criteria")),
    *(_repeat(part) for part in ("scores", "bids", "comparisons", "criteria")),
    *(_decide, _decide, _decide),
    _of("parameters", "ceiling", st.sampled_from(["50000", "100", "0", "-1"])),
    _of("parameters", "minimum_quality", minima),
    _of("parameters", "minimum_total", minima),
    _of("parameters", "normalise", st.sampled_from(["criterion", "quality", "both"])),
    _of("parameters", "display_decimals", st.sampled_from([0, 30])),
    _of("parameters", "total", odd),
    _of("policies", "tie_break", st.lists(sound_steps, max_size=3)),
    _of("policies", "tie_break", st.lists(steps, max_size=2)),
    _of("policies", "abnormally_low", st.lists(screenings, min_size=1, max_size=2)),
    _of(
        "policies",
        "consensus",
        st.fixed_dictionaries({"rule": st.sampled_from(ConsensusRule), "spread": odd}),
    ),
    _of_bid("id", ids),
    _of_bid("excluded", st.just("Late.")),
    _of_bid("price", st.none()),
    _of_bid("quantities", st.dictionaries(st.just("days"), odd)),
    _of_bid("received_at", st.just("2026-09-23T10:00:00Z")),
    _of_leaf("weight", odd),
    _of_leaf("minimum", minima),
    _of_leaf("zero_counts_as", odd),
    _of_leaf("formula", st.sampled_from([None, "P1/1", "Q3/1", "T1/1", "C1/1", "A6/1", "P9/9"])),
    _of_leaf("table", st.just([{"up_to": "9", "points": "4"}, {"up_to": "20", "points": "-1"}])),
    _of_leaf("scale", st.sampled_from([None, {"maximum": "9", "step": "0.5"}, {"maximum": "0"}])),
]


def spoiled(data: st.DataObject) -> tuple[EvaluationModel, Offers]:
    """A sound evaluation, spoiled up to four times."""
    case = data.draw(st.one_of(cases(), whole_cases()))
    written: Document = {
        **json.loads(case.model.model_dump_json()),
        **json.loads(case.offers.model_dump_json()),
    }
    for spoil in data.draw(st.lists(st.sampled_from(SPOILS), max_size=4)):
        if written["bids"] and _leaves(written["criteria"]):
            spoil(data, written)
    return published.file_of(written)


@given(st.data())
@settings(max_examples=500)
def test_an_evaluation_always_answers(data: st.DataObject) -> None:
    model, offers = spoiled(data)
    result = scoring.evaluate(model, offers)
    assert result.complete == (not any(finding.blocks for finding in result.findings))
    of_method = {finding.effect is Effect.METHOD for finding in result.findings}
    assert bool(scoring.examine(model)) == (True in of_method)
    if result.complete:
        ranked = [each for group in result.ranking_groups for each in group.bids]
        aside = [out.bid for out in result.set_aside]
        assert sorted([*ranked, *aside]) == sorted(each.id for each in offers.bids)
        assert tuple(scoring.rebuild(node) for node in result.trace) == result.trace
    read = scoring.parse(scoring.plain(result))
    assert scoring.digest(read) == scoring.digest(result)


@given(st.data())
@settings(max_examples=200)
def test_an_evaluation_answers_the_same_in_any_order(data: st.DataObject) -> None:
    model, offers = spoiled(data)
    turned = Offers(
        bids=offers.bids[::-1],
        scores=offers.scores[::-1],
        comparisons=offers.comparisons[::-1],
        decisions=offers.decisions[::-1],
    )
    back = model.model_copy(update={"criteria": model.criteria[::-1]})
    assert scoring.digest(scoring.evaluate(back, turned)) == scoring.digest(
        scoring.evaluate(model, offers)
    )
