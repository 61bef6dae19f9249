"""A file on disk as the draft of a tender, whichever of the known forms it has."""

from pathlib import Path

from contracts.base import Language
from infra.notices import case_file, ocds, reading
from infra.notices.results import ImportProblem, ImportResult, ProblemCode


def import_file(
    path: Path, *, ocid: str | None = None, language: Language = Language.NL
) -> ImportResult:
    """Read an OCDS file or a case file of our own; the content tells which, the name only where
    it does not.

    `ocid` chooses a process of a package with several; `language` names what the source leaves
    nameless. Never raises for what is in the file or for a file that cannot be read: the result
    holds a refusal then.
    """
    try:
        if path.stat().st_size > reading.LARGEST:
            return ImportResult(refusal=reading.too_large())
        content = path.read_bytes()
    except OSError:
        return ImportResult(refusal=_named(ProblemCode.UNREADABLE, path.name))
    return import_bytes(content, path.name, ocid=ocid, language=language)


def import_bytes(
    content: bytes, name: str, *, ocid: str | None = None, language: Language = Language.NL
) -> ImportResult:
    """As `import_file`, for a file that was sent along: its content and its name."""
    text = reading.decode(content)
    if isinstance(text, ImportProblem):
        return ImportResult(refusal=text)
    start = text.lstrip()[:1]
    if name.lower().endswith(".toml") or (start != "{" and case_file.MARK in text):
        return case_file.read(content)
    if start in ("{", "[", "<") or name.lower().endswith(".json"):
        return ocds.read(content, ocid=ocid, language=language)
    return ImportResult(refusal=_named(ProblemCode.UNKNOWN_FORMAT, name))


def _named(code: ProblemCode, name: str) -> ImportProblem:
    return ImportProblem(code=code, value=reading.shown(name))
