"""The house checks itself: sizes, names, purity, one place for each thing; by reading it."""

import ast
import importlib
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from contracts import names
from contracts.actors import Role

ROOT = Path(__file__).parent.parent
PACKAGES = ("bestek", "api", "activities", "workflows", "infra", "contracts")
LONGEST_FILE = 400
PEERS = "tests/bench/peers/requirements"
"""The libraries of `make bench-peers`: what is asked for (`.in`), and its lock (`.txt`)."""

PHASES = {
    "people",
    "suppliers",
    "tendering",
    "bidding",
    "evaluation",
    "awarding",
    "contracting",
    "acceptance",
    "governance",
}
SHELVES = {
    "contracts": PHASES
    | {"base", "actors", "refusals", "names", "rules", "aggregate", "envelope"}
    | {"documents", "notices", "signatures"},
    "workflows": PHASES | {"commands", "approvals", "deadlines", "ports", "runner"},
    "activities": PHASES
    | {"commit", "relay", "sweep", "documents", "notifications", "notices", "files"}
    | {"heartbeats"},
}
"""What may stand in a folder; the other folders of phases are in SHELVES_OF_NOUNS."""

SHELVES_OF_NOUNS = (
    "api/routes",
    "api/pages",
    "infra/store/tables",
    "infra/store/facts",
    "infra/store/writes",
    "infra/store/queries",
)
OTHER_FORMS = {
    *("person", "persons"),
    *("supplier", "tender", "tenders", "bid", "bids", "evaluations", "evaluating"),
    *("award", "awards", "contract", "contracts", "acceptances", "accepting"),
}
"""Names that would be a second word for a phase; its file is named by the phase's stem."""

BANNED = {"utils", "helpers", "common", "misc", "manager", "handler", "data", "info"}
BANNED |= {"util", "helper", "managers", "handlers"}
PRESCRIBED = {"handle_data"}
"""Names that the standard library gives to what we override (`html.parser`)."""

PURE_IMPORTS = {
    *("abc", "base64", "bisect", "calendar", "collections", "dataclasses", "datetime", "decimal"),
    *("enum", "fractions", "functools", "hashlib", "heapq", "itertools", "json", "math"),
    *("operator", "re", "string", "textwrap", "types", "typing", "unicodedata", "uuid", "zoneinfo"),
    *("contracts", "pydantic", "pydantic_core", "holidays", "stdnum"),
}
IMPURE_CALLS = {
    *("float", "open", "print", "input"),
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("datetime.datetime.now", "datetime.datetime.utcnow", "datetime.date.today"),
    *("uuid.uuid1", "uuid.uuid4", "uuid.uuid6", "uuid.uuid7"),
    *("math.sqrt", "math.exp", "math.log", "math.pow", "math.fsum"),
}
CLOCKS = {
    *("workflow.now", "workflow.time", "workflow.time_ns", "workflow.random", "workflow.uuid4"),
    *("datetime.now", "datetime.utcnow", "datetime.today", "date.today"),
    *("time.time", "time.time_ns", "time.monotonic", "time.perf_counter"),
}


def _files(*folders: str) -> list[Path]:
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "__pycache__" not in path.parts
    )


def _shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _migration(path: Path) -> bool:
    return "migrations" in path.parts


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout: nothing says which files belong to the project")
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


