"""`bestek labels import`: the official lists into the store of the data folder."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bestek import cli, labels
from contracts.base import Language
from contracts.rules.identifiers.lists import Scheme
from infra.process_lock import ProcessLock
from infra.store.engine import Store
from infra.store.queries import labels as reading
from tests.label_lists import CPV, NUTS, official, written
from tests.program import programs


def run(folder: Path, file: Path, *options: str) -> Result:
    """Import a file into the store of a folder, in this process."""
    arguments = ["labels", "import", str(file), "--data", str(folder / "store"), *options]
    return CliRunner(env={"COLUMNS": "200"}).invoke(cli.app, arguments)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), ("labels", "What CPV and NUTS codes mean")),
        (("labels",), ("import", "Take the labels of an official list")),
        (("labels", "import"), ("--version", "--lang", "BESTEK_DATA", "BESTEK_STORE_URL")),
    ],
)
def test_help_tells_of_it(arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    told = CliRunner(env={"COLUMNS": "200"}).invoke(cli.app, [*arguments, "--help"])
    assert told.exit_code == labels.COMPLETE
    assert [word for word in words if word not in told.output] == []


def test_a_list_is_taken_over_and_a_repeat_changes_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, CPV)
    first, again = (run(tmp_path, file, "--lang", "en") for _ in range(2))
    assert (first.exit_code, again.exit_code) == (labels.COMPLETE, labels.COMPLETE)
    said = "CPV 2008: 5 codes read, 20 labels."
    assert first.stdout == f"{said} New: 20; changed: 0; unchanged: 0.\n"
    assert again.stdout == f"{said} New: 0; changed: 0; unchanged: 20.\n"


async def test_what_was_taken_lies_in_the_store(tmp_path: Path) -> None:
    code, said, complained = await programs.run(
        tmp_path, "labels", "import", str(written(tmp_path, NUTS))
    )
    assert (code, complained) == (labels.COMPLETE, "")
    assert said.startswith("NUTS 2024: 3 codes gelezen, 12 omschrijvingen. Nieuw: 12;")
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    try:
        found = await store.read(
            lambda c: reading.named(c, Scheme.NUTS, ["BE2", "BE21"], Language.FR)
        )
    finally:
        await store.close()
    assert found == {"BE2": "Région flamande", "BE21": "Prov. d'Anvers"}


def test_another_version_is_kept_beside_the_first(tmp_path: Path) -> None:
    file = written(tmp_path, NUTS)
    run(tmp_path, file)
    older = run(tmp_path, file, "--version", "2021", "--lang", "de")
    assert older.stdout.startswith("NUTS 2021: 3 Codes gelesen")
    assert "Neu: 12" in older.stdout


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        ("nl", "list.csv: dit is geen lijst van CPV- of NUTS-codes."),
        ("fr", "list.csv: ceci n’est pas une liste de codes CPV ou NUTS."),
        ("de", "list.csv: dies ist keine Liste von CPV- oder NUTS-Codes."),
        ("en", "list.csv: this is no list of CPV or NUTS codes."),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_reason(
    tmp_path: Path, language: str, reason: str
) -> None:
    told = run(tmp_path, written(tmp_path, "a,b\n1,2\n"), "--lang", language)
    assert (told.exit_code, told.stdout) == (labels.UNUSABLE_FILE, "")
    assert told.stderr.startswith(reason)
    assert told.stderr.count("\n") == 1
    assert not (tmp_path / "store").exists()


def test_a_wrong_row_refuses_the_whole_list(tmp_path: Path) -> None:
    broken = run(tmp_path, written(tmp_path, CPV.replace("72810000,1", "72810000,2")))
    assert broken.exit_code == labels.UNUSABLE_FILE
    assert "regel 4: 72810000" in broken.stderr
    whole = run(tmp_path, written(tmp_path, CPV), "--lang", "en")
    assert "New: 20;" in whole.stdout


async def test_a_store_in_use_is_left_alone(tmp_path: Path) -> None:
    with ProcessLock(tmp_path / "bestek.lock"):
        code, said, complained = await programs.run(
            tmp_path, "labels", "import", str(written(tmp_path, CPV))
        )
    assert (code, said) == (1, "")
    assert "is in use by process" in complained


async def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    file = str(written(tmp_path, CPV))
    code, _, complained = await programs.run(
        tmp_path, "labels", "import", file, BESTEK_STORE_URL="mysql://nowhere"
    )
    assert code == 1
    assert complained.startswith("A setting is wrong. BESTEK_STORE_URL")


def test_the_official_lists_are_taken_over(tmp_path: Path) -> None:
    told = run(tmp_path, official("nuts/nuts_be.csv"), "--lang", "en")
    assert told.stdout.startswith("NUTS 2024: 62 codes read, 248 labels. New: 248;")
