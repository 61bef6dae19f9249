"""What the committee of an acceptance signed, as its certificate and its records print it."""

from collections.abc import Iterator
from datetime import date, timedelta

from contracts.acceptance import SignOffReport
from contracts.acceptance.report import Severity
from contracts.documents import acceptance as paper
from infra.store.engine import Connection
from infra.store.papers.imprint import Signatory, sign_off, unsigned
from infra.store.queries import acceptance as deliveries
from infra.store.queries import organisations

SEVERITIES = {
    Severity.BLOCKING: paper.Severity.BLOCKING,
    Severity.SERIOUS: paper.Severity.SERIOUS,
    Severity.LIGHT: paper.Severity.MINOR,
}
"""A severity as a member chose it, and as documents print it."""

_DAY = timedelta(days=1)


def last_day(report: SignOffReport) -> date:
    """The last day on which a member lets what it found wanting be remedied; LookupError for a
    report without one, which has no shortcomings."""
    if report.remedy_before is None:
        raise LookupError("a shortcoming has a day for its remedy")
    return report.remedy_before - _DAY


def notes(connection: Connection, verified: deliveries.Round) -> Iterator[paper.MemberNote]:
    """What members said of the delivery as a whole, in the order of signing."""
    for each in verified.reports:
        if text := each.report.remark.strip():
            member = organisations.person(connection, each.person)
            yield paper.MemberNote(name=member.name, text=text)


def sign_offs(connection: Connection, verified: deliveries.Round) -> tuple[Signatory, ...]:
    """The sign-offs of a round, in the order of signing."""
    return tuple(sign_off(connection, each.person, each.at) for each in verified.reports)


def official(connection: Connection, delivery: deliveries.Delivery) -> tuple[Signatory, ...]:
    """The managing official's place to sign, unless it signs as a member or there is none."""
    manager = delivery.draft.team.contract_manager
    if manager is None or manager in delivery.state.committee:
        return ()
    return (unsigned(connection, manager),)
