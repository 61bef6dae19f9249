"""What the reasoned decision and its letters both print, read from the records of one award."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from contracts import evaluation
from contracts.aggregate import Event
from contracts.awarding import AwardProposal, AwardState, DecisionSheet, standstills
from contracts.base import Money
from contracts.bidding import BidForm
from contracts.documents import award
from contracts.documents.imprint import Price, Unit
from contracts.evaluation import Examination, ExaminationSheet, RankingResult, ScoreSheet
from contracts.people import OrganisationCard
from contracts.rules import deadlines
from contracts.rules.citations import cited
from contracts.rules.editions import Edition
from infra import rulebook
from infra.store import records
from infra.store.engine import Connection
from infra.store.queries import bidding as bids
from infra.store.queries import organisations
from infra.store.queries import tendering as tenders
from infra.texts import methods
from infra.texts.catalogue import Texts

E = TypeVar("E", bound=Event)

LABEL = 16
"""The room for a criterion at the head of a table; a longer name is known by its id there."""


@dataclass(frozen=True)
class Tenderer:
    """Someone whose bid was opened. `number` is the order of receipt, as in the opening record."""

    number: int
    bid: str
    card: OrganisationCard
    form: BidForm | None
    examination: Examination

    @property
    def name(self) -> str:
        """The name by which the tables know this tenderer."""
        return self.card.name


@dataclass(frozen=True)
class Awarded:
    """One award that was decided, with all that led to it."""

    tender: tenders.Tender
    state: AwardState
    happened: tuple[Event, ...]
    """Of the award."""
    evaluated: tuple[Event, ...]
    """Of the evaluation that led to it."""
    edition: Edition
    proposal: AwardProposal
    decision: DecisionSheet
    ranking: RankingResult
    consensus: ScoreSheet
    """The scores that the ranking was made from, with their reasons."""
    tenderers: tuple[Tenderer, ...]

    def tenderer(self, bid: str) -> Tenderer:
        """The tenderer of a bid; LookupError for a bid that was not opened."""
        return next(each for each in self.tenderers if each.bid == bid)

    def reason(self, bid: str, criterion: str) -> str:
        """The committee's reasons for a score; empty where it gave none."""
        rows = self.consensus.rows
        found = (each for each in rows if (each.bid, each.criterion) == (bid, criterion))
        return next((each.motivation.strip() for each in found), "")

    @property
    def winner(self) -> Tenderer:
        """Whom the award goes to."""
        return self.tenderer(self.state.winner)


def last(happened: tuple[Event, ...], kind: type[E]) -> E:
    """The last event of a kind; LookupError when there is none."""
    for event in reversed(happened):
        if isinstance(event, kind):
            return event
    raise LookupError(kind.__name__)


def read(connection: Connection, aggregate: str) -> Awarded:
    """What the records say of one award; LookupError when it is not decided."""
    state = records.read_state(connection, aggregate)
    if not isinstance(state, AwardState) or state.proposal is None or state.decision is None:
        raise LookupError(aggregate)
    ranking = records.bound(connection, state.ranking, RankingResult)
    evaluated = tuple(records.read_events(connection, ranking.evaluation))
    return Awarded(
        tender=tenders.get(connection, state.tender),
        state=state,
        happened=tuple(records.read_events(connection, aggregate)),
        evaluated=evaluated,
        edition=rulebook.shipped().pinned(state.edition),
        proposal=records.bound(connection, state.proposal, AwardProposal),
        decision=records.bound(connection, state.decision, DecisionSheet),
        ranking=ranking,
        consensus=records.bound(connection, ranking.consensus, ScoreSheet),
        tenderers=_tenderers(connection, state, evaluated),
    )


def _tenderers(
    connection: Connection, state: AwardState, evaluated: tuple[Event, ...]
) -> tuple[Tenderer, ...]:
    examined = last(evaluated, evaluation.process.BidsExamined)
    sheet = records.bound(connection, examined.sheet, ExaminationSheet)
    examinations = {row.bid: row for row in sheet.rows}
    suppliers = {bid.id: bid.supplier for bid in bids.of_tender(connection, state.tender)}
    return tuple(
        Tenderer(
            number=number,
            bid=found.bid,
            card=organisations.get(connection, suppliers[found.bid]),
            form=found.form,
            examination=examinations[found.bid],
        )
        for number, found in enumerate(bids.opened(connection, state.tender), start=1)
    )


