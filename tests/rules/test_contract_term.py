"""The term of a contract, in months."""

from datetime import date

import pytest

from contracts.contracting import term


@pytest.mark.parametrize(
    ("concluded", "months", "last"),
    [
        (date(2026, 3, 2), 36, date(2029, 3, 2)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 10, 31), 2, date(2026, 12, 31)),
    ],
)
def test_a_term_ends_on_the_same_day_of_its_last_month(
    concluded: date, months: int, last: date
) -> None:
    assert term.last_day(concluded, months) == last
