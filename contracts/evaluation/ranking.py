"""From the agreed scores to the ranking: the input of the scoring rules, and what they answer.

A ranking is computed once, after the consensus is closed and the chair asked for it, and can be
computed again from the same three things: the version of the tender, the opened bids, the sheet.
"""

from collections.abc import Collection, Iterable

from contracts.base import Message, Money, Sha256, content_hash
from contracts.bidding import OpenedBid
from contracts.evaluation.sheets import ScoreSheet
from contracts.refusals import Code, Refusal, key, refuse
from contracts.rules import scoring
from contracts.rules.errors import RuleError
from contracts.rules.scoring.findings import FindingCode
from contracts.rules.scoring.result import SetAside
from contracts.tendering.draft import TenderDraft
from contracts.tendering.method import method


class RankingResult(Message):
    """The ranking of one evaluation, with every number that led to it.

    Exact numbers are fractions, in JSON `n/d`; each stands beside the text that people read.
    """

    evaluation: str
    draft: Sha256
    """The hash of the version whose criteria, weights and formula were applied."""
    consensus: Sha256
    """The hash of the sheet whose scores were applied."""
    rows: tuple[scoring.Row, ...]
    """The admissible bids, first place first: rank, exact total, points by criterion."""
    groups: tuple[scoring.Group, ...]
    """The places with their bids; several bids in one are exactly equal."""
    findings: tuple[scoring.Finding, ...]
    """What a person must look at: ties, negative points, bids below a minimum."""
    trace: tuple[scoring.Node, ...]
    """For each bid, its total down to the numbers that were given."""
    rule_versions: tuple[str, ...]
    """The formulas that were used, for example `P1/1`."""
    set_aside: tuple[SetAside, ...] = ()
    """The bids that the announced method itself sets aside: below a minimum, above a ceiling.
    They stand in no row and no statistic knows them; the findings say by how much."""
    tie_breaks: tuple[scoring.TieBreak, ...] = ()
    """Each step of the announced chain that was applied to bids with the same total."""

    @property
    def first(self) -> tuple[str, ...]:
        """The bids in the first place."""
        return self.groups[0].bids

    @property
    def bids(self) -> tuple[str, ...]:
        """All ranked bids, first place first."""
        return tuple(row.bid for row in self.rows)


def comparable(draft: TenderDraft, bids: Iterable[OpenedBid]) -> tuple[str, ...]:
    """The ids of the bids that the announced method can compare: they were opened and, if price
    is a criterion, name a price above zero in the currency of the estimate."""
    priced = any(criterion.kind == "price" for criterion in draft.criteria)
    currency = draft.estimate.currency if draft.estimate else None
    return tuple(
        bid.bid
        for bid in bids
        if bid.form
        and (not priced or (bid.form.price.amount > 0 and bid.form.price.currency == currency))
    )


def ceiling_passed(draft: TenderDraft, bid: OpenedBid) -> Money | None:
    """The announced ceiling that the price of a bid passes; such a bid has no place."""
    if bid.form is None:
        return None
    for criterion in draft.criteria:
        ceiling = criterion.parameters.get("ceiling") if criterion.kind == "price" else None
        if ceiling is not None and bid.form.price.amount > ceiling:
            return Money(amount=round(ceiling, 2), currency=bid.form.price.currency)
    return None


def obstacle(
    draft: TenderDraft,
    bids: Iterable[OpenedBid],
    excluded: Collection[str],
    consensus: ScoreSheet,
) -> Refusal | None:
    """Why no ranking can follow from these scores: the announced formula has no value, or no bid
    reaches the announced minima. None when there will be one."""
    answer = _evaluated(draft, bids, excluded, consensus, trace=False)
    named = {criterion.id: criterion.name for criterion in draft.criteria}
    for finding in answer.findings:
        where, name = finding.criterion, named.get(finding.criterion, finding.criterion)
        if finding.code is FindingCode.NO_BEST_SCORE:
            return refuse(Code.BEST_SCORE_ZERO, field=where, criterion=name)
        if finding.code is FindingCode.FORMULA_UNDEFINED:
            problem = key(f"formula.undefined.{finding.facts['reason']}")
            return refuse(Code.RANKING_UNDEFINED, field=where, problem=problem)
        if finding.code is FindingCode.NO_ADMISSIBLE_BID:
            return refuse(Code.NO_BID_LEFT)
    return None


def _evaluated(
    draft: TenderDraft,
    bids: Iterable[OpenedBid],
    excluded: Collection[str],
    consensus: ScoreSheet,
    *,
    trace: bool,
) -> scoring.Result:
    admissible = [bid for bid in bids if bid.bid not in excluded]
    return scoring.evaluate(method(draft), offers(admissible, consensus), trace=trace)


def rank(
    draft: TenderDraft,
    bids: Iterable[OpenedBid],
    excluded: Collection[str],
    consensus: ScoreSheet,
) -> RankingResult:
    """The ranking of the admissible bids by their opened prices and agreed scores.

    The order of bids, rows and criteria changes nothing. Raises `RuleError`: `bid_not_opened`
    for an admissible bid without contents, `evaluation_blocked` with the codes of the findings
    when there is something to settle first.
    """
    answer = _evaluated(draft, bids, excluded, consensus, trace=True)
    if not answer.complete:
        raise RuleError("evaluation_blocked", findings=", ".join(f.code for f in answer.findings))
    return RankingResult(
        evaluation=consensus.evaluation,
        draft=content_hash(draft),
        consensus=content_hash(consensus),
        rows=answer.rows,
        groups=answer.ranking_groups,
        findings=answer.findings,
        trace=answer.trace,
        rule_versions=answer.rule_versions,
        set_aside=answer.set_aside,
        tie_breaks=answer.tie_breaks,
    )


def offers(bids: Iterable[OpenedBid], consensus: ScoreSheet) -> scoring.Offers:
    """What is evaluated: the opened prices and the agreed scores. Their motivation stays in the
    sheet, which cannot be closed without it."""
    return scoring.Offers(
        bids=tuple(_priced(bid) for bid in bids),
        scores=tuple(
            scoring.Score(bid=row.bid, criterion=row.criterion, value=row.score)
            for row in consensus.rows
            if row.score is not None
        ),
    )


def _priced(bid: OpenedBid) -> scoring.Bid:
    if bid.form is None:
        raise RuleError("bid_not_opened", bid=bid.bid)
    price = bid.form.price
    return scoring.Bid(
        id=bid.bid, price=scoring.Price(amount=price.amount, currency=price.currency)
    )
