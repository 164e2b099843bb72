"""The preferences' row that says how long deleted things stay in the bin, for all of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from contactdesk.desktop.setting_row import Choice, SettingRow
from contactdesk.desktop.settings_index import SETTINGS
from contactdesk.i18n import _, counted, ngettext
from contactdesk.model.bin import CHOICES

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk

KEY = "bin_days"


class BinDays(QObject):
    """Keeps the `row` up to date."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.choice = Choice([(_words(days), days) for days in CHOICES])
        self.choice.chosen.connect(self._take)
        setting = next(each for each in SETTINGS if each.key == KEY)
        words = _(
            "Anyone may bring them back. After that they are gone from the book, not from backups."
        )
        self.row = SettingRow(setting, words, self.choice)

    def read(self) -> None:
        """Ask the book."""
        self._desk.read(lambda tx: tx.bin.days(), self._show, key=KEY)

    def _show(self, days: int) -> None:
        if self.choice.findData(days) < 0:  # said on the command line
            self.choice.addItem(_words(days), days)
        self.choice.setCurrentIndex(self.choice.findData(days))

    def _take(self, days: Any) -> None:
        self._desk.write(_("Change settings"), lambda tx: tx.bin.keep_for(int(days)))


def _words(days: int) -> str:
    if not days:
        return _("For ever")
    return ngettext("{n} day", "{n} days", days).format(n=counted(days))
