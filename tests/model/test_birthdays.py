"""On which days birthdays and anniversaries fall."""

from __future__ import annotations

from datetime import date

import pytest

from contactdesk.model.birthdays import Dated, falling
from contactdesk.model.dates import PartialDate


def days(text: str, first: str, last: str, kind: str = "birthday") -> list[tuple[str, int | None]]:
    one = Dated(1, "Anna Nowak", kind, PartialDate.parse(text))
    found = falling([one], date.fromisoformat(first), date.fromisoformat(last))
    return [(b.date.isoformat(), b.age) for b in found]


def test_both_ends_of_a_span_are_in_it() -> None:
    assert days("1988-11-24", "2026-11-24", "2026-11-24") == [("2026-11-24", 38)]
    assert days("1988-11-24", "2026-11-25", "2026-11-30") == []
    assert days("1988-11-24", "2026-11-17", "2026-11-23") == []


def test_a_date_without_a_year_has_no_age() -> None:
    assert days("--11-24", "2026-11-23", "2026-11-29") == [("2026-11-24", None)]


def test_a_week_over_the_end_of_the_year() -> None:
    assert days("1990-01-02", "2026-12-28", "2027-01-03") == [("2027-01-02", 37)]
    assert days("1990-12-31", "2026-12-28", "2027-01-03") == [("2026-12-31", 36)]


def test_the_29th_of_february_is_1_march_where_there_is_none() -> None:
    assert days("2000-02-29", "2027-02-27", "2027-03-01") == [("2027-03-01", 27)]
    assert days("2000-02-29", "2028-02-28", "2028-03-01") == [("2028-02-29", 28)]
    assert days("--02-29", "2027-02-22", "2027-02-28") == []
    assert days("2000-03-01", "2028-02-28", "2028-03-01") == [("2028-03-01", 28)]


def test_several_years_have_it_several_times() -> None:
    assert days("1990-05-01", "2025-01-01", "2027-12-31") == [
        ("2025-05-01", 35), ("2026-05-01", 36), ("2027-05-01", 37),
    ]  # fmt: skip


def test_nobody_has_a_birthday_before_being_born_and_the_first_day_is_none() -> None:
    assert days("2026-05-01", "2025-01-01", "2027-12-31") == [
        ("2026-05-01", None), ("2027-05-01", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["1988", "1911-11", "--11", "---24", "around Christmas", ""])
def test_what_is_no_day_of_a_year_falls_on_none(text: str) -> None:
    assert days(text, "2026-01-01", "2026-12-31") == []


def test_they_come_by_day_birthdays_first() -> None:
    some = [
        Dated(1, "Żaneta", "anniversary", PartialDate.parse("2010-11-24")),
        Dated(2, "Björn", "birthday", PartialDate.parse("1975-11-26")),
        Dated(3, "Zeynep", "birthday", PartialDate.parse("1988-11-24")),
    ]
    found = falling(some, date(2026, 11, 23), date(2026, 11, 29))
    assert [(b.name, b.kind, b.age) for b in found] == [
        ("Zeynep", "birthday", 38), ("Żaneta", "anniversary", 16), ("Björn", "birthday", 51),
    ]  # fmt: skip
