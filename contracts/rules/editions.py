"""Editions of the law: dated, sourced parameters, pinned by the hash of their content.

An edition is a value that is read once (`infra/rulebook.py`) and handed to the rules. The choice
of an edition by date is the only place where a date chooses the law. A published edition is never
edited: what changes is a new edition, so that a report signed under the old one recomputes.
"""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    Field,
    StrictBool,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from contracts.base import Exact, Instant, Message, Money, content_hash
from contracts.rules.errors import RuleError


class Confidence(StrEnum):
    """How sure the source is. High: the text of the law, an official body, or two independent
    sources. What is not high is shown as *to be confirmed by a jurist*."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Measure(StrEnum):
    """What the number of a parameter counts. `TEXT` is for parameters without a number."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"
    DAY_OF_YEAR = "day_of_year"
    """A day of every year, written `MM-DD`."""
    EURO = "EUR"
    PERCENT = "percent"
    RATIO = "ratio"
    PERSONS = "persons"
    CANDIDATES = "candidates"
    BIDS = "bids"
    DEGREES = "degrees"
    """Of kinship."""
    BOOLEAN = "boolean"
    """Whether a rule holds."""
    TEXT = "text"


class Basis(StrEnum):
    """Whether a parameter is the law, or a practice of the house that the law does not ask."""

    LAW = "law"
    HOUSE = "house"


LONGEST_LINE = 600
"""So many characters a sentence of an edition may have."""

Line = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_LINE)]

_WRITTEN = (Measure.TEXT, Measure.DAY_OF_YEAR)
_DAY_OF_YEAR = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")

_ACT = (
    r"((Act|RD|Decree) [0-9]+ [A-Z][a-z]+ [0-9]{4}"
    r"|(Directive|Regulation) [0-9]+/[0-9]+(/[A-Z]+)?)"
)
_ARTICLE = _ACT + r"( art\. [0-9/]+( par\.[0-9]+)?( al\.[0-9]+)?( [0-9]+)?)?"
_ARTICLES = rf"^({_ARTICLE}(; {_ARTICLE})*)?$"


def of_unit(unit: Measure | None, value: object) -> object:
    """A number for a unit that counts, from its text if need be; ValueError if it is none."""
    if isinstance(value, float) or isinstance(value, bool) != (unit is Measure.BOOLEAN):
        raise ValueError("a value is a whole number or a text, or true or false for a boolean")
    if unit in _WRITTEN or not isinstance(value, str):
        return value
    try:
        return Decimal(value)
    except ArithmeticError:
        raise ValueError("a number is expected for this unit") from None


def _check(unit: Measure, value: object) -> None:
    if isinstance(value, str) != (unit in _WRITTEN):
        raise ValueError("a text belongs to the unit text, a number to the others")
    if unit is Measure.DAY_OF_YEAR and not _DAY_OF_YEAR.fullmatch(str(value)):
        raise ValueError("a day of the year is written MM-DD")


class Replaced(Message):
    """Why a parameter has the figure of an organisation instead of that of the law."""

    original: StrictBool | Exact | Line
    """What the edition says, in the unit of the parameter."""
    reason: Line
    by: Line
    """Who decided it, as the organisation names people."""
    at: Instant


