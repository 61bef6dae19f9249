"""The pen: a look and a language together, and the one door by which text reaches a page.

Everything that people wrote passes `plain`, so that a name with `<` or `&` in it is printed and
never read as markup, and a character that the fonts lack is seen to be missing.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics

from contracts.base import Language
from infra.documents.style import HOUSE, Paragraphs, Style, load_fonts, paragraphs
from infra.texts.catalogue import Texts

NBSP = "\N{NO-BREAK SPACE}"

MISSING = "?"
"""Printed for a character that the fonts lack; the attached twin has the character itself."""

_SAME = {
    "\N{NARROW NO-BREAK SPACE}": NBSP,
    "\N{FIGURE SPACE}": NBSP,
    "\N{THIN SPACE}": " ",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{HYPHEN}": "-",
    "\N{BLACK CIRCLE}": "\N{BULLET}",
    "\t": " ",
}


@dataclass(frozen=True)
class Pen:
    """What every block needs to draw: the look and the sentences."""

    texts: Texts
    style: Style = HOUSE

    @property
    def language(self) -> Language:
        """The language of the document."""
        return self.texts.language

    @property
    def set(self) -> Paragraphs:
        """The paragraph styles."""
        return paragraphs(self.style, self.language)

    def say(self, key: str, /, **values: str | int) -> str:
        """The sentence `documents.<key>` as markup; values are plain text."""
        made = {name: self.plain(str(value)) for name, value in values.items()}
        return self.bound(self.texts.say(f"documents.{key}", **made))

    def count(self, key: str, n: int, /, **values: str | int) -> str:
        """As `say`, in the plural form for `n` things."""
        made = {name: self.plain(str(value)) for name, value in values.items()}
        return self.bound(self.texts.plural(f"documents.{key}", n, **made))

    def bound(self, text: str) -> str:
        """The text with figures bound to what they count; markup stays."""
        return printable(text, self.style)

    def word(self, key: str, /, **values: str | int) -> str:
        """The sentence `documents.<key>` as plain text."""
        return printable(self.texts.say(f"documents.{key}", **values), self.style)

    def plain(self, text: str) -> str:
        """A text that somebody wrote, as markup that prints it unchanged."""
        return escape(printable(text, self.style))


_BOUND = re.compile(
    r"(?<![\w.,/-])(\d{1,2}\.?) (?=[^\W\d_]|%|°)"  # 9 november, 17 dagen
    r"|((?:\b[Aa]rt|\b[Nn]r|\b[Nn]o)\.|\bn°|§) (?=[\d§])"  # art. 11, § 2
)
_YEAR = re.compile(rf"(\d{{1,2}}\.?{NBSP}[^\W\d_]+) (?=\d{{4}}\b)")  # 17 juni 2013


def printable(text: str, style: Style) -> str:
    """The text with every character that the fonts can print, figures bound to what they count.

    Line breaks stay.
    """
    bound = _BOUND.sub(lambda found: f"{found[1] or found[2]}{NBSP}", _known(text, style))
    return _YEAR.sub(rf"\1{NBSP}", bound)


def _known(text: str, style: Style) -> str:
    known = _glyphs(style)
    out = []
    for char in unicodedata.normalize("NFC", text):
        same = _SAME.get(char, char)
        if same == "\n" or ord(same) in known:
            out.append(same)
        elif unicodedata.category(same) not in {"Cc", "Cf", "Mn"}:
            out.append(MISSING)
    return "".join(out)


@functools.cache
def _glyphs(style: Style) -> frozenset[int]:
    load_fonts(style)
    font: Any = pdfmetrics.getFont(style.regular)
    return frozenset(font.face.charToGlyph)


def capital(text: str) -> str:
    """The text with a capital, to open a sentence."""
    return text[:1].upper() + text[1:]
