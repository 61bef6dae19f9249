"""`python -m tests.bench.withdrawal`: how often a losing bid decides who wins, for each formula.

Fields of bids are drawn from a named seed and evaluated exactly, the same fields for every formula.
The Markdown table that is printed stands in `docs/rules/scoring/README.md`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import combinations

from contracts.rules.scoring import (
    Bid,
    CriterionKind,
    EvaluationModel,
    Offers,
    Parameters,
    Policies,
)
from contracts.rules.scoring.formulas import FORMULAS
from contracts.rules.scoring.model import (
    Preference,
    SavingsOffer,
    SavingsTerms,
    Step,
    TieBy,
    TieStep,
)
from contracts.rules.scoring.sensitivity import outcome
from contracts.rules.scoring.sensitivity.chance import Stream, frequency
from tests.rules.evaluations import agreed, bids, model, price, quality

SEED = "bestek withdrawal 1"
DRAWS = 6_000
BIDS = 4
CUT = Decimal("0.95")
RISE = Decimal("1.05")
"""Where the highest value wins, the winner does better by raising it."""

Field = dict[str, tuple[Decimal, int]]
"""By bid: its price, and its quality out of a hundred."""


def fields(draws: int) -> Iterator[Field]:
    """Fields of four bids: whole prices 500 to 1000, whole qualities 50 to 100."""
    stream = Stream(SEED)
    for _ in range(draws):
        yield {
            f"bid {number}": (Decimal(500 + stream.below(501)), 50 + stream.below(51))
            for number in range(1, BIDS + 1)
        }


def _scored(field: Field) -> Offers:
    return Offers(
        bids=bids({bid: str(asked) for bid, (asked, _) in field.items()}),
        scores=agreed({bid: {"quality": str(points)} for bid, (_, points) in field.items()}),
    )


def _compared(field: Field) -> Offers:
    """One member prefers the better quality, by one grade more for each ten points of distance."""
    preferences = []
    for one, other in combinations(field, 2):
        preferred, beaten = sorted((one, other), key=lambda bid: -field[bid][1])
        strength = 1 + -(-(field[preferred][1] - field[beaten][1]) // 10)
        preferences.append(
            Preference(
                criterion="quality",
                member="member",
                preferred=preferred,
                other=beaten,
                strength=strength,
            )
        )
    asked = {bid: str(asked) for bid, (asked, _) in field.items()}
    return Offers(bids=bids(asked), comparisons=tuple(preferences))


def _saving(field: Field) -> Offers:
    """What is drawn as a price is saved in each period; two thirds of it is paid for ten years."""
    offered = {
        bid: SavingsOffer(
            annual_cost_reductions=(saved,) * 21,
            yearly_payments_percentage=Decimal("0.66"),
            years=10,
        )
        for bid, (saved, _) in field.items()
    }
    return Offers(bids=tuple(Bid(id=bid, savings=saving) for bid, saving in offered.items()))


@dataclass(frozen=True)
class Method:
    """A formula in the setting in which it is measured."""

    formula: str
    model: EvaluationModel
    announced: str
    offers: Callable[[Field], Offers] = _scored
    better: Decimal = CUT
    """What the winner's price is multiplied by to make its bid better."""


def _listed(numbers: Mapping[str, str]) -> str:
    return ", ".join(f"`{name}` {value}" for name, value in numbers.items()) or "–"


def _priced(formula: str, **announced: str) -> Method:
    method = model(price("40", formula, **announced), quality("quality", "60", "100"))
    return Method(formula, method, _listed(announced))


_TABLE = tuple(
    Step(up_to=Decimal(up_to), points=Decimal(points))
    for up_to, points in ((60, 40), (70, 55), (80, 70), (90, 85), (100, 100))
)


def _with_price(formula: str, beside: str, kind: CriterionKind) -> Method:
    """A formula for quality beside one for the price."""
    table = _TABLE if formula == "T1/1" else ()
    rated = quality("quality", "60", "100").model_copy(
        update={"formula": formula, "kind": kind, "table": table}
    )
    numbers = {"full_price": "500", "zero_price": "1000"} if beside == "A1/1" else {}
    offers = _compared if kind is CriterionKind.COMPARISON else _scored
    method = model(price("40", beside, **numbers), rated)
    return Method(formula, method, f"beside `{beside}`", offers)


def _whole(formula: str, constants: Mapping[str, str] | None = None, points: str = "100") -> Method:
    """A formula for quality and price together; with a band, the announced chain decides in it."""
    numbers = dict(constants or {})
    chain = (TieStep(by=TieBy.QUALITY), TieStep(by=TieBy.PRICE)) if "band" in numbers else ()
    method = EvaluationModel(
        criteria=(quality("quality", points, "100"),),
        parameters=Parameters(
            total=Decimal(points),
            formula=formula,
            constants={name: Decimal(value) for name, value in numbers.items()},
        ),
        policies=Policies(tie_break=chain),
    )
    said = [_listed(numbers)] if numbers else []
    said += [f"quality up to {points}"] if points != "100" else []
    said += ["inside it quality, then price"] if chain else []
    return Method(formula, method, "; ".join(said) or "–")


