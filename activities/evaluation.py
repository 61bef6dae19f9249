"""The step of an evaluation: the totals, made once from a frozen set."""

from temporalio import activity

from contracts import evaluation
from contracts.bidding import OpenedBid
from contracts.envelope import StepRequest
from contracts.evaluation import ComputedRanking, EvaluationState, RankingResult, ScoreSheet
from contracts.tendering import TenderDraft
from infra import threads
from infra.store import clock, records
from infra.store.engine import Connection, Store
from infra.store.queries import bidding as bids
from workflows import ports

Frozen = tuple[TenderDraft, tuple[OpenedBid, ...], tuple[str, ...], ScoreSheet]
"""The bound version, the opened bids, those set aside, the agreed scores."""


class EvaluationActivities(ports.Evaluation):
    """Computes the ranking. The same frozen set gives the same result under the same hash."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @activity.defn
    async def compute_ranking(self, request: StepRequest) -> ComputedRanking:
        """Make the totals in a thread and bind the result with every number that led to it."""
        frozen = await self.store.read(lambda c: _frozen(c, request.aggregate))
        result = await threads.run(evaluation.rank, *frozen)
        return await self.store.write(lambda c: _bound(c, result))


def _frozen(connection: Connection, aggregate: str) -> Frozen:
    state = records.read_state(connection, aggregate)
    if not isinstance(state, EvaluationState) or state.consensus is None:
        raise LookupError(aggregate)
    return (
        records.bound(connection, state.draft_hash, TenderDraft),
        bids.opened(connection, state.tender),
        state.excluded,
        records.bound(connection, state.consensus, ScoreSheet),
    )


def _bound(connection: Connection, result: RankingResult) -> ComputedRanking:
    sha256 = records.put_content(connection, result)
    return ComputedRanking(at=clock.now(connection), result=sha256, first=result.first)
