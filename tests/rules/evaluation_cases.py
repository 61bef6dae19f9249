"""Evaluations drawn at random: every formula with valid numbers, trees, committees, roundings."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from contracts.rules import scoring
from contracts.rules.scoring import (
    FORMULAS,
    Bid,
    Criterion,
    CriterionKind,
    EvaluationModel,
    FormulaKind,
    Normalise,
    Offers,
    Parameters,
    Policies,
    Price,
    Result,
    Rounding,
    Scale,
    Score,
    Stage,
)
from contracts.rules.scoring.formulas import Best
from contracts.rules.scoring.model import (
    Consensus,
    ConsensusRule,
    Preference,
    Step,
    TieBy,
    TieStep,
)
from tests.rules.field_of_bids import SHARES, WHOLE

HUNDRED = Decimal(100)
MEMBERS = ("Griet", "Pieter", "Tine", "Yassin")


@dataclass(frozen=True)
class Case:
    """A method with what it is applied to."""

    model: EvaluationModel
    offers: Offers

    def result(self, trace: bool = True) -> Result:
        """Its evaluation."""
        return scoring.evaluate(self.model, self.offers, trace=trace)

    def with_price(self, bid: str, amount: Decimal) -> "Case":
        """The same with another price for one bid."""
        bids = tuple(
            b.model_copy(update={"price": Price(amount=amount)}) if b.id == bid else b
            for b in self.offers.bids
        )
        return replace(self, offers=self.offers.model_copy(update={"bids": bids}))

    def with_value(self, place: int, value: Decimal) -> "Case":
        """The same with another number for one score."""
        scores = list(self.offers.scores)
        scores[place] = scores[place].model_copy(update={"value": value})
        return replace(self, offers=self.offers.model_copy(update={"scores": tuple(scores)}))

    def without(self, *gone: str) -> "Case":
        """The same as if some bids had never come."""
        offers = Offers(
            bids=tuple(b for b in self.offers.bids if b.id not in gone),
            scores=tuple(s for s in self.offers.scores if s.bid not in gone),
            comparisons=tuple(
                c for c in self.offers.comparisons if not {c.preferred, c.other} & set(gone)
            ),
        )
        return replace(self, offers=offers)

    def announcing(self, **parameters: Any) -> "Case":
        """The same with other announced parameters."""
        announced = self.model.parameters.model_copy(update=parameters)
        return replace(self, model=self.model.model_copy(update={"parameters": announced}))


def totals(result: Result) -> dict[str, Fraction]:
    """The exact total of each bid."""
    return {row.bid: row.exact for row in result.rows}


def earned(result: Result, criterion: str) -> dict[str, Fraction]:
    """What each bid earns on one criterion."""
    return {
        row.bid: points.exact
        for row in result.rows
        for points in row.points
        if points.criterion == criterion
    }


def decimals(least: str, most: str, places: int) -> st.SearchStrategy[Decimal]:
    """Decimal numbers of so many places."""
    step = 10**places
    low, high = (int(Decimal(end) * step) for end in (least, most))
    return st.integers(low, high).map(lambda n: Decimal(n) / step)


PRICES = decimals("0.01", "100000", 2)
SCORES = decimals("1", "10", 1)
"""Never so low that they are rounded to nothing: then no best score could be raised."""

_NUMBERS: dict[str, st.SearchStrategy[Decimal]] = {
    "slope": decimals("0.1", "5", 1),
    "floor": decimals("-1", "1", 1),
    "n": decimals("1.1", "10", 1),
    "span": decimals("1", "60", 0),
    "ceiling": st.just(Decimal(100_000)),
    "no_discount": st.just(Decimal(0)),
    "threshold": decimals("0.01", "1", 2),
    "exponent": st.sampled_from([Decimal("0.5"), Decimal(1), Decimal(2), Decimal("2.5")]),
    "x": decimals("0.05", "1", 2),
    "base": decimals("1.1", "9", 1),
    "full_price": decimals("0", "40000", 0),
    "zero_price": decimals("50000", "100000", 0),
    "line": decimals("0", "100000", 0),
    "reference": decimals("1", "100000", 0),
    "target": decimals("1", "100000", 0),
    "quality_weight": decimals("1", "100", 0),
    "price_weight": decimals("1", "100", 0),
    "value": decimals("0.1", "500", 1),
    "factor": decimals("0.1", "1000", 1),
    "band": decimals("0", "0.5", 2),
    "quality_reference": decimals("1", "100", 0),
    "price_reference": decimals("1", "100000", 0),
    "decimals": decimals("0", "6", 0),
    "rescale": st.sampled_from([Decimal(0), Decimal(1)]),
}
"""A valid number for each parameter, whatever the formula."""


@st.composite
def numbers(draw: st.DrawFn, formula: str) -> dict[str, Decimal]:
    """Valid numbers for the parameters of a formula; an optional one perhaps left out."""
    if formula in ("A17/1", "A18/1"):
        share = draw(decimals("0", "1", 2))
        both = {"price_weight": share, "technical_weight": 1 - share}
        return {p.name: both[p.name] for p in FORMULAS[formula].parameters}
    needed = {p.name for p in FORMULAS[formula].parameters if p.required} | {"no_discount"}
    return {
        p.name: draw(_NUMBERS[p.name])
        for p in FORMULAS[formula].parameters
        if p.name in needed or draw(st.booleans())
    }


@st.composite
def price_criteria(
    draw: st.DrawFn, weight: Decimal, formulas: tuple[str, ...] | None = None
) -> Criterion:
    """A price with any formula for prices."""
    known = [f.name for f in FORMULAS.values() if f.kind is FormulaKind.PRICE]
    name = draw(st.sampled_from(formulas or known))
    return Criterion(
        id="price",
        kind=CriterionKind.PRICE,
        weight=weight,
        formula=name,
        parameters=draw(numbers(name)),
    )


def _scored(id_: str, weight: Decimal, formula: str | None) -> Criterion:
    return Criterion(id=id_, weight=weight, scale=Scale(maximum=Decimal(10)), formula=formula)


@st.composite
def quality_blocks(draw: st.DrawFn, weight: Decimal) -> Criterion:
    """Quality with one to three sub-criteria, one of them perhaps divided again."""
    parts = draw(st.lists(st.integers(1, 9), min_size=1, max_size=3))
    formulas = st.sampled_from([None, "Q1/1", "Q2/1", "Q3/1"])
    leaves = [_scored(f"q{n}", Decimal(part), draw(formulas)) for n, part in enumerate(parts)]
    if draw(st.booleans()):
        split = (_scored("q0a", Decimal(1), None), _scored("q0b", Decimal(2), draw(formulas)))
        leaves[0] = Criterion(id="q0", weight=leaves[0].weight, subtotal=Decimal(3), children=split)
    return Criterion(
        id="quality", weight=weight, subtotal=Decimal(sum(parts)), children=tuple(leaves)
    )


@st.composite
def stated_numbers(draw: st.DrawFn, weight: Decimal) -> Criterion:
    """A number that bids state, 1 to 30, by a formula for scores, for prices, or a table."""
    formula = draw(st.sampled_from(["Q2/1", "Q3/1", "P1/1", "P3/1", "P4b/1", "T1/1"]))
    table: tuple[Step, ...] = ()
    if formula == "T1/1":
        points = draw(st.lists(st.integers(0, 20), min_size=3, max_size=3).filter(any))
        table = tuple(
            Step(up_to=Decimal(end), points=Decimal(each))
            for end, each in zip((10, 20, 30), points, strict=True)
        )
    return Criterion(
        id="days", kind=CriterionKind.QUANTITY, weight=weight, formula=formula, table=table
    )


@st.composite
def comparisons(draw: st.DrawFn, ids: list[str]) -> tuple[Preference, ...]:
    """What two members prefer of every pair."""
    made = []
    for member in MEMBERS[:2]:
        for place, first in enumerate(ids):
            for second in ids[place + 1 :]:
                preferred, other = draw(st.permutations([first, second]))
                strength = draw(st.integers(1, 6))
                made.append(
                    Preference(
                        criterion="plan",
                        member=member,
                        preferred=preferred,
                        other=other,
                        strength=strength,
                    )
                )
    return tuple(made)


OF_SCORES = (Stage.MEMBER, Stage.CONSENSUS, Stage.TOTAL)
"""The stages that leave some quality to raise to the best."""
OF_POINTS = (*OF_SCORES, Stage.MARK, Stage.CRITERION, Stage.BLOCK)


def rounding(draw: st.DrawFn, stages: tuple[Stage, ...] = OF_POINTS) -> tuple[Rounding, ...]:
    """Roundings of up to three stages."""
    return tuple(
        Rounding(
            stage=stage,
            decimals=draw(st.integers(0, 3)),
            mode=draw(st.sampled_from(["half_up", "half_even", "down", "none"])),
        )
        for stage in sorted(draw(st.sets(st.sampled_from(stages), max_size=3)))
    )


def leaves(criteria: tuple[Criterion, ...]) -> list[Criterion]:
    """The criteria without sub-criteria."""
    found: list[Criterion] = []
    for each in criteria:
        found += leaves(each.children) if each.children else [each]
    return found


@st.composite
def scores(draw: st.DrawFn, model: EvaluationModel, ids: list[str]) -> tuple[Score, ...]:
    """A score for every cell, agreed or of each of one to four members."""
    rule = model.policies.consensus.rule
    members: tuple[str | None, ...] = (None,)
    if rule is not ConsensusRule.AGREED:
        members = MEMBERS[: draw(st.integers(1, 4))]
    cells = [(b, c.id) for b in ids for c in leaves(model.criteria) if c.kind == "quality"]
    return tuple(
        Score(bid=bid, criterion=criterion, member=member, value=draw(SCORES))
        for bid, criterion in cells
        for member in members
    )


CHAIN = tuple(
    TieStep(by=by, of=of)
    for by, of in ((TieBy.CRITERION, "quality"), (TieBy.PRICE, None), (TieBy.QUALITY, None))
)


@st.composite
def cases(
    draw: st.DrawFn,
    least: int = 1,
    rounded: bool = True,
    formulas: tuple[str, ...] | None = None,
    normalise: bool = True,
) -> Case:
    """A method that adds points, on one to five bids."""
    ids = [f"bid {n}" for n in range(draw(st.integers(least, 5)))]
    of_price, of_days, of_pairs = (draw(st.integers(1, 30)) for _ in range(3))
    top = [draw(price_criteria(Decimal(of_price), formulas))]
    if draw(st.booleans()):
        top.append(draw(stated_numbers(Decimal(of_days))))
    compared: tuple[Preference, ...] = ()
    if len(ids) > 1 and draw(st.booleans()):
        plan = Criterion(id="plan", kind=CriterionKind.COMPARISON, weight=Decimal(of_pairs))
        top.append(plan)
        compared = draw(comparisons(ids))
    rest = HUNDRED - sum(each.weight for each in top)
    top.append(draw(quality_blocks(rest)))
    raised = draw(st.sampled_from(Normalise)) if normalise else Normalise.NONE
    stages = OF_POINTS if raised is Normalise.NONE else OF_SCORES
    model = EvaluationModel(
        criteria=tuple(top),
        parameters=Parameters(normalise=raised, rounding=rounding(draw, stages) if rounded else ()),
        policies=Policies(
            consensus=Consensus(rule=draw(st.sampled_from(ConsensusRule))),
            tie_break=draw(st.sampled_from([(), CHAIN])),
        ),
    )
    bids = tuple(
        Bid(
            id=each,
            price=Price(amount=draw(PRICES)),
            quantities={"days": Decimal(draw(st.integers(1, 30)))},
        )
        for each in ids
    )
    given = draw(scores(model, ids))
    return Case(model, Offers(bids=bids, scores=given, comparisons=compared))


@st.composite
def whole_cases(draw: st.DrawFn, least: int = 1, formulas: tuple[str, ...] | None = None) -> Case:
    """A method on the whole bid, on one to five bids; A15 reads no price and is not here."""
    ids = [f"bid {n}" for n in range(draw(st.integers(least, 5)))]
    name = draw(st.sampled_from(formulas or tuple(f for f in WHOLE if f != "A15/1")))
    unit = Decimal("0.003") if name in SHARES else Decimal(1)
    parts = (_scored("q0", 40 * unit, None), _scored("q1", 60 * unit, None))
    model = EvaluationModel(
        criteria=parts,
        parameters=Parameters(
            total=100 * unit,
            formula=name,
            constants=draw(numbers(name)),
            rounding=rounding(draw) if draw(st.booleans()) else (),
        ),
        policies=Policies(tie_break=draw(st.sampled_from([(), CHAIN[1:]]))),
    )
    bids = tuple(Bid(id=each, price=Price(amount=draw(PRICES))) for each in ids)
    return Case(model, Offers(bids=bids, scores=draw(scores(model, ids))))


EVERY = st.one_of(cases(), whole_cases())
SEVERAL = st.one_of(cases(least=2), whole_cases(least=2))


def merit(model: EvaluationModel, figure: Fraction) -> Fraction:
    """A figure turned so that more is better."""
    formula = FORMULAS.get(model.parameters.formula or "")
    return -figure if formula and formula.best is Best.LOWEST else figure
