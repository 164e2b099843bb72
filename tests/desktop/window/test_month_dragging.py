"""The month by pointer: bars that are pulled at an edge, and copies that are dragged with Ctrl."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from contactdesk.desktop.calendar_page import CalendarPage
from contactdesk.desktop.month_painting import cell_text_top, line_high
from contactdesk.model import zones
from contactdesk.model.event import Attendee, Event

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
DAY = date(2026, 11, 24)  # a Tuesday
EVENTS = (
    Event(summary="Fair", starts_at="2026-11-23", ends_at="2026-11-26"),
    Event(summary="Lunch", starts_at="2026-11-24T13:00:00", ends_at="2026-11-24T14:00:00",
          time_zone="Europe/Warsaw", uid="lunch@x", rrule="FREQ=WEEKLY;COUNT=2",
          attendees=(Attendee("eva@x.example", participation="ACCEPTED"),)),
)  # fmt: skip


class _Today(date):
    @classmethod
    def today(cls) -> date:
        return DAY


@pytest.fixture(autouse=True)
def in_warsaw(monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is in Warsaw, and it is the 24th of November 2026."""
    zone = zones.zone_of("Europe/Warsaw")
    monkeypatch.setattr(zones, "home_zone", lambda: zone)
    monkeypatch.setattr("contactdesk.desktop.calendar_page.date", _Today)


@pytest.fixture
def office(opened: Callable[..., Any]) -> Any:
    """A window at the month of its calendar."""
    made = opened()
    come: list[object] = []
    made.desk.write("Plan", lambda tx: [tx.events.add(each) for each in EVENTS], come.append)
    made.until(lambda: come)
    made.window.actions_.calendar.trigger()
    page = page_of(made)
    made.until(lambda: page.found is not None and page.month.isVisible())
    made.until(lambda: times(made, "Fair"))
    return made


def page_of(office: Any) -> CalendarPage:
    found = office.window.verbs.calendar.page()
    assert isinstance(found, CalendarPage)
    return found


def times(office: Any, title: str) -> list[tuple[str, str]]:
    found = page_of(office).found
    assert found is not None
    return [(o.starts_at, o.ends_at) for o in found.agenda.occurrences if o.event.summary == title]


def cell(office: Any, day: date) -> tuple[int, int]:
    for number, week in enumerate(page_of(office).month.weeks):
        if day in week.days:
            return number, week.days.index(day)
    raise AssertionError(day)


def spot(office: Any, title: str, day: date, edge: str = "") -> QPoint:
    """On the line of an appointment, at an edge of its day or in the middle."""
    month = page_of(office).month
    week, column = cell(office, day)
    placed = next(p for p in month.weeks[week].of[column] if p.occurrence.event.summary == title)
    place = month.cell(week, column)
    x = {"left": place.x() + 5, "right": place.right() - 5}.get(edge, place.center().x())
    return QPoint(x, place.y() + cell_text_top() + placed.line * line_high() + 6)


def drag(office: Any, begin: QPoint, to: date, keys: Qt.KeyboardModifier = NONE) -> None:
    month = page_of(office).month
    end = month.cell(*cell(office, to)).center()
    QTest.mousePress(month, LEFT, keys, begin)
    QTest.mouseMove(month, (begin + end) / 2)
    QTest.mouseMove(month, end)
    QApplication.processEvents()
    QTest.mouseRelease(month, LEFT, keys, end)


@pytest.mark.parametrize("direction", ["LeftToRight", "RightToLeft"])
def test_a_bar_is_pulled_at_its_edges_and_undone(office: Any, direction: str) -> None:
    page_of(office).setLayoutDirection(getattr(Qt.LayoutDirection, direction))
    QApplication.processEvents()
    begin, end = ("left", "right") if direction == "LeftToRight" else ("right", "left")
    month = page_of(office).month

    def is_seen_to_pull() -> bool:
        QTest.mouseMove(month, spot(office, "Fair", date(2026, 11, 25), end))
        return bool(month.cursor().shape() == Qt.CursorShape.SizeHorCursor)

    office.until(is_seen_to_pull)
    drag(office, spot(office, "Fair", date(2026, 11, 25), end), date(2026, 11, 28))
    office.until(lambda: times(office, "Fair") == [("2026-11-23", "2026-11-29")])
    drag(office, spot(office, "Fair", date(2026, 11, 23), begin), date(2026, 11, 26))
    office.until(lambda: times(office, "Fair") == [("2026-11-26", "2026-11-29")])
    drag(office, spot(office, "Fair", date(2026, 11, 28), end), date(2026, 11, 24))
    office.until(lambda: times(office, "Fair") == [("2026-11-26", "2026-11-27")])
    for _step in range(3):
        office.window.verbs.undo()
    office.until(lambda: times(office, "Fair") == [("2026-11-23", "2026-11-26")])


def test_the_middle_of_a_bar_moves_it(office: Any) -> None:
    drag(office, spot(office, "Fair", date(2026, 11, 24)), date(2026, 11, 25))
    office.until(lambda: times(office, "Fair") == [("2026-11-24", "2026-11-27")])


def test_ctrl_makes_another_one_and_the_series_stays(office: Any, the_book_itself: Any) -> None:
    drag(office, spot(office, "Lunch", DAY), date(2026, 11, 26), CTRL)
    lunch = [
        (f"2026-{day}T13:00:00", f"2026-{day}T14:00:00") for day in ("11-24", "11-26", "12-01")
    ]
    office.until(lambda: times(office, "Lunch") == lunch)
    events: list[Any] = []
    office.desk.read(lambda tx: list(tx.events.each()), events.append)
    office.until(lambda: events)
    copy = next(e for e in events[0] if e.starts_at.startswith("2026-11-26"))
    assert (copy.rrule, copy.uid != "lunch@x") == ("", True)
    assert [guest.participation for guest in copy.attendees] == [""]
    office.window.verbs.undo()
    office.until(lambda: times(office, "Lunch") == [lunch[0], lunch[2]])


def test_where_one_may_only_read_no_edge_is_pulled_at(office: Any, monkeypatch: Any) -> None:
    page_of(office).month.read_only = True
    said: list[str] = []
    office.desk.toast.connect(lambda words, *_more: said.append(words))
    facts = office.desk.facts._replace(read_only="Somebody else has it.")
    monkeypatch.setattr(office.desk, "facts", facts)
    drag(office, spot(office, "Fair", date(2026, 11, 25), "right"), date(2026, 11, 28))
    assert said == ["Somebody else has it."]
    assert times(office, "Fair") == [("2026-11-23", "2026-11-26")]