class Parameter(Message):
    """One figure of the law with its scope, article and source."""

    unit: Measure
    value: StrictBool | Exact | Line
    scope: Line
    """To what it applies, in our own words."""
    article: Annotated[str, StringConstraints(pattern=_ARTICLES)] = ""
    """`Act 17 June 2016 art. 36 par.1`; several are set apart by `; `. An act alone where its
    article was not read."""
    source: Line
    confidence: Confidence
    basis: Basis = Basis.LAW
    note: str = ""
    """What a jurist must know or confirm."""
    fact: str = ""
    """The researched fact behind the figure, where its name is not that of the parameter."""
    override: Replaced | None = None
    """Set when an organisation uses another figure than the law: see `overrides`."""

    @field_validator("value", mode="before")
    @classmethod
    def _by_unit(cls, value: object, info: ValidationInfo) -> object:
        return of_unit(info.data.get("unit"), value)

    @field_validator("override")
    @classmethod
    def _original_by_unit(cls, value: Replaced | None, info: ValidationInfo) -> Replaced | None:
        if value is None:
            return None
        original = of_unit(info.data.get("unit"), value.original)
        return value.model_copy(update={"original": original})

    @model_validator(mode="after")
    def _sourced(self) -> "Parameter":
        _check(self.unit, self.value)
        if self.override:
            _check(self.unit, self.override.original)
        if (self.basis is Basis.LAW) != bool(self.article):
            raise ValueError("law names its article; house practice has none")
        return self

    @property
    def confirmed(self) -> bool:
        """Whether it needs no confirmation by a jurist."""
        return self.confidence is Confidence.HIGH


class Edition(Message):
    """The law from `valid_from` up to and including `valid_to` (open-ended when None)."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}-[0-9]{4}-[0-9]{2}$")]
    jurisdiction: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
    valid_from: date
    valid_to: date | None = None
    parameters: Annotated[dict[str, Parameter], Field(min_length=1)]

    @model_validator(mode="after")
    def _in_order(self) -> "Edition":
        if self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("an edition does not end before it begins")
        return self

    @property
    def pinned_form(self) -> dict[str, Any]:
        """What the hash is taken of. What has its default is left out, so that a field added to
        the shape later does not change the hash of what was published before."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def sha256(self) -> str:
        """The content hash that a dossier pins."""
        return content_hash(self.pinned_form)

    @property
    def reasons(self) -> dict[str, str]:
        """Why each figure of an organisation's own is used, by its parameter; empty for the law
        alone."""
        own = ((name, each.override) for name, each in self.parameters.items())
        return {name: override.reason for name, override in own if override}

    def parameter(self, name: str) -> Parameter:
        """The parameter of this name; `RuleError("parameter_unknown")` if the edition lacks it."""
        if name not in self.parameters:
            raise RuleError("parameter_unknown", parameter=name, edition=self.id)
        return self.parameters[name]

    def number(self, name: str) -> Decimal:
        """The value of a parameter that is a number, in its own unit."""
        value = self.parameter(name).value
        if not isinstance(value, Decimal):
            raise RuleError("parameter_not_a_number", parameter=name, edition=self.id)
        return value

    def holds(self, name: str) -> bool:
        """Whether the rule of this name is in force: it is not where the edition lacks it,
        because it began later or ended before.

        Raises `RuleError("parameter_not_a_boolean")` for one that has a figure or a text.
        """
        if name not in self.parameters:
            return False
        value = self.parameters[name].value
        if not isinstance(value, bool):
            raise RuleError("parameter_not_a_boolean", parameter=name, edition=self.id)
        return value

    def amount(self, name: str, currency: str) -> Money:
        """The value of a parameter that is an amount, to be compared with one in `currency`.

        Raises `RuleError("currency_without_threshold")` for another currency than the edition's:
        an amount is never converted in silence.
        """
        parameter = self.parameter(name)
        if parameter.unit != currency:
            raise RuleError("currency_without_threshold", currency=currency, edition=self.id)
        return Money(amount=self.number(name), currency=currency)


def covers(edition: Edition, day: date) -> bool:
    """Whether the edition is in force on this day."""
    return edition.valid_from <= day and (edition.valid_to is None or day <= edition.valid_to)


def edition_for(editions: Iterable[Edition], day: date) -> Edition:
    """The edition in force on a day (of publication, or of invitation when there is no notice).

    Raises `RuleError` with `edition_missing` when none is, `edition_ambiguous` when several are.
    """
    found = [edition for edition in editions if covers(edition, day)]
    if not found:
        raise RuleError("edition_missing", day=day.isoformat())
    if len(found) > 1:
        raise RuleError("edition_ambiguous", editions=", ".join(sorted(e.id for e in found)))
    return found[0]
