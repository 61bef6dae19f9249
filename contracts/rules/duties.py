"""The duties that follow from kind, estimate, authority and edition, each with its article.

A duty says whether it applies, depends on something that is not known yet (the procedure that is
chosen, the offer, a decision of the council) or does not apply, and why. Where the law's own text
was not read the confidence says so: a jurist confirms.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from contracts.base import Message, Money
from contracts.rules import procedures
from contracts.rules.editions import Confidence, Edition
from contracts.rules.procedures import THRESHOLDS, Authority, Bought


class Applies(StrEnum):
    """Whether a duty follows."""

    YES = "yes"
    DEPENDS = "depends"
    NO = "no"


class DutyCode(StrEnum):
    """The duties that advice looks at, in the order of a purchase."""

    COUNCIL_OR_COLLEGE = "council_or_college"
    LOTS_MOTIVATION = "lots_motivation"
    EUROPEAN_NOTICE = "european_notice"
    NATIONAL_NOTICE = "national_notice"
    E_COMMUNICATION = "e_communication"
    FORMAL_MOTIVATION = "formal_motivation"
    VISUM = "visum"
    EUROPEAN_REMEDIES = "european_remedies"
    STANDSTILL = "standstill"
    AWARD_NOTICE = "award_notice"


class Reason(StrEnum):
    """Why a duty applies, depends or does not apply."""

    AT_THRESHOLD = "at_threshold"
    BELOW_THRESHOLD = "below_threshold"
    ABOVE_LIMIT = "above_limit"
    NOT_ABOVE_LIMIT = "not_above_limit"
    LOW_VALUE_OPEN = "low_value_open"
    PROCEDURE_WITHOUT_NOTICE = "procedure_without_notice"
    EVERY_PROCEDURE = "every_procedure"
    START_NOT_READ = "start_not_read"
    LOCAL_AUTHORITY = "local_authority"
    NO_LOCAL_AUTHORITY = "no_local_authority"
    COUNCIL_MAY_EXEMPT = "council_may_exempt"
    DAILY_MANAGEMENT = "daily_management"
    OFFER_ABOVE_SHARE = "offer_above_share"
    OFFER_FAR_ABOVE = "offer_far_above"
    """The offer may lie so far above the threshold that the European rules apply all the same."""
    NOT_IN_EDITION = "not_in_edition"


class Duty(Message):
    """One duty: whether, why, on which article, and how sure that is."""

    code: DutyCode
    applies: Applies
    reason: Reason
    article: str
    confidence: Confidence
    confirmed: bool
    limit: Money | None = None
    """The amount that decided, excluding VAT."""


REGIME = "remedies_act_regime_limit"
"""Above it the full duty of reasons applies below the European threshold."""

REASONS = "Act 17 June 2013 art. 4"
"""That a decision gives reasons, also for the procedure that was chosen."""

_NOTICE = "Act 17 June 2016 art. 61"
_MEDIUM, _HIGH = Confidence.MEDIUM, Confidence.HIGH


@dataclass(frozen=True)
class Case:
    """A purchase as the duties look at it; `estimate` is the whole sum, excluding VAT."""

    bought: Bought
    estimate: Money
    authority: Authority
    edition: Edition

    def limit(self, name: str) -> Money:
        """A limit of the edition in the currency of the estimate."""
        return self.edition.amount(name, self.estimate.currency)

    @property
    def threshold(self) -> str:
        """The name of the European threshold."""
        return THRESHOLDS[self.bought, self.authority]

    @property
    def european(self) -> bool:
        """Whether the estimate reaches the European threshold; the threshold itself does."""
        return self.estimate.amount >= self.limit(self.threshold).amount

    @property
    def low_value(self) -> bool:
        """Whether a contract of low value is open."""
        return self.estimate.amount < self.limit("low_value_limit").amount

    @property
    def unpublished(self) -> bool:
        """Whether the negotiated procedure without publication is open on the amount."""
        social = self.bought is Bought.SOCIAL
        name = f"negotiated_without_publication_{'social_services' if social else 'limit'}"
        return self.estimate.amount < self.limit(name).amount


def duties(case: Case) -> tuple[Duty, ...]:
    """Every duty of `DutyCode`, once, in its order."""
    return tuple(_each(case))


def _each(case: Case) -> Iterator[Duty]:
    yield _council(case)
    yield _lots(case)
    yield _european_notice(case)
    yield _national_notice(case)
    yield _e_communication(case)
    yield _motivation(case)
    yield _visum(case)
    yield _european_remedies(case)
    yield _standstill(case)
    yield _award_notice(case)


def _duty(
    code: DutyCode,
    applies: Applies,
    reason: Reason,
    article: str,
    confidence: Confidence = _HIGH,
    limit: Money | None = None,
) -> Duty:
    return Duty(
        code=code,
        applies=applies,
        reason=reason,
        article=article,
        confidence=confidence,
        confirmed=confidence is _HIGH,
        limit=limit,
    )


def _council(case: Case) -> Duty:
    code, article = DutyCode.COUNCIL_OR_COLLEGE, "Decree 22 December 2017 art. 41 al.2 10"
    if case.authority is Authority.CENTRAL:
        return _duty(code, Applies.NO, Reason.NO_LOCAL_AUTHORITY, article)
    return _duty(code, Applies.YES, Reason.DAILY_MANAGEMENT, article)


def _lots(case: Case) -> Duty:
    found, limit = case.edition.parameter("lots_duty_threshold"), case.limit("lots_duty_threshold")
    reached = case.estimate.amount >= limit.amount
    applies, reason = (
        (Applies.YES, Reason.AT_THRESHOLD) if reached else (Applies.NO, Reason.BELOW_THRESHOLD)
    )
    code = DutyCode.LOTS_MOTIVATION
    return _duty(code, applies, reason, found.article, found.confidence, limit)


def _european_notice(case: Case) -> Duty:
    found, limit = case.edition.parameter(case.threshold), case.limit(case.threshold)
    applies, reason = (
        (Applies.YES, Reason.AT_THRESHOLD)
        if case.european
        else (Applies.NO, Reason.BELOW_THRESHOLD)
    )
    code = DutyCode.EUROPEAN_NOTICE
    return _duty(code, applies, reason, found.article, found.confidence, limit)


def _national_notice(case: Case) -> Duty:
    code = DutyCode.NATIONAL_NOTICE
    if case.unpublished or case.low_value:
        reason = Reason.PROCEDURE_WITHOUT_NOTICE
        return _duty(code, Applies.DEPENDS, reason, _NOTICE, _MEDIUM)
    return _duty(code, Applies.YES, Reason.EVERY_PROCEDURE, _NOTICE, _MEDIUM)


def _e_communication(case: Case) -> Duty:
    code, article = DutyCode.E_COMMUNICATION, "Act 17 June 2016 art. 14"
    limit = case.limit("low_value_limit")
    if case.low_value:
        return _duty(code, Applies.DEPENDS, Reason.LOW_VALUE_OPEN, article, limit=limit)
    if "eplatform_npwp" not in case.edition.parameters and case.unpublished:
        return _duty(code, Applies.DEPENDS, Reason.START_NOT_READ, article, _MEDIUM)
    return _duty(code, Applies.YES, Reason.EVERY_PROCEDURE, article)


def _motivation(case: Case) -> Duty:
    code = DutyCode.FORMAL_MOTIVATION
    if case.european:
        limit = case.limit(case.threshold)
        return _duty(code, Applies.YES, Reason.AT_THRESHOLD, REASONS, limit=limit)
    found = case.edition.parameters.get(REGIME)
    if found is None:
        article = "Act 17 June 2013 art. 29 par.1"
        return _duty(code, Applies.DEPENDS, Reason.NOT_IN_EDITION, article, _MEDIUM)
    limit = case.limit(REGIME)
    if case.estimate.amount > limit.amount:
        article = f"{REASONS}; {found.article}"
        return _duty(code, Applies.YES, Reason.ABOVE_LIMIT, article, found.confidence, limit)
    article = "Act 17 June 2013 art. 29/1"
    return _duty(code, Applies.YES, Reason.NOT_ABOVE_LIMIT, article, _MEDIUM, limit)


def _visum(case: Case) -> Duty:
    code = DutyCode.VISUM
    article = "Decree 22 December 2017 art. 266; Decree 22 December 2017 art. 267"
    if case.authority is Authority.CENTRAL:
        return _duty(code, Applies.NO, Reason.NO_LOCAL_AUTHORITY, article)
    if "visum_prior" not in case.edition.parameters:
        return _duty(code, Applies.DEPENDS, Reason.NOT_IN_EDITION, article, _MEDIUM)
    return _duty(code, Applies.YES, Reason.COUNCIL_MAY_EXEMPT, article)


def _european_remedies(case: Case) -> Duty:
    """The European part of the Act of 17 June 2013; it catches up with an offer far above the
    threshold (art. 3 al. 4)."""
    code = DutyCode.EUROPEAN_REMEDIES
    if case.european:
        article, limit = "Act 17 June 2013 art. 3", case.limit(case.threshold)
        return _duty(code, Applies.YES, Reason.AT_THRESHOLD, article, limit=limit)
    return _caught_up(code, case)


def _caught_up(code: DutyCode, case: Case) -> Duty:
    found = case.edition.parameter(procedures.CATCH_UP)
    limit = procedures.catch_up_limit(case.edition, case.limit(case.threshold))
    reason = Reason.OFFER_FAR_ABOVE
    return _duty(code, Applies.DEPENDS, reason, found.article, found.confidence, limit)


def _standstill(case: Case) -> Duty:
    code, article = DutyCode.STANDSTILL, "Act 17 June 2013 art. 11; Act 17 June 2013 art. 12"
    threshold = case.limit(case.threshold)
    if case.european:
        return _duty(code, Applies.YES, Reason.AT_THRESHOLD, article, limit=threshold)
    if case.bought is Bought.WORKS:
        share = case.edition.number("standstill_works_below_eu") / 100
        half = (threshold.amount * share).quantize(Decimal("0.01"))
        limit = Money(amount=half, currency=threshold.currency)
        found = case.edition.parameter("standstill_works_below_eu")
        reason = Reason.OFFER_ABOVE_SHARE
        return _duty(code, Applies.DEPENDS, reason, found.article, found.confidence, limit)
    # The exceptions of art. 3 al. 4 were not read: a jurist confirms that this is none of them.
    caught = _caught_up(code, case)
    return caught.model_copy(update={"confidence": _MEDIUM, "confirmed": False})


def _award_notice(case: Case) -> Duty:
    code, threshold = DutyCode.AWARD_NOTICE, case.limit(case.threshold)
    name = "award_notice_deadline" if case.european else "simplified_award_notice"
    found, article = case.edition.parameters.get(name), "Act 17 June 2016 art. 62"
    if found is None:
        return _duty(code, Applies.NO, Reason.NOT_IN_EDITION, article, _MEDIUM, threshold)
    if case.low_value:
        limit = case.limit("low_value_limit")
        reason = Reason.LOW_VALUE_OPEN
        return _duty(code, Applies.DEPENDS, reason, article, found.confidence, limit)
    reason = Reason.AT_THRESHOLD if case.european else Reason.BELOW_THRESHOLD
    return _duty(code, Applies.YES, reason, article, found.confidence, threshold)
