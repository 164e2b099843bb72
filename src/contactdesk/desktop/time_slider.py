"""A slider over the moments at which something changed: the last stop is now."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.date_texts import moment_text, years_between
from contactdesk.i18n import _

HANDLE = 16
_EDGE = 14  # room beside the track, for the handle
_TRACK = 38  # where the track lies, from the top
_MONTH = timedelta(days=30)


class TimeSlider(QWidget):
    """Stops at every change, oldest first, and at the end: now. `moved(stop)` tells of a move."""

    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moments: list[datetime] = []
        self.stop = 0
        self._keyed = False
        self._drawn: list[float] = []
        self._drawn_for: tuple[int, bool] | None = None  # width and direction of `_drawn`
        look.dress(self, "micro")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(_("The moment shown"))

    def show_moments(self, moments: Sequence[datetime], now: datetime, stop: int) -> None:
        """Offer these moments (oldest first) and `now` as the last stop."""
        self._moments = [*moments, max([now, *moments[-1:]])]
        self.stop = min(stop, len(moments))
        self._drawn_for = None
        self._describe()
        self.update()

    @property
    def last(self) -> int:
        """The stop that is now."""
        return max(0, len(self._moments) - 1)

    def go(self, stop: int) -> None:
        """Move to a stop and tell of it."""
        stop = max(0, min(self.last, stop))
        if stop != self.stop:
            self.stop = stop
            self._describe()
            self.update()
            self.moved.emit(stop)

    def go_to_day(self, moment: datetime) -> None:
        """Move to the last change before a moment; the first one where there is none."""
        self.go(max(0, bisect_right(self._moments, moment, 0, self.last) - 1))

    def words(self) -> str:
        """The day of the stop, or "Now"."""
        if self.stop >= self.last or not self._moments:
            return _("Now")
        return moment_text(self._moments[self.stop].isoformat())

    def _describe(self) -> None:
        self.setAccessibleDescription(self.words())

    # where things are

    def sizeHint(self) -> QSize:
        """High enough for bubble, track and years."""
        return QSize(320, _TRACK + 14 + self.fontMetrics().height())

    def _x(self, moment: datetime, at: int = 0) -> float:
        """Where a moment lies; in a history of one moment its place (`at`) counts instead."""
        first, last = self._moments[0], self._moments[-1]
        span = (last - first).total_seconds()
        share = (moment - first).total_seconds() / span if span > 0 else at / max(1, self.last)
        return self._along(share)

    def _along(self, share: float) -> float:
        room = self.width() - 2 * _EDGE
        return _EDGE + (1 - share if self._mirrored else share) * room

    def _places(self) -> list[float]:
        """Where every stop lies."""
        if not self._moments or self._moments[0] == self._moments[-1]:
            return [self._x(moment, n) for n, moment in enumerate(self._moments)]
        stamps = [moment.timestamp() for moment in self._moments]
        start, end = self._along(0), self._along(1)
        scale = (end - start) / (stamps[-1] - stamps[0])
        return [start + (stamp - stamps[0]) * scale for stamp in stamps]

    @property
    def _mirrored(self) -> bool:
        return self.layoutDirection() == Qt.LayoutDirection.RightToLeft

    def _ticks(self) -> list[float]:
        """Where ticks are drawn; of a thousand that share a pixel one is enough."""
        key = (self.width(), self._mirrored)
        if self._drawn_for != key:
            self._drawn = sorted({round(2 * x) / 2 for x in self._places()[:-1]})
            self._drawn_for = key
        return self._drawn

    def _stop_at(self, x: float) -> int:
        places = [abs(place - x) for place in self._places()]
        return places.index(min(places)) if places else 0

    # drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ticks, track, years, bubble and handle."""
        if not self._moments:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            here = self._x(self._moments[self.stop], self.stop)
            self._paint_track(painter, here)
            self._paint_words(painter)
            self._paint_bubble(painter, here)
            self._paint_handle(painter, here)

    def _paint_track(self, painter: QPainter, here: float) -> None:
        painter.setPen(QPen(look.colour("field"), 1.5))
        painter.drawLines([QLineF(x, _TRACK - 9, x, _TRACK - 5) for x in self._ticks()])
        painter.setPen(Qt.PenStyle.NoPen)
        for token, start, end in (
            ("border", float(_EDGE), float(self.width() - _EDGE)),
            ("accent", *((here, self.width() - _EDGE) if self._mirrored else (_EDGE, here))),
        ):
            painter.setBrush(look.colour(token))
            painter.drawRoundedRect(QRectF(start, _TRACK - 2, max(0.0, end - start), 4), 2, 2)

    def _paint_words(self, painter: QPainter) -> None:
        """The first day, the years that have room, and now."""
        painter.setFont(self.font())
        painter.setPen(look.colour("text3"))
        first, last = self._moments[0], self._moments[-1]
        taken: list[QRect] = []
        ends = [(first, moment_text(first.isoformat()), 0), (last, _("Now"), self.last)]
        years = [(moment, words, 0) for moment, words in years_between(first, last)]
        for moment, words, at in (*ends, *years):
            wide = self.fontMetrics().horizontalAdvance(words) + 2
            left = round(self._x(moment, at) - wide / 2)
            left = max(0, min(self.width() - wide, left))
            spot = QRect(left, _TRACK + 12, wide, self.fontMetrics().height())
            if not any(spot.adjusted(-10, 0, 10, 0).intersects(other) for other in taken):
                taken.append(spot)
                painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_bubble(self, painter: QPainter, here: float) -> None:
        if self.stop >= self.last:
            return
        words = self.words()
        painter.setFont(look.font("caption"))
        wide = look.metrics("caption").horizontalAdvance(words) + 18
        left = max(0.0, min(self.width() - wide, here - wide / 2))
        spot = QRectF(left, 0, wide, min(_TRACK - 13, look.tall(23, "caption", room=4)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("toast"))
        painter.drawRoundedRect(spot, 6, 6)
        painter.setPen(look.colour("on_toast"))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_handle(self, painter: QPainter, here: float) -> None:
        middle = QPointF(here, _TRACK)
        if self.hasFocus() and self._keyed:
            painter.setPen(QPen(look.colour("accent_text"), look.current().ring))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, HANDLE / 2 + 4, HANDLE / 2 + 4)
        painter.setPen(QPen(look.colour("accent"), 2))
        painter.setBrush(look.colour("raised"))
        painter.drawEllipse(middle, HANDLE / 2, HANDLE / 2)

    # moving

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from change to change, PgUp and PgDn a month, Home and End to the ends."""
        key = event.key()
        forward = Qt.Key.Key_Left if self._mirrored else Qt.Key.Key_Right
        backward = Qt.Key.Key_Right if self._mirrored else Qt.Key.Key_Left
        if key in (forward, backward):
            self.go(self.stop + (1 if key == forward else -1))
        elif key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown) and self._moments:
            self._go_a_month(back=key == Qt.Key.Key_PageUp)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go(0 if key == Qt.Key.Key_Home else self.last)
        else:
            super().keyPressEvent(event)
            return
        self._keyed = True
        self.update()

    def _go_a_month(self, back: bool) -> None:
        here = self._moments[self.stop]
        if back:
            self.go(max(0, bisect_right(self._moments, here - _MONTH) - 1))
        else:
            self.go(bisect_left(self._moments, here + _MONTH))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the change that is nearest."""
        self.go(self._stop_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.go(self._stop_at(event.position().x()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when the keyboard came here."""
        super().focusInEvent(event)
        self._keyed = event.reason() != Qt.FocusReason.MouseFocusReason
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()
