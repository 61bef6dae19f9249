"""Articles of law as the rulebook cites them, and the acts named in four languages.

It is a rule and no paper, so that a command that only tells an article loads no document.
"""

import re
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from contracts.base import Message


class Act(StrEnum):
    """Where a rule stands."""

    PROCUREMENT_2016 = "procurement_2016"
    """Act of 17 June 2016 on public contracts (W)."""
    REMEDIES_2013 = "remedies_2013"
    """Act of 17 June 2013 on reasons, information and remedies (RB)."""
    AWARD_2017 = "award_2017"
    """Royal decree of 18 April 2017 (P)."""
    EXECUTION_2013 = "execution_2013"
    """Royal decree of 14 January 2013, the general rules of performance (U)."""
    LOCAL_GOVERNMENT = "local_government"
    """Flemish decree of 22 December 2017 on local government (DLB)."""
    PERIODS_1971 = "periods_1971"
    """Regulation 1182/71, on periods, dates and time limits."""
    PROCUREMENT_DOCUMENTS = "procurement_documents"
    """What this tender's own documents say."""


class Source(Message):
    """The article, or the point of the procurement documents, that something rests on."""

    act: Act
    article: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    paragraph: int | None = None
    subparagraph: int | None = None
    item: int | None = None


_CITED = {
    "Act 17 June 2016": Act.PROCUREMENT_2016,
    "Act 17 June 2013": Act.REMEDIES_2013,
    "RD 18 April 2017": Act.AWARD_2017,
    "RD 14 January 2013": Act.EXECUTION_2013,
    "Decree 22 December 2017": Act.LOCAL_GOVERNMENT,
    "Regulation 1182/71": Act.PERIODS_1971,
}
_CITATION = re.compile(
    r"(?P<act>(?:Act|RD|Decree) [0-9]+ [A-Z][a-z]+ [0-9]{4}|Regulation [0-9]+/[0-9]+)"
    r"(?: \([^)]*\))?"
    r" art\. (?P<article>[0-9/-]+)"
    r"(?: par\.(?P<paragraph>[0-9]+))?(?: al\.(?P<subparagraph>[0-9]+))?(?: (?P<item>[0-9]+))?"
)


def cited(citation: str) -> Source:
    """The source that the rulebook cites as `Act 17 June 2013 art. 8 par.2 3`.

    ValueError if it is not one article of an act that documents can name in four languages.
    """
    found = _CITATION.fullmatch(citation)
    if found is None or found["act"] not in _CITED:
        raise ValueError(f"not a citation that a document can print: {citation!r}")
    parts = ("paragraph", "subparagraph", "item")
    numbers = {part: int(found[part]) for part in parts if found[part]}
    return Source(act=_CITED[found["act"]], article=found["article"], **numbers)


def all_cited(citation: str) -> tuple[Source, ...]:
    """Every source of a citation that names several, set apart by `; `; ValueError as `cited`."""
    return tuple(cited(each) for each in citation.split("; "))
