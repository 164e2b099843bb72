"""What the pressed button does in the grid of hours: it moves an appointment, pulls at one of its
edges, or draws out the time of a new one; and when that would be.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal, NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt

from contactdesk.desktop.birthday_layer import is_birthday
from contactdesk.desktop.week_places import WeekPlaces
from contactdesk.model.agenda import Occurrence, later
from contactdesk.model.month import days_of, is_all_day
from contactdesk.model.week import (
    DAY_MINUTES,
    longer_by,
    moved_by,
    slot_times,
    wall_times_of,
    whole_days,
    with_beginning,
    with_end,
    with_first_day,
    with_last_day,
)

SNAP = 15  # minutes that dragging goes
DROPPED = 60  # minutes that whole days last when they are dropped on the hours
_EDGE, _ROOMY = 4, 22  # px of an edge that is pulled at, and of a block that has two of them
Part = Literal["whole", "begin", "end", "new"]
Times = tuple[str, str]


class Grip(NamedTuple):
    """Where the button was pressed, and what it holds."""

    point: QPoint
    part: Part = "new"
    held: Occurrence | None = None


def grip_at(places: WeekPlaces, point: QPoint) -> Grip:
    """What would be held at a point."""
    block, placed = places.block_at(point), places.top_at(point)
    if block is not None:
        column, found = block
        spot = places.block(column, found)
        edges = spot.bottom() - point.y(), point.y() - spot.top()
        can = not found.goes_on, not found.from_before and spot.height() >= _ROOMY
        return Grip(point, part_of(edges, can), found.occurrence)
    if placed is not None:
        spot = places.top_line(placed.column, placed.line, placed.days)
        edges = _sideways(places, spot, point)
        whole = is_all_day(placed.occurrence) and not is_birthday(placed.occurrence.event)
        can = whole and not placed.goes_on, whole and not placed.from_before
        return Grip(point, part_of(edges, can), placed.occurrence)
    return Grip(point)


def _sideways(places: WeekPlaces, spot: QRect, point: QPoint) -> tuple[int, int]:
    """How far a point is from a bar's end and from its beginning; a bar has a margin of 4 px."""
    edges = spot.right() - 4 - point.x(), point.x() - spot.left() - 4
    return edges[::-1] if places.direction == Qt.LayoutDirection.RightToLeft else edges


def part_of(edges: tuple[int, int], can: tuple[bool, bool]) -> Part:
    """What is held so far from the end and the beginning; `can` says which may be pulled at."""
    if can[0] and edges[0] < _EDGE:
        return "end"
    return "begin" if can[1] and edges[1] < _EDGE else "whole"


def dropped_is_copy(modifiers: Qt.KeyboardModifier) -> bool:
    """Whether what is dropped now is another one, and the one that is dragged stays."""
    return bool(modifiers & Qt.KeyboardModifier.ControlModifier)


def cursor_of(places: WeekPlaces, grip: Grip) -> Qt.CursorShape:
    """How the pointer shows what would be held."""
    if grip.part in ("begin", "end"):
        upright = not places.is_above(grip.point)
        return Qt.CursorShape.SizeVerCursor if upright else Qt.CursorShape.SizeHorCursor
    return Qt.CursorShape.ArrowCursor


def times_at(places: WeekPlaces, grip: Grip, home: tzinfo, point: QPoint) -> Times | None:
    """When what is held would be with the pointer there; None where nothing would be another."""
    if not places.grid.days or places.column_at(grip.point) is None:
        return None
    if grip.held is None:
        return _drawn_out(places, grip.point, point)
    if is_birthday(grip.held.event):
        return None
    if grip.part == "whole":
        return _moved(places, grip, grip.held, home, point)
    found = _pulled(places, grip, grip.held, home, point)
    return None if found == moved_by(grip.held, home, 0, 0) else found


