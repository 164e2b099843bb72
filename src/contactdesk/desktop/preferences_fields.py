"""The preferences' page "Custom fields": what they are, and the way to their page."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QVBoxLayout

from contactdesk.desktop.buttons import Button
from contactdesk.desktop.cards import Card, Page
from contactdesk.desktop.custom_texts import announcer, known
from contactdesk.desktop.labels import Label
from contactdesk.desktop.setting_row import Control, SettingRow
from contactdesk.desktop.settings_index import SETTINGS
from contactdesk.i18n import _, counted, ngettext

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk


class FieldsPage(Page):
    """Says how many fields the book has; the button goes to their page."""

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
        self.open = Button(_("Open custom fields"), "primary", "text-cursor-input")
        self.open.clicked.connect(self._open)
        setting = next(each for each in SETTINGS if each.key == "custom_fields")
        row = SettingRow(setting, " ", cast(Control, self.open))
        self.rows = {setting.key: row}
        self.count = row.text
        card = Card()
        card.body.setContentsMargins(-10, -5, -10, -7)
        card.body.addWidget(row)
        column.addWidget(card)
        column.addStretch(1)
        self.set_content(column)
        announcer().changed.connect(self._say)
        self._say()

    def _say(self) -> None:
        count = len(known().fields)
        words = ngettext("This book has {n} field.", "This book has {n} fields.", count)
        self.count.setText(words.format(n=counted(count)) if count else _("There is none yet."))

    def _open(self) -> None:
        from contactdesk.desktop.custom_verbs import show_fields

        self.window().close()
        show_fields(self)