def _present_value() -> Method:
    terms = SavingsTerms(discount_rate=Decimal("0.04"), announced=date(2026, 9, 16))
    method = EvaluationModel(
        criteria=(), parameters=Parameters(formula="A15/1", savings=terms, total=Decimal(100))
    )
    return Method("A15/1", method, "rate 0.04", _saving, RISE)


_BOTH = {"quality_weight": "60", "price_weight": "40"}
_B = {"ceiling": "1000"}
_QUALITY, _COMPARISON = CriterionKind.QUALITY, CriterionKind.COMPARISON

METHODS = (
    _priced("P1/1"),
    _priced("P2/1"),
    _priced("P2/1", floor="0"),
    _priced("P2b/1", n="3"),
    _priced("P3/1"),
    _priced("P4/1"),
    _priced("P4b/1"),
    _priced("P4c/1"),
    _priced("P5/1"),
    _priced("P6/1", **_B),
    _priced("P6b/1", **_B, threshold="0.05"),
    _priced("P7/1", **_B, exponent="2"),
    _priced("P8/1", **_B, x="0.85"),
    _priced("P9/1", base="1.5"),
    _priced("P9/1", base="1.5", floor="0"),
    _priced("A1/1", full_price="500", zero_price="1000"),
    _priced("A2/1", **_B),
    _priced("A3/1", **_B, line="700"),
    _priced("A4/1", reference="500"),
    _priced("A5/1", **_B, exponent="2"),
    _priced("A19/1", target="700"),
    _with_price("Q1/1", "A1/1", _QUALITY),
    _with_price("Q2/1", "A1/1", _QUALITY),
    _with_price("Q2/1", "P1/1", _QUALITY),
    _with_price("Q3/1", "A1/1", _QUALITY),
    _with_price("T1/1", "A1/1", _QUALITY),
    _with_price("C1/1", "A1/1", _COMPARISON),
    _with_price("C2/1", "A1/1", _COMPARISON),
    _whole("P10/1", _BOTH),
    _whole("A6/1", points="500"),
    _whole("A7/1", _BOTH),
    _whole("A8/1", {"value": "5"}),
    _whole("A9/1", _BOTH),
    _whole("A10/1"),
    _whole("A11/1", {"band": "0.10"}),
    _whole("A12/1", _BOTH),
    _whole("A12b/1", _BOTH),
    _whole("A12c/1", {**_BOTH, "quality_reference": "75", "price_reference": "750"}),
    _whole("A13/1", points="0.3"),
    replace(_whole("A13b/1", points="0.3"), better=RISE),
    _whole("A14/1", points="0.3"),
    _present_value(),
    _whole("A16/1"),
    _whole("A16b/1", {"reference": "500"}),
    _whole("A17/1", {"technical_weight": "0.6", "price_weight": "0.4"}),
    _whole("A18/1", {"price_weight": "0.4"}),
)
"""Every formula at least once, in the order in which they are offered."""


@dataclass(frozen=True)
class Measured:
    """In how many of so many draws something happened."""

    draws: int
    decided_by_a_loser: int
    """There is a bid that did not win whose withdrawal changes who is first."""
    better_and_lost: int
    """The winner is no longer first, or not alone, after it made its price better by 5 %."""


def measure(method: Method, draws: int) -> Measured:
    """One method over the first so many fields."""
    decided = lost = 0
    for field in fields(draws):
        offers = method.offers(field)
        first, *rest = outcome.ranking(method.model, offers)
        losers = [bid for group in rest for bid in group]
        decided += any(_first(method, outcome.without(offers, {bid})) != first for bid in losers)
        if len(first) == 1:
            [winner] = first
            asked, points = field[winner]
            better = {**field, winner: (asked * method.better, points)}
            lost += _first(method, method.offers(better)) != first
    return Measured(draws, decided, lost)


def _first(method: Method, offers: Offers) -> tuple[str, ...]:
    return outcome.ranking(method.model, offers)[0]


HEAD = (
    "| formula | announced | depends on other bids | a losing bid decides "
    "| a better price loses the win |\n|---|---|---|---|---|"
)


def line(method: Method, measured: Measured) -> str:
    """The row of the table."""
    depends = "no" if FORMULAS[method.formula].absolute else "yes"
    shares = [
        f"{frequency(count, measured.draws).shown} %" if count else "0"
        for count in (measured.decided_by_a_loser, measured.better_and_lost)
    ]
    return f"| `{method.formula}` | {method.announced} | {depends} | {' | '.join(shares)} |"


def main() -> None:
    """Print the table, row by row."""
    print(HEAD)
    for method in METHODS:
        print(line(method, measure(method, DRAWS)), flush=True)


if __name__ == "__main__":
    main()
