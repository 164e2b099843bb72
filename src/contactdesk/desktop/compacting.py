"""The preferences' row with the size of the book's file, and what makes it smaller."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject

from contactdesk.desktop import bidi
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.setting_row import Control, SettingRow
from contactdesk.desktop.settings_index import SETTINGS
from contactdesk.i18n import _
from contactdesk.operations.file_sizes import size_words
from contactdesk.store.compacting import Compacted, Sizes, compact, sizes
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.errors import ContactDeskError
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book

KEY = "file_size"


class Compacting(QObject):
    """Keeps the `row` up to date; hidden for a book on a server."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._busy = False
        self.button = Button(_("Compact the file"), size="row")
        self.button.clicked.connect(self.compact)
        setting = next(each for each in SETTINGS if each.key == KEY)
        self.row = SettingRow(setting, " ", cast(Control, self.button))
        if is_server_address(desk.path):
            self.row.hide()

    def read(self) -> None:
        """Ask for the sizes."""
        if self._desk.facts is not None and not is_server_address(self._desk.path):
            self._desk.read(lambda tx: sizes(tx.connection), self._show, key="file-size")

    def _show(self, found: Sizes) -> None:
        whole, empty = (bidi.isolated(size_words(size)) for size in found)
        if found.empty:
            words = _("{size}. {empty} of it are left from what was deleted, and can be given "
                      "back to the disk.").format(size=whole, empty=empty)  # fmt: skip
        else:
            words = _("{size}, all of it in use.").format(size=whole)
        self._say(words)

    def _say(self, words: str) -> None:
        self.row.text.setText(words)
        self.button.setAccessibleDescription(words)

    def compact(self) -> None:
        """Do it, beside the window."""
        self._busy = True
        own = self._desk.presence.me.window
        self.button.setEnabled(False)
        self.button.set_label(_("Compacting…"))

        def job(book: Book, _progress: Progress) -> Compacted:
            return compact(book, own)

        self._desk.run(job, self._done, failed=self._failed)

    def _over(self) -> None:
        self.button.set_label(_("Compact the file"))
        self.button.setEnabled(not self._desk.read_only)
        self._busy = False

    def _done(self, done: Compacted) -> None:
        self._over()
        self.read()
        words = _("Compacted: {before} before, {after} now")
        before, after = size_words(done.before), size_words(done.after)
        self._desk.toast.emit(words.format(before=before, after=after), "", None)

    def _failed(self, error: ContactDeskError) -> None:
        self._over()
        self._say(error.message)
