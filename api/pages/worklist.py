"""P-01, *Wacht op mij*: what must I do now, and who waits for me."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.pages import grounds, happened, places
from api.pages.grounds import Ground
from api.pages.page import Looking, Visit
from contracts.actors import SYSTEM, Permission, Role
from contracts.base import BRUSSELS, local_date
from contracts.rules import calendars, permissions
from infra.store.engine import Connection
from infra.store.queries import agenda, history, organisations, people, tasks
from infra.store.queries.agenda import Coming
from infra.store.queries.tasks import Row
from infra.texts.catalogue import Texts

router = APIRouter(include_in_schema=False)

SOON = 5
"""Working days within which a legal date stands apart (product specification, 2.1)."""

DAYS_AHEAD = 10
NAMES = 2
"""So many holders of a role are named; more are called by their role."""


@router.get("/{lang}/")
async def worklist(visit: Looking) -> Response:
    """The list of the person who is signed in."""
    context = await visit.services.store.read(lambda c: _read(c, visit))
    return visit.render("worklist.html", **context)


def _read(connection: Connection, visit: Visit) -> dict[str, Any]:
    actor = visit.me.actor
    mine = tasks.waiting_for(connection, actor)
    theirs = tasks.others(connection, actor)
    coming = agenda.coming(connection, permissions.visible(actor), visit.now)
    dates = [_date(each, visit) for each in coming]
    limit = visit.now + timedelta(days=DAYS_AHEAD)
    return {
        "groups": _groups(connection, mine, visit),
        "waiting": _waiting(connection, theirs, visit),
        "done": _done(connection, visit),
        "dates": [each for each in dates if each["due"] <= limit],
        "next_date": dates[0] if dates else None,
        "can_create": may_create(visit),
    }


def may_create(visit: Visit) -> bool:
    """Whether this person may open a dossier."""
    return permissions.can(visit.me.actor, Permission.CREATE_TENDER, frozenset()).allowed


def _groups(connection: Connection, rows: Sequence[Row], visit: Visit) -> list[dict[str, Any]]:
    begun = history.begun_by(connection, ((row.aggregate, row.since) for row in rows))
    titulars = (row.on_behalf_of for row in rows if row.on_behalf_of)
    named = people.display_names(connection, [*begun.values(), *titulars])
    groups: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("overdue", "today", "legal", "later")
    }
    for row in rows:
        asker = begun.get((row.aggregate, row.since), SYSTEM)
        asked_by_another = asker not in (SYSTEM, visit.me.actor.person)
        groups[_group(row, visit.now)].append(
            {
                "title": visit.texts.say(f"task.{row.what}"),
                "path": places.of_task(row),
                "reference": row.reference,
                "subject": row.title or visit.texts.say("draft.untitled"),
                "due": row.due,
                "ground": ground(row, visit.texts),
                "asker": named.get(asker) if asked_by_another else None,
                "behalf": named[row.on_behalf_of] if row.on_behalf_of else None,
                "size": None,
            }
        )
    return [{"name": name, "tasks": found} for name, found in groups.items() if found]


def _group(row: Row, now: datetime) -> str:
    if row.due is None:
        return "later"
    if row.due <= now:
        return "overdue"
    # A period that ends at midnight ends on the day before.
    today, last = local_date(now), local_date(row.due - timedelta(seconds=1))
    if last == today:
        return "today"
    near = calendars.working_days(today + timedelta(days=1), last) <= SOON
    return "legal" if row.rule in grounds.COMPUTED and near else "later"


def _waiting(connection: Connection, rows: Sequence[Row], visit: Visit) -> list[dict[str, Any]]:
    who = Holders(connection, rows, visit)
    return [
        {
            "title": visit.texts.say(f"task.{row.what}"),
            "path": f"/tenders/{row.dossier}",
            "reference": row.reference,
            "subject": row.title or visit.texts.say("draft.untitled"),
            "who": who.of(row),
            "since": row.since,
            "due": row.due,
            "ground": ground(row, visit.texts),
        }
        for row in rows
    ]


def ground(row: Row, texts: Texts) -> Ground | None:
    """On what the date of a task rests; None without a date, or without a rule."""
    if row.due is None or row.rule is None:
        return None
    return grounds.of(row.rule, row.due, row.edition, texts)


class Holders:
    """Names whom tasks wait for: a person, the holders of a role, a supplier."""

    def __init__(self, connection: Connection, rows: Sequence[Row], visit: Visit) -> None:
        self._texts = visit.texts
        self._people = people.display_names(connection, (r.person for r in rows if r.person))
        self._holders = people.by_role(connection, (r.organisation for r in rows))
        self._suppliers = organisations.named(
            connection, (r.organisation for r in rows if r.role == Role.SUPPLIER)
        )

    def of(self, row: Row) -> str:
        """The name, or the role where many hold it."""
        if row.person is not None:
            return self._people[row.person]
        if row.role == Role.SUPPLIER:
            return self._suppliers[row.organisation]
        holders = self._holders.get((row.organisation, Role(row.role)), []) if row.role else []
        if 0 < len(holders) <= NAMES:
            return ", ".join(each.name for each in holders)
        return self.role(row) or ""

    def role(self, row: Row) -> str | None:
        """The role that the task waits for, in words."""
        return self._texts.say(f"role.{row.role}") if row.role else None


def _done(connection: Connection, visit: Visit) -> list[dict[str, Any]]:
    morning = datetime.combine(local_date(visit.now), time(), BRUSSELS)
    return [
        {
            "at": deed.event.at,
            "title": happened.said(deed.event, visit.texts),
            "path": f"/tenders/{deed.dossier}",
            "reference": deed.reference,
        }
        for deed in history.of_person(connection, visit.me.actor.person, morning)
        if deed.event.kind not in happened.FOLLOWING
    ]


def _date(coming: Coming, visit: Visit) -> dict[str, Any]:
    return {
        "due": coming.at,
        "what": visit.texts.say(f"agenda.{coming.what}"),
        "ground": grounds.of_agenda(coming.what, coming.at, coming.edition, visit.texts),
        "reference": coming.reference,
        "path": places.of_aggregate(coming.aggregate, coming.dossier),
    }
