"""D-21, the certificate of provisional or final acceptance (RD 14 January 2013)."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from contracts.base import Exact, Instant, Message, Money
from contracts.documents.imprint import Calculation, Document, Line, Party, Prose
from contracts.rules.citations import Source


class AcceptanceKind(StrEnum):
    """Which acceptance is granted."""

    PROVISIONAL = "provisional"
    FINAL = "final"


class TestResult(StrEnum):
    """What a test found."""

    __test__ = False

    MEETS = "meets"
    MEETS_WITH_REMARK = "meets_with_remark"
    FAILS = "fails"
    NOT_TESTED = "not_tested"


class AcceptanceTest(Message):
    """One acceptance criterion, who tested it, when, and the result."""

    number: Line
    criterion: Line
    tester: Line
    tested_on: date
    result: TestResult
    remark: Prose | None = None


class MemberNote(Message):
    """What a member signed along with the tests, on the delivery as a whole."""

    name: Line
    text: Prose


class Severity(StrEnum):
    """How heavy a shortcoming weighs."""

    BLOCKING = "blocking"
    SERIOUS = "serious"
    MINOR = "minor"


class AcceptanceRemark(Message):
    """A remark with the last day for its remedy, and the day on which it was remedied."""

    number: Line
    text: Prose
    severity: Severity
    remedy_by: date
    remedied_on: date | None = None


class Delay(Message):
    """The fine for late performance: days, rate, cap and the amount that follows from them."""

    days: Annotated[int, Field(ge=1)]
    rate: Exact
    """Percentage of the base for each day."""
    base: Money
    cap: Exact
    """Percentage of the base that the fine cannot exceed."""
    fine: Money
    source: Source
    to_confirm: bool = False
    """Whether a jurist has still to confirm a figure of it."""
    proposed: bool = False
    """Whether it is a proposal, about which a person has still to decide: then it is taken off
    nothing."""

    @model_validator(mode="after")
    def _is_due(self) -> Self:
        due = min(self.days * self.rate, self.cap) * self.base.amount / 100
        if abs(due - self.fine.amount) > Decimal("0.01"):
            raise ValueError("the fine does not follow from its days, rate and cap")
        return self


class Reduction(Message):
    """A price reduction for lesser value, and why."""

    reason: Line
    amount: Money


class Share(Message):
    """The part of the contract price, excluding VAT, that a milestone is worth."""

    percentage: Exact
    price: Money
    rest: bool = False
    """Whether it is the last milestone, which takes what the others leave of the price."""


class Settlement(Message):
    """From the amount of the milestone to the amount that can be paid."""

    value: Money
    share: Share | None = None
    delay: Delay | None = None
    reductions: tuple[Reduction, ...] = ()
    payable: Money
    vat_percentage: Exact
    payable_including: Money

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.share is not None and not self.share.rest:
            part = self.share.price.amount * self.share.percentage / 100
            if abs(part - self.value.amount) > Decimal("0.005"):
                raise ValueError("the value is the share of the price, rounded to the cent")
        rest = self.value.amount - sum(r.amount.amount for r in self.reductions)
        if self.delay is not None and not self.delay.proposed:
            rest -= self.delay.fine.amount
        if rest != self.payable.amount:
            raise ValueError("the payable amount is the value less fines and reductions")
        exact = self.payable.amount * (100 + self.vat_percentage) / 100
        if abs(exact - self.payable_including.amount) > Decimal("0.01"):
            raise ValueError("the amount including VAT does not follow from its rate")
        return self


class BondRelease(StrEnum):
    """What of the performance bond is released."""

    NONE = "none"
    HALF = "half"
    FULL = "full"


class Bond(Message):
    """The performance bond and its release (RD 14 January 2013, art. 33)."""

    amount: Money
    release: BondRelease
    released: Money
    source: Source


class AcceptanceCertificate(Document):
    """The acceptance of a milestone, or of the whole contract (`milestone` None)."""

    document: Literal["D-21"] = "D-21"
    kind: AcceptanceKind
    contractor: Party
    managing_official: Line
    milestone: Line | None = None
    delivered_at: Instant
    due_on: date | None = None
    effective_on: date
    tests: Annotated[tuple[AcceptanceTest, ...], Field(min_length=1)]
    notes: tuple[MemberNote, ...] = ()
    remarks: tuple[AcceptanceRemark, ...] = ()
    settlement: Settlement
    warranty: Calculation | None = None
    bond: Bond | None = None

    @property
    def open_remarks(self) -> tuple[AcceptanceRemark, ...]:
        """The remarks that are still to be remedied."""
        return tuple(r for r in self.remarks if r.remedied_on is None)

    @model_validator(mode="after")
    def _acceptable(self) -> Self:
        if any(t.result is TestResult.FAILS for t in self.tests):
            raise ValueError("what fails is refused, not accepted")
        if self.kind is AcceptanceKind.FINAL and self.open_remarks:
            raise ValueError("a final acceptance leaves no remark open")
        return self
