"""P-15: the committee agrees on one score with one text, cell by cell; no totals."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api import evaluating
from api.acts import evaluation as acts
from api.commands import RefusedError
from api.drawings import dots
from api.pages import page
from api.pages.evaluation import matrix as matrices
from api.pages.evaluation import round as rounds
from api.pages.evaluation import typed as typing
from api.pages.evaluation.matrix import Cell, Matrix
from api.pages.evaluation.round import Round, Sheet
from api.pages.page import Looking, Posted, Sent, Visit
from contracts.actors import Permission
from contracts.base import Identifier, Instant
from contracts.evaluation import Score, ScoreSheet, Stage
from contracts.refusals import Code, Refusal, refuse
from infra.store import drafts
from infra.store.engine import Connection
from infra.store.queries import evaluation
from infra.store.queries.evaluation import ConsensusCell
from infra.texts import formats
from infra.texts.catalogue import Texts

router = APIRouter(include_in_schema=False)

CLOSE = Sheet(
    "close",
    "act.close_consensus",
    "/consensus/close",
    ("confirm.consensus.happens",),
    ("confirm.consensus.final",),
)
WIDE = Decimal(2) / 10
"""A spread of more than this share of the scale is discussed (product specification, 3.6)."""


@dataclass(frozen=True)
class _Page:
    shown: Round
    matrix: Matrix
    cells: dict[str, ConsensusCell]
    """By the name of the cell, the widest spread first among the open ones."""
    version: int
    sha256: str | None
    saved_at: Instant | None

    @property
    def path(self) -> str:
        return self.shown.path("/consensus")

    def at(self, cell: Cell) -> ConsensusCell:
        return self.cells[cell.name]

    def is_open(self, cell: Cell) -> bool:
        """Whether nothing is agreed in this cell yet."""
        agreed = self.at(cell).agreed
        return agreed is None or agreed.score is None or not agreed.motivation.strip()

    def is_wide(self, cell: Cell) -> bool:
        """Whether the members stand so far apart that they talk first."""
        return self.at(cell).spread > WIDE * self.matrix.criterion(cell).scale_max

    @property
    def todo(self) -> list[Cell]:
        """The open cells, the widest spread first, relative to the scale."""
        cells = [cell for cell in self.matrix.cells if self.is_open(cell)]
        return sorted(
            cells,
            key=lambda cell: -self.at(cell).spread / self.matrix.criterion(cell).scale_max,
        )


@dataclass(frozen=True)
class _Typed:
    """What was typed for the cell in hand, and what is wrong with it."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)


def _read(connection: Connection, visit: Visit, tender: str) -> _Page:
    shown = rounds.read(connection, visit, tender, Permission.READ_EVALUATION)
    number = shown.state.round
    version, sha256, cells = evaluating.consensus(connection, visit.me, tender, number)
    matrix = matrices.of_round(shown)
    columns = {criterion.id: column for column, criterion in enumerate(matrix.criteria)}
    name = evaluation.CONSENSUS.name
    saved = drafts.read(connection, shown.state.aggregate, name, ScoreSheet)
    return _Page(
        shown,
        matrix,
        {Cell(each.bid, columns[each.criterion]).name: each for each in cells},
        version,
        sha256,
        saved.saved_at if saved else None,
    )


@router.get("/{lang}/tenders/{tender}/evaluation/consensus")
async def consensus(tender: Identifier, visit: Looking, cell: str = "") -> Response:
    """All scores side by side, and one cell to agree on."""
    found = await visit.services.store.read(lambda c: _read(c, visit, tender))
    return await _show(visit, found, found.matrix.cell(cell), _Typed())


