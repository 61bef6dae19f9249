"""The pen: a look and a language together, and the one door by which text reaches a page.

Everything that people wrote passes `plain`, so that a name with `<` or `&` in it is printed and
never read as markup, and a character that the fonts lack is seen to be missing.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from reportlab.pdfbase import pdfmetrics

from contracts.base import Language
from infra.documents.style import HOUSE, Paragraphs, Style, load_fonts, paragraphs
from infra.documents.tags.runs import LANGUAGE
from infra.texts.catalogue import Texts

NBSP = "\N{NO-BREAK SPACE}"

MISSING = "?"
"""Printed for a character that the fonts lack; the attached twin has the character itself."""

_PLAIN = "%/:?#[]@!$&'()*+,;=~"
"""What stays as it is in a web address; other characters are written as percentages."""

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
class Run:
    """Words inside a text that go to an address, or are in another language than the document.
    A line break is kept."""

    text: str
    address: str = ""
    """Where they go: `https:`, `http:` or `mailto:`."""
    language: Language | None = None

    @property
    def goal(self) -> str:
        """What the markup says of it; empty where it is as all other words."""
        return self.address or (f"{LANGUAGE}{self.language.value}" if self.language else "")


_WEB = re.compile(r"(https?://|www\.)[^\s<>\"]+")
_MAIL = re.compile(r"[^\s<>@\"]+@[^\s<>@\"]+\.[^\s<>@\"]+")


def reached(text: str) -> Run:
    """A text that is an address, whole, as words that go there; any other text as it is.

    For what the organisation itself says of where it is found, never for what others wrote.
    """
    if _WEB.fullmatch(text):
        whole = text if text.startswith("http") else f"https://{text}"
        return Run(text, quote(whole, safe=_PLAIN))
    if _MAIL.fullmatch(text):
        return Run(text, f"mailto:{quote(text, safe='@+')}")
    return Run(text)


@dataclass(frozen=True)
class Pen:
    """What every block needs to draw: the look and the sentences."""

    texts: Texts
    style: Style = HOUSE
    written: Language | None = None
    """The language of what the authority wrote, where it is not the document's."""
    copies: bool = False
    """Whether it draws a copy, on which nobody signs."""

    @property
    def language(self) -> Language:
        """The language of the document."""
        return self.texts.language

    @property
    def foreign(self) -> str:
        """The language of what the authority wrote as an element names it; empty if it is the
        document's."""
        if self.written is None or self.written is self.language:
            return ""
        return self.written.value

    @property
    def set(self) -> Paragraphs:
        """The paragraph styles."""
        return paragraphs(self.style, self.language)

    def say(self, key: str, /, **values: str | int | Run) -> str:
        """The sentence `documents.<key>` as markup; values are plain text, or runs of it."""
        made = {
            name: self.run(value) if isinstance(value, Run) else self.plain(str(value))
            for name, value in values.items()
        }
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

    def run(self, run: Run) -> str:
        """Words that go somewhere or are in another language, as markup; a language that is the
        document's own says nothing."""
        words = self.plain(run.text).replace("\n", "<br/>")
        if not run.goal or (run.language is self.language and not run.address):
            return words
        return f"<a href={quoteattr(run.goal)}>{words}</a>"


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
    return unicodedata.normalize("NFC", text).translate(_printed(style))


class _Printed(dict[int, str]):
    """For each character what is printed for it, found out once."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        load_fonts(style)
        font: Any = pdfmetrics.getFont(style.regular)
        self.known = frozenset(font.face.charToGlyph)

    def __missing__(self, code: int) -> str:
        same = _SAME.get(chr(code), chr(code))
        if same != "\n" and ord(same) not in self.known:
            unseen = unicodedata.category(same) in {"Cc", "Cf", "Mn"}
            same = "" if unseen else MISSING
        self[code] = same
        return same


@functools.cache
def _printed(style: Style) -> _Printed:
    return _Printed(style)


def capital(text: str) -> str:
    """The text with a capital, to open a sentence."""
    return text[:1].upper() + text[1:]
