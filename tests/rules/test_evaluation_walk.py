"""Whatever is asked of an evaluation, in whatever order: its State stays whole, and small."""

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import actors
from contracts.base import canonical_json
from contracts.evaluation import EvaluationState, Interest, Member, Stage
from contracts.evaluation.process import (
    ConcludeEvaluation,
    DecideTie,
    DeclareInterest,
    JudgeDeclaration,
    RecordRanking,
    ReplaceMember,
    RevealRanking,
)
from tests.rules import casework
from tests.rules.casework import (
    BRAM,
    BRUG,
    COMMITTEE,
    GRIET,
    ILSE,
    KADE,
    TEXT,
    ZILVER,
    Run,
    uid,
)

LIMIT = 4096
PEOPLE = (*COMMITTEE, uid(20), uid(21))
FIRST = ((KADE,), (KADE, ZILVER), (BRUG,))

CHAIR_MOSTLY = st.one_of(st.just(GRIET), st.sampled_from(PEOPLE))

Ask = Callable[[Run[Any]], object]

ASKS: st.SearchStrategy[Ask] = st.one_of(
    st.builds(
        lambda who: lambda run: run.ask(DeclareInterest, who, choice=Interest.NONE),
        st.sampled_from(PEOPLE),
    ),
    st.builds(
        lambda who, choice: (
            lambda run: run.ask(DeclareInterest, who, choice=choice, statement=TEXT)
        ),
        st.sampled_from(PEOPLE),
        st.sampled_from(Interest),
    ),
    st.builds(
        lambda who, admit: (
            lambda run: run.ask(JudgeDeclaration, ILSE, person=who, admit=admit, reason=TEXT)
        ),
        st.sampled_from(PEOPLE),
        st.booleans(),
    ),
    st.builds(
        lambda who, by: lambda run: run.ask(ReplaceMember, BRAM, person=who, by=by),
        st.sampled_from(PEOPLE),
        st.sampled_from(PEOPLE),
    ),
    st.just(casework.examine),
    st.builds(lambda who: lambda run: casework.score(run, who), st.sampled_from(PEOPLE)),
    st.builds(lambda who: lambda run: casework.agree(run, by=who), CHAIR_MOSTLY),
    st.builds(lambda who: lambda run: run.ask(RevealRanking, who), CHAIR_MOSTLY),
    st.builds(
        lambda first: lambda run: run.ask(RecordRanking, actors.SYSTEM, result=TEXT, first=first),
        st.sampled_from(FIRST),
    ),
    st.builds(
        lambda who, first: lambda run: run.ask(DecideTie, who, bid=first[0], reason=TEXT),
        CHAIR_MOSTLY,
        st.sampled_from(FIRST),
    ),
    st.builds(lambda who: lambda run: run.ask(ConcludeEvaluation, who), CHAIR_MOSTLY),
)
"""Acts of anybody, most of them out of turn."""

STARTS: dict[str, Callable[[], Run[Any]]] = {
    "declaring": casework.declaring,
    "scoring": casework.scoring,
    "consensus": casework.consensus,
    "closed": casework.closed,
    "tied": lambda: _ranked(KADE, ZILVER),
    "ranked": lambda: _ranked(ZILVER),
}


def _ranked(*first: str) -> Run[Any]:
    run = casework.closed()
    run.tell(RevealRanking, GRIET)
    run.tell(RecordRanking, actors.SYSTEM, result=TEXT, first=first)
    return run


def _invariants(state: EvaluationState) -> None:
    people = [member.person for member in state.members]
    assert len(set(people)) == len(people)
    assert not set(people) & set(state.barred)
    if state.stage is not Stage.DECLARING:
        assert state.chair in people
    if state.stage in (Stage.CLOSED, Stage.RANKING, Stage.RANKED, Stage.CONCLUDED):
        assert state.ready
        assert state.scored
        assert state.consensus is not None
    else:
        assert state.ranking is None
        assert state.first == ()
    assert not set(state.first) & set(state.excluded)
    if state.stage is Stage.CONCLUDED:
        assert state.winner in state.first
    assert EvaluationState.model_validate_json(state.model_dump_json()) == state


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(STARTS)), st.lists(ASKS, max_size=25))
def test_no_walk_breaks_the_state(start: str, asks: list[Ask]) -> None:
    run = STARTS[start]()
    for ask in asks:
        ask(run)
        _invariants(run.state)


def test_a_large_evaluation_keeps_its_state_small() -> None:
    people = [uid(100 + n) for n in range(12)]
    state = casework.begun().state.model_copy(
        update={
            "stage": Stage.RANKED,
            "version": 9999,
            "last": casework.START,
            "since": casework.START,
            "bids": 30,
            "chair": people[0],
            "members": tuple(
                Member(person=each, interest=Interest.POSSIBLE, judged=True, scored=True)
                for each in people
            ),
            "barred": tuple(uid(200 + n) for n in range(6)),
            "excluded": tuple(uid(300 + n) for n in range(28)),
            "first": (uid(400), uid(401)),
            "winner": uid(400),
            "consensus": TEXT,
            "ranking": TEXT,
        }
    )
    assert len(canonical_json(state)) <= LIMIT
