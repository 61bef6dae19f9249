"""Files that survive a power cut: written aside, synced, renamed, and the folder synced.

Blocking; callers on the event loop go through a thread. Everything made here is readable by its
owner only.
"""

import json
import os
import tempfile
from pathlib import Path
from typing import Any


def make_folder(folder: Path, within: Path) -> None:
    """Make `folder` and its parents below `within`, which must exist; all their names are synced.

    ValueError if `folder` does not lie within it.
    """
    below = folder.relative_to(within)
    current = within
    for part in below.parts:
        parent, current = current, current / part
        current.mkdir(mode=0o700, exist_ok=True)
        sync_folder(parent)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write(path: Path, content: bytes) -> None:
    """Put `content` at `path` whole or not at all, over what was there."""
    aside = _write_aside(path, content)
    os.replace(aside, path)
    sync_folder(path.parent)


def write_once(path: Path, content: bytes) -> bool:
    """Put `content` at `path` unless something is there; whether this call did it.

    Of several at the same time exactly one wins, also between processes.
    """
    aside = _write_aside(path, content)
    try:
        os.link(aside, path)
        return True
    except FileExistsError:
        return False
    finally:
        aside.unlink()
        sync_folder(path.parent)


def remove(path: Path) -> bool:
    """Take the name `path` away for good; whether it was there."""
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    sync_folder(path.parent)
    return True


def merge_json(path: Path, entries: dict[str, Any]) -> None:
    """Set `entries` in the JSON object at `path`, which is made if it is missing or damaged."""
    write(path, json.dumps(read_json(path) | entries, indent=2, sort_keys=True).encode())


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object at `path`; empty if it is missing or damaged."""
    try:
        found = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_aside(path: Path, content: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as aside:
            aside.write(content)
            aside.flush()
            os.fsync(aside.fileno())
    except BaseException:
        os.unlink(name)
        raise
    return Path(name)
