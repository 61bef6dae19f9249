"""What a formula is: a named, versioned, pure function from named exact inputs to one number.

A published version is never edited: a signed report is recomputed from it. What should work
differently is a new version. The inputs have the names under which the trace prints them; the
words that people read are in the catalogues (`formula.<name>`), and a test pins their hash.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

Inputs = Mapping[str, Fraction]
"""Named exact numbers: statistics, parameters, and what one bid offers."""


class FormulaKind(StrEnum):
    """What a formula turns into points, or into the figure that ranks the bids."""

    PRICE = "price"
    """An amount of which less is better, into a share of the weight."""
    SCORE = "score"
    """A number of which more is better, into a share of the weight."""
    COMPARISON = "comparison"
    """The result of comparing in pairs, into a share of the weight."""
    WHOLE = "whole"
    """Quality and price together, into the figure by which whole bids are ranked."""


class Best(StrEnum):
    """Which figure wins."""

    HIGHEST = "highest"
    LOWEST = "lowest"


class Accepts(StrEnum):
    """The prices that a formula is defined for."""

    POSITIVE = "positive"
    NOT_NEGATIVE = "not_negative"
    ANY = "any"


class Undefined(Exception):
    """The formula has no value here. `reason` is a key (`formula.undefined.<reason>`), never
    shown as it is. It becomes a finding; no number stands in its place."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Parameter:
    """A number that the tender announces for a formula. Inclusive bounds unless `above`."""

    name: str
    required: bool = True
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    above: Fraction | None = None
    """The number must be strictly greater than this."""
    whole: bool = False
    """Whether only a whole number will do."""

    def allows(self, value: Fraction) -> bool:
        """Whether a number is inside the announced bounds."""
        return (
            (self.minimum is None or value >= self.minimum)
            and (self.maximum is None or value <= self.maximum)
            and (self.above is None or value > self.above)
            and (not self.whole or value.denominator == 1)
        )


@dataclass(frozen=True)
class Formula:
    """`compute` reads `inputs` and `parameters` and answers the share of the weight that is
    earned (1 for the full points; below 0 where no floor was announced), or, for a `WHOLE`
    formula, the ranking figure. It raises `Undefined` where there is no answer.

    `inputs` may name, for each kind:
    - PRICE: `price`; `lowest_price`, `highest_price`, `mean_price`, `median_price`.
    - SCORE: `score`; `scale_maximum`, `best_score`, `lowest_score`.
    - COMPARISON: `coefficient`, `best_coefficient`.
    - WHOLE: `price` and its statistics as above; `quality` (the bid's points for quality),
      `maximum_quality` (the points there are), `best_quality`, `mean_quality`, `median_quality`.
    """

    id: str
    version: int
    kind: FormulaKind
    inputs: tuple[str, ...]
    compute: Callable[[Inputs], Fraction]
    parameters: tuple[Parameter, ...] = ()
    best: Best = Best.HIGHEST
    accepts: Accepts = Accepts.POSITIVE
    absolute: bool = False
    """Whether a bid's figure depends on nothing but the bid and announced numbers."""
    monotone: bool = True
    """Whether a lower price (a higher score) never lowers what is earned."""
    proportional: bool = False
    """Whether the share is the score times a number that all bids share."""
    inverse: bool = False
    """Whether the share is a number that all bids share, divided by the price."""
    rounded_to: int | None = None
    """The decimals of an irrational result, half even; none when the result is exact."""

    @property
    def name(self) -> str:
        """Formula and version in one word, as tenders and reports write it."""
        return f"{self.id}/{self.version}"

    @property
    def required(self) -> frozenset[str]:
        """The parameters that a tender must announce."""
        return frozenset(each.name for each in self.parameters if each.required)
