"""A look is refused when its text does not stand out."""

import dataclasses
from typing import Any

import pytest

from infra.documents.style import HOUSE, Style, contrast


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#ffffff", "#1f3fb8") == contrast("#1f3fb8", "#ffffff")


@pytest.mark.parametrize("name", ["ink", "meta", "label", "accent"])
def test_pale_text_is_refused(name: str) -> None:
    pale: dict[str, Any] = {name: "#8ba2f2"}
    with pytest.raises(ValueError, match=f"{name}: #8ba2f2 on #ffffff has a contrast of 2"):
        dataclasses.replace(HOUSE, **pale)


def test_figures_in_a_drawing_stand_out_from_their_colour() -> None:
    with pytest.raises(ValueError, match="figures in a drawing"):
        Style(quality=("#1f3fb8", "#8ba2f2", "#8ba2f2", "#c3cffb"))
    with pytest.raises(ValueError, match="figures in a drawing"):
        Style(quality=(*HOUSE.quality[:2], "#1f3fb8"))
    with pytest.raises(ValueError, match="figures in a drawing"):
        Style(price="#c3cffb")


def test_a_colour_of_ones_own_that_stands_out_is_taken() -> None:
    assert Style(accent="#0d6b3f").accent == "#0d6b3f"
