"""The same workflow with one more Update that does nothing: the floor of what a command costs."""

from collections.abc import Mapping

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.envelope import Start

from workflows import commands


@workflow.defn(name="TenderWorkflow")
class BareTender(commands.AggregateWorkflow):
    """A tender's workflow that also answers an Update at once."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: Start) -> None:
        """Live as the product's own."""
        await self.live()

    def steps(self) -> Mapping[str, commands.Step]:
        """No stage of the benchmark has a step."""
        return {}

    @workflow.update
    async def bare(self, number: int) -> int:
        """Nothing but Temporal."""
        return number
