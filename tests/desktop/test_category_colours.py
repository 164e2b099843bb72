"""Every colour that a category may have is one of every theme."""

from __future__ import annotations

import pytest

from contactdesk.desktop import theme as look
from contactdesk.desktop.category_colours import WORDS, category_dot, learn
from contactdesk.model.categories import COLOURS
from contactdesk.store.listing import Category


@pytest.mark.parametrize("theme", [look.LIGHT, look.DARK], ids=["light", "dark"])
def test_every_theme_has_every_colour_of_the_palette(theme: look.Theme) -> None:
    shades = [theme.colour(f"dot_{word}").name() for word in COLOURS]
    assert len(set(shades)) == len(COLOURS)
    assert set(WORDS) == set(COLOURS)


def test_a_chosen_colour_goes_before_the_names_own_and_an_unknown_one_does_not_count() -> None:
    own = category_dot("VIP")
    try:
        learn([Category("VIP", 1, "teal" if own != "dot_teal" else "rose", "id")])
        assert category_dot("VIP") != own
        learn([Category("VIP", 1, "#123456", "id")])
        assert category_dot("VIP") == own
    finally:
        learn([])
