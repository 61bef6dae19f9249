"""The published formulas, by name and version, in the order in which they are offered.

Prices against each other, prices against announced numbers, scores, tables of points, comparing
in pairs, and quality and price together. A published version is never edited.
"""

from collections.abc import Mapping
from types import MappingProxyType

from contracts.rules.scoring.formulas.absolute import ABSOLUTE
from contracts.rules.scoring.formulas.base import (
    Accepts,
    Best,
    Formula,
    FormulaKind,
    Inputs,
    Parameter,
    Undefined,
)
from contracts.rules.scoring.formulas.pairs import COMPARISONS
from contracts.rules.scoring.formulas.points_table import T1
from contracts.rules.scoring.formulas.relative import RELATIVE
from contracts.rules.scoring.formulas.scores import SCORES
from contracts.rules.scoring.formulas.whole import WHOLE

FORMULAS: Mapping[str, Formula] = MappingProxyType(
    {each.name: each for each in (*RELATIVE, *ABSOLUTE, *SCORES, T1, *COMPARISONS, *WHOLE)}
)
"""Every published formula by its name and version."""

__all__ = [
    "FORMULAS",
    "Accepts",
    "Best",
    "Formula",
    "FormulaKind",
    "Inputs",
    "Parameter",
    "Undefined",
]
