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
from reportlab.lib.units import inch, mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from contracts.base import Language

_FILES = Path(font_source_sans_pro.__file__).parent / "files"
_LOADING = threading.Lock()

MEASURED = 20_000
"""So many widths of words are remembered for each font: a text measures the same words again and
again while it is broken into lines."""

PAPER = "#ffffff"
LEAST_CONTRAST = 4.5

LOGO_WIDTH = 60 * mm
LOGO_HEIGHT = 16 * mm
"""The room for a logo, of which it fills one side; never finer than its own pixels show well."""

COARSEST = 150
"""Dots to the inch: a logo with few pixels is printed smaller, not blurred."""

FEWEST = 3
"""Steps of five hundredths that make two shades look different."""

WHITE_ON = 2
"""The first so many colours of quality carry white figures, the others black ones."""

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
class Logo:
    """An opaque image in sRGB, as `infra.documents.logo` makes it: PNG, its sides in pixels."""

    png: bytes
    width: int
    height: int

    @property
    def printed(self) -> tuple[float, float]:
        """Width and height on paper, in points; the proportions are those of the image."""
        scale = min(LOGO_WIDTH / self.width, LOGO_HEIGHT / self.height, inch / COARSEST)
        return self.width * scale, self.height * scale


@dataclass(frozen=True)
class Style:
    """One look. Frozen and hashable: paragraph styles are made from it once a language."""

    name: str = ""
    """The organisation at the head of its documents; empty for none, then also no logo."""
    address: tuple[str, ...] = ()
    logo: Logo | None = None

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
    alarm: str = "#8a1c1c"
    """What is still open in a draft, and the band that marks one."""
    price: str = "#5b6472"
    quality: tuple[str, ...] = ("#1f3fb8", "#4d6de0", "#8ba2f2", "#c3cffb")
    outline: str = "#4d6de0"
    """Round the pale parts of a drawing."""

    thin: float = 0.35
    line: float = 0.5
    thick: float = 0.75

    def __post_init__(self) -> None:
        """ValueError for text that does not stand out from what is behind it (WCAG 2.1, 1.4.3),
        and for a logo without the name that is read instead of it."""
        if self.logo is not None and not self.name:
            raise ValueError("a logo needs the name that is read aloud instead of it")
        pairs = [(name, getattr(self, name), PAPER) for name in ("ink", "meta", "label", "accent")]
        dark = (self.price, *self.quality[:WHITE_ON])
        pairs += [("the figures in a drawing", PAPER, fill) for fill in dark]
        pairs += [("the figures in a drawing", self.ink, fill) for fill in self.quality[WHITE_ON:]]
        for name, text, ground in pairs:
            found = contrast(text, ground)
            if found < LEAST_CONTRAST:
                raise ValueError(
                    f"{name}: {text} on {ground} has a contrast of {found:.2f}; "
                    f"text needs at least {LEAST_CONTRAST}"
                )

    @property
    def text_width(self) -> float:
        """The width between the margins."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> float:
        """The height between the margins."""
        return self.height - self.top - self.bottom


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `#rrggbb`, from 1 to 21 (WCAG 2.1, contrast ratio)."""
    darker, lighter = sorted(map(_luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def shades(accent: str, ink: str) -> tuple[str, ...]:
    """Four shades of one colour for the parts of a drawing, from dark to pale: white figures stand
    out from the first two, figures in `ink` from the others, and each shade from the next.

    ValueError when there are none. The accent itself stands out from white paper.
    """
    lighter = [_mixed(accent, PAPER, share) for share in range(10, 100, 5)]
    dark = [shade for shade in lighter if contrast(PAPER, shade) >= LEAST_CONTRAST]
    several = len(dark) >= FEWEST
    first, second = (accent, dark[-1]) if several else (_mixed(accent, "#000000", 35), accent)
    pale = [shade for shade in lighter[8:] if contrast(ink, shade) >= LEAST_CONTRAST]
    if len(pale) < FEWEST:
        raise ValueError(f"{ink} does not stand out from any shade of {accent}")
    return first, second, pale[0], pale[len(pale) // 2]


def _mixed(one: str, other: str, share: int) -> str:
    """One colour with so many hundredths of another."""
    pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{(a * (100 - share) + b * share) // 100:02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


HOUSE = Style()
"""The look of a document without settings of its own."""


def file_of(font: str) -> Path:
    """The file of a font by its name."""
    return _FILES / f"{font}.ttf"


def load_fonts(style: Style) -> None:
    """Register the fonts of a style; safe to repeat, from any thread."""
    with _LOADING:
        known = set(pdfmetrics.getRegisteredFontNames())
        for name in (style.regular, style.semibold):
            if name not in known:
                font = TTFont(name, str(file_of(name)), asciiReadable=False)
                remembered: Any = font
                remembered.stringWidth = functools.lru_cache(MEASURED)(font.stringWidth)
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
    sender: ParagraphStyle
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
        sender=make("sender", style.small, style.meta),
        caption=make("caption", style.small, style.meta),
    )


@functools.cache
def _hyphenated(style: ParagraphStyle, hyphenation: str) -> ParagraphStyle:
    narrow = style.clone(f"{style.name}-{hyphenation}")
    narrow.hyphenationLang = hyphenation
    # More than 1: a word of which no part fits behind the others is broken on the next line.
    narrow.embeddedHyphenation = 2
    return narrow
