"""What lies over the window for a moment: a scrim, and a sheet with a soft shadow on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground

SHADOW = 28
RADIUS = 12


class Overlay(QWidget):
    """Put what is shown into `sheet`; Tab stays in it, Esc and a press beside it leave.

    The keys of the window rest meanwhile unless `lets_keys_through` is set.
    """

    lets_keys_through = False

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._over = window
        self._before: QWidget | None = None
        self._under = QPixmap()
        self.sheet = QWidget(self)
        window.installEventFilter(self)
        self.hide()

    def open(self) -> None:
        """Show it; the keyboard comes back to where it was when it is left."""
        focus = QApplication.focusWidget()
        inside = focus is not None and self._over.isAncestorOf(focus)
        self._before = focus if inside else None
        self.setGeometry(self._over.rect())
        self._take_picture()
        self.fit()
        self.show()
        self.raise_()

    def leave(self) -> None:
        """Go away and give the keyboard back, unless somebody has put it elsewhere."""
        if not self.isVisible():
            return
        focus = QApplication.focusWidget()
        elsewhere = focus is not None and not self.isAncestorOf(focus)
        self.hide()
        self._under = QPixmap()
        if not elsewhere:
            self.give_back()

    def give_back(self) -> bool:
        """Put the keyboard where it was, if that is still there."""
        from shiboken6 import isValid

        before = self._before
        if before is None or not isValid(before) or not before.isVisible():
            return False
        before.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # ── how it lies ─────────────────────────────────────────────────────────────────────

    def place(self, size: QSize) -> QPoint:
        """Where a sheet of this size lies; in the middle, a little above it."""
        left = (self.width() - size.width()) // 2
        return QPoint(left, max(12, (self.height() - size.height()) * 2 // 5))

    def fit(self) -> None:
        """Give the sheet the size it wants and its place."""
        layout = self.sheet.layout()
        if layout is None:
            return
        layout.activate()
        size = layout.sizeHint().boundedTo(self.size())
        now, before = QRect(self.place(size), size), self.sheet.geometry()
        if now != before:
            self.sheet.setGeometry(now)
            edge = 2 * SHADOW
            self.update(before.united(now).adjusted(-edge, -edge, edge, edge))

    def _take_picture(self) -> None:
        """Keep how the window looks: it would be painted again with every change of the sheet."""
        self._under = self._over.grab()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sheet keeps its place; the window shows through as it is now."""
        if self.isVisible():
            self._under = QPixmap()
            self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent, False)
        self.fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The scrim, and under the sheet its shadow and its ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if not self._under.isNull():
                painter.drawPixmap(0, 0, self._under)
            painter.fillRect(event.rect(), look.colour("scrim"))
            self.paint_sheet(painter)

    def paint_sheet(self, painter: QPainter) -> None:
        """The sheet's shadow and its ground."""
        around = QRectF(self.sheet.geometry())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 4))
        for spread in range(SHADOW, 0, -2):
            soft = around.adjusted(-spread, 6 - spread, spread, 6 + spread)
            painter.drawRoundedRect(soft, RADIUS + spread, RADIUS + spread)
        paint_ground(painter, around, "raised", "border", RADIUS)

    # ── keys and pointer ────────────────────────────────────────────────────────────────

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """The window's own keys do nothing to what lies underneath."""
        if event.type() == QEvent.Type.ShortcutOverride and not self.lets_keys_through:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round in the sheet."""
        stops = self._stops()
        if not stops:
            return True
        focus = QApplication.focusWidget()
        here = stops.index(focus) if focus in stops else -1
        reason = Qt.FocusReason.TabFocusReason
        if not forward:
            reason = Qt.FocusReason.BacktabFocusReason
            here = max(here, 0)
        stops[(here + (1 if forward else -1)) % len(stops)].setFocus(reason)
        return True

    def _stops(self) -> list[QWidget]:
        found = []
        widget = self.sheet.nextInFocusChain()
        while widget is not None and widget is not self.sheet:
            takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            inside = self.sheet.isAncestorOf(widget)
            if takes and inside and widget.isVisible() and widget.isEnabled():
                found.append(widget)
            widget = widget.nextInFocusChain()
        return found

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press beside the sheet leaves."""
        if not self.sheet.geometry().contains(event.position().toPoint()):
            self.leave()
