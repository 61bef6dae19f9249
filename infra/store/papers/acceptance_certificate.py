"""D-21, the certificate of acceptance, from what the committee signed."""

from collections.abc import Iterator
from datetime import date, timedelta

from contracts import acceptance, contracting
from contracts.acceptance.report import Result, Severity
from contracts.awarding import sheets
from contracts.base import local_date
from contracts.documents import acceptance as paper
from contracts.documents.imprint import Signature, SignatureKind
from infra.store.engine import Connection
from infra.store.papers.imprint import capacity, imprint, party
from infra.store.queries import acceptance as deliveries
from infra.store.queries import contracting as contracts
from infra.store.queries import organisations, people
from infra.store.queries import tendering as tenders

_RESULTS = {
    Result.MET: paper.TestResult.MEETS,
    Result.MET_WITH_REMARK: paper.TestResult.MEETS_WITH_REMARK,
    Result.NOT_MET: paper.TestResult.FAILS,
    Result.NOT_TESTED: paper.TestResult.NOT_TESTED,
}
_SEVERITIES = {
    Severity.BLOCKING: paper.Severity.BLOCKING,
    Severity.SERIOUS: paper.Severity.SERIOUS,
    Severity.LIGHT: paper.Severity.MINOR,
}
_DAY = timedelta(days=1)


def model(connection: Connection, aggregate: str, verification: str) -> paper.AcceptanceCertificate:
    """The model of the certificate of one accepted delivery; LookupError before that."""
    delivery = deliveries.get(connection, aggregate)
    accepted_at = delivery.state.accepted_at
    if accepted_at is None:
        raise LookupError(f"{aggregate} is not accepted")
    tender = tenders.get(connection, delivery.state.tender)
    supplier = organisations.get(connection, delivery.state.supplier)
    final = delivery.plan.final
    return paper.AcceptanceCertificate(
        imprint=imprint(connection, tender, accepted_at, verification),
        kind=paper.AcceptanceKind.FINAL if final else paper.AcceptanceKind.PROVISIONAL,
        contractor=party(supplier),
        managing_official=_official(connection, delivery),
        milestone=None if final else delivery.plan.title,
        delivered_at=delivery.delivered_at,
        due_on=delivery.due,
        effective_on=local_date(accepted_at),
        tests=tuple(_tests(connection, delivery)),
        notes=tuple(_notes(connection, delivery)),
        remarks=tuple(_remarks(delivery)),
        settlement=_settlement(connection, delivery),
        signatures=tuple(_signatures(connection, delivery)),
    )


def _official(connection: Connection, delivery: deliveries.Delivery) -> str:
    manager = delivery.draft.team.contract_manager
    return organisations.person(connection, manager).name if manager else "–"


def _tests(connection: Connection, delivery: deliveries.Delivery) -> Iterator[paper.AcceptanceTest]:
    """Every test of the round that was accepted: by criterion, then in the order of signing."""
    signed = delivery.rounds[-1].reports
    named = people.display_names(connection, (each.person for each in signed))
    for number, criterion in enumerate(delivery.criteria, start=1):
        for each in signed:
            found = next(row for row in each.report.results if row.criterion == criterion)
            yield paper.AcceptanceTest(
                number=f"{delivery.plan.id}-{number:02}",
                criterion=criterion,
                tester=named[each.person],
                tested_on=local_date(each.at),
                result=_RESULTS[found.result],
                remark=found.remark.strip() or None,
            )


def _notes(connection: Connection, delivery: deliveries.Delivery) -> Iterator[paper.MemberNote]:
    for each in delivery.rounds[-1].reports:
        if text := each.report.remark.strip():
            member = organisations.person(connection, each.person)
            yield paper.MemberNote(name=member.name, text=text)


def _remarks(delivery: deliveries.Delivery) -> Iterator[paper.AcceptanceRemark]:
    """Every shortcoming of every round. What an earlier round found was remedied on the day of
    the remedy that the next round verified."""
    number = 0
    remedied: tuple[date | None, ...] = (
        *(local_date(later.received_at) for later in delivery.rounds[1:]),
        None,
    )
    for verified, remedied_on in zip(delivery.rounds, remedied, strict=True):
        for each in verified.reports:
            for shortcoming in each.report.shortcomings:
                number += 1
                yield paper.AcceptanceRemark(
                    number=str(number),
                    text=f"{shortcoming.criterion}: {shortcoming.text}",
                    severity=_SEVERITIES[shortcoming.severity],
                    remedy_by=_last_day(each.report),
                    remedied_on=remedied_on,
                )


def _last_day(report: acceptance.SignOffReport) -> date:
    if report.remedy_before is None:
        raise LookupError("a shortcoming has a day for its remedy")
    return report.remedy_before - _DAY


def _settlement(connection: Connection, delivery: deliveries.Delivery) -> paper.Settlement:
    """What the milestone is worth. Fines are for the contract's own clauses, and reductions for a
    decision: neither follows from an acceptance."""
    agreed = contracts.price_of(connection, delivery.contract)
    if agreed is None:
        raise LookupError(f"no price for {delivery.contract.aggregate}")
    price, vat_rate = agreed
    value = contracting.value_of(delivery.draft, price, delivery.plan)
    return paper.Settlement(
        value=value,
        share=paper.Share(
            percentage=delivery.plan.share,
            price=price,
            rest=delivery.plan == delivery.draft.milestones[-1],
        ),
        payable=value,
        vat_percentage=vat_rate,
        payable_including=sheets.with_vat(value, vat_rate),
    )


def _signatures(connection: Connection, delivery: deliveries.Delivery) -> Iterator[Signature]:
    """The sign-offs of the accepted round, and the managing official's place to sign."""
    for each in delivery.rounds[-1].reports:
        member = organisations.person(connection, each.person)
        yield Signature(
            name=member.name,
            capacity=capacity(member),
            kind=SignatureKind.SIGNED_OFF,
            signed_at=each.at,
        )
    manager = delivery.draft.team.contract_manager
    if manager is not None and manager not in delivery.state.committee:
        official = organisations.person(connection, manager)
        yield Signature(name=official.name, capacity=capacity(official))
