"""The look of an organisation of its own, with a logo that is drawn here."""

import functools
import io
import tempfile
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw

from infra.documents import look
from infra.documents.style import Style
from infra.settings import Settings

NAME = "Intercommunale Vereniging voor Waterwegen en Havens van Scheldeburg en Ommeland"
ADDRESS = (
    "Directie Aankoop, Logistiek en Overheidsopdrachten",
    "Burgemeester Jan-Baptist Vandenbosschelaan 118 bus 1204, 9140 Scheldeburg",
    "T +32 3 555 01 20",
    "aankoop.overheidsopdrachten@waterwegen-havens.scheldeburg.example",
    "https://www.waterwegen-havens.scheldeburg.example/overheidsopdrachten",
)
ACCENT = "#0d6b3f"


def drawing(mode: str = "RGBA", size: tuple[int, int] = (1200, 400)) -> Image.Image:
    """A green shield with a wave beside two bars, on transparent ground."""
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    pen, height = ImageDraw.Draw(image), size[1]
    pen.rounded_rectangle((0, 0, height - 1, height - 1), height // 8, fill="#0d6b3f")
    pen.ellipse((height // 5, height // 5, height * 4 // 5, height * 4 // 5), fill="#ffffff")
    for row, width in enumerate((size[0], size[0] * 3 // 4)):
        top = height // 5 + row * height // 3
        left = min(height * 6 // 5, width - 1)
        pen.rectangle((left, top, width - 1, top + height // 5), fill="#12344d")
    return image.convert(mode)


def encoded(image: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    """The bytes of a file of this image."""
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def srgb() -> bytes:
    """A colour profile as a program for drawing writes it into a file."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def file(folder: Path, content: bytes, name: str = "logo.png") -> Path:
    """The file of a logo."""
    path = folder / name
    path.write_bytes(content)
    return path


@functools.cache
def own() -> Style:
    """A look with everything of its own: the longest name and address, a colour, a logo."""
    with tempfile.TemporaryDirectory() as folder:
        return look.of(
            Settings(
                look_name=NAME,
                look_address=ADDRESS,
                look_accent=ACCENT,
                look_logo=file(Path(folder), encoded(drawing())),
            )
        )
