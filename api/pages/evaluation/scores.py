"""P-13: one's own scores, with the text at hand; each cell saved by itself."""

from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter
from starlette.responses import JSONResponse, Response

from api import errors, evaluating, rendering
from api.acts import evaluation as acts
from api.acts.acting import acting
from api.commands import RefusedError
from api.evaluating import SheetRead
from api.forms import Form
from api.pages import page
from api.pages.evaluation import matrix as matrices
from api.pages.evaluation import round as rounds
from api.pages.evaluation import sheet as sheets
from api.pages.evaluation.matrix import Cell, Matrix
from api.pages.evaluation.round import Round, Sheet
from api.pages.evaluation.sheet import Rows, Written
from api.pages.page import Looking, Posted, Sent, Visit
from contracts.actors import Permission
from contracts.base import Identifier, Instant
from contracts.evaluation import ScoreSheet, Stage
from contracts.evaluation.sheets import scores_problem
from contracts.refusals import Code, Refusal, refuse
from infra.store.engine import Connection
from infra.store.queries import evaluation
from infra.texts import formats

router = APIRouter(include_in_schema=False)

SUBMIT = Sheet(
    "submit",
    "act.submit_scores",
    "/scores/submit",
    ("confirm.scores.happens",),
    ("confirm.scores.final",),
)
TRIES = 3
"""How often a cell is written again when another was saved at the same moment."""


@dataclass(frozen=True)
class _Page:
    shown: Round
    sheet: SheetRead[ScoreSheet]
    saved_at: Instant | None
    matrix: Matrix

    @property
    def path(self) -> str:
        return self.shown.path("/scores")


@dataclass(frozen=True)
class _View:
    """What is in the cells now: the rows, and what was typed but not taken."""

    rows: Rows
    typed: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    at: Cell | None = None
    reasons_error: str | None = None


def _read(connection: Connection, visit: Visit, tender: str) -> _Page:
    shown = rounds.read(connection, visit, tender, Permission.SCORE_BIDS)
    sheet = evaluating.own_scores(connection, visit.me, tender, shown.state.round)
    saved = evaluation.own_scores(connection, shown.state, visit.me.person.id)
    return _Page(shown, sheet, saved.saved_at if saved else None, matrices.of_round(shown))


@router.get("/{lang}/tenders/{tender}/evaluation/scores")
async def scores(tender: Identifier, visit: Looking, cell: str = "") -> Response:
    """The matrix, with the reasons of one cell."""
    found = await visit.services.store.read(lambda c: _read(c, visit, tender))
    rows = matrices.rows_of(found.sheet.content)
    return await _show(visit, found, _View(rows, at=found.matrix.cell(cell)))


@router.post("/{lang}/tenders/{tender}/evaluation/scores")
async def save(tender: Identifier, sent: Posted) -> Response:
    """Keep the whole form; what cannot be read stays in its cell with its sentence."""
    found = await sent.services.store.read(lambda c: _read(c, sent, tender))
    written = sheets.with_typed(found.matrix, found.sheet.content, sent.typed, sent.texts)
    version = sent.typed.get("version", "")
    known = int(version) if version.isdecimal() else -1
    act, aggregate = await sent.act(), found.shown.state.aggregate
    work = sheets.keep(act, found.matrix, aggregate, written, known)
    outcome = await page.attempt(sent, work)
    at = found.matrix.cell(sent.typed.get("panel", ""))
    if outcome.refusal is not None:
        return await _again(sent, tender, written, at, outcome.refusal)
    if written.refused:
        first = found.matrix.cell(next(iter(written.refused)))
        return await _again(sent, tender, written, first, next(iter(written.refused.values())))
    action = sent.typed.get("action", "save")
    if action == SUBMIT.name:
        return await _check(sent, found, written)
    before, after = found.matrix.neighbours(at) if at else (None, None)
    goal = {"next": after, "previous": before}.get(action) or at
    if action in ("next", "previous") and goal is not None:
        return sent.go(f"{found.path}?cell={goal.name}#panel")
    return sent.go(found.path, "done.scores_saved")


async def _check(sent: Sent, found: _Page, written: Written) -> Response:
    """On to the sheet that hands the scores in, or to the first thing they lack."""
    sheet = written.sheet(await sent.act(), found.shown.state.aggregate)
    admissible = [bid.bid for bid in found.shown.found.admissible]
    draft = found.shown.found.draft
    problem = scores_problem(sheet, draft, admissible, Code.SCORES_INCOMPLETE)
    if problem is None:
        return sent.go(f"{found.path}#{SUBMIT.name}")
    gap = sheets.first_gap(found.matrix, written.rows)
    return await _again(sent, found.shown.tender.id, written, gap, problem)


