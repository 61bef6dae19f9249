"""What the reasoned decision and its letters both print, read from the records of one award."""

from dataclasses import dataclass
from datetime import date

from contracts.aggregate import Event
from contracts.awarding import AwardProposal, AwardState, DecisionSheet, standstills
from contracts.documents import award
from contracts.documents.imprint import Price, Unit
from contracts.evaluation import RankingResult
from contracts.rules import deadlines
from contracts.rules.citations import cited
from contracts.rules.deadlines import Computed, Term
from contracts.rules.editions import Edition
from contracts.rules.procedures import AwardProcedure, Step
from infra.store import editions, records
from infra.store.engine import Connection
from infra.store.papers import evaluated
from infra.store.papers.evaluated import Evaluated
from infra.store.queries import tendering as tenders
from infra.texts.catalogue import Texts


@dataclass(frozen=True)
class Awarded(Evaluated):
    """One award that was decided, with all that led to it."""

    procedure: AwardProcedure
    state: AwardState
    happened: tuple[Event, ...]
    """Of the award."""
    edition: Edition
    proposal: AwardProposal
    decision: DecisionSheet


def read(connection: Connection, aggregate: str) -> Awarded:
    """What the records say of one award; LookupError when it is not decided."""
    state = records.read_state(connection, aggregate)
    if not isinstance(state, AwardState) or state.proposal is None or state.decision is None:
        raise LookupError(aggregate)
    ranking = records.bound(connection, state.ranking, RankingResult)
    tender = tenders.get(connection, state.tender)
    if tender.procedure is None:
        raise LookupError(tender.draft.procedure)
    found = evaluated.read(connection, tender, ranking, state.winner)
    return Awarded(
        **vars(found),
        procedure=tender.procedure,
        state=state,
        happened=tuple(records.read_events(connection, aggregate)),
        edition=editions.pinned(connection, state.edition),
        proposal=records.bound(connection, state.proposal, AwardProposal),
        decision=records.bound(connection, state.decision, DecisionSheet),
    )


def decision(found: Awarded) -> award.Decision:
    """Who decided, when, under which number."""
    sheet = found.decision
    return award.Decision(body=sheet.organ, number=sheet.number, taken_on=sheet.date)


def price(found: Awarded) -> Price:
    """The amount of the award without and with VAT."""
    proposal = found.proposal
    return Price(
        excluding=proposal.amount,
        vat_percentage=proposal.vat_rate,
        including=proposal.including_vat,
    )


def standstill(found: Awarded, sent_on: date) -> Computed | None:
    """The standstill of letters whose last dispatch was on a day; None where none is imposed."""
    draft = found.tender.draft
    return standstills.counted(found.procedure, draft, found.proposal, found.edition, sent_on)


def no_standstill(found: Awarded, texts: Texts) -> award.NoStandstill:
    """Why no standstill is imposed: the procedure has none, the estimate lies below the European
    threshold, or works lie below their share."""
    draft = found.tender.draft
    if Step.STANDSTILL not in found.procedure.steps:
        reason = texts.say("award.no_standstill.procedure")
        return award.NoStandstill(reason=reason, source=cited(found.procedure.article))
    article = found.edition.parameter("standstill_works_below_eu").article
    reason = "works" if draft.category == "works" else "national"
    return award.NoStandstill(
        reason=texts.say(f"award.no_standstill.{reason}"), source=cited(article)
    )


def standstill_rule(found: Awarded, texts: Texts) -> award.StandstillRule | award.NoStandstill:
    """Which standstill will run from the dispatch, or why there is none."""
    term = standstills.term(found.procedure, found.tender.draft, found.proposal, found.edition)
    if not term.mandatory:
        return no_standstill(found, texts)
    return award.StandstillRule(
        length=term.length,
        unit=Unit(term.unit.value),
        source=cited(term.article),
        confirmed=term.confirmed,
        law=_by_law(term),
    )


REMEDIES = (
    (award.RemedyKind.EXTREME_URGENCY, "suspension_application"),
    (award.RemedyKind.ANNULMENT, "annulment_application"),
)
"""What is open against a decision of an authority under the Council of State, and the parameter
of the edition that holds its period."""


def remedies(found: Awarded, texts: Texts) -> tuple[award.Remedy, ...]:
    """The remedies, each with its forum and its period from the communication."""
    rows = []
    for kind, parameter in REMEDIES:
        term = deadlines.term_of(found.edition, parameter, "award_communicated")
        rows.append(
            award.Remedy(
                kind=kind,
                forum=texts.say("award.council_of_state"),
                address=texts.say("award.council_of_state_address"),
                length=term.length,
                unit=Unit(term.unit.value),
                source=cited(term.article),
                confirmed=term.confirmed,
                law=_by_law(term),
            )
        )
    return tuple(rows)


def _by_law(term: Term) -> int | None:
    """What the law says, where the period is a figure of the organisation's own."""
    return term.own[0].law if term.own else None
