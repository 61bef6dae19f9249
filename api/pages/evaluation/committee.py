"""The committee: appointed, declared, judged, replaced; and who is waited for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api import reading
from api.acts import evaluation as acts
from api.commands import RefusedError
from api.forms import Act, Form
from api.pages import page
from api.pages.evaluation import round as rounds
from api.pages.evaluation.round import Round, Sheet
from api.pages.page import Looking, Posted, Sent, Visit
from contracts.actors import Permission, Role
from contracts.base import Identifier
from contracts.evaluation import Stage
from contracts.evaluation.state import COMMITTEE_SITS
from contracts.people import Person
from contracts.refusals import Code, Refusal, refuse
from contracts.rules import permissions
from contracts.tendering import Stage as TenderStage
from infra import ids
from infra.store.engine import Connection
from infra.store.queries import evaluation, organisations, people
from infra.store.queries.evaluation import Declaration, Reader
from infra.store.queries.tendering import Tender
from infra.texts.catalogue import Texts

router = APIRouter(include_in_schema=False)

REPLACE = Sheet(
    "replace",
    "act.replace_member",
    "/replace",
    ("confirm.replace.happens",),
    ("confirm.replace.final",),
)
ADMIT = Sheet("admit", "act.admit_member", "/judge", ("confirm.judge.admit",))
REFUSE = Sheet("refuse", "act.refuse_member", "/judge", ("confirm.judge.refuse",))


@dataclass(frozen=True)
class _Page:
    """What the page shows: the round, or before it the published version."""

    tender: Tender
    shown: Round | None
    members: tuple[Person, ...]
    declarations: tuple[Declaration, ...]
    candidates: tuple[Person, ...]
    coverage: dict[str, tuple[int, int]]
    """How many cells each member has filled, of how many; told to the chair alone."""


def _read(connection: Connection, visit: Visit, tender_id: str) -> _Page:
    tender = rounds.own_tender(connection, visit, tender_id)
    held = reading.relations_of(connection, visit.me, tender_id)
    if not _may_look(visit, held):
        raise RefusedError(refuse(Code.NOT_ALLOWED))
    if not evaluation.rounds(connection, tender_id):
        team = tender.draft.team
        named = dict.fromkeys([*([team.chair] if team.chair else []), *team.evaluators])
        return _Page(tender, None, _persons(connection, named), (), (), {})
    shown = rounds.read(connection, visit, tender_id)
    members = _persons(connection, [member.person for member in shown.state.members])
    sits = {member.person for member in shown.state.members} | set(shown.state.barred)
    own = visit.me.actor.organisation
    roles = people.by_role(connection, [own])
    able = [
        who.id
        for role in (Role.EVALUATOR, Role.COMMITTEE_CHAIR)
        for who in roles.get((own, role), ())
    ]
    free = dict.fromkeys(person for person in able if person not in sits)
    return _Page(
        tender,
        shown,
        members,
        evaluation.declarations(connection, shown.state),
        _persons(connection, free),
        _coverage(connection, shown, visit),
    )


def _coverage(connection: Connection, shown: Round, visit: Visit) -> dict[str, tuple[int, int]]:
    if shown.state.stage is not Stage.SCORING:
        return {}
    reader = Reader(visit.me.actor, shown.relations, visit.now)
    if reader.refusal(shown.state, Permission.RECORD_CONSENSUS):
        return {}
    found: dict[str, tuple[int, int]] = {}
    for row in evaluation.coverage(connection, shown.found):
        filled, cells = found.get(row.person, (0, 0))
        found[row.person] = (filled + row.filled, cells + row.cells)
    return found


def _may_look(visit: Visit, held: Any) -> bool:
    readers = (Permission.APPOINT_COMMITTEE, Permission.READ_EVALUATION, Permission.EXAMINE_BIDS)
    return any(permissions.can(visit.me.actor, permission, held).allowed for permission in readers)


def _persons(connection: Connection, wanted: Iterable[str]) -> tuple[Person, ...]:
    return tuple(organisations.person(connection, person) for person in wanted)


@router.get("/{lang}/tenders/{tender}/evaluation")
async def committee(tender: Identifier, visit: Looking) -> Response:
    """The committee and where the evaluation stands."""
    return await _show(visit, tender)


@router.post("/{lang}/tenders/{tender}/evaluation/open")
async def appoint(tender: Identifier, sent: Posted) -> Response:
    """Put the committee of the published version to work."""
    work = acts.open_round(await sent.act(), tender, sent.typed.get("draft_hash", ""))
    return await _answer(sent, tender, work, "done.committee_appointed")


@router.post("/{lang}/tenders/{tender}/evaluation/replace")
async def replace(tender: Identifier, sent: Posted) -> Response:
    """Let another person take a member's place."""
    shown = await sent.services.store.read(lambda c: rounds.read(c, sent, tender))
    person, by = sent.typed.get("person", ""), sent.typed.get("by", "")
    if not person or not by:
        missing = refuse(Code.INVALID_INPUT, field="person" if not person else "by")
        return await _show(sent, tender, missing)
    work = acts.replace(await sent.act(), shown.state.aggregate, person, by)
    return await _answer(sent, tender, work, "done.member_replaced")


