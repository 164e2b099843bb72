"""What the calendar calls the days that it shows."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QLocale

from contactdesk.desktop.calendar_spans import days_around, kind_of, title_of_span, turned
from contactdesk.desktop.month_days import days_title


@pytest.fixture(autouse=True)
def in_britain() -> None:
    QLocale.setDefault(QLocale("en_GB"))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 23), date(2026, 11, 29), "23 – 29 November 2026"),
        (date(2026, 11, 30), date(2026, 12, 6), "30 November – 6 December 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 – 3 January 2027"),
        (date(2026, 11, 24), date(2026, 11, 24), "Tuesday, 24 November 2026"),
    ],
)
def test_days_are_named_from_one_to_another(first: date, last: date, words: str) -> None:
    assert days_title(first, last) == words


def test_the_first_and_the_last_days_that_there_are_can_be_shown() -> None:
    for day in (date.min, date.max):
        for kind in ("day", "week"):
            first, last = days_around(kind_of(kind), day)
            assert first <= day <= last
            assert title_of_span(kind_of(kind), day)
    assert turned("week", date.max, 1) == date.max
    assert turned("day", date.min, -1) == date.min


def test_what_is_not_known_is_a_month() -> None:
    assert kind_of("fortnight") == "month"
