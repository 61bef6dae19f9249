"""What every printed document has in common: its imprint, parties, prices, periods, signatures.

A document's model is also its machine-readable twin: the PDF carries it as `canonical_json`, and
the hash in the footer is the hash of that text. So a model holds everything that differs from one
document to the next; only the fixed sentences around it come from the catalogue.
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from contracts.base import Exact, Identifier, Instant, Language, Message, Money, Reference, Sha256
from contracts.rules import deadlines
from contracts.rules.citations import Source, all_cited

Line = Annotated[str, StringConstraints(min_length=1, max_length=400)]
"""A name, a title, a short remark: one line of text in the document's language."""

Prose = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]
"""Running text in the document's language; a line break starts a new paragraph."""

Points = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,400}(/[1-9][0-9]{0,399})?$")]
"""An exact number as text, whole or a fraction (`13965/421`); rounded only where it is printed. A
formula without a floor can give less than nothing; a root or a logarithm has thirty decimals."""


class Unit(StrEnum):
    """What a period counts."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"


class Calculation(Message):
    """A period that the reader can count again: start, length, unit, shift, last day, article.

    The day of the event is not counted. The period ends at 24.00 hours of `last_day`, a day of
    Europe/Brussels.
    """

    event: Line
    """What makes it start, as a noun: "verzending van deze mededeling"."""
    starts: date
    length: Annotated[int, Field(ge=1, le=3660)]
    unit: Unit
    unshifted: date | None = None
    """The last day before it moved; None if it did not move."""
    because: deadlines.Because | None = None
    """Why it moved."""
    last_day: date
    source: Source
    doubts: tuple[deadlines.Doubt, ...] = ()
    """What a jurist must confirm before the reader relies on the last day."""
    further: tuple[Source, ...] = ()
    """The other articles, where the period rests on several."""
    law: int | None = None
    """The length by the law, where the length is a figure of the organisation's own."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last_day <= self.starts:
            raise ValueError("a period ends after it starts")
        if (self.unshifted is None) != (self.because is None):
            raise ValueError("a shift has a reason, and a reason belongs to a shift")
        if self.unshifted is not None and self.unshifted >= self.last_day:
            raise ValueError("a shift moves the last day on")
        return self


def calculation(computed: deadlines.Computed, event: str) -> Calculation:
    """A period as the rules computed it, for printing; `event` is its event in words."""
    found = computed.explanation
    source, *further = all_cited(found.article)
    first = found.shifts[0] if found.shifts else None
    return Calculation(
        event=event,
        starts=found.start,
        length=found.length,
        unit=Unit(found.unit.value),
        unshifted=first.from_day if first else None,
        because=first.because if first else None,
        last_day=found.result,
        source=source,
        further=tuple(further),
        doubts=deadlines.doubts(found),
        law=found.law_length if found.own else None,
    )


class AuditMark(Message):
    """The audit entry of the legal fact that a document prints, and the log's head at that time."""

    leaf: Annotated[int, Field(ge=0)]
    tree_head: Sha256


class Original(Message):
    """The document of which this is a copy in another language."""

    document: Identifier
    """Its id in the register."""
    sha256: Sha256
    """The file as it was issued."""


class Imprint(Message):
    """Who issues the document, about what, when and under which rules."""

    authority: Line
    department: Line
    address: Annotated[tuple[Line, ...], Field(min_length=1, max_length=8)]
    reference: Reference
    lots: tuple[Line, ...] = ()
    """The numbers of the lots concerned; empty if the tender is not divided."""
    title: Line
    """The subject of the tender or contract."""
    language: Language
    authentic: Language = Language.NL
    """The language that is legally valid; a document in another one is marked a translation."""
    written: Language | None = None
    """The language of what the authority wrote (title, reasons), where nobody translated it."""
    original: Original | None = None
    """Of what it is a copy; None for an original."""
    version: Annotated[int, Field(ge=1)] = 1
    drawn_at: Instant
    """The moment of the legal fact, never the moment of drawing."""
    rule_edition: Line
    audit: AuditMark
    verification: Line
    """The address that checks this document; the QR code holds it."""
    draft: bool = False
    demo: bool = False
    """Made on a demo store, whose clock is moved by hand."""


class LotTitle(Message):
    """A lot as it is printed."""

    number: Line
    title: Line


class Party(Message):
    """A tenderer or contractor. `seat` is the registered office, `domicile` a natural person's
    place of residence (RD 18 April 2017, art. 84)."""

    name: Line
    enterprise_number: Line | None = None
    seat: Line
    domicile: Line | None = None


class Price(Message):
    """An amount without and with VAT, both in whole cents and one currency."""

    excluding: Money
    vat_percentage: Exact | None = None
    """None if several rates apply."""
    including: Money

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        if self.excluding.currency != self.including.currency:
            raise ValueError("both amounts are in one currency")
        if self.vat_percentage is None:
            return self
        exact = self.excluding.amount * (100 + self.vat_percentage) / 100
        if abs(exact - self.including.amount) > Decimal("0.01"):
            raise ValueError("the amount including VAT does not follow from its rate")
        return self


class SignatureKind(StrEnum):
    """How somebody signed."""

    QUALIFIED = "qualified"
    ADVANCED = "advanced"
    EXTERNAL = "external"
    """Signed outside Bestek; the signature was checked at `checked_at`."""
    SIGNED_OFF = "signed_off"
    """A sign-off by a signed-in person, kept in the audit log."""


class Signature(Message):
    """A place to sign. Without `kind` and `signed_at` it is still to be signed."""

    name: Line
    capacity: Line
    kind: SignatureKind | None = None
    signed_at: Instant | None = None
    checked_at: Instant | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.kind is None) != (self.signed_at is None):
            raise ValueError("a signature has a kind and a moment")
        if (self.kind is SignatureKind.EXTERNAL) != (self.checked_at is not None):
            raise ValueError("an external signature, and only that, tells when it was checked")
        return self


class Document(Message):
    """What is drawn: an imprint and the fields of one kind of document."""

    document: str
    """The number of its kind in the product's list of documents."""
    imprint: Imprint
    signatures: tuple[Signature, ...] = ()


def exact_sum(points: tuple[Points, ...]) -> Fraction:
    """The exact sum of scores."""
    return sum((Fraction(p) for p in points), Fraction(0))
