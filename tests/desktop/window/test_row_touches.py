"""The list says when one was in touch last, and for whom something is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from contactdesk.desktop.row_touches import short, spoken
from contactdesk.model.contact import Contact
from contactdesk.model.event import Event
from contactdesk.model.happenings import a_call


def ago(days: int) -> datetime:
    return datetime.now(UTC) - timedelta(days=days)


def said(office: Any, name: str) -> str:
    """What a screen reader hears of a row."""
    model = office.window.list_pane.model
    for row in range(model.rowCount()):
        contact = model.contact_at(row)
        if contact is not None and contact.name == name:
            return str(model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole))
    return ""


@pytest.fixture
def office(opened: Callable[..., Any], a_contact: Callable[..., Contact]) -> Any:
    office = opened(a_contact("Anna Nowak"), a_contact("Jan Kos"))
    office.shows("Jan Kos", "Anna Nowak")
    return office


def add(office: Any, *events: Event) -> None:
    office.desk.write("Add", lambda tx: [tx.events.add(event) for event in events])


def id_of(office: Any, number: int) -> str:
    found: list[str] = []
    office.desk.read(lambda tx: tx.contacts.get(number).id, found.append)
    office.until(lambda: found)
    return found[0]


def test_nothing_is_said_before_anything_happened(office: Any) -> None:
    assert said(office, "Anna Nowak") == "Anna Nowak"


def test_a_call_is_said_on_its_row_alone_and_goes_with_its_undo(office: Any) -> None:
    anna = id_of(office, 1)
    add(office, a_call([anna], "Price list", ago(3), direction="out", outcome="reached"))
    office.until(lambda: "last contact 3 days ago" in said(office, "Anna Nowak"))
    assert said(office, "Jan Kos") == "Jan Kos"
    office.window.verbs.undo()
    office.until(lambda: said(office, "Anna Nowak") == "Anna Nowak")


def test_a_missed_call_is_no_contact(office: Any) -> None:
    anna = id_of(office, 1)
    add(office, a_call([anna], "", ago(1), direction="missed"),
        a_call([anna], "", ago(9), outcome="reached"))  # fmt: skip
    office.until(lambda: "last contact 9 days ago" in said(office, "Anna Nowak"))


def test_who_waits_for_something_is_marked_until_it_is_done(office: Any) -> None:
    anna, jan = id_of(office, 1), id_of(office, 2)
    today, later = date.today().isoformat(), (date.today() + timedelta(days=9)).isoformat()
    task = Event(component="task", summary="Send it", ends_at=today, about=(anna,))
    add(office, task, replace(task, ends_at=later, about=(jan,)))
    office.until(lambda: said(office, "Anna Nowak") == "Anna Nowak, task due")
    assert said(office, "Jan Kos") == "Jan Kos"
    rows = office.table.painter_of_rows
    flags = [rows._flag(office.window.list_pane.model.contact_at(n)) for n in range(4)
             if office.window.list_pane.model.contact_at(n) is not None]  # fmt: skip
    assert sorted(flags) == ["", "bell-ring"]


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "Today"), (1, "1 d"), (6, "6 d"), (7, "1 w"), (29, "4 w"), (30, "1 mo"), (400, "1 y")],
)
def test_how_long_ago_it_was_is_short(days: int, words: str) -> None:
    assert short(date.today() - timedelta(days=days)) == words


def test_it_is_said_to_the_day() -> None:
    assert spoken(date.today() - timedelta(days=40)) == "40 days ago"
    assert spoken(date.today() - timedelta(days=1)) == "1 day ago"
