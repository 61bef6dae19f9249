"""The award as a bidder sees it: its letter, its own points, and until when."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from api import deciding, reading
from api.commands import RefusedError
from api.drawings import days
from api.pages import papers
from api.pages.page import Visit
from api.pages.ranked import earned, points
from contracts.awarding import Stage
from contracts.refusals import Code, refuse
from contracts.rules.scoring.result import Row
from contracts.tendering.draft import Criterion
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.queries import awarding, organisations
from infra.store.queries import contracting as contracts
from infra.store.queries.awarding import Award, Letter
from infra.store.queries.tendering import Tender
from infra.texts import formats


@dataclass(frozen=True)
class _Result:
    """What one bidder is told of an award."""

    tender: Tender
    buyer: str
    award: Award
    letter: Letter
    winner: str
    """The name of whose bid is chosen."""
    papers: tuple[Document, ...]
    own: Row | None
    """The row of its bid, None for a bid that was not ranked."""
    contract: str | None

    @property
    def chosen(self) -> bool:
        """Whether it is this bidder's own bid."""
        return self.letter.document.party == self.award.state.supplier


def _read(connection: Connection, visit: Visit, tender: str) -> _Result:
    me = visit.me
    # What is out of the bidder's scope is refused here; what it was not sent, by `own_letter`.
    shown = reading.readable_tender(connection, me, tender)
    count = len(awarding.numbers(connection, tender))
    if not count:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    award, letter, _ = deciding.own_letter(connection, me, tender, count)
    named = organisations.named(connection, {shown.state.organisation, award.state.supplier or ""})
    documents = reading.documents_of(connection, me, tender)
    bidder = me.actor.organisation
    own = [row for row in award.ranking.rows if award.suppliers[row.bid] == bidder]
    mine = [
        each
        for each in contracts.of_dossier(connection, tender)
        if contracts.state_of(connection, each).supplier == bidder
    ]
    return _Result(
        tender=shown,
        buyer=named[shown.state.organisation],
        award=award,
        letter=letter,
        winner=named[award.state.supplier or ""],
        papers=tuple(each for each in documents if each.kind in ("D-12", "D-14")),
        own=own[0] if own else None,
        contract=mine[0].partition("/")[2] if mine else None,
    )


async def show(visit: Visit, tender: str) -> Response:
    """The page; unknown before the letters were sent."""
    found = await visit.services.store.read(lambda c: _read(c, visit, tender))
    award, decision = found.award, found.award.decision
    if decision is None:
        raise RefusedError(refuse(Code.UNKNOWN_REFERENCE))
    stage = Stage(award.state.stage)
    return visit.render(
        "award_result.html",
        tender={
            "id": found.tender.id,
            "reference": found.tender.reference,
            "title": found.tender.draft.title,
            "buyer": found.buyer,
        },
        chosen=found.chosen,
        winner=found.winner,
        decision={"organ": decision.organ, "number": decision.number, "date": decision.date},
        letters=papers.rows(found.papers, visit),
        own=_points(found.award, found.own, found.tender, visit) if found.own else None,
        standstill=days.bar(
            award.standstill.ends,
            award.standstill.explanation,
            visit.now,
            found.tender.edition.reasons,
        )
        if award.standstill
        else None,
        free=award.standstill is None,
        concluded=stage is Stage.CONCLUDED,
        contract=f"/contracts/{found.contract}" if found.contract else None,
    )


def _points(award: Award, own: Row, tender: Tender, visit: Visit) -> dict[str, Any]:
    first = next(row for row in award.ranking.rows if row.bid == award.state.winner)
    return {
        "total": points(own.exact, visit.language),
        "chosen_total": points(first.exact, visit.language),
        "points": [_line(each, own, first, visit) for each in tender.draft.criteria],
    }


def _line(criterion: Criterion, own: Row, first: Row, visit: Visit) -> dict[str, str]:
    return {
        "criterion": criterion.name,
        "weight": formats.plain(criterion.weight or 0, visit.language),
        "own": points(earned(own, criterion.id), visit.language),
        "chosen": points(earned(first, criterion.id), visit.language),
    }
