"""Headings that never stand alone: room is asked for a heading and the first of what follows."""

from collections.abc import Sequence
from typing import Any

from reportlab.platypus import CondPageBreak, Flowable, Paragraph, Spacer

from infra.documents.blocks.tables import RowTable

LINES = 3
"""So many lines of a paragraph stand with their heading."""

MOST = 0.75
"""No more of a page than this is ever asked for: what is longer must split."""


class Lead(Paragraph):
    """A heading inside a section."""


class Heading(Lead):
    """The heading of a section, also an entry of the document's outline."""

    def draw(self) -> None:
        """Draw, and mark the place."""
        canvas: Any = self.canv
        place = canvas.next_place()
        canvas.bookmarkHorizontal(place, 0, self.height)
        canvas.addOutlineEntry(self.getPlainText(), place, 0)
        super().draw()


class Room(CondPageBreak):
    """Goes on to the next page unless the headings that follow fit with their first content."""

    def __init__(self, page_height: float) -> None:
        super().__init__(0)
        self.page_height = page_height
        self.followers: Sequence[Flowable] = ()

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """Measure what follows, then break or not."""
        needed = sum(self._needed(follower, availWidth) for follower in self.followers)
        self.height = min(needed, self.page_height * MOST)
        width, height = super().wrap(availWidth, availHeight)
        return width, height

    def _needed(self, follower: Flowable, width: float) -> float:
        canvas: Any = self.canv
        before = follower.getSpaceBefore()
        height = follower.wrapOn(canvas, width, self.page_height)[1]
        if isinstance(follower, RowTable):
            height = follower.least_height()
        elif isinstance(follower, Paragraph) and not isinstance(follower, Lead):
            height = min(height, LINES * follower.style.leading)
        return float(before + height)


def settle(story: Sequence[Flowable]) -> None:
    """Tell each `Room` in a story which headings, and which first content, it makes room for."""
    for index, flowable in enumerate(story):
        if isinstance(flowable, Room):
            flowable.followers = _first(story[index + 1 :])


def _first(rest: Sequence[Flowable]) -> list[Flowable]:
    found: list[Flowable] = []
    for flowable in rest:
        if isinstance(flowable, CondPageBreak | Spacer):
            continue
        found.append(flowable)
        if not isinstance(flowable, Lead):
            break
    return found
