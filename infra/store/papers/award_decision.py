"""D-12, the reasoned award decision, from the records of the award and of its evaluation."""

from collections.abc import Iterator
from decimal import Decimal

from contracts import awarding, evaluation
from contracts.awarding import VisumSheet
from contracts.base import Language, local_date
from contracts.bidding import BidsOpened
from contracts.documents import award
from contracts.documents.imprint import Signature, SignatureKind
from contracts.evaluation.bundle import Ranked
from contracts.evaluation.sheets import quality_criteria
from infra.store import records
from infra.store.engine import Connection
from infra.store.papers import awarded, workings
from infra.store.papers.awarded import Awarded
from infra.store.papers.imprint import capacity, imprint, party
from infra.store.queries import evaluation as evaluations
from infra.store.queries import organisations
from infra.texts import formats, methods
from infra.texts.catalogue import Texts


def model(connection: Connection, aggregate: str, verification: str) -> award.AwardDecision:
    """The model of the decision of one award; LookupError while it is not registered."""
    found = awarded.read(connection, aggregate)
    texts = Texts(Language.NL)
    draft = found.tender.draft
    registered = awarded.last(found.happened, awarding.process.DecisionRegistered)
    concluded = awarded.last(found.evaluated, evaluation.process.EvaluationConcluded)
    return award.AwardDecision(
        imprint=imprint(connection, found.tender, registered.at, verification),
        decision=awarded.decision(found),
        subject=draft.description,
        procedure=texts.say(f"procedure.{draft.procedure}"),
        publications=_publications(found, texts),
        background=_background(connection, found, texts),
        tenderers=tuple(
            award.Tenderer(
                number=each.number,
                party=party(each.card),
                outcome=awarded.outcome(found, each),
            )
            for each in found.tenderers
        ),
        selections=_selections(found, texts),
        irregularities=_irregularities(found, texts),
        awards=(_award(connection, found),),
        total=awarded.price(found),
        report_on=local_date(concluded.at),
        visum=_visum(connection, found),
        budget_line=draft.budget_line,
        standstill=awarded.standstill_rule(found, texts),
        remedies=awarded.remedies(found, texts),
        signatures=(_registered(connection, registered),),
    )


def _publications(found: Awarded, texts: Texts) -> tuple[award.Publication, ...]:
    if found.tender.published_at is None:
        return ()
    published = award.Publication(
        medium=texts.say("award.portal"),
        number=found.tender.reference,
        day=local_date(found.tender.published_at),
    )
    return (published,)


def _background(connection: Connection, found: Awarded, texts: Texts) -> tuple[str, ...]:
    """What happened from the deadline to the ranking, and how a tie was broken."""
    deadline = found.tender.state.deadline
    opened = awarded.last(tuple(records.read_events(connection, found.state.tender)), BidsOpened)
    if deadline is None:
        raise LookupError("an award follows a deadline")
    paragraphs = [
        texts.plural(
            "award.background.opening",
            len(found.tenderers),
            deadline=formats.deadline_moment(deadline, texts.language),
            opened=formats.moment(opened.at, texts.language),
        ),
        _evaluated(found, texts),
        *_method(found, texts),
    ]
    tie = [e for e in found.evaluated if isinstance(e, evaluation.process.TieDecided)]
    for event in tie:
        reason = records.read_text(connection, event.reason) or ""
        paragraphs.append(
            texts.say(
                "award.background.tie", tenderer=found.tenderer(event.bid).name, reason=reason
            )
        )
    return tuple(paragraphs)


def _method(found: Awarded, texts: Texts) -> Iterator[str]:
    """How the price got its points, and each step of the chain that broke a tie."""
    draft = found.tender.draft
    for criterion in draft.criteria:
        if criterion.kind == "price":
            terms = methods.terms(criterion, methods.currency(draft), texts)
            said = " ".join((methods.how(criterion, texts), *(f"{term}." for term in terms)))
            yield texts.say("award.background.price", criterion=criterion.name, how=said)
    for step in found.ranking.tie_breaks:
        yield methods.tie_broken(step, draft, lambda bid: found.tenderer(bid).name, texts)


def _evaluated(found: Awarded, texts: Texts) -> str:
    opened = awarded.last(found.evaluated, evaluation.process.EvaluationOpened)
    closed = awarded.last(found.evaluated, evaluation.process.ConsensusClosed)
    return texts.say(
        "award.background.evaluation",
        members=len(opened.members),
        closed=formats.day(local_date(closed.at), texts.language),
    )


def _selections(found: Awarded, texts: Texts) -> tuple[award.Selection, ...]:
    """Every tenderer with its reasons, as soon as one is excluded or not selected."""
    rows = [
        (each, bool(each.examination.not_excluded and each.examination.selected))
        for each in found.tenderers
    ]
    if all(selected for _, selected in rows):
        return ()
    return tuple(
        award.Selection(
            tenderer=each.name,
            selected=selected,
            reason=texts.say("award.selected") if selected else each.examination.reason.strip(),
        )
        for each, selected in rows
    )


def _irregularities(found: Awarded, texts: Texts) -> tuple[award.Irregularity, ...]:
    return tuple(
        row
        for each in found.tenderers
        if awarded.outcome(found, each) is award.Outcome.IRREGULAR
        for row in awarded.irregularities(found, each, texts)
    )


def _award(connection: Connection, found: Awarded) -> award.LotAward:
    return award.LotAward(
        winner=party(found.winner.card),
        price=awarded.price(found),
        ranking=awarded.ranking(found),
        motivations=_motivations(found),
        advantages=found.proposal.motivation.strip(),
        not_chosen=tuple(
            award.NotChosen(
                tenderer=found.tenderer(advantage.bid).name, reason=advantage.text.strip()
            )
            for advantage in sorted(
                found.proposal.advantages,
                key=lambda row: found.ranking.bids.index(row.bid),
            )
        ),
        workings=workings.model(found, _ranked(connection, found)),
    )


def _ranked(connection: Connection, found: Awarded) -> Ranked:
    compared = evaluations.read(connection, found.ranking.evaluation)
    return evaluations.ranked(connection, compared)


def _motivations(found: Awarded) -> tuple[award.Motivation, ...]:
    """The agreed reasons, criterion by criterion, with the points that each score earned."""
    points = {
        (row.bid, each.criterion): str(each.exact)
        for row in found.ranking.rows
        for each in row.points
    }
    return tuple(
        award.Motivation(
            criterion=criterion.name,
            weight=criterion.weight or Decimal(0),
            motives=tuple(
                award.BidMotive(
                    tenderer=found.tenderer(bid).name,
                    points=points[bid, criterion.id],
                    text=found.reason(bid, criterion.id),
                )
                for bid in found.ranking.bids
            ),
        )
        for criterion in quality_criteria(found.tender.draft)
    )


def _visum(connection: Connection, found: Awarded) -> award.Visum:
    granted = awarded.last(found.happened, awarding.process.VisumGranted)
    sheet = records.bound(connection, granted.visum, VisumSheet)
    return award.Visum(
        number=sheet.number,
        granted_on=sheet.date,
        officer=organisations.person(connection, granted.actor).name,
        amount=sheet.amount,
    )


def _registered(
    connection: Connection, registered: awarding.process.DecisionRegistered
) -> Signature:
    """Who registered, in Bestek, what the organ decided elsewhere."""
    person = organisations.person(connection, registered.actor)
    return Signature(
        name=person.name,
        capacity=capacity(person),
        kind=SignatureKind.SIGNED_OFF,
        signed_at=registered.at,
    )
