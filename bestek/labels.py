"""`bestek labels import`: what codes mean, from the official lists into the store."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bestek import options
from bestek.errors import CannotGoOn
from contracts.base import Language

if TYPE_CHECKING:
    from contracts.rules.identifiers.lists import LabelList
    from infra.settings import Settings
    from infra.store.labels import Loaded

COMPLETE, UNUSABLE_FILE = 0, 2
"""Exit codes."""

app = typer.Typer(
    name="labels",
    help="What CPV and NUTS codes mean, from the official lists, in four languages.",
    no_args_is_help=True,
)


@app.callback()
def labels() -> None:
    """What CPV and NUTS codes mean, from the official lists, in four languages."""


@app.command("import")
def import_labels(
    file: Annotated[Path, typer.Argument(help="The list of CPV or of NUTS codes, as CSV.")],
    version: Annotated[
        str | None,
        typer.Option(
            "--version",
            metavar="YEAR",
            help="Which version of the list it is; the file does not say.",
            show_default="the one in use: CPV 2008, NUTS 2024",
        ),
    ] = None,
    language: Annotated[
        Language, typer.Option("--lang", help="The language of the account.")
    ] = Language.NL,
    data: options.DataFolder = None,
    store_url: options.StoreUrl = None,
) -> None:
    """Take the labels of an official list into the store; a repeat changes nothing.

    Which list it is, is seen from what is in it. Ends with exit code 2 and the reason when the file
    is no such list, or has a row that cannot be right; then nothing was taken. A store in the
    data folder takes one writer: stop Bestek first.
    """
    settings = options.settings_of(data_folder=data, store_url=store_url)
    raise typer.Exit(run_import(settings, file, version, language))


def run_import(settings: "Settings", file: Path, version: str | None, language: Language) -> int:
    """Load one list; COMPLETE, or UNUSABLE_FILE when nothing could be taken from it."""
    from bestek import signals
    from infra import label_files
    from infra.texts.catalogue import Texts

    texts = Texts(language)
    try:
        found = label_files.read(file, version)
    except label_files.UnusableList as wrong:
        sentence = texts.say(f"labels.wrong.{wrong.code}", **wrong.facts)
        typer.echo(f"{file.name}: {sentence}", err=True)
        return UNUSABLE_FILE

    async def main() -> int:
        typer.echo(_account(found, await _load(settings, found), language))
        return COMPLETE

    return signals.run(main(), interrupted=1)


async def _load(settings: "Settings", found: "LabelList") -> "Loaded":
    from bestek import serve
    from infra.store import labels as writing
    from infra.store import schema
    from infra.store.engine import Store, StoreAwayError

    with serve.sole_writer(settings):
        store = Store(settings.database_url)
        try:
            await schema.prepare(store)
            return await store.write(lambda connection: writing.load(connection, found))
        except StoreAwayError as away:
            raise CannotGoOn("The store does not answer; nothing was taken.") from away
        finally:
            await store.close()


def _account(found: "LabelList", loaded: "Loaded", language: Language) -> str:
    from infra.texts import formats
    from infra.texts.catalogue import Texts

    texts = Texts(language)
    figures = {
        "codes": len(found.labels),
        "labels": loaded.added + loaded.changed + loaded.unchanged,
        "added": loaded.added,
        "changed": loaded.changed,
        "unchanged": loaded.unchanged,
    }
    return texts.say(
        "labels.loaded",
        scheme=texts.say(f"labels.scheme.{found.scheme}"),
        version=found.version,
        **{name: formats.plain(figure, language) for name, figure in figures.items()},
    )
