"""Days of the Persian calendar and of Taiwan's, beside days that are known."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from contactdesk.model.calendars import from_jalali, from_minguo


@pytest.mark.parametrize(
    ("jalali", "ours"),
    [
        ((1300, 1, 1), date(1921, 3, 21)),
        ((1357, 11, 22), date(1979, 2, 11)),
        ((1370, 5, 12), date(1991, 8, 3)),
        ((1375, 12, 30), date(1997, 3, 20)),  # a leap year
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1403, 12, 30), date(2025, 3, 20)),
        ((1405, 9, 6), date(2026, 11, 27)),
        ((1376, 12, 30), None),  # no leap year
        ((1370, 7, 31), None),
        ((1370, 13, 1), None),
        ((1370, 0, 1), None),
        ((0, 1, 1), None),
    ],
)
def test_persian_days(jalali: tuple[int, int, int], ours: date | None) -> None:
    assert from_jalali(*jalali) == ours


def test_every_day_of_a_century_follows_the_one_before() -> None:
    days = [
        day
        for year in range(1330, 1410)
        for month in range(1, 13)
        for number in range(1, 32)
        if (day := from_jalali(year, month, number)) is not None
    ]
    assert all((after - before).days == 1 for before, after in pairwise(days))
    assert len(days) == (days[-1] - days[0]).days + 1


@pytest.mark.parametrize(
    ("minguo", "ours"),
    [
        ((1, 1, 1), date(1912, 1, 1)),
        ((79, 5, 12), date(1990, 5, 12)),
        ((101, 2, 29), date(2012, 2, 29)),
        ((-2, 1, 1), date(1909, 1, 1)),
        ((79, 2, 29), None),
    ],
)
def test_days_of_taiwan(minguo: tuple[int, int, int], ours: date | None) -> None:
    assert from_minguo(*minguo) == ours
