"""Facts of an evaluation: the bound version, the opened bids, the sheet that is named."""

from typing import Any

from contracts.aggregate import Facts
from contracts.evaluation import EvaluationFacts, EvaluationState, ExaminationSheet, ScoreSheet
from contracts.evaluation import process as acts
from contracts.tendering import TenderDraft
from infra.store import records
from infra.store.engine import Connection
from infra.store.facts.reading import Readers, base_of, base_within, tender_of
from infra.store.queries import bidding as bids


def _opened(
    connection: Connection, state: None, command: acts.OpenEvaluation, base: Facts
) -> EvaluationFacts:
    tender = tender_of(connection, command.tender, command.organisation)
    return EvaluationFacts(
        **base_within(connection, base, tender),
        tender=tender,
        draft=records.read_content(connection, command.draft_hash, TenderDraft),
        bids=bids.opened(connection, command.tender),
    )


def _with_bids(connection: Connection, state: EvaluationState, base: Facts) -> dict[str, Any]:
    return base_of(base) | {
        "draft": records.bound(connection, state.draft_hash, TenderDraft),
        "bids": bids.opened(connection, state.tender),
    }


def _examined(
    connection: Connection, state: EvaluationState, command: acts.RecordExamination, base: Facts
) -> EvaluationFacts:
    sheet = records.read_content(connection, command.sheet, ExaminationSheet)
    return EvaluationFacts(**_with_bids(connection, state, base), examination=sheet)


def _scored(
    connection: Connection,
    state: EvaluationState,
    command: acts.SubmitScores | acts.CloseConsensus,
    base: Facts,
) -> EvaluationFacts:
    sheet = records.read_content(connection, command.sheet, ScoreSheet)
    return EvaluationFacts(**_with_bids(connection, state, base), scores=sheet)


def _plain(connection: Connection, state: Any, command: Any, base: Facts) -> EvaluationFacts:
    return EvaluationFacts(**base_of(base))


READERS: Readers = {
    acts.OpenEvaluation: _opened,
    acts.DeclareInterest: _plain,
    acts.JudgeDeclaration: _plain,
    acts.ReplaceMember: _plain,
    acts.RecordExamination: _examined,
    acts.SubmitScores: _scored,
    acts.CloseConsensus: _scored,
    acts.RevealRanking: _plain,
    acts.RecordRanking: _plain,
    acts.DecideTie: _plain,
    acts.ConcludeEvaluation: _plain,
}
