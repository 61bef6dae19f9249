"""What the records say of one evaluation that is ranked: the reports and decisions print it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from contracts import evaluation
from contracts.aggregate import Event
from contracts.base import Money
from contracts.bidding import BidForm
from contracts.documents import award
from contracts.evaluation import Examination, ExaminationSheet, RankingResult, ScoreSheet
from contracts.evaluation.sheets import LAW
from contracts.people import OrganisationCard
from contracts.rules.citations import cited
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
class Evaluated:
    """One evaluation with its ranking, and the bid that came first of it."""

    tender: tenders.Tender
    evaluated: tuple[Event, ...]
    """What happened to the evaluation."""
    ranking: RankingResult
    consensus: ScoreSheet
    """The scores that the ranking was made from, with their reasons."""
    tenderers: tuple[Tenderer, ...]
    first: str
    """The bid in the first place, once a tie was decided."""

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
        """Whose bid came first."""
        return self.tenderer(self.first)


def last(happened: tuple[Event, ...], kind: type[E]) -> E:
    """The last event of a kind; LookupError when there is none."""
    for event in reversed(happened):
        if isinstance(event, kind):
            return event
    raise LookupError(kind.__name__)


def read(
    connection: Connection, tender: tenders.Tender, ranking: RankingResult, first: str
) -> Evaluated:
    """The evaluation behind a ranking; LookupError when its examination is not recorded."""
    evaluated = tuple(records.read_events(connection, ranking.evaluation))
    return Evaluated(
        tender=tender,
        evaluated=evaluated,
        ranking=ranking,
        consensus=records.bound(connection, ranking.consensus, ScoreSheet),
        tenderers=_tenderers(connection, tender, evaluated),
        first=first,
    )


def _tenderers(
    connection: Connection, tender: tenders.Tender, evaluated: tuple[Event, ...]
) -> tuple[Tenderer, ...]:
    examined = last(evaluated, evaluation.process.BidsExamined)
    sheet = records.bound(connection, examined.sheet, ExaminationSheet)
    examinations = {row.bid: row for row in sheet.rows}
    suppliers = {bid.id: bid.supplier for bid in bids.of_tender(connection, tender.state.aggregate)}
    return tuple(
        Tenderer(
            number=number,
            bid=found.bid,
            card=organisations.get(connection, suppliers[found.bid]),
            form=found.form,
            examination=examinations[found.bid],
        )
        for number, found in enumerate(bids.opened(connection, tender.state.aggregate), start=1)
    )


def outcome(found: Evaluated, tenderer: Tenderer) -> award.Outcome:
    """What the decision says of a tenderer; the first ground on which a bid fell is the one. A bid
    that the announced method sets aside is told like an irregular one."""
    examination = tenderer.examination
    if not examination.not_excluded:
        return award.Outcome.EXCLUDED
    if not examination.selected:
        return award.Outcome.NOT_SELECTED
    if not examination.regular or methods.set_aside(found.ranking, tenderer.bid):
        return award.Outcome.IRREGULAR
    chosen = tenderer.bid == found.first
    return award.Outcome.CHOSEN if chosen else award.Outcome.NOT_CHOSEN


def criteria(found: Evaluated) -> tuple[award.Criterion, ...]:
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


def ranking(found: Evaluated) -> award.Ranking:
    """The regular bids with their exact points, first place first; of equals, the chosen one."""
    rows = _ranked(found)
    order = sorted(rows, key=lambda bid: (rows[bid].rank, bid != found.first))
    return award.Ranking(criteria=criteria(found), bids=tuple(rows[bid] for bid in order))


def ranked(found: Evaluated, bid: str) -> award.RankedBid:
    """One regular bid with its points."""
    return _ranked(found)[bid]


def _ranked(found: Evaluated) -> Mapping[str, award.RankedBid]:
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
    found: Evaluated, tenderer: Tenderer, texts: Texts
) -> tuple[award.Irregularity, ...]:
    """Why a bid was set aside: what was asked, what was found, on what ground. The ground for a
    minimum or a ceiling is that of other requirements of the documents (to be confirmed)."""
    examination = tenderer.examination
    grounds = (
        ("excluded", examination.not_excluded, LAW["not_excluded"]),
        ("not_selected", examination.selected, LAW["selected"]),
        ("irregular", examination.regular, LAW["regular"]),
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
    found: Evaluated, tenderer: Tenderer, texts: Texts
) -> Iterator[award.Irregularity]:
    """What the announced method itself set a bid aside for, with the reasons of the committee."""
    draft = found.tender.draft
    for finding in methods.set_aside(found.ranking, tenderer.bid):
        met = methods.met(finding, draft, texts)
        yield award.Irregularity(
            tenderer=tenderer.name,
            requirement=methods.required(finding, draft, texts),
            finding=f"{met} {found.reason(tenderer.bid, finding.criterion)}".strip(),
            source=cited(LAW["regular"]),
        )
