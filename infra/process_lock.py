"""One process for one folder: an advisory lock that the kernel frees when its holder dies."""

import fcntl
import os
import time
from pathlib import Path
from types import TracebackType
from typing import Self

_LOOK_AGAIN = 0.05


class FolderInUse(Exception):
    """Another process holds the lock. `pid` is the one it wrote down, None if it wrote none."""

    code = "FOLDER_IN_USE"

    def __init__(self, path: Path, pid: int | None) -> None:
        self.path = path
        self.pid = pid
        holder = f"process {pid}" if pid else "another process"
        super().__init__(f"{path.parent} is in use by {holder} (lock {path.name}); stop it first")


class ProcessLock:
    """A lock on the file `path`, whose folder must exist; also a context manager.

    The lock belongs to the open file: a child that inherits `fileno()` holds it too, and it is
    free when the last of them has ended. The file stays behind; only the lock on it counts.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._handle is not None

    def acquire(self, patience: float = 0.0) -> None:
        """Take the lock, trying for `patience` seconds; FolderInUse names who has it."""
        if self.held:
            raise RuntimeError(f"{self.path} is already held by this object")
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            self._await(handle, patience)
        except BaseException:
            os.close(handle)
            raise
        self._handle = handle
        self.name_holder(os.getpid())

    def _await(self, handle: int, patience: float) -> None:
        until = time.monotonic() + patience
        while True:
            try:
                return fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise FolderInUse(self.path, _written_pid(handle)) from None
            time.sleep(_LOOK_AGAIN)

    def name_holder(self, pid: int) -> None:
        """Write down whom a refused process is told about."""
        os.ftruncate(self.fileno(), 0)
        os.pwrite(self.fileno(), f"{pid}\n".encode(), 0)

    def fileno(self) -> int:
        """The open file of the lock, for a child that must hold it too."""
        if self._handle is None:
            raise RuntimeError(f"{self.path} is not held")
        return self._handle

    def release(self) -> None:
        """Let go; without effect if it is not held."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def _written_pid(handle: int) -> int | None:
    text = os.pread(handle, 32, 0).strip()
    return int(text) if text.isdigit() else None
