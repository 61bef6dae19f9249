"""An evaluation and an award on a program at work, act by act."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from contracts import awarding, evaluation, names
from contracts.aggregate import Command
from contracts.awarding import Advantage, AwardProposal, DecisionSheet, VisumSheet
from contracts.awarding import process as award
from contracts.base import Money
from contracts.envelope import Answer
from contracts.evaluation import Examination, ExaminationSheet, Interest, Score, ScoreSheet
from contracts.evaluation import process as evaluate
from contracts.evaluation.sheets import quality_criteria
from contracts.tendering import TenderDraft, TenderState
from infra.store import clock, records
from tests import builders, contracted, opened
from tests.builders import uid
from tests.running import Running

TENDER = opened.TENDER
EVALUATION = names.evaluation(names.subject_of(TENDER), 1)
AWARD = names.award(names.subject_of(TENDER), 1)
COMMITTEE = ("Griet", "Tine", "Yassin")
AGREED = {"Kade Zeven": "8", "Zilverdijk": "9", "Meerstroom": "6"}
"""With the prices of `opened`, Zilverdijk comes first by quality."""


class Course:
    """Gives acts in the name of the cast; each has a key of its own."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.store = running.parts.store
        self.given = 0

    async def bind(self, content: BaseModel | str) -> str:
        """Keep a content under its hash."""
        return await self.store.write(lambda c: records.put_content(c, content))

    def command(
        self, kind: type[Command], aggregate: str, who: str, at: datetime, **what: Any
    ) -> Command:
        """An act of somebody of the cast."""
        self.given += 1
        return kind(
            id=f"{uid(who)}/{kind.__name__}-{self.given}",
            aggregate=aggregate,
            organisation=builders.CITY,
            actor=uid(who),
            at=at,
            **what,
        )

    async def act(self, kind: type[Command], aggregate: str, who: str, **what: Any) -> Answer:
        """Send an act to its workflow."""
        at = await self.running.commands.instant()
        return await self.running.commands.send(self.command(kind, aggregate, who, at, **what))

    async def state(self, aggregate: str) -> Any:
        """The State as it is now."""
        return await self.store.read(lambda c: records.read_state(c, aggregate))

    async def reach(self, aggregate: str, stage: str) -> Any:
        """Wait until the engine has brought an aggregate to a stage."""
        return await contracted.until(self.running, aggregate, lambda s: s.stage == stage)

    async def move(self, to: datetime, aggregate: str) -> None:
        """Move the demo clock and wake the workflow that it concerns."""
        await self.store.write(lambda c: clock.move(c, to))
        await self.running.parts.wake(aggregate)

    # --- evaluation -----------------------------------------------------------------------------

    async def open(self, draft: TenderDraft | None = None) -> None:
        """The tender with its opened bids, and its evaluation."""
        await self.store.write(lambda c: opened.tender(c, draft))
        await self.start()

    async def start(self, who: str = "Bram", organisation: str = builders.CITY) -> None:
        """The evaluation of a tender whose bids were opened."""
        tender: TenderState = await self.state(TENDER)
        at = await self.running.commands.instant()
        what = {"tender": TENDER, "round": 1, "draft_hash": tender.draft_hash}
        command = self.command(evaluate.OpenEvaluation, EVALUATION, who, at, **what)
        command = command.model_copy(update={"organisation": organisation})
        await self.running.commands.arrive(command)

    async def declare(self) -> None:
        """Nobody in the committee has an interest."""
        for member in COMMITTEE:
            await self.act(evaluate.DeclareInterest, EVALUATION, member, choice=Interest.NONE)

    async def examine(self, **irregular: str) -> None:
        """Every bid examined; `irregular` says why a supplier's is not regular."""
        rows = tuple(
            Examination(
                bid=opened.bid(supplier),
                not_excluded=True,
                selected=True,
                regular=supplier.split()[0] not in irregular,
                reason=irregular.get(supplier.split()[0], ""),
            )
            for supplier in opened.PRICES
        )
        sheet = ExaminationSheet(evaluation=EVALUATION, rows=rows)
        await self.act(evaluate.RecordExamination, EVALUATION, "Ilse", sheet=await self.bind(sheet))

    def scores(self, who: str, agreed: Mapping[str, str], draft: TenderDraft) -> ScoreSheet:
        """A complete sheet with one score for all criteria of a bid."""
        return ScoreSheet(
            evaluation=EVALUATION,
            person=uid(who),
            rows=tuple(
                Score(
                    bid=opened.bid(supplier),
                    criterion=criterion.id,
                    score=Decimal(score),
                    motivation=f"{supplier}: waarom {score} op {criterion.name}.",
                )
                for supplier, score in agreed.items()
                for criterion in quality_criteria(draft)
            ),
        )

    async def score(
        self, agreed: Mapping[str, str] = AGREED, draft: TenderDraft | None = None
    ) -> None:
        """Every member alone, then the committee together."""
        draft = draft or builders.draft()
        for member in COMMITTEE:
            sheet = await self.bind(self.scores(member, agreed, draft))
            await self.act(evaluate.SubmitScores, EVALUATION, member, sheet=sheet)
        sheet = await self.bind(self.scores("Griet", agreed, draft))
        await self.act(evaluate.CloseConsensus, EVALUATION, "Griet", sheet=sheet)

    async def rank(self) -> None:
        """The chair has the ranking made and closes the evaluation; an award is opened."""
        await self.act(evaluate.RevealRanking, EVALUATION, "Griet")
        await self.reach(EVALUATION, evaluation.Stage.RANKED)
        await self.act(evaluate.ConcludeEvaluation, EVALUATION, "Griet")
        await self.reach(AWARD, awarding.Stage.PROPOSING)

    async def evaluate(self, draft: TenderDraft | None = None, **irregular: str) -> None:
        """From opened bids to an award that can be proposed."""
        await self.open(draft)
        await self.declare()
        await self.examine(**irregular)
        left = {s: score for s, score in AGREED.items() if s.split()[0] not in irregular}
        await self.score(left, draft)
        await self.rank()

    # --- award ----------------------------------------------------------------------------------

    def proposal(self, winner: str = "Zilverdijk", *others: str) -> AwardProposal:
        """The proposal that the ranking leads to."""
        return AwardProposal(
            award=AWARD,
            winner=opened.bid(winner),
            amount=Money(amount=Decimal(opened.PRICES[winner])),
            vat_rate=Decimal(21),
            motivation="De migratie is uitgewerkt met twee proefmigraties.",
            advantages=tuple(
                Advantage(bid=opened.bid(other), text=f"Minder uitgewerkt dan {winner}.")
                for other in others
            ),
        )

    async def propose(self, *others: str) -> None:
        """The file manager proposes Zilverdijk before these others, or before all."""
        await self._propose(*(others or ("Kade Zeven", "Meerstroom")))

    async def propose_alone(self) -> None:
        """The file manager proposes Zilverdijk, the only bid that was ranked."""
        await self._propose()

    async def _propose(self, *others: str) -> None:
        sheet = await self.bind(self.proposal("Zilverdijk", *others))
        await self.act(award.ProposeAward, AWARD, "Bram", proposal=sheet)

    async def endorse(self) -> None:
        """The finance director grants the visum."""
        sheet = VisumSheet(
            award=AWARD,
            number="2026-V-0412",
            date=await self.today(),
            amount=self.proposal().including_vat,
        )
        await self.act(award.GrantVisum, AWARD, "Koenraad", visum=await self.bind(sheet))

    async def register(self) -> None:
        """The director general registers what the college decided."""
        sheet = DecisionSheet(
            award=AWARD,
            organ="het college van burgemeester en schepenen",
            number="2026_CBS_01874",
            date=await self.today(),
            winner=opened.bid("Zilverdijk"),
            amount=self.proposal().amount,
        )
        await self.act(award.RegisterDecision, AWARD, "Wouter", decision=await self.bind(sheet))

    async def today(self) -> date:
        """The day by the store's clock."""
        return (await self.running.commands.instant()).date()

    async def decide(self, *others: str) -> None:
        """From the proposal to the registered decision."""
        await self.propose(*others)
        await self.endorse()
        await self.register()
