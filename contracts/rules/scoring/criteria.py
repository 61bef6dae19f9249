"""The tree of criteria, laid out: what each criterion can really earn, and where it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.rules.scoring.model import Criterion, CriterionKind, EvaluationModel, Normalise


@dataclass(frozen=True, slots=True)
class Placed:
    """A criterion in its place. `weight` is what it can earn in points of the total: its own
    weight, in the share that its parent really has of what it divides among its sub-criteria."""

    criterion: Criterion
    weight: Fraction
    above: "Placed | None"
    children: tuple["Placed", ...]

    @property
    def id(self) -> str:
        """The id of the criterion."""
        return self.criterion.id

    @property
    def kind(self) -> CriterionKind:
        """What it compares; of a criterion with sub-criteria it says nothing."""
        return self.criterion.kind

    @property
    def leaf(self) -> bool:
        """Whether it earns its own points, having no sub-criteria."""
        return not self.children

    @property
    def priced(self) -> bool:
        """Whether it is about price, itself or in its sub-criteria: nothing mixes price with
        quality, which is all the rest."""
        if self.children:
            return self.children[0].priced
        return self.criterion.kind is CriterionKind.PRICE


def shared_out(criterion: Criterion) -> Fraction:
    """What the weights of the sub-criteria sum to."""
    return Fraction(criterion.weight if criterion.subtotal is None else criterion.subtotal)


def place(model: EvaluationModel) -> tuple[Placed, ...]:
    """The criteria at the top, with all below them, each level in the order of the ids."""
    return tuple(_placed(criterion, None) for criterion in _sorted(model.criteria))


def _sorted(criteria: Sequence[Criterion]) -> list[Criterion]:
    return sorted(criteria, key=lambda criterion: criterion.id)


def _placed(criterion: Criterion, above: Placed | None) -> Placed:
    weight = Fraction(criterion.weight)
    if above is not None:
        weight = above.weight * weight / shared_out(above.criterion)
    here = Placed(criterion, weight, above, ())
    below = tuple(_placed(child, here) for child in _sorted(criterion.children))
    return Placed(criterion, weight, above, below)


def every(placed: Sequence[Placed]) -> Iterator[Placed]:
    """All criteria, each before its sub-criteria."""
    for each in placed:
        yield each
        yield from every(each.children)


def leaves(placed: Sequence[Placed]) -> tuple[Placed, ...]:
    """The criteria that earn points, in the order of the tree."""
    return tuple(each for each in every(placed) if each.leaf)


def listed(criteria: Sequence[Criterion]) -> Iterator[Criterion]:
    """All criteria of an announced method as they stand, each before its sub-criteria."""
    for criterion in criteria:
        yield criterion
        yield from listed(criterion.children)


_BY_DEFAULT = {CriterionKind.QUALITY: "Q1/1", CriterionKind.COMPARISON: "C1/1"}


def formula_name(criterion: Criterion, normalise: Normalise) -> str:
    """The formula of a criterion without sub-criteria. Quality that names none is a share of its
    scale, or of the best score when the tender announced that; empty when a price names none."""
    if criterion.formula:
        return criterion.formula
    raised = normalise in (Normalise.CRITERION, Normalise.BOTH)
    if raised and criterion.kind is CriterionKind.QUALITY:
        return "Q2/1"
    return _BY_DEFAULT.get(criterion.kind, "")
