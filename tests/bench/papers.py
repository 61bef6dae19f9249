"""Documents: pages a second beside those of WeasyPrint and of a bare canvas, and their memory."""

import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdfium2
from reportlab.pdfgen.canvas import Canvas

from contracts.base import Language
from infra import documents
from infra.documents.style import HOUSE, load_fonts
from infra.texts.catalogue import Texts
from tests.bench import html
from tests.bench.peers.others import ENVIRONMENT
from tests.documents import archived, heard, samples

RUNS = 15
THEIR_RUNS = 5
BARE_PAGES, LINES = 60, 55
FASTER = 5
PART = 10
MOST_MB = 200
PROGRAM = Path(__file__).parent / "peers" / "pages.py"


def measure() -> None:
    """Print the figures of one process, and whether they are what was aimed at."""
    texts, model = Texts(Language.NL), samples.award_decision(Language.NL)
    pdf = documents.draw(model, texts)
    pages = _pages(pdf)
    own = pages / _median(lambda: documents.draw(model, texts))
    bare = BARE_PAGES / _median(_bare)
    print(f"award decision of {pages} pages{own:13.1f} pages a second (median of {RUNS})")
    print(
        f"bare canvas, {LINES} lines a page{bare:14.1f} pages a second: "
        f"{100 * own / bare:.1f} % of that (aim: at least {PART} %)"
    )
    _beside(pdf, own)
    long()


def _beside(pdf: bytes, own: float) -> None:
    python = ENVIRONMENT / "bin" / "python"
    if not (ENVIRONMENT / ".installed").exists():
        print(f"WeasyPrint: not measured, {ENVIRONMENT.name} is not there (make bench-peers)")
        return
    with tempfile.TemporaryDirectory(prefix="bestek-bench-") as folder:
        page = Path(folder) / "page.html"
        page.write_text(html.page(heard.tree(pdf), "nl"), encoding="utf-8")
        done = subprocess.run(
            [python, "-P", "-W", "ignore", PROGRAM, page, str(THEIR_RUNS)],
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it says nothing"]
        print(f"WeasyPrint: not measured, {said[-1]}")
        return
    told = json.loads(done.stdout)
    theirs = told["pages"] / statistics.median(told["seconds"])
    print(
        f"WeasyPrint {told['version']}, the same text{theirs:12.1f} pages a second: "
        f"{own / theirs:.1f} times as fast (aim: at least {FASTER})"
    )


def long() -> None:
    """Print the figures of a document of more than 400 pages, in a process of its own."""
    program = [sys.executable, "-m", __name__]
    told = json.loads(subprocess.run(program, capture_output=True, check=True, text=True).stdout)
    print(
        f"{told['pages']} pages{told['pages'] / told['seconds']:30.1f} pages a second, "
        f"{told['megabytes']:.0f} MB at most (aim: under {MOST_MB})"
    )


def _bare() -> None:
    load_fonts(HOUSE)
    size = (HOUSE.width, HOUSE.height)
    canvas = Canvas(io.BytesIO(), pagesize=size, pageCompression=1)
    for _ in range(BARE_PAGES):
        canvas.setFont(HOUSE.regular, HOUSE.text.size)
        for line in range(LINES):
            text = f"{line} De inschrijver toont aan dat zijn aanpak beantwoordt aan de eisen van"
            canvas.drawString(
                HOUSE.left, HOUSE.height - HOUSE.top - 12 * line, f"{text} het bestek"
            )
        canvas.showPage()
    canvas.save()


def _median(run: Callable[[], object]) -> float:
    """Seconds of this process, so that others on the machine count less."""
    taken = []
    for _ in range(RUNS):
        began = time.process_time()
        run()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def _pages(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


def _drawn_alone() -> None:
    model, texts = archived.decision(Language.NL, archived.LOTS), Texts(Language.NL)
    began = time.process_time()
    pdf = documents.draw(model, texts)
    seconds = time.process_time() - began
    print(json.dumps({"pages": _pages(pdf), "seconds": seconds, "megabytes": _most_held()}))


def _most_held() -> float:
    """The most that this process held, in MiB. On Linux `getrusage` would count what its parent
    held when it started this one."""
    if sys.platform == "darwin":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    told = dict(line.split(":", 1) for line in status)
    return int(told["VmHWM"].split()[0]) / 1024


if __name__ == "__main__":
    _drawn_alone()
