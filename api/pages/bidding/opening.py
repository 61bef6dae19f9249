"""P-11: two people open, everybody can prove it; and the decision on a bid that was held."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.responses import Response

from api import opened_files, reading
from api.acts import bidding as acts
from api.forms import Act, Form
from api.pages import page
from api.pages.bidding import dossier
from api.pages.bidding.dossier import Dossier
from api.pages.bidding.submission import confirmations, document_row
from api.pages.page import Looking, Posted, Visit
from contracts import names
from contracts.actors import Permission, Relation
from contracts.base import Identifier, Instant
from contracts.bidding import OpenedBid
from contracts.people import Person
from contracts.refusals import Code, Refusal
from contracts.rules import permissions
from contracts.tendering import Stage
from infra import ids
from infra.store.documents import Document
from infra.store.engine import Connection
from infra.store.queries import bidding as bids
from infra.store.queries import evaluation, organisations
from infra.store.queries.bidding import LateAttempt, ReceivedBid
from infra.texts import formats

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class _Session:
    """What the page shows of one opening."""

    dossier: Dossier
    relations: frozenset[Relation]
    officers: tuple[Person, ...]
    confirmed: dict[str, Instant]
    received: tuple[ReceivedBid, ...]
    opened: tuple[OpenedBid, ...]
    late: tuple[LateAttempt, ...]
    names: dict[str, str]
    record: tuple[Document, ...]
    visible: bool
    """Whether the reader may see bids."""
    evaluating: bool

    @property
    def waiting(self) -> Person | None:
        """The first officer who has not confirmed."""
        return next((who for who in self.officers if who.id not in self.confirmed), None)


def _read(connection: Connection, visit: Visit, tender: str) -> _Session:
    found = dossier.internal(connection, visit.me, tender)
    aggregate = names.tender(tender)
    held = dossier.relations(connection, visit.me, tender)
    reader = evaluation.Reader(visit.me.actor, held, visit.now)
    allowed = permissions.can(visit.me.actor, Permission.READ_BIDS, held).allowed
    received = bids.of_tender(connection, aggregate)
    late = bids.late(connection, aggregate)
    documents = reading.documents_of(connection, visit.me, tender)
    return _Session(
        dossier=found,
        relations=held,
        officers=tuple(organisations.person(connection, p) for p in found.tender.state.officers),
        confirmed=confirmations(connection, tender),
        received=tuple(received),
        opened=bids.opened(connection, aggregate),
        late=tuple(late),
        names=organisations.named(
            connection, [*(bid.supplier for bid in received), *(each.supplier for each in late)]
        ),
        record=tuple(document for document in documents if document.kind == "D-07"),
        visible=allowed and evaluation.bids_refusal(connection, tender, reader) is None,
        evaluating=bool(evaluation.rounds(connection, tender)),
    )


@router.get("/{lang}/tenders/{tender}/opening")
async def opening(tender: Identifier, visit: Looking) -> Response:
    """The page of the opening."""
    return await _show(visit, tender)


@router.post("/{lang}/tenders/{tender}/opening/confirm")
async def confirm(tender: Identifier, sent: Posted) -> Response:
    """Confirm one's part; the second officer opens the bids."""
    outcome = await page.attempt(sent, acts.confirm_opening(await sent.act(), tender))
    if outcome.refusal is not None:
        return await _show(sent, tender, outcome.refusal)
    return sent.go(f"/tenders/{tender}/opening", outcome.notice("done.opening_confirmed"))


@router.post("/{lang}/tenders/{tender}/opening/held/{bid}")
async def decide(tender: Identifier, bid: Identifier, sent: Posted) -> Response:
    """Decide on a held bid: admit it, or leave it sealed."""
    admit = sent.typed.get("admit") == "yes"
    field = f"{_decision_name(admit, bid)}-reason"
    reason = sent.typed.get(field, "")
    work = acts.decide_late(await sent.act(), tender, bid, admit, reason)
    outcome = await page.attempt(sent, work)
    if outcome.refusal is not None:
        sentence = await sent.sentence(outcome.refusal)
        at_field = outcome.refusal.field == "reason"
        form = Form(typed=sent.typed, errors={field: sentence} if at_field else {})
        return await _show(sent, tender, outcome.refusal, form)
    return sent.go(f"/tenders/{tender}/opening", outcome.notice("done.late_decided"))


def _decision_name(admit: bool, bid: str) -> str:
    return f"{'admit' if admit else 'leave'}-{bid}"


async def _show(
    visit: Visit, tender: str, refusal: Refusal | None = None, form: Form | None = None
) -> Response:
    session = await visit.services.store.read(lambda c: _read(c, visit, tender))
    form = form or Form()
    phase = _phase(session, visit)
    problem = await visit.sentence(refusal) if refusal and not form.errors else None
    return visit.render(
        "opening.html",
        refusal,
        tender=session.dossier.head(visit.texts),
        due=session.dossier.deadline,
        answer=_answer(session, phase, visit),
        phase=phase,
        slots=[
            {
                "name": who.name,
                "function": who.function,
                "confirmed": session.confirmed.get(who.id),
                "you": who.id == visit.me.person.id,
            }
            for who in session.officers
        ],
        act=await _act(session, visit) if phase in ("early", "held", "confirming") else None,
        problem=problem,
        held=await _held(session, visit) if phase == "held" else [],
        form=form,
        bids=_bids(session) if phase == "opened" else [],
        late=[
            {"supplier": session.names[each.supplier], "received_at": each.received_at}
            for each in session.late
        ]
        if phase == "opened"
        else [],
        record=[document_row(document, visit) for document in session.record],
        next=_next(session, visit) if phase == "opened" else None,
    )


