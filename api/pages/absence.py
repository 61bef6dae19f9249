"""Absence and deputies: who holds my roles for me, whose roles I hold, on which decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api import lending
from api.acts import people as acts
from api.acts.people import Lending
from api.commands import RefusedError
from api.forms import Act, Form, Option
from api.pages.page import Looking, Posted, Sent, Visit, attempt
from api.pages.typed import Reader
from contracts.actors import Role
from contracts.base import REFERENCE_LENGTH, Identifier, local_date
from contracts.people import Given
from contracts.people.mandates import EndMandate, GiveMandate, gives_any
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import permissions
from contracts.rules.deputies import LENDABLE
from contracts.rules.permissions import LENT, OF_THE_OFFICE
from infra import ids
from infra.store.engine import Connection
from infra.store.queries import people
from infra.texts import formats
from infra.texts.catalogue import Texts

router = APIRouter(include_in_schema=False)

PATH = "/absence"
FIELDS = ("lent", "holder", "decision", "decided_on", "limit", "acting", "valid_from", "valid_to")
AT_FIELD = {"titular": "lent", "role": "lent"}
"""Where a refusal of a part of the command stands in the form."""


@dataclass(frozen=True)
class _Page:
    """What the page reads: the mandates, the people, and the day it is in Brussels."""

    given: list[Given]
    by_role: Mapping[Role, list[people.Named]]
    names: Mapping[str, str]
    today: date
    visit: Visit

    @property
    def me(self) -> str:
        """The reader."""
        return self.visit.me.actor.person

    @property
    def texts(self) -> Texts:
        """The reader's language."""
        return self.visit.texts

    def lent(self) -> list[dict[str, Any]]:
        """For each role that the reader holds: who stands in, or why nobody can."""
        rows = []
        for role in sorted(self.visit.me.actor.roles, key=list(Role).index):
            mine = [each for each in self.open() if each.mandate.titular == self.me]
            of_role = [self.row(each) for each in mine if each.mandate.role == role]
            rows.append(
                {
                    "role": self.texts.say(f"role.{role}"),
                    "mandates": of_role,
                    "why": None if role in LENDABLE else self.texts.say("absence.appointed"),
                }
            )
        return rows

    def held(self) -> list[dict[str, Any]]:
        """What others lend to the reader."""
        return [self.row(each) for each in self.open() if each.holder == self.me]

    def others(self) -> list[dict[str, Any]]:
        """The other mandates that the reader may know: given for somebody else, or over."""
        shown = {each.id for each in self.open() if self.me in (each.mandate.titular, each.holder)}
        return [self.row(each) for each in self.given if each.id not in shown]

    def open(self) -> list[Given]:
        """Those that run or are still to begin."""
        return [each for each in self.given if each.open_on(self.today)]

    def row(self, each: Given) -> dict[str, Any]:
        """One mandate as the tables show it, with the sheet that ends it."""
        mandate, language = each.mandate, self.visit.language
        limit = formats.money(mandate.limit, language) if mandate.limit else None
        return {
            "role": self.texts.say(f"role.{mandate.role}"),
            "titular": self.names[mandate.titular],
            "holder": self.names[each.holder],
            "first": formats.day_short(each.valid_from, language),
            "last": formats.day_short(each.valid_to, language),
            "decision": mandate.decision,
            "decided_on": formats.day_short(mandate.decided_on, language),
            "limit": limit,
            "acting": mandate.acting,
            "given_by": self.names[each.given_by],
            "ended_by": self.names[each.ended_by] if each.ended_by else None,
            "ended_at": each.ended_at,
            "state": self._state(each),
            "end": self._end(each),
        }

    def _state(self, each: Given) -> str:
        if each.ended_at is not None:
            return "ended"
        if each.valid_to < self.today:
            return "over"
        return "runs" if each.valid_from <= self.today else "comes"

    def _end(self, each: Given) -> Act | None:
        """Ending it, for who may; nothing for who only reads it."""
        actor = self.visit.me.actor
        allowed = permissions.can(actor, EndMandate.permission, frozenset()).allowed
        if not (allowed and each.open_on(self.today) and each.concerns(actor)):
            return None
        told = {self.names[each.holder], self.names[each.mandate.titular]} - {self.names[self.me]}
        own = each.holder == self.me
        return Act(
            name=f"end-{each.id}",
            label=self.texts.say("act.hand_back" if own else "act.end_mandate"),
            path=f"{PATH}/{each.id}/end",
            command_id=ids.new_id(),
            happens=(
                self.texts.say(
                    "absence.end.happens", role=self.texts.say(f"role.{each.mandate.role}")
                ),
            ),
            told=tuple(sorted(told)),
            final=(self.texts.say("absence.end.final"),),
        )

    def roles(self) -> list[Option]:
        """What the reader can lend: roles of their own; for a director general everybody's."""
        mine = [
            Option(f"{self.me}/{role}", self.texts.say(f"role.{role}"))
            for role in LENDABLE
            if role in self.visit.me.actor.roles
        ]
        if not gives_any(self.visit.me.actor):
            return mine
        theirs = [
            Option(f"{who.id}/{role}", f"{self.texts.say(f'role.{role}')}: {who.name}")
            for role in LENDABLE
            for who in self.by_role.get(role, ())
            if who.id != self.me
        ]
        return [*mine, *theirs]

    def deputies(self) -> list[Option]:
        """The people of the organisation, with what they do; who may stand in is judged after."""
        roles: dict[people.Named, list[str]] = {}
        for role in Role:
            for who in self.by_role.get(role, ()):
                roles.setdefault(who, []).append(self.texts.say(f"role.{role}"))
        return [
            Option(who.id, f"{who.name} ({', '.join(held)})")
            for who, held in sorted(roles.items(), key=lambda each: each[0].name)
            if who.id != self.me or gives_any(self.visit.me.actor)
        ]


