"""Findings: what stands in the way of an evaluation, or asks for a decision, as coded values."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from contracts.base import Message
from contracts.rules.scoring import exact
from contracts.rules.scoring.formulas import FORMULAS
from contracts.rules.scoring.model import Bid, Criterion, CriterionKind, EvaluationModel, Score


class FindingCode(StrEnum):
    """What was found. Those up to `TIE` stop the evaluation: no points, no ranking."""

    # about the announced method
    NO_CRITERIA = "no_criteria"
    DUPLICATE_CRITERION = "duplicate_criterion"
    SEVERAL_PRICES = "several_prices"
    WEIGHT_NOT_POSITIVE = "weight_not_positive"
    WEIGHTS_SUM = "weights_sum"
    SCALE_MISSING = "scale_missing"
    SCALE_INVALID = "scale_invalid"
    FORMULA_MISSING = "formula_missing"
    FORMULA_UNKNOWN = "formula_unknown"
    FORMULA_UNSUITABLE = "formula_unsuitable"
    PARAMETER_UNKNOWN = "parameter_unknown"
    DUPLICATE_ROUNDING = "duplicate_rounding"
    # about the bids
    NO_BIDS = "no_bids"
    DUPLICATE_BID = "duplicate_bid"
    CURRENCIES_DIFFER = "currencies_differ"
    PRICE_ZERO = "price_zero"
    PRICE_NEGATIVE = "price_negative"
    # about the scores
    UNKNOWN_BID = "unknown_bid"
    UNKNOWN_CRITERION = "unknown_criterion"
    DUPLICATE_SCORE = "duplicate_score"
    MISSING_SCORE = "missing_score"
    OUT_OF_SCALE = "out_of_scale"
    NO_BEST_SCORE = "no_best_score"
    # about the outcome
    TIE = "tie"
    NEGATIVE_POINTS = "negative_points"


_OUTCOME = frozenset({FindingCode.TIE, FindingCode.NEGATIVE_POINTS})


class Finding(Message):
    """One finding, for a person to decide. `facts` are decimal texts or ids."""

    code: FindingCode
    bid: str = ""
    criterion: str = ""
    facts: dict[str, str] = {}

    @property
    def blocks(self) -> bool:
        """Whether nothing can be computed before it is settled."""
        return self.code not in _OUTCOME


def ordered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings in an order that does not depend on that of the input."""
    return tuple(sorted(found, key=lambda f: (f.code, f.criterion, f.bid, sorted(f.facts.items()))))


def examine(tender_version: EvaluationModel) -> tuple[Finding, ...]:
    """What is wrong with an announced method; empty when it can be published."""
    return ordered(_of_model(tender_version))


def _of_model(model: EvaluationModel) -> Iterator[Finding]:
    if not model.criteria:
        yield Finding(code=FindingCode.NO_CRITERIA)
    for repeated in _repeated(c.id for c in model.criteria):
        yield Finding(code=FindingCode.DUPLICATE_CRITERION, criterion=repeated)
    prices = sorted(c.id for c in model.criteria if c.kind is CriterionKind.PRICE)
    if len(prices) > 1:
        yield Finding(code=FindingCode.SEVERAL_PRICES, facts={"criteria": ", ".join(prices)})
    if len({r.stage for r in model.rounding}) < len(model.rounding):
        yield Finding(code=FindingCode.DUPLICATE_ROUNDING)
    yield from _of_weights(model)
    for criterion in model.criteria:
        yield from _of_scale(criterion)
        yield from _of_formula(criterion, model.normalise_quality)


def _of_weights(model: EvaluationModel) -> Iterator[Finding]:
    for criterion in model.criteria:
        if criterion.weight <= 0:
            facts = {"weight": _text(criterion.weight)}
            yield Finding(code=FindingCode.WEIGHT_NOT_POSITIVE, criterion=criterion.id, facts=facts)
    weights = exact.total(exact.fraction(c.weight) for c in model.criteria)
    difference = weights - exact.fraction(model.total)
    if model.criteria and difference:
        facts = {
            "sum": exact.written_out(weights),
            "target": _text(model.total),
            "difference": exact.written_out(difference),
        }
        yield Finding(code=FindingCode.WEIGHTS_SUM, facts=facts)


