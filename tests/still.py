"""An evaluation and an award brought on without Temporal: acts are committed as arrivals are."""

from typing import Any

from activities.evaluation import EvaluationActivities
from activities.relay import Relay
from contracts import actors, awarding, evaluation
from contracts.aggregate import Command
from contracts.awarding import process as award
from contracts.base import content_hash
from contracts.envelope import Answer, StepRequest
from contracts.evaluation import process as evaluate
from tests import builders, contracted
from tests.builders import uid
from tests.evaluated import AWARD, EVALUATION, Course


async def noone(aggregate: str) -> None:
    """Wakes nobody."""


class Still(Course):
    """The same acts, and what the engine would record after them."""

    async def act(self, kind: type[Command], aggregate: str, who: str, **what: Any) -> Answer:
        """Commit an act of somebody of the cast."""
        at = await self.running.commands.instant()
        return await self._commit(self.command(kind, aggregate, who, at, **what))

    async def record(self, kind: type[Command], aggregate: str, **what: Any) -> Answer:
        """Commit what came of a step."""
        self.given += 1
        command = kind(
            id=f"{aggregate}/{kind.__name__}-{self.given}",
            aggregate=aggregate,
            organisation=builders.CITY,
            actor=actors.SYSTEM,
            at=await self.running.commands.instant(),
            **what,
        )
        return await self._commit(command)

    async def _commit(self, command: Command) -> Answer:
        outcome = await contracted.directly(self.store, command)
        assert outcome.state is not None
        await Relay(self.store, noone).deliver_open()
        return Answer(
            command=command.id,
            aggregate=command.aggregate,
            version=outcome.state.version,
            stage=outcome.state.stage,
            answer=outcome.answer,
        )

    async def reach(self, aggregate: str, stage: str) -> Any:
        """Do what the engine does on the way there."""
        state = await self.state(aggregate)
        if (aggregate, stage) == (EVALUATION, evaluation.Stage.RANKED):
            step = StepRequest(aggregate=aggregate, key="ranking")
            computed = await EvaluationActivities(self.store).compute_ranking(step)
            found = {"result": computed.result, "first": computed.first}
            await self.record(evaluate.RecordRanking, aggregate, **found)
        elif (aggregate, stage) == (AWARD, awarding.Stage.STANDSTILL):
            drawn = award.DrawnDocument(document=uid("D-12"), kind="D-12", sha256="0" * 64)
            today = await self.today()
            await self.record(award.RecordDocuments, aggregate, day=today, documents=(drawn,))
            proof = content_hash(b"proof")
            await self.record(award.RecordLettersSent, aggregate, proof=proof)
        state = await self.state(aggregate)
        assert state.stage == stage, state
        return state
