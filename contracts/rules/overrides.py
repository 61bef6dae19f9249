"""Figures of an organisation's own over those of an edition, each with a reason and a name.

The edition that results has the id of the one it came from and another hash, so that what was
computed with it is told apart and can be computed again. What the law says stays beside it.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from pydantic import StrictBool, ValidationError

from contracts.base import Exact, Instant, Message
from contracts.rules.editions import Edition, Line, Measure, Parameter, Replaced
from contracts.rules.errors import RuleError


class Override(Message):
    """One figure that an organisation uses instead of the edition's."""

    parameter: str
    unit: Measure
    """Must be that of the parameter: nothing is converted in silence."""
    value: StrictBool | Exact | Line
    reason: Line
    by: Line
    """Who decided it, as the organisation names people."""
    at: Instant


class Range(NamedTuple):
    """The figures that make sense for a unit, both ends included, and their decimals."""

    least: int
    most: int
    decimals: int = 0


RANGES: Mapping[Measure, Range] = MappingProxyType(
    {
        Measure.CALENDAR_DAYS: Range(1, 3_650),
        Measure.WORKING_DAYS: Range(1, 2_600),
        Measure.MONTHS: Range(1, 120),
        Measure.YEARS: Range(1, 30),
        Measure.PERSONS: Range(1, 100),
        Measure.CANDIDATES: Range(1, 1_000),
        Measure.BIDS: Range(1, 1_000),
        Measure.DEGREES: Range(1, 10),
        Measure.EURO: Range(0, 10**12, 2),
        Measure.PERCENT: Range(0, 100, 6),
        Measure.RATIO: Range(0, 10, 6),
    }
)
"""What an organisation may choose: wide, and never what no computation could use. A figure that
the law writes below zero shortens a period: its own lies between the opposite and nothing."""


def overridden(edition: Edition, overrides: Iterable[Override]) -> Edition:
    """The edition with these figures, each keeping its original, the reason, who and when.

    Their order does not matter. Overriding again what was overridden before keeps the figure of
    the law as the original. Raises `RuleError`: `parameter_unknown` for a parameter that the
    edition lacks, `override_unit_differs` for another unit, `override_value_unusable` for a value
    that its unit does not allow, `override_out_of_range` for a number outside `RANGES`,
    `override_twice` for two values of one parameter.
    """
    parameters = dict(edition.parameters)
    done: set[str] = set()
    for each in overrides:
        if each.parameter in done:
            raise RuleError("override_twice", parameter=each.parameter, edition=edition.id)
        done.add(each.parameter)
        parameters[each.parameter] = _replaced(edition, each)
    return edition.model_copy(update={"parameters": parameters})


def fitting(edition: Edition, overrides: Iterable[Override]) -> tuple[Override, ...]:
    """Those that this edition can take. One of which the parameter is gone, counts in another unit
    or has another sign than when it was decided is left out: the law's figure then holds."""
    return tuple(each for each in overrides if _fits(edition, each))


def _fits(edition: Edition, override: Override) -> bool:
    try:
        _replaced(edition, override)
    except RuleError:
        return False
    return True


def _replaced(edition: Edition, override: Override) -> Parameter:
    found = edition.parameter(override.parameter)
    facts = {"parameter": override.parameter, "edition": edition.id}
    if override.unit is not found.unit:
        units = {"unit": override.unit.value, "expected": found.unit.value}
        raise RuleError("override_unit_differs", **facts, **units)
    original = found.override.original if found.override else found.value
    replaced = Replaced(original=original, reason=override.reason, by=override.by, at=override.at)
    try:
        parameter = Parameter.model_validate(
            {**found.model_dump(), "value": override.value, "override": replaced.model_dump()}
        )
    except ValidationError:
        raise RuleError("override_value_unusable", **facts, unit=found.unit.value) from None
    if bounds := _outside(parameter, original):
        ends = {"least": f"{bounds.least}", "most": f"{bounds.most}"}
        raise RuleError("override_out_of_range", **facts, unit=found.unit.value, **ends)
    if not _usable(parameter):
        raise RuleError("override_value_unusable", **facts, unit=found.unit.value)
    return parameter


def _usable(parameter: Parameter) -> bool:
    """Whether a number has no more decimals than its unit, and a day is one of every year."""
    if parameter.unit is Measure.DAY_OF_YEAR:
        return _in_every_year(str(parameter.value))
    if not isinstance(parameter.value, Decimal):
        return True
    step = Decimal(1).scaleb(-RANGES[parameter.unit].decimals)
    return parameter.value % step == 0


def _in_every_year(written: str) -> bool:
    month, day = map(int, written.split("-"))
    try:
        date(2001, month, day)  # no leap year: 29 February is not a day of every year
    except ValueError:
        return False
    return True


def _outside(parameter: Parameter, original: bool | Decimal | str) -> Range | None:
    """The range that the number leaves; None for one within it, and for what is no number."""
    if not isinstance(parameter.value, Decimal):
        return None
    bounds = RANGES[parameter.unit]
    if isinstance(original, Decimal) and original < 0:
        bounds = bounds._replace(least=-bounds.most, most=0)
    return None if bounds.least <= parameter.value <= bounds.most else bounds
