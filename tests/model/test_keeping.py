"""How often to be in touch, as it is kept and as it is said."""

from __future__ import annotations

from datetime import date

import pytest

from contactdesk.model.keeping import Kept, days_of, interval_text


@pytest.mark.parametrize(
    ("text", "days"),
    [("30", 30), (" 7 ", 7), ("", 0), ("0", 0), ("-3", 0), ("soon", 0), ("99999", 0), ("۳۰", 30)],
)
def test_days_are_read_and_nonsense_is_no_interval(text: str, days: int) -> None:
    assert days_of(text) == days


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("7", "Every week"), ("14", "Every 2 weeks"), ("30", "Every month"),
        ("91", "Every 3 months"), ("365", "Every year"), ("45", "Every 45 days"),
        ("0", "Not needed"), ("", ""), ("now and then", "now and then"),
    ],
)  # fmt: skip
def test_an_interval_is_said_in_words(text: str, words: str) -> None:
    assert interval_text(text) == words


def test_who_was_never_called_is_as_late_as_the_interval_is_long() -> None:
    assert Kept(1, "Anna", 30, date(2026, 10, 20)).late(date(2026, 11, 24)) == 5
    assert Kept(1, "Anna", 30, None).late(date(2026, 11, 24)) == 30
