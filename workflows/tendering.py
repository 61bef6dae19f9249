"""The tender procedure, from its first approval to the conclusion of its contract."""

from collections.abc import Mapping

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from contracts import bidding
    from contracts.envelope import Start
    from contracts.tendering import Stage, process

from workflows import commands, ports


@workflow.defn
class TenderWorkflow(commands.AggregateWorkflow):
    """`tender/<id>`: approvals, publication, submission, opening; then it follows the award."""

    @workflow.init
    def __init__(self, start: Start) -> None:
        super().__init__(start)

    @workflow.run
    async def run(self, start: Start) -> None:
        """Live until the contract is concluded."""
        await self.live()

    def steps(self) -> Mapping[str, commands.Step]:
        """Dispatch the notice, open the seals, draw the record."""
        return {
            Stage.PUBLISHING: self._publish,
            Stage.OPENING: self._open,
            Stage.RECORDING: self._draw_record,
        }

    async def _publish(self) -> None:
        done = await self.do(ports.Tendering.dispatch_notice, "notice")
        await self.record(process.RecordNotice, done.at, notice=done.sha256)

    async def _open(self) -> None:
        done = await self.do(ports.Tendering.open_bids, "opening")
        await self.record(bidding.RecordOpening, done.at, result=done.sha256)

    async def _draw_record(self) -> None:
        done = await self.do(ports.Tendering.draw_opening_record, "opening-record")
        await self.record(
            bidding.RecordOpeningRecord, done.at, document=done.document, sha256=done.sha256
        )
