"""Where a procedure is announced, from which amount in the European Union, and the standstill.

Sources: Act of 17 June 2016 (publication), Act of 17 June 2013 (standstill).
"""

from decimal import Decimal
from enum import StrEnum

from contracts.base import Money
from contracts.rules import deadlines
from contracts.rules.deadlines import Term
from contracts.rules.editions import Edition
from contracts.rules.procedures.shapes import AwardProcedure, Bought, Publication


class Level(StrEnum):
    """Where a notice must appear."""

    NATIONAL = "national"
    EUROPEAN = "european"


class Authority(StrEnum):
    """Who buys: a city, a municipality and every other non-federal authority, or a federal one."""

    SUB_CENTRAL = "sub_central"
    CENTRAL = "central"


THRESHOLDS = {
    (Bought.GOODS, Authority.SUB_CENTRAL): "eu_threshold_supplies_services_subcentral",
    (Bought.GOODS, Authority.CENTRAL): "eu_threshold_supplies_services_federal",
    (Bought.SERVICES, Authority.SUB_CENTRAL): "eu_threshold_supplies_services_subcentral",
    (Bought.SERVICES, Authority.CENTRAL): "eu_threshold_supplies_services_federal",
    (Bought.WORKS, Authority.SUB_CENTRAL): "eu_threshold_works",
    (Bought.WORKS, Authority.CENTRAL): "eu_threshold_works",
    (Bought.SOCIAL, Authority.SUB_CENTRAL): "eu_threshold_social_services",
    (Bought.SOCIAL, Authority.CENTRAL): "eu_threshold_social_services",
}
"""The parameter of the European threshold."""


CATCH_UP = "eu_regime_trigger_offer_excess"
"""The parameter of how far an offer may lie above the threshold, in percent."""

_CENT = Decimal("0.01")


def european_threshold(
    edition: Edition,
    bought: Bought,
    currency: str = "EUR",
    authority: Authority = Authority.SUB_CENTRAL,
) -> Money:
    """The amount excluding VAT from which an authority publishes in the European Union.

    Raises `RuleError("currency_without_threshold")` for a currency without amounts.
    """
    return edition.amount(THRESHOLDS[bought, authority], currency)


def publication_level(
    procedure: AwardProcedure,
    edition: Edition,
    bought: Bought,
    estimate: Money,
    authority: Authority = Authority.SUB_CENTRAL,
) -> Level | None:
    """European from the threshold on (an estimate that equals it included), national below it;
    None for a procedure that is not announced.

    `estimate` excludes VAT and includes all lots, options and renewals. Raises
    `RuleError("currency_without_threshold")` for an estimate in another currency than the
    edition's.
    """
    if procedure.publication is Publication.NONE:
        return None
    threshold = european_threshold(edition, bought, estimate.currency, authority)
    return Level.EUROPEAN if estimate.amount >= threshold.amount else Level.NATIONAL


def standstill_is_mandatory(
    edition: Edition, level: Level | None, bought: Bought, award: Money
) -> bool:
    """Whether the law imposes the standstill: with a European notice (Act 17 June 2013, art. 11
    and 12); with a national one when the offer to approve lies so far above the threshold that the
    European part of the Act applies all the same (art. 3 al. 4; its exceptions were not read, so
    the standstill holds); and for works below the threshold when that offer exceeds the share of
    it that art. 30 names."""
    if level is Level.EUROPEAN:
        return True
    threshold = european_threshold(edition, bought, award.currency)
    caught = award.amount > catch_up_limit(edition, threshold).amount
    if level is Level.NATIONAL and caught:
        return True
    if bought is not Bought.WORKS:
        return False
    return award.amount * 100 > threshold.amount * edition.number("standstill_works_below_eu")


def catch_up_limit(edition: Edition, threshold: Money) -> Money:
    """The amount of an offer above which the European part of the Act of 17 June 2013 applies all
    the same though the estimate stayed below the threshold (art. 3 al. 4): the threshold and a
    percentage of it, to the cent."""
    exact = threshold.amount * (100 + edition.number(CATCH_UP)) / 100
    return Money(amount=exact.quantize(_CENT), currency=threshold.currency)


def standstill(edition: Edition, level: Level | None, bought: Bought, award: Money) -> Term:
    """The standstill, from the last dispatch of the award letters. `mandatory` says whether the
    law imposes it; a voluntary one has the same length."""
    mandatory = standstill_is_mandatory(edition, level, bought, award)
    return deadlines.term_of(edition, "standstill", "award_letters_dispatched", mandatory=mandatory)
