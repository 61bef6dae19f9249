"""What is wrong with an identifier, in words."""

from contracts.base import Language
from contracts.rules.errors import RuleError
from infra.texts.catalogue import Texts


def sentence(error: RuleError, language: Language | str) -> str:
    """Why a number or a code was refused, and what is expected."""
    return Texts(language).say(f"identifier.{error.code}", **error.facts)
