"""Files by their content."""

import asyncio
import hashlib
import os
import stat
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from infra.files import FileDamaged, FileMissing, FileStore, FileTooLarge, StoredFile

CONTENT = bytes(range(256)) * 20_000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


async def chunks(content: bytes = CONTENT, size: int = 64 * 1024) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


def unfinished(store: FileStore) -> list[Path]:
    return list(store.incoming_folder().iterdir())


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


async def test_a_stream_lies_under_the_hash_of_its_content(store: FileStore) -> None:
    assert await store.put_stream(chunks(), limit=None) == StoredFile(SHA256, len(CONTENT))
    path = store.folder / SHA256[:2] / SHA256[2:4] / SHA256
    assert store.path_of(SHA256) == path
    assert path.read_bytes() == CONTENT
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert unfinished(store) == []


async def test_what_was_put_is_read_again(store: FileStore) -> None:
    stored = await store.put_bytes(CONTENT)
    assert await store.read(stored.sha256) == CONTENT
    assert b"".join([block async for block in store.open_stream(stored.sha256)]) == CONTENT
    assert store.exists(stored.sha256)
    await store.verify(stored.sha256)


async def test_an_empty_file_is_a_file(store: FileStore) -> None:
    stored = await store.put_stream(chunks(b""), limit=0)
    assert stored == StoredFile(hashlib.sha256(b"").hexdigest(), 0)
    assert await store.read(stored.sha256) == b""


async def test_the_same_content_is_kept_once(store: FileStore) -> None:
    await asyncio.gather(*(store.put_stream(chunks(), limit=None) for _ in range(4)))
    kept = [path for path in store.folder.rglob("*") if path.is_file()]
    assert kept == [store.path_of(SHA256)]


async def test_a_file_of_exactly_the_limit_passes_and_one_byte_more_does_not(
    store: FileStore,
) -> None:
    await store.put_stream(chunks(), limit=len(CONTENT))
    with pytest.raises(FileTooLarge) as refused:
        await store.put_stream(chunks(CONTENT + b"!"), limit=len(CONTENT))
    assert (refused.value.code, refused.value.limit) == ("FILE_TOO_LARGE", len(CONTENT))
    with pytest.raises(FileTooLarge):
        await store.put_bytes(b"!!", limit=1)
    assert unfinished(store) == []


async def test_too_long_a_stream_is_not_read_to_its_end(store: FileStore) -> None:
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while True:
            given += 1
            yield bytes(1024 * 1024)

    with pytest.raises(FileTooLarge):
        await store.put_stream(endless(), limit=3 * 1024 * 1024)
    assert given == 4


async def test_a_broken_stream_leaves_nothing(store: FileStore) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield CONTENT
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await store.put_stream(broken(), limit=None)
    assert unfinished(store) == []


async def test_a_cancelled_upload_leaves_nothing(store: FileStore) -> None:
    begun = asyncio.Event()

    async def stalled() -> AsyncIterator[bytes]:
        yield CONTENT
        begun.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(store.put_stream(stalled(), limit=None))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert unfinished(store) == []


async def test_damage_is_seen_when_a_file_is_read(store: FileStore) -> None:
    stored = await store.put_bytes(CONTENT)
    path = store.path_of(stored.sha256)
    path.write_bytes(CONTENT[:-1] + b"!")
    for reading in (store.read(stored.sha256), store.verify(stored.sha256)):
        with pytest.raises(FileDamaged) as damage:
            await reading
        assert damage.value.sha256 == stored.sha256
    await store.put_bytes(CONTENT)
    assert await store.read(stored.sha256) == CONTENT


async def test_an_unknown_file_is_missing(store: FileStore) -> None:
    assert not store.exists(SHA256)
    with pytest.raises(FileMissing):
        await store.read(SHA256)
    with pytest.raises(FileMissing):
        await store.verify(SHA256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", SHA256.upper(), SHA256 + "\n", "a" * 63])
def test_only_a_hash_names_a_file(store: FileStore, name: str) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        store.path_of(name)


async def test_nothing_has_its_name_before_it_is_whole(
    store: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    sync, rename = os.fsync, os.replace

    def synced(handle: int) -> None:
        is_file = stat.S_ISREG(os.fstat(handle).st_mode)
        seen.append("sync the file" if is_file else "sync a folder")
        sync(handle)

    def renamed(source: Path, target: Path) -> None:
        seen.append("rename")
        rename(source, target)

    store.incoming_folder()
    monkeypatch.setattr("infra.files.os.fsync", synced)
    monkeypatch.setattr("infra.files.os.replace", renamed)
    await store.put_bytes(CONTENT)
    assert (seen[0], seen[-2:]) == ("sync the file", ["rename", "sync a folder"])


async def test_what_a_crash_left_behind_is_dropped_after_a_day(store: FileStore) -> None:
    old, new = store.incoming_folder() / "old", store.incoming_folder() / "new"
    old.write_bytes(b"half")
    new.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert store.drop_unfinished(timedelta(days=1)) == 1
    assert unfinished(store) == [new]
