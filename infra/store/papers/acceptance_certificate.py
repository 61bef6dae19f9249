"""D-21, the certificate of acceptance, from what the committee signed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from contracts import contracting
from contracts.acceptance.report import Result
from contracts.awarding import sheets
from contracts.base import Money, local_date
from contracts.contracting import Status, dues
from contracts.documents import acceptance as paper
from contracts.rules import bonds
from contracts.rules.citations import cited
from contracts.rules.reckoning import Quantity
from contracts.rules.scoring.exact import written_out
from contracts.tendering import terms
from infra.store import editions
from infra.store.engine import Connection
from infra.store.papers import committee
from infra.store.papers.imprint import Signatory, imprint, official, party, places
from infra.store.papers.voice import Voice
from infra.store.queries import acceptance as deliveries
from infra.store.queries import contracting as contracts
from infra.store.queries import dues as money
from infra.store.queries import organisations, people
from infra.store.queries import tendering as tenders

_RESULTS = {
    Result.MET: paper.TestResult.MEETS,
    Result.MET_WITH_REMARK: paper.TestResult.MEETS_WITH_REMARK,
    Result.NOT_MET: paper.TestResult.FAILS,
    Result.NOT_TESTED: paper.TestResult.NOT_TESTED,
}


def model(connection: Connection, aggregate: str, voice: Voice) -> paper.AcceptanceCertificate:
    """The model of the certificate of one accepted delivery; LookupError before that."""
    delivery = deliveries.get(connection, aggregate)
    accepted_at = delivery.state.accepted_at
    if accepted_at is None:
        raise LookupError(f"{aggregate} is not accepted")
    tender = tenders.get(connection, delivery.state.tender)
    supplier = organisations.get(connection, delivery.state.supplier)
    final, accepted = delivery.plan.final, delivery.rounds[-1]
    return paper.AcceptanceCertificate(
        imprint=imprint(connection, tender, accepted_at, voice),
        kind=paper.AcceptanceKind.FINAL if final else paper.AcceptanceKind.PROVISIONAL,
        contractor=party(supplier),
        managing_official=official(connection, delivery.draft),
        milestone=None if final else delivery.plan.title,
        delivered_at=delivery.delivered_at,
        due_on=delivery.due,
        effective_on=local_date(accepted_at),
        tests=tuple(_tests(connection, delivery)),
        notes=tuple(committee.notes(connection, accepted)),
        remarks=tuple(_remarks(delivery)),
        settlement=_settlement(connection, delivery),
        bond=_bond(connection, delivery),
        signatures=places(signatories(connection, aggregate)),
    )


def signatories(connection: Connection, aggregate: str) -> tuple[Signatory, ...]:
    """The sign-offs of the accepted round, and the managing official's place to sign."""
    delivery = deliveries.get(connection, aggregate)
    return (
        *committee.sign_offs(connection, delivery.rounds[-1]),
        *committee.official(connection, delivery),
    )


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
                    severity=committee.SEVERITIES[shortcoming.severity],
                    remedy_by=committee.last_day(each.report),
                    remedied_on=remedied_on,
                )


def _settlement(connection: Connection, delivery: deliveries.Delivery) -> paper.Settlement:
    """What the milestone is worth. A fine for delay is proposed and taken off nothing; a reduction
    needs a decision."""
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
        delay=_delay(connection, delivery, price, value),
        payable=value,
        vat_percentage=vat_rate,
        payable_including=sheets.with_vat(value, vat_rate),
    )


def _delay(
    connection: Connection, delivery: deliveries.Delivery, price: Money, value: Money
) -> paper.Delay | None:
    """The fine that is proposed for a late delivery, where it is a rate for each day. For works it
    is a formula over the whole contract: the page of the contract shows its working."""
    days = (local_date(delivery.delivered_at) - delivery.due).days
    if days <= 0 or delivery.draft.category not in terms.FINED_BY_DAY:
        return None
    edition = editions.pinned(connection, delivery.contract.edition)
    found = dues.fine(edition, delivery.draft, price, value, days)
    if found is None:
        return None
    percent = {
        step.name: Decimal(written_out(step.value))
        for step in found.steps
        if step.name in (Quantity.RATE, Quantity.CEILING_RATE)
    }
    article = next(
        each.proposal.article
        for each in terms.stated(delivery.draft, edition)
        if each.term is terms.Term.FINE and each.proposal is not None
    )
    return paper.Delay(
        days=days,
        rate=percent[Quantity.RATE],
        base=value,
        cap=percent[Quantity.CEILING_RATE],
        fine=found.amount,
        source=cited(article),
        to_confirm=not found.confirmed,
        proposed=True,
    )


def _bond(connection: Connection, delivery: deliveries.Delivery) -> paper.Bond | None:
    """What this acceptance releases of the bond that was proved."""
    contract = delivery.contract
    proved = money.proved(connection, contract.aggregate)
    if proved is None:
        return None
    done = [each.id for each in contract.milestones if each.status is Status.ACCEPTED]
    at = dues.releasing(contract.milestones, done, delivery.state.milestone)
    released = Money(amount=Decimal("0.00"), currency=proved.amount.currency)
    edition = editions.pinned(connection, contract.edition)
    if at is not None:
        released = bonds.released(edition, proved.amount, at).amount
    return paper.Bond(
        amount=proved.amount,
        release=_RELEASES[at],
        released=released,
        source=cited(edition.parameter(bonds.RELEASE).article),
    )


_RELEASES = {
    None: paper.BondRelease.NONE,
    bonds.Acceptance.PROVISIONAL: paper.BondRelease.HALF,
    bonds.Acceptance.FINAL: paper.BondRelease.FULL,
    bonds.Acceptance.SINGLE: paper.BondRelease.FULL,
}
