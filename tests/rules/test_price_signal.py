"""The signal on opened prices: whom the rule of 15 % obliges to question, and what it looks at."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.bidding import BidForm, OpenedBid
from contracts.evaluation import Examination, ExaminationSheet
from contracts.evaluation.price_signal import PriceSignal, price_signal, setting
from contracts.rules.scoring.abnormally_low import Note, Reason
from contracts.tendering.draft import Category, Criterion, TenderDraft
from infra import procedure_files
from tests import builders
from tests.builders import uid

EMPTY = ExaminationSheet(evaluation="e")
KNOWN = procedure_files.shipped()
OPEN = KNOWN.procedure("open")
PRICES = {"A": 84, "B": 98, "C": 102, "D": 130}
"""The mean of B and C is 100."""


def works(price: int = 100, procedure: str = "open") -> TenderDraft:
    """Works where the price weighs so much of a hundred."""
    criteria = [
        Criterion(id="P", name="Prijs", kind="price", weight=Decimal(price), formula="P1/1")
    ]
    if price < 100:
        plan = Criterion(id="K", name="Plan", kind="quality", weight=Decimal(100 - price))
        criteria.append(plan)
    return builders.draft(category=Category.WORKS, procedure=procedure, criteria=tuple(criteria))


def bid(name: str, price: int | None, currency: str = "EUR") -> OpenedBid:
    """An opened bid, or one whose seal could not be opened."""
    if price is None:
        return OpenedBid(bid=uid(name), intact=False, form=None)
    form = BidForm(
        price=Money(amount=Decimal(price), currency=currency),
        vat_rate=Decimal(21),
        validity_days=120,
        signatory="Mehdi Lindenhart",
    )
    return OpenedBid(bid=uid(name), intact=True, form=form)


def bids(**prices: int) -> list[OpenedBid]:
    return [bid(name, price) for name, price in prices.items()]


def signal(draft: TenderDraft, *rows: Examination, **prices: int) -> PriceSignal:
    sheet = ExaminationSheet(evaluation="e", rows=rows)
    return price_signal(draft, KNOWN.find(draft.procedure), bids(**prices), sheet)


def asked(found: PriceSignal) -> set[str]:
    names = {uid(name): name for name in "ABCDEFGHIJ"}
    return {names[each] for each in found.to_question}


def test_a_price_fifteen_percent_below_the_trimmed_mean_is_to_be_questioned() -> None:
    assert asked(signal(works(), A=85, B=98, C=102, D=130)) == {"A"}
    assert asked(signal(works(), A=86, B=98, C=102, D=130)) == set()


def test_a_deviation_is_negative_below_the_mean() -> None:
    found = signal(works(), **PRICES)
    assert found.deviations[uid("A")] == Fraction(-16)
    assert found.deviations[uid("D")] == Fraction(30)


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        (works(price=49), Reason.PRICE_WEIGHT_TOO_LOW),
        (works(procedure="simplified_negotiated"), Reason.OTHER_PROCEDURE),
        (works().model_copy(update={"category": Category.GOODS}), Reason.OTHER_CATEGORY),
        (works().model_copy(update={"category": Category.SERVICES}), Reason.CATEGORY_UNKNOWN),
        (works().model_copy(update={"category": None}), Reason.CATEGORY_UNKNOWN),
    ],
)
def test_elsewhere_the_distance_to_the_median_is_information(
    draft: TenderDraft, reason: Reason
) -> None:
    found = signal(draft, A=60, B=98, C=102, D=130)
    assert found.rule.reason is reason
    assert found.to_question == frozenset()
    assert found.deviations[uid("A")] == Fraction(-40)


def test_the_file_of_a_procedure_says_whether_the_rule_looks_at_it() -> None:
    renamed = OPEN.model_copy(update={"id": "kiosk_contest"})
    assert price_signal(works(), renamed, bids(**PRICES), EMPTY).rule.applies
    left_alone = OPEN.model_copy(update={"prices_examined_as": None})
    found = price_signal(works(), left_alone, bids(**PRICES), EMPTY)
    assert found.rule.reason is Reason.OTHER_PROCEDURE
    unknown = price_signal(works(), None, bids(**PRICES), EMPTY)
    assert unknown.rule.reason is Reason.PROCEDURE_UNKNOWN


def test_half_of_the_points_is_enough_and_the_documents_may_say_more() -> None:
    found = signal(works(price=50, procedure="restricted"), **PRICES)
    assert asked(found) == {"A"}
    assert found.rule.notes == (Note.DEVIATION_BY_DOCUMENTS,)
    assert signal(works(), **PRICES).rule.notes == ()


def test_who_is_excluded_or_not_selected_does_not_count() -> None:
    excluded = Examination(bid=uid("D"), not_excluded=False)
    for row in (excluded, Examination(bid=uid("D"), selected=False)):
        found = signal(works(), row, **PRICES)
        assert found.rule.reason is Reason.TOO_FEW_TENDERS
        assert uid("D") not in found.deviations


def test_an_irregular_bid_still_counts_since_its_price_may_be_why() -> None:
    row = Examination(bid=uid("A"), not_excluded=True, selected=True, regular=False)
    found = signal(works(), row, **PRICES)
    assert asked(found) == {"A"}


def test_a_bid_that_did_not_open_or_has_another_currency_is_not_compared() -> None:
    given = [*bids(**PRICES), bid("E", None), bid("F", 1, "USD")]
    found = price_signal(works(), OPEN, given, EMPTY)
    assert found.deviations == signal(works(), **PRICES).deviations


def test_one_price_has_nothing_to_be_compared_with() -> None:
    found = signal(works(), A=60)
    assert found.deviations == {}
    assert found.rule.reason is Reason.TOO_FEW_TENDERS


def test_without_weights_the_weight_of_the_price_is_not_known() -> None:
    bare = builders.draft(criteria=(Criterion(id="P", name="Prijs", kind="price"),))
    assert setting(bare, OPEN).price_weight is None
    assert setting(works(price=60), OPEN).price_weight == Fraction(3, 5)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=9))
def test_the_order_of_the_bids_changes_nothing(prices: list[int]) -> None:
    found = [bid(name, price) for name, price in zip("ABCDEFGHI", prices, strict=False)]
    assert price_signal(works(), OPEN, found[::-1], EMPTY) == price_signal(
        works(), OPEN, found, EMPTY
    )
