"""Dates of other calendars in tables: the day that is meant, or words and a sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contactdesk.formats.base import Parsed
from contactdesk.formats.csv_reading import read_bytes
from contactdesk.formats.table_dates import read_table_date
from contactdesk.formats.tables import TableFacts, detect

DATA = Path(__file__).parents[1] / "data" / "tables"


def rows(name: str, **choices: Any) -> list[Parsed]:
    return read_bytes((DATA / name).read_bytes(), choices)


def facts_of(name: str, **choices: Any) -> TableFacts:
    return detect((DATA / name).read_bytes(), name, choices)


def born(name: str, **choices: Any) -> list[str]:
    return [str(p.contact.birthday) for p in rows(name, **choices) if p.contact]


def test_persian_dates_are_the_days_that_are_meant() -> None:
    assert facts_of("persian-calendar.csv").calendar == "jalali"
    assert born("persian-calendar.csv") == [
        "1991-08-03", "1987-03-20", "1997-03-20", "text:1370/13/02",
    ]  # fmt: skip
    problems = [p.problems for p in rows("persian-calendar.csv")]
    assert [[each.code for each in found] for found in problems] == [[], [], [], ["date"]]
    chosen = born("persian-calendar.csv", calendar="gregorian")
    assert chosen == ["1991-08-03", "text:1365/12/29", "1997-03-20", "text:1370/13/02"]


def test_years_of_taiwan_where_they_say_so_or_were_chosen() -> None:
    assert facts_of("minguo.csv").calendar == "minguo"
    assert born("minguo.csv") == ["1990-05-12", "1992-02-29", "1990-05-12", "1909-01-01"]
    assert born("minguo.csv", calendar="gregorian") == [
        "1990-05-12", "1992-02-29", "1979-05-12", "1909-01-01",
    ]  # fmt: skip


def test_a_year_that_may_be_of_several_calendars_stays_words_and_is_told() -> None:
    assert facts_of("year-of-some-calendar.csv").calendar == "gregorian"
    assert born("year-of-some-calendar.csv") == ["text:1370/05/12", "text:1370-05-12"]
    assert [p.problems[0].code for p in rows("year-of-some-calendar.csv")] == ["date", "date"]
    assert born("year-of-some-calendar.csv", calendar="jalali") == ["1991-08-03", "1991-08-03"]
    assert born("year-of-some-calendar.csv", region="IR") == ["1991-08-03", "1991-08-03"]


@pytest.mark.parametrize(
    ("cell", "order", "calendar", "date"),
    [
        ("70/05/12", "ymd", "jalali", "1991-08-03"),
        ("12/05/1370", "dmy", "jalali", "1991-08-03"),
        ("13700512", "ymd", "jalali", "1991-08-03"),
        ("1991-08-03", "ymd", "jalali", "1991-08-03"),
        ("3.8.1991", "dmy", "jalali", "1991-08-03"),
        ("۱۹۹۱/۰۸/۰۳", "ymd", "gregorian", "1991-08-03"),
        ("12 مرداد ماه 1370", "ymd", "gregorian", "1991-08-03"),
        ("12 فروردين 1370", "ymd", "gregorian", "1991-04-01"),
        ("--05-12", "ymd", "jalali", "--05-12"),
        ("0790512", "ymd", "minguo", "1990-05-12"),
        ("101.3.4", "ymd", "minguo", "2012-03-04"),
        ("民國元年1月1日", "ymd", "gregorian", "1912-01-01"),
        ("民國79年2月29日", "ymd", "gregorian", "text:民國79年2月29日"),
        ("1990/05/12", "ymd", "minguo", "1990-05-12"),
        ("1473-02-19", "ymd", "exact", "1473-02-19"),
    ],
)
def test_dates_of_other_calendars(cell: str, order: str, calendar: str, date: str) -> None:
    assert str(read_table_date(cell, order, calendar)) == date
