"""`python -m tests.bench`: all figures of one run."""

import asyncio

from tests.bench import command

if __name__ == "__main__":
    asyncio.run(command.measure())
