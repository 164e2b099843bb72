"""A damaged book: its newest good backup is offered first, and what came after it is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject

from contactdesk.desktop.backup_flow import name_beside
from contactdesk.desktop.backup_words import when_made
from contactdesk.desktop.backup_work import BackupWork
from contactdesk.desktop.buttons import Button
from contactdesk.errors import BookDamaged, ContactDeskError
from contactdesk.i18n import _, counted, ngettext
from contactdesk.store.opening import partly_damaged, path_of
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from contactdesk.desktop.desk import Desk
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.progress import Progress
    from contactdesk.store.backups import Backup
    from contactdesk.store.listing import BookFacts
    from contactdesk.store.restoring import Restored


class Offer(NamedTuple):
    """The newest good backup, and how many steps the damaged book has after it (None: unread)."""

    backup: Backup
    since: int | None

    @property
    def words(self) -> str:
        """What a person reads."""
        words = _("The newest good backup: {when}.").format(when=when_made(self.backup))
        if self.since is None:
            return " ".join((words, _("What came after it cannot be read.")))
        if not self.since:
            return " ".join((words, _("Nothing came after it.")))
        since = ngettext(
            "{n} step came after it and would be missing.",
            "{n} steps came after it and would be missing.", self.since,
        )  # fmt: skip
        return f"{words} {since.format(n=counted(self.since))}"


class DamageHelp(QObject):
    """Listens to a window's book being opened; does nothing for one that is whole."""

    def __init__(self, window: MainWindow, desk: Desk) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.work = BackupWork(desk, self)
        self.offer: Offer | None = None
        self.button: Button | None = None
        desk.opened.connect(self._opened)
        desk.not_opened.connect(self._not_opened)

    def _opened(self, facts: BookFacts) -> None:
        path = self._desk.path
        if is_server_address(path):
            return
        if facts.read_only == partly_damaged(path_of(path)):
            self._look()

    def _not_opened(self, error: ContactDeskError) -> None:
        if isinstance(error, BookDamaged) and not is_server_address(self._desk.path):
            self._look()

    def _look(self) -> None:
        path, settings = self._desk.path, self._desk.settings

        def job(progress: Progress) -> Offer | None:
            from contactdesk.operations.backup_overview import overview
            from contactdesk.store.backups import steps_since

            good = overview(path, settings, progress).last_good
            if good is None or good.manifest is None:
                return None
            return Offer(good, steps_since(path_of(path), good.manifest.last_set))

        self.work.start(job, self._show, self._failed)

    def _show(self, offer: Offer | None) -> None:
        if offer is None:
            return
        self.offer = offer
        action = _("Bring it back beside this one")
        facts = self._desk.facts
        if facts is not None:
            banner = self._window.show_banner("bad", "")
            banner.say(f"{facts.read_only} {offer.words}", action)
            banner.acted.connect(self.bring_back)
            self.button = banner.button
            return
        state = getattr(self._window.pages.get("trouble"), "state", None)
        if state is not None:
            self.button = Button(action, "primary", "history")
            self.button.clicked.connect(self.bring_back)
            state.say(state.title.text(), f"{state.text.text()}\n\n{offer.words}")
            state.add_button(self.button)
            self.button.setFocus()

    def bring_back(self) -> None:
        """Put a copy of the backup beside the damaged file, which stays as it is, and open it."""
        if self.offer is None or self.work.is_busy:
            return
        book, backup = self._desk.path, self.offer.backup

        def job(progress: Progress) -> Restored:
            from contactdesk.operations.bringing_back import need_sound
            from contactdesk.store.restoring import restore

            need_sound(backup.path, progress)
            return restore(backup.path, name_beside(book, backup))

        self.work.start(job, self._restored, self._failed)

    def _restored(self, done: Restored) -> None:
        self._window.wants_book.emit(str(Path(done.path)), False)

    def _failed(self, error: ContactDeskError) -> None:
        self._window.show_banner("bad", error.message, closable=True)