@router.post("/{lang}/tenders/{tender}/evaluation/judge")
async def judge(tender: Identifier, sent: Posted) -> Response:
    """Admit, or not, a member with a possible conflict."""
    shown = await sent.services.store.read(lambda c: rounds.read(c, sent, tender))
    person, admit = sent.typed.get("person", ""), sent.typed.get("admit") == "yes"
    field = f"{_judgement_name(admit, person)}-reason"
    work = acts.judge(
        await sent.act(), shown.state.aggregate, person, admit, sent.typed.get(field, "")
    )
    return await _answer(sent, tender, work, "done.declaration_judged", {"reason": field})


def _judgement_name(admit: bool, person: str) -> str:
    return f"{ADMIT.name if admit else REFUSE.name}-{person}"


async def _answer(
    sent: Sent, tender: str, work: Any, done: str, fields: dict[str, str] | None = None
) -> Response:
    outcome = await page.attempt(sent, work)
    if outcome.refusal is not None:
        return await _show(sent, tender, outcome.refusal, fields)
    return sent.go(f"/tenders/{tender}/evaluation", outcome.notice(done))


async def _show(
    visit: Visit,
    tender_id: str,
    refusal: Refusal | None = None,
    fields: dict[str, str] | None = None,
) -> Response:
    found = await visit.services.store.read(lambda c: _read(c, visit, tender_id))
    sentence = await visit.sentence(refusal) if refusal else None
    form = Form()
    if isinstance(visit, Sent):
        place = (fields or {}).get(refusal.field or "", refusal.field or "") if refusal else ""
        form = Form(visit.typed, {place: sentence} if place and sentence else {})
    shown = found.shown
    return visit.render(
        "committee.html",
        refusal,
        tender=shown.head() if shown else rounds.head(found.tender, None),
        tabs=rounds.tabs(shown, visit, "committee") if shown else [],
        answer=_state(found, visit.texts),
        appointed=shown is not None,
        members=_members(found),
        acts=[] if shown else [_appoint(found, visit)],
        replace=await _replace(shown, visit) if shown else None,
        members_options=[{"value": who.id, "name": who.name} for who in found.members],
        people_options=[{"value": who.id, "name": who.name} for who in found.candidates],
        next=_next(shown, visit) if shown else None,
        declarations=await _declarations(found, visit),
        form=form,
        problem=None if form.errors else sentence,
    )


def _state(found: _Page, texts: Texts) -> str:
    """Where the evaluation stands, in words."""
    shown = found.shown
    if shown is None:
        opened = found.tender.state.stage is TenderStage.OPENED
        return texts.say("committee.can_appoint" if opened else "committee.not_opened")
    state = shown.state

    def named(persons: Iterable[str]) -> str:
        return ", ".join(shown.people[person] for person in persons)

    if state.stage in COMMITTEE_SITS and not state.staffed:
        return texts.say("committee.short")
    waits = []
    if undeclared := [m.person for m in state.members if m.interest is None]:
        waits.append(texts.say("committee.declaring", names=named(undeclared)))
    if unjudged := [m.person for m in state.members if m.unjudged]:
        waits.append(texts.say("committee.judging_first", names=named(unjudged)))
    if waits:
        return " ".join(waits)
    if state.stage is Stage.SCORING:
        waiting = [m.person for m in state.active if m.admitted and not m.scored]
        return texts.say("committee.scoring", names=named(waiting))
    return texts.say(_STANDING[state.stage])


