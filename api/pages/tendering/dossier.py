"""P-04, the dossier: the whole life of one purchase on one page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api import reading
from api.commands import RefusedError
from api.pages import happened, papers, places, words
from api.pages.page import Looking, Visit
from api.pages.rules import own_rows
from api.pages.tendering import acts, limits
from api.pages.tendering.course import course
from api.pages.worklist import Holders, ground
from contracts import names
from contracts.actors import Permission, Relation
from contracts.base import Identifier
from contracts.refusals import Code, refuse
from contracts.rules import permissions
from contracts.tendering import Stage, process
from infra.store import commitments, records
from infra.store.engine import Connection
from infra.store.queries import awarding, history, organisations, people, tasks
from infra.store.queries import bidding as bids
from infra.store.queries import contracting as contracts
from infra.store.queries.history import Happened
from infra.store.queries.tasks import Row
from infra.store.queries.tendering import Tender
from infra.texts import deputies, formats, methods

router = APIRouter(include_in_schema=False)

BEFORE_OPENING = frozenset(
    {Stage.PREPARING, Stage.APPROVAL, Stage.APPROVED, Stage.PUBLISHING}
    | {Stage.PUBLISHED, Stage.CLOSED, Stage.OPENING}
)
SEALED = frozenset({Stage.PUBLISHED, Stage.CLOSED, Stage.OPENING})
DECIDED = frozenset({Stage.STANDSTILL, Stage.AWARDED, Stage.CONCLUDED})


@dataclass(frozen=True)
class Dossier:
    """A tender as one reader looks at it."""

    tender: Tender
    relations: frozenset[Relation]
    history: tuple[Happened, ...]
    named: dict[str, str]
    amounts: acts.Amounts
    visit: Visit

    def can(self, permission: Permission) -> bool:
        """Whether the reader holds a permission here."""
        return permissions.can(self.visit.me.actor, permission, self.relations).allowed

    def reached(self, stage: Stage) -> bool:
        """Whether the tender has come as far as a stage."""
        order = list(Stage)
        return order.index(self.tender.state.stage) >= order.index(stage)


@router.get("/{lang}/tenders/{tender}")
async def dossier(tender: Identifier, visit: Looking) -> Response:
    """The dossier for the buyer's people; a firm is led to the notice."""
    if not permissions.visible(visit.me.actor).whole:
        return visit.go(f"/tenders/{tender}/notice")
    context = await visit.services.store.read(lambda c: _read(c, visit, tender))
    return visit.render("tender.html", **context)


def look(connection: Connection, visit: Visit, tender_id: str) -> Dossier:
    """What one of the buyer's people may know of a tender. Raises RefusedError."""
    if not permissions.visible(visit.me.actor).whole:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    tender = reading.readable_tender(connection, visit.me, tender_id)
    past = tuple(history.of_dossier(connection, tender_id))
    return Dossier(
        tender=tender,
        relations=reading.relations_of(connection, visit.me, tender_id),
        history=past,
        named=people.display_names(connection, deputies.people(*(e.event for e in past))),
        amounts=commitments.amounts(connection, tender.state, visit.me.actor),
        visit=visit,
    )


def _read(connection: Connection, visit: Visit, tender_id: str) -> dict[str, Any]:
    found = look(connection, visit, tender_id)
    tender, texts = found.tender, visit.texts
    waits = tasks.of_dossier(connection, tender_id)
    draft = tender.draft
    meanings = words.codes(connection, draft, texts)
    events = [each.event for each in found.history]
    with_bids = tender.state.stage not in BEFORE_OPENING and found.can(Permission.READ_BIDS)
    return {
        "tender": _head(found),
        "parts": _parts(connection, found),
        "links": _links(connection, found),
        "acts": acts.of_dossier(tender, found.relations, visit, found.amounts),
        "course": course(tender, events, visit.now, texts),
        "limit": limits.of_dossier(tender, events, visit),
        "own": own_rows(tender.edition, texts),
        "returned": returned(connection, found),
        "failed": _failed(found),
        "amounts": _amounts(connection, found),
        "turns": _turns(connection, waits, visit),
        "lots": draft.lots,
        "places": words.places(connection, draft, texts),
        "items": [words.item(item, texts, meanings) for item in draft.items],
        "criteria": words.criteria(draft, texts),
        "ties": methods.tie_break(draft, texts),
        "bids": _bids(connection, found),
        "documents": papers.rows(reading.documents_of(connection, visit.me, tender_id), visit),
        "history": happened.log(found.history, found.named, texts, with_bids=with_bids),
    }


def _head(found: Dossier) -> dict[str, Any]:
    tender, texts = found.tender, found.visit.texts
    opened = found.history[0].event.actor if found.history else ""
    return {
        "id": tender.id,
        "reference": tender.reference,
        "title": tender.draft.title or texts.say("draft.untitled"),
        "stage": tender.state.stage,
        "procedure": words.procedure(tender.draft.procedure, texts),
        "category": words.category(tender.draft.category, texts) if tender.draft.category else None,
        "manager": found.named.get(opened),
    }


