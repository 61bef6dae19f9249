"""Articles of law as each language names them, from the one form in which the rulebook cites."""

import re
from datetime import date

from contracts.rules import citations
from contracts.rules.citations import Act, Source
from infra.texts import formats
from infra.texts.catalogue import Texts

ORDINALS = 4
"""Subparagraphs up to the fourth are counted in words."""

BETWEEN = "; "

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""As the rulebook dates its acts."""

_DATED = re.compile(
    r"(?P<kind>Act|RD|Decree) (?P<day>[0-9]{1,2}) (?P<month>[A-Z][a-z]+) (?P<year>[0-9]{4})"
    r"( art\. (?P<article>[0-9/]+))?"
)

_EUROPEAN = re.compile(
    r"(?P<kind>Directive|Regulation) (?P<number>20[0-9]{2}/[0-9]+)(?:/EU)?"
    r"( art\. (?P<article>[0-9/]+))?"
)
"""Acts of the European Union by year and number, as directives and newer regulations count."""


def cited(citation: str, texts: Texts) -> str:
    """`art. 36, § 1, van de wet van 17 juni 2016` for `Act 17 June 2016 art. 36 par.1`.

    Several are joined by a semicolon. An act may stand alone or be one that documents do not cite:
    it is named by its date, one of the European Union by its number. What we cannot name (an
    agreement of the house) stays as it is written.
    """
    return BETWEEN.join(_one(each, texts) for each in citation.split(BETWEEN))


def _one(citation: str, texts: Texts) -> str:
    try:
        source = citations.cited(citation)
    except ValueError:
        return _european(citation, texts) or _by_date(citation, texts)
    return named(source, texts)


def _european(citation: str, texts: Texts) -> str | None:
    """`art. 4 van Richtlijn 2014/24/EU`; None for anything but an act of the Union."""
    found = _EUROPEAN.fullmatch(citation)
    if found is None:
        return None
    kind, number = found["kind"].lower(), found["number"]
    return _of(kind, found["article"], texts, number=number)


def _of(kind: str, article: str | None, texts: Texts, **values: str) -> str:
    """An act by itself, or one article of it."""
    if article is None:
        return texts.say(f"rules.act.{kind}", **values)
    named_article = texts.say("documents.source.article", article=article)
    act = texts.say(f"rules.act_of.{kind}", **values)
    return texts.say("documents.source.of", article=named_article, act=act)


def _by_date(citation: str, texts: Texts) -> str:
    """`koninklijk besluit van 9 maart 2022`, or one article of it."""
    found = _DATED.fullmatch(citation)
    if found is None:
        return citation
    try:
        passed = date(int(found["year"]), MONTHS.index(found["month"]) + 1, int(found["day"]))
    except ValueError:
        return citation
    day, kind = formats.date_alone(passed, texts.language), found["kind"].lower()
    return _of(kind, found["article"], texts, day=day)


def named(source: Source, texts: Texts) -> str:
    """`art. 11 van de wet van 17 juni 2013`."""
    act = texts.say(f"documents.act.{source.act.value}")
    if source.act is Act.PROCUREMENT_DOCUMENTS:
        return texts.say("documents.source.documents", article=source.article, act=act)
    parts = [texts.say("documents.source.article", article=source.article)]
    if source.paragraph is not None:
        parts.append(texts.say("documents.source.paragraph", number=source.paragraph))
    if source.subparagraph is not None:
        ordinal = _ordinal(source.subparagraph, texts)
        parts.append(texts.say("documents.source.subparagraph", ordinal=ordinal))
    if source.item is not None:
        parts.append(texts.say("documents.source.item", number=source.item))
    key = "documents.source.of" if len(parts) == 1 else "documents.source.part_of"
    return texts.say(key, article="".join(parts), act=act)


def _ordinal(number: int, texts: Texts) -> str:
    if number <= ORDINALS:
        return texts.say(f"documents.ordinal.{number}")
    return texts.say("documents.ordinal.beyond", number=number)
