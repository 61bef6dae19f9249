"""How firm a ranking is, as its page tells it: weights, scores, withdrawals.

It informs and changes nothing: weights and formula are fixed when the bids are opened. Exact
throughout, from the same rules as the ranking itself. No member of the committee can be left out:
what counts is the score that they agreed on.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from contracts.evaluation.bundle import Ranked, evaluation_file
from contracts.evaluation.sheets import LOWEST, quality_criteria
from contracts.rules import scoring
from contracts.rules.scoring import EvaluationModel, Offers, weighted
from contracts.rules.scoring.rounds import snapshots
from contracts.rules.scoring.sensitivity import contest, outcome, weights
from contracts.rules.scoring.sensitivity.contest import Contest
from contracts.rules.scoring.sensitivity.outcome import Ranking
from contracts.rules.scoring.sensitivity.reasons import Reason
from contracts.rules.scoring.sensitivity.shares import Shares
from contracts.rules.scoring.sensitivity.weights import OneWeight
from contracts.tendering.draft import WEIGHTS_TOTAL, TenderDraft

STEP = Decimal(1)
"""One step of a score: a whole point of its scale."""


@dataclass(frozen=True, slots=True)
class Line:
    """The total of a bid as one weight moves, the others sharing the rest in proportion: a
    straight line from where that criterion counts for nothing to where it counts alone."""

    bid: str
    without: Fraction
    alone: Fraction

    def at(self, weight: Fraction) -> Fraction:
        """The total where the criterion has this part of the whole, from 0 to 1."""
        return self.without + (self.alone - self.without) * weight


@dataclass(frozen=True, slots=True)
class Stepped:
    """One agreed score moved by one step, after which others are first."""

    bid: str
    criterion: str
    before: Decimal
    after: Decimal
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The others when a bid had not come: bid and total, best first. `keeps_order` says that they
    stand to each other as before; there are no totals where no ranking would be left."""

    bid: str
    totals: tuple[tuple[str, Fraction], ...]
    keeps_first: bool
    keeps_order: bool


@dataclass(frozen=True)
class Firmness:
    """What hangs on what. `weights` is empty, and `unweighed` says why, where the method is no
    sum of weighted shares or nobody is first alone."""

    ranking: Ranking
    weights: tuple[OneWeight, ...]
    lines: dict[str, tuple[Line, ...]]
    """By criterion, the bids in the order of the ranking."""
    unweighed: Reason | None
    steps: tuple[Stepped, ...]
    steps_tried: int
    withdrawn: tuple[Withdrawn, ...]
    """For each bid that is not first, in the order of the ranking."""


def firmness(ranked: Ranked) -> Firmness:
    """The analysis of a ranking that was made. Takes about a second for the largest; the order of
    what was read changes nothing."""
    file = evaluation_file(ranked)
    model, offers = file.method, snapshots(file)[-1].offers
    ranking = outcome.ranking(model, offers)
    shares = weighted.shares(model, offers)
    contested = Reason.NOT_A_WEIGHTED_SUM if shares is None else contest.contest(shares)
    found: tuple[OneWeight, ...] = ()
    unweighed = contested if isinstance(contested, Reason) else None
    if isinstance(contested, Contest) and len(contested.criteria) > 1:
        found = weights.one_weight(contested)
    elif unweighed is None:
        unweighed = Reason.ONE_CRITERION
    tried = _tries(ranked.draft, offers)
    return Firmness(
        ranking=ranking,
        weights=found,
        lines=_lines(shares, ranking) if found and shares else {},
        unweighed=unweighed,
        steps=tuple(
            moved
            for score, after in tried
            if (moved := _stepped(model, offers, ranking, score, after))
        ),
        steps_tried=len(tried),
        withdrawn=tuple(
            _withdrawn(model, offers, ranking, bid) for group in ranking[1:] for bid in group
        ),
    )


def _lines(shares: Shares, ranking: Ranking) -> dict[str, tuple[Line, ...]]:
    """The totals are in points, as the tender announced them."""
    whole, rows = sum(shares.weights), dict(zip(shares.bids, shares.shares, strict=True))
    points = Fraction(WEIGHTS_TOTAL)
    lines = {}
    for place, criterion in enumerate(shares.criteria):
        own = shares.weights[place]
        lines[criterion] = tuple(
            Line(
                bid,
                without=points * (shares.total(bid) - own * rows[bid][place]) / (whole - own),
                alone=points * rows[bid][place],
            )
            for group in ranking
            for bid in group
        )
    return lines


def _tries(draft: TenderDraft, offers: Offers) -> list[tuple[scoring.Score, Decimal]]:
    """Every agreed score of a bid that counts, a step down and a step up, on its scale."""
    highest = {criterion.id: criterion.scale_max for criterion in quality_criteria(draft)}
    standing = {bid.id for bid in offers.bids if not bid.excluded}
    return [
        (score, after)
        for score in offers.scores
        if score.value is not None and score.bid in standing
        for after in (score.value - STEP, score.value + STEP)
        if LOWEST <= after <= highest[score.criterion]
    ]


def _stepped(
    model: EvaluationModel, offers: Offers, before: Ranking, score: scoring.Score, after: Decimal
) -> Stepped | None:
    """None when the same are first."""
    moved = score.model_copy(update={"value": after})
    scores = tuple([moved if each is score else each for each in offers.scores])
    first = outcome.ranking(model, offers.model_copy(update={"scores": scores}))[:1]
    if first == before[:1] or score.value is None:
        return None
    return Stepped(score.bid, score.criterion, score.value, after, first[0] if first else ())


def _withdrawn(model: EvaluationModel, offers: Offers, before: Ranking, bid: str) -> Withdrawn:
    result = scoring.evaluate(model, outcome.without(offers, {bid}), trace=False)
    after = tuple(group.bids for group in result.ranking_groups)
    stayed = {other for group in before for other in group} - {bid}
    expected = outcome.among(before, stayed)
    return Withdrawn(
        bid,
        totals=tuple((row.bid, row.exact) for row in result.rows),
        keeps_first=after[:1] == expected[:1],
        keeps_order=after == expected,
    )
