"""The list of tenders that somebody may see."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.pages import grounds, words
from api.pages.page import Looking, Visit
from api.pages.worklist import Holders, may_create
from contracts.rules import permissions
from contracts.tendering import Stage
from infra.store.engine import Connection
from infra.store.queries import agenda, tasks
from infra.store.queries import tendering as tenders
from infra.store.queries.agenda import Coming
from infra.store.queries.tasks import Row
from infra.store.queries.tendering import Overview

router = APIRouter(include_in_schema=False)


@router.get("/{lang}/tenders")
async def listed(visit: Looking, text: str = "", stage: str = "") -> Response:
    """The tenders in the reader's scope, with who must act and the next date."""
    rows = await visit.services.store.read(lambda c: _read(c, visit))
    present = {row["stage"] for row in rows}
    shown = [row for row in rows if _found(row, text) and stage in ("", row["stage"])]
    return visit.render(
        "tenders.html",
        rows=shown,
        total=len(rows),
        filter={"text": text, "stage": stage},
        stages=[name.value for name in Stage if name in present],
        can_create=may_create(visit),
    )


def _found(row: dict[str, Any], text: str) -> bool:
    sought = text.strip().lower()
    return sought in row["title"].lower() or sought in row["reference"].lower()


def _read(connection: Connection, visit: Visit) -> list[dict[str, Any]]:
    scope = permissions.visible(visit.me.actor)
    found = tenders.overview(connection, scope)
    open_tasks = tasks.of_dossiers(connection, [each.row.id for each in found])
    if not scope.whole:
        # A supplier is told of its own tasks only, not of what the buyer's people owe.
        own = visit.me.actor.organisation
        open_tasks = {
            dossier: [row for row in rows if row.organisation == own]
            for dossier, rows in open_tasks.items()
        }
    who = Holders(connection, [row for rows in open_tasks.values() for row in rows], visit)
    dates: dict[str, Coming] = {}
    for each in agenda.coming(connection, scope, visit.now):
        dates.setdefault(each.dossier, each)
    return [
        _line(each, open_tasks.get(each.row.id, []), dates.get(each.row.id), who, visit)
        for each in found
    ]


def _line(
    each: Overview, waits: list[Row], coming: Coming | None, who: Holders, visit: Visit
) -> dict[str, Any]:
    turns = list(dict.fromkeys(who.of(row) for row in waits))
    return {
        "path": f"/tenders/{each.row.id}",
        "reference": each.row.reference,
        "title": each.draft.title or visit.texts.say("draft.untitled"),
        "procedure": words.procedure(each.draft.procedure, visit.texts),
        "stage": each.row.stage,
        "turn": ", ".join(turns) or None,
        "since": min((row.since for row in waits), default=None),
        "due": coming.at if coming else None,
        "due_what": visit.texts.say(f"agenda.{coming.what}") if coming else None,
        "ground": grounds.of_agenda(coming.what, coming.at, coming.edition, visit.texts)
        if coming
        else None,
        "estimate": each.draft.estimate,
    }
