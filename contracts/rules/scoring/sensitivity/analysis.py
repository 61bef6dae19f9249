"""All analyses of one evaluation together, with what they are not for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from contracts.rules.scoring import criteria, weighted
from contracts.rules.scoring.model import CriterionKind, EvaluationModel, Normalise, Offers
from contracts.rules.scoring.sensitivity import (
    contest,
    formulas,
    members,
    outcome,
    prices,
    scores,
    uncertainty,
    weights,
    withdrawal,
)
from contracts.rules.scoring.sensitivity.contest import Contest
from contracts.rules.scoring.sensitivity.formulas import OtherFormula
from contracts.rules.scoring.sensitivity.members import MemberLeftOut
from contracts.rules.scoring.sensitivity.outcome import Ranking
from contracts.rules.scoring.sensitivity.prices import PriceMargin
from contracts.rules.scoring.sensitivity.reasons import Reason
from contracts.rules.scoring.sensitivity.scores import ScoreMargin
from contracts.rules.scoring.sensitivity.shares import Ladder, Shares
from contracts.rules.scoring.sensitivity.uncertainty import Drawn, Uncertain
from contracts.rules.scoring.sensitivity.weights import OneWeight, SmallestChange, Transfer
from contracts.rules.scoring.sensitivity.withdrawal import Withdrawals

CAUTION = "sensitivity.caution"
"""The key of the sentence that goes before everything else."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What hangs on what. An analysis that has nothing to say is empty, and `not_applicable` says
    why, by the name of its field. Also where it applies S2 and S3 may be none: then no weights
    make a tie."""

    caution: str
    """The key of the sentence to print first: weights and formulas do not change after the
    opening, and this only informs."""
    ranking: Ranking
    one_weight: tuple[OneWeight, ...] = ()
    """S1."""
    transfer: Transfer | None = None
    """S2."""
    smallest_change: SmallestChange | None = None
    """S3."""
    scores: tuple[ScoreMargin, ...] = ()
    """S4."""
    members: tuple[MemberLeftOut, ...] = ()
    """S5."""
    withdrawals: Withdrawals | None = None
    """S6."""
    price: PriceMargin | None = None
    """S7."""
    formulas: tuple[OtherFormula, ...] = ()
    """S8."""
    chance: tuple[Drawn, ...] = ()
    """S9: weights and scores uncertain, only weights, only scores."""
    not_applicable: dict[str, Reason] = field(default_factory=dict)


NAMES = (
    *("one_weight", "transfer", "smallest_change", "scores", "members"),
    *("withdrawals", "price", "formulas", "chance"),
)
"""The analyses, S1 to S9, by the name of their field."""


def analyse(
    model: EvaluationModel,
    offers: Offers,
    *,
    constants: Mapping[str, Decimal] | None = None,
    uncertain: Uncertain | None = None,
) -> Analysis:
    """S1 to S9 of an evaluation. `constants` are numbers to try other formulas with; `uncertain`
    says what is drawn by chance, by default weights and scores.

    Deterministic: the order of what is given changes nothing, nor does the machine.
    """
    before = outcome.ranking(model, offers)
    if not before:
        return Analysis(CAUTION, (), not_applicable=dict.fromkeys(NAMES, Reason.NOT_COMPLETE))
    shares, tried = weighted.shares(model, offers), outcome.unstepped(model)
    found: dict[str, object] = {
        "members": members.left_out(tried, offers, before),
        "withdrawals": withdrawal.withdrawals(tried, offers, before),
        "price": prices.price_margin(tried, offers, before, shares),
        "formulas": formulas.other_formulas(tried, offers, before, constants),
        **_of_shares(model, shares, uncertain or Uncertain()),
    }
    reasons = {name: each for name, each in found.items() if isinstance(each, Reason)}
    said: dict[str, Any] = {name: each for name, each in found.items() if name not in reasons}
    return Analysis(CAUTION, before, **said, not_applicable=dict(sorted(reasons.items())))


def _of_shares(
    model: EvaluationModel, shares: Shares | None, uncertain: Uncertain
) -> dict[str, object]:
    """S1 to S4 and S9, which move what a weighted sum is made of."""
    if shares is None:
        names = ("one_weight", "transfer", "smallest_change", "scores", "chance")
        return dict.fromkeys(names, Reason.NOT_A_WEIGHTED_SUM)
    contested, scales = contest.contest(shares), ladders(model)
    found: dict[str, object] = dict.fromkeys(("one_weight", "transfer", "smallest_change"))
    found |= {"scores": contested, "chance": _chance(shares, scales, uncertain)}
    if not isinstance(contested, Contest):
        return dict.fromkeys(found, contested) | {"chance": found["chance"]}
    found["scores"] = scores.score_margins(contested, scales)
    if len(shares.criteria) < 2:
        return found | dict.fromkeys(
            ("one_weight", "transfer", "smallest_change"), Reason.ONE_CRITERION
        )
    found["one_weight"] = weights.one_weight(contested)
    found["transfer"] = weights.transfer(contested)
    found["smallest_change"] = weights.smallest_change(contested)
    return found


def _chance(
    shares: Shares, scales: Mapping[str, Ladder], uncertain: Uncertain
) -> tuple[Drawn, ...] | Reason:
    if len(shares.bids) < 2:
        return Reason.ONE_BID
    ways = [uncertain]
    if uncertain.weights and uncertain.scores:
        ways += [replace(uncertain, scores=False), replace(uncertain, weights=False)]
    return tuple(uncertainty.drawn(shares, scales, way) for way in ways)


def ladders(model: EvaluationModel) -> dict[str, Ladder]:
    """The scales of the criteria whose share is the score divided by the maximum of the scale."""
    if model.parameters.normalise in (Normalise.QUALITY, Normalise.BOTH):
        return {}
    return {
        leaf.id: Ladder(
            Fraction(scale.minimum),
            Fraction(scale.maximum),
            None if scale.step is None else Fraction(scale.step),
        )
        for leaf in criteria.leaves(criteria.place(model))
        if leaf.criterion.kind is CriterionKind.QUALITY
        and criteria.formula_name(leaf.criterion, model.parameters.normalise) == "Q1/1"
        and (scale := leaf.criterion.scale)
    }


@cache
def _adapter() -> TypeAdapter[Analysis]:
    return TypeAdapter(Analysis)


def plain(analysis: Analysis) -> dict[str, Any]:
    """The JSON form of an analysis, with exact numbers as `n/d`."""
    written: dict[str, Any] = _adapter().dump_python(analysis, mode="json")
    return written
