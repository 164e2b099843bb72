"""A person at the calendar, and short words for what the tests ask of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from contactdesk.desktop.appointment_editor import AppointmentEditor
from contactdesk.desktop.calendar_page import CalendarPage
from contactdesk.desktop.week_places import WeekPlaces
from contactdesk.model import zones
from contactdesk.model.event import Event

DAY = date(2026, 11, 24)  # a Tuesday


@pytest.fixture(autouse=True)
def in_warsaw(monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is in Warsaw, and it is the 24th of November 2026."""
    zone = zones.zone_of("Europe/Warsaw")
    monkeypatch.setattr(zones, "home_zone", lambda: zone)
    for module in ("calendar_page", "appointment_editor", "time_fields"):
        monkeypatch.setattr(f"contactdesk.desktop.{module}.date", _Today)


class _Today(date):
    @classmethod
    def today(cls) -> date:
        return DAY


def at(summary: str, starts: str, ends: str, rule: str = "") -> Event:
    zone = "Europe/Warsaw" if "T" in starts else ""
    return Event(summary=summary, starts_at=starts, ends_at=ends, time_zone=zone, rrule=rule)


def plan(office: Any, *events: Event) -> None:
    come: list[object] = []
    office.desk.write("Plan", lambda tx: [tx.events.add(each) for each in events], come.append)
    office.until(lambda: come)


def page_of(office: Any) -> CalendarPage:
    found = office.window.verbs.calendar.page()
    assert isinstance(found, CalendarPage)
    return found


def titles(office: Any) -> list[str]:
    """What the day that is chosen holds."""
    return [item.event.summary for item in page_of(office).pane.list.days.items]


def places_of(office: Any) -> WeekPlaces:
    found = page_of(office).hours.places()
    assert found is not None
    return found


def editor_of(office: Any) -> AppointmentEditor:
    """The editor, once it is shown."""
    office.until(lambda: isinstance(page_of(office).side.currentWidget(), AppointmentEditor))
    found = page_of(office).side.currentWidget()
    assert isinstance(found, AppointmentEditor)
    return found
