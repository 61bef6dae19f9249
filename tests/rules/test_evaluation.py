"""A committee declares, scores alone, agrees, and only then sees who is first."""

from decimal import Decimal
from typing import Any

import pytest

from contracts import envelope, evaluation, tendering
from contracts.base import Money, content_hash
from contracts.evaluation import Interest, Stage
from contracts.evaluation.process import (
    DeclareInterest,
    InterestDeclared,
    JudgeDeclaration,
    OpenEvaluation,
    ReplaceMember,
)
from contracts.refusals import Code, Refusal, fact
from contracts.tendering.draft import Team
from tests.rules import casework
from tests.rules.casework import (
    AGREED,
    BRAM,
    BRUG,
    COMMITTEE,
    DRAFT,
    GRIET,
    ILSE,
    KADE,
    PIETER,
    TEXT,
    TINE,
    YASSIN,
    Run,
    uid,
)

LIMIT = 4096
OTHER = uid(20)


def _code(refusal: Refusal | None) -> Code | None:
    return refusal.code if refusal else None


def _waited_for(run: Run[Any]) -> set[tuple[str, str | None]]:
    return {(task.what, task.person or task.role) for task in evaluation.tasks(run.state)}


# --- opening ----------------------------------------------------------------------------------


def test_the_committee_of_the_bound_version_is_put_to_work() -> None:
    run = casework.declaring()
    assert run.stage() is Stage.DECLARING
    assert tuple(member.person for member in run.state.members) == COMMITTEE
    assert (run.state.chair, run.state.bids) == (GRIET, 5)
    assert run.state.edition == casework.LAW.sha256
    assert _waited_for(run) == {("declare_interest", member) for member in COMMITTEE}


def test_opening_brings_the_tender_into_evaluation() -> None:
    (progress,) = casework.declaring().follow_ups
    assert isinstance(progress, tendering.process.RecordProgress)
    assert (progress.aggregate, progress.stage) == (casework.TENDER, tendering.Stage.EVALUATING)
    assert progress.id == f"{casework.EVALUATION}@1/record_progress"


def test_an_evaluation_opens_only_after_the_bids_were_opened() -> None:
    run = casework.begun()
    early = {"tender": casework.tender(tendering.Stage.CLOSED)}
    refusal = run.ask(OpenEvaluation, BRAM, early, **casework.opening())
    assert refusal is not None
    assert refusal.code is Code.WRONG_STAGE
    assert refusal.facts["stage"].value == "stage.tender.closed"


@pytest.mark.parametrize(
    "given",
    [{"draft": None}, {"tender": None}, {"tender": casework.tender(draft=tendering.TenderDraft())}],
)
def test_an_evaluation_opens_only_on_the_bound_version(given: dict[str, Any]) -> None:
    run = casework.begun()
    refusal = run.ask(OpenEvaluation, BRAM, given, **casework.opening())
    assert _code(refusal) is Code.UNKNOWN_REFERENCE


def test_without_bids_there_is_nothing_to_evaluate() -> None:
    run = casework.begun()
    refusal = run.ask(OpenEvaluation, BRAM, {"bids": ()}, **casework.opening())
    assert _code(refusal) is Code.NO_BIDS


def test_a_committee_has_three_members_with_its_chair() -> None:
    small = DRAFT.model_copy(update={"team": Team(chair=GRIET, evaluators=(GRIET, TINE))})
    run = casework.begun(small)
    refusal = run.ask(OpenEvaluation, BRAM, **casework.opening(small))
    assert refusal is not None
    assert refusal.code is Code.COMMITTEE_INCOMPLETE
    assert refusal.facts["minimum"].value == "3"


# --- declarations -----------------------------------------------------------------------------


def test_the_examination_begins_when_everybody_declared_no_interest() -> None:
    run = casework.declaring()
    casework.declare(run, GRIET, TINE, YASSIN)
    assert run.stage() is Stage.DECLARING
    casework.declare(run, PIETER)
    assert run.stage() is Stage.EXAMINING
    assert _waited_for(run) == {("examine_bids", "jurist")}


def test_bids_are_seen_only_after_the_declaration() -> None:
    run = casework.declaring()
    may = envelope.MAY["see_bids"]
    assert _code(may(run.state, casework.person(TINE), run.at)) is Code.DECLARATION_MISSING
    assert _code(may(run.state, casework.person(BRAM), run.at)) is Code.NOT_ALLOWED
    casework.declare(run, TINE)
    assert may(run.state, casework.person(TINE), run.at) is None


