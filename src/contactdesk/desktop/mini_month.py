"""A small month to go to a day by: arrows go through its days, Page Up and Down through months."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from contactdesk.desktop import mirror, month_days
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.calendar_spans import days_on
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.labels import ElidedLabel
from contactdesk.desktop.ringed import paint_ring
from contactdesk.i18n import _
from contactdesk.model.month import WEEK, weeks_of

CELL, WEEKS = 26, 6  # px of a day, and rows, so that nothing below moves
_KEYS = Qt.Key
_STEPS = {_KEYS.Key_Left: -1, _KEYS.Key_Right: 1, _KEYS.Key_Up: -WEEK, _KEYS.Key_Down: WEEK}


class MiniDays(QWidget):
    """The days themselves."""

    chosen = Signal(object)  # date
    turned = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.day = self.today = self.shown = date.today()
        self._keyed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Go to a day"))

    def sizeHint(self) -> QSize:
        """Seven days, six weeks and the names of the days."""
        return QSize(look.px(CELL) * WEEK, self._high() * (WEEKS + 1))

    def minimumSizeHint(self) -> QSize:
        """As high as it is."""
        return self.sizeHint()

    def _high(self) -> int:
        return look.tall(CELL, "caption", room=8)

    def weeks(self) -> list[tuple[date, ...]]:
        """What is shown: the weeks of the month, and after them what fills six rows."""
        first, last = month_days.month_of(self.shown)
        weeks = weeks_of(first, last, month_days.first_weekday())
        more = WEEK * (WEEKS - len(weeks))
        if weeks and weeks[-1][-1].toordinal() + more <= date.max.toordinal():
            until = days_on(weeks[-1][-1], more)
            weeks = weeks_of(first, until, month_days.first_weekday())
        return weeks

    def cell(self, row: int, column: int) -> QRect:
        """The place of a day; row 0 are the names of the days."""
        wide, high = self.width() / WEEK, self._high()
        left = round(column * wide)
        spot = QRect(left, row * high, round((column + 1) * wide) - left, high)
        return mirror.placed(self.layoutDirection(), self.rect(), spot)

    def show_day(self, day: date, today: date) -> None:
        """Show a day in its month."""
        self.day, self.today, self.shown = day, today, day
        words = f"{month_days.weekday_name(day)}, {month_days.day_title(day)}"
        self.setAccessibleDescription(words)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw names and days."""
        first, last = month_days.month_of(self.shown)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            weeks = self.weeks()
            for column, day in enumerate(weeks[0] if weeks else ()):
                words = month_days.weekday_letter(day)
                self._write(painter, self.cell(0, column), words, "text3", 500)
            for row, week in enumerate(weeks, 1):
                for column, day in enumerate(week):
                    self._paint_day(painter, self.cell(row, column), day, first <= day <= last)

    def _paint_day(self, painter: QPainter, cell: QRect, day: date, inside: bool) -> None:
        side = min(cell.width(), cell.height()) - 2
        spot = QRect(0, 0, side, side)
        spot.moveCenter(cell.center())
        painter.setPen(Qt.PenStyle.NoPen)
        tone, weight = ("text" if inside else "text3"), 500 if inside else 400
        if day == self.today:
            painter.setBrush(look.colour("accent"))
            painter.drawEllipse(QRectF(spot))
            tone, weight = "on_accent", 600
        elif day == self.day:
            painter.setBrush(look.colour("sel"))
            painter.drawEllipse(QRectF(spot))
            tone, weight = "sel_text", 600
        if day == self.day and self._keyed and self.hasFocus():
            paint_ring(painter, QRectF(spot), side / 2)
        self._write(painter, cell, month_days.day_number(day), tone, weight)

    def _write(self, painter: QPainter, cell: QRect, words: str, tone: str, weight: int) -> None:
        painter.setFont(look.font("micro", weight))
        painter.setPen(look.colour(tone))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the day under the pointer."""
        self._keyed = False
        point = event.position().toPoint()
        for row, week in enumerate(self.weeks(), 1):
            for column, day in enumerate(week):
                if self.cell(row, column).contains(point):
                    self.chosen.emit(day)
                    return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through days, Page Up and Down through months."""
        key = Qt.Key(event.key())
        self._keyed = True
        step = _STEPS.get(key, 0)
        if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            sideways = abs(step) == 1 and self.layoutDirection() == Qt.LayoutDirection.RightToLeft
            self.chosen.emit(days_on(self.day, -step if sideways else step))
        elif key in (_KEYS.Key_PageUp, _KEYS.Key_PageDown):
            by = 1 if key == _KEYS.Key_PageDown else -1
            self.chosen.emit(month_days.months_later(self.day, by))
        elif key == _KEYS.Key_Home:
            self.chosen.emit(self.today)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard came here."""
        super().focusInEvent(event)
        self._keyed = event.reason() in KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()


class MiniMonth(QWidget):
    """The days under the name of their month; the arrows look around without going anywhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days = MiniDays()
        self.title = ElidedLabel("", "caption", weight=600)
        self.earlier = IconButton("chevron-left", _("The month before"))
        self.later = IconButton("chevron-right", _("The next month"))
        self.earlier.clicked.connect(lambda: self._turn(-1))
        self.later.clicked.connect(lambda: self._turn(1))
        head = QHBoxLayout()
        head.setContentsMargins(*mirror.margins(6, 0, 0, 0))
        head.setSpacing(0)
        head.addWidget(self.title, 1)
        head.addWidget(self.earlier)
        head.addWidget(self.later)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.days)

    def _turn(self, by: int) -> None:
        self.days.shown = month_days.months_later(self.days.shown, by)
        self.days.update()
        self.title.setText(month_days.month_title(self.days.shown))

    def show_day(self, day: date, today: date) -> None:
        """Show a day in its month."""
        self.days.show_day(day, today)
        self.title.setText(month_days.month_title(day))
