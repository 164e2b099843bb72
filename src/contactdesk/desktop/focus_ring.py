"""The ring around what the keyboard is on: 2 px, with a gap of 2, outside the widget.

A style sheet cannot draw outside a widget, so one overlay follows the focus. It lives in the
nearest ancestor that has room for it, and only for focus that came from the keyboard.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.ringed import paint_ring

KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
GAP = 2  # px between widget and line


class FocusRing(QWidget):
    """The overlay; `FocusRing.follow` and `FocusRing.leave` are all that widgets call."""

    _one: FocusRing | None = None

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._target: QWidget | None = None
        self._radius = 9.0
        self._watched: list[QWidget] = []

    @classmethod
    def follow(cls, widget: QWidget, event: QFocusEvent, radius: float = 7) -> None:
        """Show the ring around a widget that got the focus, if the keyboard gave it."""
        if event.reason() not in KEYBOARD:
            return
        ring = cls._one
        if ring is None or not _alive(ring):
            ring = cls._one = FocusRing()
        ring._attach(widget, radius + _out() - 1)

    @classmethod
    def leave(cls, widget: QWidget) -> None:
        """Take the ring away from a widget that lost the focus."""
        ring = cls._one
        if ring is not None and _alive(ring) and ring._target is widget:
            ring._detach()

    def _attach(self, widget: QWidget, radius: float) -> None:
        self._detach()
        self._target, self._radius = widget, radius
        self._place()

    def _detach(self) -> None:
        for each in self._watched:
            if _alive(each):
                each.removeEventFilter(self)
        self._watched.clear()
        self._target = None
        self.hide()
        self.setParent(None)

    def _place(self) -> None:
        target = self._target
        if target is None or not _alive(target):
            return
        host, area = _host(target)
        if self.parentWidget() is not host:
            self.setParent(host)
        self.setGeometry(area)
        for each in self._watched:
            if _alive(each):
                each.removeEventFilter(self)
        self._watched = []
        step: QWidget | None = target
        while step is not None and step is not host:
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        self.raise_()
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move along with the target and whatever carries it."""
        kind = event.type()
        if kind in (QEvent.Type.Move, QEvent.Type.Resize):
            target = self._target
            host = self.parentWidget()
            if target is not None and host is not None and _alive(target):
                self.setGeometry(_area(target, host))
        elif kind in (QEvent.Type.Hide, QEvent.Type.ParentChange):
            self._detach()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ring(painter, QRectF(self.rect()), self._radius)


def _out() -> int:
    return GAP + look.current().ring


def _alive(widget: QWidget) -> bool:
    from shiboken6 import isValid

    return bool(isValid(widget))


def _area(target: QWidget, host: QWidget) -> QRect:
    corner = target.mapTo(host, QPoint(0, 0))
    out = _out()
    return QRect(corner, target.size()).adjusted(-out, -out, out, out)


def _host(target: QWidget) -> tuple[QWidget, QRect]:
    host = target.parentWidget() or target
    while True:
        area = _area(target, host)
        above = host.parentWidget()
        if host.rect().contains(area) or host.isWindow() or above is None:
            return host, area
        if above.inherits("QAbstractScrollArea"):
            return host, area
        host = above
