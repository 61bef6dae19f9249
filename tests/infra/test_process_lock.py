"""One process for one folder."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from infra.process_lock import FolderInUse, ProcessLock

ROOT = Path(__file__).parents[2]
HOLDER = """
import sys, time
from pathlib import Path
from infra.process_lock import ProcessLock
lock = ProcessLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


def _hold_elsewhere(path: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_a_second_process_is_told_who_holds_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "bestek.lock"
    with _hold_elsewhere(path) as holder:
        with pytest.raises(FolderInUse, match=f"in use by process {holder.pid}") as refused:
            ProcessLock(path).acquire()
        assert refused.value.pid == holder.pid
        holder.kill()


def test_a_killed_holder_leaves_the_folder_free(tmp_path: Path) -> None:
    path = tmp_path / "bestek.lock"
    with _hold_elsewhere(path) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with ProcessLock(path):
        assert path.read_text() == f"{os.getpid()}\n"


def test_two_locks_in_one_process_refuse_each_other(tmp_path: Path) -> None:
    with ProcessLock(tmp_path / "lock") as first:
        with pytest.raises(FolderInUse):
            ProcessLock(tmp_path / "lock").acquire()
        with pytest.raises(RuntimeError):
            first.acquire()
    ProcessLock(tmp_path / "lock").acquire()


def test_patience_waits_for_a_holder_on_its_way_out(tmp_path: Path) -> None:
    path = tmp_path / "bestek.lock"
    with _hold_elsewhere(path) as holder:
        began = time.monotonic()
        with pytest.raises(FolderInUse):
            ProcessLock(path).acquire(patience=0.2)
        assert time.monotonic() - began >= 0.2
        holder.kill()
        ProcessLock(path).acquire(patience=20)


def test_a_child_that_inherits_the_lock_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "bestek.lock"
    lock = ProcessLock(path)
    lock.acquire()
    with subprocess.Popen(["sleep", "60"], pass_fds=[lock.fileno()]) as child:
        lock.name_holder(child.pid)
        lock.release()
        with pytest.raises(FolderInUse, match=str(child.pid)):
            ProcessLock(path).acquire()
        child.kill()
    ProcessLock(path).acquire(patience=1)


def test_releasing_what_is_not_held_does_nothing(tmp_path: Path) -> None:
    lock = ProcessLock(tmp_path / "lock")
    lock.release()
    assert not lock.held
    with pytest.raises(RuntimeError):
        lock.fileno()
