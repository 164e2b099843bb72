"""The hours of the calendar by pointer and by Ctrl: drawing out, pulling at edges, moving."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from tests.desktop.window.calendar.conftest import DAY, at, editor_of, page_of, places_of, plan

from contactdesk.desktop.scope_sheet import ScopeSheet

Keys, Shapes = Qt.Key, Qt.CursorShape
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


EVENTS = (
    at("Lunch", "2026-11-24T13:00:00", "2026-11-24T14:00:00"),
    at("Fair", "2026-11-24", "2026-11-26"),
    at("Holiday", "2026-11-26", "2026-11-27"),
    at("Sync", "2026-11-25T09:00:00", "2026-11-25T10:00:00", "FREQ=WEEKLY;COUNT=4"),
    *(at(f"Away {n}", "2026-11-27", "2026-11-28") for n in range(5)),
)


@pytest.fixture
def office(opened: Callable[..., Any]) -> Any:
    """A window on a book with appointments, at the week of its calendar."""
    made = opened()
    plan(made, *EVENTS)
    made.window.actions_.calendar.trigger()
    page = page_of(made)
    made.until(lambda: page.found is not None)
    page.show_as("week")
    made.until(lambda: page.hours.grid is not None and page.hours.isVisible())
    made.until(lambda: times_of(made, "Lunch"))
    return made


def times_of(office: Any, title: str) -> tuple[str, str] | None:
    """When the first of this name is, as the page has it."""
    found = page_of(office).found
    assert found is not None
    all_ = (o for o in found.agenda.occurrences if o.event.summary == title)
    first = next(all_, None)
    return (first.starts_at, first.ends_at) if first is not None else None


def spot(office: Any, column: int, minute: int) -> QPoint:
    """A time of a day, at the middle of it."""
    place = places_of(office).stretch(column, minute, minute + 15)
    return QPoint(place.center().x(), place.y() + 1)


def box(office: Any, title: str) -> tuple[QPoint, QPoint, QPoint]:
    """Top, middle and bottom of a block, in the middle of its width."""
    places = places_of(office)
    for column, held in enumerate(places.grid.of):
        for block in held:
            if block.occurrence.event.summary == title:
                place = places.block(column, block)
                middle = place.center()
                return (QPoint(middle.x(), place.y() + 1), middle,
                        QPoint(middle.x(), place.bottom() - 1))  # fmt: skip
    raise AssertionError(title)


def drag(office: Any, begin: QPoint, end: QPoint, *, drop: bool = True) -> None:
    ground = page_of(office).hours.viewport()
    QTest.mousePress(ground, LEFT, NONE, begin)
    QTest.mouseMove(ground, (begin + end) / 2)
    QTest.mouseMove(ground, end)
    if drop:
        QTest.mouseRelease(ground, LEFT, NONE, end)


def pick(office: Any, title: str) -> None:
    QTest.mouseClick(page_of(office).hours.viewport(), LEFT, NONE, box(office, title)[1])
    picked = page_of(office).hours.picked_one
    assert picked is not None
    assert picked.event.summary == title


def press(office: Any, key: Qt.Key, keys: Any = CTRL) -> None:
    QTest.keyClick(page_of(office).hours, key, keys)


def becomes(office: Any, title: str, starts: str, ends: str) -> None:
    office.until(lambda: times_of(office, title) == (starts, ends))


def test_a_time_is_drawn_out_and_escape_gives_it_up(office: Any) -> None:
    drag(office, spot(office, 3, 10 * 60), spot(office, 3, 11 * 60 + 30))
    editor = editor_of(office)
    assert editor.value().starts_at == "2026-11-26T10:00:00"
    assert editor.value().ends_at == "2026-11-26T11:45:00"
    assert page_of(office).hours.planned is not None
    QTest.keyClick(editor, Keys.Key_Escape)
    assert page_of(office).hours.planned is None
    assert page_of(office).hours.hasFocus()


def test_what_is_drawn_out_is_saved_with_its_times(office: Any) -> None:
    drag(office, spot(office, 3, 11 * 60), spot(office, 3, 10 * 60))  # upwards too
    editor = editor_of(office)
    QTest.keyClicks(editor.fields.subject, "Visit")
    editor.done()
    becomes(office, "Visit", "2026-11-26T10:00:00", "2026-11-26T11:15:00")
    office.desk.undo()
    office.until(lambda: times_of(office, "Visit") is None)


def test_days_are_drawn_out_above_the_hours(office: Any) -> None:
    places = places_of(office)
    drag(office, places.top_line(0, 0).center(), places.top_line(1, 2).center())
    value = editor_of(office).value()
    assert (value.starts_at, value.ends_at) == ("2026-11-23", "2026-11-25")


def test_an_edge_is_pulled_at_and_taken_back_in_one_step(office: Any) -> None:
    _top, _middle, bottom = box(office, "Lunch")
    down = QPoint(bottom.x(), spot(office, 1, 15 * 60).y())
    drag(office, bottom, down, drop=False)
    assert page_of(office).hours.ghost == ("2026-11-24T13:00:00", "2026-11-24T15:00:00")
    QTest.mouseRelease(page_of(office).hours.viewport(), LEFT, NONE, down)
    becomes(office, "Lunch", "2026-11-24T13:00:00", "2026-11-24T15:00:00")
    top = box(office, "Lunch")[0]
    drag(office, top, QPoint(top.x(), spot(office, 1, 12 * 60 + 15).y()))
    becomes(office, "Lunch", "2026-11-24T12:15:00", "2026-11-24T15:00:00")
    office.desk.undo()
    becomes(office, "Lunch", "2026-11-24T13:00:00", "2026-11-24T15:00:00")
    office.desk.undo()
    becomes(office, "Lunch", "2026-11-24T13:00:00", "2026-11-24T14:00:00")


def test_an_end_stays_behind_its_beginning(office: Any) -> None:
    bottom = box(office, "Lunch")[2]
    drag(office, bottom, QPoint(bottom.x(), spot(office, 1, 9 * 60).y()))
    becomes(office, "Lunch", "2026-11-24T13:00:00", "2026-11-24T13:15:00")


def test_the_pointer_shows_what_it_would_do(office: Any) -> None:
    ground = page_of(office).hours.viewport()
    top, middle, bottom = box(office, "Lunch")
    for place, shape in ((bottom, Shapes.SizeVerCursor), (middle, Shapes.ArrowCursor),
                         (top, Shapes.SizeVerCursor)):  # fmt: skip
        QTest.mouseMove(ground, place)
        assert ground.cursor().shape() == shape
    fair = places_of(office).top_line(1, 0, 2)
    QTest.mouseMove(ground, QPoint(fair.right() - 5, fair.center().y()))
    assert ground.cursor().shape() == Shapes.SizeHorCursor
    more = places_of(office).top_line(4, 3).center()
    QTest.mouseMove(ground, more)
    assert ground.cursor().shape() == Shapes.PointingHandCursor


def test_a_bar_is_pulled_to_another_last_day(office: Any) -> None:
    places = places_of(office)
    fair = places.top_line(1, 0, 2)
    drag(office, QPoint(fair.right() - 5, fair.center().y()), places.top_line(3, 0).center())
    becomes(office, "Fair", "2026-11-24", "2026-11-27")


def test_from_the_hours_to_the_days_and_back(office: Any) -> None:
    places = places_of(office)
    drag(office, box(office, "Lunch")[1], places.top_line(3, 2).center())
    becomes(office, "Lunch", "2026-11-26", "2026-11-27")
    office.until(lambda: page_of(office).hours.grid.of[1] == ())
    holiday = places_of(office).top_line(3, 0).center()
    found = places_of(office).top_at(holiday)
    assert found is not None
    name = found.occurrence.event.summary
    drag(office, holiday, spot(office, 3, 15 * 60))
    becomes(office, name, "2026-11-26T15:00:00", "2026-11-26T16:00:00")


def test_ctrl_and_arrows_move_by_a_quarter_or_a_day_and_it_is_followed(office: Any) -> None:
    pick(office, "Lunch")
    press(office, Keys.Key_Down)
    becomes(office, "Lunch", "2026-11-24T13:15:00", "2026-11-24T14:15:00")
    press(office, Keys.Key_Right)
    becomes(office, "Lunch", "2026-11-25T13:15:00", "2026-11-25T14:15:00")
    assert page_of(office).day == date(2026, 11, 25)
    office.until(lambda: page_of(office).hours.picked_one is not None)
    press(office, Keys.Key_Up)
    becomes(office, "Lunch", "2026-11-25T13:00:00", "2026-11-25T14:00:00")


def test_longer_and_shorter_by_keys_each_one_step(office: Any) -> None:
    pick(office, "Lunch")
    press(office, Keys.Key_Down, CTRL | SHIFT)
    becomes(office, "Lunch", "2026-11-24T13:00:00", "2026-11-24T14:15:00")
    press(office, Keys.Key_Up, CTRL | SHIFT)
    becomes(office, "Lunch", "2026-11-24T13:00:00", "2026-11-24T14:00:00")
    office.desk.undo()
    becomes(office, "Lunch", "2026-11-24T13:00:00", "2026-11-24T14:15:00")


def test_of_a_series_it_is_asked_which(office: Any) -> None:
    pick(office, "Sync")
    press(office, Keys.Key_Down)
    sheets = office.window.findChildren(ScopeSheet)
    assert len(sheets) == 1
    sheets[0].this.click()
    becomes(office, "Sync", "2026-11-25T09:15:00", "2026-11-25T10:15:00")
    page_of(office).turn(1)
    office.until(lambda: times_of(office, "Sync") == ("2026-12-02T09:00:00", "2026-12-02T10:00:00"))


def test_where_one_may_only_read_it_is_said_why(office: Any) -> None:
    told: list[str] = []
    office.desk.toast.connect(lambda words, _button, _do: told.append(words))
    office.desk.facts = office.desk.facts._replace(read_only="The disk cannot be written.")
    page_of(office).choose(DAY)
    done: list[object] = []
    for signal in (page_of(office).new_wanted, page_of(office).moved):
        signal.connect(lambda *each: done.append(each))
    drag(office, spot(office, 3, 10 * 60), spot(office, 3, 11 * 60))
    drag(office, box(office, "Lunch")[2], spot(office, 1, 15 * 60))
    pick(office, "Lunch")
    press(office, Keys.Key_Down)
    assert told == ["The disk cannot be written."] * 3
    assert not done


def test_two_more_goes_to_the_day_which_shows_all(office: Any) -> None:
    page, more = page_of(office), places_of(office).top_line(4, 3).center()
    QTest.mouseClick(page.hours.viewport(), LEFT, NONE, more)
    office.until(lambda: page.kind == "day" and page.hours.grid.days == (date(2026, 11, 27),))
    assert len(places_of(office).shown_on_top(0)) == 5


def test_two_more_of_a_month_goes_to_the_day(office: Any) -> None:
    page = page_of(office)
    page.show_as("month")
    office.until(lambda: page.month.isVisible() and page.month.weeks)
    office.window.resize(1100, 500)
    office.until(lambda: page.month.lines(page.month.rows()[0][1]) < 5)
    cell = page.month.cell(4, 4)  # Friday the 27th
    points = (QPoint(cell.center().x(), y) for y in range(cell.y(), cell.bottom(), 4))
    more = next(p for p in points if page.month.more_at(p) is not None)
    QTest.mouseClick(page.month, LEFT, NONE, more)
    office.until(lambda: page.kind == "day")
    assert page.day == date(2026, 11, 27)


def test_right_to_left_an_arrow_goes_the_way_it_points(office: Any) -> None:
    pick(office, "Lunch")
    page_of(office).hours.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    press(office, Keys.Key_Left)
    becomes(office, "Lunch", "2026-11-25T13:00:00", "2026-11-25T14:00:00")


def test_ctrl_while_dropping_makes_another_one(office: Any) -> None:
    begin, end = box(office, "Lunch")[1], spot(office, 3, 13 * 60 + 30)
    drag(office, begin, end, drop=False)
    QTest.mouseRelease(page_of(office).hours.viewport(), LEFT, CTRL, end)

    def lunches() -> list[str]:
        found = page_of(office).found
        assert found is not None
        return [o.starts_at for o in found.agenda.occurrences if o.event.summary == "Lunch"]

    office.until(lambda: lunches() == ["2026-11-24T13:00:00", "2026-11-26T13:00:00"])
    office.window.verbs.undo()
    office.until(lambda: lunches() == ["2026-11-24T13:00:00"])
