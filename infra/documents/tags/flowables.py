"""Flowables that tag themselves: text, drawings, and tables that only place things."""

import functools
from collections.abc import Iterator
from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph, Table

from infra.documents.tags.runs import Key, Runs, RunText
from infra.documents.tags.tree import Element


class Text(Paragraph):
    """A paragraph; its parts on two pages are one element.

    `markup` is reportlab's small markup, None for a part that comes with its fragments;
    `element` what it is, a `P` if nothing is said.
    """

    def __init__(
        self,
        markup: str | None,
        style: ParagraphStyle,
        element: Element | None = None,
        **more: Any,
    ) -> None:
        if markup and "<" not in markup and "&" not in markup:
            markup, more["frags"] = None, [_fragment(style).clone(text=markup)]
        # The types of reportlab ask for a text, its parser for None where there are fragments.
        super().__init__(markup, style, **more)  # type: ignore[arg-type]
        self.element = element or Element("P")
        self.runs = Runs(self.element)
        self._keys = frozenset(_keys(self.frags))
        self._wrapped_to = -1.0
        self._lines: RunText | None = None

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: N803
        """The lines for a width are broken once."""
        if availWidth != self._wrapped_to or not hasattr(self, "blPara"):
            self._wrapped_to = availWidth
            super().wrap(availWidth, availHeight)
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803
        """Every part belongs to the same element."""
        parts: list[Any] = super().split(availWidth, availHeight)
        for part in parts:
            part.element, part.runs = self.element, self.runs
        return parts

    def draw(self) -> None:
        """Draw as content of the element, and of its runs."""
        canvas: Any = self.canv
        if not self._keys or canvas.marked:
            with canvas.content(self.element):
                super().draw()
        elif self.blPara.kind:  # type: ignore[attr-defined]
            self._draw_runs(canvas)
        else:
            self._draw_run(canvas, *self._keys)

    def _draw_runs(self, canvas: Any) -> None:
        self._lines = RunText(canvas, 0, 0, self.runs)
        with canvas.linked() as found:
            super().draw()
        for key, box in found.told(self._lines.stretches):
            canvas.go(self.runs.element(key), key[1], box)

    def _draw_run(self, canvas: Any, key: Key) -> None:
        """One run is all there is."""
        run = self.runs.element(key)
        with canvas.linked() as found, canvas.content(run):
            super().draw()
        for box in found.boxes[key[1]] if run.kind == "Link" else ():
            canvas.go(run, key[1], box)

    def beginText(self, x: float, y: float) -> Any:  # noqa: N802
        """What the lines are drawn in: where there are runs, something that knows of them."""
        if self._lines is None:
            return super().beginText(x, y)
        self._lines.setTextOrigin(x, y)
        return self._lines


@functools.cache
def _fragment(style: ParagraphStyle) -> Any:
    """What reportlab's parser makes of a text without markup, which most texts of a table are."""
    return Paragraph("x", style).frags[0]


def _keys(fragments: list[Any]) -> Iterator[Key]:
    """The runs of a paragraph; a part of one has its fragments word by word (width, pieces)."""
    for each in fragments:
        if isinstance(each, list):
            yield from _keys([piece[0] for piece in each[1:]])
        else:
            yield from getattr(each, "link", ())


class Item(Text):
    """An item of a list. `bullet` is its label and the element of that, drawn before the text."""

    bullet: tuple[str, Element] | None = None

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:  # noqa: N803
        """Only the first part has the label."""
        parts: list[Any] = super().split(availWidth, availHeight)
        if parts:
            parts[0].bullet = self.bullet
        return parts

    def draw(self) -> None:
        """The label, then the text."""
        if self.bullet is not None:
            canvas: Any = self.canv
            style = self.style
            label, element = self.bullet
            with canvas.content(element):
                canvas.setFillColor(style.textColor)
                canvas.setFont(style.bulletFontName, style.fontSize)
                canvas.drawString(style.bulletIndent, self.height - style.fontSize, label)
        super().draw()


class Figure(Flowable):
    """A drawing: read as its `alternative`, a sentence that says what it shows."""

    def __init__(self, alternative: str) -> None:
        super().__init__()
        self.alternative = alternative
        self.element = Element("Figure", alternative=alternative)

    def paint(self) -> None:
        """Draw it in its `width` and `height`."""
        raise NotImplementedError

    def draw(self) -> None:
        """Draw as content of the figure, whose place on the page is told."""
        canvas: Any = self.canv
        left, bottom = canvas.absolutePosition(0, 0)
        self.element.box = (left, bottom, left + self.width, bottom + self.height)
        with canvas.content(self.element):
            self.paint()


class Layout(Table):
    """A table that only places things side by side: a reader hears what is in it, row by row."""

    def __init__(self, cells: list[list[Any]], **options: Any) -> None:
        options["renderCB"] = _Unread()  # a part of a split table comes with that of the whole
        super().__init__([[cell or [] for cell in row] for row in cells], **options)


class _Unread:
    """Makes the lines and grounds of a table artifacts."""

    def __init__(self) -> None:
        self._open: Any = None

    def __call__(self, table: Table, event: str, *_: Any) -> None:
        if event in {"startBG", "startLines"}:
            canvas: Any = table.canv
            self._open = canvas.artifact()
            self._open.__enter__()
        elif event in {"endBG", "endLines"}:
            self._open.__exit__(None, None, None)
