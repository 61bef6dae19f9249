"""What only a child process works with is not in the memory of the program."""

import subprocess
import sys

import pytest

from tests.servers import ROOT

CHILDREN_HAVE = ("pyhanko", "pyhanko_certvalidator", "aiohttp", "pikepdf", "fontTools")


@pytest.mark.parametrize(
    ("modules", "without"),
    [
        ("bestek.web, bestek.worker, bestek.demo.performance", CHILDREN_HAVE),
        ("infra.documents.drawing", ("pyhanko", "aiohttp", "sqlalchemy", "temporalio")),
        ("infra.signatures.found", ("reportlab", "pikepdf", "sqlalchemy", "temporalio")),
    ],
    ids=["program", "drawing", "checking"],
)
def test_what_others_do_is_not_loaded(modules: str, without: tuple[str, ...]) -> None:
    program = (
        f"import sys, {modules}\n"
        "loaded = {name.partition('.')[0] for name in sys.modules}\n"
        f"print(*sorted(loaded & {set(without)!r}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
