"""What can be wrong with a field, from pydantic's own account of it, without its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_SHOWN = 60
"""Characters of what was given that a sentence repeats."""


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong: why, where, what stands there, and the limit or the values that
    were expected. The sentence is `evaluate.wrong.<reason>`."""

    reason: str
    where: str = ""
    given: str = ""
    limit: str = ""


REASONS = {
    "missing": "missing",
    "extra_forbidden": "unknown_field",
    "not_exact": "number",
    "decimal_type": "number",
    "decimal_parsing": "number",
    "is_instance_of": "number",
    "finite_number": "number",
    "decimal_max_digits": "digits",
    "decimal_whole_digits": "digits",
    "string_type": "text",
    "string_unicode": "text",
    "string_too_short": "empty",
    "string_too_long": "long",
    "enum": "one_of",
    "literal_error": "one_of",
    "int_type": "whole",
    "int_parsing": "whole",
    "int_from_float": "whole",
    "greater_than_equal": "at_least",
    "greater_than": "above",
    "less_than_equal": "at_most",
    "less_than": "below",
    "datetime_type": "moment",
    "datetime_parsing": "moment",
    "datetime_from_date_parsing": "moment",
    "datetime_object_invalid": "moment",
    "time_zone_missing": "moment",
    "date_type": "day",
    "date_parsing": "day",
    "date_from_datetime_parsing": "day",
    "date_from_datetime_inexact": "day",
    "tuple_type": "list",
    "model_type": "object",
    "model_attributes_type": "object",
    "dict_type": "object",
    "too_short": "few",
    "too_long": "many",
    "offers_beside_lots": "offers_beside_lots",
    "id_taken": "id_taken",
    "lot_discount": "lot_discount",
    "value_error": "range",
}
"""By pydantic's name of an error, and ours."""

_FORMS = {
    r"^[A-Z][0-9]{1,2}[a-z]?/[0-9]{1,3}$": "formula",
    r"^[A-Z]{3}$": "currency",
    r"^[0-9a-f]{64}$": "hash",
}
"""What a text must look like, by its pattern."""

_LIMITS = ("ge", "gt", "le", "lt", "min_length", "max_length", "max_digits")


def of(error: Mapping[str, Any], above: Sequence[str | int] = ()) -> Wrong:
    """What is wrong, from one of pydantic's errors; `above` is the path of the whole."""
    context = error.get("ctx", {})
    where, given = path((*above, *error["loc"])), shown(error.get("input"))
    if error["type"] == "string_pattern_mismatch":
        return Wrong(_FORMS.get(context["pattern"], "other"), where, given)
    limit = next((str(context[name]) for name in _LIMITS if name in context), "")
    if "expected" in context:
        limit = context["expected"].replace(" or ", ", ").replace("'", "")
    return Wrong(REASONS.get(error["type"], "other"), where, given, limit)


def path(steps: Sequence[str | int]) -> str:
    """`bids.2.price.amount`: the place of a field, counted from zero."""
    return clean(".".join(str(step) for step in steps if step != "[key]"))


def shown(value: object) -> str:
    """What was given, as far as one line holds it."""
    if isinstance(value, bool) or value is None:
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict | list | tuple):
        return "{…}" if isinstance(value, dict) else "[…]"
    return cut(str(value))


def cut(text: str) -> str:
    """A text that can be written anywhere, not too long, in one line."""
    plain = clean(text)
    return plain if len(plain) <= _SHOWN else f"{plain[:_SHOWN]}…"


def clean(text: str) -> str:
    """A text in one line, without what a terminal would take for a command."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in _line(text))


def _line(text: str) -> str:
    return " ".join(text.encode(errors="replace").decode().split())
