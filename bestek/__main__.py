"""`python -m bestek` and the `bestek` command."""

from bestek.cli import main

if __name__ == "__main__":
    main()
