"""What the pressed button does in a month: it moves an appointment to another day, or pulls at an
edge of what lasts whole days; and when that would be.
"""

from __future__ import annotations

from datetime import date, tzinfo

from PySide6.QtCore import QPoint, QRect, Qt

from contactdesk.desktop.birthday_layer import is_birthday
from contactdesk.desktop.week_dragging import Part, Times, part_of
from contactdesk.model.month import Placed, days_later, is_all_day
from contactdesk.model.week import moved_by, with_first_day, with_last_day

_MARGIN = 4  # px between a bar and the edges of its days


def part_at(placed: Placed, bar: QRect, point: QPoint, direction: Qt.LayoutDirection) -> Part:
    """Which part of an appointment would be held at a point; `bar` is where its days are."""
    if not is_all_day(placed.occurrence) or is_birthday(placed.occurrence.event):
        return "whole"
    edges = bar.right() - _MARGIN - point.x(), point.x() - bar.left() - _MARGIN
    if direction == Qt.LayoutDirection.RightToLeft:
        edges = edges[::-1]
    return part_of(edges, (not placed.goes_on, not placed.from_before))


def times_on(placed: Placed, part: Part, home: tzinfo, began: date, day: date) -> Times | None:
    """When what is held would be, dragged from a day to another; None where nothing would be
    another."""
    held = placed.occurrence
    if part == "whole":
        return days_later(held, (day - began).days, home) if day != began else None
    found = (with_first_day if part == "begin" else with_last_day)(held, home, day)
    return found if found != moved_by(held, home, 0, 0) else None
