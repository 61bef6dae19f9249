"""Reads the structure of drawn documents back: what a reader hears, in the order of hearing."""

import ctypes
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from tests.documents import reading
from tests.documents.reading import plain

Place = tuple[int, int]
"""A page from 0, and the number of a marked piece on it."""

_RUN = "\N{WORD JOINER}"
_AFTER_RUN = re.compile(rf" ?{_RUN} ?")
"""A full stop or comma follows a link or foreign words without a space."""


@dataclass
class Node:
    """An element with its attributes, marked pieces and text of its own, and what is in it."""

    kind: str
    alternative: str = ""
    scope: str = ""
    language: str = ""
    places: list[Place] = field(default_factory=list)
    text: str = ""
    kids: list["Node"] = field(default_factory=list)
    annotations: int = 0
    parts: list["tuple[Place, str] | Node"] = field(default_factory=list)
    """Its marked pieces with their text, and its kids, as they follow one another."""

    def all(self) -> Iterator["Node"]:
        """This node and those below it, in the order of hearing."""
        yield self
        for kid in self.kids:
            yield from kid.all()

    def of(self, *kinds: str) -> list["Node"]:
        """The nodes of some kinds, in the order of hearing."""
        return [node for node in self.all() if node.kind in kinds]

    def told(self) -> str:
        """What is heard of it, as `plain` text."""
        return _AFTER_RUN.sub("", plain(" ".join(self._said())))

    def _said(self) -> Iterator[str]:
        run = False
        if self.alternative:
            yield self.alternative
        for part in self.parts:
            if isinstance(part, Node):
                yield from part._said()
                run = part.kind in {"Link", "Span"}
            elif not self.alternative:
                yield f"{_RUN}{part[1]}" if run and part[1].strip()[:1] in {".", ","} else part[1]
                run = False

    def pieces(self) -> Iterator[Place]:
        """Every marked piece of it and of what is in it, in the order of hearing."""
        for part in self.parts:
            if isinstance(part, Node):
                yield from part.pieces()
            else:
                yield part[0]


def tree(pdf: bytes) -> Node:
    """The document's root element; KeyError where the tree names a piece that is not there."""
    texts = _marked(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        pages = {page.obj.objgen: number for number, page in enumerate(opened.pages)}
        return _node(opened.Root.StructTreeRoot.K, pages, texts)


def assert_in_order(pdf: bytes, wanted: list[str]) -> None:
    """Each text is seen after the one before it, and heard after it."""
    for text in (reading.whole_text(pdf), tree(pdf).told()):
        reading.assert_in_order(text, wanted)


def _node(element: Any, pages: dict[Any, int], texts: dict[Place, str]) -> Node:
    node = Node(
        str(element.S)[1:],
        alternative=str(element.get("/Alt", "")),
        language=str(element.get("/Lang", "")),
        scope=str(element.get("/A", {}).get("/Scope", ""))[1:],
    )
    here = element.get("/Pg")
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array | list) else [kids]:
        if isinstance(kid, int):
            _add(node, (pages[here.objgen], int(kid)), texts)
        elif kid.get("/Type") == "/MCR":
            _add(node, (pages[kid.Pg.objgen], int(kid.MCID)), texts)
        elif kid.get("/Type") == "/OBJR":
            node.annotations += 1
        else:
            node.kids.append(_node(kid, pages, texts))
            node.parts.append(node.kids[-1])
    node.text = plain(" ".join(texts[place] for place in node.places))
    return node


def _add(node: Node, place: Place, texts: dict[Place, str]) -> None:
    node.places.append(place)
    node.parts.append((place, texts[place]))


def marked(pdf: bytes) -> set[Place]:
    """Every marked piece of every page."""
    return set(_marked(pdf))


def _marked(pdf: bytes) -> dict[Place, str]:
    """The text of each marked piece."""
    found: dict[Place, str] = {}
    opened = pypdfium2.PdfDocument(pdf)
    for number in range(len(opened)):
        page = opened[number]
        texts = page.get_textpage()
        for index in range(pdfium.FPDFPage_CountObjects(page)):
            shape = pdfium.FPDFPage_GetObject(page, index)
            piece = pdfium.FPDFPageObj_GetMarkedContentID(shape)
            if piece >= 0:
                place = (number, piece)
                found[place] = f"{found.get(place, '')} {_text(shape, texts)}"
    return found


def _text(shape: Any, texts: Any) -> str:
    if pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_TEXT:
        return ""
    size = pdfium.FPDFTextObj_GetText(shape, texts, None, 0)
    buffer = ctypes.create_string_buffer(size)
    wide = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
    pdfium.FPDFTextObj_GetText(shape, texts, wide, size)
    return buffer.raw[:-2].decode("utf-16-le")
