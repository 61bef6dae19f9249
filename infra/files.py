"""Files by their content: `files/ab/cd/<sha256>`, written whole or not at all, checked when read.

What `put_*` returned survives a power cut: the content, its name and every folder above it have
been synced. Putting the same content again changes nothing. Nothing is ever changed in place.
"""

import hashlib
import os
import re
import tempfile
import time
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterator
from contextlib import aclosing, contextmanager
from datetime import timedelta
from io import BufferedReader
from pathlib import Path
from typing import NamedTuple

from infra import durable, threads

_BLOCK = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")


class StoredFile(NamedTuple):
    """A file in the store: the hexadecimal SHA-256 of its content and its size in bytes."""

    sha256: str
    size: int


class FileTooLarge(Exception):
    """More bytes came than allowed; nothing was kept."""

    code = "FILE_TOO_LARGE"

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"the file is larger than {limit} bytes")


class FileMissing(Exception):
    """No file with this content is in the store."""

    code = "FILE_MISSING"

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(f"no file {sha256}")


class FileDamaged(Exception):
    """The bytes under this name are no longer the bytes that were put there."""

    code = "FILE_DAMAGED"

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        super().__init__(f"file {sha256} is damaged")


class Incoming:
    """A file on its way in: written aside until `keep` gives it its name. Blocking."""

    def __init__(self, store: "FileStore", limit: int | None) -> None:
        self._store = store
        self._limit = limit
        self._hash = hashlib.sha256()
        self._size = 0
        handle, name = tempfile.mkstemp(dir=store.incoming_folder())
        self._path = Path(name)
        self._file = os.fdopen(handle, "wb", buffering=0)

    def write(self, block: bytes) -> int:
        """Take in `block` whole; FileTooLarge beyond the limit."""
        self._size += len(block)
        if self._limit is not None and self._size > self._limit:
            raise FileTooLarge(self._limit)
        self._hash.update(block)
        rest = memoryview(block)
        while rest:
            rest = rest[self._file.write(rest) :]
        return len(block)

    def flush(self) -> None:
        """Nothing waits in memory; writers of streams ask for it."""

    def keep(self) -> StoredFile:
        """Sync what was written and give it the name of its content."""
        os.fsync(self._file.fileno())
        stored = StoredFile(self._hash.hexdigest(), self._size)
        target = self._store.path_of(stored.sha256)
        durable.make_folder(target.parent, within=self._store.folder.parent)
        os.replace(self._path, target)
        durable.sync_folder(target.parent)
        return stored

    def close(self) -> None:
        """Drop what was not kept."""
        self._file.close()
        self._path.unlink(missing_ok=True)


class FileStore:
    """The files below `folder`, whose parent (the data folder) must exist."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        """Where this content lies if it is there; ValueError if `sha256` is no hash."""
        if not _SHA256.fullmatch(sha256):
            raise ValueError("a file is named by 64 hexadecimal digits")
        return self.folder / sha256[:2] / sha256[2:4] / sha256

    def exists(self, sha256: str) -> bool:
        """Whether this content was put; its bytes are not read."""
        return self.path_of(sha256).is_file()

    def incoming_folder(self) -> Path:
        """Where unfinished files lie, on the same disk as the finished."""
        folder = self.folder / "incoming"
        if not folder.exists():
            durable.make_folder(folder, within=self.folder.parent)
        return folder

    @contextmanager
    def incoming(self, limit: int | None = None) -> Iterator[Incoming]:
        """A file to write and `keep`; dropped when the block is left without. Blocking."""
        incoming = Incoming(self, limit)
        try:
            yield incoming
        finally:
            incoming.close()

    async def put_stream(self, chunks: AsyncIterable[bytes], limit: int | None) -> StoredFile:
        """Store what `chunks` brings; FileTooLarge as soon as it passes `limit` bytes."""
        incoming = await threads.run(Incoming, self, limit)
        try:
            async for block in blocks(chunks):
                await threads.run(incoming.write, block)
            return await threads.run(incoming.keep)
        finally:
            incoming.close()

    async def put_bytes(self, content: bytes, limit: int | None = None) -> StoredFile:
        """Store `content`; FileTooLarge beyond `limit` bytes."""
        return await threads.run(self._put_bytes, content, limit)

    def _put_bytes(self, content: bytes, limit: int | None) -> StoredFile:
        with self.incoming(limit) as incoming:
            incoming.write(content)
            return incoming.keep()

    async def read(self, sha256: str) -> bytes:
        """The whole content, checked; FileMissing or FileDamaged."""
        async with aclosing(self.open_stream(sha256)) as stream:
            return b"".join([block async for block in stream])

    async def open_stream(self, sha256: str) -> AsyncGenerator[bytes, None]:
        """The content in blocks; FileMissing at the first.

        FileDamaged comes after the last block, so a reader acts only on a stream that ended well;
        `verify` first where that is too late.
        """
        source = await threads.run(self.open, sha256)
        found = hashlib.sha256()
        try:
            while block := await threads.run(source.read, _BLOCK):
                found.update(block)
                yield block
        finally:
            source.close()
        if found.hexdigest() != sha256:
            raise FileDamaged(sha256)

    def open(self, sha256: str) -> BufferedReader:
        """The content as an unchecked blocking file; FileMissing."""
        try:
            return self.path_of(sha256).open("rb")
        except FileNotFoundError:
            raise FileMissing(sha256) from None

    async def verify(self, sha256: str) -> None:
        """Read the content through once; FileMissing or FileDamaged."""
        await threads.run(self._verify, sha256)

    def _verify(self, sha256: str) -> None:
        with self.open(sha256) as source:
            if hashlib.file_digest(source, "sha256").hexdigest() != sha256:
                raise FileDamaged(sha256)

    def drop_unfinished(self, older_than: timedelta) -> int:
        """Remove what crashed uploads left behind that long ago (wall clock); how many."""
        limit = time.time() - older_than.total_seconds()
        stale = [p for p in self.incoming_folder().iterdir() if p.stat().st_mtime < limit]
        for path in stale:
            path.unlink(missing_ok=True)
        return len(stale)


async def blocks(chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in blocks of at least a mebibyte, so that each thread hop carries enough."""
    gathered = bytearray()
    async for chunk in chunks:
        gathered += chunk
        if len(gathered) >= _BLOCK:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)
