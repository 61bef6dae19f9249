"""D-18, the confirmation of a delivery, from the contractor's note."""

from contracts import contracting
from contracts.contracting import DeliveryNote
from contracts.contracting.process import DeliveryConfirmed
from contracts.documents import delivery as paper
from contracts.documents.imprint import Signature, SignatureKind, calculation
from contracts.tendering import TenderDraft
from infra.store import records
from infra.store.engine import Connection
from infra.store.papers import fact
from infra.store.papers.imprint import Signatory, imprint, official, party, places
from infra.store.papers.voice import Voice
from infra.store.queries import contracting as contracts
from infra.store.queries import organisations
from infra.store.queries import tendering as tenders


def model(
    connection: Connection, aggregate: str, of: str, voice: Voice
) -> paper.DeliveryConfirmation:
    """The confirmation of one delivery of a contract, `of` its milestone and number; LookupError
    when there is none."""
    milestone = of.partition("/")[0]
    confirmed = _confirmed(connection, aggregate, of)
    state = contracts.state_of(connection, aggregate)
    planned = state.milestone(milestone)
    if planned is None:
        raise LookupError(milestone)
    draft = records.bound(connection, state.draft_hash, TenderDraft)
    plan = contracting.plan_of(draft, aggregate, milestone)
    event = confirmed.event
    note = records.bound(connection, event.note, DeliveryNote)
    said = voice.texts.say("documents.delivery.event")
    tender = tenders.get(connection, state.tender)
    supplier = organisations.get(connection, state.supplier)
    return paper.DeliveryConfirmation(
        imprint=imprint(connection, tender, event.received_at, voice, leaf=confirmed.leaf),
        contractor=party(supplier),
        managing_official=official(connection, draft),
        milestone=plan.title,
        final=plan.final,
        delivery=event.delivery,
        received_at=event.received_at,
        due_on=contracting.due_day(planned.due),
        signatory=note.signatory,
        parts=tuple(_part(each) for each in note.deliverables),
        criteria=tuple(
            _criterion(number, criterion, note)
            for number, criterion in enumerate(contracting.criteria_of(plan), start=1)
        ),
        open_points=note.remarks.strip() or None,
        verification=calculation(event.verification, said),
        signatures=places(signatories(connection, aggregate, of)),
    )


def _confirmed(connection: Connection, aggregate: str, of: str) -> fact.Fact[DeliveryConfirmed]:
    milestone, _, number = of.partition("/")
    return fact.find(
        connection,
        aggregate,
        DeliveryConfirmed,
        lambda event: (event.milestone, str(event.delivery)) == (milestone, number),
    )


def signatories(connection: Connection, aggregate: str, of: str) -> tuple[Signatory, ...]:
    """Who signed the note, as the contractor wrote the name, for who confirmed the delivery."""
    event = _confirmed(connection, aggregate, of).event
    note = records.bound(connection, event.note, DeliveryNote)
    supplier = contracts.state_of(connection, aggregate).supplier
    place = Signature(
        name=note.signatory,
        capacity=organisations.get(connection, supplier).name,
        kind=SignatureKind.SIGNED_OFF,
        signed_at=event.received_at,
    )
    return (Signatory(event.actor, note.signatory, place),)


def _part(given: contracting.process.Deliverable) -> paper.DeliveredPart:
    return paper.DeliveredPart(
        name=given.name,
        version=given.version or None,
        file=given.file.name if given.file else None,
        fingerprint=given.file.sha256 if given.file else None,
    )


def _criterion(number: int, criterion: str, note: DeliveryNote) -> paper.ShownCriterion:
    shown = next((each for each in note.evidence if each.criterion == criterion), None)
    file = shown.file if shown else None
    return paper.ShownCriterion(
        number=str(number),
        criterion=criterion,
        evidence=(shown.text.strip() or None) if shown else None,
        file=file.name if file else None,
        fingerprint=file.sha256 if file else None,
    )
