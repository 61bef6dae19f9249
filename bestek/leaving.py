"""How the program's process ends, once everything it held was given back."""

import contextlib
import logging
import os
import sys
from typing import NoReturn


def leave(code: int) -> NoReturn:
    """End the process with this exit code; what it said is written first.

    Where Temporal's engine was loaded the interpreter is not taken down. A thread of the engine
    that still has a cancelled call to tell about then waits for the interpreter, which waits for
    that thread: the process hangs, or aborts (temporalio/sdk-python issue 300, seen in 1.35.0).
    """
    if "infra.temporal.connect" not in sys.modules:
        sys.exit(code)
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError):  # whoever read it has gone
            stream.flush()
    os._exit(code)
