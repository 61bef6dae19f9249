"""The same model gives the same bytes: again, in threads, in another process."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts.base import Language
from infra import documents
from infra.texts.catalogue import Texts
from tests.documents.reading import NAMES, drawn, sample

EVERY = [(name, language) for name in NAMES for language in Language]
every_document = pytest.mark.parametrize(("name", "language"), EVERY)


@every_document
def test_the_same_model_gives_the_same_bytes(name: str, language: Language) -> None:
    again = documents.draw(sample(name, language), Texts(language))
    assert again == drawn(name, language)


def test_threads_draw_the_same_bytes() -> None:
    """Two at a time of one kind, two of another, in the fonts that they share."""
    names = ("award", "opening", "award", "opening", "letter-chosen", "award")
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda n: documents.draw(sample(n, Language.DE), Texts(Language.DE)), names)
        assert [drawn(name, Language.DE) for name in names] == list(made)


@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_draws_the_same_bytes(seed: str) -> None:
    program = (
        "import hashlib\n"
        "from contracts.base import Language\n"
        "from tests.documents import reading\n"
        "pdf = reading.drawn('award', Language.FR)\n"
        "print(hashlib.sha256(pdf).hexdigest())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
        capture_output=True,
        text=True,
        check=True,
    )
    expected = hashlib.sha256(drawn("award", Language.FR)).hexdigest()
    assert done.stdout.strip() == expected
