"""P-24 for the contractor: confirm a delivery, and see that it was received."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from api.acts import contracting as acts
from api.forms import Act, Form
from api.pages import page, typed
from api.pages.contracting import shown
from api.pages.contracting.shown import File
from api.pages.page import Looking, Posted, Visit
from contracts import contracting
from contracts.actors import Permission, Relation
from contracts.base import Identifier, local_date
from contracts.contracting import DeliveryNote, Status
from contracts.contracting.process import Deliverable, DeliveryConfirmed, Evidence
from contracts.refusals import Refusal
from contracts.tendering import TenderDraft
from contracts.tendering.draft import MilestonePlan
from infra import ids
from infra.store import records
from infra.store.engine import Connection
from infra.store.queries import people
from infra.store.queries.contracting import MilestoneLine

router = APIRouter(include_in_schema=False)

PARTS = 3
"""Deliverables that an empty form shows."""

MOST_PARTS = 50


@dataclass(frozen=True)
class _Handing:
    """One milestone as it is handed over."""

    file: File
    line: MilestoneLine
    plan: MilestonePlan
    relations: frozenset[Relation]
    confirmed: DeliveryConfirmed | None
    """Its delivery, None while it is to be delivered."""
    note: DeliveryNote | None

    @property
    def criteria(self) -> tuple[str, ...]:
        """What will be tested."""
        return contracting.criteria_of(self.plan)

    @property
    def path(self) -> str:
        """Where this page stands."""
        return f"{self.file.path}/milestones/{self.line.id}"


def _read(connection: Connection, visit: Visit, contract: str, milestone: str) -> _Handing:
    file = shown.read(connection, visit, contract)
    line = file.line(milestone)
    state = file.contract.state
    draft = records.bound(connection, state.draft_hash, TenderDraft)
    confirmed = [
        event
        for event in records.read_events(connection, state.aggregate)
        if isinstance(event, DeliveryConfirmed) and event.milestone == line.id
    ]
    last = confirmed[-1] if confirmed and line.status is not Status.PLANNED else None
    return _Handing(
        file=file,
        line=line,
        plan=contracting.plan_of(draft, state.aggregate, line.id),
        relations=people.relations(connection, state.dossier, visit.me.actor.person),
        confirmed=last,
        note=records.bound(connection, last.note, DeliveryNote) if last else None,
    )


@router.get("/{lang}/contracts/{contract}/milestones/{milestone}")
async def delivery(contract: Identifier, milestone: Identifier, visit: Looking) -> Response:
    """The form, or the receipt once it was confirmed."""
    return await _show(visit, contract, milestone)


@router.post("/{lang}/contracts/{contract}/milestones/{milestone}")
async def check(contract: Identifier, milestone: Identifier, sent: Posted) -> Response:
    """Add a line, or show the sheet with what will be confirmed."""
    found = await sent.services.store.read(lambda c: _read(c, sent, contract, milestone))
    note, errors = _note(found, sent)
    if sent.typed.get("action") == "add":
        parts = min(_parts(sent.typed) + 1, MOST_PARTS)
        return await _show(sent, contract, milestone, kept=sent.typed, parts=parts)
    if note is None:
        return await _show(sent, contract, milestone, errors=errors, kept=sent.typed)
    return await _show(sent, contract, milestone, kept=sent.typed, confirming=note)


@router.post("/{lang}/contracts/{contract}/milestones/{milestone}/confirm")
async def confirm(contract: Identifier, milestone: Identifier, sent: Posted) -> Response:
    """Hand the milestone over."""
    found = await sent.services.store.read(lambda c: _read(c, sent, contract, milestone))
    note, errors = _note(found, sent)
    if note is None:
        return await _show(sent, contract, milestone, errors=errors, kept=sent.typed)
    work = acts.confirm_delivery(await sent.act(), contract, note)
    outcome = await page.attempt(sent, work)
    if outcome.refusal is not None:
        field = outcome.refusal.field if outcome.refusal.field == "remarks" else ""
        errors = {field or "": outcome.refusal}
        return await _show(sent, contract, milestone, errors=errors, kept=sent.typed)
    return sent.go(found.path, outcome.notice("done.delivery_confirmed"))


def _note(found: _Handing, sent: page.Sent) -> tuple[DeliveryNote | None, dict[str, Refusal]]:
    """What was filled in, or what is wrong with it by field."""
    form = typed.Reader(sent.typed, sent.language)
    form.needs("signatory")
    parts = [
        (form.text(f"deliverables-{n}-name"), form.text(f"deliverables-{n}-version"))
        for n in range(_parts(sent.typed))
    ]
    evidence = tuple(
        Evidence(criterion=criterion, text=form.text(f"evidence-{n}", typed.TEXT))
        for n, criterion in enumerate(found.criteria)
    )
    remarks, signatory = form.text("remarks", typed.TEXT), form.text("signatory")
    if form.errors:
        return None, form.errors
    note = DeliveryNote(
        milestone=found.line.id,
        signatory=signatory,
        deliverables=tuple(Deliverable(name=name, version=v) for name, v in parts if name),
        evidence=tuple(each for each in evidence if each.text),
        remarks=remarks,
    )
    problems = contracting.review(note, found.plan)
    return (None, {(each.field or ""): each for each in problems}) if problems else (note, {})


def _parts(sent: Mapping[str, str]) -> int:
    """How many lines of deliverables the form had."""
    numbers = [
        int(name.split("-")[1])
        for name in sent
        if name.startswith("deliverables-") and name.split("-")[1].isdecimal()
    ]
    return min(max(numbers, default=PARTS - 1) + 1, MOST_PARTS)


async def _show(
    visit: Visit,
    contract: str,
    milestone: str,
    *,
    errors: Mapping[str, Refusal] | None = None,
    kept: Mapping[str, str] | None = None,
    parts: int | None = None,
    confirming: DeliveryNote | None = None,
) -> Response:
    found = await visit.services.store.read(lambda c: _read(c, visit, contract, milestone))
    file, line, errors, kept = found.file, found.line, errors or {}, kept or {}
    late = (local_date(visit.now) - line.due).days
    said = {name: await visit.sentence(why) for name, why in errors.items()}
    return visit.render(
        "delivery.html",
        next(iter(errors.values()), None),
        contract={
            "id": file.contract.id,
            "reference": file.contract.reference,
            "title": file.contract.title,
        },
        milestone={
            "id": line.id,
            "code": file.code(line),
            "title": line.title,
            "due": line.due,
            "value": line.value,
        },
        late=visit.texts.plural("delivery.late", late)
        if late > 0 and line.status is Status.PLANNED
        else None,
        criteria=found.criteria,
        parts=parts or _parts(kept),
        form=Form(typed=kept, errors=said),
        gap=_gap(found, kept, visit) if "remarks" in errors else None,
        confirm=await _act(found, visit, kept),
        confirming=_summary(confirming, found) if confirming else None,
        received=_received(found),
    )


def _gap(found: _Handing, kept: Mapping[str, str], visit: Visit) -> str:
    count = len(found.criteria)
    shown = sum(bool(kept.get(f"evidence-{n}", "").strip()) for n in range(count))
    return visit.texts.say("delivery.gap", missing=count - shown, count=count)


async def _act(found: _Handing, visit: Visit, kept: Mapping[str, str]) -> Act:
    texts, state = visit.texts, found.file.contract.state
    permission = Permission.CONFIRM_DELIVERY
    refusal = page.judged(
        visit.me.actor, state, found.relations, permission, "confirm_delivery", visit.now
    )
    carried = {
        name: value
        for name, value in kept.items()
        if name in ("remarks", "signatory") or name.startswith(("deliverables-", "evidence-"))
    }
    return Act(
        name="confirm",
        label=texts.say("act.confirm_delivery"),
        path=f"{found.path}/confirm",
        command_id=ids.new_id(),
        happens=(
            texts.say("confirm.delivery.happens"),
            texts.say("confirm.delivery.happens_verify"),
        ),
        told=tuple(_told(found)),
        final=(texts.say("confirm.delivery.final"),),
        hidden=carried,
        refusal=await visit.sentence(refusal) if refusal else None,
        who=found.file.contract.supplier.name if refusal else None,
    )


def _told(found: _Handing) -> Sequence[str]:
    manager = found.file.manager
    return [found.file.contract.buyer.name, *([manager] if manager else [])]


def _summary(note: DeliveryNote, found: _Handing) -> dict[str, Any]:
    return {
        "signatory": note.signatory,
        "deliverables": [
            f"{each.name} ({each.version})" if each.version else each.name
            for each in note.deliverables
        ],
        "shown": len(note.evidence),
        "count": len(found.criteria),
    }


def _received(found: _Handing) -> dict[str, Any] | None:
    confirmed, note, line = found.confirmed, found.note, found.line
    if confirmed is None or note is None:
        return None
    texts = {each.criterion: each.text for each in note.evidence}
    return {
        "at": confirmed.received_at,
        "ends": confirmed.verification.instant,
        "explanation": confirmed.verification.explanation,
        "reasons": found.file.contract.edition.reasons,
        "note": {
            "signatory": note.signatory,
            "deliverables": note.deliverables,
            "evidence": [
                {"criterion": each, "text": texts.get(each, "")} for each in found.criteria
            ],
            "remarks": note.remarks,
        },
        "acceptance": f"/acceptances/{line.id}/{line.deliveries}" if line.acceptance else None,
        "verifying": line.status is Status.DELIVERED,
    }
