"""A ranking as one file from which anyone computes it again, without Bestek's records.

The file holds the announced method, every opened bid, the agreed scores with their reasons, and
what persons decided: the bids that were set aside with the ground, and who goes first of two equal
bids. What the members of the committee gave by themselves is not in it: the announced method counts
the agreed score alone, and the ranking shows no other.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from contracts.base import Instant
from contracts.bidding import OpenedBid
from contracts.evaluation.ranking import RankingResult
from contracts.evaluation.sheets import Examination, ScoreSheet
from contracts.rules import scoring
from contracts.rules.errors import RuleError
from contracts.rules.scoring import bundle as bundles
from contracts.rules.scoring.evaluation_file import EvaluationFile, OfferedBid
from contracts.rules.scoring.findings import FindingCode
from contracts.rules.scoring.model import Decision, Outcome
from contracts.tendering.draft import TenderDraft
from contracts.tendering.method import method


@dataclass(frozen=True)
class TieSettled:
    """Which of the equal bids goes first, by whom, when and why."""

    bid: str
    by: str
    at: Instant
    reason: str


@dataclass(frozen=True)
class Ranked:
    """A ranking that was made, with all it was made from."""

    draft: TenderDraft
    bids: tuple[OpenedBid, ...]
    examined: tuple[Examination, ...]
    consensus: ScoreSheet
    result: RankingResult
    tenderers: Mapping[str, str]
    """The names of the suppliers, by bid."""
    tie: TieSettled | None = None


def file_name(reference: str) -> str:
    """What the file of a tender's ranking is called."""
    return f"{reference}-evaluation.json"


def evaluation_file(ranked: Ranked) -> EvaluationFile:
    """The evaluation as a file: equal for equal records, in whatever order they are read."""
    announced = method(ranked.draft)
    named = {criterion.id: criterion.name for criterion in ranked.draft.criteria}
    grounds = {row.bid: row.reason.strip() for row in ranked.examined if not row.admissible}
    ordered = sorted(ranked.bids, key=lambda bid: bid.bid)
    return EvaluationFile(
        title=ranked.draft.title,
        criteria=tuple(
            criterion.model_copy(update={"name": named[criterion.id]})
            for criterion in announced.criteria
        ),
        parameters=announced.parameters,
        policies=announced.policies,
        bids=tuple(_bid(bid, ranked, grounds.get(bid.bid, "")) for bid in ordered),
        scores=tuple(
            scoring.Score(
                bid=row.bid, criterion=row.criterion, value=row.score, motivation=row.motivation
            )
            for row in sorted(ranked.consensus.rows, key=lambda row: (row.bid, row.criterion))
            if row.score is not None
        ),
        decisions=_decisions(ranked),
    )


def _bid(bid: OpenedBid, ranked: Ranked, ground: str) -> OfferedBid:
    return OfferedBid(
        id=bid.bid,
        tenderer=ranked.tenderers[bid.bid],
        price=_price(bid),
        excluded=ground,
    )


def _price(bid: OpenedBid) -> scoring.Price | None:
    """The price as it was bid."""
    if bid.form is None:
        return None
    price = bid.form.price
    return scoring.Price(amount=price.amount, currency=price.currency)


def _decisions(ranked: Ranked) -> tuple[Decision, ...]:
    """The order of two equal bids. Of three or more, only the first is ever decided; the file then
    leaves the tie as it is, since it has no order of the others to tell."""
    tie, first = ranked.tie, ranked.result.first
    if tie is None or len(first) != 2:
        return ()
    return (
        Decision(
            finding=FindingCode.TIE,
            outcome=Outcome.ADMIT,
            reason=tie.reason,
            by=tie.by,
            at=tie.at,
            order=(tie.bid, *(bid for bid in first if bid != tie.bid)),
        ),
    )


def bundle(ranked: Ranked) -> dict[str, Any]:
    """The bundle of a ranking, as JSON: the file, and its answer with trace and digest.

    Raises `RuleError("ranking_not_reproduced")` when the totals that follow from the file are not,
    to the last digit, those of the ranking that was made.
    """
    made = bundles.bundle(evaluation_file(ranked))
    totals = made["answer"]["totals"]
    if {row.bid: row.exact for row in ranked.result.rows} != {
        bid: Fraction(total["exact"]) for bid, total in totals.items()
    }:
        raise RuleError("ranking_not_reproduced", evaluation=ranked.result.evaluation)
    return made
