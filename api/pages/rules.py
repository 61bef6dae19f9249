"""Rules: the law in force today, and what the organisation uses instead of it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api import reading
from api.acts import rules as acts
from api.forms import Act, Form
from api.pages import page, typed
from api.pages.page import Looking, Posted, Sent, Visit
from api.reading import Law
from contracts.actors import Permission
from contracts.refusals import Refusal
from contracts.rules import permissions
from contracts.rules.editions import Edition, Measure, Parameter
from infra import ids
from infra.store import access, labels
from infra.store.queries.own_figures import Recorded
from infra.texts import citations, formats, parameters, refusals
from infra.texts.catalogue import Texts
from infra.texts.parameters import Subject

router = APIRouter(include_in_schema=False)

PUT, WITHDRAW = "put_own_figure", "withdraw_own_figure"
"""The two acts, by the names of their sheets."""

ALL, OWN, UNSURE = "all", "own", "unsure"
"""What a list of parameters can be narrowed down to."""

_WIDEST = Decimal(10) ** 15
_WRITTEN = (Measure.DAY_OF_YEAR, Measure.TEXT)


@router.get("/{lang}/rules")
async def listed(visit: Looking, text: str = "", show: str = ALL) -> Response:
    """Every parameter of today, by subject; only those with a text in them, or of a kind."""
    law = await _law(visit)
    edition, texts = law.edition, visit.texts
    wanted = {
        name: each
        for name, each in edition.parameters.items()
        if _of_kind(each, show) and _says(name, each, text, texts)
    }
    groups = {subject: _group(subject, wanted, texts) for subject in Subject}
    return visit.render(
        "rules.html",
        edition=_edition(edition, texts),
        own=own_rows(edition, texts),
        left_out=[_recorded(each, law, visit) for each in law.left_out],
        ended=[_recorded(each, law, visit) for each in law.every if each.ended_at],
        filter={"text": text, "show": show if show in (OWN, UNSURE) else ALL},
        found=len(wanted),
        groups=[group for group in groups.values() if group["rows"]],
    )


@router.get("/{lang}/rules/{parameter}")
async def one(parameter: str, visit: Looking) -> Response:
    """One parameter in full, with the acts on it."""
    return await _show(visit, parameter)


@router.post("/{lang}/rules/{parameter}")
async def act(parameter: str, sent: Posted) -> Response:
    """Put a figure of the organisation's own, or withdraw it."""
    found = reading.parameter_of(await _law(sent), parameter)
    if sent.typed.get("action") == WITHDRAW:
        work = acts.withdraw(await sent.act(), parameter, sent.typed.get("why", ""))
        return await _done(sent, parameter, await page.attempt(sent, work), "own_figure_withdrawn")
    value, wrong = _value(sent, found)
    if value is None:
        return await _show(sent, parameter, wrong, sent)
    reason = sent.typed.get("reason", "")
    work = acts.put(await sent.act(), parameter, found.unit, value, reason)
    return await _done(sent, parameter, await page.attempt(sent, work), "own_figure_put")


async def _done(sent: Sent, parameter: str, outcome: page.Outcome, done: str) -> Response:
    if outcome.refusal is not None:
        return await _show(sent, parameter, outcome.refusal, sent)
    return sent.go(f"/rules/{parameter}", outcome.notice(f"done.{done}"))


def _value(sent: Sent, found: Parameter) -> tuple[bool | Decimal | str | None, Refusal | None]:
    """What was typed, in the unit of the parameter; or why it cannot be read."""
    form = typed.Reader(sent.typed, sent.language)
    form.needs("value")
    value: bool | Decimal | str | None
    if found.unit is Measure.BOOLEAN:
        chosen = form.choice("value", ("true", "false"))
        value = None if chosen is None else chosen == "true"
    elif found.unit in _WRITTEN:
        value = form.text("value", typed.LABEL) or None
    else:
        value = form.number("value", -_WIDEST, _WIDEST)
    return value, next(iter(form.errors.values()), None)


async def _law(visit: Visit) -> Law:
    return await visit.services.store.read(lambda c: reading.law(c, visit.me, visit.now))


def _of_kind(parameter: Parameter, show: str) -> bool:
    if show == OWN:
        return parameter.override is not None
    return show != UNSURE or not parameter.confirmed


def _says(parameter: str, found: Parameter, text: str, texts: Texts) -> bool:
    """Whether every word that is looked for stands in what the list shows of it."""
    shown = (
        parameters.name(parameter, texts),
        parameter,
        parameters.value(found, texts),
        citations.cited(found.article, texts),
    )
    said = _as_typed(" ".join(shown))
    return all(word in said for word in _as_typed(text).split())


