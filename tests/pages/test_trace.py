"""Every number of the ranking page can be followed: short sums written out, others by name."""

from decimal import Decimal
from fractions import Fraction

import pytest

from api.pages.evaluation import trace
from contracts import evaluation
from contracts.base import Language
from contracts.evaluation import RankingResult
from contracts.rules.scoring import FORMULAS, FormulaKind, Node
from contracts.tendering import TenderDraft
from infra.texts import methods
from infra.texts.catalogue import Texts
from tests.rules import casework
from tests.rules.casework import BRUG, DRAFT, GRIET, LINDE, ZILVER
from tests.rules.test_method import NUMBERS

PRICES = [name for name, formula in FORMULAS.items() if formula.kind is FormulaKind.PRICE]
NL = Texts("nl")


def draft_with(formula: str, **numbers: str) -> TenderDraft:
    """The case with another formula for its price."""
    price, *quality = DRAFT.criteria
    parameters = {name: Decimal(value) for name, value in numbers.items()}
    price = price.model_copy(update={"formula": formula, "parameters": parameters})
    return DRAFT.model_copy(update={"criteria": (price, *quality)})


def ranked(draft: TenderDraft) -> RankingResult:
    """The case ranked by this draft."""
    return evaluation.rank(draft, casework.opened(), {BRUG}, casework.scores(GRIET))


def price_lines(draft: TenderDraft, texts: Texts = NL) -> dict[str, dict[str, str]]:
    """The line of the price, by bid."""
    shown = trace.sums(ranked(draft), draft, lambda bid: bid, texts)
    return {one["supplier"]: one["lines"][0] for one in shown}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", PRICES)
def test_every_price_formula_shows_all_numbers_that_it_read(name: str, language: Language) -> None:
    numbers = {each: NUMBERS[each] for each in FORMULAS[name].required} | (
        {"ceiling": "1700000"} if "ceiling" in FORMULAS[name].required else {}
    )
    draft, texts = draft_with(name, **numbers), Texts(language)
    line = price_lines(draft, texts)[ZILVER]
    written = line["sum"]
    assert methods.amount(Fraction(casework.PRICES[ZILVER]), "EUR", texts) in written
    for each, value in numbers.items():
        assert methods.number(each, Decimal(value), "EUR", texts) in written
    if line["rule"] is not None:
        assert line["rule"] == methods.formula(name, "text", texts)
        assert texts.say("trace.name.price") in written
        for each in numbers:
            assert texts.say(f"formula.parameter.{each}") in written


def test_a_short_sum_is_written_out() -> None:
    lines = price_lines(draft_with("A2/1", ceiling="2000000"))
    assert lines[ZILVER]["sum"] == "35 × (1 − €\xa01.482.600,00 ÷ €\xa02.000.000,00)"
    assert lines[ZILVER]["rule"] is None
    lines = price_lines(draft_with("P2/1"))
    assert lines[ZILVER]["sum"] == "35 × (2 − €\xa01.482.600,00 ÷ €\xa01.279.980,00)"


def test_a_sum_with_a_floor_or_a_slope_is_not_passed_off_as_the_short_one() -> None:
    line = price_lines(draft_with("P2/1", slope="2", floor="0"))[ZILVER]
    assert line["rule"] == methods.formula("P2/1", "text", NL)
    assert line["sum"] == (
        "weging = 35; laagste prijs = €\xa01.279.980,00; Ondergrens (deel van de weging) = 0; "
        "Helling = 2; prijs van de offerte = €\xa01.482.600,00"
    )


def test_a_mean_that_has_no_end_is_shown_rounded_and_says_so() -> None:
    prices = casework.PRICES | {LINDE: "1279980.01", casework.MEER: "1611900.01"}
    draft = draft_with("P4/1")
    bids = casework.opened({bid: prices[bid] for bid in prices if bid != casework.KADE})
    sheet = casework.scores(
        GRIET, {bid: of for bid, of in casework.AGREED.items() if bid != casework.KADE}
    )
    result = evaluation.rank(draft, bids, {BRUG}, sheet)
    shown = trace.sums(result, draft, lambda bid: bid, NL)
    assert "gemiddelde prijs = ≈\xa01.458.160,006667\xa0EUR" in shown[0]["lines"][0]["sum"]


def test_a_rounded_number_says_how_it_was_rounded() -> None:
    result = ranked(DRAFT)
    root = result.trace[0]
    first = root.children[0]
    rounded = Node(
        first.name, first.subject, first.exact, first.shown, "", "criterion/2/half_up", (first,)
    )
    changed = Node(
        root.name,
        root.subject,
        root.exact,
        root.shown,
        root.formula,
        "",
        (rounded, *root.children[1:]),
    )
    turned = result.model_copy(update={"trace": (changed, *result.trace[1:])})
    by_bid = {one["supplier"]: one for one in trace.sums(turned, DRAFT, lambda bid: bid, NL)}
    said = [line["sum"] for line in by_bid[root.subject]["lines"]]
    assert sum("afgerond op 2 decimalen (helft naar boven)" in each for each in said) == 1
