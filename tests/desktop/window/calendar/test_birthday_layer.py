"""Birthdays in the calendar: on their days in every view, hidden at will, leading to contacts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from tests.desktop.window.calendar.conftest import DAY, page_of, titles

from contactdesk.desktop.calendar_colours import BIRTHDAYS
from contactdesk.model.dates import PartialDate
from contactdesk.model.event import Event

Keys = Qt.Key


@pytest.fixture
def office(opened: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    """A window on people with birthdays, at the calendar."""
    made = opened(
        a_contact("Björn Fälth", birthday=PartialDate(1981, 11, 24)),
        a_contact("Eva Lis", anniversary=PartialDate(None, 11, 26)),
        *(a_contact(f"Twin {n}", birthday=PartialDate(2000, 11, 27)) for n in range(3)),
    )
    made.until(lambda: len(made.names()) == 5)
    come: list[object] = []
    event = Event(
        summary="Call", starts_at="2026-11-24T09:00:00", ends_at="2026-11-24T10:00:00"
    )  # fmt: skip
    made.desk.write("Plan", lambda tx: tx.events.add(event), come.append)
    made.until(lambda: come)
    made.window.resize(1440, 900)
    made.window.actions_.calendar.trigger()
    made.until(lambda: titles(made) == ["Björn Fälth", "Call"])
    return made


def chosen(office: Any) -> list[str]:
    """The names of the contacts that are selected in the list."""
    model, numbers = office.window.list_pane.model, office.window.chosen_numbers()
    rows = [model.contact_at(n) for n in range(model.rowCount())]
    return [row.name for row in rows if row is not None and row.number in numbers]


def test_a_birthday_is_on_its_day_and_says_how_many_years(office: Any) -> None:
    page = page_of(office)
    assert page.pane.count.text() == "1 appointment · 1 birthday"
    index = page.pane.list.days.index(0)
    said = page.pane.list.days.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert said == "All day, Björn Fälth, Birthday, 45 years"
    page.choose(date(2026, 11, 26))
    assert titles(office) == ["Eva Lis"]
    assert page.pane.list.days.items[0].event.description == "Anniversary"


def test_many_of_a_day_are_one_in_the_month_and_each_in_its_list(office: Any) -> None:
    page = page_of(office)
    page.choose(date(2026, 11, 27))
    assert titles(office) == ["Twin 0", "Twin 1", "Twin 2"]
    held = [p.occurrence.event.summary for w in page.month.weeks for day in w.of for p in day]
    assert "3 birthdays" in held
    assert "Twin 0" not in held


@pytest.mark.parametrize("kind", ["day", "week", "agenda"])
def test_every_view_has_them(office: Any, kind: str) -> None:
    page = page_of(office)
    page.show_as(kind)
    office.until(lambda: page.found is not None and not page.found.weeks)
    assert titles(office) == ["Björn Fälth", "Call"]
    if kind == "agenda":
        shown = [r.occurrence.event.summary for r in page.agenda.agenda.rows if r.occurrence]
    else:
        assert page.hours.grid is not None
        shown = [p.occurrence.event.summary for p in page.hours.grid.top.of[-1 if kind == "day"
                                                                            else 1]]  # fmt: skip
    assert "Björn Fälth" in shown


def test_they_are_hidden_as_a_calendar_is(office: Any) -> None:
    page = page_of(office)
    assert page.before.list.calendars.items[-1].id == BIRTHDAYS
    page.calendars.toggle(BIRTHDAYS)
    office.until(lambda: titles(office) == ["Call"])
    page.calendars.toggle(BIRTHDAYS)
    office.until(lambda: titles(office) == ["Björn Fälth", "Call"])


def test_enter_goes_to_the_contact_and_delete_leaves_it(office: Any) -> None:
    page = page_of(office)
    told: list[str] = []
    office.desk.toast.connect(lambda words, _button, _do: told.append(words))
    page.pane.list.setFocus()
    page.pane.list.setCurrentIndex(page.pane.list.days.index(0))
    assert page.pane.show_contact.isVisible()
    assert not page.pane.delete.isVisible()
    QTest.keyClick(page.pane.list, Keys.Key_Delete)
    assert len(told) == 1
    QTest.keyClick(page.pane.list, Keys.Key_Return)
    office.until(lambda: not page.isVisible())
    office.until(lambda: chosen(office) == ["Björn Fälth"])


def test_another_date_on_the_card_moves_it(office: Any) -> None:
    def move(tx: Any) -> None:
        from dataclasses import replace

        (number,) = [b.number for b in tx.birthdays.between(DAY, DAY)]
        contact = tx.contacts.get(number)
        tx.contacts.save(replace(contact, birthday=PartialDate(1981, 11, 25)), contact)

    office.desk.write("Edit", move)
    office.until(lambda: titles(office) == ["Call"])
    page_of(office).choose(date(2026, 11, 25))
    assert titles(office) == ["Björn Fälth"]
