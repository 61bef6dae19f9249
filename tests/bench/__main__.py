"""`python -m tests.bench`: all figures of one run."""

import asyncio
import os
import platform

from tests.bench import command, demo, light, page, papers


async def measure() -> None:
    """One figure after the other: they share the machine."""
    load = ", ".join(f"{each:.2f}" for each in os.getloadavg())
    print(
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, "
        f"{os.cpu_count()} cores; load before: {load}"
    )
    light.measure()
    papers.measure()
    await command.measure()
    await page.measure()
    await demo.measure()


if __name__ == "__main__":
    asyncio.run(measure())
