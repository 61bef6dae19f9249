"""What is wrong with the form of a request, as one refusal that names the field."""

from collections.abc import Mapping, Sequence
from typing import Any

from api import identifying
from contracts.refusals import Code, Refusal, refuse
from contracts.rules.errors import RuleError

_SHOWN = 60
"""Characters of what was sent that the sentence repeats."""

_CODES = {
    "missing": Code.FIELD_MISSING,
    "extra_forbidden": Code.FIELD_UNKNOWN,
    "int_parsing": Code.NOT_A_NUMBER,
    "int_type": Code.NOT_A_NUMBER,
    "decimal_parsing": Code.NOT_A_NUMBER,
    "decimal_type": Code.NOT_A_NUMBER,
    "finite_number": Code.NOT_A_NUMBER,
    "not_exact": Code.NOT_A_NUMBER,
    "date_parsing": Code.NOT_A_DATE,
    "date_type": Code.NOT_A_DATE,
    "date_from_datetime_parsing": Code.NOT_A_DATE,
    "date_from_datetime_inexact": Code.NOT_A_DATE,
    "datetime_parsing": Code.NOT_A_DATE,
    "datetime_type": Code.NOT_A_DATE,
    "datetime_from_date_parsing": Code.NOT_A_DATE,
    "time_zone_missing": Code.NOT_A_DATE,
}
"""By pydantic's name of the error, and our own of `contracts.base`."""


def refusal(errors: Sequence[Mapping[str, Any]]) -> Refusal:
    """Why a request cannot be read: its first error. `where` is the path of the field."""
    first = errors[0]
    where = first["loc"]
    if where[0] == "path":
        return refuse(Code.UNKNOWN_REFERENCE)
    if where[0] == "body" and (len(where) == 1 or first["type"] == "json_invalid"):
        return refuse(Code.BODY_NOT_JSON)
    field = _path(where[1:])
    cause = first.get("ctx", {}).get("error")
    if isinstance(cause, RuleError) and (known := identifying.refusal(cause, field)):
        return known
    code = _CODES.get(first["type"], Code.INVALID_INPUT)
    # What JSON can escape is not always text that can be written back.
    value = str(first.get("input"))[:_SHOWN].encode(errors="replace").decode()
    return refuse(code, field=field, where=field, value=value)


def _path(steps: Sequence[str | int]) -> str:
    """`form.price.amount`, without the names of shapes that a field may have."""
    return ".".join(str(step) for step in steps if not str(step)[:1].isupper())