@router.post("/{lang}/tenders/{tender}/evaluation/scores/cell")
async def save_cell(tender: Identifier, sent: Posted) -> Response:
    """Keep one cell; the answer is the cell as the page shows it, made by the same template."""
    left = TRIES
    while True:
        left -= 1
        found = await sent.services.store.read(lambda c: _read(c, sent, tender))
        cell = found.matrix.cell(sent.typed.get("cell", ""))
        if cell is None:
            raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
        written = _one(found, cell, sent)
        aggregate, known = found.shown.state.aggregate, found.sheet.version
        act = await acting(sent.services, sent.me, sent.key)
        try:
            known = await sheets.keep(act, found.matrix, aggregate, written, known)
        except RefusedError as refused:
            if left and sheets.is_lost_race(refused):
                continue
            return await _cell_answer(sent, found, cell, written, known, refused.refusal)
        return await _cell_answer(sent, found, cell, written, known, None)


def _one(found: _Page, cell: Cell, sent: Sent) -> Written:
    """The sheet with one cell written over: its score, its reasons, or both."""
    typed = {"panel": cell.name}
    if "value" in sent.typed:
        typed[cell.name] = sent.typed["value"]
    if "motivation" in sent.typed:
        typed["motivation"] = sent.typed["motivation"]
    return sheets.with_typed(found.matrix, found.sheet.content, typed, sent.texts)


async def _cell_answer(
    sent: Sent,
    found: _Page,
    cell: Cell,
    written: Written,
    version: int,
    refusal: Refusal | None,
) -> Response:
    wrong = written.refused.get(cell.name) or refusal
    message = await sent.sentence(wrong) if wrong else ""
    if cell.name in written.refused:
        message = f"{found.matrix.label(cell)}: {message}"
    view = _View(
        written.rows,
        {cell.name: sent.typed["value"]} if wrong and "value" in sent.typed else {},
        {cell.name: message} if wrong else {},
    )
    time = formats.hour(sent.now, sent.language)
    filled = _filled(found.matrix, written.rows, cell.bid)
    told = {
        "cell": _piece(sent, "_cell.html", "cell_body", _cell(found, sent, view, cell)),
        "parts": {
            "progress": _piece(
                sent,
                "_progress.html",
                "score_progress",
                sheets.progress(found.matrix, written.rows),
            ),
            f"row-{cell.bid}": sent.texts.say(
                "scores.row", n=filled, total=len(found.matrix.criteria)
            ),
            "same": _piece(
                sent,
                "_same.html",
                "same_reasons",
                sheets.same_reasons(found.matrix, written.rows, cell),
            ),
        },
        "version": version,
        "saved": sent.texts.say("scores.saved_at", time=time),
        "message": message,
    }
    return JSONResponse(told, errors.status_of(wrong) if wrong else 200)


def _piece(visit: Visit, template: str, macro: str, value: Any) -> str:
    """A part of the page by itself."""
    module = rendering.environment(visit.language).get_template(template).module
    return str(getattr(module, macro)(value))


@router.post("/{lang}/tenders/{tender}/evaluation/scores/submit")
async def submit(tender: Identifier, sent: Posted) -> Response:
    """Hand in the version that was read."""
    found = await sent.services.store.read(lambda c: _read(c, sent, tender))
    act, aggregate = await sent.act(), found.shown.state.aggregate
    work = acts.submit_scores(act, aggregate, sent.typed.get("sheet", ""))
    outcome = await page.attempt(sent, work)
    if outcome.refusal is not None:
        rows = matrices.rows_of(found.sheet.content)
        view = _View(rows, at=sheets.first_gap(found.matrix, rows))
        return await _show(sent, found, view, outcome.refusal)
    return sent.go(found.path, outcome.notice("done.scores_submitted"))


async def _again(
    sent: Sent, tender: str, written: Written, at: Cell | None, refusal: Refusal
) -> Response:
    """The page as it was sent, with what is wrong beside its cell."""
    found = await sent.services.store.read(lambda c: _read(c, sent, tender))
    wrong = {name: await sent.sentence(each) for name, each in written.refused.items()}
    typed = {name: sent.typed.get(name, "") for name in wrong}
    panel = sent.typed.get("panel", "")
    if panel in wrong and sent.typed.get("panel-score", "") != sent.typed.get("panel-was", ""):
        typed[panel] = sent.typed["panel-score"]
    reasons = None
    if refusal.code is Code.MOTIVATION_MISSING:
        reasons = await sent.sentence(refusal)
    view = _View(written.rows, typed, wrong, at, reasons)
    return await _show(sent, found, view, refusal)


