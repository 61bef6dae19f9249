"""The smallest agreed things: frozen messages, exact numbers, aware instants, content hashes.

Every number a rule touches is a `Decimal` read from text or an integer; floats are refused by
the types themselves. Every instant is aware and kept in UTC; it is judged in Europe/Brussels.
"""

import hashlib
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)
from pydantic_core import PydanticCustomError

BRUSSELS = ZoneInfo("Europe/Brussels")


class Language(StrEnum):
    """The languages of the product, Dutch first."""

    NL = "nl"
    FR = "fr"
    DE = "de"
    EN = "en"


class Message(BaseModel):
    """A frozen shape that crosses a border. Unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)")


def _exact(value: object) -> object:
    if isinstance(value, bool | float):
        raise PydanticCustomError("not_exact", "a decimal is written as text, not as a float")
    if isinstance(value, str) and not _DECIMAL.fullmatch(value):
        raise PydanticCustomError(
            "not_exact", "a decimal is digits and a point, without exponent or spaces"
        )
    return value


def _utc(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise PydanticCustomError("time_zone_missing", "an instant carries its time zone")
    return value.astimezone(UTC)


Exact = Annotated[
    Decimal,
    BeforeValidator(_exact),
    Field(allow_inf_nan=False, max_digits=30),
    PlainSerializer(lambda value: f"{value:f}", return_type=str, when_used="json"),
]
"""A decimal number from text or an integer; serialised as text that is read back, so without the
exponent that Python puts into small ones."""

Amount = Annotated[Exact, Field(decimal_places=2)]
"""An amount of money in whole cents."""

Instant = Annotated[datetime, AfterValidator(_utc)]
"""An aware moment, in UTC."""

Identifier = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
]
"""A uuid in its canonical form; ids of new things are uuid7, made at the edge."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""The hexadecimal SHA-256 of some content."""

TextHash = Sha256
"""The hash of a text that a person wrote; the text itself lies in the store, never in a payload."""

REFERENCE_LENGTH = 60
"""So many characters a reference may have."""

Reference = Annotated[str, StringConstraints(min_length=1, max_length=REFERENCE_LENGTH)]
"""What people call a thing, for example `SB-2026-031`."""

CpvCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{8}(-[0-9])?$")]
"""A code of the Common Procurement Vocabulary (Regulation 213/2008), check digit optional."""


class Money(Message):
    """An amount excluding VAT unless a field says otherwise, in one currency (ISO 4217)."""

    amount: Amount
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "EUR"


class Period(Message):
    """From `start` up to but not including `end`."""

    start: Instant
    end: Instant


class Attachment(Message):
    """A file by its content: the bytes lie in the file store under `sha256`."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    sha256: Sha256
    size: Annotated[int, Field(ge=0)]
    media_type: str = "application/octet-stream"


def canonical_json(value: BaseModel | dict[str, Any] | list[Any]) -> bytes:
    """The one byte form of a message: UTF-8, keys sorted, no spaces, decimals as text."""
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def content_hash(value: BaseModel | dict[str, Any] | list[Any] | bytes) -> str:
    """The SHA-256 of a message's canonical form, or of raw bytes."""
    return hashlib.sha256(value if isinstance(value, bytes) else canonical_json(value)).hexdigest()


def local_date(instant: datetime) -> date:
    """The calendar day in Europe/Brussels."""
    return instant.astimezone(BRUSSELS).date()
