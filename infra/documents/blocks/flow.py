"""Headings that never stand alone: room is asked for a heading and the first of what follows."""

from collections.abc import Sequence
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, Spacer

from infra.documents.blocks.grid import RowTable
from infra.documents.tags.flowables import Text
from infra.documents.tags.tree import Element

LINES = 3
"""So many lines of a paragraph stand with their heading."""

MOST = 0.75
"""No more of a page than this is ever asked for: what is longer must split."""


class Heading(Text):
    """A heading, also an entry of the document's outline: `H2` heads a section, `H3` a part of
    one; `H1` is the title alone."""

    def __init__(self, markup: str | None, style: ParagraphStyle, level: int = 2, **more: Any):
        super().__init__(markup, style, Element(f"H{level}"), **more)
        self.level = level

    def draw(self) -> None:
        """Draw, and mark the place."""
        canvas: Any = self.canv
        canvas.mark_place(self.getPlainText(), self.height, self.level - 2)
        super().draw()


class Room(CondPageBreak):
    """Goes on to the next page unless the headings that follow fit with their first content."""

    def __init__(self, page_height: float) -> None:
        super().__init__(0)
        self.page_height = page_height
        self.followers: Sequence[Flowable] = ()

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """Measure what follows, then break or not."""
        needed = after = 0.0
        for follower in self.followers:
            needed += max(after, follower.getSpaceBefore()) + self._height(follower, availWidth)
            after = follower.getSpaceAfter()
        self.height = min(needed, self.page_height * MOST)
        width, height = super().wrap(availWidth, availHeight)
        return width, height

    def _height(self, follower: Flowable, width: float) -> float:
        canvas: Any = self.canv
        height: float = follower.wrapOn(canvas, width, self.page_height)[1]
        if isinstance(follower, RowTable):
            return follower.least_height()
        if isinstance(follower, Text) and not isinstance(follower, Heading):
            return min(height, LINES * follower.style.leading)
        return height


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
        if not isinstance(flowable, Heading):
            break
    return found
