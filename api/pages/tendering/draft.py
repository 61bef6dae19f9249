"""P-07 with the rest of the draft: a form that is saved by itself and loses no text."""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from api import errors, rendering
from api.acts import tendering as act_on
from api.forms import Act, Form
from api.pages.page import Looking, Outcome, Posted, Sent, Visit, attempt
from api.pages.tendering import (
    acts,
    choosing,
    codes,
    differences,
    dossier,
    draft_form,
    terms,
)
from api.pages.tendering.draft_form import Row
from api.pages.tendering.draft_state import Choices, choices, state_of
from contracts.base import Identifier
from contracts.refusals import Code, Refusal
from contracts.tendering import Stage, TenderDraft
from infra.store import drafts
from infra.store.drafts import Saved
from infra.store.engine import Connection
from infra.store.queries import people
from infra.store.queries.tendering import SHEET, Tender
from infra.texts import formats

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Desk:
    """What lies before the reader: the tender, the saved draft, what can be chosen."""

    visit: Visit
    tender: Tender
    saved: Saved[TenderDraft]
    saved_by: str
    choices: Choices
    locked: Refusal | None
    act: Act
    returned: dict[str, Any] | None

    @property
    def path(self) -> str:
        """The address of the form."""
        return f"/tenders/{self.tender.id}/draft"


def _desk(connection: Connection, visit: Visit, tender_id: str) -> Desk:
    found = dossier.look(connection, visit, tender_id)
    tender = found.tender
    saved = drafts.read(connection, tender.state.aggregate, SHEET, TenderDraft)
    if saved is None:
        raise LookupError(tender.state.aggregate)
    by = people.display_names(connection, [saved.saved_by])
    return Desk(
        visit=visit,
        tender=tender,
        saved=saved,
        saved_by=by.get(saved.saved_by, ""),
        choices=choices(connection, visit.me.actor.organisation, saved.content, visit.texts),
        locked=acts.editing(tender, found.relations, visit),
        act=acts.submit(tender, found.relations, visit),
        returned=dossier.returned(connection, found),
    )


@router.get("/{lang}/tenders/{tender}/draft")
async def draft(tender: Identifier, visit: Looking) -> Response:
    """The draft as it was saved last; the version that binds once it was submitted."""
    desk = await visit.services.store.read(lambda c: _desk(c, visit, tender))
    typed = draft_form.fill(desk.tender.draft, visit.language)
    return await _page(desk, typed, desk.tender.draft)


@router.post("/{lang}/tenders/{tender}/draft")
async def write(tender: Identifier, sent: Posted) -> Response:
    """Save what was typed, add or remove a row, or go on to the submission."""
    desk = await sent.services.store.read(lambda c: _desk(c, sent, tender))
    action = sent.typed.get("action", "save")
    typed = _changed(sent.typed, action)
    read = draft_form.read(typed, desk.saved.content, sent.language, desk.choices.people)
    if read.errors:
        told = {name: await sent.sentence(refusal) for name, refusal in read.errors.items()}
        if errors.AUTOSAVE in sent.request.headers:
            return _told(next(iter(told.values())), HTTPStatus.UNPROCESSABLE_ENTITY)
        first = next(iter(read.errors.values()))
        return await _page(desk, typed, read.draft, Form(typed, told), refusal=first)
    outcome = await _save(sent, desk, read.draft, action)
    if outcome.refusal is not None:
        return await _refused(desk, sent, typed, read.draft, outcome.refusal)
    desk = await sent.services.store.read(lambda c: _desk(c, sent, tender))
    if errors.AUTOSAVE in sent.request.headers:
        return await _saved(desk, typed)
    if action.startswith(("add-", "remove-")):
        return await _page(desk, typed, read.draft)
    if action == "submit":
        return await _to_submission(desk, typed)
    return sent.go(desk.path, "draft_saved")


async def _save(sent: Sent, desk: Desk, draft: TenderDraft, action: str) -> Outcome:
    """Write the draft over the version that the form was made from; over the one that is there
    now, when the reader has seen both and chose."""
    known = sent.typed.get("seen" if action == "overwrite" else "version", "")
    version = int(known) if known.isdecimal() else 0
    act = await sent.act()
    return await attempt(sent, act_on.save_draft(act, desk.tender.id, draft, version))


def _changed(typed: Mapping[str, str], action: str) -> Row:
    """The form with a row more or less, if that was asked."""
    rows = draft_form.rows_of(typed)
    verb, _, place = action.partition("-")
    name, _, position = place.partition("-")
    if name in rows and verb == "add":
        rows[name].append(draft_form.new_row(name, rows[name]))
    if name in rows and verb == "remove" and position.isdecimal():
        rows[name] = [row for n, row in enumerate(rows[name]) if n != int(position)]
    return draft_form.numbered(typed, rows)


