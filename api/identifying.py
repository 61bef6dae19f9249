"""What is wrong with a code that somebody sent, as a refusal for pages and programs alike."""

from collections.abc import Mapping

from contracts.refusals import Code, Refusal, refuse
from contracts.rules.errors import RuleError
from contracts.rules.identifiers.problems import Problem

_CODES: Mapping[str, Code] = {
    Problem.CPV_FORM: Code.NOT_A_CPV_CODE,
    Problem.CPV_CHECK: Code.CPV_CHECK_DIGIT,
    Problem.NUTS_FORM: Code.NOT_A_NUTS_CODE,
    Problem.NUTS_COUNTRY: Code.NUTS_COUNTRY_LETTERS,
}


def refusal(error: RuleError, field: str) -> Refusal | None:
    """Why the rules refuse what stands in a field; None for an error about something else."""
    code = _CODES.get(error.code)
    return refuse(code, field, **error.facts) if code else None
