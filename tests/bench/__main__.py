"""`python -m tests.bench [part ...]`: all figures of one run, or those of some parts."""

import argparse
import asyncio
import inspect
import os
import platform
from collections.abc import Awaitable, Callable, Sequence

from tests.bench import command, demo, light, page, papers

PARTS: dict[str, tuple[Callable[[], Awaitable[None] | None], str]] = {
    "light": (light.measure, "light commands as whole processes"),
    "documents": (papers.measure, "pages a second, and the memory of 400 pages"),
    "command": (command.measure, "a command through workflow and store"),
    "page": (page.measure, "the page of the score matrix"),
    "demo": (demo.measure, "`bestek demo --exit`: its time, and the memory of the program"),
    "memory": (papers.long, "the memory of 400 pages alone"),
}

ALL = tuple(name for name in PARTS if name != "memory")
"""What a run without arguments measures; `documents` has the memory of 400 pages in it."""


def chosen(arguments: Sequence[str] | None = None) -> list[str]:
    """The parts that are asked for, in the order in which they are measured."""
    told = "\n".join(f"  {name:<10} {what}" for name, (_, what) in PARTS.items())
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description="Measure the product and say whether it is what was aimed at.",
        epilog=f"parts:\n{told}\n\nWithout any: {', '.join(ALL)}.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("part", nargs="*", help="what to measure, of the parts below")
    asked = parser.parse_args(arguments).part
    if unknown := [name for name in asked if name not in PARTS]:
        parser.error(f"no part is called {', '.join(unknown)}; there are {', '.join(PARTS)}")
    return [name for name in PARTS if name in (asked or ALL)]


async def measure(parts: Sequence[str]) -> None:
    """One figure after the other: they share the machine."""
    load = ", ".join(f"{each:.2f}" for each in os.getloadavg())
    print(
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores; load before: {load}"
    )
    for name in parts:
        done = PARTS[name][0]()
        if inspect.isawaitable(done):
            await done


if __name__ == "__main__":
    asyncio.run(measure(chosen()))
