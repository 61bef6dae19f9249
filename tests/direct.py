"""An evaluation and an award without Temporal: acts are committed directly, steps run at once."""

from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from activities.awarding import AwardingActivities
from activities.evaluation import EvaluationActivities
from activities.relay import Relay
from api.commands import RefusedError
from contracts import actors, awarding, evaluation
from contracts.aggregate import Command
from contracts.awarding import process as award
from contracts.envelope import Answer, CommitRequest, StepRequest
from contracts.evaluation import process as evaluate
from infra.mail import Mailer
from infra.store import clock, commit, records
from infra.store.engine import Store
from infra.store.papers.voice import Voice
from infra.store.records import Contents
from tests import drawers
from tests.evaluated import Course


def course(store: Store, folder: Path) -> Course:
    """The acts of an evaluation and an award on a bare store."""
    program = WithoutTemporal(store, folder)
    parts = SimpleNamespace(store=store, wake=program.wake)
    running: Any = SimpleNamespace(parts=parts, commands=program)
    return Course(running)


@dataclass
class WithoutTemporal:
    """Commits acts directly, runs the steps that follow and delivers the outbox."""

    store: Store
    folder: Path

    async def instant(self) -> Any:
        """The authority clock."""
        return await self.store.read(clock.now)

    async def wake(self, aggregate: str) -> None:
        """There is nobody to wake."""

    async def send(self, command: Command, contents: Contents = ()) -> Answer:
        """Commit an act with what it binds; RefusedError when it is refused."""
        answer = await self._commit(command, contents)
        await self._steps(command.aggregate)
        await Relay(self.store, self.wake).deliver_open()
        return answer

    arrive = send

    async def _commit(self, command: Command, contents: Contents = ()) -> Answer:
        request = CommitRequest(aggregate=command.aggregate, known=0, command=command)
        outcome = await commit.commit(self.store, request, direct=True, contents=contents)
        if outcome.refusal is not None or outcome.state is None:
            assert outcome.refusal is not None
            raise RefusedError(outcome.refusal)
        state = outcome.state
        return Answer(
            command=command.id,
            aggregate=command.aggregate,
            version=state.version,
            stage=state.stage,
            answer=outcome.answer,
        )

    async def _steps(self, aggregate: str) -> None:
        request = StepRequest(aggregate=aggregate, key=f"{aggregate}/step")
        state = await self.store.read(lambda c: records.read_state(c, aggregate))
        if state is None:
            return
        if state.stage == evaluation.Stage.RANKING:
            ranked = await EvaluationActivities(self.store).compute_ranking(request)
            what = {"result": ranked.result, "first": ranked.first}
            await self._record(evaluate.RecordRanking, aggregate, ranked.at, **what)
        if state.stage == awarding.Stage.DRAWING:
            mailer = Mailer(None, "bestek@localhost", self.folder / "mail")
            async with drawers.drawer(self.store, self.folder) as drawer:
                step = AwardingActivities(self.store, drawer, mailer, Voice("http://x"), "http://x")
                drawn = await step.draw_award_letters(request)
            papers = {"day": drawn.day, "documents": drawn.documents}
            await self._record(award.RecordDocuments, aggregate, drawn.at, **papers)
            sent = await step.dispatch_award_letters(request)
            await self._record(award.RecordLettersSent, aggregate, sent.at, proof=sent.proof)

    async def _record(self, kind: type[Command], aggregate: str, at: Any, **what: Any) -> None:
        state = await self.store.read(lambda c: records.read_state(c, aggregate))
        assert state is not None
        await self._commit(
            kind(
                id=f"{aggregate}@{state.version}",
                aggregate=aggregate,
                organisation=state.organisation,
                actor=actors.SYSTEM,
                at=at,
                **what,
            )
        )
