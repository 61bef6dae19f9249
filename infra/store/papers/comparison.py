"""What the evaluation report and the award decision tell alike: tenderers, examination, reasons."""

from collections.abc import Iterator
from decimal import Decimal

from contracts import evaluation
from contracts.base import local_date
from contracts.documents import award
from contracts.evaluation.bundle import Ranked
from contracts.evaluation.sheets import quality_criteria
from contracts.tendering.draft import Criterion
from infra.store import records
from infra.store.engine import Connection
from infra.store.papers import evaluated
from infra.store.papers.evaluated import Evaluated
from infra.store.papers.imprint import party
from infra.store.queries import evaluation as evaluations
from infra.texts import methods
from infra.texts.catalogue import Texts


def publications(found: Evaluated, texts: Texts) -> tuple[award.Publication, ...]:
    """Where and when the tender was published."""
    if found.tender.published_at is None:
        return ()
    published = award.Publication(
        medium=texts.say("award.portal"),
        number=found.tender.reference,
        day=local_date(found.tender.published_at),
    )
    return (published,)


def tenderers(found: Evaluated) -> tuple[award.Tenderer, ...]:
    """Who submitted a bid, in the order of receipt, and what is decided of it."""
    return tuple(
        award.Tenderer(
            number=each.number, party=party(each.card), outcome=evaluated.outcome(found, each)
        )
        for each in found.tenderers
    )


def method(found: Evaluated, criterion: Criterion, texts: Texts) -> str:
    """How a criterion is scored, with the announced numbers of its formula or its minimum."""
    terms = methods.terms(criterion, methods.currency(found.tender.draft), texts)
    return " ".join((methods.how(criterion, texts), *(f"{term}." for term in terms)))


def ties(connection: Connection, found: Evaluated, texts: Texts) -> Iterator[str]:
    """Each step of the chain that broke a tie, and the decision of a person that did."""
    draft = found.tender.draft
    for step in found.ranking.tie_breaks:
        yield methods.tie_broken(step, draft, lambda bid: found.tenderer(bid).name, texts)
    for event in found.evaluated:
        if isinstance(event, evaluation.process.TieDecided):
            reason = records.read_text(connection, event.reason) or ""
            name = found.tenderer(event.bid).name
            yield texts.say("award.background.tie", tenderer=name, reason=reason)


def selections(found: Evaluated, texts: Texts) -> tuple[award.Selection, ...]:
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


def irregularities(found: Evaluated, texts: Texts) -> tuple[award.Irregularity, ...]:
    """Every irregular bid, in the order of receipt, with its grounds."""
    return tuple(
        row
        for each in found.tenderers
        if evaluated.outcome(found, each) is award.Outcome.IRREGULAR
        for row in evaluated.irregularities(found, each, texts)
    )


def ranked(connection: Connection, found: Evaluated) -> Ranked:
    """The ranking with all that it was made from."""
    compared = evaluations.read(connection, found.ranking.evaluation)
    return evaluations.ranked(connection, compared)


def motivations(found: Evaluated) -> tuple[award.Motivation, ...]:
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
