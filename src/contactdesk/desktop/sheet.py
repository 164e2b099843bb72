"""A sheet over the window: one thing to decide, with everything else dimmed and out of reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from contactdesk.desktop import mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton, paint_ground
from contactdesk.desktop.feedback import IconMark, announce
from contactdesk.desktop.labels import Hairline, Label
from contactdesk.i18n import _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QPaintEvent

EDGE = 24  # px between the sheet and the window's edge, at least


class SheetFrame(QWidget):
    """The sheet itself, with its shadow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(40)
        shadow.setOffset(0, 10)
        shadow.setColor(QColor(0, 0, 0, 90))
        self.setGraphicsEffect(shadow)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line = "border" if look.current().dark else ""
            paint_ground(painter, QRectF(self.rect()), "raised", line, radius=12)


class Sheet(QWidget):
    """Covers `host`'s window; fill `body`, add buttons by `add_button`, then `open_sheet`.

    The keyboard stays inside, Esc dismisses, and the focus goes back to where it was.
    """

    dismissed = Signal()

    def __init__(
        self, host: QWidget, icon: str, title: str, text: str = "", *, wide: int = 860,
        tone: str = "warn",
    ) -> None:  # fmt: skip
        super().__init__(host.window())
        self._wide = wide
        self._tone = tone
        self._back = QApplication.focusWidget()
        self.setAccessibleName(title)
        self.frame = SheetFrame(self)
        outer = QVBoxLayout(self.frame)
        outer.setContentsMargins(24, 20, 24, 14)
        outer.setSpacing(14)
        outer.addLayout(self._head(icon, title, text))
        self.body = QVBoxLayout()
        self.body.setSpacing(0)
        outer.addLayout(self.body, 1)
        outer.addWidget(Hairline("border"))
        outer.addLayout(self._foot())
        host.window().installEventFilter(self)
        self.hide()

    def _head(self, icon: str, title: str, text: str) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(3)
        self.title = Label(title, "subtitle", wrap=True)
        self.text = Label(text, "body", "text2", wrap=True)
        if not text:
            self.text.hide()
        words.addStretch(1)
        words.addWidget(self.title)
        words.addWidget(self.text)
        words.addStretch(1)
        close = IconButton("x", _("Close") + " (Esc)")
        close.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Esc is nearer
        close.clicked.connect(self.dismiss)
        row = QHBoxLayout()
        row.setSpacing(14)
        ink = "accent_text" if self._tone == "accent" else self._tone
        ground = f"{self._tone}_soft"
        row.addWidget(IconMark(icon, ink, 20, side=40, ground=ground, round_=True))
        row.addLayout(words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _foot(self) -> QHBoxLayout:
        self._leading, self._trailing = QHBoxLayout(), QHBoxLayout()
        self._leading.setSpacing(8)
        self._trailing.setSpacing(10)
        row = QHBoxLayout()
        row.addLayout(self._leading)
        row.addStretch(1)
        row.addLayout(self._trailing)
        return row

    def add_button(self, words: str, kind: str = "secondary", *, leading: bool = False) -> Button:
        """A button at the sheet's foot."""
        button = Button(words, kind)
        (self._leading if leading else self._trailing).addWidget(button)
        return button

    # ── showing ─────────────────────────────────────────────────────────────────────────

    def open_sheet(self, first: QWidget) -> None:
        """Show it, with the keyboard on `first`."""
        self.fit()
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{self.title.text()}. {self.text.text()}")

    def dismiss(self) -> None:
        """Go away without a decision."""
        self.close_sheet()
        self.dismissed.emit()

    def close_sheet(self) -> None:
        """Go away; the focus returns to where it was."""
        from shiboken6 import isValid

        self.window().removeEventFilter(self)
        back = self._back
        if back is not None and isValid(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        self.hide()
        self.deleteLater()

    def fit(self) -> None:
        """Cover the window, with the sheet in its middle."""
        host = self.window()
        self.setGeometry(host.rect() if self.parentWidget() is host else self.geometry())
        wide = min(self._wide, self.width() - 2 * EDGE)
        layout = self.frame.layout()
        assert layout is not None
        layout.activate()
        high = layout.totalHeightForWidth(wide) if layout.hasHeightForWidth() else 0
        high = min(max(high, layout.totalMinimumSize().height()), self.height() - 2 * EDGE)
        self.frame.setGeometry((self.width() - wide) // 2, (self.height() - high) // 2, wide, high)

    # ── the keyboard stays inside ───────────────────────────────────────────────────────

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size."""
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.fit()
        return False

    def event(self, event: QEvent) -> bool:
        """The window's shortcuts are out of reach meanwhile."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the sheet."""
        here = QApplication.focusWidget()
        stops = [w for w in self._in_order() if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
        if stops:
            at = stops.index(here) if here in stops else -1
            step = 1 if forward else -1
            reasons = Qt.FocusReason
            why = reasons.TabFocusReason if forward else reasons.BacktabFocusReason
            stops[(at + step) % len(stops)].setFocus(why)
        return True

    def _in_order(self) -> list[QWidget]:
        found: list[QWidget] = []
        widget = self.nextInFocusChain()
        while widget is not None and widget is not self:
            if self.isAncestorOf(widget) and widget.isVisible() and widget.isEnabled():
                found.append(widget)
            widget = widget.nextInFocusChain()
        return found

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back; nothing else reaches the window behind."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what is behind."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), look.colour("scrim"))


class Question(Sheet):
    """A sheet that asks one thing: what happened, what it is about, and two ways on."""

    answered = Signal(bool)  # True: the second, less usual way

    def __init__(
        self, host: QWidget, icon: str, title: str, text: str, lines: list[str],
        keep: str, go_on: str,
    ) -> None:  # fmt: skip
        super().__init__(host, icon, title, text, wide=560)
        for line in lines:
            label = Label(line, "body", wrap=True)
            label.setContentsMargins(*mirror.margins(54, 0, 0, 6))
            self.body.addWidget(label)
        self.keep = self.add_button(keep, "secondary")
        self.go_on = self.add_button(go_on, "primary")
        self.keep.clicked.connect(lambda: self._answer(False))
        self.go_on.clicked.connect(lambda: self._answer(True))

    def ask(self) -> None:
        """Show it; the way that loses nothing has the keyboard."""
        self.open_sheet(self.keep)

    def _answer(self, on: bool) -> None:
        self.close_sheet()
        self.answered.emit(on)
