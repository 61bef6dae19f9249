"""What codes mean beside the fields of a draft, and the page where they are looked up."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from api.pages.page import Looking, Visit
from contracts.base import Language
from contracts.rules.errors import RuleError
from contracts.rules.identifiers import cpv, nuts
from contracts.rules.identifiers.lists import Scheme
from infra.store.engine import Connection
from infra.store.queries import labels

router = APIRouter(include_in_schema=False)

PROPOSED = 20
"""Codes that a field proposes while somebody types in it."""

_FIELDS: Mapping[Scheme, re.Pattern[str]] = {
    Scheme.CPV: re.compile(r"cpv|items-[0-9]{1,4}-cpv"),
    Scheme.NUTS: re.compile(r"places-[0-9]{1,4}"),
}
_RULES: Mapping[Scheme, Callable[[str], str]] = {
    Scheme.CPV: cpv.cpv_code,
    Scheme.NUTS: nuts.nuts_code,
}
"""A code as people write it; raises RuleError for what is none."""


@dataclass(frozen=True)
class Codes:
    """What the page says of codes: the schemes whose list was loaded, and what each field's code
    means."""

    loaded: tuple[Scheme, ...]
    means: Mapping[str, str]

    @property
    def parts(self) -> dict[str, str]:
        """The text below each field, by the id of its place."""
        return {f"{name}-means": text for name, text in self.means.items()}


def read(connection: Connection, typed: Mapping[str, str], language: Language) -> Codes:
    """What the codes in a form mean, in the reader's language; empty for what is no code."""
    means: dict[str, str] = {}
    for scheme, field in _FIELDS.items():
        asked = {n: _code(scheme, value) for n, value in typed.items() if field.fullmatch(n)}
        named = labels.named(connection, scheme, asked.values(), language)
        means |= {name: named.get(code, "") for name, code in asked.items()}
    return Codes(tuple(each for each in Scheme if labels.loaded(connection, each)), means)


def _code(scheme: Scheme, typed: str) -> str:
    try:
        return _RULES[scheme](typed)
    except RuleError:
        return ""


# Before the page: its last part would be read as the name of a scheme.
@router.get("/{lang}/codes/{scheme}.json")
async def proposed(scheme: Scheme, visit: Looking, text: str = "") -> Response:
    """What the page finds, for a field: a list of {code, text}."""
    return JSONResponse(await _search(scheme, visit, text, PROPOSED))


@router.get("/{lang}/codes/{scheme}")
async def looked_up(scheme: Scheme, visit: Looking, text: str = "") -> Response:
    """The codes that begin as asked, or whose meaning has these words."""
    loaded = await visit.services.store.read(lambda c: labels.loaded(c, scheme))
    return visit.render(
        "codes.html",
        scheme=scheme,
        loaded=loaded,
        filter={"text": text},
        rows=await _search(scheme, visit, text, labels.MOST),
    )


async def _search(scheme: Scheme, visit: Visit, text: str, most: int) -> list[dict[str, str]]:
    # PostgreSQL keeps no zero character, and nobody types one on purpose.
    asked, language = text.replace("\0", ""), visit.language
    found = await visit.services.store.read(
        lambda c: labels.search(c, scheme, asked, language, most)
    )
    return [{"code": _RULES[scheme](each.code), "text": each.text} for each in found]
