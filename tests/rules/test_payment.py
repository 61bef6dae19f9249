"""What a milestone is worth, and how late a day is."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.base import Money
from contracts.contracting import due_day, slip, value_of
from contracts.tendering.draft import MilestonePlan, TenderDraft


def planned(*shares: str) -> TenderDraft:
    """A draft with milestones of these shares."""
    return TenderDraft(
        milestones=tuple(
            MilestonePlan(id=f"M{n}", title=f"Deel {n}", days_after_start=n, share=Decimal(share))
            for n, share in enumerate(shares, start=1)
        )
    )


def values(draft: TenderDraft, price: str) -> list[str]:
    """The value of every milestone, in order."""
    money = Money(amount=Decimal(price))
    return [str(value_of(draft, money, plan).amount) for plan in draft.milestones]


def test_a_share_is_rounded_half_up_to_the_cent() -> None:
    assert values(planned("40", "40", "20"), "612345.67") == ["244938.27", "244938.27", "122469.13"]


def test_the_last_milestone_takes_what_the_others_leave() -> None:
    thirds = planned("33.33", "33.33", "33.34")
    assert values(thirds, "0.10") == ["0.03", "0.03", "0.04"]
    assert values(planned("50", "50"), "0.01") == ["0.01", "0.00"]


def test_a_milestone_of_another_draft_has_no_value() -> None:
    (stranger,) = planned("100").milestones
    with pytest.raises(LookupError):
        value_of(planned("40", "60"), Money(amount=Decimal(1)), stranger)


@given(
    st.lists(st.integers(1, 2000), min_size=1, max_size=12),
    st.decimals(0, 10**9, places=2),
)
def test_the_milestones_add_up_to_the_price(parts: list[int], price: Decimal) -> None:
    *others, _ = parts
    spent = sum((Decimal(part) / 100 for part in others), Decimal(0))
    shares = [*(str(Decimal(part) / 100) for part in others), str(100 - spent)]
    draft = planned(*shares)
    found = [value_of(draft, Money(amount=price), plan).amount for plan in draft.milestones]
    assert sum(found) == price


def test_a_day_is_late_by_calendar_days_in_brussels() -> None:
    midnight = datetime(2026, 10, 30, 23, 0, tzinfo=UTC)
    assert due_day(midnight) == date(2026, 10, 30)
    assert slip(midnight, date(2026, 11, 16)) == 17
    assert slip(midnight, date(2026, 10, 30)) == 0
    assert slip(midnight, date(2026, 10, 1)) == -29