def _words(name: str) -> list[str]:
    """The words of a snake_case or CamelCase name, in small letters."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", name)]


def _dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or a chain of attributes, else an empty text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := _dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_no_file_outgrows_a_page_of_thought() -> None:
    lengths = {
        _shown(path): len(path.read_text(encoding="utf-8").splitlines())
        for path in _files(*PACKAGES, "tests")
        if not _migration(path)
    }
    assert {path: lines for path, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_no_name_is_a_drawer() -> None:
    found = [
        f"{_shown(path)}: {name}"
        for path in _files(*PACKAGES, "tests")
        for name in _names_given(path)
        if _is_drawer(name)
    ]
    assert found == []


def _names_given(path: Path) -> Iterator[str]:
    yield from (path.stem, path.parent.name)
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def _is_drawer(name: str) -> bool:
    """Whether the noun of a name is a banned one; roles are people, tests are sentences."""
    words = _words(name)
    if name in PRESCRIBED:
        return False
    if not words or words[-1] not in BANNED or name.startswith("test_"):
        return False
    return not "_".join(words).endswith(tuple(role.value for role in Role))


@pytest.mark.parametrize(
    ("name", "drawer"),
    [
        ("TenderManager", True),
        ("http_utils", True),
        ("data", True),
        ("RequestHandler", True),
        ("contract_manager", False),
        ("data_folder", False),
        ("test_clean_keeps_the_data", False),
    ],
)
def test_a_drawer_is_known_by_its_noun(name: str, drawer: bool) -> None:
    assert _is_drawer(name) is drawer


def test_contracts_import_only_what_is_pure() -> None:
    found = [
        f"{_shown(path)}: {name}"
        for path in _files("contracts")
        for name in _imported(_tree(path))
        if name.split(".")[0] not in PURE_IMPORTS
    ]
    assert found == []


def test_contracts_use_no_float_no_clock_and_no_file() -> None:
    assert list(_impure("contracts", IMPURE_CALLS)) == []
    floats = [
        f"{_shown(path)}:{node.lineno}"
        for path in _files("contracts")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    assert floats == []


def test_workflows_read_no_clock() -> None:
    assert list(_impure("workflows", CLOCKS)) == []
    imported = {name for path in _files("workflows") for name in _imported(_tree(path))}
    assert imported & {"time", "random", "secrets"} == set()


def _impure(folder: str, calls: set[str]) -> Iterator[str]:
    for path in _files(folder):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and _dotted(node.func) in calls:
                yield f"{_shown(path)}:{node.lineno}: {_dotted(node.func)}"


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_are_imported_from_this_checkout(package: str) -> None:
    module = importlib.import_module(package)
    assert module.__file__ is not None
    assert Path(module.__file__) == ROOT / package / "__init__.py"


@pytest.mark.parametrize("shelf", SHELVES)
def test_each_file_stands_on_its_shelf(shelf: str) -> None:
    standing = _stems(ROOT / shelf)
    assert standing - SHELVES[shelf] == set()


@pytest.mark.parametrize("shelf", SHELVES_OF_NOUNS)
def test_a_phase_has_one_name_everywhere(shelf: str) -> None:
    assert _stems(ROOT / shelf) & OTHER_FORMS == set()


def _stems(folder: Path) -> set[str]:
    modules = {path.stem for path in folder.glob("*.py")}
    packages = {path.parent.name for path in folder.glob("*/__init__.py")}
    return (modules | packages) - {"__init__"}


def test_every_workflow_type_keeps_its_name_and_its_histories() -> None:
    built = {
        node.name
        for path in _files("workflows")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef) and _is_workflow(node)
    }
    histories = ROOT / "tests" / "histories"
    saved = {path.relative_to(histories).parts[0] for path in histories.rglob("*.json")}
    assert built <= set(names.WORKFLOW_TYPES.values())
    assert built - saved == set()


def _is_workflow(node: ast.ClassDef) -> bool:
    marks = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    return any(_dotted(mark) == "workflow.defn" for mark in marks)


@pytest.mark.parametrize("lock", ["locks/run.txt", "locks/test.txt", f"{PEERS}.txt"])
def test_locks_name_no_host_and_carry_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "index" not in [word.strip("-") for word in re.findall(r"--[\w-]+", text)]
    pins = _pins(text)
    assert pins
    assert {name: pin for name, pin in pins.items() if "--hash=sha256:" not in pin} == {}


def test_locks_hold_what_the_project_asks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = {
        "run": project["project"]["dependencies"],
        "test": project["dependency-groups"]["test"],
    }
    for lock, lines in asked.items():
        pins = _pins((ROOT / "locks" / f"{lock}.txt").read_text())
        for requirement in map(Requirement, lines):
            pin = pins[canonicalize_name(requirement.name)]
            version = re.match(r"[^=]+==(\S+)", pin)
            assert version is not None
            assert requirement.specifier.contains(version[1], prereleases=True), requirement


def test_the_libraries_we_compare_with_are_in_their_own_lock_alone() -> None:
    asked = (ROOT / f"{PEERS}.in").read_text()
    peers = {canonicalize_name(name) for name in re.findall(r"^[\w-]+", asked, re.MULTILINE)}
    assert peers
    assert peers <= _pins((ROOT / f"{PEERS}.txt").read_text()).keys()
    for lock in ("run", "test"):
        assert peers.isdisjoint(_pins((ROOT / "locks" / f"{lock}.txt").read_text()))


def _pins(lock: str) -> dict[str, str]:
    """Each pinned requirement with its options, by its normalised name."""
    joined = re.sub(r"\\\n\s*", "", re.sub(r"^\s*#.*\n", "", lock, flags=re.MULTILINE))
    return {canonicalize_name(line.split("==")[0]): line for line in joined.splitlines() if line}


def test_no_tracked_file_names_a_path_of_this_machine() -> None:
    places = {str(ROOT), str(Path.home())} - {"/"}
    named = re.compile("|".join(rf"(?<![\w.-]){re.escape(place)}(?![\w-])" for place in places))
    found = [
        f"{_shown(path)}: {match[0]}"
        for path in _tracked()
        if (match := named.search(path.read_bytes().decode("utf-8", errors="replace")))
    ]
    assert found == []


def test_decisions_are_numbered_and_titled() -> None:
    decisions = [path.name for path in (ROOT / "docs" / "decisions").glob("*")]
    records = sorted(name for name in decisions if name != "README.md")
    assert all(re.fullmatch(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md", name) for name in records)
    assert [int(name[:4]) for name in records] == list(range(1, len(records) + 1))


def test_what_is_public_says_what_it_promises() -> None:
    silent = [
        f"{_shown(path)}: {name}"
        for path in _files("contracts", "infra", "api")
        if not _migration(path)
        for name in _silent(_tree(path))
    ]
    assert silent == []


def _silent(tree: ast.Module) -> Iterator[str]:
    if tree.body and not ast.get_docstring(tree):
        yield "the module itself"
    for node in tree.body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        if not node.name.startswith("_") and not ast.get_docstring(node):
            yield node.name