def _phase(session: _Session, visit: Visit) -> str:
    state = session.dossier.tender.state
    if state.stage in (Stage.OPENING, Stage.RECORDING):
        return "opening"
    if session.dossier.opened:
        return "opened" if session.visible else "withheld"
    if state.stage is not Stage.CLOSED or visit.now < session.dossier.deadline:
        return "early"
    return "held" if state.late_undecided else "confirming"


def _answer(session: _Session, phase: str, visit: Visit) -> str:
    texts, due = visit.texts, session.dossier.deadline
    if phase == "early" and visit.now < due:
        return texts.say("opening.early", moment=formats.moment(due, visit.language))
    if phase == "early":
        return texts.say("opening.closing")
    if phase == "held":
        count = len(session.dossier.tender.state.late_undecided)
        return texts.plural("opening.waits_held", count)
    if phase == "confirming":
        return _who_is_next(session, visit)
    if phase == "opening":
        return texts.say("opening.is_busy")
    if phase == "withheld":
        return texts.say("opening.is_withheld")
    if not session.opened:
        return texts.say("opening.none")
    return texts.plural("opening.done", len(session.opened))


def _who_is_next(session: _Session, visit: Visit) -> str:
    first = next((who for who in session.officers if who.id in session.confirmed), None)
    if first is None or session.waiting is None:
        both = ", ".join(who.name for who in session.officers)
        return visit.texts.say("opening.can", names=both)
    return visit.texts.say("opening.second", name=first.name, other=session.waiting.name)


async def _act(session: _Session, visit: Visit) -> Act | None:
    """The reader's part; those who are no opening officer have none."""
    allowed = permissions.can(visit.me.actor, Permission.OPEN_BIDS, session.relations).allowed
    if not allowed:
        return None
    state = session.dossier.tender.state
    refusal = page.judged(
        visit.me.actor,
        state,
        session.relations,
        Permission.OPEN_BIDS,
        "confirm_opening",
        visit.now,
    )
    texts, second = visit.texts, bool(session.confirmed)
    what = (
        ("confirm.opening.second", "confirm.opening.record")
        if second
        else ("confirm.opening.first",)
    )
    final = "confirm.opening.final" if second else "confirm.opening.first_final"
    return Act(
        name="confirm-opening",
        label=texts.say("act.open_bids" if second else "act.confirm_part"),
        path=f"/tenders/{state.dossier}/opening/confirm",
        command_id=ids.new_id(),
        happens=tuple(texts.say(key) for key in what),
        told=tuple(who.name for who in session.officers),
        final=(texts.say(final),),
        refusal=await visit.sentence(refusal) if refusal else None,
        who=", ".join(who.name for who in session.officers)
        if refusal and refusal.code is Code.NOT_ALLOWED
        else None,
    )


async def _held(session: _Session, visit: Visit) -> list[dict[str, Any]]:
    undecided = session.dossier.tender.state.late_undecided
    held = [bid for bid in session.received if bid.id in undecided]
    return [
        {
            "bid": bid.id,
            "number": number,
            "supplier": session.names[bid.supplier],
            "received_at": bid.received_at,
            "admit": await _decision(session, visit, bid.id, admit=True),
            "leave": await _decision(session, visit, bid.id, admit=False),
        }
        for number, bid in enumerate(held, start=1)
    ]


async def _decision(session: _Session, visit: Visit, bid: str, admit: bool) -> Act:
    state, texts = session.dossier.tender.state, visit.texts
    permission = Permission.DECIDE_LATE_BID
    refusal = page.judged(
        visit.me.actor, state, session.relations, permission, "decide_late_bid", visit.now
    )
    return Act(
        name=_decision_name(admit, bid),
        label=texts.say("act.admit_late" if admit else "act.leave_sealed"),
        path=f"/tenders/{state.dossier}/opening/held/{bid}",
        command_id=ids.new_id(),
        mandate=page.by_mandate(visit, permission, session.relations),
        happens=(texts.say("confirm.late.admit" if admit else "confirm.late.leave"),),
        final=(texts.say("confirm.late.final"),),
        hidden={"admit": "yes" if admit else "no"},
        refusal=await visit.sentence(refusal) if refusal else None,
        who=page.who_can(permission, texts) if refusal else None,
    )


def _bids(session: _Session) -> list[dict[str, Any]]:
    received = {bid.id: bid for bid in session.received}
    return [
        {
            "number": number,
            "supplier": session.names[received[bid.bid].supplier],
            "signatory": bid.form.signatory if bid.form else None,
            "price": bid.form.price if bid.form else None,
            "received_at": received[bid.bid].received_at,
            "intact": bid.intact,
        }
        for number, bid in enumerate(session.opened, start=1)
    ]


def _next(session: _Session, visit: Visit) -> dict[str, str] | None:
    """After the opening: the committee, for whoever appoints it."""
    permission = Permission.APPOINT_COMMITTEE
    allowed = permissions.can(visit.me.actor, permission, session.relations).allowed
    if not allowed or session.evaluating or not session.opened:
        return None
    path = f"/tenders/{session.dossier.tender.id}/evaluation"
    return {"label": visit.texts.say("act.appoint_committee"), "path": path}


@router.get("/{lang}/tenders/{tender}/bids/{bid}/files/{position}")
async def opened_file(
    tender: Identifier,
    bid: Identifier,
    position: Annotated[int, Path(ge=0, le=999)],
    visit: Looking,
) -> Response:
    """One file of an opened bid, for who may read bids."""
    return await opened_files.answer(visit.services, visit.me, tender, bid, position)