def _of_scale(criterion: Criterion) -> Iterator[Finding]:
    if criterion.kind is CriterionKind.PRICE:
        return
    if criterion.scale is None:
        yield Finding(code=FindingCode.SCALE_MISSING, criterion=criterion.id)
    elif not 0 <= criterion.scale.minimum < criterion.scale.maximum:
        yield Finding(
            code=FindingCode.SCALE_INVALID,
            criterion=criterion.id,
            facts={
                "minimum": _text(criterion.scale.minimum),
                "maximum": _text(criterion.scale.maximum),
            },
        )


def _of_formula(criterion: Criterion, normalised: bool) -> Iterator[Finding]:
    name = formula_name(criterion, normalised)
    facts = {"formula": name}
    if not name:
        yield Finding(code=FindingCode.FORMULA_MISSING, criterion=criterion.id)
    elif name not in FORMULAS:
        yield Finding(code=FindingCode.FORMULA_UNKNOWN, criterion=criterion.id, facts=facts)
    elif FORMULAS[name].kind is not criterion.kind:
        yield Finding(code=FindingCode.FORMULA_UNSUITABLE, criterion=criterion.id, facts=facts)
    else:
        for unknown in sorted(set(criterion.parameters) - FORMULAS[name].parameters):
            yield Finding(
                code=FindingCode.PARAMETER_UNKNOWN,
                criterion=criterion.id,
                facts=facts | {"parameter": unknown},
            )


def formula_name(criterion: Criterion, normalised: bool) -> str:
    """The formula of a criterion; quality that names none is a share of its scale, or of the
    best score when the tender announced that. Empty when a price names none."""
    if criterion.formula or criterion.kind is CriterionKind.PRICE:
        return criterion.formula or ""
    return "Q2/1" if normalised else "Q1/1"


def of_input(
    model: EvaluationModel, bids: Sequence[Bid], scores: Sequence[Score]
) -> tuple[Finding, ...]:
    """What is wrong with bids and scores, for a method that is itself in order."""
    return ordered((*_of_bids(model, bids), *_of_scores(model, bids, scores)))


def _of_bids(model: EvaluationModel, bids: Sequence[Bid]) -> Iterator[Finding]:
    if not bids:
        yield Finding(code=FindingCode.NO_BIDS)
    for repeated in _repeated(bid.id for bid in bids):
        yield Finding(code=FindingCode.DUPLICATE_BID, bid=repeated)
    if all(c.kind is not CriterionKind.PRICE for c in model.criteria):
        return
    currencies = sorted({bid.price.currency for bid in bids})
    if len(currencies) > 1:
        facts = {"currencies": ", ".join(currencies)}
        yield Finding(code=FindingCode.CURRENCIES_DIFFER, facts=facts)
    for bid in bids:
        if bid.price.amount <= 0:
            zero = bid.price.amount == 0
            yield Finding(
                code=FindingCode.PRICE_ZERO if zero else FindingCode.PRICE_NEGATIVE,
                bid=bid.id,
                facts={"price": _text(bid.price.amount)},
            )


def _of_scores(
    model: EvaluationModel, bids: Sequence[Bid], scores: Sequence[Score]
) -> Iterator[Finding]:
    scales = {c.id: c.scale for c in model.criteria if c.scale}
    known = {bid.id for bid in bids}
    seen: set[tuple[str, str]] = set()
    for score in scores:
        here = (score.bid, score.criterion)
        scale = scales.get(score.criterion)
        if score.bid not in known:
            yield _about(FindingCode.UNKNOWN_BID, here)
        elif scale is None:
            yield _about(FindingCode.UNKNOWN_CRITERION, here)
        elif here in seen:
            yield _about(FindingCode.DUPLICATE_SCORE, here)
        elif not scale.minimum <= score.value <= scale.maximum:
            yield _about(
                FindingCode.OUT_OF_SCALE,
                here,
                score=_text(score.value),
                minimum=_text(scale.minimum),
                maximum=_text(scale.maximum),
            )
        seen.add(here)
    expected = {(bid, criterion) for bid in known for criterion in scales}
    yield from (_about(FindingCode.MISSING_SCORE, here) for here in expected - seen)


def _about(code: FindingCode, here: tuple[str, str], **facts: str) -> Finding:
    return Finding(code=code, bid=here[0], criterion=here[1], facts=facts)


def _repeated(ids: Iterable[str]) -> list[str]:
    return sorted(found for found, times in Counter(ids).items() if times > 1)


def _text(number: Decimal) -> str:
    return f"{number:f}"
