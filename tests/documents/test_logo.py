"""A logo is checked before anything is drawn with it, and drawn in one form whatever it came in."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from infra.documents import logo
from infra.documents.style import LOGO_HEIGHT, LOGO_WIDTH, Logo
from tests.documents import dressed

GREEN = (13, 107, 63)


def _pixels(found: Logo) -> Image.Image:
    image = Image.open(io.BytesIO(found.png))
    assert (image.format, image.mode, image.size) == ("PNG", "RGB", (found.width, found.height))
    assert "icc_profile" not in image.info
    return image


def _near(image: Image.Image, wanted: tuple[int, int, int]) -> bool:
    """Whether the middle of the left edge has this colour, but for what rounding does."""
    found = image.getpixel((image.width // 60, image.height // 2))
    assert isinstance(found, tuple)
    return all(abs(one - other) <= 3 for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize(
    ("kind", "mode", "more"),
    [
        ("PNG", "RGBA", {}),
        ("PNG", "RGB", {}),
        ("PNG", "P", {}),
        ("PNG", "RGBA", {"icc_profile": dressed.srgb()}),
        ("PNG", "P", {"icc_profile": dressed.srgb()}),
        ("JPEG", "RGB", {"quality": 95}),
        ("JPEG", "RGB", {"quality": 95, "icc_profile": dressed.srgb()}),
    ],
)
def test_every_kind_becomes_opaque_srgb(
    kind: str, mode: str, more: dict[str, object], tmp_path: Path
) -> None:
    content = dressed.encoded(dressed.drawing(mode), kind, **more)
    image = _pixels(logo.read(dressed.file(tmp_path, content)))
    assert _near(image, GREEN)
    if mode == "RGBA":
        assert image.getpixel((0, 0)) == (255, 255, 255), "paper shows where it was transparent"


@pytest.mark.parametrize("mode", ["L", "LA", "1", "I;16"])
def test_grey_stays_the_grey_it_was(mode: str, tmp_path: Path) -> None:
    if mode == "I;16":
        image = Image.new("I;16", (600, 200), 128 * 256)
    else:
        image = Image.new(mode, (600, 200), (128, 255) if mode == "LA" else 128)
    found = _pixels(logo.read(dressed.file(tmp_path, dressed.encoded(image))))
    grey = 255 if mode == "1" else 128
    assert _near(found, (grey, grey, grey))


def test_a_profile_of_other_colours_is_honoured(tmp_path: Path) -> None:
    """The same figures mean another colour under another profile: grey of gamma 1 is lighter."""
    profile = _linear_grey()
    image = Image.new("L", (600, 200), 128)
    content = dressed.encoded(image, icc_profile=profile)
    found = _pixels(logo.read(dressed.file(tmp_path, content)))
    assert _near(found, (188, 188, 188))


def _linear_grey() -> bytes:
    """The smallest profile of grey with gamma 1: header, white point, curve."""
    white = b"XYZ " + bytes(4) + struct.pack(">iii", 0xF6D6, 0x10000, 0xD32D)
    curve = b"curv" + bytes(4) + struct.pack(">I", 0)
    copyright_ = b"text" + bytes(4) + b"none\0\0\0\0"
    described = b"desc" + bytes(4) + struct.pack(">I", 5) + b"grey\0" + bytes(78) + bytes(1)
    parts = [(b"wtpt", white), (b"kTRC", curve), (b"cprt", copyright_), (b"desc", described)]
    offset = 128 + 4 + 12 * len(parts)
    table, body = struct.pack(">I", len(parts)), b""
    for name, part in parts:
        table += name + struct.pack(">II", offset + len(body), len(part))
        body += part + bytes(-len(part) % 4)
    size = offset + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"none", 0x02400000, b"mntr", b"GRAY", b"XYZ ")
    head += bytes(12) + b"acsp" + bytes(28)
    head += struct.pack(">iii", 0xF6D6, 0x10000, 0xD32D)
    return head.ljust(128, b"\0") + table + body


def test_a_camera_that_was_turned_does_not_turn_the_logo(tmp_path: Path) -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    image = dressed.drawing("RGB").rotate(90, expand=True)
    content = dressed.encoded(image, "JPEG", quality=95, exif=turned)
    found = logo.read(dressed.file(tmp_path, content, "logo.jpg"))
    assert found.width == 3 * found.height


@pytest.mark.parametrize("size", [(1200, 400), (3000, 1000), (180, 60), (400, 400), (1500, 110)])
def test_it_keeps_its_proportions_within_its_room(size: tuple[int, int], tmp_path: Path) -> None:
    content = dressed.encoded(dressed.drawing(size=size))
    found = logo.read(dressed.file(tmp_path, content))
    width, height = found.printed
    assert width / height == pytest.approx(size[0] / size[1], rel=0.01)
    assert width <= LOGO_WIDTH + 0.01
    assert height <= LOGO_HEIGHT + 0.01
    assert 149 <= found.width / (width / 72) <= 601, "dots to the inch"


def test_what_was_drawn_once_is_drawn_again_unchanged(tmp_path: Path) -> None:
    first = logo.read(dressed.file(tmp_path, dressed.encoded(dressed.drawing())))
    assert logo.again(first.png) == first


def _bomb() -> bytes:
    """A PNG of 30,000 by 30,000 pixels in a few bytes, as its head says."""
    return _png(30_000, 30_000, zlib.compress(bytes(1000)))


def _png(width: int, height: int, packed: bytes) -> bytes:
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", packed),
        (b"IEND", b""),
    ]
    written = b"\x89PNG\r\n\x1a\n"
    for name, part in parts:
        written += struct.pack(">I", len(part)) + name + part
        written += struct.pack(">I", zlib.crc32(name + part))
    return written


def _flipped(content: bytes) -> bytes:
    """One bit of the pixels changed, so that its checksum no longer fits."""
    at = content.index(b"IDAT") + 40
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


_GOOD = dressed.encoded(dressed.drawing())

_BROKEN = {
    "empty": (b"", "neither a PNG nor a JPEG"),
    "text": (b"geen beeld", "neither a PNG nor a JPEG"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "neither a PNG nor a JPEG"),
    "gif": (dressed.encoded(dressed.drawing("RGB"), "GIF"), "neither a PNG nor a JPEG"),
    "pdf": (b"%PDF-1.7\n", "neither a PNG nor a JPEG"),
    "cut": (_GOOD[: len(_GOOD) // 2], "damaged or not complete"),
    "head only": (_GOOD[:50], "damaged or not complete"),
    "flipped": (_flipped(_GOOD), "damaged or not complete"),
    "cut jpeg": (
        dressed.encoded(dressed.drawing("RGB"), "JPEG")[:3000],
        "damaged or not complete",
    ),
    "bomb": (_bomb(), "more than 4 million pixels"),
    "many pixels": (_png(2100, 2100, zlib.compress(b"")), "more than 4 million pixels"),
    "few bytes": (_png(300, 300, zlib.compress(bytes(1000))), "damaged or not complete"),
    "large": (_GOOD + bytes(logo.MOST_BYTES), "larger than 1024 KiB"),
    "press": (dressed.encoded(dressed.drawing("RGB").convert("CMYK"), "JPEG"), "CMYK"),
    "profile": (
        dressed.encoded(dressed.drawing("RGB"), icc_profile=b"geen profiel" * 20),
        "colour profile cannot be read",
    ),
    "thread": (dressed.encoded(dressed.drawing(size=(2000, 20))), "would be printed"),
    "dot": (dressed.encoded(dressed.drawing(size=(20, 20))), "would be printed"),
}


@pytest.mark.parametrize("name", _BROKEN)
def test_a_broken_logo_is_told_in_one_sentence(name: str, tmp_path: Path) -> None:
    content, reason = _BROKEN[name]
    path = dressed.file(tmp_path, content)
    with pytest.raises(logo.LogoUnusable) as told:
        logo.read(path)
    said = str(told.value)
    assert reason in said
    assert said.startswith(f"The logo {path} cannot be used: it")
    assert said.endswith(".")
    assert "\n" not in said


def test_a_logo_that_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(logo.LogoUnusable, match="is not a file"):
        logo.read(tmp_path)
    with pytest.raises(logo.LogoUnusable, match="is not a file"):
        logo.read(tmp_path / "logo.png")


def test_any_byte_that_is_wrong_is_a_logo_or_a_sentence(tmp_path: Path) -> None:
    """Every eleventh byte of a file turned over, and every length of it."""
    small = dressed.encoded(dressed.drawing("RGB", (180, 60)), icc_profile=dressed.srgb())
    worse = [small[:at] + bytes([small[at] ^ 0xFF]) + small[at + 1 :] for at in range(0, 900, 11)]
    worse += [small[:length] for length in range(0, len(small), 23)]
    for content in worse:
        try:
            _pixels(logo.read(dressed.file(tmp_path, content)))
        except logo.LogoUnusable:
            continue
