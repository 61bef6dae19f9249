"""Periods by hand: day by day, with Easter, holidays and clock changes of its own.

It shares nothing with the product: neither its calendar, nor the `holidays` library, nor the time
zone database. It only knows the years from 1996 on, when both clock changes are the last Sundays
of March and of October.
"""

from datetime import UTC, date, datetime, timedelta

DAY = timedelta(days=1)
FEASTS = {(1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)}
MOVABLE = (1, 39, 50)
"""Easter Monday, Ascension and Whit Monday, in days after Easter."""


def easter(year: int) -> date:
    """Easter Sunday by the tables of Gauss, as corrected for the exceptions of 1954 and 1981."""
    century = year // 100
    m = (15 + century - century // 4 - (8 * century + 13) // 25) % 30
    n = (4 + century - century // 4) % 7
    d = (19 * (year % 19) + m) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7
    if (d == 29 and e == 6) or (d == 28 and e == 6 and year % 19 > 10):
        e -= 7
    return date(year, 3, 22) + (d + e) * DAY


def is_holiday(day: date) -> bool:
    """One of the ten legal holidays of Belgium."""
    after_easter = (day - easter(day.year)).days
    return (day.month, day.day) in FEASTS or after_easter in MOVABLE


def is_worked(day: date) -> bool:
    """Monday to Friday and no holiday."""
    return day.weekday() < 5 and not is_holiday(day)


def last_day(start: date, length: int, unit: str, direction: str) -> date:
    """Walks from the day after (or before) the event until every condition of art. 3 is met."""
    sign = 1 if direction == "forward" else -1
    counted, worked, day = 0, 0, start
    aim = _same_date(start, sign * length * (12 if unit == "years" else 1))
    while True:
        day += sign * DAY
        counted += 1
        worked += is_worked(day)
        reached = {
            "calendar_days": counted >= length,
            "working_days": worked >= length,
            "weeks": counted >= 7 * length,
            "months": (day - aim).days * sign >= 0,
            "years": (day - aim).days * sign >= 0,
        }[unit]
        days = unit.endswith("_days")
        enough = worked >= 2 or (days and length == 1)
        if reached and enough and (is_worked(day) or direction == "backward"):
            return day


def _same_date(start: date, months: int) -> date:
    """Steps month by month; a month that lacks the date ends on its last day."""
    year, month = start.year, start.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month in (0, 13):
            year, month = (year - 1, 12) if month == 0 else (year + 1, 1)
    for number in range(start.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, min(start.day, 28))


def too_late(last: date) -> datetime:
    """24.00 in Brussels of a day: at 22.00 or 23.00 in UTC, as summer time rules that midnight."""
    midnight = last + DAY
    begins, ends = _last_sunday(midnight.year, 3), _last_sunday(midnight.year, 10)
    summer = begins < midnight <= ends
    return datetime(last.year, last.month, last.day, 22 if summer else 23, tzinfo=UTC)


def _last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    while day.weekday() != 6:
        day -= DAY
    return day
