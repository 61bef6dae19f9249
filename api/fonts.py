"""Source Sans for the pages: made once as WOFF2 from the font files that the documents use."""

import os
import tempfile
from importlib import metadata
from pathlib import Path

import font_source_sans_pro

FACES = ("SourceSansPro-Regular", "SourceSansPro-Semibold")


def place(folder: Path) -> Path:
    """Where the faces lie under `folder`. It bears the version, so a newer font is made beside."""
    return folder / f"source-sans-pro-{metadata.version('font-source-sans-pro')}"


def make(folder: Path) -> Path:
    """The folder with both faces as WOFF2, made under `folder` unless they are there already.

    The whole font is taken, not a subset: its licence (OFL 1.1) reserves the name. Takes a few
    seconds the first time.
    """
    target = place(folder)
    target.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        if not (target / f"{face}.woff2").exists():
            _compress(Path(font_source_sans_pro.font_directory) / f"{face}.ttf", target)
    return target


def _compress(source: Path, target: Path) -> None:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 (large, and needed the first time only)

    handle, name = tempfile.mkstemp(dir=target, suffix=".part")
    with os.fdopen(handle, "wb") as part, TTFont(source) as font:
        font.flavor = "woff2"
        font.save(part)
    # Renamed when whole, so a page never gets half a font.
    Path(name).replace(target / f"{source.stem}.woff2")
