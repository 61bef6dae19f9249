"""D-12, the reasoned award decision, from the records of the award and of its evaluation."""

from collections.abc import Iterator

from contracts import awarding, evaluation
from contracts.awarding import VisumSheet
from contracts.base import local_date
from contracts.bidding import BidsOpened
from contracts.documents import award
from contracts.rules.procedures import Rounds
from infra.store import records
from infra.store.engine import Connection
from infra.store.papers import awarded, comparison, evaluated, fact, workings
from infra.store.papers.awarded import Awarded
from infra.store.papers.imprint import Signatory, acted, imprint, party, places, signed
from infra.store.papers.voice import Voice
from infra.texts import choice, formats, procedures
from infra.texts.catalogue import Texts


def model(connection: Connection, aggregate: str, voice: Voice) -> award.AwardDecision:
    """The model of the decision of one award; LookupError while it is not registered."""
    found = awarded.read(connection, aggregate)
    texts = voice.texts
    draft = found.tender.draft
    registered = evaluated.last(found.happened, awarding.process.DecisionRegistered)
    concluded = evaluated.last(found.evaluated, evaluation.process.EvaluationConcluded)
    return award.AwardDecision(
        imprint=imprint(connection, found.tender, registered.at, voice),
        decision=awarded.decision(found),
        subject=draft.description,
        procedure=procedures.name(draft.procedure, texts),
        negotiation=_negotiation(found, texts),
        publications=comparison.publications(found, texts),
        background=_background(connection, found, texts),
        tenderers=comparison.tenderers(found),
        selections=comparison.selections(found, texts),
        irregularities=comparison.irregularities(found, texts),
        awards=(_award(connection, found),),
        total=awarded.price(found),
        report_on=local_date(concluded.at),
        visum=_visum(connection, found, texts),
        budget_line=draft.budget_line,
        standstill=awarded.standstill_rule(found, texts),
        remedies=awarded.remedies(found, texts),
        signatures=places(signatories(connection, aggregate)),
    )


def signatories(connection: Connection, aggregate: str) -> tuple[Signatory, ...]:
    """Who registered, in Bestek, what the organ decided elsewhere."""
    registered = fact.find(connection, aggregate, awarding.process.DecisionRegistered)
    return (signed(connection, registered.event),)


def _negotiation(found: Awarded, texts: Texts) -> str | None:
    """The ground of a procedure that may be negotiated, and the reasons of the buyer; None for
    any other."""
    if found.procedure.negotiation is Rounds.NONE:
        return None
    draft = found.tender.draft
    grounds = choice.grounds(draft, found.procedure, found.edition, texts)
    return "\n\n".join(filter(None, (*grounds, draft.procedure_reasons.strip())))


def _background(connection: Connection, found: Awarded, texts: Texts) -> tuple[str, ...]:
    """What happened from the deadline to the ranking, and how a tie was broken."""
    deadline = found.tender.state.deadline
    opened = evaluated.last(tuple(records.read_events(connection, found.state.tender)), BidsOpened)
    if deadline is None:
        raise LookupError("an award follows a deadline")
    paragraphs = [
        *choice.announced(found.tender.draft, found.procedure, texts),
        texts.plural(
            "award.background.opening",
            len(found.tenderers),
            deadline=formats.deadline_moment(deadline, texts.language),
            opened=formats.moment(opened.at, texts.language),
        ),
        _evaluated(found, texts),
        *_prices(found, texts),
        *comparison.ties(connection, found, texts),
    ]
    return tuple(paragraphs)


def _prices(found: Awarded, texts: Texts) -> Iterator[str]:
    for criterion in found.tender.draft.criteria:
        if criterion.kind == "price":
            how = comparison.method(found, criterion, texts)
            yield texts.say("award.background.price", criterion=criterion.name, how=how)


def _evaluated(found: Awarded, texts: Texts) -> str:
    opened = evaluated.last(found.evaluated, evaluation.process.EvaluationOpened)
    closed = evaluated.last(found.evaluated, evaluation.process.ConsensusClosed)
    return texts.say(
        "award.background.evaluation",
        members=len(opened.members),
        closed=formats.day(local_date(closed.at), texts.language),
    )


def _award(connection: Connection, found: Awarded) -> award.LotAward:
    return award.LotAward(
        winner=party(found.winner.card),
        price=awarded.price(found),
        ranking=evaluated.ranking(found),
        motivations=comparison.motivations(found),
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
        workings=workings.model(found, comparison.ranked(connection, found)),
    )


def _visum(connection: Connection, found: Awarded, texts: Texts) -> award.Visum:
    granted = evaluated.last(found.happened, awarding.process.VisumGranted)
    sheet = records.bound(connection, granted.visum, VisumSheet)
    return award.Visum(
        number=sheet.number,
        granted_on=sheet.date,
        officer=acted(connection, granted, texts),
        amount=sheet.amount,
    )