def test_only_a_member_declares() -> None:
    run = casework.declaring()
    assert _code(run.ask(DeclareInterest, BRAM, choice=Interest.NONE)) is Code.NOT_ALLOWED


def test_the_same_declaration_is_made_once() -> None:
    run = casework.declaring()
    casework.declare(run, TINE)
    assert _code(run.ask(DeclareInterest, TINE, choice=Interest.NONE)) is Code.ALREADY_DECLARED


def test_an_interest_is_explained() -> None:
    run = casework.declaring()
    refusal = run.ask(DeclareInterest, TINE, choice=Interest.CONFLICT)
    assert refusal is not None
    assert (refusal.code, refusal.field) == (Code.TEXT_MISSING, "statement")


def test_a_conflict_puts_a_member_out_and_the_others_go_on() -> None:
    run = casework.declaring()
    casework.declare(run, GRIET, TINE, YASSIN)
    casework.declare(run, PIETER, choice=Interest.CONFLICT)
    assert run.stage() is Stage.EXAMINING
    again = run.ask(DeclareInterest, PIETER, choice=Interest.NONE)
    assert _code(again) is Code.CONFLICT_DECLARED
    may = envelope.MAY["see_bids"]
    assert _code(may(run.state, casework.person(PIETER), run.at)) is Code.CONFLICT_DECLARED


def test_too_few_members_wait_for_a_replacement() -> None:
    run = casework.declaring()
    casework.declare(run, GRIET, TINE)
    casework.declare(run, YASSIN, PIETER, choice=Interest.CONFLICT)
    assert run.stage() is Stage.DECLARING
    assert _waited_for(run) == {("replace_member", "file_manager")}
    run.tell(ReplaceMember, BRAM, person=YASSIN, by=OTHER)
    assert _waited_for(run) == {("declare_interest", OTHER)}
    assert _code(run.ask(ReplaceMember, BRAM, person=PIETER, by=YASSIN)) is Code.CONFLICT_DECLARED
    assert _code(run.ask(ReplaceMember, BRAM, person=PIETER, by=TINE)) is Code.INVALID_INPUT
    assert _code(run.ask(ReplaceMember, BRAM, person=BRAM, by=ILSE)) is Code.UNKNOWN_REFERENCE
    casework.declare(run, OTHER)
    assert run.stage() is Stage.EXAMINING


def test_who_replaces_the_chair_is_the_chair() -> None:
    run = casework.declaring()
    casework.declare(run, TINE, YASSIN, PIETER)
    casework.declare(run, GRIET, choice=Interest.CONFLICT)
    assert run.stage() is Stage.DECLARING
    run.tell(ReplaceMember, BRAM, person=GRIET, by=OTHER)
    casework.declare(run, OTHER)
    assert (run.stage(), run.state.chair) == (Stage.EXAMINING, OTHER)


def test_a_possible_conflict_waits_for_the_jurist() -> None:
    run = casework.declaring()
    casework.declare(run, GRIET, TINE, YASSIN)
    casework.declare(run, PIETER, choice=Interest.POSSIBLE)
    assert run.stage() is Stage.DECLARING
    assert _waited_for(run) == {("judge_declaration", "jurist")}
    may = envelope.MAY["see_bids"]
    assert _code(may(run.state, casework.person(PIETER), run.at)) is Code.DECLARATION_UNJUDGED
    run.tell(JudgeDeclaration, ILSE, person=PIETER, admit=True, reason=TEXT)
    assert run.stage() is Stage.EXAMINING
    assert may(run.state, casework.person(PIETER), run.at) is None


def test_a_member_who_is_not_admitted_is_out() -> None:
    run = casework.declaring()
    casework.declare(run, PIETER, choice=Interest.POSSIBLE)
    run.tell(JudgeDeclaration, ILSE, person=PIETER, admit=False, reason=TEXT)
    assert [member.person for member in run.state.active] == [GRIET, TINE, YASSIN]
    judged = run.ask(JudgeDeclaration, ILSE, person=PIETER, admit=True, reason=TEXT)
    assert _code(judged) is Code.UNKNOWN_REFERENCE


