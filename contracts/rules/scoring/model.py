"""What an evaluation works on: the announced method, the admissible bids, the agreed scores."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from contracts.base import Exact, Message, Money
from contracts.rules.scoring.exact import Mode

Id = Annotated[str, StringConstraints(min_length=1, max_length=300)]
FormulaName = Annotated[str, StringConstraints(pattern=r"^[A-Z]{1,3}[0-9]{1,2}/[0-9]{1,3}$")]
"""A formula and its version, for example `P1/1`."""


class CriterionKind(StrEnum):
    """What a criterion compares."""

    PRICE = "price"
    QUALITY = "quality"


class Stage(StrEnum):
    """Where the tender documents say that a number is rounded."""

    CRITERION = "criterion"
    TOTAL = "total"


class Scale(Message):
    """The scores that are possible, both ends included. Points are a share of the maximum."""

    minimum: Exact = Decimal(0)
    maximum: Exact


class Criterion(Message):
    """An award criterion: `weight` is the points it can earn. A price names its formula and the
    formula's announced parameters; quality has a scale."""

    id: Id
    kind: CriterionKind
    weight: Exact
    scale: Scale | None = None
    formula: FormulaName | None = None
    parameters: dict[str, Exact] = {}


class Rounding(Message):
    """One announced rounding. None is the default: without it nothing is rounded but for show."""

    stage: Stage
    decimals: Annotated[int, Field(ge=0, le=10)]
    mode: Mode = Mode.HALF_UP


class EvaluationModel(Message):
    """The method as announced. It may be wrong while it is a draft; `examine` says how."""

    criteria: tuple[Criterion, ...]
    total: Exact = Decimal(100)
    """What the weights must sum to, exactly."""
    normalise_quality: bool = False
    """On each quality criterion the best score earns the full weight. Only if announced."""
    rounding: tuple[Rounding, ...] = ()
    display_decimals: Annotated[int, Field(ge=0, le=10)] = 2


class Bid(Message):
    """An admissible bid: statistics such as the lowest price are taken over these bids only. The
    price is corrected for arithmetic errors, on the same VAT basis for all."""

    id: Id
    price: Money


class Score(Message):
    """The agreed score of one bid on one quality criterion."""

    bid: Id
    criterion: Id
    value: Exact
