"""Of something that repeats: is this one meant, this one and all later ones, or all of them?"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from contactdesk.desktop import theme as look
from contactdesk.desktop.sheet import Sheet
from contactdesk.i18n import _


class ScopeSheet(Sheet):
    """Asks before a series is changed or deleted; nothing is done until it is answered."""

    answered = Signal(str)  # "this", "later" or "all"

    def __init__(self, host: QWidget, title: str, *, one: bool = True) -> None:
        text = _("It repeats. Which of them do you mean? Undo brings back what was.")
        super().__init__(host, "repeat", title, text, wide=look.px(520), tone="accent")
        cancel = self.add_button(_("Cancel"), "ghost", leading=True)
        cancel.clicked.connect(self.dismiss)
        self.all = self.add_button(_("All of them"))
        self.later = self.add_button(_("This and later ones"))
        self.this = self.add_button(_("Only this one"), "primary")
        self.this.setVisible(one)
        self.this.clicked.connect(lambda: self._answer("this"))
        self.later.clicked.connect(lambda: self._answer("later"))
        self.all.clicked.connect(lambda: self._answer("all"))

    def ask(self) -> None:
        """Show it; the smallest change has the keyboard."""
        self.open_sheet(self.this if self.this.isVisibleTo(self) else self.later)

    def _answer(self, scope: str) -> None:
        self.close_sheet()
        self.answered.emit(scope)
