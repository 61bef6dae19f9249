"""Reads the tables of a page in `docs`."""

from pathlib import Path


def tables(page: Path) -> list[list[dict[str, str]]]:
    """Each table of a Markdown page, in order, as rows by column title; emphasis removed."""
    found: list[list[list[str]]] = [[]]
    for line in page.read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
            found[-1].append(cells)
        elif found[-1]:
            found.append([])
    return [
        [dict(zip(table[0], row, strict=True)) for row in table[2:]] for table in found if table
    ]