_STANDING = {
    Stage.DECLARING: "committee.short",
    Stage.EXAMINING: "committee.examining",
    Stage.CONSENSUS: "committee.consensus",
    Stage.CLOSED: "committee.closed",
    Stage.RANKING: "committee.closed",
    Stage.RANKED: "committee.ranked",
    Stage.CONCLUDED: "committee.concluded",
}


def _members(found: _Page) -> list[dict[str, Any]]:
    state = found.shown.state if found.shown else None
    chair = state.chair if state else found.tender.draft.team.chair
    rows: list[dict[str, Any]] = []
    for who in found.members:
        member = state.member(who.id) if state else None
        scoring = state is not None and state.stage in rounds.SCORED
        rows.append(
            {
                "name": who.name,
                "function": who.function,
                "chair": who.id == chair,
                "interest": member.interest if member else None,
                "judged": member.judged if member else None,
                "scored": member.scored if member and scoring and member.admitted else None,
                "covered": found.coverage.get(who.id),
            }
        )
    return rows


def _appoint(found: _Page, visit: Visit) -> Act:
    texts, state = visit.texts, found.tender.state
    ready = state.stage is TenderStage.OPENED
    permission = Permission.APPOINT_COMMITTEE
    allowed = permissions.can(visit.me.actor, permission, frozenset()).allowed
    why = None if ready and allowed else texts.say("committee.not_opened")
    if ready and not allowed:
        why = texts.say("refusal.not_allowed")
    return Act(
        name="appoint",
        label=texts.say("act.appoint_committee"),
        path=f"/tenders/{found.tender.id}/evaluation/open",
        command_id=ids.new_id(),
        happens=(texts.say("confirm.appoint.happens"),),
        told=tuple(who.name for who in found.members),
        final=(texts.say("confirm.appoint.final"),),
        hidden={"draft_hash": found.tender.draft_hash},
        mandate=page.by_mandate(visit, permission, frozenset()),
        refusal=why,
        who=None if allowed else page.who_can(permission, texts),
    )


async def _replace(shown: Round, visit: Visit) -> Act | None:
    if not shown.may(visit, Permission.APPOINT_COMMITTEE):
        return None
    if shown.state.stage not in COMMITTEE_SITS:
        return None
    return await rounds.act(shown, visit, REPLACE, Permission.APPOINT_COMMITTEE, "replace_member")


async def _declarations(found: _Page, visit: Visit) -> list[dict[str, Any]]:
    """The possible conflicts that this reader may judge, with what was declared."""
    shown = found.shown
    if shown is None or not shown.may(visit, Permission.EXAMINE_BIDS):
        return []
    return [
        {
            "person": each.person,
            "name": shown.people[each.person],
            "statement": each.statement or "",
            "admit": await _judgement(shown, visit, ADMIT, each.person),
            "refuse": await _judgement(shown, visit, REFUSE, each.person),
        }
        for each in found.declarations
        if (member := shown.state.member(each.person)) and member.unjudged
    ]


async def _judgement(shown: Round, visit: Visit, sheet: Sheet, person: str) -> Act:
    admit = sheet is ADMIT
    named = Sheet(_judgement_name(admit, person), sheet.label, sheet.rest, sheet.happens)
    hidden = {"person": person, "admit": "yes" if admit else "no"}
    return await rounds.act(
        shown, visit, named, Permission.EXAMINE_BIDS, "judge_declaration", hidden=hidden
    )


def _next(shown: Round, visit: Visit) -> dict[str, str] | None:
    """The reader's own next step in the evaluation."""
    texts, stage, member = visit.texts, shown.state.stage, shown.member(visit)
    chair = shown.state.chair == visit.me.person.id
    if member and member.interest is None and stage in COMMITTEE_SITS:
        return {"label": texts.say("task.declare_interest"), "path": shown.path("/declaration")}
    if stage is Stage.EXAMINING and shown.may(visit, Permission.EXAMINE_BIDS):
        return {"label": texts.say("task.examine_bids"), "path": shown.path("/examination")}
    if stage is Stage.SCORING and member and member.admitted and not member.scored:
        return {"label": texts.say("task.submit_scores"), "path": shown.path("/scores")}
    if stage is Stage.CONSENSUS and chair:
        return {"label": texts.say("task.close_consensus"), "path": shown.path("/consensus")}
    if stage in (Stage.CLOSED, Stage.RANKED) and chair:
        return {"label": texts.say("evaluation.tab_ranking"), "path": shown.path("/ranking")}
    return None
