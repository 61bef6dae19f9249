"""Participants of Peppol: a scheme of four digits and a value, `0208:0403019261`.

Own code: python-stdnum knows no Peppol. The value of three schemes is checked: 0208 (Belgian
enterprise number), 9925 (Belgian VAT number) and 0088 (GLN); of the others only the form, because
their registers are not ours to judge.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from stdnum import ean

from contracts.rules.errors import RuleError
from contracts.rules.identifiers import enterprises
from contracts.rules.identifiers.problems import LONGEST, Problem, checked, wrong

PREFIX = "iso6523-actorid-upis::"
"""What stands before a participant where the kind of identifier is not known; read, not kept."""

BELGIAN_ENTERPRISE = "0208"
BELGIAN_VAT = "9925"
GLN = "0088"

_PARTICIPANT = re.compile(r"(?P<scheme>[0-9]{4}):(?P<value>[0-9a-z._~-]{1,135})")
_GLN_LENGTH = 13


def participant(text: str) -> str:
    """A participant as `scheme:value`, in small letters: Peppol makes no difference.

    Raises `RuleError` with `peppol_check` when the scheme is one whose value is checked and the
    check digit is wrong, else with `peppol_form`.
    """
    typed = text.strip().lower().removeprefix(PREFIX)
    found = _PARTICIPANT.fullmatch(typed) if len(text) <= LONGEST + len(PREFIX) else None
    if found is None:
        raise wrong(Problem.PEPPOL_FORM, text)
    scheme, value = found["scheme"], found["value"]
    if scheme in _CHECKED:
        try:
            value = _CHECKED[scheme](value)
        except RuleError as error:
            check = error.code.endswith("_check")
            raise wrong(Problem.PEPPOL_CHECK if check else Problem.PEPPOL_FORM, text) from None
    return f"{scheme}:{value.lower()}"


def written_participant(text: str) -> str:
    """A participant as it is written in full: `iso6523-actorid-upis::0208:0403019261`."""
    return f"{PREFIX}{participant(text)}"


def of_enterprise(number: str) -> str:
    """The participant that a Belgian enterprise is known by: `0208:` and its number."""
    return f"{BELGIAN_ENTERPRISE}:{enterprises.enterprise_number(number)}"


def _gln(value: str) -> str:
    if len(value) != _GLN_LENGTH:
        raise wrong(Problem.PEPPOL_FORM, value)
    return checked(ean.validate, value, Problem.PEPPOL_FORM, Problem.PEPPOL_CHECK)


_CHECKED: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        BELGIAN_ENTERPRISE: enterprises.enterprise_number,
        BELGIAN_VAT: enterprises.vat_number,
        GLN: _gln,
    }
)
