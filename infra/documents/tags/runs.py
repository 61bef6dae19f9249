"""Runs inside a paragraph: a link to an address, or words in another language.

In the markup a run is `<a href="...">`, made by `infra.documents.pen.Run`: the address, or `lang:`
and a code. Each run is an element of its own within the paragraph, so a reader hears the link as a
link and the words in their own language; a run over several lines is one element.
"""

from collections import defaultdict, deque
from collections.abc import Iterator
from typing import TYPE_CHECKING

from reportlab.pdfgen.textobject import PDFTextObject

from infra.documents.tags.tree import Box, Element

if TYPE_CHECKING:
    from infra.documents.tags.canvas import TaggedCanvas

LANGUAGE = "lang:"

Key = tuple[int, str]
"""A run of a paragraph: its number in the markup, and where it goes or its language."""


class Runs:
    """The elements of the runs of one paragraph, which its parts on two pages share."""

    def __init__(self, paragraph: Element) -> None:
        self.paragraph = paragraph
        self._made: dict[Key, Element] = {}

    def element(self, key: Key | None) -> Element:
        """The element of a run, made when the first of it is drawn; the paragraph for none."""
        if key is None:
            return self.paragraph
        if key not in self._made:
            language = key[1].removeprefix(LANGUAGE) if key[1].startswith(LANGUAGE) else ""
            kind = "Span" if language else "Link"
            self._made[key] = Element(kind, self.paragraph, language=language)
        return self._made[key]


class RunText(PDFTextObject):
    """The lines of a paragraph with runs: it notes where each run stands among the operators.

    reportlab asks for `_linkRecord` and calls it when a run has shown its first text of a line, and
    before anything is shown that follows its last.
    """

    def __init__(self, canvas: "TaggedCanvas", x: float, y: float, runs: Runs) -> None:
        super().__init__(canvas, x, y)
        self.runs = runs
        self._code: list[str]
        self._begun: dict[Key, int] = {}
        self.stretches: list[tuple[int, int, Key]] = []
        """From which operator up to which, and the run; one for each line."""

    def _linkRecord(self, key: Key, what: str) -> None:  # noqa: N802
        if what == "start":
            self._begun[key] = len(self._code) - 1
        else:
            self.stretches.append((self._begun.pop(key), len(self._code), key))

    def mark(self, canvas: "TaggedCanvas") -> None:
        """Make what is shown content of its run, and of the paragraph between the runs."""
        for begin, end, key in self._parts():
            shown = [at for at in range(begin, end) if self._code[at].rfind(" Tj") >= 0]
            if shown:
                opening = canvas.opening(self.runs.element(key))
                self._code[shown[0]] = f"{opening} {self._code[shown[0]]}"
                self._code[shown[-1]] = f"{self._code[shown[-1]]} EMC"

    def _parts(self) -> Iterator[tuple[int, int, Key | None]]:
        at = 0
        for begin, end, key in sorted(self.stretches):
            yield at, begin, None
            yield begin, end, key
            at = end
        yield at, len(self._code), None


class Links:
    """Where the links of a paragraph stand, as reportlab finds them out line by line."""

    def __init__(self) -> None:
        self.boxes: dict[str, deque[Box]] = defaultdict(deque)

    def told(self, stretches: list[tuple[int, int, Key]]) -> Iterator[tuple[Key, Box]]:
        """Each run that goes somewhere, with its box of each line."""
        for _, _, key in stretches:
            if not key[1].startswith(LANGUAGE):
                yield key, self.boxes[key[1]].popleft()
