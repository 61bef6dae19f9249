"""Small pictures of every page of the sample documents, for a person to compare.

`make pictures` writes those in docs/pictures/documents again. `ARGS="--language fr --longest
--into FOLDER --wide 700"` writes others elsewhere: large ones, or with the longest values.
"""

import argparse
import math
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
from PIL import Image

from contracts.base import Language
from infra import documents
from infra.texts.catalogue import Texts
from tests.documents import gallery
from tests.documents.longest import longest
from tests.servers import ROOT

FOLDER = ROOT / "docs" / "pictures" / "documents"
WIDE = 200
"""Pixels of a page that shows its design and not its words."""

_BESIDE = 6
_GAP = 8
_BACKGROUND = "#c9c9c9"
_COLOURS = 64


def sheet(content: bytes, wide: int) -> Image.Image:
    """All pages of a PDF on one picture, in reading order, each so many pixels wide."""
    pages = list(_pages(content, wide))
    beside = min(len(pages), _BESIDE)
    high = max(each.height for each in pages) + _GAP
    size = beside * (wide + _GAP) + _GAP, math.ceil(len(pages) / beside) * high + _GAP
    paper = Image.new("RGB", size, _BACKGROUND)
    for index, page in enumerate(pages):
        row, column = divmod(index, beside)
        paper.paste(page, (_GAP + column * (wide + _GAP), _GAP + row * high))
    return paper


def _pages(content: bytes, wide: int) -> Iterator[Image.Image]:
    with pypdfium2.PdfDocument(content) as opened:
        for page in opened:
            # Twice as large first: letters that are made small stay grey lines, not specks.
            drawn = page.render(scale=2 * wide / page.get_width()).to_pil().convert("RGB")
            yield drawn.resize(
                (wide, round(drawn.height * wide / drawn.width)), Image.Resampling.LANCZOS
            )


def main() -> None:
    """Write the pictures that were asked for."""
    parser = argparse.ArgumentParser(prog="make pictures", description=__doc__)
    parser.add_argument("--language", type=Language, choices=list(Language), default=Language.NL)
    parser.add_argument("--longest", action="store_true", help="with the longest values")
    parser.add_argument("--into", type=Path, default=FOLDER)
    parser.add_argument("--wide", type=int, default=WIDE, help="pixels of a page")
    told = parser.parse_args()
    told.into.mkdir(parents=True, exist_ok=True)
    texts = Texts(told.language)
    for name, model in gallery.every(told.language).items():
        content = documents.draw(longest(model, told.language) if told.longest else model, texts)
        picture = sheet(content, told.wide).quantize(_COLOURS, Image.Quantize.FASTOCTREE)
        picture.save(told.into / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
