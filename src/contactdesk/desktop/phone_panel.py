"""Who is calling, in a corner of the window: it takes no keys away until somebody goes to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from contactdesk.desktop import mirror, spacing
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import IconButton, paint_ground
from contactdesk.desktop.composer import time_text
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import ElidedLabel, Label
from contactdesk.i18n import _

if TYPE_CHECKING:
    from contactdesk.desktop.phone_body import PhoneBody

WIDE, MARGIN, GAP, HEAD, RADIUS = 452, 20, 12, 42, 10
LONGEST = 4 * 3600  # seconds; a clock that runs that long was forgotten


class PhoneHead(QWidget):
    """The strip on top: who or which number, what is with it, how long, and the way out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.mark = IconMark("phone-incoming", "ok", 18)
        self.title = ElidedLabel("", "strong")
        self.words = ElidedLabel("", "caption", "text2")
        self.clock = Label("", "strong", "ok")
        self.cross = IconButton("x", _("Close; what was typed stays"), side=30, icon_size=16)
        row = QHBoxLayout(self)
        row.setContentsMargins(*mirror.margins(18, 0, 8, 0))
        row.setSpacing(8)
        row.addWidget(self.mark)
        row.addWidget(self.title)
        row.addWidget(self.words, 1)
        row.addWidget(self.clock)
        row.addWidget(self.cross)
        spacing.keep_tall(self, HEAD, "strong", room=20)

    def say(self, icon: str, tone: str, title: str, words: str) -> None:
        """Show what it is about, in a tone: ok, warn or bad."""
        self.mark.show_icon(icon, tone)
        self.title.setText(title)
        self.words.setText(words)
        self.clock.set_tone(tone)


