"""Every article of the rulebook is named in the reader's language."""

import pytest

from contracts.base import Language
from infra.texts import citations
from infra.texts.catalogue import Texts


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "art. 36, § 1, van de wet van 17 juni 2016"),
        ("fr", "art. 36, § 1, de la loi du 17 juin 2016"),
        ("de", "Art. 36 § 1 des Gesetzes vom 17. Juni 2016"),
        ("en", "art. 36, § 1, of the Act of 17 June 2016"),
    ],
)
def test_an_article_is_named(language: str, said: str) -> None:
    assert citations.cited("Act 17 June 2016 art. 36 par.1", Texts(language)) == said


def test_several_articles_are_named_one_by_one() -> None:
    said = citations.cited("Act 17 June 2013 art. 11; RD 18 April 2017 art. 90 1", Texts("nl"))
    assert said == (
        "art. 11 van de wet van 17 juni 2013; "
        "art. 90, 1°, van het koninklijk besluit van 18 april 2017"
    )


@pytest.mark.parametrize("language", Language)
def test_what_is_no_article_of_ours_stays_as_it_is(language: Language) -> None:
    assert citations.cited("Directive 2014/24/EU art. 4", Texts(language)) == (
        "Directive 2014/24/EU art. 4"
    )
