"""`bestek evaluate`: the answer to an evaluation file, or a bundle computed again.

JSON goes to standard output and nothing else does; sentences go to standard error, or into the
table for people. It needs no server, no store and no settings.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from contracts.base import Language
from contracts.rules.scoring.answer import answer
from contracts.rules.scoring.bundle import differences
from contracts.rules.scoring.criteria import listed
from contracts.rules.scoring.evaluation_file import EvaluationFile
from infra.evaluation_files import places, reading, refused, sentences
from infra.evaluation_files.reading import BadFile
from infra.evaluation_files.refused import Wrong
from infra.texts.catalogue import Texts

COMPLETE, DIFFERS, BAD_INPUT, WAITS = 0, 1, 2, 3
"""Exit codes."""

MOST = 20
"""How many things that are wrong are said at once."""

BAD = ("method", "input")
"""The effects of findings that say that the input cannot be right."""

Plain = dict[str, Any]
Complain = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What the command line asks."""

    source: str
    language: Language = Language.NL
    trace: bool = False
    sensitivity: bool = False
    simulation: bool = False
    table: bool = False


def run_evaluate(request: Request, complain: Complain) -> int:
    """Answer a file; COMPLETE, WAITS when a person must decide something, or BAD_INPUT."""
    try:
        file = reading.evaluation(reading.read(request.source))
        told = answer(
            file,
            trace=request.trace,
            sensitivity=request.sensitivity,
            simulation=request.simulation,
        )
        _check(file, told)
    except BadFile as bad:
        return _refused(bad, request.language, complain)
    wrong = list(_wrong(file, told))
    if wrong:
        names = names_of(file)
        said = [sentences.finding(found, request.language, names, place) for place, found in wrong]
        return _said(said, request.language, complain)
    if request.table:
        from bestek import evaluation_table

        evaluation_table.show(file, told, request.language)
    else:
        _write(told)
        for each in findings(told):
            complain(sentences.finding(each, request.language, names_of(file)))
    return WAITS if any(each["waits"] for each in findings(told)) else COMPLETE


def run_verify(request: Request, complain: Complain) -> int:
    """Compute the answer of a bundle again; COMPLETE, DIFFERS, or BAD_INPUT."""
    texts = Texts(request.language)
    try:
        found = reading.bundle(reading.read(request.source))
    except BadFile as bad:
        return _refused(bad, request.language, complain)
    differ = differences(found.file, found.answer)
    if not differ:
        digest = refused.clean(str(found.answer["digest"]))
        _line(texts.say("evaluate.agrees", digest=digest))
        return COMPLETE
    for each in differ:
        path, said = refused.clean(each.path), refused.cut(each.said)
        computed = refused.cut(each.computed)
        _line(texts.say("evaluate.differs", path=path, said=said, computed=computed))
    return DIFFERS


def findings(told: Plain) -> Iterator[Plain]:
    """Every finding about the outcome: with lots, those of each lot with the lot they are of."""
    for lot, each in told.get("lots", {}).items():
        yield from ({**found, "lot": lot} for found in each["findings"])
    yield from told["findings"]


def names_of(file: EvaluationFile) -> dict[str, str]:
    """What people call each criterion, by its id."""
    methods = [file.criteria, *(lot.criteria or () for lot in file.lots)]
    every = [criterion for method in methods for criterion in listed(method)]
    return {criterion.id: criterion.name or criterion.id for criterion in every}


def _check(file: EvaluationFile, told: Plain) -> None:
    """A simulation needs prices to expect."""
    simulated = [told, *told.get("lots", {}).values()]
    if any(each.get("simulation") == {"not_applicable": "no_price"} for each in simulated):
        raise BadFile(Wrong("missing", "expected"))


def _wrong(file: EvaluationFile, told: Plain) -> Iterator[tuple[str, Plain]]:
    """The findings that say that the input cannot be right, each with the path of its field."""
    for lot in file.lots:
        for found in _of_one(told["lots"][lot.id]):
            above = places.method_above(file, lot, found)
            yield places.of_finding(found, file.of_lot(lot), above), found
    for found in _of_one(told):
        yield places.of_finding(found, file), found


def _of_one(told: Plain) -> Iterator[Plain]:
    snapshots = [*told.get("rounds", ()), told]
    seen = []
    for found in (found for each in snapshots for found in each["findings"]):
        if found["effect"] in BAD and found not in seen:
            seen.append(found)
            yield found


def _refused(bad: BadFile, language: Language, complain: Complain) -> int:
    return _said([sentences.wrong(each, language) for each in bad.wrong], language, complain)


def _said(said: list[str], language: Language, complain: Complain) -> int:
    for line in said[:MOST]:
        complain(line)
    if len(said) > MOST:
        complain(Texts(language).say("evaluate.more_wrong", count=len(said) - MOST))
    return BAD_INPUT


def _write(told: Plain) -> None:
    _line(json.dumps(told, ensure_ascii=False, indent=2))


def _line(text: str) -> None:
    """UTF-8, whatever the terminal is thought to read: what is written is for programs too."""
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()
