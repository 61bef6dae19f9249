"""A canvas on which everything is either part of the structure or an artifact.

Text that is neither is refused while drawing, so that no document can say to the eye what it does
not say to the ear.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas

from infra.documents.tags import fields, write
from infra.documents.tags.runs import Links, RunText
from infra.documents.tags.tree import Annotation, Box, Element, Mark

PRINTED = 4


@dataclass(frozen=True)
class Place:
    """A heading: the name that links go to, its text, its level, its page counted from 1."""

    name: str
    title: str
    level: int
    page: int


class Untagged(RuntimeError):
    """Text was drawn outside the structure: with a flowable that does not tag itself."""


class TaggedCanvas(Canvas):
    """Draws, and builds the structure of what is drawn in `root`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.root = Element("Document")
        self.root.joined = True
        self.marks: dict[int, list[Element]] = defaultdict(list)
        """For each page, counted from 1, the elements of its marks."""
        self.fields: list[fields.Field] = []
        self._within = [self.root]
        self._marked = False
        self._found = Links()
        self.places: list[Place] = []
        self.front: Element | None = None
        """What is drawn last and heard first: the contents."""

    @contextmanager
    def content(self, element: Element) -> Iterator[None]:
        """What is drawn inside belongs to the element; inside an artifact it stays one."""
        if self._marked:
            yield
            return
        with self._mark(self.opening(element)):
            yield

    def opening(self, element: Element) -> str:
        """The operator with which a piece of an element's content begins; it counts from then."""
        element.join(self._within[-1])
        marks = self.marks[self.getPageNumber()]
        element.kids.append(Mark(self.getPageNumber(), len(marks)))
        marks.append(element)
        return f"/{element.kind} <</MCID {len(marks) - 1}>> BDC"

    @contextmanager
    def artifact(self, *, repeated: bool = False) -> Iterator[None]:
        """What is drawn inside is not read; `repeated` says that each page has it."""
        if self._marked:
            yield
            return
        with self._mark("/Artifact <</Type /Pagination>> BDC" if repeated else "/Artifact BMC"):
            yield

    @contextmanager
    def within(self, element: Element) -> Iterator[None]:
        """Elements that join the tree inside hang under this one."""
        element.join(self._within[-1])
        self._within.append(element)
        try:
            yield
        finally:
            self._within.pop()

    @contextmanager
    def form(self, name: str, box: Box) -> Iterator[None]:
        """What is drawn inside is kept under a name, and is content or artifact as the place is
        where it is shown."""
        # The types of reportlab know whole numbers only; it writes any.
        self.beginForm(name, *box)  # type: ignore[arg-type]
        self._marked = True
        try:
            yield
        finally:
            self._marked = False
            self.endForm()

    @contextmanager
    def _mark(self, opening: str) -> Iterator[None]:
        self.addLiteral(opening)
        self._marked = True
        try:
            yield
        finally:
            self.addLiteral("EMC")
            self._marked = False

    def drawText(self, aTextObject: Any) -> None:  # noqa: N802, N803
        """Draw text that is marked; Untagged for any other."""
        if not self._marked:
            if not isinstance(aTextObject, RunText):
                raise Untagged("text is drawn by a block, or by a flowable of infra.documents.tags")
            aTextObject.mark(self)
        super().drawText(aTextObject)

    def linkURL(self, url: str, rect: Box, *_: Any, **__: Any) -> None:  # noqa: N802
        """A run of a paragraph stands here: `linked` makes it a link once the run is drawn."""
        corners = (self.absolutePosition(*rect[:2]), self.absolutePosition(*rect[2:]))
        self._found.boxes[url].append((*corners[0], *corners[1]))

    @contextmanager
    def linked(self) -> Iterator[Links]:
        """Gathers where the runs stand that are drawn inside."""
        self._found = Links()
        yield self._found

    @property
    def marked(self) -> bool:
        """Whether what is drawn now belongs to something already."""
        return self._marked

    def go(self, element: Element, address: str, box: Box) -> None:
        """The box, on the page, goes to an address outside the document."""
        action = {"S": PDFName("URI"), "URI": PDFString(address)}
        entries = self._link(box, address.removeprefix("mailto:"))
        self._annotate(element, PDFDictionary({**entries, "A": PDFDictionary(action)}))

    def mark_place(self, title: str, height: float, level: int) -> None:
        """A heading of which the top is `height` above the origin: links go there, and it is an
        entry of the outline. Level 0 is the highest; one that has none above it moves up."""
        highest = self.places[-1].level + 1 if self.places else 0
        name = f"place-{len(self.places) + 1}"
        place = Place(name, title, min(level, highest), self.getPageNumber())
        self.places.append(place)
        self.bookmarkHorizontal(name, 0, height)
        self.addOutlineEntry(title, name, place.level)

    def link(self, element: Element, place: str, told: str, box: Box) -> None:
        """The box, from here, goes to a place; `told` is what the link says of itself."""
        corners = (self.absolutePosition(*box[:2]), self.absolutePosition(*box[2:]))
        # `linkRect` would draw it, and keep for itself what the structure must name.
        goal = self._bookmarkReference(place)  # type: ignore[attr-defined]
        entries = self._link((*corners[0], *corners[1]), told)
        self._annotate(element, PDFDictionary({**entries, "Dest": goal}))

    def _link(self, box: Box, told: str) -> dict[str, Any]:
        return {
            "Type": PDFName("Annot"),
            "Subtype": PDFName("Link"),
            "Rect": PDFArray(box),
            "Border": PDFArray([0, 0, 0]),
            "F": PRINTED,
            "Contents": PDFString(told),
        }

    def reserve(self, field: fields.Field) -> None:
        """A named field that a signature fills in later."""
        self.fields.append(field)
        field.element.join(self._within[-1])
        self._annotate(field.element, field.widget())

    def _annotate(self, element: Element, entries: PDFDictionary) -> None:
        element.kids.append(Annotation(self.getPageNumber(), entries))
        # reportlab adds only annotations that it makes itself by a public name.
        self._addAnnotation(entries)  # type: ignore[attr-defined]

    def save(self) -> None:
        """Draw what the fields show until they are signed, add the structure, finish the file.
        The last page is shown before, as a template does."""
        for field in self.fields:
            field.draw(self)
        if self.front is not None:
            self.root.kids.remove(self.front)
            self.root.kids.insert(0, self.front)
        write.structure(self)
        super().save()
