"""The workflows' way to the store."""

from temporalio import activity

from contracts.envelope import CommitRequest, Outcome
from infra import faults
from infra.store import commit
from infra.store.engine import Store
from workflows import ports


class CommitActivities(ports.Commit):
    """Commits for workflows; the two fault points lie on either side of the transaction."""

    def __init__(self, store: Store) -> None:
        self.store = store

    @activity.defn
    async def commit(self, request: CommitRequest) -> Outcome:
        """One transaction of `infra.store.commit`."""
        if request.command is not None:
            faults.reach(faults.Point.BEFORE_COMMIT)
        outcome = await commit.commit(self.store, request)
        if request.command is not None:
            faults.reach(faults.Point.AFTER_COMMIT)
        if outcome.refusal is None:
            return outcome
        return outcome.model_copy(update={"refusal": outcome.refusal.without_contents()})
