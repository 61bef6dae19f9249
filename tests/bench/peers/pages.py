"""Makes a PDF of a page of HTML by WeasyPrint, in the environment of the peers.

`python pages.py PAGE.html RUNS` prints a line of JSON: the version, seconds of each run after one
to warm up, and how many pages it made. It imports nothing of the project.
"""

import json
import sys
import time
from pathlib import Path

import weasyprint


def main(page: Path, runs: int) -> None:
    """Measure and print."""
    fonts = weasyprint.text.fonts.FontConfiguration()
    taken = []
    pages = 0
    for _ in range(runs + 1):
        began = time.process_time()
        drawn = weasyprint.HTML(filename=page).render(font_config=fonts)
        drawn.write_pdf(pdf_variant="pdf/ua-1")
        taken.append(time.process_time() - began)
        pages = len(drawn.pages)
    told = {"version": weasyprint.__version__, "seconds": taken[1:], "pages": pages}
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
