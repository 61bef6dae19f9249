"""What `bestek rules` prints: tables for people, or one JSON document.

What is asked for goes to standard output; what is wrong is one sentence each on standard
error. When nothing can be answered and JSON was asked for, that is an object with the code.
"""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from bestek import refusing
from contracts.base import Language
from contracts.rules.editions import Edition, Parameter
from contracts.rules.errors import RuleError
from infra import edition_check, rulebook
from infra.edition_check import Fault
from infra.texts import citations, parameters
from infra.texts.catalogue import Texts
from infra.texts.parameters import Subject

COMPLETE, FAULTY, BAD_INPUT = 0, 1, 2
"""Exit codes."""

SHORT_HASH = 12
"""The first digits of a hash, as a table of editions shows it."""

FIELDS = tuple(Parameter.model_fields)

Plain = dict[str, Any]


class Output(NamedTuple):
    """How the answer is written."""

    language: Language
    as_json: bool

    @property
    def texts(self) -> Texts:
        return Texts(self.language)

    def write(self, document: Plain, said: Callable[[], Iterable[str]]) -> None:
        """The JSON document, or the lines for people."""
        lines = [json.dumps(document, ensure_ascii=False, indent=2)] if self.as_json else said()
        sys.stdout.buffer.write(("\n".join(lines) + "\n").encode())
        sys.stdout.buffer.flush()

    def refuse(self, code: str, facts: dict[str, str]) -> int:
        """Why there is no answer: a sentence on standard error, or its code as JSON; BAD_INPUT."""
        said = self._sentence(code, facts)
        _complain(refusing.written(code, facts, said, as_json=self.as_json))
        return BAD_INPUT

    def found(self, fault: Fault) -> None:
        """A sentence on standard error about what is wrong with a file; the JSON document has its
        code."""
        _complain(self._sentence(fault.code, fault.facts))

    def _sentence(self, code: str, facts: dict[str, str]) -> str:
        clean = {name: _printable(fact) for name, fact in facts.items()}
        return self.texts.say(f"rules.wrong.{code}", **clean)


def _complain(line: str) -> None:
    sys.stderr.buffer.write(f"{line}\n".encode())
    sys.stderr.buffer.flush()


def run_list(output: Output) -> int:
    """Every shipped edition, in order of its start."""
    known = rulebook.shipped().editions
    output.write(
        {"editions": [_of_edition(each) for each in known]}, lambda: _listed(known, output.texts)
    )
    return COMPLETE


def run_show(asked: str | None, name: str | None, output: Output) -> int:
    """One edition, or one parameter of it; BAD_INPUT if there is none."""
    try:
        edition = _edition(asked)
        shown = {name: edition.parameter(name)} if name else edition.parameters
    except RuleError as error:
        return output.refuse(error.code, error.facts)
    document = {**_of_edition(edition), "parameters": {n: _plain(p) for n, p in shown.items()}}
    output.write(
        document,
        lambda: (
            _detail(name, edition, output.texts) if name else _of_parameters(edition, output.texts)
        ),
    )
    return COMPLETE


def run_diff(before: str, after: str, output: Output) -> int:
    """What two editions do not share; BAD_INPUT if there is no such edition."""
    try:
        old, new = _edition(before), _edition(after)
    except RuleError as error:
        return output.refuse(error.code, error.facts)
    output.write(_differences(old, new), lambda: _compared(old, new, output.texts))
    return COMPLETE


def run_check(folder: Path | None, output: Output) -> int:
    """Check a folder of editions; FAULTY if anything is wrong, BAD_INPUT if it is no folder."""
    if folder is not None and not folder.is_dir():
        return output.refuse("folder_missing", {"folder": str(folder)})
    found = edition_check.check(folder or rulebook.shipped_folder())
    document = {
        "editions": [_of_edition(each) for each in found.editions],
        "faults": [{"code": each.code, **each.facts} for each in found.faults],
    }
    output.write(document, lambda: _checked(found.editions, found.faults, output.texts))
    for fault in found.faults:
        output.found(fault)
    return FAULTY if found.faults else COMPLETE


def _edition(asked: str | None) -> Edition:
    """The edition that was asked for by its id or by a day; the last one when neither is given."""
    if asked is None:
        return rulebook.shipped().editions[-1]
    try:
        return rulebook.edition_for(date.fromisoformat(asked))
    except RuleError:
        raise RuleError("edition_missing", asked=asked) from None
    except ValueError:
        known = {each.id: each for each in rulebook.shipped().editions}
    if asked not in known:
        raise RuleError("edition_missing", asked=asked)
    return known[asked]


def _of_edition(edition: Edition) -> Plain:
    return {
        "id": edition.id,
        "jurisdiction": edition.jurisdiction,
        "valid_from": edition.valid_from.isoformat(),
        "valid_to": edition.valid_to.isoformat() if edition.valid_to else None,
        "sha256": edition.sha256,
        "counts": {"parameters": len(edition.parameters), "to_be_confirmed": _unsure(edition)},
    }


def _unsure(edition: Edition) -> int:
    return sum(not each.confirmed for each in edition.parameters.values())


def _plain(parameter: Parameter) -> Plain:
    return {**parameter.model_dump(mode="json"), "confirmed": parameter.confirmed}


def _until(edition: Edition, texts: Texts) -> str:
    return edition.valid_to.isoformat() if edition.valid_to else texts.say("rules.open_ended")


