"""Start a program that ends with the one that asked for it, whatever ends that one.

`python -I -S tether.py (death-signal|watch) PID PROGRAM ARGUMENT…`, run by the process PID with a
pipe as standard input. This process becomes PROGRAM, so it keeps its process id. With
`death-signal` the Linux kernel kills it when the thread that started it ends; `watch` leaves a
small process behind that kills it when the pipe closes, as on macOS there is no such signal.

Stands alone: it runs without the product's packages, so that it is quick and small.
"""

import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
_MOST_FILES = 65_536


def main(way: str, parent: int, command: list[str]) -> None:
    """Tie this process to `parent` and become `command`; exit code 1 if `parent` is gone."""
    os.umask(0o077)
    if way == "death-signal":
        _ask_for_death_signal()
    else:
        _leave_watcher(os.getpid())
    if os.getppid() != parent:
        sys.exit(1)
    os.execv(command[0], command)  # noqa: S606 (the program is given by its whole path)


def _ask_for_death_signal() -> None:
    import ctypes  # noqa: PLC0415 (a third of the start; the other way does without)

    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _leave_watcher(watched: int) -> None:
    if os.fork():
        return
    os.closerange(1, _MOST_FILES)  # above all the lock, which this process must not hold on to
    while os.read(0, 1):
        pass
    if os.getppid() == watched:
        os.kill(watched, signal.SIGKILL)
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
