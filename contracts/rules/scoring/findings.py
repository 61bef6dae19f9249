"""Findings: what stands in the way of an evaluation, or asks for a decision, as coded values."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from contracts.base import Message
from contracts.rules.scoring import exact
from contracts.rules.scoring.model import Decision, Outcome


class Effect(StrEnum):
    """What follows from a finding."""

    METHOD = "method"
    """The announced method cannot be applied as it stands."""
    INPUT = "input"
    """What was handed in cannot be right."""
    BLOCKS = "blocks"
    """Nothing can be computed before a person has settled it."""
    WAITS = "waits"
    """There is an outcome, and a person must decide about this."""
    TOLD = "told"
    """It was announced what follows, or nothing does; people must know."""


class FindingCode(StrEnum):
    """What was found, and what follows from it."""

    effect: Effect

    def __new__(cls, value: str, effect: Effect) -> "FindingCode":
        """A code with its effect."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.effect = effect
        return member

    # about the announced method
    NO_CRITERIA = "no_criteria", Effect.METHOD
    DUPLICATE_CRITERION = "duplicate_criterion", Effect.METHOD
    SEVERAL_PRICES = "several_prices", Effect.METHOD
    MIXED_BLOCK = "mixed_block", Effect.METHOD
    WEIGHT_NOT_POSITIVE = "weight_not_positive", Effect.METHOD
    WEIGHT_OUT_OF_RANGE = "weight_out_of_range", Effect.METHOD
    WEIGHTS_SUM = "weights_sum", Effect.METHOD
    SCALE_MISSING = "scale_missing", Effect.METHOD
    SCALE_INVALID = "scale_invalid", Effect.METHOD
    TABLE_INVALID = "table_invalid", Effect.METHOD
    FORMULA_MISSING = "formula_missing", Effect.METHOD
    FORMULA_UNKNOWN = "formula_unknown", Effect.METHOD
    FORMULA_UNSUITABLE = "formula_unsuitable", Effect.METHOD
    PARAMETER_UNKNOWN = "parameter_unknown", Effect.METHOD
    PARAMETER_MISSING = "parameter_missing", Effect.METHOD
    PARAMETER_OUT_OF_RANGE = "parameter_out_of_range", Effect.METHOD
    THRESHOLD_UNSUITABLE = "threshold_unsuitable", Effect.METHOD
    DUPLICATE_ROUNDING = "duplicate_rounding", Effect.METHOD
    TIE_STEP_INVALID = "tie_step_invalid", Effect.METHOD
    SCREENING_UNKNOWN = "screening_unknown", Effect.METHOD
    COST_LINE_INVALID = "cost_line_invalid", Effect.METHOD
    # about the bids and scores: input that cannot be right
    NO_BIDS = "no_bids", Effect.INPUT
    DUPLICATE_BID = "duplicate_bid", Effect.INPUT
    CURRENCIES_DIFFER = "currencies_differ", Effect.INPUT
    UNKNOWN_BID = "unknown_bid", Effect.INPUT
    UNKNOWN_CRITERION = "unknown_criterion", Effect.INPUT
    DUPLICATE_SCORE = "duplicate_score", Effect.INPUT
    OUT_OF_SCALE = "out_of_scale", Effect.INPUT
    SCORE_WITHOUT_MEMBER = "score_without_member", Effect.INPUT
    COMPARISON_INVALID = "comparison_invalid", Effect.INPUT
    DECISION_INVALID = "decision_invalid", Effect.INPUT
    SEED_WRONG = "seed_wrong", Effect.INPUT
    # what a person must settle before anything can be computed
    PRICE_ZERO = "price_zero", Effect.BLOCKS
    PRICE_NEGATIVE = "price_negative", Effect.BLOCKS
    MISSING_PRICE = "missing_price", Effect.BLOCKS
    MISSING_QUANTITY = "missing_quantity", Effect.BLOCKS
    MISSING_SCORE = "missing_score", Effect.BLOCKS
    MISSING_COMPARISON = "missing_comparison", Effect.BLOCKS
    MISSING_MOTIVATION = "missing_motivation", Effect.BLOCKS
    NO_BEST_SCORE = "no_best_score", Effect.BLOCKS
    FORMULA_UNDEFINED = "formula_undefined", Effect.BLOCKS
    NO_ADMISSIBLE_BID = "no_admissible_bid", Effect.BLOCKS
    # about the outcome: what a person must decide
    CEILING_PASSED = "ceiling_passed", Effect.WAITS
    ABNORMALLY_LOW = "abnormally_low", Effect.WAITS
    TIE = "tie", Effect.WAITS
    # about the outcome: what a person must know
    BELOW_THRESHOLD = "below_threshold", Effect.TOLD
    NEGATIVE_POINTS = "negative_points", Effect.TOLD
    SPREAD = "spread", Effect.TOLD
    ZERO_REPLACED = "zero_replaced", Effect.TOLD
    SCREENING_NOT_APPLICABLE = "screening_not_applicable", Effect.TOLD
    EARLIER_OFFER_COUNTS = "earlier_offer_counts", Effect.TOLD


class Finding(Message):
    """One finding. `facts` are decimal texts, ids or keys."""

    code: FindingCode
    bid: str = ""
    criterion: str = ""
    facts: dict[str, str] = {}
    decided: Outcome | None = None
    """What a person decided about it, when that is known."""

    @property
    def effect(self) -> Effect:
        """What follows from it."""
        return self.code.effect

    @property
    def blocks(self) -> bool:
        """Whether nothing can be computed before it is settled."""
        return self.effect in (Effect.METHOD, Effect.INPUT, Effect.BLOCKS) and not self.decided

    @property
    def waits(self) -> bool:
        """Whether a person must still decide."""
        return self.effect is not Effect.TOLD and not self.decided


def found(code: FindingCode, bid: str = "", criterion: str = "", **facts: str) -> Finding:
    """A finding with its facts."""
    return Finding(code=code, bid=bid, criterion=criterion, facts=facts)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in an order that does not depend on that of the input."""
    return tuple(
        sorted(findings, key=lambda f: (f.code, f.criterion, f.bid, sorted(f.facts.items())))
    )


def settle(findings: Iterable[Finding], decisions: Sequence[Decision]) -> list[Finding]:
    """The findings with what was decided about each."""
    return [_settled(finding, decisions) for finding in findings]


def _settled(finding: Finding, decisions: Sequence[Decision]) -> Finding:
    """What stands in the way although it was decided on is not settled by that decision."""
    if finding.blocks:
        return finding
    outcome = next((d.outcome for d in decisions if concerns(d, finding)), None)
    return finding.model_copy(update={"decided": outcome}) if outcome else finding


def concerns(decision: Decision, finding: Finding) -> bool:
    """Whether a decision is about this finding: the same code, bid and criterion, as far as the
    decision names them; of a tie, an order of just the bids that share the place."""
    return (
        decision.finding == finding.code
        and decision.bid in (None, finding.bid)
        and decision.criterion in (None, finding.criterion)
        and (
            finding.code is not FindingCode.TIE
            or finding.facts["bids"] == ", ".join(sorted(decision.order))
        )
    )


def text(number: Decimal) -> str:
    """A decimal as people wrote it, without exponent."""
    return f"{number:f}"


def written(number: Fraction) -> str:
    """All digits of a fraction that has a finite decimal form; else `n/d`."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return exact.written_out(number) if rest == 1 else f"{number.numerator}/{number.denominator}"
