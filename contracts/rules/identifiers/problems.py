"""What can be wrong with an identifier, and the one way to ask python-stdnum."""

from collections.abc import Callable
from enum import StrEnum

from stdnum.exceptions import InvalidChecksum, ValidationError

from contracts.rules.errors import RuleError

LONGEST = 150
"""Characters of a text that is looked at: no identifier is longer."""

REPEATED = 60
"""Characters of what was typed that a sentence repeats."""


class Problem(StrEnum):
    """The codes of `RuleError`; the sentences stand under `identifier.<code>`.

    Each carries the fact `value`, what was typed; CPV_CHECK and NUTS_COUNTRY also `expected`.
    """

    ENTERPRISE_NUMBER_FORM = "enterprise_number_form"
    ENTERPRISE_NUMBER_CHECK = "enterprise_number_check"
    ESTABLISHMENT_NUMBER_FORM = "establishment_number_form"
    ESTABLISHMENT_NUMBER_CHECK = "establishment_number_check"
    VAT_COUNTRY = "vat_country"
    VAT_FORM = "vat_form"
    VAT_CHECK = "vat_check"
    IBAN_FORM = "iban_form"
    IBAN_CHECK = "iban_check"
    PEPPOL_FORM = "peppol_form"
    PEPPOL_CHECK = "peppol_check"
    CPV_FORM = "cpv_form"
    CPV_CHECK = "cpv_check"
    NUTS_FORM = "nuts_form"
    NUTS_COUNTRY = "nuts_country"
    COMMUNICATION_FORM = "communication_form"
    COMMUNICATION_CHECK = "communication_check"


def wrong(problem: Problem, text: str, **facts: str) -> RuleError:
    """The error to raise about a text."""
    return RuleError(problem, value=text[:REPEATED], **facts)


def checked(validate: Callable[[str], str], text: str, form: Problem, check: Problem) -> str:
    """What a module of python-stdnum keeps of a text.

    Raises `RuleError` with `check` when only the check digits are wrong, else with `form`.
    """
    if len(text) > LONGEST:  # some modules make an integer of it first, and Python has a limit
        raise wrong(form, text)
    try:
        return validate(text)
    except InvalidChecksum:
        raise wrong(check, text) from None
    except ValidationError:
        raise wrong(form, text) from None
