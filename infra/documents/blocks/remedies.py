"""The table of remedies, the same in the decision and in each letter."""

from collections.abc import Iterable, Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from infra.documents.blocks.tables import Cell, Column, table
from infra.documents.pen import Pen


def remedies_table(pen: Pen, caption: str, rows: Iterable[Sequence[Cell]]) -> Flowable:
    """What can be asked, within which period, where, on what ground."""
    columns = [
        Column(pen.word("head.remedy"), width=48 * mm, strong=True),
        Column(pen.word("head.period"), width=27 * mm),
        Column(pen.word("head.where")),
        Column(pen.word("head.ground"), width=36 * mm),
    ]
    return table(pen, caption, columns, rows)
