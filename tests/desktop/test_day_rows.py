"""The rows of a day and of the agenda, as they are drawn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme as look
from contactdesk.desktop.calendar_colours import CalendarColours
from contactdesk.desktop.day_list import DayDelegate, DayModel, row_high
from contactdesk.desktop.row_list import RowList
from contactdesk.model.agenda import agenda, span_of
from contactdesk.model.event import Event

DAY = Event(summary="xxxxxxxx", starts_at="2026-11-24", ends_at="2026-11-25")


def drawn(qtbot: Any, event: Event) -> list[int]:
    """How many dots of the words there are in each line of dots of the row."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look.apply(app, "light")
    days = DayModel()
    once = agenda([event], span_of(date(2026, 11, 24), date(2026, 11, 25), UTC)).occurrences
    days.show(once, UTC, CalendarColours())
    view = RowList(days, DayDelegate())
    qtbot.addWidget(view)
    view.resize(400, 120)
    view.clearSelection()
    picture = view.grab(QRect(110, 0, 280, row_high())).toImage()
    ground = picture.pixel(275, 4)
    return [
        sum(picture.pixel(x, y) != ground for x in range(picture.width()))
        for y in range(4, picture.height() - 4)
    ]


def test_a_row_of_one_line_has_it_in_the_middle(qtbot) -> None:
    lines = drawn(qtbot, DAY)
    filled = [y for y, many in enumerate(lines) if many]
    assert abs((filled[0] + filled[-1]) / 2 - len(lines) / 2) <= 4
    two = drawn(qtbot, replace(DAY, location="xxxxxxxx"))
    assert next(y for y, many in enumerate(two) if many) < filled[0] - 4


def test_what_was_called_off_is_struck_through(qtbot) -> None:
    plain = max(drawn(qtbot, replace(DAY, location="xxxxxxxx")))
    assert max(drawn(qtbot, replace(DAY, status="CANCELLED", location="xxxxxxxx"))) > 1.3 * plain