async def _refused(
    desk: Desk, sent: Sent, typed: Row, draft: TenderDraft, refusal: Refusal
) -> Response:
    """The form as it was sent, with what keeps it from being saved; in a conflict the two texts
    beside each other."""
    sentence = await sent.sentence(refusal)
    if errors.AUTOSAVE in sent.request.headers:
        return _told(sentence, errors.status_of(refusal))
    conflict = None
    if refusal.code is Code.CHANGED_MEANWHILE:
        theirs = draft_form.fill(desk.saved.content, sent.language)
        ours = draft_form.fill(draft, sent.language)
        conflict = {
            "who": desk.saved_by,
            "at": desk.saved.saved_at,
            "version": desk.saved.version,
            "rows": differences.between(theirs, ours, desk.choices.names, sent.texts),
        }
    problem = None if conflict else sentence
    return await _page(
        desk,
        typed,
        draft,
        refusal=refusal,
        conflict=conflict,
        problem=problem,
        version=sent.typed.get("version", ""),
    )


async def _to_submission(desk: Desk, typed: Row) -> Response:
    """On to the sheet of the act; when something is missing, what it is."""
    state = state_of(desk.tender, desk.saved.content, desk.visit)
    if not state.missing:
        return desk.visit.go(f"{desk.path}#submit")
    told = {gap["field"]: gap["text"] for gap in state.missing}
    form = Form(typed, told)
    return await _page(desk, typed, desk.saved.content, form, refusal=state.refusal)


async def _page(
    desk: Desk,
    typed: Row,
    draft: TenderDraft,
    form: Form | None = None,
    *,
    refusal: Refusal | None = None,
    version: str = "",
    **shown: Any,
) -> Response:
    """The form; `typed` is shown as it is, `draft` is what it amounts to."""
    visit, tender = desk.visit, desk.tender
    locked = desk.locked is not None
    typed = typed if locked else draft_form.shown(typed)
    form = Form(typed, form.errors if form else {})
    counted = {name: len(rows) for name, rows in draft_form.rows_of(typed).items()}
    team = draft.team
    state = state_of(tender, draft, visit)
    context: dict[str, Any] = {
        "tender": {
            "id": tender.id,
            "reference": tender.reference,
            "title": draft.title,
            "stage": tender.state.stage,
        },
        "version": version or desk.saved.version,
        "saved": {"at": desk.saved.saved_at, "who": desk.saved_by},
        "locked": await _why_locked(desk),
        "form": form,
        "rows": counted
        | {
            "evaluators": max(3, len(team.evaluators) + (not locked)),
            "acceptance_committee": max(2, len(team.acceptance_committee) + (not locked)),
            "opening_officers": max(2, len(team.opening_officers)),
            "tie_break": max(2, len(draft.tie_break) + (not locked)),
            "places": draft_form.place_fields(typed, free=not locked),
        },
        "options": desk.choices,
        "offered": _offered(desk, draft),
        "codes": await visit.services.store.read(lambda c: codes.read(c, typed, visit.language)),
        "state": state,
        "submit": desk.act,
        "proposals": terms.proposals(draft, tender.edition, visit.texts),
        "source": draft.source,
        "returned": desk.returned,
        "conflict": None,
        "problem": None,
    }
    return visit.render("draft.html", refusal, **context | shown)


def _offered(desk: Desk, draft: TenderDraft) -> list[dict[str, Any]]:
    return choosing.told(draft, desk.tender.edition, desk.visit.texts)


async def _why_locked(desk: Desk) -> str | None:
    if desk.locked is None:
        return None
    stage, texts = desk.tender.state.stage, desk.visit.texts
    if stage in (Stage.APPROVAL, Stage.APPROVED):
        return texts.say("draft.locked_approval")
    if stage is not Stage.PREPARING:
        return texts.say("refusal.criteria_published")
    return await desk.visit.sentence(desk.locked)


async def _saved(desk: Desk, typed: Row) -> Response:
    """What the page changes in itself after it was saved."""
    visit, state = desk.visit, state_of(desk.tender, desk.saved.content, desk.visit)
    templates = rendering.environment(visit.language)
    macros: Any = templates.get_template("_draft_state.html").module
    chosen: Any = templates.get_template("_procedures.html").module
    hour = formats.hour(desk.saved.saved_at, visit.language)
    meant = await visit.services.store.read(lambda c: codes.read(c, typed, visit.language))
    return JSONResponse(
        {
            "version": desk.saved.version,
            "saved": visit.texts.say("draft.saved", time=hour, who=desk.saved_by),
            "parts": {
                "missing": str(macros.missing(state.missing)),
                "procedures": str(chosen.open_for(_offered(desk, desk.saved.content))),
                "weights": str(macros.tally("weights", state.weights)),
                "shares": str(macros.tally("shares", state.shares)),
                **_terms(desk, typed),
                **{place: html.escape(text) for place, text in meant.parts.items()},
            },
        }
    )


def _terms(desk: Desk, typed: Row) -> dict[str, str]:
    """What is said of each formula that was chosen since the page was written, with fields for its
    numbers; the fields that somebody is typing in stay as they are."""
    macros: Any = rendering.environment(desk.visit.language).get_template("_method.html").module
    form = Form(typed, {})
    return {
        f"{at}terms": str(macros.terms(form, at, desk.choices.explained))
        for at in (f"criteria-{n}-" for n in range(len(draft_form.rows_of(typed)["criteria"])))
        if typed.get(f"{at}formula", "") != typed.get(f"{at}shown", "")
    }


def _told(message: str, status: int) -> Response:
    return JSONResponse({"message": message}, status)
