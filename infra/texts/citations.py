"""Articles of law as each language names them, from the one form in which the rulebook cites."""

from contracts.rules import citations
from contracts.rules.citations import Act, Source
from infra.texts.catalogue import Texts

ORDINALS = 4
"""Subparagraphs up to the fourth are counted in words."""

BETWEEN = "; "


def cited(citation: str, texts: Texts) -> str:
    """`art. 36, § 1, van de wet van 17 juni 2016` for `Act 17 June 2016 art. 36 par.1`.

    Several are joined by a semicolon. What is no article of an act that we can name (a directive,
    an agreement of the house) stays as it is written.
    """
    return BETWEEN.join(_one(each, texts) for each in citation.split(BETWEEN))


def _one(citation: str, texts: Texts) -> str:
    try:
        source = citations.cited(citation)
    except ValueError:
        return citation
    return named(source, texts)


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
