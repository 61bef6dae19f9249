"""Every article of the rulebook is named in the reader's language."""

import re

import pytest

from contracts.base import Language
from infra import rulebook
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
    assert citations.cited("agreement of the house", Texts(language)) == "agreement of the house"


@pytest.mark.parametrize(
    ("language", "directive", "regulation"),
    [
        ("nl", "art. 4 van Richtlijn 2014/24/EU", "Verordening (EU) 2025/2152"),
        ("fr", "art. 4 de la directive 2014/24/UE", "règlement (UE) 2025/2152"),
        ("de", "Art. 4 der Richtlinie 2014/24/EU", "Verordnung (EU) 2025/2152"),
        ("en", "art. 4 of Directive 2014/24/EU", "Regulation (EU) 2025/2152"),
    ],
)
def test_acts_of_the_union_are_named_by_their_number(
    language: str, directive: str, regulation: str
) -> None:
    texts = Texts(language)
    assert citations.cited("Directive 2014/24/EU art. 4", texts) == directive
    assert citations.cited("Regulation 2025/2152", texts) == regulation
    assert citations.cited("Regulation 1182/71", texts) == "Regulation 1182/71"  # number first


@pytest.mark.parametrize(
    ("citation", "nl", "fr", "de", "en"),
    [
        (
            "RD 9 March 2022",
            "koninklijk besluit van 9 maart 2022",
            "arrêté royal du 9 mars 2022",
            "Königlicher Erlass vom 9. März 2022",
            "Royal Decree of 9 March 2022",
        ),
        (
            "Act 17 June 2016",
            "wet van 17 juni 2016",
            "loi du 17 juin 2016",
            "Gesetz vom 17. Juni 2016",
            "Act of 17 June 2016",
        ),
        (
            "Act 3 July 1969 art. 53",
            "art. 53 van de wet van 3 juli 1969",
            "art. 53 de la loi du 3 juillet 1969",
            "Art. 53 des Gesetzes vom 3. Juli 1969",
            "art. 53 of the Act of 3 July 1969",
        ),
        (
            "Decree 1 March 2019 art. 2",
            "art. 2 van het decreet van 1 maart 2019",
            "art. 2 du décret du 1er mars 2019",
            "Art. 2 des Dekrets vom 1. März 2019",
            "art. 2 of the Decree of 1 March 2019",
        ),
    ],
)
def test_another_act_is_named_by_its_date(
    citation: str, nl: str, fr: str, de: str, en: str
) -> None:
    for language, said in zip(Language, (nl, fr, de, en), strict=True):
        assert citations.cited(citation, Texts(language)) == said


@pytest.mark.parametrize("citation", ["Act 31 June 2016", "Act 17 Juin 2016 art. 4"])
def test_a_date_that_is_none_stays_as_it_is(citation: str) -> None:
    assert citations.cited(citation, Texts("nl")) == citation


@pytest.mark.parametrize("language", [Language.NL, Language.FR, Language.DE])
def test_no_act_of_an_edition_is_left_in_english(language: Language) -> None:
    articles = {
        parameter.article
        for edition in rulebook.shipped().editions
        for parameter in edition.parameters.values()
    }
    said = [citations.cited(article, Texts(language)) for article in articles]
    assert len(said) > 50
    english = re.compile(r"\b(Act|RD|Decree|January|June|July)\b")
    assert [each for each in said if english.search(each)] == []
