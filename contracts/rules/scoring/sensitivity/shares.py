"""What each bid earns of each criterion, as shares: what weights are moved over."""

from dataclasses import dataclass
from fractions import Fraction

from contracts.rules.scoring import exact


@dataclass(frozen=True, slots=True)
class Shares:
    """A method that adds weighted shares: the total of a bid is the sum of weight times share.

    `criteria` are those without sub-criteria. `weights` may have any unit, such as points; only
    their proportions count. `shares` has a row for each bid with a share for each criterion, 1
    for the full weight. `paths` names for each criterion the criteria above it, topmost first;
    left empty, all criteria stand side by side. ValueError when the sizes do not agree, a name
    stands twice, or a weight is not above 0.
    """

    bids: tuple[str, ...]
    criteria: tuple[str, ...]
    weights: tuple[Fraction, ...]
    shares: tuple[tuple[Fraction, ...], ...]
    paths: tuple[tuple[str, ...], ...] = ()

    def __post_init__(self) -> None:
        width = len(self.criteria)
        if not width or any(len(row) != width for row in (self.weights, *self.shares)):
            raise ValueError("every bid has a share of every criterion, and every one a weight")
        if len(self.bids) != len(self.shares):
            raise ValueError("every bid has a row of shares")
        if self.paths and len(self.paths) != width:
            raise ValueError("every criterion has a path, or none has")
        if len({*self.bids}) < len(self.bids) or len({*self.criteria}) < width:
            raise ValueError("bids and criteria are named once")
        if not all(weight > 0 for weight in self.weights):
            raise ValueError("weights are above 0")

    def total(self, bid: str) -> Fraction:
        """What a bid earns, in the unit of the weights."""
        row = self.shares[self.bids.index(bid)]
        return exact.total(w * a for w, a in zip(self.weights, row, strict=True))


@dataclass(frozen=True, slots=True)
class Ladder:
    """The scale of a criterion whose share is its score divided by `maximum`."""

    minimum: Fraction
    maximum: Fraction
    step: Fraction | None = None
    """The smallest difference between two scores; none when every number is possible."""
