"""The look that an organisation chose, as it is written: by settings, and inside each document.

A document carries the look that it was drawn with, so that it can be drawn again when the logo or
the colours have changed since. `Style` is made from it; the look without choices is the house's.
"""

import base64
import binascii
import dataclasses
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError

from contracts.base import Message, canonical_json
from infra.documents import logo as logos
from infra.documents.logo import LogoUnusable
from infra.documents.style import HOUSE, Style, shades
from infra.settings import Settings

NAME = "look.json"
"""Under which a document carries it."""

Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-f]{6}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=100)]


class LookUnusable(ValueError):
    """A look with which nothing can be drawn; the message says in one sentence why."""

    code = "LOOK_UNUSABLE"


class Look(Message):
    """What an organisation chooses of its documents' look; a colour that is None is the house's."""

    look: Literal[1] = 1
    """The version of this shape."""
    name: Line | None = None
    address: Annotated[tuple[Line, ...], Field(max_length=8)] = ()
    accent: Colour | None = None
    ink: Colour | None = None
    meta: Colour | None = None
    label: Colour | None = None
    logo: str | None = None
    """The image as it is drawn: PNG, base64."""


def of(settings: Settings) -> Style:
    """The look of the settings. LookUnusable for a logo that cannot be printed or a colour in
    which text does not stand out: to be asked at the start, before any document. Blocking."""
    try:
        found = logos.read(settings.look_logo) if settings.look_logo is not None else None
        return _style(
            Look(
                name=settings.look_name,
                address=settings.look_address,
                accent=settings.look_accent,
                ink=settings.look_ink,
                meta=settings.look_meta,
                label=settings.look_label,
                logo=base64.b64encode(found.png).decode() if found else None,
            )
        )
    except LogoUnusable as error:
        raise LookUnusable(f"{error} See BESTEK_LOOK_LOGO.") from error
    except ValueError as error:
        raise LookUnusable(f"A colour of BESTEK_LOOK_… cannot be used. {error}.") from error


def written(style: Style) -> bytes | None:
    """The look as a document carries it; None for that of the house."""
    if style == HOUSE:
        return None
    return canonical_json(
        Look(
            name=style.name or None,
            address=style.address,
            accent=style.accent,
            ink=style.ink,
            meta=style.meta,
            label=style.label,
            logo=base64.b64encode(style.logo.png).decode() if style.logo else None,
        )
    )


def parse(content: bytes) -> Style:
    """The look that a document carries; LookUnusable for anything else."""
    try:
        return _style(Look.model_validate_json(content))
    except (ValidationError, LogoUnusable, ValueError) as error:
        raise LookUnusable("The look that the document carries cannot be read.") from error


def _style(found: Look) -> Style:
    """LogoUnusable; ValueError for text that does not stand out."""
    named = ("accent", "ink", "meta", "label")
    colours = {name: value for name in named if (value := getattr(found, name)) is not None}
    style = dataclasses.replace(
        HOUSE,
        name=found.name or "",
        address=found.address,
        logo=logos.again(_bytes(found.logo)) if found.logo is not None else None,
        **colours,
    )
    if style.accent == HOUSE.accent and style.ink == HOUSE.ink:
        return style
    quality = shades(style.accent, style.ink)
    return dataclasses.replace(style, quality=quality, outline=quality[1])


def _bytes(written: str) -> bytes:
    try:
        return base64.b64decode(written, validate=True)
    except binascii.Error as error:
        raise LogoUnusable("it is not written as base64") from error
