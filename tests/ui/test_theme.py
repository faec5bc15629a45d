"""Both palettes keep the contrast that WCAG 2.2 asks for."""

from __future__ import annotations

import pytest

from ui.theme import DARK, LIGHT, PAIRS, contrast, css


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the known near miss of AA


@pytest.mark.parametrize("palette", [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_text_and_bounds_can_be_seen(palette: dict[str, str], ink: str, ground: str, least: float) -> None:
    assert contrast(palette[ink], palette[ground]) >= least


def test_palettes_name_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert css().count("--accent:") == 3  # light, dark by system, dark by choice