def _as_typed(text: str) -> str:
    """Without capitals and accents, and with the apostrophe of a keyboard."""
    return labels.folded(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _edition(edition: Edition, texts: Texts) -> dict[str, str]:
    until = edition.valid_to
    return {
        "id": edition.id,
        "from": formats.day(edition.valid_from, texts.language),
        "to": formats.day(until, texts.language) if until else texts.say("rules.open_ended"),
        "sha256": edition.sha256,
    }


def _group(subject: Subject, wanted: Mapping[str, Parameter], texts: Texts) -> dict[str, Any]:
    rows = [
        _row(name, each, texts)
        for name, each in wanted.items()
        if parameters.subject(each) is subject
    ]
    return {"id": subject.value, "name": texts.say(f"rules.subject.{subject}"), "rows": rows}


def _row(name: str, parameter: Parameter, texts: Texts) -> dict[str, Any]:
    return {
        "id": name,
        "name": parameters.name(name, texts),
        "path": f"/rules/{name}",
        "value": parameters.value(parameter, texts),
        "law": parameters.law(parameter, texts) if parameter.override else None,
        "article": citations.cited(parameter.article, texts),
        "mark": parameters.mark(parameter, texts) or None,
    }


def own_rows(edition: Edition, texts: Texts) -> list[dict[str, Any]]:
    """`own` as `_own_figures.html` shows it: the figures that are not the law's, with why."""
    return [
        {
            "id": name,
            "name": parameters.name(name, texts),
            "path": f"/rules/{name}",
            "value": parameters.value(each, texts),
            "law": parameters.law(each, texts),
            "reason": each.override.reason,
            "by": each.override.by,
            "at": each.override.at,
        }
        for name, each in edition.parameters.items()
        if each.override
    ]


def _recorded(found: Recorded, law: Law, visit: Visit) -> dict[str, Any]:
    """A figure that no longer holds, or that the edition of today cannot take."""
    figure = found.figure
    known = figure.parameter in law.edition.parameters
    return {
        "id": figure.parameter,
        "name": parameters.name(figure.parameter, visit.texts),
        "path": f"/rules/{figure.parameter}" if known else None,
        "value": parameters.figure(figure.unit, figure.value, visit.texts),
        "reason": figure.reason,
        "by": found.by,
        "at": found.at,
        "ended_at": found.ended_at,
        "ended_by": found.ended_by,
        "ended_reason": found.ended_reason,
    }


async def _show(
    visit: Visit, parameter: str, refusal: Refusal | None = None, sent: Sent | None = None
) -> Response:
    law = await _law(visit)
    found, texts = reading.parameter_of(law, parameter), visit.texts
    action, form = None, Form()
    if refusal is not None and sent is not None:
        action = sent.typed.get("action")
        field = "why" if action == WITHDRAW else refusal.field or "value"
        form = Form(sent.typed, {field: await visit.sentence(refusal)})
    own = [row for row in own_rows(law.edition, texts) if row["id"] == parameter]
    return visit.render(
        "rule.html",
        refusal,
        rule=_row(parameter, found, texts)
        | {
            "subject": texts.say(f"rules.subject.{parameters.subject(found)}"),
            "unit": texts.say(f"rules.measure.{found.unit}"),
            "by_law": parameters.law(found, texts),
            "scope": found.scope,
            "source": found.source,
            "note": found.note,
            "choices": [
                {"value": "true", "name": texts.say("rules.holds")},
                {"value": "false", "name": texts.say("rules.holds_not")},
            ]
            if found.unit is Measure.BOOLEAN
            else [],
        },
        edition=_edition(law.edition, texts),
        own=own[0] if own else None,
        ended=[
            _recorded(each, law, visit)
            for each in law.every
            if each.ended_at and each.figure.parameter == parameter
        ],
        form=form,
        put=_act(visit, parameter, PUT, sent),
        withdraw=_act(visit, parameter, WITHDRAW, sent),
        opened=action,
    )


def _act(visit: Visit, parameter: str, name: str, sent: Sent | None) -> Act:
    texts = visit.texts
    verdict = permissions.can(visit.me.actor, Permission.OVERRIDE_RULE, frozenset())
    refused = access.permission_refusal(verdict)
    again = sent is not None and sent.typed.get("action") == name
    return Act(
        name=name,
        label=texts.say(f"act.{name}"),
        path=f"/rules/{parameter}",
        command_id=sent.key if sent is not None and again else ids.new_id(),
        happens=tuple(_happens(name, texts)),
        told=(),
        final=(texts.say("own_figures.final"),),
        hidden={"action": name},
        refusal=refusals.sentence(refused, visit.language, {}) if refused else None,
        who=page.who_can(Permission.OVERRIDE_RULE, texts) if refused else None,
    )


def _happens(name: str, texts: Texts) -> Iterator[str]:
    yield texts.say(f"own_figures.happens.{name}")
    yield texts.say("own_figures.happens.running")
    yield texts.say("own_figures.happens.shown")
