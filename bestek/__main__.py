"""`python -m bestek` and the `bestek` command."""

import sys
from importlib import import_module

LIGHT = {"advise": "bestek.advising", "period": "bestek.period"}
"""Commands that only compute, each with the module whose `main` takes its arguments: a script may
ask them often, so they start without what the other commands load. `cli` lists them too."""


def main() -> None:
    """The entry point: run the command that was given."""
    name, *arguments = [*sys.argv[1:], ""]
    if name in LIGHT:
        sys.exit(import_module(LIGHT[name]).main(arguments[:-1]))
    from bestek import cli

    cli.main()


if __name__ == "__main__":
    main()
