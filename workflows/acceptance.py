"""The acceptance of one delivery, from its confirmation to its certificate."""

from collections.abc import Mapping

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts.acceptance import Stage, process
    from contracts.envelope import Start

from workflows import commands, ports


@workflow.defn
class AcceptanceWorkflow(commands.AggregateWorkflow):
    """`acceptance/<milestone>/<delivery>`: sign-offs, remedies, the certificate."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: Start) -> None:
        """Live until the delivery is certified."""
        await self.live()

    def steps(self) -> Mapping[str, commands.Step]:
        """Draw the certificate of what was accepted."""
        return {Stage.ACCEPTED: self._certify}

    async def _certify(self) -> None:
        done = await self.do(ports.Acceptance.draw_certificate, "certificate")
        await self.record(
            process.RecordCertificate, done.at, document=done.document, sha256=done.sha256
        )