def test_nobody_judges_their_own_declaration() -> None:
    run = casework.declaring()
    casework.declare(run, TINE, choice=Interest.POSSIBLE)
    own = run.ask(JudgeDeclaration, TINE, person=TINE, admit=True, reason=TEXT)
    assert _code(own) is Code.NOT_ALLOWED


def test_a_changed_declaration_keeps_what_was_declared_before() -> None:
    run = casework.examining()
    casework.declare(run, TINE, choice=Interest.POSSIBLE)
    changed = run.events[-1]
    assert isinstance(changed, InterestDeclared)
    assert (changed.previous, changed.choice) == (Interest.NONE, Interest.POSSIBLE)


# --- examination ------------------------------------------------------------------------------


def test_the_examination_sets_irregular_bids_aside() -> None:
    run = casework.scoring()
    assert run.stage() is Stage.SCORING
    assert run.state.excluded == (BRUG,)
    assert _waited_for(run) == {("submit_scores", member) for member in COMMITTEE}


def test_every_bid_is_examined() -> None:
    run = casework.examining()
    whole = casework.examination()
    short = whole.model_copy(update={"rows": whole.rows[1:]})
    unsure = whole.rows[0].model_copy(update={"selected": None})
    half = whole.model_copy(update={"rows": (unsure, *whole.rows[1:])})
    for sheet in (short, half):
        refusal = casework.examine(run, sheet)
        assert refusal is not None
        assert refusal.code is Code.EXAMINATION_INCOMPLETE
        assert refusal.facts["count"] == fact(1)


def test_an_irregular_bid_has_its_reason() -> None:
    run = casework.examining()
    whole = casework.examination()
    silent = whole.rows[-1].model_copy(update={"reason": "  "})
    refusal = casework.examine(run, whole.model_copy(update={"rows": (*whole.rows[:-1], silent)}))
    assert refusal is not None
    assert (refusal.code, refusal.field) == (Code.TEXT_MISSING, f"{BRUG}.reason")


def test_a_bid_stands_once_in_the_examination() -> None:
    run = casework.examining()
    whole = casework.examination()
    twice = whole.model_copy(update={"rows": (*whole.rows, whole.rows[0])})
    assert _code(casework.examine(run, twice)) is Code.INVALID_INPUT


def test_an_examination_without_regular_bids_goes_no_further() -> None:
    run = casework.examining()
    everything = casework.examination(casework.PRICES)
    assert _code(casework.examine(run, everything)) is Code.NO_BIDS
    assert run.stage() is Stage.EXAMINING


@pytest.mark.parametrize(
    "form",
    [
        None,
        casework.opened()[0].form.model_copy(  # type: ignore[union-attr]
            update={"price": Money(amount=Decimal("0.00"))}
        ),
        casework.opened()[0].form.model_copy(  # type: ignore[union-attr]
            update={"price": Money(amount=Decimal("5.00"), currency="USD")}
        ),
    ],
)
def test_a_bid_that_cannot_be_compared_is_not_admitted(form: Any) -> None:
    run = casework.examining()
    first, *others = casework.opened()
    bids = (first.model_copy(update={"form": form}), *others)
    sheet = casework.examination()
    refusal = run.ask(
        evaluation.process.RecordExamination,
        ILSE,
        {"examination": sheet, "bids": bids},
        sheet=content_hash(sheet),
    )
    assert refusal is not None
    assert (refusal.code, refusal.field) == (Code.BID_NOT_COMPARABLE, f"{KADE}.regular")


# --- scoring ----------------------------------------------------------------------------------


def test_members_score_alone_and_once() -> None:
    run = casework.scoring()
    assert casework.score(run, TINE) is None
    assert _code(casework.score(run, TINE)) is Code.ALREADY_SUBMITTED
    assert run.stage() is Stage.SCORING
    for member in (GRIET, YASSIN, PIETER):
        assert casework.score(run, member) is None
    assert run.stage() is Stage.CONSENSUS


