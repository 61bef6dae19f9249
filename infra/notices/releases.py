"""The one release to read: out of a release, a package, a record, or a release with versions.

The publisher's compiled release comes first. Where there is none, the releases of one process are
merged in the order of their dates by the rules of OCDS 1.1: objects merge, lists of things with ids
merge by id, other lists are replaced, null takes away. The lists that OCDS replaces although their
things have ids are those of the core and of the EU profile. Things that should have ids and have
none are replaced too, where the standard's own merging routine keeps them all, twice.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from contracts.refusals import fact
from infra.notices.reading import clean, shown
from infra.notices.results import Findings, ImportProblem, NoteCode, ProblemCode, refused

Release = dict[str, Any]

_WHOLE_LISTS = frozenset(
    {
        *("additionalClassifications", "additionalContactPoints", "additionalIdentifiers"),
        *("classifications", "criteria", "customerServices", "dates", "deliveryAddresses"),
        *("deliveryLocations", "essentialAssets", "identifiers", "juryMembers"),
        *("legislativeReferences", "numbers", "procurementMethodRationaleClassifications"),
        "unstructuredChanges",
    }
)

_RELEASE_KEYS = frozenset(
    {"ocid", "tag", "initiationType", "tender", "planning", "buyer", "awards", "contracts"}
)

_AMENDMENTS = frozenset({"planningUpdate", "tenderAmendment", "tenderUpdate"})


def choose(document: object, ocid: str | None, findings: Findings) -> Release | ImportProblem:
    """The release of the asked process, or of the first that has a tender; others are noted."""
    processes = _processes(document)
    if processes is None:
        return refused(ProblemCode.NOT_OCDS)
    if not processes:
        return refused(ProblemCode.NO_RELEASE)
    if ocid is not None:
        processes = {name: parts for name, parts in processes.items() if name == ocid}
        if not processes:
            return refused(ProblemCode.NO_SUCH_PROCESS, clean(ocid))
    answers = {name: _compile(parts) for name, parts in processes.items()}
    with_tender = (name for name, (release, _) in answers.items() if release.get("tender"))
    chosen = next(with_tender, next(iter(answers)))
    release, code = answers[chosen]
    if not release:
        return refused(ProblemCode.LINKED_ONLY)
    _note(processes, chosen, code, findings)
    return release


def _note(
    processes: dict[str, list[Release]], chosen: str, code: NoteCode | None, findings: Findings
) -> None:
    parts = processes[chosen]
    if code is not None:
        findings.take(code, "releases", fact(len(_embedded(parts))))
    if code is not NoteCode.COMPILED and (links := sum(not _is_embedded(part) for part in parts)):
        findings.leave(NoteCode.LINKED_RELEASES, "releases", fact(links))
    if code in (None, NoteCode.MERGED) and not all(part.get("id") for part in _embedded(parts)):
        findings.lack(NoteCode.RELEASE_ID, "id")
    if not chosen:
        findings.lack(NoteCode.OCID, "ocid")
    if others := [name for name in processes if name != chosen]:
        findings.leave(NoteCode.OTHER_PROCESSES, "releases", shown(", ".join(others)))
    tags = [tag for part in parts for tag in _tags(part)]
    if tags and all(tag in _AMENDMENTS for tag in tags):
        findings.lack(NoteCode.AMENDMENT, "tag", shown(", ".join(tags)))


def _processes(document: object) -> dict[str, list[Release]] | None:
    """The releases of each process by its ocid; None if the document is not OCDS."""
    match document:
        case {"records": list(records)}:
            return _grouped([part for each in records for part in _of_record(each)])
        case {"ocid": _} if _is_record(document):
            return _grouped(_of_record(document))
        case {"releases": list(releases)}:
            return _grouped(releases)
        case list() if document and all(_is_release(each) for each in document):
            return _grouped(document)
        case dict() if _is_release(document):
            return _grouped([document])
    return None


def _is_record(content: object) -> bool:
    parts = {"compiledRelease", "versionedRelease", "releases"}
    return isinstance(content, dict) and bool(parts & content.keys())


def _is_release(content: object) -> bool:
    """Two of its own keys, or the ocid alone, tell a release from any other object."""
    if not isinstance(content, dict):
        return False
    return isinstance(content.get("ocid"), str) or len(_RELEASE_KEYS & content.keys()) > 1


def _of_record(record: object) -> list[Release]:
    """The parts of a record, each with its ocid: the compiled release if it is there."""
    if not isinstance(record, dict):
        return []
    compiled, versioned = record.get("compiledRelease"), record.get("versionedRelease")
    releases = [each for each in _items(record.get("releases")) if isinstance(each, dict)]
    if isinstance(compiled, dict):
        found = [{**compiled, "tag": ["compiled"]}]
    elif isinstance(versioned, dict) and not any(map(_is_embedded, releases)):
        found = [versioned]
    else:
        found = releases
    return [{"ocid": record.get("ocid"), **each} for each in found]


def _items(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _grouped(releases: Sequence[object]) -> dict[str, list[Release]]:
    groups: dict[str, list[Release]] = {}
    for release in releases:
        if isinstance(release, dict):
            ocid = release.get("ocid")
            groups.setdefault(ocid if isinstance(ocid, str) else "", []).append(release)
    return groups


def _is_embedded(release: object) -> bool:
    """Whether the release itself is here; a linked one has its address, date and tag only."""
    return isinstance(release, dict) and bool(release.keys() - {"url", "date", "tag", "ocid"})


def _embedded(parts: list[Release]) -> list[Release]:
    return [part for part in parts if _is_embedded(part)]


def _compile(parts: list[Release]) -> tuple[Release, NoteCode | None]:
    """One release of a process, and what was done for it, if anything."""
    embedded = sorted(_embedded(parts), key=_date)
    if not embedded:
        return {}, None
    compiled = [part for part in embedded if "compiled" in _tags(part)]
    if compiled:
        return compiled[-1], NoteCode.COMPILED
    if len(embedded) > 1:
        return merge(embedded), NoteCode.MERGED
    if _is_versioned(embedded[0]):
        return _latest(embedded[0]), NoteCode.VERSIONS
    return embedded[0], None


def merge(releases: Sequence[Release]) -> Release:
    """The state after all releases, given in the order of their dates."""
    state: Release = {}
    for release in releases:
        state = _merged(state, release)
    return state


def _merged(old: Release, new: Release) -> Release:
    state = dict(old)
    for key, value in new.items():
        before = state.get(key)
        if value is None:
            state.pop(key, None)
        elif isinstance(value, dict):
            state[key] = _merged(before if isinstance(before, dict) else {}, value)
        elif isinstance(before, list) and key not in _WHOLE_LISTS and _have_ids(before, value):
            state[key] = _by_id(before, value)
        else:
            state[key] = value
    return state


def _have_ids(before: list[Any], after: object) -> bool:
    both = [*before, *after] if isinstance(after, list) else [None]
    return all(isinstance(each, dict) and _id(each) for each in both)


def _by_id(before: list[Release], after: list[Release]) -> list[Release]:
    found = {_id(each): each for each in before}
    for each in after:
        found[_id(each)] = _merged(found.get(_id(each), {}), each)
    return list(found.values())


def _id(thing: Release) -> str:
    name = thing.get("id")
    return "" if name is None or isinstance(name, dict | list) else str(name)


def _tags(release: Release) -> list[str]:
    return [tag for tag in _items(release.get("tag")) if isinstance(tag, str)]


def _date(release: Release) -> datetime:
    """The instant of a release, for order only; one without date comes first."""
    try:
        date = datetime.fromisoformat(release["date"])
    except (KeyError, TypeError, ValueError):
        return datetime.min.replace(tzinfo=UTC)
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _is_version(value: object) -> bool:
    return isinstance(value, dict) and "value" in value and "releaseDate" in value


def _is_versioned(release: Release) -> bool:
    return any(
        isinstance(value, list) and value and all(map(_is_version, value))
        for part in (release, release.get("tender"))
        if isinstance(part, dict)
        for value in part.values()
    )


def _latest(value: Any) -> Any:
    """What stands last in every history of values."""
    if isinstance(value, list):
        if value and all(map(_is_version, value)):
            return value[-1]["value"]
        return [_latest(each) for each in value]
    if isinstance(value, dict):
        return {key: _latest(each) for key, each in value.items()}
    return value
