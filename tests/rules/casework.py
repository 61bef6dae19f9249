"""The case system of a city, five bids and its committee, for the tests of evaluation and award.

The figures are those of the product specification (file SB-2026-031): one agreed score, that of
Zilverdijk on F2, decides who comes first.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Generic, TypeVar

from contracts import actors, awarding, envelope, evaluation, names
from contracts.actors import Actor, Role
from contracts.aggregate import Command, Decision, Due, Event, State
from contracts.awarding import Advantage, AwardFacts, AwardProposal, DecisionSheet, VisumSheet
from contracts.base import Money, content_hash, local_date
from contracts.bidding import BidForm, OpenedBid
from contracts.evaluation import (
    EvaluationFacts,
    EvaluationState,
    Examination,
    ExaminationSheet,
    Interest,
    Score,
    ScoreSheet,
)
from contracts.evaluation.process import (
    CloseConsensus,
    DeclareInterest,
    OpenEvaluation,
    RecordExamination,
    SubmitScores,
)
from contracts.refusals import Refusal
from contracts.tendering import Stage, TenderDraft, TenderState
from contracts.tendering.draft import Category, Criterion, Team
from infra import procedure_files, rulebook

S = TypeVar("S", bound=State)


def uid(n: int) -> str:
    """An id that is easy to tell apart."""
    return f"01939d2c-0000-7000-8000-{n:012d}"


CITY = uid(1)
GRIET, TINE, YASSIN, PIETER, ILSE, BRAM, KOENRAAD, WOUTER = (uid(n) for n in range(11, 19))
KADE, ZILVER, MEER, LINDE, BRUG = (uid(n) for n in range(31, 36))
SUPPLIER = uid(41)
TEXT = content_hash(b"a text that a person wrote")

TENDER = names.tender(uid(51))
EVALUATION = names.evaluation(uid(51), 1)
AWARD = names.award(uid(51), 1)

DEADLINE = datetime(2026, 10, 13, 8, 0, tzinfo=UTC)
START = datetime(2026, 10, 19, 7, 0, tzinfo=UTC)

WEIGHTS = {"F1": 12, "F2": 10, "F3": 8, "P1": 12, "P2": 8, "D1": 9, "D2": 6}
PRICES = {
    KADE: "1396450.00",
    ZILVER: "1482600.00",
    MEER: "1611900.00",
    LINDE: "1279980.00",
    BRUG: "1100000.00",
}
AGREED = {
    KADE: (8, 9, 8, 8, 9, 8, 9),
    ZILVER: (9, 9, 9, 8, 8, 9, 9),
    MEER: (9, 9, 8, 9, 8, 8, 8),
    LINDE: (6, 6, 7, 5, 6, 7, 6),
}
DRAFT = TenderDraft(
    title="Zaaksysteem omgevingsvergunningen",
    category=Category.SERVICES,
    estimate=Money(amount=Decimal("1450000.00")),
    criteria=(
        Criterion(id="K", name="Prijs", kind="price", weight=Decimal(35), formula="P1/1"),
        *(
            Criterion(id=each, name=each, kind="quality", weight=Decimal(weight))
            for each, weight in WEIGHTS.items()
        ),
    ),
    team=Team(chair=GRIET, evaluators=(TINE, YASSIN, PIETER)),
)
COMMITTEE = (GRIET, TINE, YASSIN, PIETER)
LAW = rulebook.edition_for(local_date(DEADLINE))


def opened(prices: Mapping[str, str] | None = None) -> tuple[OpenedBid, ...]:
    """The opened bids; each binds its supplier for 180 days."""
    return tuple(
        OpenedBid(
            bid=bid,
            intact=True,
            form=BidForm(
                price=Money(amount=Decimal(price)),
                vat_rate=Decimal(21),
                validity_days=180,
                signatory="Katrien Bovendijk",
            ),
        )
        for bid, price in (prices or PRICES).items()
    )


def tender(stage: Stage = Stage.OPENED, draft: TenderDraft = DRAFT) -> TenderState:
    """The tender that is evaluated."""
    return TenderState(
        aggregate=TENDER,
        organisation=CITY,
        stage=stage,
        reference="SB-2026-031",
        draft_hash=content_hash(draft),
        deadline=DEADLINE,
        edition=LAW.sha256,
    )


def scores(person: str, agreed: Mapping[str, Iterable[Any]] | None = None) -> ScoreSheet:
    """A complete sheet; without other scores, those that were agreed."""
    rows = tuple(
        Score(
            bid=bid,
            criterion=criterion,
            score=Decimal(str(value)),
            motivation=f"{criterion}: waarom {value}.",
        )
        for bid, values in (agreed or AGREED).items()
        for criterion, value in zip(WEIGHTS, values, strict=True)
    )
    return ScoreSheet(evaluation=EVALUATION, person=person, rows=rows)


def examination(irregular: Iterable[str] = (BRUG,)) -> ExaminationSheet:
    """Every bid examined, some of them irregular."""
    found = set(irregular)
    return ExaminationSheet(
        evaluation=EVALUATION,
        rows=tuple(
            Examination(
                bid=bid,
                not_excluded=True,
                selected=True,
                regular=bid not in found,
                reason="Voorbehoud op de aansprakelijkheid." if bid in found else "",
            )
            for bid in PRICES
        ),
    )


def person(of: str) -> Actor:
    """Somebody of the city; the rules under test look at the person, not at roles."""
    if of == actors.SYSTEM:
        return actors.system(CITY)
    return Actor(person=of, organisation=CITY, roles=frozenset({Role.EVALUATOR}))


class Run(Generic[S]):
    """An aggregate as commit keeps it: may, decide, evolve; its events and follow-ups gathered."""

    def __init__(self, state: S, facts: type[Any], **given: Any) -> None:
        self.state = state
        self.at = START
        self.events: list[Event] = []
        self.follow_ups: list[Command] = []
        self._facts, self._given = facts, given

    def stage(self) -> str:
        """Where it stands now."""
        return self.state.stage

    def facts(self, actor: str, **given: Any) -> Any:
        """What an act is judged by."""
        return self._facts(
            actor=person(actor),
            relations=frozenset(),
            now=self.at,
            at=self.at,
            edition=LAW,
            **(self._given | given),
        )

    def command(self, kind: type[Any], actor: str, **fields: Any) -> Any:
        """A command to this aggregate, now."""
        return kind(
            id=f"{kind.__name__}-{self.at.isoformat()}-{actor}",
            aggregate=self.state.aggregate,
            organisation=CITY,
            actor=actor,
            at=self.at,
            **fields,
        )

    def ask(self, kind: type[Any], actor: str, given: Any = None, **fields: Any) -> Refusal | None:
        """Tell the aggregate something, a minute later; the refusal, or None for yes."""
        self.at += timedelta(minutes=1)
        command, facts = self.command(kind, actor, **fields), self.facts(actor, **(given or {}))
        if not command.opens and (
            no := envelope.may(self.state, command.kind, facts.actor, self.at)
        ):
            return no
        decision = envelope.judged_by(command)(self.state, facts, command)
        if isinstance(decision, Refusal):
            return decision
        assert isinstance(decision, Decision)
        self.record(decision.events)
        return None

    def tell(self, kind: type[Any], actor: str, given: Any = None, **fields: Any) -> None:
        """Tell the aggregate something that it must accept."""
        refusal = self.ask(kind, actor, given, **fields)
        assert refusal is None, refusal

    def fall_due(self, due: Due) -> None:
        """An instant of the agenda comes."""
        self.at = max(self.at, due.at)
        facts = self.facts(actors.SYSTEM)
        self.record(envelope.ON_DUE[due.what](self.state, facts, due))

    def record(self, events: Iterable[Event]) -> None:
        """Take events over, one version each."""
        for event in events:
            state = envelope.EVOLVE[type(event)](self.state, event)
            self.state = state.model_copy(
                update={"version": self.state.version + 1, "last": event.at}
            )
            self.events.append(event)
            for follow_up in envelope.FOLLOW_UPS.get(type(event), ()):
                self.follow_ups += follow_up(self.state, event)


def begun(draft: TenderDraft = DRAFT, prices: Mapping[str, str] | None = None) -> Run[Any]:
    """An evaluation before its first act."""
    given = {"tender": tender(draft=draft), "draft": draft, "bids": opened(prices)}
    command = OpenEvaluation(
        id="open",
        aggregate=EVALUATION,
        organisation=CITY,
        actor=BRAM,
        at=START,
        tender=TENDER,
        round=1,
        draft_hash=content_hash(draft),
    )
    blank = EvaluationState(
        aggregate=EVALUATION, organisation=CITY, edition="", round=1, draft_hash=TEXT
    )
    run: Run[Any] = Run(blank, EvaluationFacts, **given)
    run.state = evaluation.begin(run.facts(BRAM), command)
    return run


def opening(draft: TenderDraft = DRAFT) -> dict[str, Any]:
    """The fields of the command that opens the evaluation."""
    return {"tender": TENDER, "round": 1, "draft_hash": content_hash(draft)}


def declaring(draft: TenderDraft = DRAFT) -> Run[Any]:
    """An evaluation whose committee must declare."""
    run = begun(draft)
    run.tell(OpenEvaluation, BRAM, **opening(draft))
    return run


def declare(run: Run[Any], *people: str, choice: Interest = Interest.NONE) -> None:
    """These members declare."""
    for member in people:
        statement = None if choice is Interest.NONE else TEXT
        run.tell(DeclareInterest, member, choice=choice, statement=statement)


def examining(draft: TenderDraft = DRAFT) -> Run[Any]:
    """An evaluation whose committee has declared."""
    run = declaring(draft)
    declare(run, *COMMITTEE)
    return run


def examine(run: Run[Any], sheet: ExaminationSheet | None = None) -> Refusal | None:
    """The jurist hands in an examination."""
    found = sheet or examination()
    return run.ask(RecordExamination, ILSE, {"examination": found}, sheet=content_hash(found))


def scoring(draft: TenderDraft = DRAFT) -> Run[Any]:
    """An evaluation whose bids were examined."""
    run = examining(draft)
    assert examine(run) is None
    return run


def score(run: Run[Any], member: str, sheet: ScoreSheet | None = None) -> Refusal | None:
    """A member submits scores."""
    given = sheet or scores(member)
    return run.ask(SubmitScores, member, {"scores": given}, sheet=content_hash(given))


def consensus(draft: TenderDraft = DRAFT) -> Run[Any]:
    """An evaluation in which everybody has scored."""
    run = scoring(draft)
    for member in COMMITTEE:
        assert score(run, member) is None
    return run


def agree(run: Run[Any], sheet: ScoreSheet | None = None, by: str = GRIET) -> Refusal | None:
    """The chair closes the consensus."""
    given = sheet or scores(by)
    return run.ask(CloseConsensus, by, {"scores": given}, sheet=content_hash(given))


def closed() -> Run[Any]:
    """An evaluation whose consensus is closed."""
    run = consensus()
    assert agree(run) is None
    return run


def ranked(bids: Iterable[OpenedBid] = ()) -> evaluation.RankingResult:
    """The ranking of the agreed scores."""
    return evaluation.rank(DRAFT, tuple(bids) or opened(), {BRUG}, scores(GRIET))


def award(winner: str = ZILVER, **given: Any) -> Run[Any]:
    """An award that can be proposed."""
    command = awarding.process.OpenAward(
        id="open",
        aggregate=AWARD,
        organisation=CITY,
        actor=actors.SYSTEM,
        at=START,
        evaluation=EVALUATION,
        winner=winner,
        ranking=content_hash(ranked()),
        draft_hash=content_hash(DRAFT),
    )
    whole = {
        "tender": tender(Stage.AWARDING),
        "supplier": SUPPLIER,
        "bid": next(bid for bid in opened() if bid.bid == winner),
        "ranking": ranked(),
        "draft": DRAFT,
        "procedure": procedure_files.shipped().procedure(DRAFT.procedure),
    }
    run: Run[Any] = Run(
        awarding.begin(Run(tender(), AwardFacts, **whole).facts(actors.SYSTEM), command),
        AwardFacts,
        **(whole | given),
    )
    fields = command.model_dump(include={"evaluation", "winner", "ranking", "draft_hash"})
    run.tell(awarding.process.OpenAward, actors.SYSTEM, **fields)
    return run


def proposal(**changes: Any) -> AwardProposal:
    """The proposal that the ranking leads to."""
    whole = AwardProposal(
        award=AWARD,
        winner=ZILVER,
        amount=Money(amount=Decimal(PRICES[ZILVER])),
        vat_rate=Decimal(21),
        motivation="De beste verhouding van prijs en kwaliteit.",
        advantages=tuple(
            Advantage(bid=bid, text="Sterker op de koppelingen.") for bid in (KADE, MEER, LINDE)
        ),
    )
    return whole.model_copy(update=changes)


def visum(**changes: Any) -> VisumSheet:
    """A visum that covers the proposal with VAT, to the cent."""
    whole = VisumSheet(
        award=AWARD,
        number="2026-V-0412",
        date=local_date(START),
        amount=Money(amount=Decimal("1793946.00")),
    )
    return whole.model_copy(update=changes)


def decision(**changes: Any) -> DecisionSheet:
    """The decision as proposed."""
    whole = DecisionSheet(
        award=AWARD,
        organ="College van burgemeester en schepenen",
        number="2026_CBS_01874",
        date=local_date(START),
        winner=ZILVER,
        amount=Money(amount=Decimal(PRICES[ZILVER])),
    )
    return whole.model_copy(update=changes)
