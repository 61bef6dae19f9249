"""Reads the official lists of codes with their labels; a list is recognised by what is in it.

Both are comma-separated UTF-8 with a heading. The Common Procurement Vocabulary has the columns
code, check, parent and one for each language; the nomenclature of regions code, level, perhaps
parent, and the languages. Every row is checked by the rules of its codes: a list with one wrong
row is refused as a whole, with the line.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from contracts.base import Language
from contracts.rules.errors import RuleError
from contracts.rules.identifiers import cpv, nuts
from contracts.rules.identifiers.lists import LabelList, Scheme

LARGEST = 20 * 1024 * 1024
"""Bytes of a file that is read; the longest official list has 1.3 million."""

LONGEST_LABEL = 500
SHOWN = 60
"""Characters of what stands in a file that a sentence repeats."""

VERSIONS: Mapping[Scheme, str] = {Scheme.CPV: "2008", Scheme.NUTS: "2024"}
"""The version of each list that is in use; the files do not say theirs."""

_LANGUAGES = frozenset(language.value for language in Language)
_COLUMNS: Mapping[frozenset[str], Scheme] = {
    frozenset({"code", "check", "parent"}) | _LANGUAGES: Scheme.CPV,
    frozenset({"code", "level"}) | _LANGUAGES: Scheme.NUTS,
    frozenset({"code", "level", "parent"}) | _LANGUAGES: Scheme.NUTS,
}

_YEAR = re.compile(r"[0-9]{4}")

Row = Mapping[str, str]


class UnusableList(Exception):
    """A file that is no list of codes, or a wrong one: `code` and `facts` of its sentence.

    The sentences stand under `labels.wrong.<code>`.
    """

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts


def read(path: Path, version: str | None = None) -> LabelList:
    """The list in a file, of the version that is in use unless another is given.

    Raises UnusableList.
    """
    if version is not None and not _YEAR.fullmatch(version):
        raise UnusableList("version", value=_cut(version))
    rows = _rows(_text(path))
    _, heading = next(rows, (0, []))
    scheme = _COLUMNS.get(frozenset(heading)) if len(set(heading)) == len(heading) else None
    if scheme is None:
        raise UnusableList("columns", columns=_cut(", ".join(heading)) or "–")
    labels: dict[str, Mapping[Language, str]] = {}
    for line, cells in rows:
        if len(cells) != len(heading):
            raise UnusableList("cells", line=line, expected=len(heading), found=len(cells))
        row = dict(zip(heading, cells, strict=True))
        code = _code(scheme, row, line)
        if code in labels:
            raise UnusableList("twice", line=line, value=code)
        labels[code] = {language: _label(row, language, line) for language in Language}
    if not labels:
        raise UnusableList("empty")
    _check_parents(scheme, labels)
    return LabelList(scheme, version or VERSIONS[scheme], labels)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise UnusableList("too_large", megabytes=LARGEST // (1024 * 1024))
        return path.read_bytes().decode("utf-8-sig")
    except OSError:
        raise UnusableList("unreadable") from None
    except UnicodeDecodeError:
        raise UnusableList("not_text") from None


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row that says something, with the number of its last line."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for cells in reader:
            if cells:
                yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error:
        raise UnusableList("not_a_table", line=reader.line_num) from None


def _code(scheme: Scheme, row: Row, line: int) -> str:
    """The code of a row, when the rest of the row agrees with it."""
    try:
        return _CODES[scheme](row)
    except RuleError:
        raise UnusableList("row", line=line, value=_cut(row["code"])) from None


def _cpv(row: Row) -> str:
    code = cpv.eight_digits(f"{row['code']}-{row['check']}")
    if row["parent"] and not cpv.is_under(code, row["parent"]):
        raise RuleError("parent")
    return code


def _nuts(row: Row) -> str:
    code = nuts.nuts_code(row["code"])
    if row["level"] != str(nuts.level(code)):
        raise RuleError("level")
    if row.get("parent", nuts.parent(code) or "") != (nuts.parent(code) or ""):
        raise RuleError("parent")
    return code


_CODES: Mapping[Scheme, Callable[[Row], str]] = {Scheme.CPV: _cpv, Scheme.NUTS: _nuts}


def _label(row: Row, language: Language, line: int) -> str:
    text = row[language]
    if not text:
        raise UnusableList("no_label", line=line, value=row["code"], language=language.value)
    if len(text) > LONGEST_LABEL or not text.isprintable():
        raise UnusableList("label", line=line, value=row["code"], language=language.value)
    return text


def _check_parents(scheme: Scheme, labels: Mapping[str, object]) -> None:
    """A list holds the top of everything in it: a part of one without its headings is a mistake."""
    for code in labels:
        top = cpv.division(code)[:8] if scheme is Scheme.CPV else nuts.country(code)
        if top not in labels:
            raise UnusableList("no_heading", value=code, heading=top)


def _cut(text: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in text[:SHOWN])
