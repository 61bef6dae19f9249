"""The formulas: named, versioned, pure functions from named exact inputs to points.

A published version is never edited: a signed report is recomputed from it. What should work
differently is a new version. The inputs have the names under which the trace prints them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from contracts.rules.scoring import exact
from contracts.rules.scoring.model import CriterionKind

Inputs = Mapping[str, Fraction]


@dataclass(frozen=True)
class Formula:
    """`inputs` are what it needs, `parameters` what a tender may announce besides."""

    id: str
    version: int
    kind: CriterionKind
    inputs: tuple[str, ...]
    compute: Callable[[Inputs], Fraction]
    parameters: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """Formula and version in one word, as tenders and reports write it."""
        return f"{self.id}/{self.version}"


def _lowest_over_own(of: Inputs) -> Fraction:
    return exact.share(of["weight"], of["lowest_price"], of["price"])


def _linear_to_lowest(of: Inputs) -> Fraction:
    points = of["weight"] * (2 - of["price"] / of["lowest_price"])
    return max(points, of["floor"]) if "floor" in of else points


def _share_of_scale(of: Inputs) -> Fraction:
    return exact.share(of["weight"], of["score"], of["scale_maximum"])


def _share_of_best(of: Inputs) -> Fraction:
    return exact.share(of["weight"], of["score"], of["best_score"])


P1 = Formula("P1", 1, CriterionKind.PRICE, ("weight", "lowest_price", "price"), _lowest_over_own)
"""Lowest price over own price. Every price is above zero."""

P2 = Formula(
    "P2",
    1,
    CriterionKind.PRICE,
    ("weight", "lowest_price", "price"),
    _linear_to_lowest,
    frozenset({"floor"}),
)
"""Linear to the lowest price: nothing at twice the lowest, and negative beyond it unless the
tender announced a `floor` (as a rule 0). Every price is above zero."""

Q1 = Formula("Q1", 1, CriterionKind.QUALITY, ("weight", "scale_maximum", "score"), _share_of_scale)
"""The score's share of the scale's maximum: absolute, whatever the other bids scored."""

Q2 = Formula("Q2", 1, CriterionKind.QUALITY, ("weight", "best_score", "score"), _share_of_best)
"""The score's share of the best score: the best bid earns the full weight."""

FORMULAS: Mapping[str, Formula] = MappingProxyType({f.name: f for f in (P1, P2, Q1, Q2)})
"""Every published formula by its name and version."""
