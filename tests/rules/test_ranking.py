"""The ranking is exact, revealed by the chair, and names one bid before it is concluded."""

from decimal import Decimal
from typing import Any

import pytest

from contracts import actors, awarding, evaluation, names, tendering
from contracts.base import Language, canonical_json, content_hash
from contracts.evaluation import RankingResult, ScoreSheet, Stage, ranking
from contracts.evaluation.process import (
    ConcludeEvaluation,
    DecideTie,
    RecordRanking,
    RevealRanking,
)
from contracts.refusals import Code, Refusal
from contracts.rules.errors import RuleError
from contracts.tendering import TenderDraft
from contracts.tendering.draft import Criterion, TieStep
from infra.texts import refusals
from tests.rules import casework
from tests.rules.casework import (
    AGREED,
    BRUG,
    DRAFT,
    GRIET,
    KADE,
    LINDE,
    MEER,
    TEXT,
    TINE,
    ZILVER,
    Run,
    uid,
)


def _code(refusal: Refusal | None) -> Code | None:
    return refusal.code if refusal else None


def _waited_for(run: Run[Any]) -> set[tuple[str, str | None]]:
    return {(task.what, task.person or task.role) for task in evaluation.tasks(run.state)}


def _ranked(*first: str) -> Run[Any]:
    run = casework.closed()
    run.tell(RevealRanking, GRIET)
    run.tell(RecordRanking, actors.SYSTEM, result=TEXT, first=first or (ZILVER,))
    return run


def test_no_ranking_before_the_consensus_is_closed() -> None:
    run = casework.consensus()
    assert _code(run.ask(RevealRanking, GRIET)) is Code.WRONG_STAGE
    assert run.state.ranking is None


def test_the_ranking_is_revealed_by_the_chair_alone() -> None:
    run = casework.closed()
    assert _code(run.ask(RevealRanking, TINE)) is Code.NOT_ALLOWED
    run.tell(RevealRanking, GRIET)
    assert run.stage() is Stage.RANKING
    assert _waited_for(run) == set()


def test_a_single_first_bid_wins_without_further_decision() -> None:
    run = _ranked(ZILVER)
    assert (run.stage(), run.state.winner) == (Stage.RANKED, ZILVER)
    assert _waited_for(run) == {("conclude_evaluation", GRIET)}
    assert _code(run.ask(DecideTie, GRIET, bid=ZILVER, reason=TEXT)) is Code.WRONG_STAGE


def test_an_excluded_bid_is_never_first() -> None:
    run = casework.closed()
    run.tell(RevealRanking, GRIET)
    refusal = run.ask(RecordRanking, actors.SYSTEM, result=TEXT, first=(BRUG,))
    assert _code(refusal) is Code.INVALID_INPUT


def test_a_tie_waits_for_the_chair() -> None:
    run = _ranked(KADE, ZILVER)
    assert _waited_for(run) == {("decide_tie", GRIET)}
    assert _code(run.ask(ConcludeEvaluation, GRIET)) is Code.TIE_UNDECIDED
    assert _code(run.ask(DecideTie, GRIET, bid=MEER, reason=TEXT)) is Code.INVALID_INPUT
    run.tell(DecideTie, GRIET, bid=KADE, reason=TEXT)
    run.tell(ConcludeEvaluation, GRIET)
    assert (run.stage(), run.state.winner) == (Stage.CONCLUDED, KADE)


def test_the_conclusion_opens_an_award_and_tells_the_tender() -> None:
    run = _ranked(ZILVER)
    run.follow_ups.clear()
    run.tell(ConcludeEvaluation, GRIET)
    progress, award = run.follow_ups
    assert isinstance(progress, tendering.process.RecordProgress)
    assert progress.stage is tendering.Stage.AWARDING
    assert isinstance(award, awarding.process.OpenAward)
    assert award.aggregate == names.award(uid(51), 1)
    assert (award.winner, award.ranking) == (ZILVER, TEXT)
    assert progress.id != award.id
    assert run.state.ended


# --- the ranking itself -----------------------------------------------------------------------


def _totals(result: RankingResult) -> dict[str, str]:
    return {row.bid: row.shown for row in result.rows}


