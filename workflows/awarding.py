"""One award decision, from its proposal to the conclusion of the contract."""

from collections.abc import Mapping

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.awarding import Stage, process
    from contracts.envelope import Start

from workflows import commands, ports


@workflow.defn
class AwardWorkflow(commands.AggregateWorkflow):
    """`award/<tender>/<n>`: proposal, visum, decision, letters, standstill, conclusion."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: Start) -> None:
        """Live until the contract is concluded."""
        await self.live()

    def steps(self) -> Mapping[str, commands.Step]:
        """Draw the decision and its letters, and dispatch them on the day that they state."""
        return {Stage.DRAWING: self._draw, Stage.DISPATCHING: self._dispatch}

    async def _draw(self) -> None:
        done = await self.do(ports.Awarding.draw_award_letters, "letters")
        await self.record(process.RecordDocuments, done.at, day=done.day, documents=done.documents)

    async def _dispatch(self) -> None:
        done = await self.do(ports.Awarding.dispatch_award_letters, "letters")
        if done.proof is None:
            await self.record(process.RecordOutdatedLetters, done.at)
        else:
            await self.record(process.RecordLettersSent, done.at, proof=done.proof)
