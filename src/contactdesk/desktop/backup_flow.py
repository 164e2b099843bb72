"""Looking into a backup, and bringing back from it: a whole book beside today's, or contacts."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess

from contactdesk.desktop.backup_back import BringBack
from contactdesk.desktop.feedback import announce
from contactdesk.i18n import _, counted, ngettext
from contactdesk.paths import BOOK_SUFFIX, data_folder
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.preferences import Preferences
    from contactdesk.desktop.preferences_backups import BackupsPage
    from contactdesk.errors import ContactDeskError
    from contactdesk.operations.archiving import Archived
    from contactdesk.operations.bringing_back import Brought
    from contactdesk.progress import Progress
    from contactdesk.store.backups import Backup
    from contactdesk.store.book import Book
    from contactdesk.store.restoring import Restored


def open_beside(path: Path) -> bool:
    """Open a book in a window of a process of its own."""
    started = QProcess.startDetached(
        sys.executable, ["-m", "contactdesk", "--book", str(path)], os.fspath(Path.home())
    )
    return bool(started[0] if isinstance(started, tuple) else started)


class BackupFlow(QObject):
    """What the buttons of a backup do."""

    def __init__(self, window: Preferences, desk: Desk, page: BackupsPage) -> None:
        super().__init__(window)
        self._window, self._desk, self._page = window, desk, page
        self._backup: Backup | None = None
        self._numbers: list[int] = []
        self.sheet: BringBack | None = None
        self.open = open_beside
        page.look_wanted.connect(self.look_inside)
        page.back_wanted.connect(self.ask)
        page.archived.connect(self._archived)

    def look_inside(self, backup: Backup) -> None:
        """Open it, to be read only, in a second window."""
        if not self.open(backup.path):
            self._page.failed.say(_("The second window could not be opened. Nothing was changed."))
            self._page.failed.show()

    def ask(self, backup: Backup) -> None:
        """Ask what shall come back."""
        self._backup = backup
        self.sheet = BringBack(self._window, self._desk, backup)
        self.sheet.whole_wanted.connect(self.bring_whole)
        self.sheet.contacts_wanted.connect(self.bring_contacts)
        self.sheet.ask()

    # ── a whole book ────────────────────────────────────────────────────────────────────

    def bring_whole(self) -> None:
        """First a backup of today, then the old book beside today's, under a name of its own."""
        if self._desk.read_only:
            self._restore()
        else:
            self._page.back_up_then("restore", self._restore)

    def _restore(self, _made: object = None) -> None:
        backup = self._backup
        if backup is None:
            return
        book, source = self._desk.path, backup.path

        def job(_progress: Progress) -> Restored:
            from contactdesk.operations.bringing_back import need_sound
            from contactdesk.store.restoring import restore

            need_sound(source)
            return restore(source, name_beside(book, backup))

        self._page.work.start(job, self._restored, self._failed)

    def _restored(self, done: Restored) -> None:
        words = _("The book of that day is now {file}; today's book is as it was.").format(
            file=done.path.name
        )
        self._window.toast.show_toast(words, action=_("Open"), act=lambda: self._go_to(done.path))
        announce(self._page, words)

    def _go_to(self, path: Path) -> None:
        self.open(path)

    def _archived(self, done: Archived) -> None:
        from contactdesk.desktop.file_dialogs import show_in_folder

        words = ngettext(
            "Everything of {n} contact is in {folder}", "Everything of {n} contacts is in {folder}",
            done.contacts,
        ).format(n=counted(done.contacts), folder=done.folder.name)  # fmt: skip
        index = str(done.folder / "index.html")
        self._window.toast.show_toast(
            words, action=_("Show in folder"), act=lambda: show_in_folder(index)
        )
        announce(self._page, words)

    # ── contacts ────────────────────────────────────────────────────────────────────────

    def bring_contacts(self, numbers: list[int]) -> None:
        """First a backup of today, then these contacts as they were: one step of undo."""
        self._numbers = numbers
        self._page.back_up_then("restore", self._bring)

    def _bring(self, _made: object = None) -> None:
        backup, numbers = self._backup, self._numbers
        if backup is None:
            return
        source = backup.path

        def job(book: Book, progress: Progress) -> Brought:
            from contactdesk.operations.bringing_back import bring_back

            return bring_back(book, source, numbers, progress)

        work = self._window.work
        work.begin(_("Bringing back"))
        work.follow(self._desk.run(
            job, self._brought, failed=self._failed, progressed=work.show_progress,
            stopped=work.end,
        ))  # fmt: skip

    def _brought(self, done: Brought) -> None:
        self._window.work.end()
        words = done.words
        if done.changed + done.added:
            self._window.toast.show_toast(words, action=_("Undo"), act=self._desk.undo)
        else:
            self._window.toast.show_toast(words)
        announce(self._page, words)
        self._page.read()

    def _failed(self, error: ContactDeskError) -> None:
        self._window.work.end()
        self._page.failed.say(error.message)
        self._page.failed.show()
        announce(self._page, error.message)


def name_beside(book: str, backup: Backup) -> Path:
    """A free name beside a book's file; of a server's book among the person's data. It asks the
    drive, so not on the window's thread."""
    folder, stem = data_folder(), backup.path.stem
    if not is_server_address(book):
        folder = Path(book).parent
    names = (f"{stem}{n}{BOOK_SUFFIX}" for n in ("", *(f"-{i}" for i in range(2, 1000))))
    return next(path for path in map(folder.joinpath, names) if not path.exists())
