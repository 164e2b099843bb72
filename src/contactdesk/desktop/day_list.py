"""What happens on a day as a list: when, what, where; the one chosen is shown in full beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, tzinfo
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from contactdesk.desktop import bidi, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.birthday_layer import icon_of
from contactdesk.desktop.calendar_colours import CalendarColours
from contactdesk.desktop.event_texts import clock_of, clock_words, title_of, under_title
from contactdesk.desktop.row_list import Index, RowList, RowPainter
from contactdesk.i18n import _
from contactdesk.model.agenda import Occurrence

ITEM = Qt.ItemDataRole.UserRole
NO_PARENT = QModelIndex()
EDGE, LEAST_CLOCK, MOST_CLOCK = 10, 40, 84


class Clocked(Protocol):
    """What rows of appointments are drawn by."""

    home: tzinfo
    colours: CalendarColours

    def clock_room(self) -> int:
        """How wide the longest time is, in px."""


class DayModel(QAbstractListModel):
    """The occurrences of one day, in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: Sequence[Occurrence] = ()
        self.home: tzinfo = UTC
        self.colours = CalendarColours()
        self._room: tuple[QFontMetrics, int] | None = None  # what was measured by these metrics

    def show(self, items: Sequence[Occurrence], home: tzinfo, colours: CalendarColours) -> None:
        """Show these."""
        self.beginResetModel()
        self.items, self.home, self.colours = items, home, colours
        self._room = None
        self.endResetModel()

    def clock_room(self) -> int:
        """How wide the longest time of the day is, in px."""
        metrics = look.metrics("caption", 600)
        if self._room is None or self._room[0] is not metrics:
            words = clock_words(self.items, self.home)
            self._room = metrics, max(map(metrics.horizontalAdvance, words), default=0) + 4
        return min(max(self._room[1], look.px(LEAST_CLOCK)), look.px(MOST_CLOCK))

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """One a row."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The occurrence, or what a screen reader says of it."""
        item = self.items[index.row()]
        if role == ITEM:
            return item
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return spoken_row(item, self.home, self.colours)


def _key_of(item: Occurrence) -> tuple[str, int, str]:
    """What it is known by after the book was read anew; what waits may have no number yet."""
    return item.event.id, 0 if item.event.id else item.event.number, item.starts_at


def spoken_row(item: Occurrence, home: tzinfo, colours: CalendarColours) -> str:
    """What a screen reader says of a row."""
    begins, ends = clock_of(item, home)
    when = f"{begins} – {ends}" if ends else begins
    waits = _("waits") if colours.waits(item.event) else ""
    return ", ".join(p for p in (when, title_of(item.event), under_title(item.event), waits) if p)


def row_high() -> int:
    """Two lines."""
    return look.tall(56, "strong", "caption", room=18)


def _paint_line(
    painter: QPainter,
    spot: QRect,
    direction: Qt.LayoutDirection,
    words: str,
    face: QFont,
    tone: str,
    struck: bool,
) -> None:
    """One line of a row; what was called off is struck through."""
    font = QFont(face)
    font.setStrikeOut(struck)
    painter.setFont(font)
    painter.setPen(look.colour(tone))
    shown = QFontMetrics(face).elidedText(words, Qt.TextElideMode.ElideRight, spot.width())
    painter.drawText(spot, mirror.leading(direction), shown)


