"""Where a contract is performed, in a notice: the regions that its items name.

OCDS has two places for it, both lists on an item: `deliveryLocations`, whose gazetteer says that
its codes are of NUTS, and `deliveryAddresses`, whose `region` bears the code (eForms BT-5071) or a
name. Of each the single form of older versions is read too.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.rules.errors import RuleError
from contracts.rules.identifiers import nuts
from contracts.tendering.draft import PLACES_MOST
from infra.notices.reading import Node, shown
from infra.notices.results import Findings, NoteCode

_SCHEME = "NUTS"
_PATH = "tender.items[]"

_REGION = re.compile(r"[A-Z]{2}(?:[A-Z0-9]|[A-Z0-9]{1,2}[0-9]|[A-Z0-9]?[0-9][A-Z])")
"""Where no gazetteer is named: a country and a region in capitals; of more than three signs one is
a digit, so that a town is no code. A country alone is not what a region says."""

_COUNTRIES = frozenset(
    [
        *("AL", "AT", "BA", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI"),
        *("FR", "HR", "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "ME", "MK", "MT", "NL"),
        *("NO", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR", "UA", "UK", "XK"),
    ]
)
"""Those that the nomenclature of 2024 divides, with those of its neighbours and the United
Kingdom of the editions before."""


def read(items: Sequence[Node], findings: Findings) -> tuple[str, ...]:
    """The codes of all items, each once, in their order. What is not understood stays unread; what
    is more than a draft names is counted."""
    found: dict[str, None] = {}
    for item in items:
        for place in (*item.nodes("deliveryLocations"), item.node("deliveryLocation")):
            found |= dict.fromkeys(_of_gazetteer(place))
        for place in (*item.nodes("deliveryAddresses"), item.node("deliveryAddress")):
            found |= dict.fromkeys(_of_address(place))
    kept = tuple(found)[:PLACES_MOST]
    if kept:
        findings.take(NoteCode.PLACES, _PATH, shown(", ".join(kept)))
    if more := len(found) - len(kept):
        findings.count_left(NoteCode.NOT_PLACED_COUNT, f"{_PATH}.deliveryLocations", more)
    return kept


def written(codes: Sequence[str]) -> Mapping[str, Any]:
    """What an item says of these places; nothing where there are none."""
    if not codes:
        return {}
    gazetteer = {"scheme": _SCHEME, "identifiers": list(codes)}
    return {"deliveryLocations": [{"gazetteer": gazetteer}]}


def _of_gazetteer(place: Node) -> list[str]:
    gazetteer = place.node("gazetteer")
    stated = gazetteer.content.get("identifiers")
    if gazetteer.peek("scheme").upper() != _SCHEME or not isinstance(stated, list):
        return []
    codes = [_code(each) for each in stated]
    if None not in codes:
        gazetteer.pass_by("scheme", "identifiers")
    return [code for code in codes if code]


def _of_address(place: Node) -> list[str]:
    region = place.peek("region")
    if not _REGION.fullmatch(region) or region[:2] not in _COUNTRIES:
        return []
    place.pass_by("region")
    return [region]


def _code(stated: object) -> str | None:
    try:
        return nuts.nuts_code(stated) if isinstance(stated, str) else None
    except RuleError:
        return None
