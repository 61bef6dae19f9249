"""Every file that must be PDF/UA-1 and PDF/A-3a, under a name of its own."""

import functools
import tempfile
from collections.abc import Iterator
from pathlib import Path

from contracts.base import Language
from contracts.documents import AwardDecision
from contracts.documents.imprint import LotTitle
from infra import documents
from infra.texts.catalogue import Texts
from tests.documents import dressed as dress
from tests.documents import reading, samples

DRESSED = ("award", "letter-chosen", "acceptance-plain", "tender-draft")
"""The samples that are judged in a look of their own as well: each kind of head once."""

LOTS = 51
"""So many lots make an award decision of more than 400 pages."""


def every() -> Iterator[tuple[str, bytes]]:
    """All samples in all languages, some in a look of their own, two that are sealed, and one of
    more than 400 pages."""
    for language in Language:
        for name in reading.NAMES:
            yield f"{name}-{language.value}", reading.drawn(name, language)
    for language in Language:
        for name in DRESSED:
            yield f"{name}-own-look-{language.value}", dressed(name, language)
    yield "sealed", sealed()
    yield "sealed-lasting", lasting()
    yield "long", long()


@functools.cache
def dressed(name: str, language: Language) -> bytes:
    """A sample in the look of an organisation of its own."""
    return documents.draw(reading.sample(name, language), Texts(language), dress.own())


@functools.cache
def sealed() -> bytes:
    """A certificate under the seal of the installation and three sign-offs, each in its field."""
    from tests import signed  # what only draws does without the libraries of signatures

    with tempfile.TemporaryDirectory() as folder:
        return signed.signed_off(Path(folder))


@functools.cache
def lasting() -> bytes:
    """The same under a seal with a timestamp and long-term data (PAdES B-LT)."""
    from infra import issuing
    from tests import issuers, signed

    with tempfile.TemporaryDirectory() as folder, issuers.issuer() as issuer:
        stamp = issuing.Stamp(issuer.seal(Path(folder)), issuer.authority(), (issuer.root.der,))
        issued = issuing.issue(signed.certificate(), stamp)
    if issued.lacking is not None:
        raise AssertionError(f"the sample is not what it is for: {issued.lacking}")
    return issued.content


@functools.cache
def long() -> bytes:
    """An award decision of more than 400 pages."""
    return documents.draw(decision(Language.NL, LOTS), Texts(Language.NL))


def decision(language: Language, lots: int) -> AwardDecision:
    """An award decision in so many lots, each with four bids on eight criteria, and worked out."""
    one = samples.lot_award(language)
    numbers = [str(number) for number in range(1, lots + 1)]
    awards = tuple(
        one.model_copy(update={"lot": LotTitle(number=number, title=f"Deel {number}")})
        for number in numbers
    )
    return samples.award_decision(language).model_copy(update={"awards": awards})
