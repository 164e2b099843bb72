"""When Today is read again after something changed."""

from __future__ import annotations

import pytest

from contactdesk.desktop.today_flow import patience


@pytest.mark.parametrize("took", [0.0, 0.02, 1.0, 300.0])
def test_a_reading_that_a_drive_held_up_puts_the_next_one_not_far_off(took: float) -> None:
    assert patience(took, shown=True) <= 2_500  # a colleague's change is seen within three seconds
    assert patience(took, shown=False) <= 30_000


def test_what_takes_long_is_read_more_seldom() -> None:
    assert patience(0.01, shown=True) < patience(0.5, shown=True) < patience(0.5, shown=False)
