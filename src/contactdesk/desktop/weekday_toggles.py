"""The days of a weekly rule, each on or off: ←/→ go through them, Space and a click switch."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from contactdesk.desktop import mirror, month_days
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.focus_ring import KEYBOARD
from contactdesk.desktop.ringed import paint_ring
from contactdesk.i18n import _

SIDE, GAP = 30, 6
_MONDAY = date(2026, 11, 23)
_WEEK = 7


class WeekdayToggles(QWidget):
    """Days from 0, Monday, to 6; `own` is the day of the appointment itself, which stays on."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.days: frozenset[int] = frozenset()
        self.own = 0
        self._at = 0  # the place that the keyboard is on
        self._keyed = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("On these days of the week"))

    def show_days(self, days: frozenset[int], own: int) -> None:
        """Show which days are on."""
        self.days, self.own = days | {own}, own
        self._tell()

    def _day_at(self, place: int) -> int:
        return (month_days.first_weekday() + place) % _WEEK

    def _name(self, day: int) -> str:
        return month_days.weekday_name(_MONDAY + timedelta(days=day))

    def _tell(self) -> None:
        day = self._day_at(self._at)
        words = _("{day}, on") if day in self.days else _("{day}, off")
        self.setAccessibleDescription(words.format(day=self._name(day)))
        self.update()

    def sizeHint(self) -> QSize:
        """Seven days in a row."""
        side = look.px(SIDE)
        return QSize(_WEEK * (side + look.px(GAP)), side)

    def minimumSizeHint(self) -> QSize:
        """Closer together."""
        return QSize(_WEEK * look.px(SIDE), look.px(SIDE))

    def cell(self, place: int) -> QRect:
        """Where a day is."""
        side = look.px(SIDE)
        step = min(side + look.px(GAP), (self.width() - side) // (_WEEK - 1))
        spot = QRect(place * step, 0, side, side)
        return mirror.placed(self.layoutDirection(), self.rect(), spot)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the days."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for place in range(_WEEK):
                day, spot = self._day_at(place), QRectF(self.cell(place)).adjusted(1, 1, -1, -1)
                on = day in self.days
                radius = spot.height() / 2
                edge = "" if on else "field"
                paint_ground(painter, spot, "accent" if on else "field_bg", edge, radius)
                if self._keyed and self.hasFocus() and place == self._at:
                    paint_ring(painter, spot.adjusted(-1, -1, 1, 1), radius)
                painter.setFont(look.font("caption", 600))
                painter.setPen(look.colour("on_accent" if on else "text2"))
                letter = month_days.weekday_letter(_MONDAY + timedelta(days=day))
                painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, letter)

    def switch(self, place: int) -> None:
        """Switch a day on or off; the appointment's own stays."""
        self._at, day = place, self._day_at(place)
        if day != self.own:
            self.days = self.days ^ {day}
            self.changed.emit()
        self._tell()

    def _place_at(self, point: QPoint) -> int | None:
        return next((p for p in range(_WEEK) if self.cell(p).contains(point)), None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Switch the day under the pointer."""
        place = self._place_at(event.position().toPoint())
        if place is not None and event.button() == Qt.MouseButton.LeftButton:
            self._keyed = False
            self.switch(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another day, or switch the one that the keyboard is on."""
        turned = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        step = {Qt.Key.Key_Right: turned, Qt.Key.Key_Left: -turned}.get(Qt.Key(event.key()), 0)
        self._keyed = True
        if step:
            self._at = (self._at + step) % _WEEK
            self._tell()
        elif event.key() == Qt.Key.Key_Space:
            self.switch(self._at)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keyboard is."""
        super().focusInEvent(event)
        self._keyed = event.reason() in KEYBOARD
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that it went."""
        super().focusOutEvent(event)
        self.update()

    def event(self, event: QEvent) -> bool:
        """The tip has the whole name of a day, and why the appointment's own stays."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place_at(event.pos())
            words = ""
            if place is not None:
                words = self._name(self._day_at(place))
                if self._day_at(place) == self.own:
                    words = _("{day}: the day of this appointment").format(day=words)
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)
