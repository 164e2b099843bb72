"""Second versions of the book that a sync program made: told, looked at, brought in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from contactdesk.desktop import bidi
from contactdesk.desktop.backup_first import ask_without
from contactdesk.desktop.backup_work import BackupWork
from contactdesk.desktop.feedback import announce
from contactdesk.errors import ContactDeskError, NoBackup
from contactdesk.i18n import _
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from contactdesk.desktop.feedback import Banner
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.second_version_sheet import SecondVersionSheet
    from contactdesk.model.second_version import Brought
    from contactdesk.operations.second_versions import BroughtIn
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book, Transaction

AGAIN_MS = 60_000  # a sync program may bring one at any time
SHOWN = 3  # names in the banner


class SecondVersionFlow(QObject):
    """Looks for them beside the book, and does what is wanted of one after the other."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self._desk = window, window.desk
        self.told: list[str] = []  # what the banner told of
        self.sheet: SecondVersionSheet | None = None
        self._banner: Banner | None = None
        self.work = BackupWork(self._desk, self)
        self._timer = QTimer(self, interval=AGAIN_MS)
        self._timer.timeout.connect(self.look)
        self._desk.opened.connect(self._begin)
        self._desk.background.closing.connect(self._timer.stop)

    def _begin(self, _facts: object) -> None:
        if not is_server_address(self._desk.path) and not self._desk.read_only:
            self._timer.start()
            self.look()

    def look(self) -> None:
        """Look whether there is one."""
        path = self._desk.path

        def ask(tx: Transaction) -> list[str]:
            from contactdesk.store.second_version import copies_beside

            return copies_beside(tx, path)

        if not self._desk.read_only:
            self._desk.read(ask, self._found, key="second versions", failed=lambda _error: None)

    def _found(self, names: list[str]) -> None:
        if names and names != self.told:
            self._tell(names)
        self.told = names

    def _tell(self, names: list[str]) -> None:
        words = _(
            "There is a second version of this book beside it: {names}. It was changed on two "
            "computers at one time. Nothing is lost: what is missing here can be brought in."
        ).format(names=", ".join(bidi.isolated(name) for name in names[:SHOWN]))
        banner = self._banner = self._window.show_banner("warn", words, closable=True)
        banner.say(words, _("Look at it…"))
        banner.acted.connect(lambda: self.show(names[0]))

    # ── one of them ─────────────────────────────────────────────────────────────────────

    def show(self, name: str) -> None:
        """Show what bringing it in would do."""
        from contactdesk.desktop.second_version_sheet import SecondVersionSheet

        if self.work.is_busy or self._desk.read_only:
            return
        path = Path(self._desk.path).with_name(name)
        sheet = self.sheet = SecondVersionSheet(self._window, name)
        sheet.wanted.connect(self.bring_in)
        sheet.dismissed.connect(self.work.stop)
        sheet.ask()

        def job(book: Book, progress: Progress) -> Brought:
            from contactdesk.operations.second_versions import preview

            return preview(book, path, progress)

        self.work.on_book(job, sheet.show_report, sheet.show_error)

    def bring_in(
        self,
        name: str,
        take_theirs: bool,
        but: Sequence[tuple[str, str]] = (),
        backed_up: bool = True,
    ) -> None:
        """Do it, off the window's thread; of the clashes `but` the other value stays."""
        path = Path(self._desk.path).with_name(name)
        settings = self._desk.settings

        def job(book: Book, progress: Progress) -> BroughtIn:
            from contactdesk.operations import second_versions

            return second_versions.bring_in(
                book, path, settings, take_theirs=take_theirs, but=but, backed_up=backed_up,
                progress=progress,
            )  # fmt: skip

        def failed(error: ContactDeskError) -> None:
            self._window.show_state("")
            if isinstance(error, NoBackup):
                again = partial(self.bring_in, name, take_theirs, but, False)
                ask_without(self._window, error, again)
            else:
                self._desk.failed.emit(error)

        self._window.show_state(_("Bringing in {name}…").format(name=bidi.isolated(name)))
        self._desk.run(job, self._done, failed=failed)

    def _done(self, done: BroughtIn) -> None:
        from contactdesk.operations.second_versions import report_words

        self._window.show_state("")
        words = _("Brought in: {words}.").format(words=report_words(done.report))
        if done.kept is not None:
            file = bidi.isolated(done.kept.name)
            words += " " + _("The second version is kept as {file}.").format(file=file)
        else:
            words += " " + _("The second version could not be renamed; move it away.")
        act = self._desk.undo if done.report.records else None
        self._desk.toast.emit(words, _("Undo") if act else "", act)
        announce(self._window, words)
        if self._banner is not None and isValid(self._banner):
            self._banner.closed.emit()
        self.look()