class PhonePanel(QWidget):
    """A head over one body, in the lower trailing corner of `host`.

    The keyboard goes back to where it was, or where that is gone to `otherwise`.
    """

    closed = Signal()

    def __init__(self, host: QWidget, otherwise: QWidget) -> None:
        super().__init__(host)
        self._host, self._otherwise = host, otherwise
        self._beside: list[QWidget] = []  # what else may be in the corner
        self._tone = "ok"
        self._began: datetime | None = None
        self.body: PhoneBody | None = None
        self._before: QWidget | None = None  # where the keyboard was
        self.setAccessibleName(_("Phone"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 0, 1, 1)
        self._column.setSpacing(0)
        self.head = PhoneHead(self)
        self.head.cross.clicked.connect(self.leave)
        self._column.addWidget(self.head)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._show_time)
        self._cast_shadow()
        look.announcer().changed.connect(self._place)
        host.installEventFilter(self)
        self.hide()

    def _cast_shadow(self) -> None:
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(32)
        shadow.setOffset(0, 8)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)

    def keep_clear_of(self, other: QWidget) -> None:
        """Stand above something else that is shown in this corner now and then."""
        if other not in self._beside:
            self._beside.append(other)
            other.installEventFilter(self)

    def begin(self, began: datetime | None) -> None:
        """From when the clock counts; None: it shows nothing."""
        self._began = began
        self._show_time()
        self._run()

    def seconds(self) -> int:
        """How long the call has been."""
        if self._began is None:
            return 0
        return max(0, int((datetime.now(UTC) - self._began).total_seconds()))

    def minutes(self) -> int | None:
        """The same in whole minutes; None for a moment, and for a clock that was forgotten."""
        return round(self.seconds() / 60) or None if self.seconds() < LONGEST else None

    def show_body(self, body: PhoneBody, tone: str, icon: str, title: str, words: str) -> None:
        """Put this in place of what was shown, and come up."""
        held = self.holds_focus()
        old, self.body, self._tone = self.body, body, tone
        if old is not None:
            self._column.removeWidget(old)
        self._column.addWidget(body)
        body.grew.connect(self._place)
        body.show()
        spacing.fit(body)
        self.head.setVisible(bool(title))
        self.head.say(icon, tone, title, words)
        self._show_time()
        self.show()
        if held:
            body.first().setFocus(Qt.FocusReason.OtherFocusReason)
        if old is not None:
            old.hide()
            old.deleteLater()
        self._place()
        self.update()

    def leave(self) -> None:
        """Go away; a draft stays."""
        self.end()
        self.closed.emit()

    def end(self) -> None:
        """Go away, and give the keyboard back if it is here."""
        held = self.holds_focus()
        self.hide()
        if held:
            self._give_back()

    def _give_back(self) -> None:
        before = self._before
        if before is None or not isValid(before) or not before.isVisible():
            before = self._otherwise
        before.setFocus(Qt.FocusReason.OtherFocusReason)

    # ── the keyboard ────────────────────────────────────────────────────────────────────

    def focus_it(self) -> bool:
        """Take the keyboard, if anything is shown."""
        if not self.isVisible() or self.body is None:
            return False
        if not self.holds_focus():
            self._before = QApplication.focusWidget()
        self.body.first().setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def holds_focus(self) -> bool:
        """Whether the keyboard is in here."""
        found = QApplication.focusWidget()
        return found is not None and self.isAncestorOf(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    # ── how it lies ─────────────────────────────────────────────────────────────────────

    def _place(self) -> None:
        """In the lower trailing corner, above what else is there."""
        if self.isHidden():
            return
        wide = min(look.px(WIDE), self._host.width() - 2 * MARGIN)
        self.setFixedWidth(wide)
        room = self._host.height() - 2 * MARGIN
        while (high := self._wanted(wide)) > room and self.body is not None:
            if not self.body.leave_out():
                break
        high = min(high, room)
        self.setFixedHeight(high)
        x = self._host.width() - wide - MARGIN
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            x = MARGIN
        below = self._below(x, wide)
        gap = GAP if below else MARGIN
        self.move(x, max(MARGIN, self._host.height() - below - high - gap))
        self.raise_()

    def _wanted(self, wide: int) -> int:
        """How high all of it is; what is hidden now counts only once its layout knows."""
        inside = [] if self.body is None else [self.body, *self.body.findChildren(QWidget)]
        for layout in [widget.layout() for widget in reversed(inside)]:
            if layout is not None:
                layout.activate()
        self._column.activate()
        return max(self._column.totalHeightForWidth(wide), self._column.totalSizeHint().height())

    def _below(self, left: int, wide: int) -> int:
        """How much of the corner something else has, which reaches under the panel."""
        tops = []
        for other in self._beside:
            spot = QRect(other.mapTo(self._host, QPoint(0, 0)), other.size())
            if other.isVisible() and spot.left() < left + wide and spot.right() > left:
                tops.append(spot.top())
        return self._host.height() - min(tops, default=self._host.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner when the window, or what is beside it, changes."""
        kinds = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)
        if event.type() in kinds and self.isVisible():
            QTimer.singleShot(0, self, self._place)
        return False

    def event(self, event: QEvent) -> bool:
        """Something in it came or went: make room."""
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            QTimer.singleShot(0, self, self._place)
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, and the head's over it."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            area = QRectF(self.rect())
            paint_ground(painter, area, "raised", "border", radius=RADIUS)
            if self.head.isVisible():
                path = QPainterPath()
                path.addRoundedRect(area.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)
                painter.setClipPath(path)
                strip = QRect(0, 0, self.width(), self.head.geometry().bottom() + 1)
                painter.fillRect(strip, look.colour(f"{self._tone}_soft"))

    # ── the clock ───────────────────────────────────────────────────────────────────────

    def _show_time(self) -> None:
        seconds = self.seconds()
        runs = self._began is not None and seconds < LONGEST
        self.head.clock.setText(time_text(seconds) if runs else "")

    def _run(self) -> None:
        if self._began is not None and self.isVisible():
            self._second.start()
        else:
            self._second.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """The time goes on."""
        super().showEvent(event)
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody sees the time."""
        super().hideEvent(event)
        self._second.stop()
