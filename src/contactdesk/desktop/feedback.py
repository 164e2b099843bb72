"""How the window answers: toast, banner, empty state, progress."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QEnterEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QGraphicsDropShadowEffect,
    QHBoxLayout,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from contactdesk.desktop import habits, icons, mirror
from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import Button, IconButton, paint_ground
from contactdesk.desktop.labels import ElidedLabel, Label
from contactdesk.i18n import _

TOAST_MS = 8000
MARGIN = 20  # of an empty state

# tone: (ground, icon colour, icon)
BANNERS = {
    "info": ("accent_soft", "accent_text", "info"),
    "warn": ("warn_soft", "warn", "triangle-alert"),
    "bad": ("bad_soft", "bad", "circle-alert"),
    "slate": ("slate_soft", "slate", "lock"),
    "ok": ("ok_soft", "ok", "check"),
}


class IconMark(QWidget):
    """An icon, or one on a tinted rounded square (`ground`), `side` px."""

    def __init__(
        self,
        name: str,
        tone: str = "text2",
        size: int = 18,
        *,
        side: int = 0,
        ground: str = "",
        round_: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size = name, tone, size
        self._ground, self._round = ground, round_
        self.setFixedSize(side or size, side or size)

    def show_icon(self, name: str, tone: str, ground: str = "") -> None:
        """Draw another icon from now on."""
        self._name, self._tone, self._ground = name, tone, ground
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and icon."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self._ground:
                radius = self.width() / 2 if self._round else self.width() * 0.25
                paint_ground(painter, QRectF(self.rect()), self._ground, radius=radius)
            icons.paint(painter, self.rect(), self._name, self._tone, look.px(self._size))


class Banner(QWidget):
    """A sentence that stays at the top of the pane it concerns, with one way out."""

    acted = Signal()
    closed = Signal()

    def __init__(
        self,
        tone: str,
        text: str,
        *,
        action: str = "",
        icon: str = "",
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._ground, ink, usual = BANNERS[tone]
        self.setMinimumHeight(look.tall(44, room=16))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.words = Label(text, wrap=True)
        self.setAccessibleName(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(*mirror.margins(12, 6, 8, 6))
        row.setSpacing(10)
        row.addWidget(IconMark(icon or usual, ink))
        row.addWidget(self.words, 1)
        self.button = Button(action, "ghost", size="row")
        self.button.clicked.connect(self.acted)
        row.addWidget(self.button)
        self.button.setHidden(not action)
        if closable:
            cross = IconButton("x", _("Close"), side=28, icon_size=16)
            cross.clicked.connect(self.closed)
            cross.clicked.connect(self.hide)
            row.addWidget(cross)

    def say(self, text: str, action: str = "") -> None:
        """Change sentence and way out."""
        self.words.setText(text)
        self.setAccessibleName(text)
        self.button.set_label(action)
        self.button.setVisible(bool(action))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), self._ground, radius=8)


class EmptyState(QWidget):
    """Icon, a short title, one or two sentences, and at most two buttons."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        *,
        tone: str = "accent",
        buttons: tuple[Button, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        ink = "accent_text" if tone == "accent" else tone
        self.mark = IconMark(icon, ink, 26, side=56, ground=f"{tone}_soft")
        self.title = Label(title, "subtitle", wrap=True)
        self.text = Label(text, "body", "text2", wrap=True)
        self.title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.text.setMaximumWidth(340)
        self.text.setMinimumWidth(220)
        self.buttons: list[Button] = []
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.row.addStretch(1)
        self.row.addStretch(1)
        for button in buttons:
            self.add_button(button)
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(0)
        column.addStretch(4)
        column.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(14)
        column.addWidget(self.title)
        column.addSpacing(6)
        words = QHBoxLayout()
        words.addStretch(1)
        words.addWidget(self.text, 1000)
        words.addStretch(1)
        column.addLayout(words)
        column.addSpacing(20)
        column.addLayout(self.row)
        column.addStretch(6)

    def add_button(self, button: Button) -> None:
        """Add a way on; the first is what most people want."""
        self.buttons.append(button)
        self.row.insertWidget(self.row.count() - 1, button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._turn_row()

    def _turn_row(self) -> None:
        """Buttons stand below each other where the pane is too narrow for both."""
        wide = sum(b.sizeHint().width() + self.row.spacing() for b in self.buttons)
        ways = QBoxLayout.Direction
        fits = wide <= self.width() - 2 * MARGIN
        self.row.setDirection(ways.LeftToRight if fits else ways.TopToBottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, perhaps another direction."""
        super().resizeEvent(event)
        self._turn_row()

    def say(self, title: str, text: str) -> None:
        """Change the words."""
        self.title.setText(title)
        self.text.setText(text)
        self.text.setVisible(bool(text))


class ProgressBar(QProgressBar):
    """The 8 px bar for work of known size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextVisible(False)
        self.setFixedHeight(8)


class Toast(QWidget):
    """One line at the bottom of `host`, 8 s, with Undo; stays while hovered or focused.

    `show_toast` replaces whatever was shown. F6 reaches it through `focus_it`.
    """

    dismissed = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._act: Callable[[], None] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._mark = IconMark("check", "on_toast", 16)
        self._words = ElidedLabel("", "body", "on_toast")
        self._button = Button("", "toast", size="row")
        self._keys = Label("", "caption", "toast_act")
        self._cross = IconButton("x", _("Close"), side=26, icon_size=14, kind="toast")
        self._cross.icon_tone = "on_toast"
        self.choices: list[Button] = []  # answers to a question that the sentence asks
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(*mirror.margins(14, 0, 8, 0))
        row.setSpacing(8)
        row.addWidget(self._mark)
        row.addWidget(self._words, 1)
        row.addSpacing(14)
        for each in (self._button, self._keys, self._cross):
            row.addWidget(each)
        self._button.clicked.connect(self._acted)
        self._cross.clicked.connect(self.dismiss)
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self._over)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 4)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shadow)
        host.installEventFilter(self)
        self.hide()

    def show_toast(
        self,
        text: str,
        *,
        action: str = "",
        keys: str = "",
        act: Callable[[], None] | None = None,
        icon: str = "check",
        choices: Sequence[tuple[str, Callable[[], None]]] = (),
    ) -> None:
        """Say what happened; `action` with `act` offers the way back, `choices` stand before it."""
        self._act = act
        self._offer(choices)
        self._mark.show_icon(icon, "on_toast")
        self._words.setText(text)
        self._button.set_label(action)
        self._button.setVisible(bool(action))
        self._keys.setText(keys)
        self._keys.setVisible(bool(action and keys) and habits.show_keys())
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start()
        announce(self, text)

    def _offer(self, choices: Sequence[tuple[str, Callable[[], None]]]) -> None:
        for old in self.choices:
            old.hide()
            old.deleteLater()
        self.choices = []
        for words, do in choices:
            button = Button(words, "toast", size="row", parent=self)
            button.clicked.connect(self.dismiss)
            button.clicked.connect(do)
            self._row.insertWidget(self._row.indexOf(self._button), button)
            self.choices.append(button)

    def text(self) -> str:
        """The sentence shown, "" when there is none."""
        return self._words.full_text() if self.isVisible() else ""

    def focus_it(self) -> bool:
        """Take the focus, if there is anything to press."""
        if not self.isVisible():
            return False
        target = self._button if self._button.isVisible() else self._cross
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def dismiss(self) -> None:
        """Go away."""
        self._timer.stop()
        self.hide()
        self._act = None
        self.dismissed.emit()

    def _acted(self) -> None:
        act = self._act
        self.dismiss()
        if act is not None:
            act()

    def _over(self) -> None:
        if self.underMouse() or self.holds_focus():
            self._timer.start(2000)
        else:
            self.dismiss()

    def holds_focus(self) -> bool:
        """Whether the keyboard is on one of the toast's buttons."""
        found = QApplication.focusWidget()
        return found is not None and self.isAncestorOf(found)

    def _place(self) -> None:
        high = look.tall(42, room=20)
        wide = min(self.sizeHint().width(), self._host.width() - 32)
        wide = max(wide, min(420, self._host.width() - 32))
        self.resize(QSize(wide, high))
        x = (self._host.width() - wide) // 2
        self.move(QPoint(x, self._host.height() - high - 20))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the host is resized."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is here."""
        self._timer.start(TOAST_MS)

    def showEvent(self, event: QShowEvent) -> None:
        """Be in front."""
        super().showEvent(event)
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dark ground."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), "toast", radius=8)


def announce(widget: QWidget, text: str) -> None:
    """Have a screen reader say a sentence when it is free."""
    event = QAccessibleAnnouncementEvent(widget, text)
    event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
    QAccessible.updateAccessibility(event)
