"""One setting in the preferences: what it is, what it means, and its choice at the end."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.buttons import paint_ground
from contactdesk.desktop.fields import Combo, Segmented, Switch
from contactdesk.desktop.labels import Label
from contactdesk.desktop.settings_index import Setting
from contactdesk.desktop.theme_tile import ThemeChoice
from contactdesk.i18n import _

LEAST_WORDS = 180  # px of title and sentence beside the choice


class Choice(Combo):
    """A combo that tells the value chosen: `chosen(value)`."""

    chosen = Signal(object)

    def __init__(self, choices: list[tuple[str, object]], most: int = 260) -> None:
        super().__init__(choices)
        self.setMaximumWidth(most)
        self.setMinimumContentsLength(12)
        self.activated.connect(lambda at: self.chosen.emit(self.itemData(at)))


class OnOff(Switch):
    """A switch that tells what it is now: `chosen(on)`."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.clicked.connect(self._tell)

    def choose(self, value: object) -> None:
        """Show this, without telling."""
        self.setChecked(bool(value))

    def value(self) -> bool:
        """What is shown."""
        return self.isChecked()

    def _tell(self) -> None:
        self.chosen.emit(self.isChecked())


Control = Segmented | Choice | ThemeChoice | OnOff


class SettingRow(QWidget):
    """A setting with its control; one that was searched for is marked."""

    def __init__(
        self, setting: Setting, text: str, control: Control, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setting, self.control = setting, control
        self.marked = False
        self._above = isinstance(control, ThemeChoice)  # pictures stand under their title
        self.title = Label(_(setting.title), "button")
        self.text = Label(text, "caption", "text2", wrap=True)
        if not text:
            self.text.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)  # beside a taller control they stay together, in its middle
        words.addWidget(self.title)
        words.addWidget(self.text)
        words.addStretch(1)
        control.setAccessibleName(_(setting.title))
        control.setAccessibleDescription(text)
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._sides.setContentsMargins(10, 7, 10, 7)
        self._sides.setSpacing(16)
        self._sides.addLayout(words, 1)
        self._sides.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        self._arrange()

    def mark(self, on: bool) -> None:
        """Show that this is what was searched for, or no longer."""
        if on != self.marked:
            self.marked = on
            self.update()

    def allow(self, able: bool, why_not: str) -> None:
        """Let it be changed, or say why it cannot be."""
        self.control.setEnabled(able)
        self.control.setToolTip("" if able else why_not)

    def go(self) -> None:
        """Give its control the keyboard."""
        target = self.control.tiles[0] if isinstance(self.control, ThemeChoice) else self.control
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The choice stands under the words where there is no room beside them."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.width() - self.control.sizeHint().width() - look.px(36)
        ways = QBoxLayout.Direction
        under = self._above or room < look.px(LEAST_WORDS)
        self._sides.setDirection(ways.TopToBottom if under else ways.LeftToRight)
        side = Qt.AlignmentFlag.AlignLeft if under else Qt.AlignmentFlag.AlignRight
        self._sides.setAlignment(self.control, side | Qt.AlignmentFlag.AlignVCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        if not self.marked:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_ground(painter, QRectF(self.rect()), "accent_soft", "accent_text", 7)
