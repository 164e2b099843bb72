"""Whose birthday and anniversary a book finds in a span."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from contactdesk.model.birthdays import Birthday
from contactdesk.model.contact import Contact
from contactdesk.model.dates import PartialDate

pytestmark = pytest.mark.both_databases
WEEK = date(2026, 11, 23), date(2026, 11, 29)


def born(a_contact: Callable[..., Contact], name: str, text: str, **values: Any) -> Contact:
    return a_contact(name, birthday=PartialDate.parse(text), **values)


def test_a_week_has_its_birthdays_and_anniversaries(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(
        born(a_contact, "Zeynep Erdoğan", "1988-11-24"),
        born(a_contact, "Björn Fälth", "--11-26", anniversary=PartialDate.parse("2016-11-29")),
        born(a_contact, "Ewa Lis", "1990-11-30"),
        born(a_contact, "Nuno Duarte", "1911-24"),  # words, though they end as a day does
        born(a_contact, "Leila Ahmadi", "2011-11"),
        born(a_contact, "Jonas Bergmann", "about 11-24"),
    )
    with book.read() as tx:
        assert tx.birthdays.between(*WEEK) == [
            Birthday(1, "Zeynep Erdoğan", date(2026, 11, 24), "birthday", 38),
            Birthday(2, "Björn Fälth", date(2026, 11, 26), "birthday", None),
            Birthday(2, "Björn Fälth", date(2026, 11, 29), "anniversary", 10),
        ]
        assert tx.birthdays.between(date(2026, 11, 29), date(2026, 11, 23)) == []


def test_a_year_end_and_a_leap_day(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(born(a_contact, "Anna", "2000-02-29"), born(a_contact, "Bo", "1990-01-01"))
    with book.read() as tx:
        found = tx.birthdays.between(date(2026, 12, 31), date(2027, 3, 1))
        assert [(b.name, b.date) for b in found] == [
            ("Bo", date(2027, 1, 1)), ("Anna", date(2027, 3, 1)),
        ]  # fmt: skip


def test_who_is_in_the_bin_or_the_archive_is_left_out(
    a_book: Callable[..., Any], a_contact: Callable[..., Contact]
) -> None:
    book = a_book(*(born(a_contact, name, "1988-11-24") for name in ("Anna", "Bo", "Cy")))
    with book.write("Put away") as tx:
        tx.contacts.delete([1])
        tx.contacts.archive([2])
    with book.read() as tx:
        assert [b.number for b in tx.birthdays.between(*WEEK)] == [3]
    book.undo()
    with book.write("Change") as tx:
        anna = tx.contacts.get(1)
        tx.contacts.save(replace(anna, birthday=PartialDate(None, 11, 25)), base=anna)
    with book.read() as tx:
        assert [(b.number, b.date.day) for b in tx.birthdays.between(*WEEK)] == [
            (2, 24), (3, 24), (1, 25),
        ]  # fmt: skip
