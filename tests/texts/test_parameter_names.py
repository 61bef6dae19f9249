"""Every parameter of the law has a name in each language, and no name is left over."""

import pytest

from contracts.base import Language
from contracts.refusals import Code, parameter_named, refuse
from infra import rulebook
from infra.texts import catalogue, parameters, refusals
from infra.texts.catalogue import Texts

SHIPPED = {name for edition in rulebook.shipped().editions for name in edition.parameters}
PREFIX = "parameter."
LONGEST = 140
"""A name is a line of a list, no sentence."""


def named(language: Language) -> dict[str, str]:
    """The names in the catalogue, by the id of the parameter."""
    return {
        key.removeprefix(PREFIX): forms[0]
        for key, forms in catalogue.keys(language).items()
        if key.startswith(PREFIX)
    }


@pytest.mark.parametrize("language", Language)
def test_every_parameter_of_every_edition_has_its_name_and_no_name_is_left_over(
    language: Language,
) -> None:
    assert set(named(language)) == SHIPPED


@pytest.mark.parametrize("language", Language)
def test_a_name_is_one_short_line_and_that_of_one_parameter(language: Language) -> None:
    names = named(language)
    assert len(set(names.values())) == len(names)
    for parameter, name in names.items():
        assert len(name) <= LONGEST, parameter
        assert parameter not in name
        assert not name.endswith("."), parameter


def test_a_parameter_is_called_by_its_name_and_another_by_its_id() -> None:
    assert parameters.name("standstill", Texts("nl")) == "Wachttermijn"
    assert parameters.name("standstill", Texts("fr")) == "Délai d’attente"
    assert parameters.name("standstil", Texts("nl")) == "standstil"


@pytest.mark.parametrize(
    ("language", "said"),
    [(Language.NL, "“Wachttermijn”"), (Language.DE, "Wartezeit (Stillhaltefrist)")],
)
def test_a_refusal_calls_it_by_its_name(language: Language, said: str) -> None:
    refusal = refuse(Code.OVERRIDE_MISSING, parameter=parameter_named("standstill"))
    assert said in refusals.sentence(refusal, language, {})