class DayDelegate(RowPainter):
    """Draws the times, the calendar's colour and two lines."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines."""
        return QSize(100, row_high())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_row(painter, option, index)
        painter.restore()

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = option.widget
        assert isinstance(view, RowList)
        days: Any = view.model()
        box = QRectF(option.rect.adjusted(8, 1, -8, -1))
        chosen = self.paint_frame(painter, box, index)
        self._paint_words(painter, option, self._occurrence(index), days, chosen)

    def _occurrence(self, index: Index) -> Occurrence:
        found: Occurrence = index.data(ITEM)
        return found

    def _paint_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        item: Occurrence,
        days: Clocked,
        chosen: bool,
    ) -> None:
        area, direction = option.rect, option.direction
        high, small = look.metrics("strong").height(), look.metrics("caption").height()
        (begins, ends), below = clock_of(item, days.home), under_title(item.event)
        lines_high = high + small + 2 if ends or below else high  # one line is in the middle
        top = area.y() + (area.height() - lines_high) // 2
        clock = days.clock_room()
        left = area.x() + 8 + EDGE
        mark = QRect(left + clock + 2, top + 1, 3, lines_high - 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(days.colours.token_of(item.event)))
        painter.drawRoundedRect(QRectF(mirror.placed(direction, area, mark)), 1.5, 1.5)
        start = left + clock + 14
        wide = area.right() - 8 - EDGE - start
        ink, faint = ("sel_text", "sel_text") if chosen else ("text", "text2")
        lower = top + high + 2
        wide -= self._paint_waits(painter, option, item, days, QRect(start, top, wide, high))
        lead = self._paint_icon(painter, option, item, QRect(start, top, wide, high), chosen)
        lines = (
            (begins, "caption", 600, ink, QRect(left, top, clock, high)),
            (ends, "caption", 400, faint, QRect(left, lower, clock, small)),
            (bidi.isolated(title_of(item.event)), "strong", 600, ink,
             QRect(start + lead, top, wide - lead, high)),
            (below, "caption", 400, faint, QRect(start, lower, wide, small)),
        )  # fmt: skip
        for words, style, weight, tone, spot in lines:
            struck = style == "strong" and item.event.status == "CANCELLED"
            place = mirror.placed(direction, area, spot)
            _paint_line(painter, place, direction, words, look.font(style, weight), tone, struck)

    def _paint_waits(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        item: Occurrence,
        days: Clocked,
        spot: QRect,
    ) -> int:
        """Say at the end of the line that it waits for the book; how much room that takes."""
        if not days.colours.waits(item.event):
            return 0
        words, face = _("waits"), look.font("caption", 600)
        room = look.metrics("caption", 600).horizontalAdvance(words) + 4
        place = QRect(spot.right() + 1 - room, spot.y(), room, spot.height())
        place = mirror.placed(option.direction, option.rect, place)
        _paint_line(painter, place, option.direction, words, face, "warn", False)
        return room + look.px(6)

    def _paint_icon(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        item: Occurrence,
        spot: QRect,
        chosen: bool,
    ) -> int:
        """Draw the picture that a birthday has; how much room it takes from the title."""
        icon = icon_of(item.event)
        if not icon:
            return 0
        side = look.px(16)
        picture = QRect(spot.x(), spot.y() + (spot.height() - side) // 2, side, side)
        place = mirror.placed(option.direction, option.rect, picture)
        icons.paint(painter, place, icon, "sel_text" if chosen else "text2")
        return side + look.px(6)


class DayList(RowList):
    """One of the day's appointments is chosen; `chosen(occurrence)` says which, or None."""

    chosen = Signal(object)
    opened = Signal(object)  # Enter or a double click on an Occurrence
    delete_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.days = DayModel()
        super().__init__(self.days, DayDelegate(), parent)
        self.setAccessibleName(_("Appointments of the day"))

    def show_items(
        self, items: Sequence[Occurrence], home: tzinfo, colours: CalendarColours
    ) -> None:
        """Show a day; the same appointment stays chosen, else the first one is."""
        here = self.current()
        key = _key_of(here) if here is not None else None
        self.days.show(items, home, colours)
        same = [n for n, o in enumerate(items) if _key_of(o) == key]
        self.setCurrentIndex(self.days.index(same[0] if same else 0))
        if not items:
            self.chosen.emit(None)

    def event_id_at(self, spot: QPoint) -> str:
        """The id of the appointment under a place of the list, "" for none."""
        index = self.indexAt(self.viewport().mapFrom(self, spot))
        return self.days.items[index.row()].event.id if index.isValid() else ""

    def current(self) -> Occurrence | None:
        """The chosen one."""
        row = self.currentIndex().row()
        return self.days.items[row] if 0 <= row < len(self.days.items) else None

    def tell_chosen(self) -> None:
        """Tell which is chosen now."""
        if self.current() is not None:
            self.chosen.emit(self.current())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the one under the pointer."""
        super().mouseDoubleClickEvent(event)
        if self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit(self.current())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and F2 open the chosen one, Del deletes it."""
        key = event.key()
        if self.current() is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.opened.emit(self.current())
        elif key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(self.current())
        else:
            super().keyPressEvent(event)
