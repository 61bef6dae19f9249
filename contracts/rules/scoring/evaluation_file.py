"""The evaluation file: one document from which anyone computes an award, or several lots, again.

It is the announced method with the bids, scores and decisions laid beside it. Numbers are decimals
read from text or from the literal text of a JSON number; floats, exponents, NaN and infinity are
refused by the types. `docs/rules/scoring/file.md` describes it for who writes one.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from contracts.base import Exact, Message
from contracts.rules.scoring.model import (
    Bid,
    Criterion,
    Decision,
    EvaluationModel,
    Id,
    Parameters,
    Policies,
    Preference,
    Price,
    Score,
    Words,
)
from contracts.rules.scoring.sensitivity.expectation import Expectation

INITIAL = "initial"
"""What stands in a file before its rounds has this id."""

Count = Annotated[int, Field(ge=0, le=1000, strict=True)]


def _price(value: object) -> object:
    """A bare number stands for that amount in euro."""
    return value if value is None or isinstance(value, dict | Price) else {"amount": value}


class OfferedBid(Bid):
    """A bid of the file: its price is an amount with its currency, or a bare number of euro."""

    price: (
        Annotated[Price, BeforeValidator(_price, json_schema_input_type=Price | Exact)] | None
    ) = None


class Round(Message):
    """A round of negotiation, laid over what came before: the bids, scores, comparisons and
    decisions named here replace the earlier ones, the others stay. Of each bid only the last
    admissible offer counts: one that is `excluded` here does not replace an earlier one."""

    id: Id
    bids: tuple[OfferedBid, ...] = ()
    scores: tuple[Score, ...] = ()
    comparisons: tuple[Preference, ...] = ()
    decisions: tuple[Decision, ...] = ()
    withdrawn: tuple[Id, ...] = ()
    """The bids that take part no longer, from this round on."""


class OfferedLot(Message):
    """A lot with its own offers. What it does not announce itself, it takes from the file."""

    id: Id
    title: Words = ""
    weight: Exact = Decimal(1)
    """What its totals count for in a sum over the lots."""
    criteria: tuple[Criterion, ...] | None = None
    parameters: Parameters | None = None
    policies: Policies | None = None
    bids: tuple[OfferedBid, ...] = ()
    scores: tuple[Score, ...] = ()
    comparisons: tuple[Preference, ...] = ()
    decisions: tuple[Decision, ...] = ()
    rounds: tuple[Round, ...] = ()
    expected: Expectation | None = None


class LotRule(StrEnum):
    """How several lots are awarded; the tender announces which."""

    INDEPENDENT = "independent"
    """Each lot by itself."""
    LIMIT_OPTIMAL = "limit_optimal"
    """At most so many lots for one tenderer, and the best sum over all lots."""
    LIMIT_PRIORITY = "limit_priority"
    """At most so many lots for one tenderer, lot by lot in the announced order."""
    COMBINED = "combined"
    """Discounts for combinations of lots, and the lowest price together."""


class LotDiscount(Message):
    """A discount on condition of several lots: from `at_least` lots on, a percentage of all that
    the tenderer is awarded; or for all of `lots`, a percentage or an amount off their price."""

    id: Id
    tenderer: Id
    at_least: Count | None = None
    lots: tuple[Id, ...] = ()
    percent: Exact | None = None
    amount: Exact | None = None

    @model_validator(mode="after")
    def _one_condition(self) -> "LotDiscount":
        by_number = self.at_least is not None
        if by_number == bool(self.lots) or (by_number and self.percent is None):
            raise PydanticCustomError(
                "lot_discount", "a discount is for a number of lots in percent, or for named lots"
            )
        return self


class LotPolicy(Message):
    """The announced rule over the lots."""

    rule: LotRule = LotRule.INDEPENDENT
    figure: Literal["total", "price"] = "total"
    """What is summed over the lots where a sum is compared: totals by the weights of the lots, or
    compared prices."""
    limit: Count | None = None
    """The most lots for one tenderer."""
    limits: dict[Id, Count] = {}
    """The most lots for the tenderer named; the lower of the two holds."""
    order: tuple[Id, ...] = ()
    """For lot by lot: all lots, the first to be awarded first."""
    discounts: tuple[LotDiscount, ...] = ()


class EvaluationFile(EvaluationModel):
    """The method as announced with what it is applied to: bids of one award, or of its lots."""

    version: Literal[1] = 1
    """The version of this form."""
    title: Words = ""
    criteria: tuple[Criterion, ...] = ()
    bids: tuple[OfferedBid, ...] = ()
    scores: tuple[Score, ...] = ()
    comparisons: tuple[Preference, ...] = ()
    decisions: tuple[Decision, ...] = ()
    rounds: tuple[Round, ...] = ()
    lots: tuple[OfferedLot, ...] = ()
    lot_policy: LotPolicy = LotPolicy()
    expected: Expectation | None = None
    """What bids are expected to be like, for the simulation of a tender that is being drafted."""

    @property
    def method(self) -> EvaluationModel:
        """The announced method alone."""
        return EvaluationModel(
            criteria=self.criteria, parameters=self.parameters, policies=self.policies
        )

    @model_validator(mode="after")
    def _offers_in_one_place(self) -> "EvaluationFile":
        if self.lots and (self.bids or self.scores or self.comparisons or self.rounds):
            raise PydanticCustomError(
                "offers_beside_lots", "with lots, bids and scores stand in their lot"
            )
        return self

    @model_validator(mode="after")
    def _named_once(self) -> "EvaluationFile":
        of_rounds = [self.rounds, *(lot.rounds for lot in self.lots)]
        named = [[lot.id for lot in self.lots]]
        named += [[INITIAL, *(each.id for each in rounds)] for rounds in of_rounds]
        for ids in named:
            if len(set(ids)) < len(ids):
                raise PydanticCustomError("id_taken", "lots and rounds have an id of their own")
        return self

    def of_lot(self, lot: OfferedLot) -> "EvaluationFile":
        """The file of one lot by itself."""
        return EvaluationFile(
            title=lot.title,
            criteria=self.criteria if lot.criteria is None else lot.criteria,
            parameters=self.parameters if lot.parameters is None else lot.parameters,
            policies=self.policies if lot.policies is None else lot.policies,
            bids=lot.bids,
            scores=lot.scores,
            comparisons=lot.comparisons,
            decisions=lot.decisions,
            rounds=lot.rounds,
            expected=lot.expected or self.expected,
        )
