"""The calendar by its hours: a week and a day, by keyboard and by pointer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.desktop.window.calendar.conftest import (
    DAY,
    at,
    editor_of,
    page_of,
    places_of,
    plan,
    titles,
)

from contactdesk.desktop.calendar_page import CalendarPage

Keys = Qt.Key
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
MONDAY, NEXT_MONDAY = date(2026, 11, 23), date(2026, 11, 30)


EVENTS = (
    at("Lunch", "2026-11-24T13:00:00", "2026-11-24T14:00:00"),
    at("Call", "2026-11-24T13:30:00", "2026-11-24T14:30:00"),
    at("Fair", "2026-11-24", "2026-11-26"),
    at("Site visit", "2026-12-01T09:00:00", "2026-12-01T10:00:00"),
    *(at(f"Holiday {n}", "2026-11-27", "2026-11-28") for n in range(5)),
)


@pytest.fixture
def office(opened: Callable[..., Any]) -> Any:
    """A window on a book with appointments, at the week of its calendar."""
    made = opened()
    plan(made, *EVENTS)
    made.window.actions_.calendar.trigger()
    page = page_of(made)
    made.until(lambda: titles(made) == ["Fair", "Lunch", "Call"])
    QTest.keyClick(page.month, Keys.Key_2, Qt.KeyboardModifier.AltModifier)
    made.until(lambda: shown(made) == (MONDAY, date(2026, 11, 29)))
    return made


def shown(office: Any) -> tuple[date, date] | None:
    """The days whose hours are on the screen."""
    grid = page_of(office).hours.grid
    return (grid.days[0], grid.days[-1]) if grid is not None else None


def press(office: Any, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(page_of(office).hours, key)


def spot(office: Any, column: int, minute: int) -> QPoint:
    """The middle of a quarter of an hour in a day."""
    return places_of(office).stretch(column, minute, minute + 15).center()


def go_to_slot(office: Any, minute: int) -> None:
    while page_of(office).hours.slot < minute:
        press(office, Keys.Key_Down)


def test_a_week_is_shown_and_named(office: Any) -> None:
    page = page_of(office)
    assert page.title.text() == "23 – 29 November 2026"
    assert page.hours.hasFocus()
    assert titles(office) == ["Fair", "Lunch", "Call"]
    assert page.hours in page.stops()


def test_overlapping_ones_stand_side_by_side(office: Any) -> None:
    lunch, call = places_of(office).grid.of[1]
    one, other = (places_of(office).block(1, each) for each in (lunch, call))
    assert one.right() < other.left()
    assert one.top() < other.top()
    assert not one.intersects(other)


def test_of_what_lasts_days_three_lines_are_shown(office: Any) -> None:
    places = places_of(office)
    assert places.top_at(places.top_line(1, 0).center()) is not None  # the fair
    assert places.top_at(places.top_line(4, 2).center()) is not None
    assert places.top_at(places.top_line(4, 3).center()) is None  # "2 more"


def test_the_working_hours_are_seen_first(office: Any) -> None:
    places = places_of(office)
    assert places.head <= places.y_of(8 * 60) < places.head + places.hour


def test_arrows_go_through_days_and_times(office: Any) -> None:
    page = page_of(office)
    press(office, Keys.Key_Right)
    assert (page.day, titles(office)) == (date(2026, 11, 25), ["Fair"])
    press(office, Keys.Key_Left, Keys.Key_Left)
    assert page.day == MONDAY
    go_to_slot(office, 9 * 60)
    assert "9:00" in page.hours.accessibleDescription()


def test_down_goes_through_those_that_are_at_one_time(office: Any) -> None:
    hours = page_of(office).hours
    go_to_slot(office, 13 * 60 + 30)
    assert hours.picked_one is not None
    assert hours.picked_one.event.summary == "Lunch"
    press(office, Keys.Key_Down)
    assert hours.picked_one.event.summary == "Call"
    assert "Call" in hours.accessibleDescription()
    assert page_of(office).pane.list.currentIndex().row() == 2  # and the side says all of it
    press(office, Keys.Key_Up)
    assert hours.picked_one.event.summary == "Lunch"


def test_above_midnight_are_the_whole_days(office: Any) -> None:
    hours = page_of(office).hours
    while hours.slot >= 0:
        press(office, Keys.Key_Up)
    assert hours.picked_one is not None
    assert hours.picked_one.event.summary == "Fair"
    press(office, Keys.Key_Up, Keys.Key_Down)
    assert hours.slot == 0


def test_a_time_far_down_is_scrolled_to(office: Any) -> None:
    go_to_slot(office, 23 * 60)
    places = places_of(office)
    assert places.y_of(23 * 60 + 30) <= page_of(office).hours.viewport().height()


def test_pages_turn_weeks_and_home_is_today(office: Any) -> None:
    press(office, Keys.Key_PageDown)
    office.until(lambda: shown(office) == (NEXT_MONDAY, date(2026, 12, 6)))
    assert page_of(office).title.text() == "30 November – 6 December 2026"
    assert titles(office) == ["Site visit"]
    press(office, Keys.Key_Home)
    office.until(lambda: shown(office) == (MONDAY, date(2026, 11, 29)))
    assert page_of(office).day == DAY


def test_an_arrow_goes_over_the_edge_of_a_week(office: Any) -> None:
    press(office, *[Keys.Key_Left] * 2)
    office.until(lambda: shown(office) == (date(2026, 11, 16), date(2026, 11, 22)))
    assert page_of(office).day == date(2026, 11, 22)


def test_a_day_alone_and_the_month_again(office: Any) -> None:
    page = page_of(office)
    QTest.keyClick(page.hours, Keys.Key_1, Qt.KeyboardModifier.AltModifier)
    office.until(lambda: shown(office) == (DAY, DAY))
    assert page.title.text() == "Tuesday, 24 November 2026"
    press(office, Keys.Key_PageDown)
    office.until(lambda: shown(office) == (date(2026, 11, 25), date(2026, 11, 25)))
    assert titles(office) == ["Fair"]
    page.switch.chosen.emit("month")
    office.until(page.month.isVisible)
    office.until(lambda: page.found is not None and page.found.grid is None)
    assert page.title.text() == "November 2026"
    assert page.month.hasFocus()


def test_what_was_chosen_is_remembered(office: Any) -> None:
    assert office.desk.settings.calendar_view == "week"
    page = CalendarPage(office.desk, office.window.actions_.import_, office.window)
    assert page.kind == page.switch.value() == "week"


def test_enter_opens_what_is_there(office: Any) -> None:
    go_to_slot(office, 13 * 60)
    press(office, Keys.Key_Return)
    assert editor_of(office).value().summary == "Lunch"


def test_enter_on_an_empty_time_makes_a_new_one(office: Any) -> None:
    wanted: list[tuple[str, str]] = []
    page_of(office).new_wanted.connect(lambda *times: wanted.append(times))
    go_to_slot(office, 10 * 60 + 30)
    press(office, Keys.Key_Return)
    assert wanted == [("2026-11-24T10:30:00", "2026-11-24T11:00:00")]
    assert editor_of(office).value().starts_at == "2026-11-24T10:30:00"


def test_delete_takes_one_out(office: Any) -> None:
    go_to_slot(office, 13 * 60)
    press(office, Keys.Key_Delete)
    office.until(lambda: titles(office) == ["Fair", "Call"])
    office.desk.undo()
    office.until(lambda: titles(office) == ["Fair", "Lunch", "Call"])


def test_the_pointer_chooses_and_a_double_click_opens(office: Any) -> None:
    page = page_of(office)
    ground = page.hours.viewport()
    QTest.mouseClick(ground, LEFT, NONE, spot(office, 2, 11 * 60))
    assert page.day == date(2026, 11, 25)
    assert page.hours.slot == 11 * 60
    lunch = places_of(office).block(1, places_of(office).grid.of[1][0]).center()
    QTest.mouseDClick(ground, LEFT, NONE, lunch)
    assert editor_of(office).value().summary == "Lunch"


def test_a_double_click_on_an_empty_time_makes_a_new_one(office: Any) -> None:
    ground, place = page_of(office).hours.viewport(), spot(office, 3, 9 * 60)
    QTest.mouseClick(ground, LEFT, NONE, place)
    QTest.mouseDClick(ground, LEFT, NONE, place)
    assert editor_of(office).value().starts_at == "2026-11-26T09:00:00"


def drag(office: Any, begin: QPoint, end: QPoint) -> None:
    ground = page_of(office).hours.viewport()
    QTest.mousePress(ground, LEFT, NONE, begin)
    QTest.mouseMove(ground, begin + QPoint(0, 20))
    QTest.mouseMove(ground, end)


def test_a_block_is_dragged_to_another_day_and_time(office: Any) -> None:
    begin, end = spot(office, 1, 13 * 60), spot(office, 2, 10 * 60)
    begin.setX(places_of(office).block(1, places_of(office).grid.of[1][0]).center().x())
    drag(office, begin, end)
    QTest.mouseRelease(page_of(office).hours.viewport(), LEFT, NONE, end)
    office.until(lambda: page_of(office).day == date(2026, 11, 25))
    office.until(lambda: titles(office) == ["Fair", "Lunch"])
    moved = page_of(office).pane.list.days.items[1]
    assert (moved.starts_at, moved.ends_at) == ("2026-11-25T10:00:00", "2026-11-25T11:00:00")


def test_escape_takes_a_drag_back(office: Any) -> None:
    moved: list[object] = []
    page_of(office).moved.connect(lambda *each: moved.append(each))
    begin, end = spot(office, 1, 13 * 60), spot(office, 2, 10 * 60)
    begin.setX(places_of(office).block(1, places_of(office).grid.of[1][0]).center().x())
    drag(office, begin, end)
    assert page_of(office).hours.ghost == ("2026-11-25T10:00:00", "2026-11-25T11:00:00")
    press(office, Keys.Key_Escape)
    QTest.mouseRelease(page_of(office).hours.viewport(), LEFT, NONE, end)
    assert page_of(office).hours.ghost is None
    assert not moved


def test_right_to_left_the_first_day_is_at_the_right(office: Any) -> None:
    hours = page_of(office).hours
    hours.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    places = places_of(office)
    assert places.day_head(0).left() > places.day_head(6).left()
    assert places.day_head(0).right() < hours.viewport().width() - places.gutter + 1
    assert places.column_at(places.day_head(2).center()) == 2
    press(office, Keys.Key_Left)
    assert page_of(office).day == date(2026, 11, 25)


def test_the_line_of_the_time_is_drawn_in_its_day(office: Any) -> None:
    from contactdesk.desktop import theme as look

    hours = page_of(office).hours
    hours.now = lambda: datetime(2026, 11, 24, 10, 45)
    picture = hours.viewport().grab().toImage()
    where = places_of(office).stretch(1, 10 * 60 + 45, 11 * 60)
    seen = [picture.pixelColor(where.center().x(), where.y() + n) for n in (-1, 0)]
    assert look.colour("bad").rgb() in [each.rgb() for each in seen]
    assert picture.pixelColor(spot(office, 2, 645).x(), where.y()).rgb() != look.colour("bad").rgb()


def test_where_one_may_only_read_nothing_is_made_or_dragged(office: Any) -> None:
    page = page_of(office)
    done: list[object] = []
    for signal in (page.new_wanted, page.moved, page.delete_wanted):
        signal.connect(lambda *each: done.append(each))
    office.desk.facts = office.desk.facts._replace(read_only="The disk cannot be written.")
    page.choose(DAY)
    press(office, Keys.Key_Return)
    go_to_slot(office, 13 * 60)
    press(office, Keys.Key_Delete)
    begin, end = spot(office, 1, 13 * 60), spot(office, 2, 10 * 60)
    begin.setX(places_of(office).block(1, places_of(office).grid.of[1][0]).center().x())
    drag(office, begin, end)
    QTest.mouseRelease(page.hours.viewport(), LEFT, NONE, end)
    assert not done


def test_a_bar_of_whole_days_is_dragged_along_the_days(office: Any) -> None:
    moved: list[tuple[Any, str, str]] = []
    page_of(office).hours.moved.connect(lambda *each: moved.append(each))
    places = places_of(office)
    begin, end = (places.top_line(column, 0).center() for column in (1, 3))
    ground = page_of(office).hours.viewport()
    QTest.mousePress(ground, LEFT, NONE, begin)
    QTest.mouseMove(ground, end)
    QTest.mouseRelease(ground, LEFT, NONE, end)
    assert [each[1:] for each in moved] == [("2026-11-26", "2026-11-28")]


def test_in_a_small_window_the_head_has_two_rows(office: Any) -> None:
    page = page_of(office)
    office.window.resize(1024, 640)
    office.until(lambda: page.switch.mapTo(page, QPoint()).y() > page.add.geometry().bottom())
    office.window.resize(1600, 900)
    office.until(lambda: page.switch.mapTo(page, QPoint()).y() < page.add.geometry().bottom())
    assert page.title.full_text() == page.title.text()
