"""Which prices to question because they seem abnormally low: named policies that only signal.

A screening never excludes a bid and changes no points. It says whether its policy applies (and if
not, why), the figures with their exact values, how far each bid lies from the reference, and which
bids are suspect: their tenderers must be asked in writing before anything is decided (Directive
2014/24 art. 69). The order of the bids changes nothing, and neither does the currency.
"""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from contracts.rules.errors import RuleError
from contracts.rules.scoring.abnormally_low.belgium import BE_WORKS_15
from contracts.rules.scoring.abnormally_low.general import BELOW_MEDIAN_70, GENERAL_DUTY
from contracts.rules.scoring.abnormally_low.italy import IT_ANNEX_II2
from contracts.rules.scoring.abnormally_low.screening import (
    Case,
    Category,
    Deviation,
    Figure,
    Note,
    Policy,
    Reason,
    Screened,
    Setting,
    Unit,
)
from contracts.rules.scoring.abnormally_low.spain import ES_BELOW_MEAN, ES_MEAN_DISCOUNT

__all__ = [
    "POLICIES",
    "Category",
    "Deviation",
    "Figure",
    "Note",
    "Policy",
    "Reason",
    "Screened",
    "Setting",
    "Unit",
    "screen",
]

POLICIES: Mapping[str, Policy] = MappingProxyType(
    {
        policy.name: policy
        for policy in (
            BE_WORKS_15,
            GENERAL_DUTY,
            ES_MEAN_DISCOUNT,
            ES_BELOW_MEAN,
            IT_ANNEX_II2,
            BELOW_MEDIAN_70,
        )
    }
)
"""The policies by name and version."""

NOTHING: Mapping[str, Fraction] = MappingProxyType({})


def screen(
    policy: str,
    prices: Mapping[str, Fraction],
    setting: Setting,
    parameters: Mapping[str, Fraction] = NOTHING,
) -> Screened:
    """What a policy points out among the prices by bid. `parameters` replace its own figures, as
    the edition of the law or the tender documents have them.

    Raises `RuleError`: `policy_unknown`, `parameter_unknown`, `parameter_not_allowed`.
    """
    rule = POLICIES.get(policy)
    if rule is None:
        raise RuleError("policy_unknown", policy=policy)
    return rule.examine(Case(rule.name, prices, setting, _numbers(rule, parameters)))


def _numbers(policy: Policy, given: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Every parameter that has a value: the given ones, the others as the policy has them."""
    known = {each.name: each for each in policy.parameters}
    for name, value in given.items():
        if name not in known:
            raise RuleError("parameter_unknown", policy=policy.name, parameter=name)
        if not known[name].allows(value):
            raise RuleError("parameter_not_allowed", policy=policy.name, parameter=name)
    own = {name: each.default for name, each in known.items() if each.default is not None}
    return own | dict(given)
