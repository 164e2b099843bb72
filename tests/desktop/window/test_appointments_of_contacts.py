"""From a contact to an appointment and back: the timeline, and the banner of what comes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from contactdesk.desktop.appointment_editor import AppointmentEditor
from contactdesk.desktop.next_banner import NextBanner
from contactdesk.model.event import Attendee, Event

Keys = Qt.Key
EVA = Attendee(email="eva@lis.example", name="Eva Lis")


def at(summary: str, days: int, **more: Any) -> Event:
    begins = datetime.now(UTC).replace(microsecond=0) + timedelta(days=days)
    ends = begins + timedelta(hours=1)
    return Event(
        summary=summary, attendees=(EVA,), starts_at=f"{begins:%Y-%m-%dT%H:%M:%SZ}",
        ends_at=f"{ends:%Y-%m-%dT%H:%M:%SZ}", **more,
    )  # fmt: skip


@pytest.fixture
def office(opened: Callable[..., Any], a_contact: Callable[..., Any]) -> Any:
    """A window at the card of a contact with an appointment that was and two that come."""
    made = opened(a_contact("Eva Lis", emails=["eva@lis.example"]), a_contact("Adam Bek"))
    made.until(lambda: made.names() == ["Adam Bek", "Eva Lis"])
    events = (at("Was", -9), at("Review", 5, location="Room 2"), at("Called off", 2,
              status="CANCELLED"), at("Later", 8))  # fmt: skip
    plan(made, *events)
    made.choose("Eva Lis")
    made.until(lambda: rows(made))
    return made


def plan(office: Any, *events: Event) -> None:
    come: list[object] = []
    office.desk.write("Plan", lambda tx: [tx.events.add(each) for each in events], come.append)
    office.until(lambda: come)


def panel(office: Any) -> Any:
    card = office.window.detail.cards.card if office.window.detail is not None else None
    return card.timeline if card is not None else None


def rows(office: Any) -> list[str]:
    here = panel(office)
    return [r.title for r in here.items.rows.rows] if here is not None and here.items else []


def banner(office: Any) -> NextBanner:
    (found,) = panel(office).findChildren(NextBanner)
    assert isinstance(found, NextBanner)
    return found


def editor_of(office: Any) -> AppointmentEditor:
    def shown() -> Any:
        page = office.window.verbs.calendar.page()
        here = page.side.currentWidget() if page is not None and page.isVisible() else None
        return here if isinstance(here, AppointmentEditor) else None

    office.until(lambda: shown() is not None)
    found: AppointmentEditor = shown()
    return found


def test_the_next_one_stands_above_and_is_not_one_that_was_called_off(office: Any) -> None:
    assert banner(office).isVisible()
    assert banner(office).title.full_text() == "Next: Review"
    assert "Room 2" in banner(office).when.full_text()


def test_a_nearer_one_takes_its_place_and_without_any_there_is_nothing(office: Any) -> None:
    plan(office, at("Sooner", 1))
    office.until(lambda: banner(office).title.full_text() == "Next: Sooner")
    assert banner(office).when.full_text().startswith("Tomorrow")
    office.desk.write("Clear", lambda tx: tx.events.delete(tx.events.numbers()))
    office.until(lambda: not banner(office).isVisible())


def test_a_series_is_next_at_its_next_time(office: Any) -> None:
    plan(office, at("Weekly", -20, rrule="FREQ=WEEKLY"))
    office.until(lambda: banner(office).title.full_text() == "Next: Weekly")
    assert banner(office).when.full_text().startswith("Tomorrow")


def test_the_banner_opens_the_editor_and_escape_is_back_at_the_contact(office: Any) -> None:
    banner(office).open.click()
    editor = editor_of(office)
    assert editor.value().summary == "Review"
    QTest.keyClick(editor, Keys.Key_Escape)
    office.until(lambda: not office.window.verbs.calendar.is_shown())
    assert office.window.list_pane.isVisible()
    assert panel(office).isVisible()
    assert banner(office).isVisible()


def test_enter_on_an_appointment_of_the_timeline_opens_it(office: Any) -> None:
    items = panel(office).items
    items.setFocus()
    items.setCurrentIndex(items.rows.index(rows(office).index("Was"), 0))
    QTest.keyClick(items, Keys.Key_Return)
    editor = editor_of(office)
    assert editor.value().summary == "Was"
    editor.fields.subject.setText("It was")
    editor.done()
    office.until(lambda: not office.window.verbs.calendar.is_shown())
    office.until(lambda: "It was" in rows(office))


def test_one_opened_in_the_calendar_itself_leads_nowhere_else(office: Any) -> None:
    banner(office).open.click()
    page = office.window.verbs.calendar.page()
    editor_of(office)
    page.add.click()
    office.until(lambda: editor_of(office).title.text() == "New appointment")
    QTest.keyClick(editor_of(office), Keys.Key_Escape)
    assert office.window.verbs.calendar.is_shown()


def test_where_one_may_only_read_its_day_is_shown(office: Any) -> None:
    wanted = banner(office).found
    office.desk.facts = office.desk.facts._replace(read_only="The disk cannot be written.")
    banner(office).open.click()
    page = office.window.verbs.calendar.page()
    office.until(page.isVisible)
    office.until(lambda: wanted in page.pane.list.days.items)
    assert page.side.currentWidget() is page.pane
