"""The days taken to be the public holidays that Belgium lists under Regulation 1182/71, art. 2(1).

The Official Journal prints that list each year; we have not read it. Each row therefore holds the
ten legal holidays of that year (RD 18 April 1974) and is marked as unconfirmed. The table decides
over the `holidays` library: who has read a list adds its days to the row of its year, leaves out
what it does not hold, and sets the row to high.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from contracts.rules.editions import Confidence

_FIXED = (
    (1, 1, "new_year"),
    (5, 1, "labour_day"),
    (7, 21, "national_day"),
    (8, 15, "assumption"),
    (11, 1, "all_saints"),
    (11, 11, "armistice"),
    (12, 25, "christmas"),
)
_MOVABLE = ("easter_monday", "ascension", "whit_monday")
_Day = tuple[int, int]

SOMETIMES: tuple[_Day, ...] = ((1, 2), (11, 2), (11, 15), (12, 26))
"""Days on which public services in Belgium are often closed, though they are no legal holidays: a
list may hold them. From memory; besides them only a bridge day may stand on it."""


@dataclass(frozen=True)
class Row:
    """One year. `movable` are month and day of Easter Monday, Ascension and Whit Monday."""

    movable: tuple[_Day, _Day, _Day]
    added: Mapping[_Day, str] = field(default_factory=lambda: MappingProxyType({}))
    """Days on the list that are no legal holidays, each with its key."""
    left_out: frozenset[_Day] = frozenset()
    """Legal holidays that the list does not hold."""
    confidence: Confidence = Confidence.LOW


TABLE: Mapping[int, Row] = MappingProxyType(
    {
        2018: Row(((4, 2), (5, 10), (5, 21))),
        2019: Row(((4, 22), (5, 30), (6, 10))),
        2020: Row(((4, 13), (5, 21), (6, 1))),
        2021: Row(((4, 5), (5, 13), (5, 24))),
        2022: Row(((4, 18), (5, 26), (6, 6))),
        2023: Row(((4, 10), (5, 18), (5, 29))),
        2024: Row(((4, 1), (5, 9), (5, 20))),
        2025: Row(((4, 21), (5, 29), (6, 9))),
        2026: Row(((4, 6), (5, 14), (5, 25))),
        2027: Row(((3, 29), (5, 6), (5, 17))),
        2028: Row(((4, 17), (5, 25), (6, 5))),
        2029: Row(((4, 2), (5, 10), (5, 21))),
        2030: Row(((4, 22), (5, 30), (6, 10))),
    }
)
"""The years of the editions of the law that ship, and those that their periods reach into."""


def days(year: int, row: Row) -> Mapping[date, str]:
    """The holidays of a row, each with its stable key."""
    legal = {(month, day): key for month, day, key in _FIXED}
    legal |= dict(zip(row.movable, _MOVABLE, strict=True))
    kept = {on: key for on, key in legal.items() if on not in row.left_out}
    return MappingProxyType({date(year, *on): key for on, key in {**kept, **row.added}.items()})
