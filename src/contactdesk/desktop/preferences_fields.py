"""The preferences' page "Custom fields": what they are, and the way to their window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Page
from contactdesk.desktop.custom_texts import announcer, known
from contactdesk.desktop.labels import Label
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk


class FieldsPage(Page):
    """Says how many fields the book has; the button opens the window."""

    key = "fields"

    def __init__(self, desk: Desk) -> None:
        super().__init__(widest=680)
        self._desk = desk
        column = QVBoxLayout()
        column.setContentsMargins(28, 22, 28, 16)
        column.setSpacing(10)
        column.addWidget(Label(_("Custom fields"), "title"))
        words = _(
            "Fields of your own beside name, phone and address: a customer number, terms of "
            "payment, a size. Everybody who uses this book has them."
        )
        column.addWidget(Label(words, "body", "text2", wrap=True))
        self.count = Label("", "body", "text")
        column.addWidget(self.count)
        self.open = Button(_("Open custom fields"), "primary", "text-cursor-input")
        self.open.clicked.connect(self._open)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)
        self.set_content(column)
        announcer().changed.connect(self._say)
        self._say()

    def _say(self) -> None:
        count = len(known().fields)
        words = ngettext("This book has {n} field.", "This book has {n} fields.", count)
        self.count.setText(words.format(n=counted(count)) if count else _("There is none yet."))

    def _open(self) -> None:
        from contactdesk.desktop.fields_window import show_fields

        window = self.window()
        window.close()
        owner = window.parentWidget()
        assert owner is not None
        show_fields(owner, self._desk)