def test_a_sheet_of_somebody_else_is_not_taken() -> None:
    run = casework.scoring()
    refusal = casework.score(run, TINE, casework.scores(YASSIN))
    assert _code(refusal) is Code.UNKNOWN_REFERENCE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"score": None}, Code.SCORES_INCOMPLETE),
        ({"score": Decimal("10.5")}, Code.SCORE_OUT_OF_SCALE),
        ({"score": Decimal("-1")}, Code.SCORE_OUT_OF_SCALE),
        ({"motivation": " "}, Code.MOTIVATION_MISSING),
        ({"bid": BRUG}, Code.INVALID_INPUT),
        ({"criterion": "K"}, Code.INVALID_INPUT),
    ],
)
def test_a_sheet_is_complete_within_scale_and_motivated(change: dict[str, Any], code: Code) -> None:
    run = casework.scoring()
    whole = casework.scores(TINE)
    rows = (whole.rows[0].model_copy(update=change), *whole.rows[1:])
    refusal = casework.score(run, TINE, whole.model_copy(update={"rows": rows}))
    assert _code(refusal) is code


def test_missing_scores_are_counted() -> None:
    run = casework.scoring()
    whole = casework.scores(TINE)
    refusal = casework.score(run, TINE, whole.model_copy(update={"rows": whole.rows[3:]}))
    assert refusal is not None
    assert refusal.facts["count"] == fact(3)


def test_a_score_off_its_scale_is_told_the_scale() -> None:
    run = casework.scoring()
    whole = casework.scores(TINE)
    high = whole.rows[0].model_copy(update={"score": Decimal("10.01")})
    refusal = casework.score(run, TINE, whole.model_copy(update={"rows": (high, *whole.rows[1:])}))
    assert refusal is not None
    assert refusal.field == f"{KADE}.F1"
    assert (refusal.facts["min"].value, refusal.facts["max"].value) == ("0", "10")


def test_a_member_who_steps_out_while_scoring_is_not_waited_for() -> None:
    run = casework.scoring()
    for member in (GRIET, YASSIN, PIETER):
        assert casework.score(run, member) is None
    casework.declare(run, TINE, choice=Interest.CONFLICT)
    assert run.stage() is Stage.CONSENSUS
    assert _code(casework.score(run, TINE)) is Code.CONFLICT_DECLARED


def test_a_new_member_during_the_consensus_first_scores_alone() -> None:
    run = casework.consensus()
    run.tell(ReplaceMember, BRAM, person=PIETER, by=OTHER)
    assert run.stage() is Stage.SCORING
    assert _code(casework.score(run, OTHER)) is Code.DECLARATION_MISSING
    casework.declare(run, OTHER)
    assert casework.score(run, OTHER) is None
    assert run.stage() is Stage.CONSENSUS


# --- consensus --------------------------------------------------------------------------------


def test_the_chair_closes_the_consensus() -> None:
    run = casework.consensus()
    assert _waited_for(run) == {("close_consensus", GRIET)}
    assert _code(casework.agree(run, by=TINE)) is Code.NOT_ALLOWED
    assert casework.agree(run) is None
    assert run.stage() is Stage.CLOSED
    assert run.state.consensus == content_hash(casework.scores(GRIET))


def test_every_cell_is_agreed_before_the_consensus_closes() -> None:
    run = casework.consensus()
    whole = casework.scores(GRIET)
    refusal = casework.agree(run, whole.model_copy(update={"rows": whole.rows[2:]}))
    assert refusal is not None
    assert (refusal.code, refusal.facts["count"]) == (Code.CELLS_OPEN, fact(2))


def test_a_doubt_about_a_member_keeps_the_consensus_open() -> None:
    run = casework.consensus()
    casework.declare(run, TINE, choice=Interest.POSSIBLE)
    assert _code(casework.agree(run)) is Code.DECLARATION_UNJUDGED
    run.tell(JudgeDeclaration, ILSE, person=TINE, admit=False, reason=TEXT)
    casework.declare(run, YASSIN, choice=Interest.CONFLICT)
    assert _code(casework.agree(run)) is Code.COMMITTEE_INCOMPLETE


def test_a_best_score_of_zero_is_told_before_the_consensus_closes() -> None:
    normalised = DRAFT.model_copy(update={"normalise_quality": True})
    run = casework.consensus(normalised)
    zero = {bid: (0, *values[1:]) for bid, values in AGREED.items()}
    refusal = casework.agree(run, casework.scores(GRIET, zero))
    assert refusal is not None
    assert refusal.code is Code.BEST_SCORE_ZERO
    assert refusal.facts["criterion"].value == "F1"
