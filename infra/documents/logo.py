"""A logo from a file of anybody's, checked, and brought to the one form in which it is drawn.

PNG and JPEG only: what else draws an image (SVG among it) comes with licences or code that we do
not take in for a logo. What is drawn is opaque, in sRGB, no finer than paper shows: so it has no
transparency and no colour profile that could disagree with that of the document.
"""

import io
import struct
import warnings
import zlib
from pathlib import Path

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from reportlab.lib.units import inch, mm

from infra.documents.style import LOGO_HEIGHT, LOGO_WIDTH, Logo

MOST_BYTES = 1024 * 1024
MOST_PIXELS = 4_000_000

FINEST = 600
"""Dots to the inch: a logo that would be printed finer is made smaller."""

LEAST = 4 * mm
"""A side that would be printed shorter than this shows nothing."""

_FORMATS = ("PNG", "JPEG")
_DAMAGE = (OSError, ValueError, SyntaxError, EOFError, IndexError, struct.error, zlib.error)
"""What Pillow raises for damage, wherever in a file it meets it."""

_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class LogoUnusable(Exception):
    """A logo that cannot be printed; the message says in one sentence why, and what would do."""

    code = "LOGO_UNUSABLE"


def read(path: Path) -> Logo:
    """The logo of a file. LogoUnusable when it cannot be read or is nothing that can be printed."""
    try:
        if not path.is_file():
            raise LogoUnusable(f"The logo {path} is not a file.")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise LogoUnusable(f"The logo {path} cannot be read: {error.strerror}.") from error
    try:
        return _made(content)
    except LogoUnusable as error:
        raise LogoUnusable(f"The logo {path} cannot be used: {error}.") from error


def again(png: bytes) -> Logo:
    """A logo as it was drawn before, unchanged; LogoUnusable when it is none of ours."""
    image = _opened(png)
    if image.format != "PNG" or image.mode != "RGB":
        raise LogoUnusable("it was not made for drawing")
    return _printable(Logo(png, image.width, image.height))


def _made(content: bytes) -> Logo:
    image = _opened(content)
    opaque = _opaque(image)
    most = (round(LOGO_WIDTH / inch * FINEST), round(LOGO_HEIGHT / inch * FINEST))
    opaque.thumbnail(most, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    opaque.save(out, "PNG", optimize=True)
    return _printable(Logo(out.getvalue(), opaque.width, opaque.height))


def _printable(logo: Logo) -> Logo:
    width, height = logo.printed
    if min(width, height) < LEAST:
        raise LogoUnusable(
            f"it would be printed {width / mm:.1f} by {height / mm:.1f} mm; "
            f"either side needs {LEAST / mm:.0f} mm, so take one with more pixels or less long"
        )
    return logo


def _opened(content: bytes) -> Image.Image:
    """The image with its pixels read, and its size known before that."""
    if len(content) > MOST_BYTES:
        raise LogoUnusable(f"it is larger than {MOST_BYTES // 1024} KiB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise LogoUnusable(f"it has more than {MOST_PIXELS // 1_000_000} million pixels")
            image.verify()  # every checksum; what is verified must be opened again
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            image.load()
    except _BOMBS as error:
        raise LogoUnusable(f"it has more than {MOST_PIXELS // 1_000_000} million pixels") from error
    except UnidentifiedImageError as error:
        raise LogoUnusable("it is neither a PNG nor a JPEG image") from error
    except _DAMAGE as error:
        raise LogoUnusable("it is damaged or not complete") from error
    return image


def _opaque(image: Image.Image) -> Image.Image:
    """The image in sRGB on white paper, upright."""
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    alpha = None
    if upright.has_transparency_data and not upright.mode.startswith("I"):
        upright = upright.convert("RGBA")
        alpha = upright.getchannel("A")
    colours = _converted(upright, profile) if profile else _plain(upright)
    paper = Image.new("RGB", colours.size, "white")
    paper.paste(colours, mask=alpha)
    return paper


def _plain(image: Image.Image) -> Image.Image:
    """Without a profile: colours as sRGB, since nothing says otherwise."""
    if image.mode == "CMYK":
        raise LogoUnusable("its colours are those of a press (CMYK); save it with sRGB colours")
    if image.mode.startswith("I"):  # grey of sixteen bits, which Pillow would cut off instead
        return image.convert("I").point(lambda grey: grey / 256).convert("L").convert("RGB")
    return image.convert("RGB")


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    """By the colour profile that the file brings."""
    try:
        found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        space = found.profile.xcolor_space.strip()
        base = image.convert("L") if space == "GRAY" else image
        base = _plain(base) if space == "RGB" else base
        made = ImageCms.profileToProfile(
            base, found, ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        raise LogoUnusable(
            "its colour profile cannot be read; save it with sRGB colours"
        ) from error
    if made is None:
        raise LookupError("a conversion that is not in place answers an image")
    return made
