"""What the pages of an award read of a dossier, and show of it alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from api import deciding, reading
from api.commands import RefusedError
from api.pages import grounds, ranked
from api.pages.page import Visit
from api.pages.ranked import points
from contracts.actors import Permission, Relation
from contracts.aggregate import Event
from contracts.awarding import Stage, with_vat
from contracts.awarding.process import AwardOpened
from contracts.base import Money, local_date
from contracts.bidding import BidForm
from contracts.refusals import Code, refuse
from contracts.rules import deadlines, permissions
from contracts.rules.scoring.result import Row
from infra.store import access, commitments
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.queries import bidding as bids
from infra.store.queries import history, organisations, people
from infra.store.queries.awarding import Award
from infra.store.queries.tendering import Tender
from infra.texts import deputies, parameters
from infra.texts.catalogue import Texts
from infra.texts.deputies import Deed

STEPS = ("proposal", "visum", "decision", "letters")
PATHS = {"proposal": "award", "visum": "visum", "decision": "decision", "letters": "letters"}
_REACHED = {Stage.PROPOSING: 1, Stage.VISUM: 2, Stage.DECIDING: 3}
"""How many of the steps can be opened; all of them once it is decided."""


@dataclass(frozen=True)
class File:
    """The last award of a tender, with what it decides on."""

    tender: Tender
    number: int
    award: Award
    relations: frozenset[Relation]
    amounts: Mapping[str, Money]
    """What acts on it commit, by the kind of the command."""
    forms: Mapping[str, BidForm]
    """What each ranked bid offered, by bid."""
    suppliers: Mapping[str, str]
    """The name of who handed in each bid, by bid."""
    happened: tuple[Event, ...]
    """All that happened in the dossier, in order."""
    people: Mapping[str, str]
    """The names of all who acted, or for whom somebody acted."""
    texts: Texts
    documents: Sequence[Document]

    @property
    def reached(self) -> int:
        """How many of the four steps can be opened."""
        reached = _REACHED.get(Stage(self.award.state.stage), len(STEPS))
        return max(reached, 2) if self.award.refused else reached

    @property
    def path(self) -> str:
        """Where the tender's pages stand."""
        return f"/tenders/{self.tender.id}"

    @property
    def evaluation(self) -> str:
        """The number of the evaluation round whose ranking it is."""
        return self.award.ranking.evaluation.rpartition("/")[2]

    @property
    def chosen(self) -> BidForm:
        """What the proposed bid offers."""
        return self.forms[self.award.state.winner]

    @property
    def including(self) -> Money:
        """Its price with VAT."""
        return with_vat(self.chosen.price, self.chosen.vat_rate)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The ranked bids, first place first."""
        return self.award.ranking.rows

    @property
    def first(self) -> Row:
        """The row of the proposed bid."""
        return next(row for row in self.rows if row.bid == self.award.state.winner)

    @property
    def others(self) -> tuple[Row, ...]:
        """The rows of the bids that are not proposed."""
        return tuple(row for row in self.rows if row.bid != self.award.state.winner)

    def supplier(self, bid: str) -> str:
        """Who handed a bid in."""
        return self.suppliers[bid]

    def shown(self, visit: Visit) -> dict[str, Any]:
        """The context that all pages of an award share."""
        return {
            "tender": {
                "id": self.tender.id,
                "reference": self.tender.reference,
                "title": self.tender.draft.title,
            },
            "award": {"stage": self.award.state.stage, "reached": self.reached},
            "winner": {
                "name": self.supplier(self.award.state.winner),
                "total": points(self.first.exact, visit.language),
                "price": self.chosen.price,
                "vat_rate": self.chosen.vat_rate,
                "including": self.including,
            },
            "validity": self._validity(visit.texts),
        }

    def _validity(self, texts: Texts) -> dict[str, Any] | None:
        state = self.award.state
        if state.valid_until is None:
            return None
        why = [event for event in self.happened if isinstance(event, AwardOpened)][-1].validity
        days = (local_date(state.valid_until) - local_date(deadlines.end_of(why.result))).days
        return {
            "until": state.valid_until,
            "explanation": why,
            "reasons": self.tender.edition.reasons,
            "suspended": self._suspension(days, texts) if days else None,
        }

    def _suspension(self, days: int, texts: Texts) -> dict[str, Any]:
        """What the standstill added to the period: so many days, at most those of the law."""
        cap = self.tender.edition.parameter("bid_validity_suspension_cap")
        return {
            "days": days,
            "cap": parameters.value(cap, texts),
            "ground": grounds.law(cap, texts),
        }

    def ranking(self, visit: Visit) -> dict[str, Any]:
        """`rows` and `criteria` as `_ranked.html` draws them."""
        return ranked.drawn(
            self.tender.draft,
            self.rows,
            self.supplier,
            lambda bid: self.forms[bid].price,
            self.award.state.winner,
            visit.language,
        )

    def who(self, deed: Deed) -> str:
        """Who did something, and for whom if it was a deputy; empty for the engine."""
        return deputies.who(deed, self.people, self.texts) or ""


def read(connection: Connection, visit: Visit, tender: str) -> File:
    """The award for the buyer's people who may follow it. Raises RefusedError."""
    states = deciding.numbers(connection, visit.me, tender)
    if not states:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    held = reading.relations_of(connection, visit.me, tender)
    verdict = permissions.can(visit.me.actor, Permission.READ_RANKING, held)
    if refusal := access.permission_refusal(verdict):
        raise RefusedError(refusal)
    award = deciding.award(connection, visit.me, tender, len(states))
    happened = tuple(each.event for each in history.of_dossier(connection, tender))
    named = organisations.named(connection, award.suppliers.values())
    opened = bids.opened(connection, award.state.tender)
    return File(
        tender=reading.readable_tender(connection, visit.me, tender),
        number=len(states),
        award=award,
        relations=held,
        amounts=commitments.amounts(connection, award.state, visit.me.actor),
        forms={bid.bid: bid.form for bid in opened if bid.form is not None},
        suppliers={bid: named[supplier] for bid, supplier in award.suppliers.items()},
        happened=happened,
        people=people.display_names(connection, deputies.people(*happened)),
        texts=visit.texts,
        documents=reading.documents_of(connection, visit.me, tender),
    )


def last(happened: Sequence[Event], kind: str) -> Event | None:
    """The last event of a kind."""
    return next((event for event in reversed(happened) if event.kind == kind), None)


def is_inside(visit: Visit) -> bool:
    """Whether the reader is one of the buyer's people; a bidder reads its own letter."""
    return permissions.visible(visit.me.actor).whole