@router.get("/{lang}/absence")
async def absence(visit: Looking) -> Response:
    """The reader's roles with their deputies, what others lend, and the form."""
    return await _show(visit, Form())


@router.post("/{lang}/absence")
async def check(sent: Posted) -> Response:
    """The form with its sheet, when what was asked can be done; else with what is wrong."""
    asked, errors = _read(sent)
    if asked is not None:
        act = await sent.act()
        if why := await act.rehearse(acts.giving(act, asked)):
            errors = {AT_FIELD.get(why.field or "", why.field or ""): why}
    if asked is None or errors:
        return await _refused(sent, errors)
    return await _show(sent, sent.form(), asked=asked)


@router.post("/{lang}/absence/give")
async def give(sent: Posted) -> Response:
    """Lend the role that the sheet named."""
    asked, errors = _read(sent)
    if asked is None:
        return await _refused(sent, errors)
    outcome = await attempt(sent, acts.give(await sent.act(), asked))
    if outcome.refusal is None:
        return sent.go(PATH, outcome.notice("done.mandate_given"))
    field = AT_FIELD.get(outcome.refusal.field or "", outcome.refusal.field or "")
    return await _refused(sent, {field: outcome.refusal})


@router.post("/{lang}/absence/{mandate}/end")
async def end(mandate: Identifier, sent: Posted) -> Response:
    """End a mandate now."""
    outcome = await attempt(sent, acts.end(await sent.act(), mandate))
    if outcome.refusal is None:
        return sent.go(PATH, outcome.notice("done.mandate_ended"))
    return await _refused(sent, {"": outcome.refusal})


async def _refused(sent: Sent, errors: Mapping[str, Refusal]) -> Response:
    told = {field: await sent.sentence(why) for field, why in errors.items()}
    first = next(iter(errors.values()))
    return await _show(sent, Form(sent.typed, told), refusal=first)


async def _show(
    visit: Visit, form: Form, refusal: Refusal | None = None, asked: Lending | None = None
) -> Response:
    def read(connection: Connection) -> dict[str, Any]:
        return _shown(_page(connection, visit), form, asked)

    context = await visit.services.store.read(read)
    return visit.render("absence.html", refusal, form=form, **context)


