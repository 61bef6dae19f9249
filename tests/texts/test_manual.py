"""The manual speaks with the words of the screen."""

import re
from pathlib import Path

import pytest

from infra.texts import catalogue

MANUAL = Path(__file__).parents[2] / "docs" / "handleiding" / "README.md"
QUOTED = re.compile(r"(?<![*\w])\*(?!\*)([^*]+)\*(?!\*)")
OURS = {"schuin", "1.250,50", "Vóór 10.00 uur"}
"""Slanted words of the manual that are no labels."""


def _labels() -> list[str]:
    text = re.sub(r"\s+", " ", MANUAL.read_text("utf-8"))
    return sorted({label.rstrip(" .") for label in QUOTED.findall(text)} - OURS)


@pytest.mark.parametrize("label", _labels())
def test_a_label_of_the_manual_stands_on_a_screen(label: str) -> None:
    said = {form for forms in catalogue.keys("nl").values() for form in forms}
    assert any(label in text for text in said)
