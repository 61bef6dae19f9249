"""One evaluation round, from the first declaration of interest to its conclusion."""

from collections.abc import Mapping

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.envelope import Start
    from contracts.evaluation import Stage, process

from workflows import commands, ports


@workflow.defn
class EvaluationWorkflow(commands.AggregateWorkflow):
    """`evaluation/<tender>/<round>`: declarations, examination, scores, consensus, ranking."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: Start) -> None:
        """Live until the evaluation is concluded."""
        await self.live()

    def steps(self) -> Mapping[str, commands.Step]:
        """Compute the ranking, once the chair has asked for it."""
        return {Stage.RANKING: self._rank}

    async def _rank(self) -> None:
        done = await self.do(ports.Evaluation.compute_ranking, "ranking")
        await self.record(process.RecordRanking, done.at, result=done.result, first=done.first)
