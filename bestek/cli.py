"""The command line. What can be expected to go wrong is said in one sentence, with exit code 1.

Each command loads its own part of the program, after the settings have been found right.
"""

import json
import logging
import sys
import tempfile
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bestek import document, labels, leaving, rules
from bestek.errors import CannotGoOn
from bestek.options import DataFolder, Host, Port, StoreUrl, TemporalAddress, settings_of
from contracts.base import Language

if TYPE_CHECKING:
    from rich.console import Console

UNUSABLE_FILE = 2

app = typer.Typer(
    name="bestek",
    help="Procurement and supplier management as durable workflows.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(document.app)
app.add_typer(labels.app)
app.add_typer(rules.app)


def _console(*, stderr: bool = False) -> "Console":
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def _say(line: str) -> None:
    _console().print(line, markup=False)


@app.command()
def up(
    data: DataFolder = None,
    store_url: StoreUrl = None,
    temporal_address: TemporalAddress = None,
    host: Host = None,
    port: Port = None,
) -> None:
    """Start Bestek: pages and API, the worker, and the Temporal server that comes with it.

    It stays until Ctrl-C, which ends every process it started. Pressing it again ends at once;
    nothing that was acknowledged is lost.
    """
    settings = settings_of(
        data_folder=data,
        store_url=store_url,
        temporal_address=temporal_address,
        host=host,
        port=port,
    )
    from bestek import serve

    raise typer.Exit(serve.run_up(settings, _say))


@app.command()
def api(
    data: DataFolder = None,
    store_url: StoreUrl = None,
    temporal_address: TemporalAddress = None,
    host: Host = None,
    port: Port = None,
) -> None:
    """Start pages and API only; `bestek worker` does their work elsewhere.

    Any number may run on one PostgreSQL store. Reading, drafts, bids and everything else that
    arrives work while Temporal is away; binding acts then wait.
    """
    settings = settings_of(
        data_folder=data,
        store_url=store_url,
        temporal_address=temporal_address,
        host=host,
        port=port,
    )
    from bestek import serve

    raise typer.Exit(serve.run_api(settings, _say))


@app.command()
def worker(
    data: DataFolder = None,
    store_url: StoreUrl = None,
    temporal_address: TemporalAddress = None,
) -> None:
    """Start a worker only: workflows, documents, deliveries, catching up.

    It waits for a Temporal that is away and goes on when it is back.
    """
    settings = settings_of(data_folder=data, store_url=store_url, temporal_address=temporal_address)
    from bestek import serve

    raise typer.Exit(serve.run_worker(settings, _say))


@app.command()
def server(data: DataFolder = None) -> None:
    """Start only the Temporal server that comes with Bestek, on loopback."""
    settings = settings_of(data_folder=data)
    from bestek import serve

    raise typer.Exit(serve.run_server(settings, _say))


@app.command()
def demo(
    leave: Annotated[
        bool,
        typer.Option(
            "--exit",
            help="End when the purchase is played; the last line is one JSON object.",
        ),
    ] = False,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data",
            envvar="BESTEK_DATA",
            help="The data folder of the demo.",
            show_default="./data, with --exit a new folder",
        ),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            envvar="BESTEK_PORT",
            min=0,
            max=65535,
            help="The port of the web server; 0 takes a free one.",
            show_default="8420, with --exit a free one",
        ),
    ] = None,
) -> None:
    """Play one purchase from draft to final acceptance, with fictional people and real rules.

    The demo's clock starts on 12 January 2026 and is moved from one legal instant to the next;
    every period is the real one. Without --exit Bestek then stays, with a sign-in link for each
    person, and started again it goes on with the same data.
    """
    if leave:
        data = data or Path(tempfile.mkdtemp(prefix="bestek-demo-"))
        port = port or 0
    settings = settings_of(data_folder=data, port=port)
    from bestek.demo import performance, story

    told = story.play if leave else story.play_on
    came = performance.run(settings, _say, told, leave=leave)
    if came is not None:
        typer.echo(json.dumps(came, ensure_ascii=False))


@app.command()
def reconcile(
    accept_store: Annotated[
        bool,
        typer.Option(
            "--accept-store",
            help="Take the store as it is: register again the bids whose receipts it lacks, "
            "end the workflows and start them from the store.",
        ),
    ] = False,
    data: DataFolder = None,
    store_url: StoreUrl = None,
    temporal_address: TemporalAddress = None,
) -> None:
    """Bring Temporal and the store to agree, after a lost Temporal database or a restored copy.

    Wakes every workflow and starts those that are missing. It may be run beside Bestek at work, or
    alone: then it starts what it needs and ends it again. Ends with exit code 3 when the store is
    behind, when workflows or signed receipts know more than it does. To take such a store as it
    is, Bestek must be stopped first.
    """
    settings = settings_of(data_folder=data, store_url=store_url, temporal_address=temporal_address)
    from bestek import mending

    raise typer.Exit(mending.run_reconcile(settings, _say, accept_store))


