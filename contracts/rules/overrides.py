"""Figures of an organisation's own over those of an edition, each with a reason and a name.

The edition that results has the id of the one it came from and another hash, so that what was
computed with it is told apart and can be computed again. What the law says stays beside it.
"""

from collections.abc import Iterable

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


def overridden(edition: Edition, overrides: Iterable[Override]) -> Edition:
    """The edition with these figures, each keeping its original, the reason, who and when.

    Their order does not matter. Overriding again what was overridden before keeps the figure of
    the law as the original. Raises `RuleError`: `parameter_unknown` for a parameter that the
    edition lacks, `override_unit_differs` for another unit, `override_value_unusable` for a value
    that its unit does not allow, `override_twice` for two values of one parameter.
    """
    parameters = dict(edition.parameters)
    done: set[str] = set()
    for each in overrides:
        if each.parameter in done:
            raise RuleError("override_twice", parameter=each.parameter, edition=edition.id)
        done.add(each.parameter)
        parameters[each.parameter] = _replaced(edition, each)
    return edition.model_copy(update={"parameters": parameters})


def _replaced(edition: Edition, override: Override) -> Parameter:
    found = edition.parameter(override.parameter)
    facts = {"parameter": override.parameter, "edition": edition.id}
    if override.unit is not found.unit:
        units = {"unit": override.unit.value, "expected": found.unit.value}
        raise RuleError("override_unit_differs", **facts, **units)
    replaced = Replaced(
        original=found.override.original if found.override else found.value,
        reason=override.reason,
        by=override.by,
        at=override.at,
    )
    try:
        return Parameter.model_validate(
            {**found.model_dump(), "value": override.value, "override": replaced.model_dump()}
        )
    except ValidationError:
        raise RuleError("override_value_unusable", **facts, unit=found.unit.value) from None