@router.post("/{lang}/tenders/{tender}/evaluation/consensus")
async def keep(tender: Identifier, sent: Posted) -> Response:
    """Keep what was agreed in one cell."""
    found = await sent.services.store.read(lambda c: _read(c, sent, tender))
    cell = found.matrix.cell(sent.typed.get("cell", ""))
    if cell is None:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    agreed = _agreed(found.matrix, cell, sent)
    if isinstance(agreed, Refusal):
        field_at_fault = agreed.field or "score"
        typed = _Typed(dict(sent.typed), {field_at_fault: await sent.sentence(agreed)})
        return await _show(sent, found, cell, typed, agreed)
    rows = {(each.bid, each.criterion): each.agreed for each in found.cells.values() if each.agreed}
    rows[agreed.bid, agreed.criterion] = agreed
    act = await sent.act()
    sheet = acts.own_sheet(act, found.shown.state.aggregate, tuple(rows.values()))
    outcome = await page.attempt(sent, acts.save_consensus(act, sheet, found.version))
    if outcome.refusal is not None:
        return await _show(sent, found, cell, _Typed(dict(sent.typed)), outcome.refusal)
    left = [each for each in found.todo if each != cell]
    at = f"cell={left[0].name}&" if left else ""
    return sent.go(f"{found.path}?{at}done=consensus_kept{'#panel' if left else ''}")


def _agreed(matrix: Matrix, cell: Cell, sent: Sent) -> Score | Refusal:
    """The score and the joint reasons that were typed, or why they cannot be kept."""
    criterion = matrix.criterion(cell)
    value = typing.read(sent.typed.get("score", ""), criterion, sent.texts)
    if value is None:
        value = typing.out_of_scale(criterion)
    if isinstance(value, Refusal):
        return value
    motivation = sent.typed.get("motivation", "").replace("\r\n", "\n").strip()
    if not motivation:
        return refuse(Code.MOTIVATION_MISSING, field="motivation")
    return Score(bid=cell.bid, criterion=criterion.id, score=value, motivation=motivation)


@router.post("/{lang}/tenders/{tender}/evaluation/consensus/close")
async def close(tender: Identifier, sent: Posted) -> Response:
    """Close the consensus that was read."""
    found = await sent.services.store.read(lambda c: _read(c, sent, tender))
    work = acts.close_consensus(
        await sent.act(), found.shown.state.aggregate, sent.typed.get("sheet", "")
    )
    outcome = await page.attempt(sent, work)
    if outcome.refusal is not None:
        return await _show(sent, found, None, _Typed(), outcome.refusal)
    return sent.go(found.shown.path("/ranking"), outcome.notice("done.consensus_closed"))


async def _show(
    visit: Visit, found: _Page, at: Cell | None, typed: _Typed, refusal: Refusal | None = None
) -> Response:
    shown, matrix = found.shown, found.matrix
    why = shown.judged(visit, Permission.RECORD_CONSENSUS, "edit_consensus")
    todo = found.todo
    at = at or next(iter(todo), None) or next(iter(matrix.cells), None)
    return visit.render(
        "consensus.html",
        refusal,
        tender=shown.head(),
        tabs=rounds.tabs(shown, visit, "consensus"),
        members=_members(found),
        columns=matrix.columns(),
        rows=[
            {
                "supplier": matrix.suppliers[bid],
                "closed": sum(not found.is_open(cell) for cell in matrix.row(bid)),
                "cells": [
                    _cell(found, cell, visit.texts) | {"here": cell == at}
                    for cell in matrix.row(bid)
                ],
            }
            for bid in matrix.bids
        ],
        todo=[_todo(found, cell, visit.texts) for cell in todo],
        progress={
            "closed": len(matrix.cells) - len(todo),
            "total": len(matrix.cells),
            "wide": sum(found.is_wide(cell) for cell in todo),
        },
        panel=_panel(found, at, typed, visit.texts) if at else None,
        locked=await visit.sentence(why) if why else None,
        saved=found.saved_at,
        path=found.path,
        close=await _close(found, visit, len(todo)),
        problem=await visit.sentence(refusal) if refusal and not typed.errors else None,
    )


