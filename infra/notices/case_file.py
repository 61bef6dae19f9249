"""Our own case file: a draft, and what a demonstration plays with it, as TOML.

    bestek-case = 1
    reference = "SB-2026-061"
    [draft]            every field of a tender's draft, by its own name
    [plan]             days and hours relative to the publication
    [[bids]]           who bids, at which price, with which agreed scores

Numbers are read from their literal text. What is written is read back equal.
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, time
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError

from contracts.base import Exact, Message, Money, Reference
from contracts.refusals import fact
from contracts.tendering import TenderDraft
from contracts.tendering.draft import Label
from infra.notices import reading
from infra.notices.results import (
    Findings,
    ImportProblem,
    ImportResult,
    NoteCode,
    ProblemCode,
    refused,
)

MARK = "bestek-case"
VERSION = 1

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_LINE = re.compile(r"line ([0-9]+)")


class CasePlan(Message):
    """When things happen, counted from the publication, so that a case can be played any day."""

    days_to_bid: Annotated[int, Field(ge=1, le=365)]
    """Calendar days from the publication to the last day for bids."""
    closing_time: time
    """The hour of the deadline in Europe/Brussels."""


class CaseBid(Message):
    """One fictional bid."""

    bidder: Label
    price: Money
    """The total bid price, excluding VAT."""
    scores: dict[str, Exact] = {}
    """The agreed score of each quality criterion, by the criterion's id."""
    published_total: Exact | None = None
    """The total that the source of the case prints for this bid."""


class CaseFile(Message):
    """A purchase to prepare, and how to play it."""

    reference: Reference | None = None
    draft: TenderDraft
    plan: CasePlan | None = None
    bids: tuple[CaseBid, ...] = ()


def load(content: bytes) -> CaseFile | ImportProblem:
    """The case in a file; the problem names the line or the field at fault."""
    text = reading.decode(content)
    if isinstance(text, ImportProblem):
        return text
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as wrong:
        line = _LINE.search(str(wrong))
        return refused(ProblemCode.BROKEN_TOML, int(line[1]) if line else text.count("\n") + 1)
    if table.pop(MARK, None) != VERSION:
        return refused(ProblemCode.NOT_A_CASE)
    try:
        return CaseFile.model_validate(table)
    except ValidationError as wrong:
        return _faulty(wrong)


def read(content: bytes) -> ImportResult:
    """The draft of a case, with the same account as for a notice."""
    case = load(content)
    if isinstance(case, ImportProblem):
        return ImportResult(refusal=case)
    findings = Findings()
    _take(case.draft, findings)
    if case.plan:
        findings.leave(NoteCode.CASE_PLAN, "plan", fact(case.plan.days_to_bid))
    if case.bids:
        findings.leave(NoteCode.CASE_BIDS, "bids", fact(len(case.bids)))
    return findings.result(case.draft, case.reference)


def _take(draft: TenderDraft, findings: Findings) -> None:
    """What a person wants to see of a draft that was taken over as it stands."""
    if draft.title:
        findings.take(NoteCode.TITLE, "draft.title", fact(draft.title))
    if draft.estimate:
        foreign = draft.estimate.currency != "EUR"
        code = NoteCode.ESTIMATE_FOREIGN if foreign else NoteCode.ESTIMATE
        findings.take(code, "draft.estimate", fact(draft.estimate))
    if draft.source:
        findings.take(NoteCode.SOURCE, "draft.source", fact(draft.source.name))
    if draft.source and draft.source.note:
        findings.take(NoteCode.SOURCE_NOTE, "draft.source.note", fact(draft.source.note))
    if draft.model_fields_set:
        findings.take(NoteCode.CASE_FIELDS, "draft", fact(len(draft.model_fields_set)))


def dump(case: CaseFile) -> str:
    """The case as TOML text. Fields that are empty by default are left out when they are empty."""
    return "\n".join((f"{MARK} = {VERSION}", *_table(_plain(case), ()), ""))


def _faulty(wrong: ValidationError) -> ImportProblem:
    first = wrong.errors(include_url=False, include_context=False, include_input=False)[0]
    place = reading.shown(".".join(str(part) for part in first["loc"]))
    codes = {
        "extra_forbidden": ProblemCode.CASE_FIELD_UNKNOWN,
        "missing": ProblemCode.CASE_FIELD_MISSING,
    }
    code = codes.get(first["type"], ProblemCode.CASE_FIELD_WRONG)
    return ImportProblem(code=code, value=place)


def _plain(value: object) -> Any:
    """Tables, arrays and values of a message, without what is empty and empty by default."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields.items()
        named = {name: (getattr(value, name), field.get_default()) for name, field in fields}
        return {
            name: plain
            for name, (inner, default) in named.items()
            if (plain := _plain(inner)) not in (None, "", [], {}) or inner != default
        }
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value


def _table(content: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """The lines of a table: its values, then its tables, then its lists of tables."""
    tables = {name: each for name, each in content.items() if isinstance(each, dict)}
    lists = {name: each for name, each in content.items() if _holds_tables(each)}
    for name, value in content.items():
        if name not in tables and name not in lists:
            yield f"{_key(name)} = {_literal(value)}"
    for name, table in tables.items():
        yield f"\n[{_dotted(path, name)}]"
        yield from _table(table, (*path, name))
    for name, rows in lists.items():
        for row in rows:
            yield f"\n[[{_dotted(path, name)}]]"
            yield from _table(row, (*path, name))


def _holds_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _dotted(path: tuple[str, ...], name: str) -> str:
    return ".".join(_key(part) for part in (*path, name))


def _key(name: str) -> str:
    return name if _BARE_KEY.fullmatch(name) else _quoted(name)


def _literal(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case Decimal():
            return format(value, "f")
        case datetime():
            return value.isoformat().replace("+00:00", "Z")
        case time():
            return value.isoformat()
        case list():
            return f"[{', '.join(_literal(each) for each in value)}]"
    text = str(value)
    if "\n" not in text:
        return _quoted(text)
    lines = (_quoted(line)[1:-1] for line in text.split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
