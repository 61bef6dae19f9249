"""One's own score sheet: how it is written cell by cell, and what it still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from api.acts import evaluation as acts
from api.acts.acting import Acting
from api.commands import RefusedError
from api.pages.evaluation import typed as typing
from api.pages.evaluation.matrix import Cell, Matrix, rows_of
from contracts.evaluation import Score, ScoreSheet
from contracts.refusals import Code, Refusal
from infra.texts.catalogue import Texts

Rows = dict[tuple[str, str], Score]


@dataclass(frozen=True)
class Progress:
    """How far a sheet is."""

    filled: int
    motivated: int
    total: int


@dataclass(frozen=True)
class Written:
    """A sheet with what was typed into it: the cells that could be read, and those that not."""

    rows: Rows
    refused: Mapping[str, Refusal]
    """Why a cell was not taken, by the name of its field."""

    def sheet(self, act: Acting, aggregate: str) -> ScoreSheet:
        """The sheet to keep: cells that say something."""
        kept = [row for row in self.rows.values() if row.score is not None or row.motivation]
        return acts.own_sheet(act, aggregate, tuple(kept))


def progress(matrix: Matrix, rows: Rows) -> Progress:
    """Cells with a score, and those of them with reasons."""
    scored = [row for row in _cells(matrix, rows) if row.score is not None]
    motivated = sum(bool(row.motivation.strip()) for row in scored)
    return Progress(len(scored), motivated, len(matrix.cells))


def _cells(matrix: Matrix, rows: Rows) -> list[Score]:
    keys = [(cell.bid, matrix.criterion(cell).id) for cell in matrix.cells]
    return [rows[key] for key in keys if key in rows]


def at(matrix: Matrix, rows: Rows, cell: Cell) -> Score:
    """What a cell holds; an empty score when nothing was written."""
    criterion = matrix.criterion(cell).id
    return rows.get((cell.bid, criterion)) or Score(bid=cell.bid, criterion=criterion)


def with_typed(
    matrix: Matrix, sheet: ScoreSheet | None, typed: Mapping[str, str], texts: Texts
) -> Written:
    """The sheet with the fields of the form written over it.

    A cell that is not in the form stays as it is. The panel's score counts for its cell when it
    was changed there.
    """
    rows = dict(rows_of(sheet))
    refused: dict[str, Refusal] = {}
    panel = matrix.cell(typed.get("panel", ""))
    for cell in matrix.cells:
        text = typed.get(cell.name)
        if cell == panel and typed.get("panel-score", "") != typed.get("panel-was", ""):
            text = typed["panel-score"]
        row = at(matrix, rows, cell)
        if text is not None:
            read = typing.read(text, matrix.criterion(cell), texts)
            if isinstance(read, Refusal):
                refused[cell.name] = read
            else:
                row = _scored(row, read)
        if cell == panel and "motivation" in typed:
            row = row.model_copy(update={"motivation": _plain(typed["motivation"])})
        rows[cell.bid, matrix.criterion(cell).id] = row
    return Written(rows, refused)


def _scored(row: Score, value: Decimal | None) -> Score:
    return row if row.score == value else row.model_copy(update={"score": value})


def _plain(text: str) -> str:
    """Reasons with the line ends of one kind; browsers send two."""
    return text.replace("\r\n", "\n").strip()


async def keep(act: Acting, matrix: Matrix, aggregate: str, written: Written, known: int) -> int:
    """Write the sheet over the version that was read; the new version. Raises RefusedError."""
    return await acts.save_scores(act, written.sheet(act, aggregate), known)


def first_gap(matrix: Matrix, rows: Rows) -> Cell | None:
    """The first cell without a score or without reasons."""
    for cell in matrix.cells:
        row = at(matrix, rows, cell)
        if row.score is None or not row.motivation.strip():
            return cell
    return None


def same_reasons(matrix: Matrix, rows: Rows, cell: Cell) -> list[str]:
    """The tenderers with literally the same reasons on the same criterion."""
    own = at(matrix, rows, cell).motivation.strip()
    if not own:
        return []
    others = [Cell(bid, cell.column) for bid in matrix.bids if bid != cell.bid]
    return [
        matrix.suppliers[other.bid]
        for other in others
        if at(matrix, rows, other).motivation.strip() == own
    ]


def is_lost_race(error: RefusedError) -> bool:
    """Whether a save came second: what was read is read again."""
    return error.refusal.code is Code.CHANGED_MEANWHILE