async def _show(
    visit: Visit, found: _Page, view: _View, refusal: Refusal | None = None
) -> Response:
    shown, matrix = found.shown, found.matrix
    why = shown.judged(visit, Permission.SCORE_BIDS, "edit_scores")
    ready = shown.state.stage in rounds.SCORED
    at = view.at or sheets.first_gap(matrix, view.rows) or next(iter(matrix.cells), None)
    named = bool(view.errors) or view.reasons_error is not None
    problem = await visit.sentence(refusal) if refusal and not named else None
    return visit.render(
        "scores.html",
        refusal,
        tender=shown.head(),
        tabs=rounds.tabs(shown, visit, "scores"),
        columns=matrix.columns(),
        rows=_rows(found, visit, view, at) if ready else [],
        progress=sheets.progress(matrix, view.rows),
        locked=await visit.sentence(why) if why else None,
        locked_title=visit.texts.say("scores.locked" if ready else "scores.not_yet"),
        panel=_panel(found, visit, view, at) if at and ready else None,
        saved=found.saved_at,
        version=found.sheet.version,
        path=found.path,
        submit=await rounds.act(
            shown,
            visit,
            SUBMIT,
            Permission.SCORE_BIDS,
            "submit_scores",
            told=[shown.people[shown.state.chair]] if shown.state.chair else [],
            hidden={"sheet": found.sheet.sha256 or ""},
        )
        if shown.state.stage is Stage.SCORING and why is None
        else None,
        form=Form(errors=view.errors),
        problem=problem,
    )


def _filled(matrix: Matrix, rows: Rows, bid: str) -> int:
    return sum(sheets.at(matrix, rows, cell).score is not None for cell in matrix.row(bid))


def _rows(found: _Page, visit: Visit, view: _View, at: Cell | None) -> list[dict[str, Any]]:
    matrix = found.matrix
    return [
        {
            "id": bid,
            "supplier": matrix.suppliers[bid],
            "filled": _filled(matrix, view.rows, bid),
            "cells": [
                _cell(found, visit, view, cell) | {"here": cell == at} for cell in matrix.row(bid)
            ],
        }
        for bid in matrix.bids
    ]


def _cell(found: _Page, visit: Visit, view: _View, cell: Cell) -> dict[str, Any]:
    row = sheets.at(found.matrix, view.rows, cell)
    return {
        "name": cell.name,
        "value": view.typed.get(cell.name, matrices.written(row.score, visit.texts)),
        "label": found.matrix.label(cell),
        "motivated": bool(row.motivation.strip()),
        "error": view.errors.get(cell.name),
        "panel": f"?cell={cell.name}#panel",
        "locked": found.sheet.bound,
    }


def _files(found: _Page, bid: str) -> list[dict[str, str]]:
    """The files of the bid in hand, to be read beside the score."""
    opened = next(each for each in found.shown.found.admissible if each.bid == bid)
    place = f"/tenders/{found.shown.tender.id}/bids/{bid}/files"
    return [
        {"name": file.name, "path": f"{place}/{position}"}
        for position, file in enumerate(opened.form.files if opened.form else ())
    ]


def _panel(found: _Page, visit: Visit, view: _View, cell: Cell) -> dict[str, Any]:
    criterion = found.matrix.criterion(cell)
    row = sheets.at(found.matrix, view.rows, cell)
    before, after = found.matrix.neighbours(cell)
    return {
        "supplier": found.matrix.suppliers[cell.bid],
        "criterion": criterion.name,
        "description": criterion.description,
        "weight": criterion.weight,
        "scale_max": criterion.scale_max,
        "levels": sorted(criterion.levels, key=lambda level: -level.score),
        "field": cell.name,
        "value": view.typed.get(cell.name, matrices.written(row.score, visit.texts)),
        "motivation": row.motivation,
        "same_as": sheets.same_reasons(found.matrix, view.rows, cell),
        "files": _files(found, cell.bid),
        "previous": before.name if before else None,
        "next": after.name if after else None,
        "error": view.errors.get(cell.name),
        "motivation_error": view.reasons_error,
    }