def outcome(found: Awarded, tenderer: Tenderer) -> award.Outcome:
    """What the decision says of a tenderer; the first ground on which a bid fell is the one. A bid
    that the announced method sets aside is told like an irregular one."""
    examination = tenderer.examination
    if not examination.not_excluded:
        return award.Outcome.EXCLUDED
    if not examination.selected:
        return award.Outcome.NOT_SELECTED
    if not examination.regular or methods.set_aside(found.ranking, tenderer.bid):
        return award.Outcome.IRREGULAR
    chosen = tenderer.bid == found.state.winner
    return award.Outcome.CHOSEN if chosen else award.Outcome.NOT_CHOSEN


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


def criteria(found: Awarded) -> tuple[award.Criterion, ...]:
    """The announced criteria in the order of the documents."""
    return tuple(
        award.Criterion(
            name=" ".join(c.name.split()),
            label=c.name if len(c.name) <= LABEL else c.id[:LABEL],
            kind=c.kind,
            weight=c.weight or Decimal(0),
        )
        for c in found.tender.draft.criteria
    )


def ranking(found: Awarded) -> award.Ranking:
    """The regular bids with their exact points, first place first; of equals, the chosen one."""
    rows = _ranked(found)
    order = sorted(rows, key=lambda bid: (rows[bid].rank, bid != found.state.winner))
    return award.Ranking(criteria=criteria(found), bids=tuple(rows[bid] for bid in order))


def ranked(found: Awarded, bid: str) -> award.RankedBid:
    """One regular bid with its points."""
    return _ranked(found)[bid]


def _ranked(found: Awarded) -> Mapping[str, award.RankedBid]:
    order = [criterion.id for criterion in found.tender.draft.criteria]
    rows = {}
    for row in found.ranking.rows:
        points = {each.criterion: each.exact for each in row.points}
        rows[row.bid] = award.RankedBid(
            rank=row.rank,
            tenderer=found.tenderer(row.bid).name,
            price=_bid_price(found.tenderer(row.bid)),
            points=tuple(str(points[criterion]) for criterion in order),
            total=str(row.exact),
        )
    return rows


def _bid_price(tenderer: Tenderer) -> Money:
    if tenderer.form is None:
        raise LookupError(f"{tenderer.bid} is ranked without contents")
    return tenderer.form.price


def irregularities(
    found: Awarded, tenderer: Tenderer, texts: Texts
) -> tuple[award.Irregularity, ...]:
    """Why a bid was set aside: what was asked, what was found, on what ground. The ground for a
    minimum or a ceiling is that of other requirements of the documents (to be confirmed)."""
    examination = tenderer.examination
    grounds = (
        ("excluded", examination.not_excluded, "Act 17 June 2016 art. 67"),
        ("not_selected", examination.selected, "Act 17 June 2016 art. 71"),
        ("irregular", examination.regular, "RD 18 April 2017 art. 76 par.1"),
    )
    examined = tuple(
        award.Irregularity(
            tenderer=tenderer.name,
            requirement=texts.say(f"award.requirement.{ground}"),
            finding=examination.reason.strip(),
            source=cited(article),
        )
        for ground, met, article in grounds
        if not met
    )
    return (*examined, *_by_the_method(found, tenderer, texts))


def _by_the_method(
    found: Awarded, tenderer: Tenderer, texts: Texts
) -> Iterator[award.Irregularity]:
    """What the announced method itself set a bid aside for, with the reasons of the committee."""
    draft = found.tender.draft
    for finding in methods.set_aside(found.ranking, tenderer.bid):
        met = methods.met(finding, draft, texts)
        yield award.Irregularity(
            tenderer=tenderer.name,
            requirement=methods.required(finding, draft, texts),
            finding=f"{met} {found.reason(tenderer.bid, finding.criterion)}".strip(),
            source=cited("RD 18 April 2017 art. 76 par.1"),
        )


def no_standstill(found: Awarded, texts: Texts) -> award.NoStandstill:
    """Why no standstill is imposed: below the European threshold, or works below their share."""
    draft = found.tender.draft
    article = found.edition.parameter("standstill_works_below_eu").article
    reason = "works" if draft.category == "works" else "national"
    return award.NoStandstill(
        reason=texts.say(f"award.no_standstill.{reason}"), source=cited(article)
    )


def standstill_rule(found: Awarded, texts: Texts) -> award.StandstillRule | award.NoStandstill:
    """Which standstill will run from the dispatch, or why there is none."""
    term = standstills.term(found.tender.draft, found.proposal, found.edition)
    if not term.mandatory:
        return no_standstill(found, texts)
    return award.StandstillRule(
        length=term.length, unit=Unit(term.unit.value), source=cited(term.article)
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
            )
        )
    return tuple(rows)
