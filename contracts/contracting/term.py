"""How long a contract runs."""

import calendar
from datetime import date

ARTICLE = "Regulation 1182/71 art. 3"
_MONTHS = 12


def last_day(concluded: date, months: int) -> date:
    """The last day of a term of so many months from the conclusion.

    A period in months ends with the day of the last month that bears the number of the day of the
    event, or with the last day of that month when it has no such day (Regulation 1182/71, art.
    3(2)(c)). A term of performance does not move on when that day is not a working day.
    """
    passed = concluded.month - 1 + months
    year, month = concluded.year + passed // _MONTHS, passed % _MONTHS + 1
    return date(year, month, min(concluded.day, calendar.monthrange(year, month)[1]))