def _page(connection: Connection, visit: Visit) -> _Page:
    """What is there for this reader; RefusedError for who is not of a buyer."""
    me = visit.me
    if Role.SUPPLIER in me.actor.roles:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    given = lending.given(connection, me)
    everybody = people.by_role(connection, [me.actor.organisation])
    of_them = {i for each in given for i in _people_of(each)}
    return _Page(
        given=given,
        by_role={role: found for (_, role), found in everybody.items()},
        names=people.display_names(connection, of_them | {me.actor.person}),
        today=local_date(visit.now),
        visit=visit,
    )


def _people_of(each: Given) -> Iterable[str]:
    named = (each.mandate.titular, each.holder, each.given_by, each.ended_by)
    return (person for person in named if person is not None)


def _shown(page: _Page, form: Form, asked: Lending | None) -> dict[str, Any]:
    visit = page.visit
    permission = GiveMandate.permission
    roles = page.roles() if permissions.can(visit.me.actor, permission, frozenset()).allowed else []
    return {
        "lent": page.lent(),
        "held": page.held(),
        "others": page.others(),
        "all": lending.reads_all(visit.me),
        "roles": roles,
        "deputies": page.deputies(),
        "office": any(LENT[Role(o.value.split("/")[1])] & OF_THE_OFFICE for o in roles),
        "command_id": form.typed.get("command_id") or ids.new_id(),
        "act": _sheet(page, form, asked) if asked else None,
    }


def _sheet(page: _Page, form: Form, asked: Lending) -> Act:
    """One sheet before a role is lent: what the deputy can do, from when to when, up to what."""
    texts, language = page.texts, page.visit.language
    named = {each.id: each.name for found in page.by_role.values() for each in found}
    holder, titular = named[asked.holder], named[asked.titular or page.me]
    role = texts.say(f"role.{asked.role}")
    days = {
        "first": formats.date_alone(asked.valid_from, language),
        "last": formats.date_alone(asked.valid_to, language),
    }
    reach = texts.say("absence.give.no_limit")
    if asked.limit is not None:
        limit = formats.money(asked.limit, language)
        reach = texts.say("absence.give.limit", limit=limit)
    decided = formats.date_alone(asked.decided_on, language)
    ground = texts.say("absence.give.ground", decision=asked.decision, date=decided)
    office = bool(LENT[asked.role] & OF_THE_OFFICE)
    visum = texts.say("absence.give.acting" if asked.acting else "absence.give.not_acting")
    return Act(
        name="give",
        label=texts.say("act.give_mandate"),
        path=f"{PATH}/give",
        command_id=form.typed["command_id"],
        happens=(
            texts.say("absence.give.happens", holder=holder, titular=titular, role=role, **days),
            reach,
            ground,
            *((visum,) if office else ()),
            texts.say("absence.give.recorded", holder=holder, titular=titular),
        ),
        told=tuple(name for name in (holder, titular) if name != named.get(page.me)),
        final=(texts.say("absence.give.final"),),
        hidden={name: form.typed.get(name, "") for name in FIELDS},
    )


def _read(sent: Sent) -> tuple[Lending | None, dict[str, Refusal]]:
    """What was asked, or what is wrong with it by field."""
    reader = Reader(sent.typed, sent.language)
    titular, _, role = reader.raw("lent").partition("/")
    holder, decision = reader.raw("holder"), reader.text("decision", REFERENCE_LENGTH)
    decided_on, limit = reader.day("decided_on"), reader.money("limit")
    first, last = reader.day("valid_from"), reader.day("valid_to")
    for name in ("lent", "holder", "decision", "decided_on", "valid_from", "valid_to"):
        if not reader.raw(name):
            reader.needs(name)
    if reader.errors or decided_on is None or first is None or last is None:
        return None, reader.errors
    try:
        asked = Lending(
            role=Role(role),
            titular=titular,
            holder=holder,
            decision=decision,
            decided_on=decided_on,
            limit=limit,
            acting=reader.ticked("acting"),
            valid_from=first,
            valid_to=last,
        )
    except ValueError:  # no choice of ours
        return None, {"": refuse(Code.INVALID_INPUT)}
    return asked, {}