def _column(places: WeekPlaces, point: QPoint) -> int:
    """The day nearest to a point."""
    found = places.column_at(point)
    if found is not None:
        return found
    x = places.placed(QRect(point.x(), 0, 1, 1)).x()
    return 0 if x < places.columns[0][0] else len(places.columns) - 1


def _day(places: WeekPlaces, point: QPoint) -> date:
    return places.grid.days[_column(places, point)]


def _snapped(minute: int) -> int:
    return (minute + SNAP // 2) // SNAP * SNAP


def _drawn_out(places: WeekPlaces, begin: QPoint, point: QPoint) -> Times:
    """A stretch of one day; above the hours, days."""
    if places.is_above(begin):
        first, last = sorted((_day(places, begin), _day(places, point)))
        return whole_days(first, last)
    low, high = sorted((places.minute_at(begin), places.minute_at(point)))
    low = min(low // SNAP * SNAP, DAY_MINUTES - SNAP)
    high = min(DAY_MINUTES, max(low + SNAP, -(-high // SNAP) * SNAP))
    return slot_times(_day(places, begin), low, high)


def _pulled(places: WeekPlaces, grip: Grip, held: Occurrence, home: tzinfo, point: QPoint) -> Times:
    """With one edge where the pointer is."""
    day, begins = _day(places, point), grip.part == "begin"
    if is_all_day(held):
        return (with_first_day if begins else with_last_day)(held, home, day)
    at = later(datetime.combine(day, time()), _minutes(_snapped(places.minute_at(point))))
    return (with_beginning if begins else with_end)(held, home, at)


def _minutes(many: int) -> timedelta:
    return timedelta(minutes=many)


def _moved(
    places: WeekPlaces, grip: Grip, held: Occurrence, home: tzinfo, point: QPoint
) -> Times | None:
    old, new = places.column_at(grip.point), places.column_at(point)
    if old is None or new is None:
        return None
    day, was_above = places.grid.days[new], places.is_above(grip.point)
    if places.is_above(point):
        if was_above:
            return moved_by(held, home, new - old, 0) if new != old else None
        return whole_days(day, day)
    if was_above:
        return _down(places, held, day, home, point)
    minutes = _minutes_moved(places, grip, held, home, point)
    return moved_by(held, home, new - old, minutes) if minutes or old != new else None


def _down(
    places: WeekPlaces, held: Occurrence, day: date, home: tzinfo, point: QPoint
) -> Times | None:
    """A day that is dropped on the hours; what lasts for several has no hour."""
    first, last = days_of(held, home)
    if first != last or not is_all_day(held):
        return None
    begins = min(_snapped(places.minute_at(point)), DAY_MINUTES - DROPPED)
    return slot_times(day, begins, begins + DROPPED)


def _minutes_moved(
    places: WeekPlaces, grip: Grip, held: Occurrence, home: tzinfo, point: QPoint
) -> int:
    """How much later it would begin, on a quarter of an hour."""
    begins, _ends = wall_times_of(held, home)
    start = begins.hour * 60 + begins.minute
    there = _snapped(start + places.minute_at(point) - places.minute_at(grip.point))
    minutes = max(0, min(DAY_MINUTES - SNAP, there)) - start
    return minutes if abs(minutes) >= SNAP // 2 else 0


def times_by_key(
    key: Qt.Key, held: Occurrence, home: tzinfo, *, longer: bool, mirrored: bool
) -> Times | None:
    """When it would be by an arrow: a quarter of an hour or a day on, or so much `longer`."""
    upright = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(key, 0)
    sideways = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(key, 0) * (-1 if mirrored else 1)
    if longer:
        step = upright or (sideways if is_all_day(held) else 0)
        found = longer_by(held, home, step)
    elif is_all_day(held):
        found = moved_by(held, home, sideways, 0)
    else:
        found = moved_by(held, home, sideways, upright * SNAP)
    return found if found != moved_by(held, home, 0, 0) else None
