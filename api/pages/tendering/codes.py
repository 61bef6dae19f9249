"""What CPV codes mean beside the fields of a draft, and the page where they are looked up."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from api.pages.page import Looking, Visit
from contracts.base import Language
from contracts.rules.errors import RuleError
from contracts.rules.identifiers import cpv
from contracts.rules.identifiers.lists import Scheme
from infra.store.engine import Connection
from infra.store.queries import labels

router = APIRouter(include_in_schema=False)

PROPOSED = 20
"""Codes that a field proposes while somebody types in it."""

_FIELD = re.compile(r"cpv|items-[0-9]{1,4}-cpv")


@dataclass(frozen=True)
class Codes:
    """What the page says of codes: whether the list was loaded, and what each field's one means."""

    loaded: bool
    means: Mapping[str, str]

    @property
    def parts(self) -> dict[str, str]:
        """The text below each field, by the id of its place."""
        return {f"{name}-means": text for name, text in self.means.items()}


def read(connection: Connection, typed: Mapping[str, str], language: Language) -> Codes:
    """What the codes in a form mean, in the reader's language; empty for what is no code."""
    asked = {name: _code(value) for name, value in typed.items() if _FIELD.fullmatch(name)}
    named = labels.named(connection, Scheme.CPV, asked.values(), language)
    means = {name: named.get(code, "") for name, code in asked.items()}
    return Codes(labels.loaded(connection, Scheme.CPV), means)


def _code(typed: str) -> str:
    try:
        return cpv.cpv_code(typed)
    except RuleError:
        return ""


@router.get("/{lang}/codes/cpv")
async def looked_up(visit: Looking, text: str = "") -> Response:
    """The codes that begin with these digits, or whose meaning has these words."""
    loaded = await visit.services.store.read(lambda c: labels.loaded(c, Scheme.CPV))
    found = await _search(visit, text, labels.MOST)
    return visit.render(
        "codes.html",
        loaded=loaded,
        filter={"text": text},
        rows=[{"code": cpv.cpv_code(each.code), "text": each.text} for each in found],
    )


@router.get("/{lang}/codes/cpv.json")
async def proposed(visit: Looking, text: str = "") -> Response:
    """The same for a field: a list of {code, text}."""
    found = await _search(visit, text, PROPOSED)
    return JSONResponse(
        [{"code": cpv.cpv_code(each.code), "text": each.text} for each in found],
    )


async def _search(visit: Visit, text: str, most: int) -> list[labels.Labelled]:
    # PostgreSQL keeps no zero character, and nobody types one on purpose.
    asked, language = text.replace("\0", ""), visit.language
    return await visit.services.store.read(
        lambda c: labels.search(c, Scheme.CPV, asked, language, most)
    )
