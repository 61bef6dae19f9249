"""Reads the tables of a page in `docs`."""

from pathlib import Path

Table = list[dict[str, str]]
"""The rows of a table by column title; emphasis removed."""


def tables(page: Path) -> list[Table]:
    """Each table of a Markdown page, in order."""
    return tables_of(page.read_text(encoding="utf-8"))


def tables_of(text: str) -> list[Table]:
    """Each table of a Markdown text, in order."""
    found: list[list[list[str]]] = [[]]
    for line in text.splitlines():
        if line.startswith("|"):
            cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
            found[-1].append(cells)
        elif found[-1]:
            found.append([])
    return [
        [dict(zip(table[0], row, strict=True)) for row in table[2:]] for table in found if table
    ]


def sections(text: str) -> dict[str, str]:
    """The text under each heading of the second level; what stands before the first is under the
    title of the page."""
    first, *rest = text.removeprefix("# ").split("\n## ")
    parts = (part.partition("\n") for part in (first, *rest))
    return {heading: below for heading, _, below in parts}
