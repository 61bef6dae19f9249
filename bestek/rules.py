"""`bestek rules`: the editions of the law, printed, compared and checked.

It needs no server, no store and no settings, and loads little. So it prints the law, and not the
figures that an organisation uses instead: those lie in its store.
"""

from pathlib import Path
from typing import Annotated

import typer

from contracts.base import Language

app = typer.Typer(
    name="rules",
    help="The editions of the law that Bestek computes with, as they ship. What an organisation "
    "uses instead of the law stands in its store: see its page Regels, or GET /api/v1/rules.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Lang = Annotated[Language, typer.Option("--lang", help="The language of tables and sentences.")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]
Chosen = Annotated[
    str | None,
    typer.Argument(
        metavar="EDITION",
        help="An edition, as be-2026-01, or a day, as 2026-11-23.",
        show_default="the last one",
    ),
]


@app.command("list")
def list_editions(language: Lang = Language.NL, as_json: AsJson = False) -> None:
    """List the editions: from when to when, how many parameters, how many to be confirmed."""
    from bestek import rules_shown

    raise typer.Exit(rules_shown.run_list(rules_shown.Output(language, as_json)))


@app.command()
def show(
    edition: Chosen = None,
    parameter: Annotated[
        str | None, typer.Argument(metavar="PARAMETER", help="Only this one, in full.")
    ] = None,
    language: Lang = Language.NL,
    as_json: AsJson = False,
) -> None:
    """Show an edition: each figure with its unit and article; what is not sure is marked.

    Ends with exit code 2 when there is no such edition or parameter.
    """
    from bestek import rules_shown

    output = rules_shown.Output(language, as_json)
    raise typer.Exit(rules_shown.run_show(edition, parameter, output))


@app.command()
def diff(
    before: Annotated[str, typer.Argument(metavar="EDITION", help="An edition, or a day.")],
    after: Annotated[str, typer.Argument(metavar="EDITION", help="Another one.")],
    language: Lang = Language.NL,
    as_json: AsJson = False,
) -> None:
    """Show what changed from one edition to another."""
    from bestek import rules_shown

    output = rules_shown.Output(language, as_json)
    raise typer.Exit(rules_shown.run_diff(before, after, output))


@app.command()
def check(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder of own editions.", show_default="those of Bestek"),
    ] = None,
    language: Lang = Language.NL,
    as_json: AsJson = False,
) -> None:
    """Read every edition of a folder and compare each with the hash it was published with.

    Ends with exit code 1 when something is wrong, and says everything that is; with 2 when there
    is no such folder.
    """
    from bestek import rules_shown

    raise typer.Exit(rules_shown.run_check(folder, rules_shown.Output(language, as_json)))
