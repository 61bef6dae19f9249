"""D-19, the record of shortcomings, from the reports that the committee signed."""

from collections.abc import Iterator
from datetime import timedelta

from contracts.acceptance import process
from contracts.base import local_date
from contracts.documents import shortcomings
from contracts.documents.imprint import calculation
from contracts.rules import deadlines
from infra.store import editions
from infra.store.engine import Connection
from infra.store.papers import committee, fact
from infra.store.papers.imprint import Signatory, capacity, imprint, official, party, places
from infra.store.papers.voice import Voice
from infra.store.queries import acceptance as deliveries
from infra.store.queries import organisations
from infra.store.queries import tendering as tenders

DEFENCE = "default_reply_period"
"""The parameter that holds the period of defence (RD 14 January 2013, art. 44)."""

_DAY = timedelta(days=1)


def model(
    connection: Connection, aggregate: str, of: str, voice: Voice
) -> shortcomings.ShortcomingsRecord:
    """The record of one round (`of` is its number) of the acceptance of a delivery; LookupError
    when that round found nothing that keeps the delivery from being accepted."""
    recorded = fact.find(
        connection, aggregate, process.ShortcomingsRecorded, lambda e: str(e.round) == of
    )
    event = recorded.event
    delivery = deliveries.get(connection, aggregate)
    verified = delivery.rounds[event.round - 1]
    tender = tenders.get(connection, delivery.state.tender)
    texts = voice.texts
    edition = editions.pinned(connection, delivery.state.edition)
    term = deadlines.term_of(edition, DEFENCE, "record_dispatched")
    defence = deadlines.compute(term, local_date(event.at))
    counted = calculation(defence, texts.say("documents.shortcomings.event"))
    return shortcomings.ShortcomingsRecord(
        imprint=imprint(connection, tender, event.at, voice, leaf=recorded.leaf),
        contractor=party(organisations.get(connection, delivery.state.supplier)),
        managing_official=official(connection, delivery.draft),
        milestone=delivery.plan.title,
        delivered_at=delivery.delivered_at,
        round=event.round,
        present=tuple(_present(connection, verified)),
        findings=tuple(_findings(connection, verified)),
        notes=tuple(committee.notes(connection, verified)),
        remedy_by=event.remedy_before - _DAY,
        source=counted.source,
        defence=counted,
        signatures=places(signatories(connection, aggregate, of)),
    )


def signatories(connection: Connection, aggregate: str, of: str) -> tuple[Signatory, ...]:
    """The managing official's place to sign, unless it signed as a member; then the members."""
    delivery = deliveries.get(connection, aggregate)
    return (
        *committee.official(connection, delivery),
        *committee.sign_offs(connection, delivery.rounds[int(of) - 1]),
    )


def _present(connection: Connection, verified: deliveries.Round) -> Iterator[shortcomings.Present]:
    for each in verified.reports:
        member = organisations.person(connection, each.person)
        yield shortcomings.Present(name=member.name, capacity=capacity(member))


def _findings(connection: Connection, verified: deliveries.Round) -> Iterator[shortcomings.Finding]:
    """Every shortcoming of the round, in the order of signing."""
    number = 0
    for each in verified.reports:
        member = organisations.person(connection, each.person)
        for shortcoming in each.report.shortcomings:
            number += 1
            yield shortcomings.Finding(
                number=str(number),
                requirement=shortcoming.criterion,
                fact=shortcoming.text,
                severity=committee.SEVERITIES[shortcoming.severity],
                found_by=member.name,
                found_on=local_date(each.at),
                remedy_by=committee.last_day(each.report),
            )
