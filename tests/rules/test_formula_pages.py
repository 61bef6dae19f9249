"""The book of the formulas, `docs/rules/scoring`: every page says what the code does, and every
table of it is computed again, by the engine and by hand."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts.rules.scoring import (
    FORMULAS,
    Bid,
    EvaluationModel,
    Formula,
    FormulaKind,
    Offers,
    Parameters,
    evaluate,
)
from contracts.rules.scoring.formulas import Parameter
from contracts.rules.scoring.model import SavingsOffer, SavingsTerms
from infra.texts.catalogue import Texts
from tests.rules import formula_pages as pages
from tests.rules.by_hand import BY_HAND, NEAR, Hand
from tests.rules.formula_pages import EDGES, SPECIAL, WITHOUT, WORKED
from tests.rules.worked_pages import tables

NAMES = [name for name in FORMULAS if name != SPECIAL]
RELATIVE = [name for name in NAMES if not FORMULAS[name].absolute]
ABSOLUTE = [name for name in NAMES if FORMULAS[name].absolute]
COMPARED = {name for name in NAMES if FORMULAS[name].kind is FormulaKind.COMPARISON}
MEASURED = {
    row["formula"]: row["a losing bid decides"]
    for table in reversed(tables(pages.FOLDER / "README.md"))
    if "a losing bid decides" in table[0]
    for row in reversed(table)
}
"""The first row of each formula."""


def test_every_formula_has_its_page_and_no_page_is_of_another() -> None:
    files = {path.name for path in pages.FOLDER.glob("*.md")}
    named = {name for name in files if re.fullmatch(r"[a-z]\d+[a-z]?\.md", name)}
    assert named == {pages.file_name(formula) for formula in FORMULAS.values()}


@pytest.mark.parametrize("name", FORMULAS)
def test_a_page_starts_with_the_name_and_the_properties_of_the_formula(name: str) -> None:
    page = pages.page(name)
    formula = page.formula
    [properties], *_ = tables(pages.FOLDER / pages.file_name(formula))
    assert properties == {
        "formula": name,
        "kind": formula.kind.value,
        "wins": formula.best.value,
        "depends on other bids": "no" if formula.absolute else "yes",
        "a loser decides": MEASURED[name],
    }
    title = page.text.partition("\n")[0]
    assert title.lower().startswith(f"# {formula.id}: {_text(formula, 'name')}".lower())


def _text(formula: Formula, part: str) -> str:
    return Texts("en").say(f"formula.{formula.id.lower()}_{formula.version}.{part}")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_quotes_the_text_that_tenders_print(name: str) -> None:
    page = pages.page(name)
    quoted = [line.removeprefix("> ") for line in page.text.splitlines() if line[:1] == ">"]
    assert " ".join(quoted) == _text(page.formula, "text")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_states_the_parameters_that_the_code_has(name: str) -> None:
    page = pages.page(name)
    stated = [row for table in page.tables("Parameters") for row in table]
    assert [(row["parameter"], row["bounds"], row["required"]) for row in stated] == [
        (each.name, _bounds(each), "yes" if each.required else "no")
        for each in page.formula.parameters
    ]
    assert page.formula.required <= set(page.constants)


def _bounds(of: Parameter) -> str:
    both = of.minimum is not None and of.maximum is not None
    ends = [(None if both else of.minimum, "at least"), (of.above, "above")]
    ends += [(None if both else of.maximum, "at most")]
    said = [f"{_decimal(of.minimum)} to {_decimal(of.maximum)}"] if both else []
    said += [f"{word} {_decimal(end)}" for end, word in ends if end is not None]
    return ", ".join([*said, *(["whole"] if of.whole else [])]) or "any"


def _decimal(of: Fraction | None) -> str:
    return "" if of is None else f"{Decimal(of.numerator) / of.denominator:f}"


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_its_parts_and_stays_short(name: str) -> None:
    page = pages.page(name)
    parts = ["Parameters", "When it misleads", EDGES, WORKED, WITHOUT]
    assert list(page.sections)[1:] == parts
    assert "\n- " in page.sections["When it misleads"]
    assert "\nSource: " in page.text
    assert len(page.text.splitlines()) <= 72


@pytest.mark.parametrize("name", NAMES)
def test_a_worked_table_comes_out_as_printed(name: str) -> None:
    page = pages.page(name)
    assert page.worked == pages.worked(page)
    assert 3 <= len(page.worked) <= 5


@pytest.mark.parametrize("name", [name for name in NAMES if name in BY_HAND])
def test_a_worked_table_is_right_by_hand(name: str) -> None:
    page = pages.page(name)
    most = Fraction(page.read(r"(?:quality out of|scores from 0 to) ([\d.]*\d)", "100"))
    unit = most / 100 if page.formula.kind is FormulaKind.WHOLE else Fraction(1)
    prices = [Fraction(row.get("price", "0")) for row in page.worked]
    qualities = [Fraction(row.get("score", row.get("quality", "0"))) * unit for row in page.worked]
    constants = {key: Fraction(value) for key, value in page.constants.items()}
    for row, price, quality in zip(page.worked, prices, qualities, strict=True):
        hand = BY_HAND[name](Hand(price, quality, prices, qualities, most, constants))
        printed = Fraction(row["exact"]) / _points(page.formula)
        assert abs(hand - printed) < NEAR if name == "P9/1" else hand == printed


def _points(formula: Formula) -> int:
    return {FormulaKind.WHOLE: 1, FormulaKind.PRICE: 40}.get(formula.kind, 60)


def test_everything_but_tables_and_pairs_is_worked_out_by_hand() -> None:
    assert set(NAMES) - set(BY_HAND) == {"T1/1", *COMPARED}


def test_the_table_of_points_is_right_by_hand() -> None:
    page = pages.page("T1/1")
    steps = page.tables(WORKED)[0]
    for row in page.worked:
        step = next(s for s in steps if Fraction(row["months"]) <= Fraction(s["up to"]))
        assert Fraction(row["exact"]) == 6 * Fraction(step["points"])


@pytest.mark.parametrize("name", sorted(COMPARED))
def test_the_comparisons_are_right_by_hand(name: str) -> None:
    page = pages.page(name)
    sums: dict[str, dict[str, int]] = {}
    for row in page.tables(WORKED)[0]:
        mine = sums.setdefault(row["member"], {each["bid"]: 0 for each in page.worked})
        for pair, cell in list(row.items())[1:]:
            bid, _, grade = cell.rpartition(" ")
            for each in [bid] if bid else pair.split(" – "):
                mine[each] += int(grade) if bid else 1
    for row in page.worked:
        assert Fraction(row["exact"]) == 60 * _coefficient(name, sums, row["bid"])


def _coefficient(name: str, sums: Mapping[str, Mapping[str, int]], bid: str) -> Fraction:
    if name == "C2/1":
        together = {each: sum(m[each] for m in sums.values()) for each in next(iter(sums.values()))}
        return Fraction(together[bid], max(together.values()))
    cut = [mine[bid] * 1000 // max(mine.values()) for mine in sums.values()]
    return Fraction(sum(cut), 1000 * len(cut))


@pytest.mark.parametrize("name", NAMES)
def test_an_edge_case_comes_out_as_printed(name: str) -> None:
    page = pages.page(name)
    [cases] = page.tables(EDGES)
    earned = "figures" if page.formula.kind is FormulaKind.WHOLE else "points of 100"
    printed = [(row["case"], row[earned], row["findings"].replace("`", "")) for row in cases]
    computed = [(row["case"], pages.edge(page, row)) for row in cases]
    assert printed == [(case, edge.earned, edge.findings) for case, edge in computed]
    assert len(cases) >= 4


@pytest.mark.parametrize("name", RELATIVE)
def test_a_page_shows_a_loser_that_decides_who_wins(name: str) -> None:
    page = pages.page(name)
    [table] = page.tables(WITHOUT)
    [gone] = {row["bid"] for row in page.worked} - {row["bid"] for row in table}
    before = {row["bid"]: row["place"] for row in page.worked}
    assert table == pages.without(page, gone)
    assert before[gone] != "1"
    assert [row["place"] for row in table][:2] == ["1", "2"]
    [winner] = [bid for bid, place in before.items() if place == "1"]
    text = " ".join(page.sections[WITHOUT].split())
    assert f"Without it, {table[0]['bid']} wins instead of {winner}:" in text
    assert table[0]["bid"] != winner


@pytest.mark.parametrize("name", ABSOLUTE)
def test_under_an_absolute_formula_no_withdrawal_changes_the_figure_of_another(name: str) -> None:
    page = pages.page(name)
    assert page.tables(WITHOUT) == []
    whole = page.formula.kind is FormulaKind.WHOLE
    figures = {
        row["bid"]: row["figure" if whole else "total" if "total" in row else "points"]
        for row in page.worked
    }
    for gone in figures:
        left = {
            row["bid"]: row["figure" if whole else "total"] for row in pages.without(page, gone)
        }
        assert left == {bid: figure for bid, figure in figures.items() if bid != gone}


def test_the_page_of_the_net_present_value_comes_out_of_the_engine_too() -> None:
    _, savings, _ = tables(pages.FOLDER / "a15.md")
    announced = EvaluationModel(
        criteria=(),
        parameters=Parameters(
            formula=SPECIAL,
            savings=SavingsTerms.model_validate(
                {"discount_rate": "0.04", "announced": "2026-09-16"}
            ),
        ),
    )
    offered = {
        row["bid"]: SavingsOffer.model_validate(
            {
                "annual_cost_reductions": [row["first saving"], *[row["yearly saving"]] * 20],
                "yearly_payments_percentage": row["share"],
                "years": int(row["years"]),
                "days": int(row["days"]),
            }
        )
        for row in savings
    }
    bids = tuple(Bid(id=bid, savings=offer) for bid, offer in offered.items())
    result = evaluate(announced, Offers(bids=bids))
    assert {row.bid: row.shown for row in result.rows} == {
        row["bid"]: row["net present value"] for row in savings
    }
    assert result.rows[0].bid == "Warmtelus"
