"""A field for a passphrase: hidden until one wants to see it, and it says when Caps Lock is on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from contactdesk.desktop.buttons import IconButton
from contactdesk.desktop.feedback import announce
from contactdesk.desktop.fields import Field
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _


class _Field(Field):
    """Tells by the letters that come whether Caps Lock is on: Qt does not say it."""

    caps_changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.caps = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Look at the letter, then take it."""
        letter = event.text()
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if len(letter) == 1 and letter.lower() != letter.upper():
            self._take_caps(letter.isupper() != shifted)
        super().keyPressEvent(event)

    def _take_caps(self, on: bool) -> None:
        if on != self.caps:
            self.caps = on
            self.caps_changed.emit(on)


class PassphraseBox(QWidget):
    """A caption, the field with the eye beside it, and what is to be said of it under both."""

    def __init__(self, caption: str) -> None:
        super().__init__()
        self.field = _Field()
        self.field.setAccessibleName(caption)
        self.caption = Label(caption, "caption", "text2", weight=500)
        self.caption.setBuddy(self.field)
        self.eye = IconButton("eye", _("Show the passphrase"))
        self.eye.clicked.connect(self._turn)
        self.caps = Label(_("Caps Lock is on."), "caption", "warn", wrap=True)
        self.caps.hide()
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.caption)
        column.addLayout(row)
        column.addWidget(self.caps)
        column.addWidget(self.field.message_line())
        self.field.caps_changed.connect(self._show_caps)
        self.setFocusProxy(self.field)

    def text(self) -> str:
        """What is typed."""
        return self.field.text()

    def say(self, state: str, words: str = "") -> None:
        """A state of the field with its sentence."""
        self.field.set_state(state, words)

    def refuse(self, words: str) -> None:
        """Say at the field why not; the next letters replace what stands there."""
        self.field.set_state("error", words)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()
        announce(self.field, words)

    def _show_caps(self, on: bool) -> None:
        self.caps.setVisible(on)
        if on:
            announce(self.field, self.caps.text())

    def _turn(self) -> None:
        modes = QLineEdit.EchoMode
        hidden = self.field.echoMode() == modes.Password
        self.field.setEchoMode(modes.Normal if hidden else modes.Password)
        self.eye.set_icon("eye-off" if hidden else "eye")
        self.eye.name_it(_("Hide the passphrase") if hidden else _("Show the passphrase"))
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
