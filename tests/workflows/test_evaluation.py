"""An evaluation on Temporal's real server: who takes part, what is computed, what is concluded."""

from decimal import Decimal

import pytest
from temporalio.testing import ActivityEnvironment

from activities.evaluation import EvaluationActivities
from api.commands import RefusedError
from contracts import awarding, evaluation, names, tendering
from contracts.actors import Relation
from contracts.awarding.process import AwardOpened
from contracts.envelope import StepRequest
from contracts.evaluation import Interest, RankingResult, Stage
from contracts.evaluation import process as evaluate
from contracts.refusals import Code
from infra.store import records
from infra.store.queries import bidding as bids
from infra.store.queries import people
from tests import builders, opened
from tests.builders import uid
from tests.evaluated import AGREED, AWARD, COMMITTEE, EVALUATION, TENDER, Course
from tests.histories import keeping
from tests.running import Running


async def relations(course: Course, who: str) -> frozenset[Relation]:
    """What ties somebody of the cast to the dossier."""
    dossier = names.subject_of(TENDER)
    return await course.store.read(lambda c: people.relations(c, dossier, uid(who)))


async def test_an_evaluation_leads_to_the_award_of_the_first(running: Running) -> None:
    course = Course(running)
    await course.evaluate()
    ended = await course.state(EVALUATION)
    assert ended.stage is Stage.CONCLUDED
    award = await course.state(AWARD)
    assert (award.winner, award.supplier) == (opened.bid("Zilverdijk"), uid("Zilverdijk"))
    assert award.edition == (await course.state(TENDER)).edition
    events = await course.store.read(lambda c: records.read_events(c, AWARD))
    assert isinstance(events[0], AwardOpened)
    await course.reach(TENDER, tendering.Stage.AWARDING)
    await keeping.keep(running, EVALUATION, "concluded")


async def test_the_ranking_can_be_computed_again_from_the_same_three_things(
    running: Running,
) -> None:
    course = Course(running)
    await course.evaluate()
    state = await course.state(EVALUATION)
    bound = await course.store.read(lambda c: records.bound(c, state.ranking, RankingResult))
    found = await course.store.read(lambda c: bids.opened(c, TENDER))
    sheet = course.scores("Griet", AGREED, builders.draft())
    assert evaluation.rank(builders.draft(), found, (), sheet) == bound
    step = EvaluationActivities(course.store)
    request = StepRequest(aggregate=EVALUATION, key=f"{EVALUATION}/ranking")
    again = await ActivityEnvironment().run(step.compute_ranking, request)
    assert (again.result, again.first) == (state.ranking, state.first)
    # 600 000 / 640 000 of 25 points, and 9 of 10 of 75.
    assert bound.rows[0].exact == Decimal("67.5") + Decimal(25) * Decimal("0.9375")


async def test_the_committee_is_tied_to_the_dossier_from_its_appointment(
    running: Running,
) -> None:
    course = Course(running)
    await course.open()
    assert Relation.CHAIR in await relations(course, "Griet")
    for member in COMMITTEE:
        assert Relation.EVALUATOR in await relations(course, member)
    assert await relations(course, "Pieter") == frozenset()
    await course.declare()
    await course.examine()
    await course.score()
    for member in COMMITTEE:
        assert Relation.SCORER in await relations(course, member)


async def test_who_declares_a_conflict_is_out_and_can_be_replaced(running: Running) -> None:
    course = Course(running)
    await course.open()
    said = await course.bind("Mijn broer werkt bij een inschrijver.")
    conflict = {"choice": Interest.CONFLICT, "statement": said}
    await course.act(evaluate.DeclareInterest, EVALUATION, "Tine", **conflict)
    assert Relation.CONFLICTED in await relations(course, "Tine")
    with pytest.raises(RefusedError) as refused:
        await course.act(evaluate.DeclareInterest, EVALUATION, "Tine", choice=Interest.NONE)
    assert refused.value.refusal.code is Code.CONFLICT_DECLARED
    await course.act(
        evaluate.ReplaceMember, EVALUATION, "Bram", person=uid("Tine"), by=uid("Pieter")
    )
    assert await relations(course, "Tine") == {Relation.CONFLICTED}
    assert await relations(course, "Pieter") == {Relation.EVALUATOR}
    for member in ("Griet", "Yassin", "Pieter"):
        await course.act(evaluate.DeclareInterest, EVALUATION, member, choice=Interest.NONE)
    assert (await course.state(EVALUATION)).stage is Stage.EXAMINING


async def test_a_member_whom_the_jurist_does_not_admit_is_out(running: Running) -> None:
    course = Course(running)
    await course.open()
    said = await course.bind("Ik werkte tien jaar geleden bij een inschrijver.")
    possible = {"choice": Interest.POSSIBLE, "statement": said}
    await course.act(evaluate.DeclareInterest, EVALUATION, "Yassin", **possible)
    judged = {"person": uid("Yassin"), "admit": False, "reason": await course.bind("Te nauw.")}
    await course.act(evaluate.JudgeDeclaration, EVALUATION, "Ilse", **judged)
    assert Relation.CONFLICTED in await relations(course, "Yassin")


async def test_equal_totals_wait_for_a_person(running: Running) -> None:
    course = Course(running)
    await course.store.write(
        lambda c: opened.tender(c, prices=dict.fromkeys(opened.PRICES, "600000.00"))
    )
    await course.start()
    await course.declare()
    await course.examine()
    await course.score(dict.fromkeys(AGREED, "8"))
    await course.act(evaluate.RevealRanking, EVALUATION, "Griet")
    ranked = await course.reach(EVALUATION, Stage.RANKED)
    assert len(ranked.first) == 3
    with pytest.raises(RefusedError) as refused:
        await course.act(evaluate.ConcludeEvaluation, EVALUATION, "Griet")
    assert refused.value.refusal.code is Code.TIE_UNDECIDED
    reason = await course.bind("Loting op 2 maart in aanwezigheid van de inschrijvers.")
    tie = {"bid": opened.bid("Meerstroom"), "reason": reason}
    await course.act(evaluate.DecideTie, EVALUATION, "Griet", **tie)
    await course.act(evaluate.ConcludeEvaluation, EVALUATION, "Griet")
    award = await course.reach(AWARD, awarding.Stage.PROPOSING)
    assert award.winner == opened.bid("Meerstroom")
    await keeping.keep(running, EVALUATION, "tie-decided")


async def test_a_foreign_file_manager_opens_no_evaluation(running: Running) -> None:
    course = Course(running)
    await course.store.write(opened.tender)
    await course.store.write(builders.add_neighbour)
    with pytest.raises(RefusedError) as refused:
        await course.start(who="Nele", organisation=builders.NEIGHBOUR)
    assert refused.value.refusal.code is Code.UNKNOWN_REFERENCE
