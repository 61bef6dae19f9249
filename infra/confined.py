"""Work in a child process that may not take more than its share: heavy documents, files from
anybody.

The child starts when there is work, does one piece after another, and ends when it has had none
for a while, so that an idle program carries none of its memory. What takes more time or memory
than allowed is stopped with its process and told as `TooHeavy`; the next piece gets a new one.
Where the system does not limit a process's memory (macOS), time alone is limited.
"""

import asyncio
import contextlib
import os
import pickle
import resource
import signal
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

_LENGTH = struct.Struct(">Q")
_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """What one piece of work may take."""

    seconds: int = 120
    """Of the processor, and of the wall clock once more than that."""
    memory: int = 1536 * _MEBIBYTE
    """Address space of the whole child, in bytes; 400 pages take a tenth."""
    idle: float = 30
    """Seconds without work after which the child ends."""


class TooHeavy(Exception):
    """The work took more time or memory than it may; it was stopped and left nothing."""

    code = "TOO_HEAVY"


class Confined:
    """One child process at a time for the work of one kind, in the order in which it comes."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self.limits = limits
        self._turn = asyncio.Lock()
        self._child: asyncio.subprocess.Process | None = None
        self._ending: asyncio.TimerHandle | None = None

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns or raises in the child; it, its arguments and its answer are pickled,
        so `work` is a function of a module. TooHeavy when it was stopped."""
        async with self._turn:
            self._stay()
            child = self._child
            # It may have been stopped from outside while it waited.
            if child is None or child.returncode is not None:
                child = await self._start()
            try:
                answer = await self._ask(child, pickle.dumps((work, args, kwargs)))
            except BaseException:
                await self._end()
                raise
            self._ending = asyncio.get_running_loop().call_later(self.limits.idle, self._retire)
        good, result = pickle.loads(answer)  # noqa: S301 (our own child)
        if not good:
            raise result
        found: T = result
        return found

    async def close(self) -> None:
        """End the child; what it was doing is lost."""
        self._stay()
        await self._end()

    async def _start(self) -> asyncio.subprocess.Process:
        self._child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-P",  # modules come from where ours come from, never from the folder it is started in
            "-c",
            "from infra import confined; confined.main()",
            str(self.limits.seconds),
            str(self.limits.memory),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(os.path.abspath, sys.path))},
        )
        return self._child

    async def _ask(self, child: asyncio.subprocess.Process, question: bytes) -> bytes:
        if child.stdin is None or child.stdout is None:
            raise LookupError("the child has both its pipes")
        try:
            async with asyncio.timeout(2 * self.limits.seconds):
                child.stdin.write(_LENGTH.pack(len(question)) + question)
                await child.stdin.drain()
                length = _LENGTH.unpack(await child.stdout.readexactly(_LENGTH.size))[0]
                return await child.stdout.readexactly(length)
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionError) as stopped:
            raise TooHeavy(f"stopped after its share of time or memory: {self.limits}") from stopped

    def _stay(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
            self._ending = None

    def _retire(self) -> None:
        """Let an idle child end: it does when its questions stop."""
        child, self._child = self._child, None
        if child is not None and child.stdin is not None:
            child.stdin.close()

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()


def _serve(seconds: int, memory: int, questions: BinaryIO, answers: BinaryIO) -> None:
    """The child: answer one question after another until there are no more."""
    # Ctrl-C reaches the whole group; the program decides when this child ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    while head := questions.read(_LENGTH.size):
        question = questions.read(_LENGTH.unpack(head)[0])
        used = resource.getrusage(resource.RUSAGE_SELF)
        spent = int(used.ru_utime + used.ru_stime)
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds, hard))
        answer = pickle.dumps(_answer(question))
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _answer(question: bytes) -> tuple[bool, Any]:
    try:
        work, args, kwargs = pickle.loads(question)  # noqa: S301 (our own parent)
        return True, work(*args, **kwargs)
    except MemoryError:
        return False, TooHeavy("more memory than it may take")
    except Exception as error:
        try:
            pickle.loads(pickle.dumps(error))  # noqa: S301 (our own)
        except Exception:
            error = RuntimeError(f"{type(error).__name__}: {error}")
        return False, error


def main() -> None:
    """The entry point of the child. What prints, prints to the log, not into the answers."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    seconds, memory = (int(each) for each in sys.argv[1:])
    _serve(seconds, memory, sys.stdin.buffer, answers)
