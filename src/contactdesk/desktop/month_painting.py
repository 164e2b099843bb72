"""How the grid of a month is drawn: heads, numbers, lines of appointments and bars."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from contactdesk.desktop import bidi, mirror, month_days
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.calendar_painting import CalendarPainter
from contactdesk.desktop.event_texts import title_of
from contactdesk.desktop.ringed import paint_ring
from contactdesk.i18n import counted, ngettext
from contactdesk.model.month import Placed, Week, at_home

if TYPE_CHECKING:
    from contactdesk.desktop.month_view import MonthView

_BY_LINE = attrgetter("line")
_EDGE = 9  # px from a day's edge to its words


def cell_text_top() -> int:
    """Where the lines of a day begin, below its number."""
    return look.tall(28, "caption", room=12)


def line_high() -> int:
    """The height of a line."""
    return look.tall(22, "caption", room=7)


class MonthPainter(CalendarPainter):
    """One painting of a month."""

    def __init__(self, painter: QPainter, view: MonthView) -> None:
        super().__init__(painter, view)
        self._view = view
        self._top, self._high = cell_text_top(), line_high()
        self._clocks: dict[tuple[int, int], tuple[str, int]] = {}  # texts, and how wide they are

    @staticmethod
    def shown(placed: Sequence[Placed], lines: int) -> list[Placed]:
        """What of a day is drawn; the last line says how many more there are."""
        if not placed or placed[-1].line < lines:
            return list(placed)
        return list(placed[: bisect_left(placed, lines - 1, key=_BY_LINE)])

    def paint(self, dirty: QRect, *, ring: bool) -> None:
        """Draw what is to be drawn anew."""
        self._paint_heads()
        for number, week in enumerate(self._view.weeks):
            top, high = self._view.rows()[number]
            if dirty.intersects(QRect(0, top, self._view.width(), high)):
                self._paint_week(number, week)
        self._paint_frame(ring)

    def _paint_heads(self) -> None:
        view, high = self._view, self._view.rows()[0][0]
        for column, day in enumerate(view.weeks[0].days):
            left, wide = view.columns()[column]
            spot = mirror.placed(self._direction, view.rect(), QRect(left, 0, wide, high))
            off = month_days.is_day_off(day)
            spot = spot.adjusted(_EDGE, 0, -_EDGE, 0)
            self._write(spot, month_days.weekday_name(day, short=True),
                        "caption", "text3" if off else "text2", weight=600)  # fmt: skip

    def _paint_week(self, number: int, week: Week) -> None:
        for column, day in enumerate(week.days):
            self._paint_day(self._view.cell(number, column), day, column)
        high = self._view.rows()[number][1]
        lines = self._view.lines(high)
        kept = [self.shown(held, lines) for held in week.of]
        for column, placed_here in enumerate(kept):
            for placed in placed_here:
                if column == placed.column or placed not in kept[column - 1]:
                    days = _days_shown(placed, kept[column:])
                    self._paint_placed(self._view.cell(number, column, days), week, placed)
            more = len(week.of[column]) - len(placed_here)
            if more:
                self._paint_more(self._view.cell(number, column), more, lines - 1)

    def _paint_day(self, cell: QRect, day: date, column: int) -> None:
        painter, view = self._painter, self._view
        inside = view.month[0] <= day <= view.month[1]
        if month_days.is_day_off(day):
            painter.fillRect(cell, look.colour("page"))
        painter.fillRect(QRect(cell.x(), cell.y(), cell.width(), 1), look.colour("divider"))
        if column:
            edge = cell.right() if self._direction == Qt.LayoutDirection.RightToLeft else cell.x()
            painter.fillRect(QRect(edge, cell.y(), 1, cell.height()), look.colour("divider"))
        high = self._top
        row = QRect(cell.x() + _EDGE, cell.y() + 3, cell.width() - 2 * _EDGE, high - 4)
        number = month_days.day_number(day)
        if day == view.today:
            self._paint_today(row, number)
        else:
            words = month_days.short_day(day) if month_days.begins_month(day) else number
            weight = 600 if inside and month_days.begins_month(day) else 500
            self._write(row, words, "body", "text" if inside else "text3", weight=weight)
        if other := month_days.other_day(day):
            self._write(row, other, "micro", "text3", trailing=True)
        elif not column and (week := month_days.week_number(day)):
            self._write(row, week, "micro", "text3", trailing=True)

    def _paint_today(self, row: QRect, number: str) -> None:
        side = row.height()
        spot = QRect(row.x() - 4, row.y(), side, side)
        spot = mirror.placed(self._direction, row, spot)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(look.colour("accent"))
        self._painter.drawEllipse(QRectF(spot))
        self._painter.setFont(look.font("body", 600))
        self._painter.setPen(look.colour("on_accent"))
        self._painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, number)

    def _paint_placed(self, cell: QRect, week: Week, placed: Placed) -> None:
        top = cell.y() + self._top + placed.line * self._high
        spot = QRect(cell.x(), top, cell.width(), self._high)
        tone = self._view.colours.token_of(placed.occurrence.event)
        past = week.days[placed.column + placed.days - 1] < self._view.today
        if placed.is_bar:
            self._paint_bar(spot, placed, tone)
        else:
            self._paint_line(spot, placed, tone, "text2" if past else "text")

    def _paint_bar(self, spot: QRect, placed: Placed, tone: str) -> None:
        box = QRectF(spot).adjusted(4, 1, -4, -1)
        soft = QColor(look.colour(tone))
        soft.setAlphaF(0.18)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(soft)
        self._painter.drawRoundedRect(box, 4, 4)
        words = spot.adjusted(_EDGE + 2, 0, -_EDGE, 0)
        event = placed.occurrence.event
        if self._view.colours.waits(event):
            words = self._mark_waiting(words)
        off = event.status == "CANCELLED"
        self._write_title(words, event, "text3" if off else "text", struck=off)

    def _paint_line(self, spot: QRect, placed: Placed, tone: str, ink: str) -> None:
        home = self._view.home
        assert home is not None
        if self._view.colours.waits(placed.occurrence.event):
            inner = spot.adjusted(_EDGE, 0, -_EDGE, 0)
            left = self._mark_waiting(inner)
            mirrored = self._direction == Qt.LayoutDirection.RightToLeft
            spot = left.adjusted(0, 0, _EDGE, 0) if mirrored else left.adjusted(-_EDGE, 0, 0, 0)
        mark = QRect(spot.x() + _EDGE, spot.y() + 4, 3, spot.height() - 8)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(look.colour(tone))
        self._painter.drawRoundedRect(QRectF(mirror.placed(self._direction, spot, mark)), 1.5, 1.5)
        begins = at_home(placed.occurrence.begins, home)
        clock, wide = self._clock(begins.hour, begins.minute)
        start, room = _EDGE + 8, spot.width() - _EDGE - 8 - 4
        title = bidi.isolated(title_of(placed.occurrence.event))
        if room - wide < look.px(28):  # a narrow day has room for one of the two
            wide = 0
        else:
            words = QRect(spot.x() + start, spot.y(), wide, spot.height())
            self._write(mirror.placed(self._direction, spot, words), clock, "caption", "text2")
        words = QRect(spot.x() + start + wide, spot.y(), room - wide, spot.height())
        cancelled = placed.occurrence.event.status == "CANCELLED"
        self._write(mirror.placed(self._direction, spot, words), title, "caption",
                    "text3" if cancelled else ink, weight=500, struck=cancelled)  # fmt: skip

    def _clock(self, hour: int, minute: int) -> tuple[str, int]:
        """A time, and how much room it takes."""
        known = self._clocks.get((hour, minute))
        if known is None:
            text = month_days.clock_text(hour, minute)
            known = text, look.metrics("caption").horizontalAdvance(text) + 5
            self._clocks[hour, minute] = known
        return known

    def _paint_more(self, cell: QRect, count: int, line: int) -> None:
        top = cell.y() + self._top + max(0, line) * self._high
        spot = QRect(cell.x() + _EDGE + 8, top, cell.width() - _EDGE - 12, self._high)
        words = ngettext("{n} more", "{n} more", count).format(n=counted(count))
        self._write(mirror.placed(self._direction, cell, spot), words, "caption", "text2")

    def _paint_frame(self, ring: bool) -> None:
        """The chosen day has a frame, and the keyboard's ring where the keyboard is; so has the
        day that something would be dropped on."""
        view = self._view
        if view.over is not None:
            paint_ground(self._painter, QRectF(view.cell(*view.over)), "", "accent", 5, 2)
            return
        for number, week in enumerate(view.weeks):
            if view.day in week.days:
                cell = QRectF(view.cell(number, week.days.index(view.day)))
                if ring and view.hasFocus():
                    paint_ring(self._painter, cell, 5)
                else:
                    paint_ground(self._painter, cell, "", "accent", 5, 2)


def _days_shown(placed: Placed, kept: Sequence[Sequence[Placed]]) -> int:
    """A bar begins and ends where a day has no room for its line."""
    return next((n for n, shown in enumerate(kept) if placed not in shown), len(kept))