@app.command()
def verify(data: DataFolder = None, store_url: StoreUrl = None) -> None:
    """Recompute the audit log, entry by entry, and compare it with its head.

    Ends with exit code 1 and the first entry that does not agree.
    """
    settings = settings_of(data_folder=data, store_url=store_url)
    from bestek.verify import run_verify

    raise typer.Exit(run_verify(settings, _say))


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="An OCDS release or package, or a case file.")],
    language: Annotated[
        Language, typer.Option("--lang", help="The language of the account.")
    ] = Language.NL,
    ocid: Annotated[
        str | None,
        typer.Option("--ocid", help="Which process, when the file holds several."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the draft and the account as JSON.")
    ] = False,
) -> None:
    """Turn a published purchase into the draft of a tender, and say what became of it.

    Tells what was taken over, what could not be placed and what is missing. Ends with exit code 2
    and the reason when the file cannot become a draft.
    """
    from infra.notices import importing, report

    found = importing.import_file(file, ocid=ocid, language=language)
    if as_json:
        typer.echo(json.dumps(found.model_dump(mode="json"), ensure_ascii=False, indent=2))
    elif found.refusal is None:
        _say(report.as_text(found, language))
    if found.refusal is not None:
        _console(stderr=True).print(report.sentence(found.refusal, language), markup=False)
        raise typer.Exit(UNUSABLE_FILE)


@app.command()
def evaluate(
    file: Annotated[str, typer.Argument(help="An evaluation file, or - for standard input.")],
    trace: Annotated[
        bool, typer.Option("--trace", help="How each number came about, as a tree.")
    ] = False,
    sensitivity: Annotated[
        bool, typer.Option("--sensitivity", help="How firm the ranking is.")
    ] = False,
    simulate: Annotated[
        bool, typer.Option("--simulate", help="What the method does with expected bids.")
    ] = False,
    table: Annotated[
        bool, typer.Option("--table", help="A table and sentences instead of JSON.")
    ] = False,
    verify_bundle: Annotated[
        bool,
        typer.Option("--verify", help="FILE is a bundle: compute it again and compare."),
    ] = False,
    language: Annotated[
        Language, typer.Option("--lang", help="The language of sentences and tables.")
    ] = Language.NL,
) -> None:
    """Evaluate bids exactly, from one file, without a server.

    Prints one JSON document. Ends with exit code 3 when findings wait for a decision, and with 2
    when the input cannot be right, naming the field and what was expected. With --verify it ends
    with 1 when a value does not agree.
    """
    from bestek import evaluating

    request = evaluating.Request(file, language, trace, sensitivity, simulate, table)
    run = evaluating.run_verify if verify_bundle else evaluating.run_evaluate
    raise typer.Exit(run(request, lambda line: _console(stderr=True).print(line, markup=False)))


@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def period(context: typer.Context) -> None:
    """Count a period: its last day, its last useful second, and why."""
    from bestek import period as counted

    raise typer.Exit(counted.main(context.args))


@app.command(
    add_help_option=False,
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
)
def advise(context: typer.Context) -> None:
    """Say which procedures are open for a purchase, and which duties follow."""
    from bestek import advising

    raise typer.Exit(advising.main(context.args))


class Shape(StrEnum):
    """What has a published schema."""

    EVALUATION = "evaluation"


@app.command()
def schema(
    of: Annotated[Shape, typer.Argument(help="Which file is described.")],
) -> None:
    """Print the JSON Schema of a file that Bestek reads."""
    from infra.evaluation_files import schema as schemas

    schemas_of = {Shape.EVALUATION: schemas.evaluation}
    typer.echo(json.dumps(schemas_of[of](), ensure_ascii=False, indent=2))


def _expected(fault: Exception) -> bool:
    """Whether this can be expected to go wrong, and one sentence says it."""
    from infra.documents.look import LookUnusable
    from infra.process_lock import FolderInUse
    from infra.temporal.server import ServerFailed
    from infra.vault.certificates import NoCertificate
    from infra.vault.keys import KeyExposed, SealUnusable

    started_wrong = KeyExposed | SealUnusable | NoCertificate | LookUnusable
    return isinstance(fault, CannotGoOn | FolderInUse | ServerFailed | started_wrong)


def main() -> NoReturn:
    """The entry point: run the command that was given, and end the process."""
    logging.basicConfig(
        level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    leaving.leave(_run())


def _run() -> int:
    """The exit code of the command that was given."""
    try:
        app()
    except SystemExit as ended:
        return int(ended.code or 0)
    except Exception as fault:
        if _expected(fault):
            _console(stderr=True).print(str(fault), style="bold red", markup=False)
        else:
            sys.excepthook(type(fault), fault, fault.__traceback__)
        return 1
    return 0
