"""On what a date in a list rests: the rule that computed it, with its article, or who chose it.

A list has no room for the sum of a date; the page that it leads to shows that. The article comes
from the edition that the date's own aggregate is pinned to.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from contracts.base import local_date
from contracts.rules import bonds, calendars, deadlines, payments
from contracts.rules.editions import Edition, Parameter
from infra.texts import citations, parameters
from infra.texts.catalogue import Texts

COMPUTED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "rule.bid_validity": ("tender_validity_default",),
        "rule.bond_proof": (bonds.PROOF,),
        "rule.payment_period": (payments.PROCESSING, payments.PAYMENT),
        "rule.standstill": ("standstill",),
        "rule.verification_period": (payments.PROCESSING, payments.VERIFICATION),
    }
)
"""The dates that a rule computes, and the parameters that may hold it: the first that an edition
has decides."""

CHOSEN = frozenset({"rule.milestone_day", "rule.remedy_day", "rule.submission_day"})
"""The dates that somebody chose in the dossier."""

AGENDA: Mapping[str, str] = MappingProxyType(
    {
        "close_submission": "rule.submission_day",
        "milestone_due": "rule.milestone_day",
        "remedy_end": "rule.remedy_day",
        "standstill_end": "rule.standstill",
        "verification_end": "rule.verification_period",
    }
)
"""The ground of what falls due, by its key under `agenda.`."""


@dataclass(frozen=True)
class Ground:
    """A ground in words; `law` when a rule computed the date, `sure` when no jurist is needed."""

    text: str
    law: bool
    sure: bool


def of(rule: str, due: datetime, edition: Edition, texts: Texts) -> Ground:
    """The ground under a key of `COMPUTED` or `CHOSEN`, for a date under a pinned edition; KeyError
    for any other key, so that no date goes without."""
    if rule in CHOSEN:
        return Ground(texts.say(rule), law=False, sure=True)
    found = law(_parameter(COMPUTED[rule], edition), texts)
    last_day = local_date(deadlines.last_useful(due))
    hangs = last_day in calendars.unread(last_day.year)
    return Ground(texts.say(rule, article=found.text), law=True, sure=found.sure and not hangs)


def law(parameter: Parameter, texts: Texts) -> Ground:
    """The article of one parameter of an edition, and that its figure is the organisation's own
    where it is."""
    article = citations.cited(parameter.article, texts)
    if parameter.override is not None:
        by_law = parameters.law(parameter, texts)
        article = texts.say("own_figures.ground", article=article, law=by_law)
    return Ground(article, law=True, sure=parameter.confirmed)


def of_agenda(what: str, due: datetime, edition: Edition, texts: Texts) -> Ground:
    """The ground of a coming date of the agenda; KeyError for one that has none."""
    return of(AGENDA[what], due, edition, texts)


def _parameter(names: tuple[str, ...], edition: Edition) -> Parameter:
    return next(edition.parameters[name] for name in names if name in edition.parameters)
