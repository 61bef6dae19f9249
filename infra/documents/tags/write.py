"""Writes the structure tree as objects of the file (ISO 32000-1, 14.7).

As text, an object an element: a document of 400 pages has tens of thousands of them. Nothing is
kept of one but its number, and its text is made when the file is. What no reader needs, the type of
an element and an array around its only kid, is left out: `finish` holds every object of the file.
"""

from typing import TYPE_CHECKING, Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObject

from infra.documents.tags.tree import Annotation, Element, Mark

if TYPE_CHECKING:
    from infra.documents.tags.canvas import TaggedCanvas

KEPT_EMPTY = frozenset({"TD", "TH", "Form"})
"""An empty cell still counts in its row."""


class _Object(PDFObject):
    """An object of the file whose text is known once all objects have their numbers."""

    def __init__(self) -> None:
        self.text = ""

    def format(self, _: Any) -> bytes:
        return self.text.encode("ascii")


class _Node(PDFObject):
    """An element as an object of the file."""

    __slots__ = ("__InternalName__", "element", "writer")

    def __init__(self, writer: "_Writer", element: Element) -> None:
        self.writer, self.element = writer, element

    def format(self, _: Any) -> bytes:
        return self.writer.text(self.element).encode("ascii")


def structure(canvas: "TaggedCanvas") -> None:
    """Add the tree of a canvas whose pages are all drawn, and say in the catalogue that there is
    one. Each page is found in the parent tree under its number from 0, as `finish` tells it."""
    _Writer(canvas).write()


class _Writer:
    def __init__(self, canvas: "TaggedCanvas") -> None:
        self.canvas = canvas
        # A canvas gives the file that it fills to nobody, and the structure is part of the file.
        self.file: Any = canvas._doc  # type: ignore[attr-defined]
        self.pages = [self._number(page) for page in self.file.Pages.pages]
        self.top = ""
        self.numbers: dict[Element, str] = {}
        self.annotated: list[tuple[PDFDictionary, Element]] = []

    def write(self) -> None:
        """Objects first get numbers, then texts, since parents and kids name each other."""
        root, parents = _Object(), _Object()
        self.top = self._number(root)
        for element in _kept(self.canvas.root):
            self.numbers[element] = self._number(_Node(self, element))
            annotations = (kid.entries for kid in element.kids if isinstance(kid, Annotation))
            self.annotated += [(entries, element) for entries in annotations]
        parents.text = f"<</Nums [{' '.join(self._parents())}]>>"
        root.text = (
            f"<</Type/StructTreeRoot/K {self.numbers[self.canvas.root]}"
            f"/ParentTree {self._number(parents)}/ParentTreeNextKey {self._next_key()}>>"
        )
        catalogue = self.file.Catalog
        catalogue.StructTreeRoot = root
        catalogue.MarkInfo = PDFDictionary({"Marked": "true"})
        self._form()

    def _number(self, thing: PDFObject) -> str:
        """`12 0 R`."""
        written: bytes = self.file.Reference(thing).format(self.file)
        return written.decode()

    def text(self, element: Element) -> str:
        """An element as the file has it; all objects have their numbers."""
        above = self.numbers[element.parent] if element.parent else self.top
        first = next((kid.page for kid in element.kids if isinstance(kid, Mark)), 0)
        parts = [f"<</S/{element.kind}/P {above}"]
        if first:
            parts.append(f"/Pg {self.pages[first - 1]}")
        if element.alternative:
            parts.append(f"/Alt {_string(element.alternative)}")
        if element.language:
            parts.append(f"/Lang ({element.language})")
        if element.scope:
            parts.append(f"/A<</O/Table/Scope/{element.scope}>>")
        if element.box:
            parts.append(f"/A<</O/Layout/BBox[{' '.join(f'{n:.2f}' for n in element.box)}]>>")
        kids = [text for kid in element.kids if (text := self._kid(kid, element, first))]
        if len(kids) == 1:
            # Validators of signatures look for a field here, and not in an array of one.
            parts.append(f"/K {kids[0]}")
        elif kids:
            parts.append(f"/K[{' '.join(kids)}]")
        return "".join((*parts, ">>"))

    def _kid(self, kid: Element | Mark | Annotation, element: Element, first: int) -> str:
        match kid:
            case Mark(page, number):
                if page == first:
                    return str(number)
                return f"<</Type/MCR/Pg {self.pages[page - 1]}/MCID {number}>>"
            case Annotation(page, entries):
                shown = self._number(entries)
                return f"<</Type/OBJR/Pg {self.pages[page - 1]}/Obj {shown}>>"
            case _:
                return self.numbers.get(kid, "")

    def _parents(self) -> list[str]:
        """For each page the elements of its marks in order, then the element of each annotation."""
        nums = []
        for page in range(len(self.pages)):
            elements = self.canvas.marks.get(page + 1, [])
            nums.append(f"{page}[{' '.join(self.numbers[e] for e in elements)}]")
        for key, (entries, element) in enumerate(self.annotated, start=len(self.pages)):
            entries["StructParent"] = key
            nums.append(f"{key} {self.numbers[element]}")
        return nums

    def _next_key(self) -> int:
        return len(self.pages) + len(self.annotated)

    def _form(self) -> None:
        """The fields, so that a signer finds them by name."""
        widgets = [
            self.file.Reference(kid.entries)
            for field in self.canvas.fields
            for kid in field.element.kids
            if isinstance(kid, Annotation)
        ]
        if widgets:
            self.file.Catalog.AcroForm = PDFDictionary({"Fields": PDFArray(widgets), "SigFlags": 0})


def _kept(root: Element) -> list[Element]:
    """Every element that marks something, or must be there without; parents before kids."""
    order = [root]
    for element in order:
        order.extend(kid for kid in element.kids if isinstance(kid, Element))
    full: set[Element] = set()
    for element in reversed(order):
        told = element.kind in KEPT_EMPTY or any(
            not isinstance(kid, Element) or kid in full for kid in element.kids
        )
        if told or element is root:
            full.add(element)
    return [element for element in order if element in full]


def _string(text: str) -> str:
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