async def _close(found: _Page, visit: Visit, left: int) -> Any:
    """The act that closes; nobody but the chair is shown it, and greyed while cells are open."""
    chair = found.shown.state.chair == visit.me.person.id
    if not chair or found.shown.state.stage is not Stage.CONSENSUS:
        return None
    return await rounds.act(
        found.shown,
        visit,
        CLOSE,
        Permission.RECORD_CONSENSUS,
        "close_consensus",
        hidden={"sheet": found.sha256 or ""},
        refusal=refuse(Code.CELLS_OPEN, count=left) if left else None,
    )


def _members(found: _Page) -> list[dict[str, str]]:
    """Who gave scores, with a short name for a narrow column."""
    first = next(iter(found.cells.values()), None)
    named = [found.shown.people[person] for person, _ in first.given] if first else []
    return [{"name": name, "short": _short(name)} for name in named]


def _unanimous(cell: ConsensusCell) -> Decimal | None:
    """The score that all gave; None when they differ."""
    given = {score.score for _, score in cell.given}
    return given.pop() if len(given) == 1 else None


def _short(name: str) -> str:
    """`Griet W.`: the first name, and the first letter of the last."""
    first, _, rest = name.partition(" ")
    return f"{first} {rest[:1]}." if rest else first


def _shown(score: Decimal | None, texts: Texts) -> str:
    return "–" if score is None else formats.plain(score, texts.language)


def _cell(found: _Page, cell: Cell, texts: Texts) -> dict[str, Any]:
    here = found.at(cell)
    is_open = found.is_open(cell)
    value = here.agreed.score if here.agreed else None
    given = [score.score for _, score in here.given if score.score is not None]
    criterion = found.matrix.criterion(cell)
    label = texts.say(
        "consensus.cell",
        supplier=found.matrix.suppliers[cell.bid],
        criterion=criterion.name,
        value=texts.say("consensus.cell_open") if is_open else _shown(value, texts),
        scores=" / ".join(_shown(score, texts) for score in given),
    )
    return {
        "path": f"?cell={cell.name}#panel",
        "label": label,
        "value": None if value is None else _shown(value, texts),
        "open": is_open,
        "flag": found.is_wide(cell),
        "spread": _shown(here.spread, texts),
        "dots": dots.dots(given, criterion.scale_max, far=found.is_wide(cell)),
    }


def _todo(found: _Page, cell: Cell, texts: Texts) -> dict[str, Any]:
    here = found.at(cell)
    return {
        "supplier": found.matrix.suppliers[cell.bid],
        "criterion": found.matrix.criterion(cell).name,
        "path": f"?cell={cell.name}#panel",
        "scores": [_shown(score.score, texts) for _, score in here.given],
        "spread": _shown(here.spread, texts),
        "flag": found.is_wide(cell),
    }


def _panel(found: _Page, cell: Cell, typed: _Typed, texts: Texts) -> dict[str, Any]:
    here, criterion = found.at(cell), found.matrix.criterion(cell)
    value = here.agreed.score if here.agreed else _unanimous(here)
    left = [each for each in found.todo if each != cell]
    after = left[0] if left else None
    return {
        "supplier": found.matrix.suppliers[cell.bid],
        "criterion": criterion.name,
        "description": criterion.description,
        "weight": criterion.weight,
        "scale_max": criterion.scale_max,
        "levels": sorted(criterion.levels, key=lambda level: -level.score),
        "spread": _shown(here.spread, texts),
        "flag": found.is_wide(cell) and found.is_open(cell),
        "voices": [
            {
                "name": found.shown.people[person],
                "score": _shown(score.score, texts),
                "motivation": score.motivation,
            }
            for person, score in here.given
        ],
        "field": cell.name,
        "value": typed.values.get("score", matrices.written(value, texts)),
        "motivation": typed.values.get("motivation", here.agreed.motivation if here.agreed else ""),
        "error": typed.errors.get("score"),
        "motivation_error": typed.errors.get("motivation"),
        "next": f"?cell={after.name}#panel" if after else None,
    }
