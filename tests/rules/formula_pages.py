"""The page of each formula in `docs/rules/scoring`, read and evaluated: what it announces, the bids
of its worked example, and its edge cases."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from contracts.rules.scoring import (
    FORMULAS,
    Bid,
    Criterion,
    CriterionKind,
    EvaluationModel,
    FindingCode,
    Formula,
    FormulaKind,
    Offers,
    Parameters,
    Policies,
    Price,
    Result,
    Score,
    evaluate,
)
from contracts.rules.scoring.model import Decision, Outcome, Preference, Step, TieBy, TieStep
from tests.rules.evaluations import model, price, quality
from tests.rules.worked_pages import Table, sections, tables_of

FOLDER = Path(__file__).parents[2] / "docs" / "rules" / "scoring"
SPECIAL = "A15/1"
"""Its page reads savings, not prices, and is worked in a way of its own."""

WORKED, WITHOUT, EDGES = "A worked example", "Can a losing bid decide who wins?", "Edge cases"
DECIDED = (FindingCode.PRICE_ZERO, FindingCode.PRICE_NEGATIVE)
_KINDS = {
    FormulaKind.SCORE: CriterionKind.QUALITY,
    FormulaKind.COMPARISON: CriterionKind.COMPARISON,
}


def file_name(formula: Formula) -> str:
    """The name of the page."""
    return f"{formula.id.lower()}.md"


@dataclass(frozen=True)
class Page:
    """One page."""

    formula: Formula
    text: str

    @property
    def sections(self) -> dict[str, str]:
        """Its parts by their heading."""
        return sections(self.text)

    def tables(self, heading: str) -> list[Table]:
        """The tables under a heading."""
        return tables_of(self.sections[heading])

    @property
    def announced(self) -> str:
        """The sentence that says what the tender of the worked example announced."""
        found = re.search(r"^Announced: (.+?)\n\n", self.sections[WORKED], re.M | re.S)
        return " ".join(found[1].split()) if found else ""

    @property
    def constants(self) -> dict[str, str]:
        """The announced parameters of the formula."""
        mine = {each.name for each in self.formula.parameters}
        return {name: value for name, value in self._numbers.items() if name in mine}

    @property
    def _numbers(self) -> dict[str, str]:
        return dict(re.findall(r"`([a-z_]+)` ([\d.]*\d)", self.announced))

    def read(self, pattern: str, default: str) -> str:
        """What the sentence says in the place of a group."""
        found = re.search(pattern, self.announced)
        return found[1] if found else default

    @property
    def worked(self) -> Table:
        """The bids with what they earn: the last table of the worked example."""
        return self.tables(WORKED)[-1]

    @property
    def beside(self) -> Criterion | None:
        """The price criterion beside a formula for quality, if the example has one."""
        name = self.read(r"beside `(\w+/\d+)`", "")
        mine = self.constants
        others = {key: value for key, value in self._numbers.items() if key not in mine}
        return price("40", name, **others) if name else None


def page(name: str) -> Page:
    """The page of a formula."""
    formula = FORMULAS[name]
    return Page(formula, (FOLDER / file_name(formula)).read_text(encoding="utf-8"))


def method(of: Page) -> EvaluationModel:
    """What the tender of the worked example announced."""
    if of.formula.kind is FormulaKind.PRICE:
        asked = price("40", of.formula.name, **of.constants)
        return model(asked, quality("quality", "60", "100"))
    if of.formula.kind is FormulaKind.WHOLE:
        return whole(of)
    own = rated(of)
    return model(own, of.beside) if of.beside else model(own, total="60")


def rated(of: Page, weight: str = "60") -> Criterion:
    """The criterion of a formula for quality."""
    steps = of.tables(WORKED)[0] if "table_points" in of.formula.inputs else []
    return quality("quality", weight, of.read(r"scores from 0 to (\d+)", "100")).model_copy(
        update={
            "kind": CriterionKind.QUANTITY if steps else _KINDS[of.formula.kind],
            "formula": of.formula.name,
            "parameters": {name: Decimal(value) for name, value in of.constants.items()},
            "table": tuple(
                Step(up_to=Decimal(row["up to"]), points=Decimal(row["points"])) for row in steps
            ),
            **({"scale": None} if steps else {}),
        }
    )


def whole(of: Page) -> EvaluationModel:
    """A method on the whole bid: one criterion of quality, scored from 0 to 100."""
    points = of.read(r"quality out of ([\d.]*\d)", "100")
    chain = (TieStep(by=TieBy.QUALITY), TieStep(by=TieBy.PRICE))
    return EvaluationModel(
        criteria=(quality("quality", points, "100"),),
        parameters=Parameters(
            total=Decimal(points),
            formula=of.formula.name,
            constants={name: Decimal(value) for name, value in of.constants.items()},
            display_decimals=int(of.read(r"shown with (\d+) decimals", "2")),
        ),
        policies=Policies(tie_break=chain if "band" in of.constants else ()),
    )


def offers(of: Page, rows: Iterable[Mapping[str, str]]) -> Offers:
    """The bids of a table, with their scores, quantities or comparisons."""
    listed = list(rows)
    ids = {row["bid"] for row in listed}
    return Offers(
        bids=tuple(
            Bid(
                id=row["bid"],
                price=Price(amount=Decimal(row["price"])) if "price" in row else None,
                quantities={"quality": Decimal(row["months"])} if "months" in row else {},
            )
            for row in listed
        ),
        scores=tuple(
            Score(bid=row["bid"], criterion="quality", value=Decimal(row[column]))
            for row in listed
            for column in ("quality", "score")
            if column in row
        ),
        comparisons=tuple(each for each in preferences(of) if {each.preferred, each.other} <= ids),
    )


def preferences(of: Page) -> list[Preference]:
    """The comparisons of the worked example: `A 3` in the column `A – B` prefers A with 3."""
    if of.formula.kind is not FormulaKind.COMPARISON:
        return []
    return [
        preference(row["member"], pair, cell)
        for row in of.tables(WORKED)[0]
        for pair, cell in row.items()
        if pair != "member"
    ]


def preference(member: str, pair: str, cell: str) -> Preference:
    """One comparison as a page writes it; `parity` is strength 1."""
    first, second = pair.split(" – ")
    preferred, _, strength = cell.rpartition(" ")
    other = second if preferred in ("", first) else first
    return Preference(
        criterion="quality",
        member=member,
        preferred=preferred or first,
        other=other,
        strength=int(strength) if preferred else 1,
    )


def worked(of: Page) -> Table:
    """The worked table as the engine fills it in."""
    columns = list(of.worked[0])
    given = [column for column in columns if column in GIVEN]
    rows = [{column: row[column] for column in given} for row in of.worked]
    result = evaluate(method(of), offers(of, rows))
    return [
        {**row, **{c: v for c, v in _earned(of, result, row["bid"]).items() if c in columns}}
        for row in rows
    ]


GIVEN = ("bid", "price", "quality", "score", "months")
"""The columns of what a bid offers or got."""


def _earned(of: Page, result: Result, bid: str) -> dict[str, str]:
    [row] = [row for row in result.rows if row.bid == bid]
    points = {each.criterion: each for each in row.points}
    if of.formula.kind is FormulaKind.WHOLE:
        return {"figure": row.shown, "exact": f"{row.exact}", "place": f"{row.rank}"}
    own = points["price" if of.formula.kind is FormulaKind.PRICE else "quality"]
    return {
        "points": own.shown,
        "exact": f"{own.exact}",
        "total": row.shown,
        "place": f"{row.rank}",
    }


def without(of: Page, bid: str) -> Table:
    """The totals and places when one bid of the worked example was not there."""
    rows = [row for row in of.worked if row["bid"] != bid]
    result = evaluate(method(of), offers(of, rows))
    name = "figure" if of.formula.kind is FormulaKind.WHOLE else "total"
    return [{"bid": row.bid, name: row.shown, "place": f"{row.rank}"} for row in result.rows]


@dataclass(frozen=True)
class Edge:
    """What comes of one edge case: what each bid earns of 100 (or its figure), and the findings."""

    earned: str
    findings: str


def edge(of: Page, row: Mapping[str, str]) -> Edge:
    """One edge case of a page, computed. A person admits every price of zero or below."""
    kind = of.formula.kind
    if kind is FormulaKind.COMPARISON:
        ids = ["A", "B"][: int(row["bids"])]
        grades = [preference("member", "A – B", row["comparison"])] if len(ids) > 1 else []
        stated = Offers(bids=tuple(Bid(id=bid) for bid in ids), comparisons=tuple(grades))
        return _edge(of, evaluate(model(rated(of, "100")), stated), ids)
    column = next(name for name in ("prices", "scores", "months") if name in row)
    single = {"prices": "price", "scores": "score"}.get(column, column)
    cells = row[column].split(", ")
    ids = [f"{number}" for number in range(1, len(cells) + 1)]
    rows = [{"bid": bid, single: cell} for bid, cell in zip(ids, cells, strict=True)]
    if kind is FormulaKind.PRICE:
        announced = model(price("100", of.formula.name, **of.constants))
    elif kind is FormulaKind.WHOLE:
        announced = whole(of)
        rows = [{**each, "quality": "50"} for each in rows]
    else:
        announced = model(rated(of, "100"))
    given = offers(of, rows).model_copy(update={"decisions": _admitted(rows)})
    return _edge(of, evaluate(announced, given), ids)


def _admitted(rows: Iterable[Mapping[str, str]]) -> tuple[Decision, ...]:
    return tuple(
        Decision(finding=code, bid=row["bid"], outcome=Outcome.ADMIT, reason="it was explained")
        for row in rows
        for code in DECIDED
        if Fraction(row.get("price", "1")) <= 0
    )


def _edge(of: Page, result: Result, ids: Iterable[str]) -> Edge:
    earned = {row.bid: row.shown for row in result.rows}
    codes = {finding.code.value: finding for finding in result.findings}
    told = [
        f"{code}{', admitted' if each.decided else ''}"
        + (f" ({each.facts['reason']})" if "reason" in each.facts else "")
        for code, each in codes.items()
    ]
    return Edge(", ".join(earned.get(bid, "–") for bid in ids), "; ".join(told) or "–")
