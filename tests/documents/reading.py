"""Reads drawn documents back: text in reading order, boxes of characters, sizes of type."""

import functools
import re
import unicodedata
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from contracts.base import Language
from contracts.documents import Document
from infra import documents
from infra.documents.style import HOUSE
from infra.texts.catalogue import Texts
from tests.documents import gallery

NAMES = tuple(gallery.every(Language.NL))


class Character(NamedTuple):
    """A printed character with its box in points, origin at the lower left, and its size."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


@functools.cache
def sample(name: str, language: Language) -> Document:
    """A sample document by its name."""
    return gallery.every(language)[name]


@functools.cache
def drawn(name: str, language: Language) -> bytes:
    """The PDF of a sample document."""
    return documents.draw(sample(name, language), Texts(language))


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page in the order of drawing, as `plain` text."""
    opened = pypdfium2.PdfDocument(pdf)
    return [plain(opened[n].get_textpage().get_text_range()) for n in range(len(opened))]


def whole_text(pdf: bytes) -> str:
    """The text of all pages without their headers and footers, as `plain` text."""
    return plain(
        "".join(c.text for page in characters(pdf) for c in page if in_body(c) or c.text == "\n")
    )


def characters(pdf: bytes) -> list[list[Character]]:
    """The characters of each page, in the order of drawing; a line break has no box."""
    opened = pypdfium2.PdfDocument(pdf)
    return [_characters(opened[number].get_textpage()) for number in range(len(opened))]


def _characters(page: pypdfium2.PdfTextPage) -> list[Character]:
    found = []
    for index in range(page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(page, index)
        left, bottom, right, top = page.get_charbox(index)
        size = pdfium.FPDFText_GetFontSize(page, index)
        text = "\n" if chr(code) in "\r\n" else chr(code)
        found.append(Character(text, left, bottom, right, top, size))
    return found


def in_body(char: Character) -> bool:
    """Whether a character stands between the header and the footer."""
    return HOUSE.bottom - 4 <= char.bottom and char.top <= HOUSE.height - HOUSE.top + 4


def plain(text: str) -> str:
    """Text for comparison: one kind of space, no line ends, no hyphens at line ends."""
    text = unicodedata.normalize("NFC", text).replace("\r", "\n")
    text = re.sub(r"[\u0002\u00ad\ufffe]\s*", "", text)
    return re.sub(r"\s+", " ", text).strip()


def assert_in_order(text: str, wanted: list[str]) -> None:
    """Every wanted text is found, each after the one before it."""
    at = 0
    for each in map(plain, wanted):
        found = text.find(each, at)
        assert found >= 0, f"{each!r} is not found after {text[max(0, at - 60) : at]!r}"
        at = found + len(each)