def _parts(connection: Connection, found: Dossier) -> list[dict[str, Any]]:
    """The pages of this dossier that the reader can open now."""
    path = f"/tenders/{found.tender.id}"
    state = found.tender.state
    wanted = [
        ("dossier", path, True),
        ("draft", f"{path}/draft", True),
        ("approval", f"{path}/approval", state.round > 0),
        ("notice", f"{path}/notice", found.tender.published_at is not None),
        ("submission", f"{path}/submission", found.reached(Stage.PUBLISHED)),
        ("opening", f"{path}/opening", found.reached(Stage.CLOSED)),
        ("evaluation", f"{path}/evaluation", found.reached(Stage.OPENED)),
        ("award", f"{path}/award", found.reached(Stage.AWARDING)),
    ]
    wanted += [
        (
            "contract",
            f"/contracts/{names.subject_of(contract)}",
            found.can(Permission.READ_CONTRACT),
        )
        for contract in contracts.of_dossier(connection, found.tender.id)
    ]
    wanted.append(("documents", f"{path}/documents", found.tender.published_at is not None))
    texts = found.visit.texts
    return [
        {"name": texts.say(f"dossier.{name}"), "path": place, "here": place == path}
        for name, place, there in wanted
        if there
    ]


def _links(connection: Connection, found: Dossier) -> list[dict[str, str]]:
    """The reader's own next steps in this dossier, the most pressing first."""
    texts = found.visit.texts
    mine = [
        row
        for row in tasks.waiting_for(connection, found.visit.me.actor)
        if row.dossier == found.tender.id and row.what != "publish_tender"
    ]
    steps = {places.of_task(row): texts.say(f"task.{row.what}") for row in mine}
    return [{"label": label, "path": path} for path, label in steps.items()]


def returned(connection: Connection, found: Dossier) -> dict[str, Any] | None:
    """Who sent the draft back, and why, while it lies with its preparer."""
    last = _last_verdict(found)
    if not isinstance(last, process.TenderReturned):
        return None
    return {
        "who": deputies.who(last, found.named, found.visit.texts) or "",
        "at": last.at,
        "reason": records.read_text(connection, last.reason) or "",
    }


def _failed(found: Dossier) -> dict[str, Any] | None:
    last = _last_verdict(found)
    if not isinstance(last, process.PublicationFailed):
        return None
    least = limits.earliest(found.tender, found.tender.draft, last.at)
    return {"earliest": last.earliest, "explanation": least.explanation} if least else None


def _last_verdict(found: Dossier) -> object:
    """What sent the draft back to its preparer, while it lies there."""
    if found.tender.state.stage is not Stage.PREPARING:
        return None
    verdicts = (process.TenderSubmitted, process.TenderReturned, process.PublicationFailed)
    events = [each.event for each in found.history if isinstance(each.event, verdicts)]
    return events[-1] if events else None


def _amounts(connection: Connection, found: Dossier) -> list[dict[str, Any]]:
    texts, language = found.visit.texts, found.visit.language
    rows: list[dict[str, Any]] = []
    draft = found.tender.draft
    if draft.estimate is not None:
        name, note = texts.say("tender.estimate"), texts.say("notice.estimate_note")
        rows.append({"name": name, "value": formats.money(draft.estimate, language), "note": note})
    if draft.contract_months is not None:
        months = texts.plural("notice.months", draft.contract_months)
        rows.append({"name": texts.say("notice.contract_months"), "value": months, "note": None})
    if found.tender.state.stage not in DECIDED or not found.can(Permission.READ_AWARD):
        return rows
    for state in awarding.numbers(connection, found.tender.id):
        award = awarding.read(connection, state.aggregate)
        if award.visum is not None:
            value = formats.money(award.visum.amount, language)
            number = award.visum.number or None
            rows.append({"name": texts.say("dossier.visum"), "value": value, "note": number})
        if award.proposal is not None:
            supplier = award.suppliers[award.proposal.winner]
            name = texts.say("dossier.awarded")
            value = formats.money(award.proposal.amount, language)
            note = organisations.get(connection, supplier).name
            rows.append({"name": name, "value": value, "note": note})
    return rows


def _turns(connection: Connection, waits: Sequence[Row], visit: Visit) -> list[dict[str, Any]]:
    who = Holders(connection, waits, visit)
    return [
        {
            "who": who.of(row),
            "role": who.role(row) if who.of(row) != who.role(row) else None,
            "what": visit.texts.say(f"task.{row.what}"),
            "due": row.due,
            "ground": ground(row, visit.texts),
            "standing": "now",
        }
        for row in waits
    ]


def _bids(connection: Connection, found: Dossier) -> dict[str, Any]:
    state = found.tender.state
    if state.stage in SEALED:
        return {"sealed": True, "opens": state.deadline, "count": None, "path": None}
    if state.stage in BEFORE_OPENING:
        return {"sealed": False, "opens": None, "count": None, "path": None}
    count = len(bids.opened(connection, state.aggregate))
    path = f"/tenders/{found.tender.id}/opening"
    return {"sealed": False, "opens": None, "count": count, "path": path}