def _listed(known: Sequence[Edition], texts: Texts) -> list[str]:
    columns = ("edition", "from", "to", "parameters", "to_confirm", "sha256")
    rows = [
        (
            each.id,
            each.valid_from.isoformat(),
            _until(each, texts),
            str(len(each.parameters)),
            str(_unsure(each)),
            each.sha256[:SHORT_HASH],
        )
        for each in known
    ]
    return _table(columns, rows, texts)


def _of_parameters(edition: Edition, texts: Texts) -> list[str]:
    """A table for each subject, in the order of the edition."""
    lines = _heading(edition, texts)
    columns = ("parameter", "value", "mark", "name", "article")
    for subject in Subject:
        rows = [
            (
                name,
                parameters.value(each, texts),
                parameters.mark(each, texts),
                parameters.name(name, texts),
                citations.cited(each.article, texts),
            )
            for name, each in edition.parameters.items()
            if parameters.subject(each) is subject
        ]
        if rows:
            title = texts.say(f"rules.subject.{subject}")
            lines += ["", title, *_table(columns, rows, texts)]
    return lines


def _heading(edition: Edition, texts: Texts) -> list[str]:
    start, until = edition.valid_from.isoformat(), _until(edition, texts)
    counted = texts.plural("rules.counted", len(edition.parameters), unsure=str(_unsure(edition)))
    return [
        texts.say("rules.heading", edition=edition.id, start=start, until=until),
        counted,
        _named("sha256", edition.sha256, texts),
    ]


def _detail(name: str, edition: Edition, texts: Texts) -> list[str]:
    """One parameter in full. Scope, source and note are in English, as in the edition: a sentence
    before them says so."""
    found = edition.parameter(name)
    said = {
        "edition": edition.id,
        "name": parameters.name(name, texts),
        "parameter": name,
        "value": parameters.value(found, texts),
        "mark": parameters.mark(found, texts),
        "article": citations.cited(found.article, texts),
        "fact": found.fact,
    }
    file = {"scope": found.scope, "source": found.source, "note": found.note}
    return [
        *(_named(each, text, texts) for each, text in said.items() if text),
        "",
        texts.say("rules.english"),
        *(_named(each, text, texts) for each, text in file.items() if text),
    ]


def _named(column: str, text: str, texts: Texts) -> str:
    name = texts.say(f"rules.column.{column}")
    return texts.say("rules.named", name=name, text=_printable(text))


def _differences(old: Edition, new: Edition) -> Plain:
    before, after = old.parameters, new.parameters
    both = [name for name in after if name in before]
    return {
        "before": _of_edition(old),
        "after": _of_edition(new),
        "added": {name: _plain(each) for name, each in after.items() if name not in before},
        "removed": {name: _plain(each) for name, each in before.items() if name not in after},
        "changed": {
            name: {"before": _plain(before[name]), "after": _plain(after[name]), "fields": fields}
            for name in both
            if (fields := _changed(before[name], after[name]))
        },
    }


def _changed(before: Parameter, after: Parameter) -> list[str]:
    return [field for field in FIELDS if getattr(before, field) != getattr(after, field)]


def _compared(old: Edition, new: Edition, texts: Texts) -> list[str]:
    found = _differences(old, new)
    lines = [texts.say("rules.compared", before=old.id, after=new.id)]
    for heading, names, source in (
        ("added", found["added"], new),
        ("removed", found["removed"], old),
    ):
        if names:
            lines += ["", texts.say(f"rules.diff.{heading}")]
            lines += [_line(name, source.parameters[name], texts) for name in names]
    if found["changed"]:
        lines += ["", texts.say("rules.diff.changed")]
        lines += [
            _change(name, old.parameters[name], new.parameters[name], each["fields"], texts)
            for name, each in found["changed"].items()
        ]
    return lines if len(lines) > 1 else [*lines, texts.say("rules.diff.none")]


def _called(name: str, texts: Texts) -> str:
    return f"{parameters.name(name, texts)} ({name})"


def _line(name: str, parameter: Parameter, texts: Texts) -> str:
    mark = parameters.mark(parameter, texts)
    said = f"  {_called(name, texts)}: {parameters.value(parameter, texts)}"
    return f"{said} ({mark})" if mark else said


def _change(
    name: str, before: Parameter, after: Parameter, fields: Sequence[str], texts: Texts
) -> str:
    aside = ("value", "unit", "fact")
    words = [texts.say(f"rules.column.{each}") for each in fields if each not in aside]
    if {"value", "unit"} & set(fields):
        was, now = parameters.value(before, texts), parameters.value(after, texts)
        words.insert(0, f"{was} → {now}")
    mark = parameters.mark(after, texts)
    return f"  {_called(name, texts)}: {'; '.join(words)}" + (f" ({mark})" if mark else "")


def _checked(found: Sequence[Edition], faults: Sequence[Fault], texts: Texts) -> list[str]:
    rows = [(each.id, each.sha256) for each in found]
    said = [texts.plural("rules.good", len(found))] if not faults else []
    return [*(_table(("edition", "sha256"), rows, texts) if rows else ()), *said]


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], texts: Texts) -> list[str]:
    """Columns as wide as what stands in them; the last one is not filled up."""
    titles = tuple(texts.say(f"rules.column.{each}") for each in columns)
    every = [titles, *(tuple(map(_printable, row)) for row in rows)]
    widths = [max(len(row[at]) for row in every) for at in range(len(columns))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in every
    ]


def _printable(text: str) -> str:
    """Without what would move the cursor of a terminal."""
    return "".join(
        each if each.isprintable() or each == "\N{NO-BREAK SPACE}" else "�" for each in text
    )
