"""The page of an encrypted book: it asks for the passphrase, and has the ways to other books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from contactdesk.desktop import bidi
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card, Page
from contactdesk.desktop.feedback import IconMark
from contactdesk.desktop.labels import Label
from contactdesk.desktop.passphrase_box import PassphraseBox
from contactdesk.i18n import _

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class UnlockPage(Page):
    """`opened(passphrase)` when it is to be tried; Enter does that, Esc goes back."""

    opened = Signal(str)
    other_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, name: str, folder: str, back: str = "") -> None:
        """Of the file `name`; `back` is the name of the last book, "" for none."""
        super().__init__(widest=560)
        self.box = PassphraseBox(_("Passphrase"))
        self.box.field.returnPressed.connect(self._try)
        self.box.field.textEdited.connect(self._typed)
        self.open = Button(_("Open"), "primary", "lock-open")
        self.open.clicked.connect(self._try)
        self.title = Label(
            _("{name} is encrypted").format(name=bidi.isolated(name)), "title", wrap=True
        )
        words = _("Type its passphrase to open it. Without the passphrase nobody can read it.")
        self.words = Label(words, "body", "text2", wrap=True)
        self.place = Label(bidi.isolated(folder), "caption", "text2", wrap=True)
        card = Card()
        card.body.setSpacing(12)
        card.body.addWidget(self.box)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.open)
        card.body.addLayout(row)
        column = QVBoxLayout()
        column.setContentsMargins(28, 24, 28, 24)
        column.setSpacing(14)
        column.addStretch(2)
        column.addLayout(self._head())
        column.addWidget(card)
        column.addLayout(self._foot(back))
        column.addStretch(3)
        self.set_content(column)
        self.setAccessibleName(self.title.text())
        self.first = self.box.field

    def _head(self) -> QHBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(3)
        for line in (self.title, self.words, self.place):
            lines.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(18)
        mark = IconMark("lock", "accent_text", 30, side=56, ground="accent_soft")
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(lines, 1)
        return row

    def _foot(self, back: str) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        other = Button(_("Choose another file…"), "ghost", "folder")
        other.clicked.connect(self.other_wanted)
        foot.addWidget(other)
        if back:
            words = _("Back to {name}").format(name=bidi.isolated(back))
            last = Button(words, "ghost", "arrow-left")
            last.clicked.connect(self.back_wanted)
            foot.addWidget(last)
        foot.addStretch(1)
        return foot

    def _typed(self, _text: str) -> None:
        self.box.say("")

    def _try(self) -> None:
        if not self.open.isEnabled():
            return
        if not self.box.text():
            self.box.refuse(_("Type the passphrase of this book."))
            return
        self.show_trying(True)
        self.opened.emit(self.box.text())

    def show_trying(self, on: bool) -> None:
        """It is being tried, which takes a moment; or no longer."""
        self.open.setEnabled(not on)
        self.box.field.setReadOnly(on)
        self.open.set_label(_("Opening…") if on else _("Open"))

    def refuse(self, words: str) -> None:
        """That was not it."""
        self.show_trying(False)
        self.box.refuse(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the last book."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)
