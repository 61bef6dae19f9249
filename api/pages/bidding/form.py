"""The form of a bid, as it travels between a bidder and us: nothing of it is kept here.

What was filled in, and which files were sealed, goes back to the bidder in hidden fields and comes
back with the next step. A file is sealed while it comes in.
"""

import hashlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pydantic import ValidationError

from api import multipart
from api.acts import bidding as acts
from api.acts.acting import acting
from api.commands import RefusedError
from api.forms import Form
from api.limits import BodyTooLargeError
from api.multipart import FileField, TextField
from api.pages import page
from api.pages.page import Visit
from api.pages.typed import Reader
from contracts.base import Attachment, Message, Money
from contracts.bidding import BidForm, SealedFile
from contracts.refusals import Code, Refusal, refuse
from infra import files, ids
from infra.texts import formats

STEPS = ("documents", "price", "check")
PRICE_FIELDS = ("price", "vat_rate", "validity_days", "signatory")
_CENT = Decimal("0.01")
_LONGEST_NAME = 200
_MOST_DAYS = 730


class Kept(Message):
    """A file that was sealed: its own name and content hash, and the ciphertext."""

    plain: Attachment
    sealed: SealedFile


@dataclass(frozen=True)
class Offer:
    """What the bidder sent: the fields as typed, the sealed files, what is wrong."""

    typed: Mapping[str, str] = field(default_factory=dict)
    files: tuple[Kept, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def action(self) -> str:
        """What the bidder asked for."""
        return self.typed.get("action", "add")

    @property
    def form(self) -> Form:
        """What the page shows."""
        return Form(typed=self.typed, errors=self.errors)

    def without(self, position: int) -> "Offer":
        """The offer without one of its files."""
        files = tuple(file for n, file in enumerate(self.files) if n != position)
        return replace(self, files=files)

    def hidden(self, visit: Visit, step: str) -> dict[str, str]:
        """What travels on besides the fields that the step shows, the token first."""
        shown = PRICE_FIELDS if step == "price" else ()
        names = ("command_id", "replaces", *PRICE_FIELDS)
        return {"form_token": visit.me.form_token} | {
            name: self.typed.get(name, "") for name in names if name not in shown
        }


@dataclass(frozen=True)
class Sums:
    """The price with its VAT, as the last step shows it."""

    net: Money
    vat: Money
    gross: Money
    rate: Decimal
    days: int


def filled(offer: Offer, visit: Visit) -> tuple[BidForm | None, dict[str, Refusal]]:
    """The form of the bid, or what is wrong with the typed fields, by field."""
    reader = Reader(offer.typed, visit.language)
    for name in PRICE_FIELDS:
        reader.needs(name)
    price = reader.money("price")
    rate = reader.number("vat_rate", Decimal(0), Decimal(100))
    days = reader.whole("validity_days", 1, _MOST_DAYS)
    signatory = reader.text("signatory", _LONGEST_NAME)
    if reader.errors or price is None or rate is None or days is None:
        return None, reader.errors
    form = BidForm(
        price=price,
        vat_rate=rate,
        validity_days=days,
        signatory=signatory,
        files=tuple(file.plain for file in offer.files),
    )
    return form, {}


def sums(form: BidForm) -> Sums:
    """Price, VAT (rounded to the cent, half up) and both together."""
    net = form.price.amount
    vat = (net * form.vat_rate / 100).quantize(_CENT, ROUND_HALF_UP)
    return Sums(
        net=form.price,
        vat=Money(amount=vat),
        gross=Money(amount=net + vat),
        rate=form.vat_rate,
        days=form.validity_days,
    )


async def read(visit: Visit, tender: str) -> Offer:
    """The form that came back; new files are sealed while they come in.

    Raises RefusedError: FORM_EXPIRED before any file is read, INVALID_INPUT.
    """
    typed: dict[str, str] = {}
    kept: list[Kept] = []
    errors: dict[str, str] = {}
    left = visit.services.settings.max_file_bytes
    request = visit.request
    kind = request.headers.get("content-type", "")
    parts = multipart.fields(kind, request.stream())
    async for part in parts:
        if isinstance(part, FileField):
            page.check_token(visit.me, typed)
            try:
                new = await _seal(visit, tender, part, left)
            except RefusedError as refused:
                errors["upload"] = await visit.sentence(_readable(refused.refusal, visit))
                await _pass_over(part, parts)
                break
            if new is not None:
                kept.append(new)
                left -= new.plain.size
        elif part.name.startswith("file-"):
            kept.append(_kept(part.value))
        else:
            typed[part.name] = part.value
    page.check_token(visit.me, typed)
    return Offer(typed, tuple(kept), errors)


async def _pass_over(part: FileField, rest: AsyncIterator[TextField | FileField]) -> None:
    """Read what is still coming: a browser shows the answer only after it has sent everything."""
    try:
        await _ignore(part.content)
        async for after in rest:
            if isinstance(after, FileField):
                await _ignore(after.content)
    except BodyTooLargeError:
        return


async def _ignore(content: AsyncIterator[bytes]) -> None:
    async for _ in content:
        pass


def _readable(refusal: Refusal, visit: Visit) -> Refusal:
    """The limit of a file in the unit that people use."""
    if refusal.code is not Code.FILE_TOO_LARGE:
        return refusal
    limit = formats.file_size(visit.services.settings.max_file_bytes, visit.language)
    return refuse(refusal.code, field=refusal.field, limit=limit)


def _kept(text: str) -> Kept:
    try:
        return Kept.model_validate_json(text)
    except ValidationError as error:
        raise RefusedError(refuse(Code.INVALID_INPUT)) from error


class _Measured:
    """Bytes on their way to the seal: counted, and hashed for the form of the bid. More than
    `left` is too large: what one form brings has the limit of one file."""

    def __init__(self, content: AsyncIterator[bytes], left: int) -> None:
        self._content = content
        self._left = left
        self._hash = hashlib.sha256()
        self.size = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for block in self._content:
            self._hash.update(block)
            self.size += len(block)
            if self.size > self._left:
                raise files.FileTooLarge(self._left)
            yield block

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


async def _seal(visit: Visit, tender: str, part: FileField, left: int) -> Kept | None:
    """The file, sealed; None when no file was chosen."""
    name = part.file_name.replace("\\", "/").rsplit("/", 1)[-1].strip()
    measured = _Measured(part.content, left)
    if not name:
        await _ignore(part.content)
        return None
    act = await acting(visit.services, visit.me, ids.new_id())
    sealed = await acts.seal_upload(act, tender, measured)
    plain = Attachment(
        name=name[-_LONGEST_NAME:],
        sha256=measured.sha256,
        size=measured.size,
        media_type=part.media_type,
    )
    return Kept(plain=plain, sealed=sealed)


def shown(files: tuple[Kept, ...]) -> list[dict[str, Any]]:
    """The files as the page lists them, with what has to come back."""
    return [
        {"name": file.plain.name, "size": file.plain.size, "kept": file.model_dump_json()}
        for file in files
    ]
