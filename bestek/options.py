"""What several commands are asked in the same way, and the settings that come of it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from pydantic import ValidationError

from bestek.errors import CannotGoOn

if TYPE_CHECKING:
    from infra.settings import Settings

DataFolder = Annotated[
    Path | None,
    typer.Option(
        "--data",
        envvar="BESTEK_DATA",
        help="The data folder: everything that lasts.",
        show_default="./data",
    ),
]
StoreUrl = Annotated[
    str | None,
    typer.Option(
        "--store-url",
        envvar="BESTEK_STORE_URL",
        help="postgresql://… for several programs on one store.",
        show_default="SQLite in the data folder",
    ),
]
TemporalAddress = Annotated[
    str | None,
    typer.Option(
        "--temporal-address",
        envvar="BESTEK_TEMPORAL_ADDRESS",
        metavar="HOST:PORT",
        help="A Temporal server that runs already.",
        show_default="the one of the data folder",
    ),
]
Host = Annotated[
    str | None,
    typer.Option(
        "--host",
        envvar="BESTEK_HOST",
        help="The address that the web server binds.",
        show_default="127.0.0.1",
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port",
        envvar="BESTEK_PORT",
        min=0,
        max=65535,
        help="The port of the web server; 0 takes a free one.",
        show_default="8420",
    ),
]


def settings_of(**given: Any) -> "Settings":
    """The settings of the environment with what was given on the command line over them.

    Raises CannotGoOn with the variable that is wrong.
    """
    from infra.settings import Settings

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        wrong = [
            _variable(each["loc"]) + each["msg"].removeprefix("Value error, ")
            for each in error.errors()
        ]
        raise CannotGoOn(f"A setting is wrong. {'; '.join(wrong)}.") from error


def _variable(place: tuple[int | str, ...]) -> str:
    """The environment variable of a field, by which people know it."""
    if not place:
        return ""
    field = str(place[0])
    return f"{field if field.startswith('BESTEK_') else f'BESTEK_{field.upper()}'}: "
