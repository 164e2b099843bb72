"""Days and times as people type them."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtCore import QLocale

from contactdesk.desktop.spoken_times import read_day, read_time, spoken
from contactdesk.i18n import use_language

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.fixture(autouse=True)
def in_britain() -> None:
    QLocale.setDefault(QLocale("en_GB"))


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("9", time(9)), ("9:30", time(9, 30)), ("9.30", time(9, 30)), ("0930", time(9, 30)),
        ("930", time(9, 30)), ("14h", time(14)), ("14h15", time(14, 15)), ("2pm", time(14)),
        ("12 am", time(0)), ("12pm", time(12)), ("24:00", time(0)), ("۹:۳۰", time(9, 30)),
        ("25", None), ("9:75", None), ("13pm", None), ("soon", None), ("", None),
    ],
)  # fmt: skip
def test_times(typed: str, at: time | None) -> None:
    assert read_time(typed) == at


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("today", "2026-11-24"), ("Tomorrow", "2026-11-25"), ("fri", "2026-11-27"),
        ("Tuesday", "2026-11-24"), ("mon", "2026-11-30"), ("fri 13", "2027-08-13"),
        ("28", "2026-11-28"), ("13", "2026-12-13"), ("24 nov", "2026-11-24"),
        ("5 Feb", "2027-02-05"), ("5.2.2027", "2027-02-05"), ("2026-12-01", "2026-12-01"),
        ("Fri, 27 November 2026", "2026-11-27"), ("29 Feb", None), ("32", None), ("soon", None),
    ],
)  # fmt: skip
def test_days(typed: str, day: str | None) -> None:
    found = read_day(typed, TODAY)
    assert (found.isoformat() if found else None) == day


def test_days_in_the_persons_language() -> None:
    QLocale.setDefault(QLocale("pl_PL"))
    use_language("pl")
    assert read_day("jutro", TODAY) == date(2026, 11, 25)
    assert read_day("piątek", TODAY) == date(2026, 11, 27)
    assert read_day("czw", TODAY) == date(2026, 11, 26)
    QLocale.setDefault(QLocale("fa_IR"))
    assert read_day("جمعه", TODAY) == date(2026, 11, 27)
    QLocale.setDefault(QLocale("zh_TW"))
    assert read_day("星期五", TODAY) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("line", "subject", "day", "at"),
    [
        ("Lunch with Eva fri 12:30", "Lunch with Eva", "2026-11-27", time(12, 30)),
        ("Lunch with Eva fri at 12", "Lunch with Eva", "2026-11-27", time(12)),
        ("Call Jonas tomorrow", "Call Jonas", "2026-11-25", None),
        ("Review at 9", "Review", None, time(9)),
        ("Dinner 7pm on 5 Feb", "Dinner", "2027-02-05", time(19)),
        ("Lunch fri 13", "Lunch", "2027-08-13", None),
    ],
)
def test_a_subject_that_says_when(
    line: str, subject: str, day: str | None, at: time | None
) -> None:
    found = spoken(line, TODAY)
    assert found is not None
    assert (found.subject, found.day.isoformat() if found.day else None, found.at) == (
        subject, day, at,
    )  # fmt: skip


@pytest.mark.parametrize("line", ["Tomorrow", "Room 9", "Invoice 2026", "12:30", "", "Catch 22"])
def test_what_is_only_a_subject_stays_one(line: str) -> None:
    assert spoken(line, TODAY) is None
