"""Advice on the procedure: few questions, and which procedures are open, why, and what follows.

Nothing is kept: the questions are the address of the page, which can be sent on.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError
from starlette.responses import Response

from api.commands import RefusedError
from api.forms import Form
from api.pages.page import Looking, Visit
from api.pages.rules import own_rows
from api.pages.tendering.creating import may_create
from contracts.base import Money, local_date
from contracts.refusals import Code, Refusal, fact, refuse
from contracts.rules import advice
from contracts.rules.advice import Question
from contracts.rules.editions import Edition
from contracts.rules.errors import RuleError
from contracts.rules.estimates import Estimate
from contracts.rules.procedures import Authority, Bought
from infra import procedure_files, rulebook
from infra.store import editions
from infra.store.engine import Connection
from infra.texts import advised, formats

router = APIRouter(include_in_schema=False)

FIELDS = {
    "kind_missing": "kind",
    "estimate_missing": "estimate",
    "estimate_negative": "estimate",
    "estimate_lots_differ": "lots",
    "edition_missing": "day",
    "ground_unknown": "grounds",
}
"""At which field the reason stands that there is no advice."""

LONGEST = 20
"""So many digits an amount may have."""


@router.get("/{lang}/advice")
async def ask(visit: Looking) -> Response:
    """The questions, and the advice once they were answered."""
    may_create(visit)
    query = visit.request.query_params
    if "kind" not in query:
        today = f"{local_date(visit.now):%d/%m/%Y}"
        typed = {"day": today, "authority": Authority.SUB_CENTRAL.value}
        return _page(visit, Form(typed), frozenset())
    typed, invoked = dict(query), frozenset(query.getlist("ground"))
    try:
        question = _question(visit, typed, invoked)
        edition = await visit.services.store.read(lambda c: _law(c, visit, question))
        found = advised.told(
            advice.advise(question, edition, procedure_files.shipped()), visit.texts
        )
    except RuleError as wrong:
        field = FIELDS.get(wrong.code, "kind")
        known = ", ".join(each["name"] for each in _kinds(visit))
        sentence = advised.refused(wrong, visit.texts, known=known)
        refusal = refuse(Code.INVALID_INPUT, field)
        return _page(visit, Form(typed, {field: sentence}), invoked, refusal)
    except RefusedError as refused:
        sentence = await visit.sentence(refused.refusal)
        errors = {refused.refusal.field or "kind": sentence}
        return _page(visit, Form(typed, errors), invoked, refused.refusal)
    return _page(visit, Form(typed), invoked, advice=found, own=own_rows(edition, visit.texts))


def _law(connection: Connection, visit: Visit, question: Question) -> Edition:
    """The edition of the day that was asked for, with the figures that the reader's organisation
    has of its own now. Raises RuleError for a day without an edition."""
    organisation = visit.me.actor.organisation
    edition = rulebook.edition_for(question.day)
    return editions.with_own(connection, edition, organisation, visit.now)


def _question(visit: Visit, typed: dict[str, str], invoked: frozenset[str]) -> Question:
    """What was asked. Raises RuleError, and RefusedError for what cannot be read."""
    kind, authority = typed["kind"], typed.get("authority", "")
    if kind not in set(Bought):
        raise RuleError("kind_missing")
    if authority not in set(Authority):
        raise RefusedError(refuse(Code.INVALID_INPUT, "authority"))
    base = typed.get("estimate", "").strip()
    return Question(
        bought=Bought(kind),
        authority=Authority(authority),
        day=_day(visit, typed.get("day", "")),
        estimate=Estimate(
            base=Money(amount=_amount(visit, base, "estimate")) if base else None,
            lots=tuple(_amounts(visit, typed, "lots")),
            further=tuple(_amounts(visit, typed, "further")),
        ),
        grounds=invoked,
    )


def _day(visit: Visit, text: str) -> date:
    try:
        return formats.parse_day(text, visit.language)
    except ValueError:
        raise RefusedError(refuse(Code.NOT_A_DATE, "day", value=fact(text[:40]))) from None


def _amounts(visit: Visit, typed: dict[str, str], name: str) -> Iterator[Money]:
    """The amounts of a field, one a line."""
    for line in filter(str.strip, typed.get(name, "").splitlines()):
        yield Money(amount=_amount(visit, line.strip(), name))


def _amount(visit: Visit, text: str, name: str) -> Decimal:
    try:
        amount = formats.parse_decimal(text, visit.language)
    except ValueError:
        raise RefusedError(refuse(Code.NOT_A_NUMBER, name, value=fact(text[:40]))) from None
    if len(text) > LONGEST:
        raise RefusedError(refuse(Code.NOT_A_NUMBER, name, value=fact(text[:40])))
    try:
        return Money(amount=amount).amount
    except ValidationError:
        raise RefusedError(refuse(Code.AMOUNT_TOO_PRECISE, name, value=fact(text))) from None


def _kinds(visit: Visit) -> list[dict[str, str]]:
    return [
        {"value": kind.value, "name": visit.texts.say(f"advice.bought.{kind}")} for kind in Bought
    ]


def _grounds(visit: Visit, invoked: frozenset[str]) -> list[dict[str, Any]]:
    named = [
        {
            "value": code,
            "name": advised.called("ground", code, visit.texts),
            "invoked": code in invoked,
        }
        for code in procedure_files.shipped().grounds
    ]
    return sorted(named, key=lambda each: str(each["name"]))


def _page(
    visit: Visit,
    form: Form,
    invoked: frozenset[str],
    refusal: Refusal | None = None,
    advice: advised.Told | None = None,
    own: Sequence[Mapping[str, Any]] = (),
) -> Response:
    return visit.render(
        "advice.html",
        refusal,
        form=form,
        kinds=_kinds(visit),
        authorities=[
            {"value": each.value, "name": visit.texts.say(f"advice.authority.{each}")}
            for each in Authority
        ],
        grounds=_grounds(visit, invoked),
        advice=advice,
        own=own,
    )