def test_the_agreed_scores_give_the_published_totals() -> None:
    with_nine = casework.ranked()
    assert _totals(with_nine) == {ZILVER: "86.72", KADE: "86.48", MEER: "83.19", LINDE: "74.50"}
    with_eight = AGREED | {ZILVER: (9, 8, 9, 8, 8, 9, 9)}
    other = evaluation.rank(DRAFT, casework.opened(), {BRUG}, casework.scores(GRIET, with_eight))
    assert _totals(other)[ZILVER] == "85.72"
    assert (with_nine.first, other.first) == ((ZILVER,), (KADE,))


def test_totals_are_exact_fractions_beside_their_text() -> None:
    written = casework.ranked().model_dump(mode="json")
    first = written["rows"][0]
    numerator, denominator = map(int, first["exact"].split("/"))
    # 35 x 1 279 980 / 1 482 600 for the price, and 56.5 points for quality.
    assert (
        numerator * 148260000 == denominator * (35 * 127998000) + denominator * 148260000 * 113 // 2
    )
    assert first["points"][-1]["criterion"] == "P2"
    assert written["rule_versions"] == ["P1/1", "Q1/1"]
    assert written["trace"][0]["name"] == "total"


def test_a_ranking_is_read_back_as_it_was_written() -> None:
    result = casework.ranked()
    again = RankingResult.model_validate_json(canonical_json(result))
    assert again == result
    assert content_hash(again) == content_hash(result)


def test_the_order_of_bids_and_rows_changes_nothing() -> None:
    sheet = casework.scores(GRIET)
    turned = sheet.model_copy(update={"rows": sheet.rows[::-1]})
    result = evaluation.rank(DRAFT, casework.opened()[::-1], {BRUG}, turned)
    assert result.rows == casework.ranked().rows
    assert result.trace == casework.ranked().trace


def test_a_ranking_names_what_it_was_made_from() -> None:
    result = casework.ranked()
    assert result.draft == content_hash(DRAFT)
    assert result.consensus == content_hash(casework.scores(GRIET))
    assert result.evaluation == casework.EVALUATION
    assert result.bids == (ZILVER, KADE, MEER, LINDE)


def test_an_excluded_price_moves_no_points() -> None:
    cheaper = casework.PRICES | {BRUG: "1.00"}
    result = evaluation.rank(DRAFT, casework.opened(cheaper), {BRUG}, casework.scores(GRIET))
    assert result.rows == casework.ranked().rows


def test_equal_bids_share_the_first_place() -> None:
    prices = casework.PRICES | {KADE: casework.PRICES[ZILVER]}
    equal = AGREED | {KADE: AGREED[ZILVER]}
    result = evaluation.rank(DRAFT, casework.opened(prices), {BRUG}, casework.scores(GRIET, equal))
    assert result.first == (KADE, ZILVER)
    assert [finding.code for finding in result.findings] == ["tie"]


def test_a_bid_without_contents_is_not_ranked_in_silence() -> None:
    shut = [bid.model_copy(update={"form": None}) for bid in casework.opened()]
    with pytest.raises(RuleError, match="bid_not_opened"):
        evaluation.rank(DRAFT, shut, {BRUG}, casework.scores(GRIET))


def test_a_missing_score_blocks_the_ranking() -> None:
    sheet = casework.scores(GRIET)
    short = sheet.model_copy(update={"rows": sheet.rows[1:]})
    with pytest.raises(RuleError, match="missing_score"):
        evaluation.rank(DRAFT, casework.opened(), {BRUG}, short)


def test_a_criterion_without_weight_blocks_the_ranking() -> None:
    bare = DRAFT.model_copy(
        update={"criteria": (Criterion(id="K", name="Prijs", kind="price", formula="P1/1"),)}
    )
    with pytest.raises(RuleError, match="weight_not_positive"):
        evaluation.rank(bare, casework.opened(), (), casework.scores(GRIET, {}))


# --- minima, ceilings and the chain for ties -----------------------------------------------------


def _announced(criterion: str, **changes: Any) -> TenderDraft:
    """The tender with something else announced about one criterion."""
    criteria = tuple(
        each.model_copy(update=changes) if each.id == criterion else each for each in DRAFT.criteria
    )
    return DRAFT.model_copy(update={"criteria": criteria})


