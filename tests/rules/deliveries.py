"""A contract of three milestones and one delivery of it, for the tests of both phases."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from contracts import actors, names
from contracts.acceptance import AcceptanceFacts, SignOffReport
from contracts.acceptance.report import CriterionResult, Result, Shortcoming, Verdict
from contracts.actors import Actor, Role
from contracts.aggregate import Decision, Event, Facts, State
from contracts.base import content_hash
from contracts.contracting import ContractFacts, DeliveryNote, process
from contracts.contracting.process import Evidence
from contracts.refusals import Refusal
from contracts.rules.editions import Edition
from contracts.tendering import TenderDraft
from contracts.tendering.draft import Category, MilestonePlan, Team
from infra import rulebook

S = TypeVar("S", bound=State)

BUYER = "01939d2c-0000-7000-8000-00000000000a"
SUPPLIER = "01939d2c-0000-7000-8000-00000000000b"
DIRK, FATIMA, STIJN, MEHDI = (f"01939d2c-0000-7000-8000-{n:012d}" for n in range(1, 5))
BID = "01939d2c-0000-7000-8000-0000000000b1"
TENDER = names.tender("01939d2c-0000-7000-8000-0000000000c1")
AWARD = names.award(names.subject_of(TENDER), 1)
CONTRACT = names.contract("01939d2c-0000-7000-8000-0000000000d1")
CONCLUDED = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

ENGINE = actors.system(BUYER)
CONTRACTOR = Actor(person=MEHDI, organisation=SUPPLIER, roles=frozenset({Role.SUPPLIER}))

PLANS = (
    MilestonePlan(
        id="M1",
        title="Inrichting",
        days_after_start=30,
        share=Decimal(40),
        criteria=("Omgeving staat klaar", "Gebruikers kunnen aanmelden"),
    ),
    MilestonePlan(id="M2", title="Migratie", days_after_start=60, share=Decimal(40)),
    MilestonePlan(
        id="M3",
        title="Overdracht",
        days_after_start=90,
        share=Decimal(20),
        criteria=("Beheerders zijn opgeleid",),
        final=True,
    ),
)
DRAFT = TenderDraft(
    category=Category.SERVICES, milestones=PLANS, team=Team(acceptance_committee=(FATIMA, STIJN))
)
M1, M2, M3 = (process.milestone_id(CONTRACT, plan.id) for plan in PLANS)
HASH = content_hash(DRAFT)


def edition(day: date = date(2026, 9, 1)) -> Edition:
    """The law of the tender: that of the day of its notice."""
    return rulebook.edition_for(day)


def base(actor: Actor, at: datetime, law: Edition | None = None) -> dict[str, Any]:
    """The facts that every command has."""
    return {
        "actor": actor,
        "relations": frozenset(),
        "now": at,
        "at": at,
        "edition": law or edition(),
    }


def plain(actor: Actor, at: datetime) -> Facts:
    """The base facts alone."""
    return Facts(**base(actor, at))


def contract_facts(
    actor: Actor,
    at: datetime,
    note: DeliveryNote | None = None,
    draft: TenderDraft = DRAFT,
    law: Edition | None = None,
) -> ContractFacts:
    """What a contract's acts are judged by."""
    return ContractFacts(**base(actor, at, law), draft=draft, note=note)


def acceptance_facts(
    person: str, at: datetime, report: SignOffReport | None, draft: TenderDraft = DRAFT
) -> AcceptanceFacts:
    """What a sign-off is judged by."""
    member = Actor(person=person, organisation=BUYER, roles=frozenset({Role.ACCEPTANCE_MEMBER}))
    return AcceptanceFacts(**base(member, at), draft=draft, report=report)


def note(plan: MilestonePlan, **changes: Any) -> DeliveryNote:
    """A delivery note with evidence for every criterion of a plan."""
    shown = tuple(Evidence(criterion=each, text="Zie bijlage.") for each in plan.criteria)
    whole = {
        "milestone": process.milestone_id(CONTRACT, plan.id),
        "signatory": "Mehdi Lindenhart",
        "evidence": shown,
        "remarks": "Volledig.",
    }
    return DeliveryNote.model_validate(whole | changes)


def sign_off(plan: MilestonePlan, verdict: Verdict, **changes: Any) -> SignOffReport:
    """A report with the verdict that follows from it: one shortcoming unless it accepts."""
    criteria = plan.criteria or (plan.title,)
    wanting = verdict is Verdict.SHORTCOMINGS
    results = [CriterionResult(criterion=each, result=Result.MET) for each in criteria]
    if wanting:
        results[0] = CriterionResult(criterion=criteria[0], result=Result.NOT_MET)
    found = () if verdict is Verdict.ACCEPTED else (criteria[0],)
    severity = "blocking" if wanting else "light"
    shortcomings = tuple(
        Shortcoming.model_validate({"criterion": c, "text": "Ontbreekt.", "severity": severity})
        for c in found
    )
    whole = {
        "acceptance": names.acceptance(M1, 1),
        "round": 1,
        "verdict": verdict,
        "results": tuple(results),
        "shortcomings": shortcomings,
        "remedy_before": date(2027, 1, 20) if shortcomings else None,
    }
    return SignOffReport.model_validate(whole | changes)


def after(state: S, events: Iterable[Event], evolve: Any) -> S:
    """The State after some events, as commit makes it."""
    for event in events:
        state = evolve[type(event)](state, event).model_copy(
            update={"version": state.version + 1, "last": event.at}
        )
    return state


def taken(answer: Decision | Refusal) -> tuple[Event, ...]:
    """The events of a yes; a no fails the test with its code."""
    assert isinstance(answer, Decision), answer
    return answer.events


def days(count: int, since: datetime = CONCLUDED) -> datetime:
    """Some days later."""
    return since + timedelta(days=count)
