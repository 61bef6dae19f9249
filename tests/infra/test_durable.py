"""Files that are there whole or not at all."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from infra import durable


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_written_is_its_owners_and_alone(tmp_path: Path) -> None:
    durable.write(tmp_path / "it", b"one")
    durable.write(tmp_path / "it", b"two")
    assert (tmp_path / "it").read_bytes() == b"two"
    assert _mode(tmp_path / "it") == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["it"]


def test_a_failed_write_leaves_the_old_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    durable.write(tmp_path / "it", b"old")

    def full(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("infra.durable.os.fsync", full)
    with pytest.raises(OSError, match="no space left"):
        durable.write(tmp_path / "it", b"new")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"it": b"old"}


def test_of_many_writers_one_wins(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        won = list(pool.map(lambda n: durable.write_once(tmp_path / "it", b"%d" % n), range(32)))
    assert won.count(True) == 1
    assert (tmp_path / "it").read_bytes() == b"%d" % won.index(True)
    assert [p.name for p in tmp_path.iterdir()] == ["it"]


def test_folders_are_made_private_down_from_one_that_exists(tmp_path: Path) -> None:
    durable.make_folder(tmp_path / "a" / "b", within=tmp_path)
    durable.make_folder(tmp_path / "a" / "b", within=tmp_path)
    assert _mode(tmp_path / "a") == _mode(tmp_path / "a" / "b") == 0o700
    with pytest.raises(ValueError, match="not in the subpath"):
        durable.make_folder(tmp_path, within=tmp_path / "a")
    with pytest.raises(FileNotFoundError):
        durable.make_folder(tmp_path / "x" / "y", within=tmp_path / "x")


def test_removing_says_whether_there_was_something(tmp_path: Path) -> None:
    durable.write(tmp_path / "it", b"")
    assert durable.remove(tmp_path / "it")
    assert not durable.remove(tmp_path / "it")


def test_notes_are_merged_and_damaged_notes_are_begun_again(tmp_path: Path) -> None:
    notes = tmp_path / "notes.json"
    assert durable.read_json(notes) == {}
    durable.merge_json(notes, {"a": 1})
    durable.merge_json(notes, {"b": 2})
    assert durable.read_json(notes) == {"a": 1, "b": 2}
    notes.write_text("[1, 2")
    assert durable.read_json(notes) == {}
    notes.write_text("[1, 2]")
    assert durable.read_json(notes) == {}
