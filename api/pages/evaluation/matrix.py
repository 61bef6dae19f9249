"""The criteria and bids that a matrix shows, and how its cells are named."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from api.pages.evaluation.round import Round
from contracts.evaluation import Score, ScoreSheet
from contracts.evaluation.sheets import quality_criteria
from contracts.tendering.draft import Criterion
from infra.texts import formats
from infra.texts.catalogue import Texts

SHORT = 12
"""So many letters of a name stand above a column; a longer name stands in full below."""

FEW = 4
"""So many columns have room for their whole names."""

CELL = "s-"


@dataclass(frozen=True)
class Cell:
    """One cell, by its bid and the position of its criterion."""

    bid: str
    column: int

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"{CELL}{self.bid}-{self.column}"


@dataclass(frozen=True)
class Matrix:
    """The admissible bids against the quality criteria of the bound version."""

    criteria: tuple[Criterion, ...]
    bids: tuple[str, ...]
    suppliers: dict[str, str]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell, criterion by criterion: one judges all bids on the same criterion."""
        return tuple(Cell(bid, column) for column in range(len(self.criteria)) for bid in self.bids)

    def cell(self, name: str) -> Cell | None:
        """The cell of this name."""
        return next((cell for cell in self.cells if cell.name == name), None)

    def criterion(self, cell: Cell) -> Criterion:
        """The criterion of a cell."""
        return self.criteria[cell.column]

    def label(self, cell: Cell) -> str:
        """The cell in words."""
        return f"{self.suppliers[cell.bid]}, {self.criterion(cell).name}"

    def row(self, bid: str) -> tuple[Cell, ...]:
        """The cells of one bid."""
        return tuple(Cell(bid, column) for column in range(len(self.criteria)))

    def columns(self) -> list[dict[str, Any]]:
        """The heads of the columns."""
        shorts = short_names([criterion.name for criterion in self.criteria])
        return [
            {"id": c.id, "name": c.name, "short": shorts[n], "weight": c.weight}
            for n, c in enumerate(self.criteria)
        ]

    def neighbours(self, cell: Cell) -> tuple[Cell | None, Cell | None]:
        """The cells before and after this one."""
        cells = self.cells
        at = cells.index(cell)
        before = cells[at - 1] if at else None
        return before, cells[at + 1] if at + 1 < len(cells) else None


def of_round(shown: Round) -> Matrix:
    """The matrix of a round."""
    return Matrix(
        criteria=quality_criteria(shown.found.draft),
        bids=tuple(bid.bid for bid in shown.found.admissible),
        suppliers=shown.suppliers,
    )


def short_names(names: list[str]) -> list[str]:
    """Names for narrow columns, each still unlike the others: whole, or their first word, cut if
    it is long; what would stand twice gets the number of its column."""
    if len(names) <= FEW:
        return names
    shorts = [name if len(name) <= SHORT else _first_word(name) for name in names]
    seen = Counter(shorts)
    return [
        short if seen[short] == 1 else f"{short[: SHORT - 3]} {number}"
        for number, short in enumerate(shorts, start=1)
    ]


def _first_word(name: str) -> str:
    first = name.partition(" ")[0].rstrip(",;:.")
    return first if len(first) <= SHORT else f"{first[: SHORT - 2]}."


def rows_of(sheet: ScoreSheet | None) -> dict[tuple[str, str], Score]:
    """The cells of a sheet by bid and criterion."""
    return {(row.bid, row.criterion): row for row in sheet.rows} if sheet else {}


def written(score: Decimal | None, texts: Texts) -> str:
    """A score as people type it; empty when there is none."""
    return "" if score is None else formats.plain(score, texts.language)
