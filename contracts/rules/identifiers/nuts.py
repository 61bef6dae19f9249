"""Regions of the Nomenclature of territorial units for statistics (Regulation 1059/2003).

Two letters for the country and one sign more for each level: `BE`, `BE2`, `BE21`, `BE211`.

Own code: python-stdnum knows no NUTS. There is no check digit: whether a code exists is told by
the list (`bestek labels import`), not by its form.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from contracts.rules.identifiers.problems import Problem, wrong

_CODE = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")
_COUNTRY_LENGTH = 2

OTHER_LETTERS: Mapping[str, str] = MappingProxyType({"GR": "EL", "GB": "UK"})
"""Countries that the nomenclature does not call by their letters of ISO 3166."""


def nuts_code(text: str) -> str:
    """A NUTS code in capitals.

    Raises `RuleError` with `nuts_form`, or `nuts_country` and the letters that are `expected`.
    """
    code = text.strip().upper()
    if not _CODE.fullmatch(code):
        raise wrong(Problem.NUTS_FORM, text)
    if expected := OTHER_LETTERS.get(code[:_COUNTRY_LENGTH]):
        raise wrong(Problem.NUTS_COUNTRY, text, expected=expected)
    return code


def level(code: str) -> int:
    """0 for a country, 1 to 3 for its regions."""
    return len(nuts_code(code)) - _COUNTRY_LENGTH


def country(code: str) -> str:
    """The two letters of the country: `BE`, and `EL` for Greece."""
    return nuts_code(code)[:_COUNTRY_LENGTH]


def parent(code: str) -> str | None:
    """The region that holds this one; None for a country."""
    own = nuts_code(code)
    return own[:-1] if len(own) > _COUNTRY_LENGTH else None


def ancestors(code: str) -> Iterator[str]:
    """The regions that hold this one, the nearest first, the country last."""
    above = parent(code)
    while above is not None:
        yield above
        above = parent(above)


def is_under(code: str, region: str) -> bool:
    """Whether a region is this one or lies in it."""
    return nuts_code(code).startswith(nuts_code(region))
