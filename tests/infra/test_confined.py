"""Work in a child: its answers, its limits, and its end when there is no more."""

import asyncio
import math
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from infra.confined import Confined, Limits, TooHeavy
from infra.vault.keys import KeyExposed

MEMORY = 512 * 1024 * 1024


@pytest.fixture
async def confined() -> AsyncIterator[Confined]:
    """A child that may take a second and half a gigabyte."""
    opened = Confined(Limits(seconds=1, memory=MEMORY, idle=60))
    yield opened
    await opened.close()


async def test_the_answer_comes_from_another_process_and_the_same_again(
    confined: Confined,
) -> None:
    first = await confined.run(os.getpid)
    assert first != os.getpid()
    assert await confined.run(os.getpid) == first


async def test_what_is_raised_there_is_raised_here(confined: Confined) -> None:
    with pytest.raises(ValueError, match="math domain"):
        await confined.run(math.sqrt, -1)
    with pytest.raises(KeyExposed):
        await confined.run(_expose)


def _expose() -> None:
    raise KeyExposed("a key")


async def test_an_error_that_cannot_travel_is_told_in_words(confined: Confined) -> None:
    with pytest.raises(RuntimeError, match="Stubborn: two words"):
        await confined.run(_be_stubborn)


class Stubborn(Exception):
    """Cannot be made again from its arguments."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def _be_stubborn() -> None:
    raise Stubborn("two", "words")


async def test_work_that_never_ends_is_stopped_and_the_next_is_done(confined: Confined) -> None:
    first = await confined.run(os.getpid)
    with pytest.raises(TooHeavy):
        await confined.run(time.sleep, 600)
    assert not psutil.pid_exists(first)
    with pytest.raises(TooHeavy):
        await confined.run(_turn_round)
    assert await confined.run(math.sqrt, 4.0) == 2


def _turn_round() -> None:
    while True:
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="this system does not limit address space")
async def test_work_that_takes_too_much_memory_is_stopped(confined: Confined) -> None:
    with pytest.raises(TooHeavy):
        await confined.run(bytes, 2 * MEMORY)
    assert await confined.run(math.sqrt, 4.0) == 2


async def test_what_prints_does_not_spoil_the_answer(confined: Confined) -> None:
    await confined.run(print, "een regel")
    assert await confined.run(math.sqrt, 4.0) == 2


async def test_pieces_of_work_wait_for_each_other(confined: Confined) -> None:
    answers = await asyncio.gather(*(confined.run(math.sqrt, float(n * n)) for n in range(5)))
    assert answers == [0, 1, 2, 3, 4]


async def test_a_caller_who_leaves_does_not_mix_up_answers(confined: Confined) -> None:
    leaving = asyncio.create_task(confined.run(time.sleep, 600))
    while not psutil.Process().children():
        await asyncio.sleep(0.01)
    leaving.cancel()
    await asyncio.gather(leaving, return_exceptions=True)
    assert await confined.run(math.sqrt, 9.0) == 3


async def test_a_child_that_was_killed_while_it_waited_is_replaced(confined: Confined) -> None:
    child = psutil.Process(await confined.run(os.getpid))
    child.kill()
    while child.is_running():
        await asyncio.sleep(0.01)
    assert await confined.run(math.sqrt, 4.0) == 2


async def test_the_folder_it_is_started_in_lends_it_no_modules(
    confined: Confined, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "infra").mkdir()
    (tmp_path / "infra" / "__init__.py").touch()
    (tmp_path / "infra" / "confined.py").write_text("raise SystemExit('of a stranger')")
    monkeypatch.chdir(tmp_path)
    assert await confined.run(math.sqrt, 4.0) == 2


async def test_an_interrupt_of_the_whole_group_leaves_it_to_the_program(
    confined: Confined,
) -> None:
    child = psutil.Process(await confined.run(os.getpid))
    child.send_signal(signal.SIGINT)
    assert await confined.run(os.getpid) == child.pid


async def test_an_idle_child_ends(confined: Confined) -> None:
    idle = Confined(Limits(seconds=1, memory=MEMORY, idle=0.01))
    child = psutil.Process(await idle.run(os.getpid))
    await asyncio.to_thread(child.wait, 60)
    assert await idle.run(os.getpid) != child.pid
    await idle.close()
