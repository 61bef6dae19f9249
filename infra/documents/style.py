"""The look on paper as one frozen object: fonts, sizes, colours, measures (points unless said).

Sheet A4 with room to bind at the left; black text, one blue word, lines instead of boxes. The
fonts are those of the `font-source-sans-pro` wheel, whose figures are tabular by nature.
"""

import functools
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import font_source_sans_pro
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from contracts.base import Language

_FILES = Path(font_source_sans_pro.__file__).parent / "files"
_LOADING = threading.Lock()

HYPHENATION = {
    Language.NL: "nl_NL",
    Language.FR: "fr",
    Language.DE: "de_DE",
    Language.EN: "en_GB",
}


@dataclass(frozen=True)
class Type:
    """A size of type and its leading."""

    size: float
    leading: float


@dataclass(frozen=True)
class Style:
    """One look. Frozen and hashable: paragraph styles are made from it once a language."""

    regular: str = "SourceSansPro-Regular"
    semibold: str = "SourceSansPro-Semibold"

    width: float = A4[0]
    height: float = A4[1]
    top: float = 30 * mm
    bottom: float = 34 * mm
    left: float = 25 * mm
    right: float = 20 * mm
    measure: float = 150 * mm
    """The widest line of running text."""
    header_top: float = 13 * mm
    footer_bottom: float = 12 * mm
    code: float = 12 * mm
    """The side of the QR code."""

    title: Type = Type(20, 24)
    moment: Type = Type(14, 18)
    section: Type = Type(12.5, 16)
    part: Type = Type(11, 15)
    text: Type = Type(10, 14)
    cell: Type = Type(9, 12)
    small: Type = Type(8, 10)
    footer: Type = Type(7.5, 10)

    ink: str = "#000000"
    meta: str = "#454d5b"
    label: str = "#5b6472"
    accent: str = "#1f3fb8"
    hairline: str = "#b8bfca"
    rule: str = "#767f8f"
    price: str = "#5b6472"
    quality: tuple[str, ...] = ("#1f3fb8", "#4d6de0", "#8ba2f2", "#c3cffb")
    outline: str = "#4d6de0"
    """Round the pale parts of a drawing."""

    thin: float = 0.35
    line: float = 0.5
    thick: float = 0.75

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """The height between the margins."""
        return self.height - self.top - self.bottom


HOUSE = Style()
"""The look of a document without settings of its own."""


def load_fonts(style: Style) -> None:
    """Register the fonts of a style; safe to repeat, from any thread."""
    with _LOADING:
        known = set(pdfmetrics.getRegisteredFontNames())
        for name in (style.regular, style.semibold):
            if name not in known:
                font = TTFont(name, str(_FILES / f"{name}.ttf"), asciiReadable=False)
                pdfmetrics.registerFont(font)
        pdfmetrics.registerFontFamily(
            style.regular,
            normal=style.regular,
            bold=style.semibold,
            italic=style.regular,
            boldItalic=style.semibold,
        )


@dataclass(frozen=True)
class Paragraphs:
    """The paragraph styles of one look in one language."""

    hyphenation: str
    kind: ParagraphStyle
    title: ParagraphStyle
    moment: ParagraphStyle
    section: ParagraphStyle
    part: ParagraphStyle
    subsection: ParagraphStyle
    text: ParagraphStyle
    item: ParagraphStyle
    address: ParagraphStyle
    note: ParagraphStyle
    cell: ParagraphStyle
    cell_strong: ParagraphStyle
    cell_right: ParagraphStyle
    head: ParagraphStyle
    head_right: ParagraphStyle
    label: ParagraphStyle
    caption: ParagraphStyle

    def hyphenated(self, style: ParagraphStyle) -> ParagraphStyle:
        """The same style for a narrow cell, by the hyphenation of the language."""
        return _hyphenated(style, self.hyphenation)


@functools.cache
def paragraphs(style: Style, language: Language) -> Paragraphs:
    """The paragraph styles of a look in a language."""
    load_fonts(style)

    def make(
        name: str, type_: Type, colour: str = style.ink, *, strong: bool = False, **more: Any
    ) -> ParagraphStyle:
        return ParagraphStyle(
            name,
            fontName=style.semibold if strong else style.regular,
            fontSize=type_.size,
            leading=type_.leading,
            textColor=HexColor(colour),
            bulletFontName=style.regular,
            allowWidows=0,
            allowOrphans=0,
            **more,
        )

    running = style.text_width - style.measure
    return Paragraphs(
        hyphenation=HYPHENATION[language],
        kind=make("kind", style.text, style.accent, strong=True),
        title=make("title", style.title, strong=True),
        moment=make("moment", style.moment, strong=True),
        section=make(
            "section", style.section, strong=True, spaceBefore=8 * mm, spaceAfter=1.5 * mm
        ),
        part=make("part", style.part, strong=True, spaceBefore=5 * mm, spaceAfter=1 * mm),
        subsection=make(
            "subsection", style.text, strong=True, spaceBefore=4 * mm, spaceAfter=1 * mm
        ),
        text=make("text", style.text, rightIndent=running, spaceAfter=2 * mm),
        item=make("item", style.text, rightIndent=running, leftIndent=6 * mm, spaceAfter=1.5 * mm),
        address=make("address", style.text),
        note=make("note", style.small, style.meta, rightIndent=running, spaceAfter=2 * mm),
        cell=make("cell", style.cell),
        cell_strong=make("cell_strong", style.cell, strong=True),
        cell_right=make("cell_right", style.cell, alignment=TA_RIGHT),
        head=make("head", style.small, style.meta, strong=True, alignment=TA_LEFT),
        head_right=make("head_right", style.small, style.meta, strong=True, alignment=TA_RIGHT),
        label=make("label", style.small, style.label),
        caption=make("caption", style.small, style.meta),
    )


@functools.cache
def _hyphenated(style: ParagraphStyle, hyphenation: str) -> ParagraphStyle:
    narrow = style.clone(f"{style.name}-{hyphenation}")
    narrow.hyphenationLang = hyphenation
    narrow.embeddedHyphenation = 1
    return narrow
