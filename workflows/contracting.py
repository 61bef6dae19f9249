"""The contract, from its conclusion to its last acceptance."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.envelope import Start

from workflows import commands


@workflow.defn
class ContractWorkflow(commands.AggregateWorkflow):
    """`contract/<id>`: waits for the days of its milestones, for years if need be.

    The engine draws nothing here: deliveries arrive, and an acceptance tells how each ended.
    """

    @workflow.init
    def __init__(self, start: Start) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: Start) -> None:
        """Live until every milestone is accepted."""
        await self.live()
