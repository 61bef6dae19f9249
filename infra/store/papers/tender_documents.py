"""D-02, the tender documents, from the draft: as it stands, or as it was published."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from contracts.documents import tender as paper
from contracts.documents.imprint import Imprint
from contracts.rules.identifiers.lists import Scheme
from contracts.rules.procedures import Rounds
from contracts.tendering import TenderDraft
from contracts.tendering.draft import Criterion
from contracts.tendering.process import TenderPublished
from infra.store import drafts
from infra.store.engine import Connection
from infra.store.papers import fact
from infra.store.papers.imprint import imprint, official
from infra.store.papers.voice import Voice
from infra.store.queries import labels
from infra.store.queries import tendering as tenders
from infra.texts import choice, methods, procedures, terms
from infra.texts.catalogue import Texts


def model(connection: Connection, aggregate: str, voice: Voice) -> paper.TenderDocuments:
    """The documents of a tender as it was published; LookupError before that."""
    published = fact.find(connection, aggregate, TenderPublished)
    tender = tenders.get(connection, aggregate)
    at = published.event.at
    made = imprint(connection, tender, at, voice, leaf=published.leaf)
    return _documents(connection, tender, made)


def draft(connection: Connection, aggregate: str, voice: Voice) -> paper.TenderDocuments:
    """The documents as the draft stands now, marked as a draft; LookupError without a tender."""
    tender = tenders.get(connection, aggregate)
    saved = drafts.read(connection, aggregate, tenders.SHEET, TenderDraft)
    if saved is None:
        raise LookupError(aggregate)
    return _documents(connection, tender, _as_draft(connection, tender, saved, voice))


def _as_draft(
    connection: Connection,
    tender: tenders.Tender,
    saved: drafts.Saved[TenderDraft],
    voice: Voice,
) -> Imprint:
    at: datetime = saved.saved_at
    made = imprint(connection, tender, at, voice)
    title = tender.draft.title or voice.texts.say("draft.untitled")
    return made.model_copy(update={"draft": True, "title": title, "version": saved.version})


def _documents(
    connection: Connection, tender: tenders.Tender, made: Imprint
) -> paper.TenderDocuments:
    found, texts = tender.draft, Texts(made.language)
    asked = [found.cpv, *(item.cpv for item in found.items)]
    meanings = labels.named(connection, Scheme.CPV, asked, made.language)
    manager = found.team.contract_manager
    return paper.TenderDocuments(
        imprint=made,
        subject=found.description.strip() or None,
        category=texts.say(f"notice.category_{found.category}") if found.category else None,
        bought=_bought(found.cpv, meanings),
        estimate=found.estimate,
        procedure=procedures.name(found.procedure, texts),
        grounds=_grounds(tender, texts),
        lots=tuple(
            paper.OfferedLot(
                number=each.id or str(number),
                title=each.title or None,
                description=each.description.strip() or None,
            )
            for number, each in enumerate(found.lots, start=1)
        ),
        deadline=tender.state.deadline or found.submission_deadline,
        validity_days=found.validity_days,
        criteria=tuple(_criterion(each, found, texts) for each in found.criteria),
        normalised=found.normalise_quality,
        ties=tuple(methods.tie_break(found, texts)),
        managing_official=official(connection, found) if manager else None,
        months=found.contract_months,
        renewal=found.renewal.strip() or None,
        deliveries=tuple(_deliveries(found)),
        terms=tuple(
            paper.AnnouncedTerm(name=each.name, value=each.value, note=each.note or "–")
            for each in terms.told(found, tender.edition, texts, announced=not made.draft)
        ),
        items=tuple(_items(found, meanings)),
    )


def _bought(cpv: str | None, meanings: Mapping[str, str]) -> paper.Bought | None:
    return paper.Bought(code=cpv, meaning=meanings.get(cpv)) if cpv else None


def _grounds(tender: tenders.Tender, texts: Texts) -> tuple[str, ...]:
    """The ground of a procedure that may be negotiated, and what is announced of its course."""
    procedure, found = tender.procedure, tender.draft
    if procedure is None:
        return ()
    allowed: tuple[str, ...] = ()
    if procedure.negotiation is not Rounds.NONE and found.category and found.estimate:
        allowed = choice.grounds(found, procedure, tender.edition, texts)
    reasons = found.procedure_reasons.strip()
    return (
        *allowed,
        *((reasons,) if reasons else ()),
        *choice.announced(found, procedure, texts),
    )


def _criterion(each: Criterion, found: TenderDraft, texts: Texts) -> paper.AnnouncedCriterion:
    said = [f"{term}." for term in methods.terms(each, methods.currency(found), texts)]
    levels = [f"{level.score:f}: {level.meaning}" for level in each.levels]
    return paper.AnnouncedCriterion(
        name=" ".join(each.name.split()) or None,
        kind=each.kind,
        weight=each.weight,
        description=each.description.strip() or None,
        how="\n".join((" ".join((methods.how(each, texts), *said)), *levels)),
    )


def _deliveries(found: TenderDraft) -> Iterator[paper.AskedDelivery]:
    for number, each in enumerate(found.milestones, start=1):
        yield paper.AskedDelivery(
            number=f"M{number}",
            title=each.title or None,
            days=each.days_after_start,
            share=each.share,
            criteria=tuple(text for text in each.criteria if text.strip()),
            final=each.final,
        )


def _items(found: TenderDraft, meanings: Mapping[str, str]) -> Iterator[paper.InventoryItem]:
    for number, each in enumerate(found.items, start=1):
        yield paper.InventoryItem(
            number=str(number),
            description=each.description or None,
            bought=_bought(each.cpv, meanings),
            quantity=each.quantity,
            unit=each.unit or None,
            lot=each.lot or None,
        )
