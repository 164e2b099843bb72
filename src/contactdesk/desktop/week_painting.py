"""How a week is drawn: the hours, the days above them, blocks, and the line of what time it is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from contactdesk.desktop import bidi, mirror, month_days
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.calendar_painting import CalendarPainter
from contactdesk.desktop.event_texts import title_of
from contactdesk.desktop.ringed import paint_ring
from contactdesk.desktop.week_places import WeekPlaces
from contactdesk.i18n import counted, ngettext
from contactdesk.model.event import Event
from contactdesk.model.month import Placed
from contactdesk.model.week import DAY_MINUTES, Block

if TYPE_CHECKING:
    from contactdesk.desktop.week_view import WeekView

_EDGE = 9  # px from a day's edge to its words
_SOFT = 0.16  # how much of its calendar's colour the ground of a block has


class WeekPainter(CalendarPainter):
    """One painting of the days in view."""

    def __init__(
        self, painter: QPainter, view: WeekView, places: WeekPlaces, *, ring: bool
    ) -> None:
        self._ring = ring  # where the keyboard is
        super().__init__(painter, view)
        self._view, self._places = view, places
        self._days = places.grid.days

    def paint(self) -> None:
        """Draw all of it; what scrolls first, so that nothing of it reaches over the head."""
        places, painter = self._places, self._painter
        below = QRect(0, places.head, places.size.width(), places.size.height() - places.head)
        painter.save()
        painter.setClipRect(below)
        self._paint_hours(below)
        for column in range(len(self._days)):
            for block in places.grid.of[column]:
                if below.intersects(places.block(column, block)):
                    self._paint_block(column, block)
        self._paint_ghost_of_time()
        self._paint_now()
        self._paint_slot()
        painter.restore()
        self._paint_head()
        self._paint_top()

    # the hours

    def _paint_hours(self, below: QRect) -> None:
        places, painter = self._places, self._painter
        for column, day in enumerate(self._days):
            left, wide = places.columns[column]
            if month_days.is_day_off(day):
                spot = places.placed(QRect(left, below.y(), wide, below.height()))
                painter.fillRect(spot, look.colour("page"))
        now = self._now_minute()
        for hour in range(25):
            top = places.y_of(hour * 60)
            wide = places.size.width() - places.gutter
            line = places.placed(QRect(places.gutter, top, wide, 1))
            painter.fillRect(line, look.colour("divider"))
            if hour < 24 and not self._is_close(hour * 60, now):
                self._write_time(hour * 60, "text2", 400)
        self._paint_upright(below)

    def _paint_upright(self, area: QRect) -> None:
        for left, _wide in self._places.columns:
            line = self._places.placed(QRect(left, area.y(), 1, area.height()))
            self._painter.fillRect(line, look.colour("divider"))

    def _write_time(self, minute: int, tone: str, weight: int) -> None:
        high = look.metrics("caption").height()
        spot = QRect(0, self._places.y_of(minute) - high // 2,
                     self._places.gutter - look.px(9), high)  # fmt: skip
        words = month_days.clock_text(minute // 60, minute % 60)
        self._write(self._places.placed(spot), words, "caption", tone, weight=weight, trailing=True)

    def _is_close(self, minute: int, now: int | None) -> bool:
        """Whether the label of an hour would lie under that of the time it is."""
        if now is None:
            return False
        apart = abs(self._places.y_of(minute) - self._places.y_of(now))
        return apart < look.metrics("caption").height() - 3

    # what time it is

    def _now(self) -> datetime:
        return self._view.now()

    def _now_minute(self) -> int | None:
        now = self._now()
        return now.hour * 60 + now.minute if now.date() in self._days else None

    def _paint_now(self) -> None:
        minute = self._now_minute()
        if minute is None:
            return
        places, painter = self._places, self._painter
        left, wide = places.columns[self._days.index(self._now().date())]
        line = places.placed(QRect(left, places.y_of(minute) - 1, wide, 2))
        painter.fillRect(line, look.colour("bad"))
        side = look.px(9)
        dot = places.placed(QRect(left - side // 2, line.center().y() - side // 2, side, side))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("bad"))
        painter.drawEllipse(QRectF(dot))
        self._write_time(minute, "bad", 600)

    # blocks

    def _paint_block(self, column: int, block: Block) -> None:
        spot = self._places.block(column, block)
        event = block.occurrence.event
        tone = self._view.colours.token_of(event)
        self._painter.setOpacity(0.45 if self._view.is_dragged(block.occurrence) else 1)
        self._paint_ground(QRectF(spot), tone, tentative=event.status == "TENTATIVE")
        mark = QRect(spot.x() + 3, spot.y() + 3, 3, spot.height() - 6)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(look.colour(tone))
        self._painter.drawRoundedRect(QRectF(mirror.placed(self._direction, spot, mark)), 1.5, 1.5)
        words = QRect(spot.x() + 11, spot.y() + 2, spot.width() - 15, spot.height() - 3)
        past = self._days[column] < self._view.today
        words = mirror.placed(self._direction, spot, words)
        if self._view.colours.waits(event):
            words = self._mark_waiting(words, down=look.px(2))
        self._write_block(words, event, past=past)
        self._painter.setOpacity(1)
        if block.occurrence is self._view.picked_one:
            self._frame(QRectF(spot))

    def _paint_ground(self, box: QRectF, tone: str, *, tentative: bool = False) -> None:
        """Opaque, so that no line shows through; what is not certain has a broken edge instead."""
        soft = QColor(look.colour(tone))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(look.colour("list"))
        self._painter.drawRoundedRect(box, 5, 5)
        if tentative:
            self._painter.setPen(QPen(soft, 1, Qt.PenStyle.DashLine))
            box = box.adjusted(0.5, 0.5, -0.5, -0.5)
        soft.setAlphaF(_SOFT / 3 if tentative else _SOFT)
        self._painter.setBrush(soft)
        self._painter.drawRoundedRect(box, 5, 5)

    def _write_block(self, spot: QRect, event: Event, *, past: bool) -> None:
        """The title, on two lines where there is room, and the place below it."""
        high = look.metrics("caption", 600).height()
        room = max(1, (spot.height() + 2) // high)
        called_off = event.status == "CANCELLED"
        tone = "text3" if called_off else "text2" if past else "text"
        place = " ".join(event.location.split())
        most = max(1, room - 1 if place else room)
        lines = _wrapped(title_of(event), spot.width(), min(most, 3))
        top = spot.y() + (0 if spot.height() > high else (spot.height() - high) // 2)
        for number, words in enumerate(lines):
            row = QRect(spot.x(), top + number * high, spot.width(), high)
            self._write(row, bidi.isolated(words), "caption", tone, weight=600, struck=called_off)
        if place and len(lines) < room:
            row = QRect(spot.x(), top + len(lines) * high, spot.width(), high)
            self._write(row, bidi.isolated(place), "caption", "text2")

    # what the keyboard and the pointer do

    def _paint_slot(self) -> None:
        view = self._view
        if view.hasFocus() and view.day in self._days and view.slot >= 0 and not view.picked_one:
            column = self._days.index(view.day)
            spot = self._places.stretch(column, view.slot, view.slot + 30)
            self._frame(QRectF(spot).adjusted(1, 0, 0, 1))

    def _frame(self, box: QRectF) -> None:
        if self._ring:
            paint_ring(self._painter, box, 5)
        else:
            paint_ground(self._painter, box, "", "accent", 5, 2)

    def _paint_ghost_of_time(self) -> None:
        """Where what is dragged, or made, would be."""
        ghost = self._view.ghost or self._view.planned
        if ghost is None or "T" not in ghost[0]:
            return
        begins, ends = (datetime.fromisoformat(text) for text in ghost)
        for column, day in enumerate(self._days):
            low, high = _minute_in(begins, day), _minute_in(ends, day)
            if low < high:
                spot = self._places.stretch(column, low, max(high, low + 15)).adjusted(3, 1, -3, -1)
                self._paint_ghost(spot)
                if begins.date() == day:
                    clock = (month_days.clock_text(t.hour, t.minute) for t in (begins, ends))
                    words = spot.adjusted(8, 2, -8, -2)
                    self._write(QRect(words.x(), words.y(), words.width(),
                                      look.metrics("caption").height()),
                                " – ".join(clock), "caption", "text", weight=600)  # fmt: skip

    def _paint_ghost(self, spot: QRect) -> None:
        soft = QColor(look.colour("accent"))
        soft.setAlphaF(0.22)
        self._painter.setPen(QPen(look.colour("accent"), 1.5))
        self._painter.setBrush(soft)
        self._painter.drawRoundedRect(QRectF(spot), 5, 5)

    def _paint_ghost_of_days(self) -> None:
        ghost = self._view.ghost or self._view.planned
        if ghost is None or "T" in ghost[0]:
            return
        first, until = (date.fromisoformat(text) for text in ghost)
        for column, day in enumerate(self._days):
            if first <= day < until:
                self._paint_ghost(self._places.top_cell(column).adjusted(2, 1, -2, -3))

    # above the hours

    def _paint_head(self) -> None:
        places, painter = self._places, self._painter
        whole = QRect(0, 0, places.size.width(), places.head)
        painter.fillRect(whole, look.colour("list"))
        for column, day in enumerate(self._days):
            if month_days.is_day_off(day):
                spot = places.day_head(column).united(places.top_cell(column))
                painter.fillRect(spot, look.colour("page"))
            self._paint_name(places.day_head(column), day)
        self._paint_upright(whole)
        painter.fillRect(QRect(0, places.head - 1, whole.width(), 1), look.colour("border"))
        if words := self._week_number():
            spot = QRect(
                0, look.px(6), places.gutter - look.px(9), look.metrics("caption").height()
            )
            self._write(places.placed(spot), words, "micro", "text3", trailing=True)

    def _week_number(self) -> str:
        """Of the week that the first day is in, where weeks begin on Mondays."""
        first = self._days[0]
        if month_days.first_weekday() or first.toordinal() <= first.weekday():
            return ""
        return month_days.week_number(first - timedelta(days=first.weekday()))

    def _paint_name(self, spot: QRect, day: date) -> None:
        is_today, off = day == self._view.today, month_days.is_day_off(day)
        inner = spot.adjusted(_EDGE, look.px(6), -_EDGE, -look.px(4))
        high = look.metrics("caption").height()
        top = QRect(inner.x(), inner.y(), inner.width(), high)
        short = spot.width() < look.px(240)
        tone = "accent_text" if is_today else "text3" if off else "text2"
        self._write(top, month_days.weekday_name(day, short=short), "caption", tone,
                    weight=600 if is_today else None)  # fmt: skip
        row = QRect(inner.x(), top.bottom() + 2, inner.width(), inner.bottom() - top.bottom() - 2)
        number = month_days.day_number(day)
        if is_today:
            self._paint_today(row, number)
        else:
            self._write(row, number, "subtitle", "text3" if off else "text", weight=600)
        if other := month_days.other_day(day):
            self._write(row, other, "micro", "text3", trailing=True)
        if day == self._view.day and len(self._days) > 1:
            line = QRect(spot.x() + 1, 0, spot.width() - 1, 2)
            self._painter.fillRect(line, look.colour("accent"))

    def _paint_today(self, row: QRect, number: str) -> None:
        side = row.height()
        spot = mirror.placed(self._direction, row, QRect(row.x() - 5, row.y(), side, side))
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(look.colour("accent"))
        self._painter.drawEllipse(QRectF(spot))
        self._painter.setFont(look.font("subtitle", 600))
        self._painter.setPen(look.colour("on_accent"))
        self._painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, number)

    def _paint_top(self) -> None:
        drawn: set[int] = set()
        for column, held in enumerate(self._places.grid.top.of):
            kept = self._places.shown_on_top(column)
            for placed in kept:
                if id(placed) not in drawn:
                    drawn.add(id(placed))
                    self._paint_bar(placed)
            if len(kept) < len(held):
                self._paint_more(column, len(held) - len(kept))
        self._paint_ghost_of_days()
        view = self._view
        if view.hasFocus() and view.slot < 0 and view.day in self._days and not view.picked_one:
            spot = self._places.top_cell(self._days.index(view.day))
            self._frame(QRectF(spot).adjusted(1, 0, 0, -1))

    def _paint_bar(self, placed: Placed) -> None:
        days = 1
        shown_on_top = self._places.shown_on_top
        while days < placed.days and placed in shown_on_top(placed.column + days):
            days += 1
        spot = self._places.top_line(placed.column, placed.line, days)
        box = QRectF(spot).adjusted(4, 1, -4, -1)
        event = placed.occurrence.event
        tone = self._view.colours.token_of(event)
        self._painter.setOpacity(0.45 if self._view.is_dragged(placed.occurrence) else 1)
        self._paint_ground(box, tone, tentative=event.status == "TENTATIVE")
        called_off = event.status == "CANCELLED"
        words = spot.adjusted(_EDGE + 2, 0, -_EDGE, 0)
        if self._view.colours.waits(event):
            words = self._mark_waiting(words)
        self._write_title(words, event, "text3" if called_off else "text", struck=called_off)
        self._painter.setOpacity(1)
        if placed.occurrence is self._view.picked_one:
            self._frame(box)

    def _paint_more(self, column: int, count: int) -> None:
        spot = self._places.top_line(column, self._places.lines - 1)
        words = ngettext("{n} more", "{n} more", count).format(n=counted(count))
        self._write(spot.adjusted(_EDGE + 2, 0, -_EDGE, 0), words, "caption", "text2")


def _minute_in(at: datetime, day: date) -> int:
    """The minute of a day, 0 of what is before it and the last of what is after it."""
    if at.date() != day:
        return 0 if at.date() < day else DAY_MINUTES
    return at.hour * 60 + at.minute


def _wrapped(words: str, wide: int, most: int) -> list[str]:
    """The words on at most so many lines; the last one takes all that is left."""
    metrics = look.metrics("caption", 600)
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and metrics.horizontalAdvance(longer) > wide and len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