def _without(sheet: ScoreSheet, bid: str) -> ScoreSheet:
    return sheet.model_copy(update={"rows": tuple(row for row in sheet.rows if row.bid != bid)})


def test_a_bid_below_an_announced_minimum_stands_in_no_row() -> None:
    draft = _announced("F1", minimum_percent=Decimal(75))
    sheet = casework.scores(GRIET, AGREED | {KADE: (7, *AGREED[KADE][1:]), LINDE: (8,) * 7})
    result = evaluation.rank(draft, casework.opened(), {BRUG}, sheet)
    assert [(each.bid, each.because) for each in result.set_aside] == [(KADE, "below_threshold")]
    assert KADE not in result.bids
    assert {node.subject for node in result.trace} == set(result.bids)
    (finding,) = (each for each in result.findings if each.code == "below_threshold")
    assert (finding.criterion, finding.facts["value"], finding.facts["minimum"]) == (
        "F1",
        "70",
        "75",
    )
    alone = evaluation.rank(DRAFT, casework.opened(), {BRUG, KADE}, _without(sheet, KADE))
    assert result.rows == alone.rows


def test_the_announced_chain_decides_between_equal_totals() -> None:
    # F1 and P1 weigh the same: the two bids earn the same on them together.
    turned = dict(zip(casework.WEIGHTS, AGREED[ZILVER], strict=True))
    turned["F1"], turned["P1"] = turned["P1"], turned["F1"]
    sheet = casework.scores(GRIET, AGREED | {KADE: tuple(turned.values())})
    prices = casework.PRICES | {KADE: casework.PRICES[ZILVER]}
    tied = evaluation.rank(DRAFT, casework.opened(prices), {BRUG}, sheet)
    assert tied.first == (KADE, ZILVER)
    assert tied.tie_breaks == ()
    chain = (TieStep(by="price"), TieStep(by="criterion", criterion="F1"))
    draft = DRAFT.model_copy(update={"tie_break": chain})
    result = evaluation.rank(draft, casework.opened(prices), {BRUG}, sheet)
    assert result.first == (ZILVER,)
    assert [(each.by, each.order) for each in result.tie_breaks] == [
        ("price", ((KADE, ZILVER),)),
        ("criterion", ((ZILVER,), (KADE,))),
    ]
    assert result.findings == ()


def test_no_consensus_closes_when_no_bid_reaches_its_minimum() -> None:
    run = casework.consensus(_announced("F2", minimum_percent=Decimal(95)))
    assert _code(casework.agree(run)) is Code.NO_BID_LEFT
    run = casework.consensus(_announced("F2", minimum_percent=Decimal(90)))
    assert casework.agree(run) is None


def test_no_consensus_closes_when_the_formula_has_no_value() -> None:
    at_ceiling = {"ceiling": Decimal("1000000.00")}
    draft = _announced("K", formula="P6/1", parameters=at_ceiling)
    prices = dict.fromkeys(casework.PRICES, "1000000.00")
    refusal = ranking.obstacle(draft, casework.opened(prices), {BRUG}, casework.scores(GRIET))
    assert refusal is not None
    assert (refusal.code, refusal.field) == (Code.RANKING_UNDEFINED, "K")
    assert refusal.facts["problem"].value == "formula.undefined.no_discount"
    for language in Language:
        assert refusals.sentence(refusal, language, {})


def test_a_price_above_the_announced_ceiling_is_not_admitted() -> None:
    ceiling = {"ceiling": Decimal("1500000")}
    run = casework.examining(_announced("K", formula="A2/1", parameters=ceiling))
    refusal = casework.examine(run)
    assert refusal is not None
    assert (refusal.code, refusal.field) == (Code.BID_ABOVE_CEILING, f"{MEER}.regular")
    assert refusal.facts["ceiling"].value == "1500000.00 EUR"
    assert casework.examine(run, casework.examination((BRUG, MEER))) is None


def test_an_old_ranking_without_what_was_added_still_reads() -> None:
    kept = casework.ranked().model_dump(mode="json", exclude={"set_aside", "tie_breaks"})
    again = RankingResult.model_validate_json(canonical_json(kept))
    assert again == casework.ranked()
