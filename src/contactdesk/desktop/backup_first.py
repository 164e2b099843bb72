"""The backup before something large, off the window's thread; the question where there is none."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from contactdesk.desktop.background import Job, alive
from contactdesk.errors import ContactDeskError, NoBackup
from contactdesk.i18n import _
from contactdesk.progress import Progress

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from contactdesk.desktop.desk import Desk
    from contactdesk.store.book import Book

log = logging.getLogger(__name__)
T = TypeVar("T")
OF_ONE = timedelta(hours=1)  # so many single merges have one backup before them


def safely(
    desk: Desk, reason: str, job: Callable[[Book, Progress], T]
) -> Callable[[Book, Progress], T]:
    """The same work after a backup; raises `NoBackup` where none can be made: then ask."""
    settings = desk.settings

    def first(book: Book, progress: Progress) -> T:
        from contactdesk.operations.backing_up import back_up_first

        back_up_first(book, settings, reason, _quiet(progress))
        return job(book, progress)

    return first


def safely_if_quick(
    desk: Desk, reason: str, job: Callable[[Book, Progress], T]
) -> Callable[[Book, Progress], T]:
    """The same for a single step that is taken back by Undo: it waits only for the backup of a
    small book, and nobody is asked. What the step takes away is in the log, so it is safe without.
    """
    settings = desk.settings

    def first(book: Book, progress: Progress) -> T:
        from contactdesk.operations.backing_up import back_up_first, is_quick

        try:
            if is_quick(book):
                back_up_first(book, settings, reason, _quiet(progress), OF_ONE)
        except NoBackup as error:  # it is noted, and shown among the backups
            log.info("no backup before: %s", type(error.__cause__).__name__)
        return job(book, progress)

    return first


def _quiet(progress: Progress) -> Progress:
    """A backup's progress: it may be stopped, and shows nothing."""

    def listen(_done: int, _total: int, _what: str) -> None:
        progress.check()

    return Progress(listen)


def ask_without(
    parent: QWidget,
    error: NoBackup,
    go: Callable[[], object],
    leave: Callable[[], object] = lambda: None,
) -> QMessageBox:
    """Say why no backup could be made first, and go on without one where that is wanted."""
    title = _("Go on without a backup?")
    box = QMessageBox(QMessageBox.Icon.Warning, "ContactDesk", title, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(f"{error.message} {_('Nothing was changed yet.')}")
    without = box.addButton(_("Go on without one"), QMessageBox.ButtonRole.DestructiveRole)
    stop = box.addButton(_("Leave it as it is"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(stop)
    box.setEscapeButton(stop)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.buttonClicked.connect(lambda button: go() if button is without else leave())
    box.open()
    return box


def run_after_backup(
    desk: Desk,
    parent: QWidget,
    reason: str,
    job: Callable[[Book, Progress], T],
    then: Callable[[T], None],
    *,
    failed: Callable[[ContactDeskError], None],
    progressed: Callable[[int, int, str], None],
    stopped: Callable[[], None],
    keep: Callable[[Job], None],
) -> None:
    """`Desk.run` after a backup; without one, if none can be made and the person wants it so.

    `keep` is given each piece of work that is begun.
    """

    def start(work: Callable[[Book, Progress], T]) -> None:
        keep(desk.run(work, then, failed=look, progressed=progressed, stopped=stopped))

    def look(error: ContactDeskError) -> None:
        if not alive(failed):
            return
        if isinstance(error, NoBackup):
            ask_without(parent, error, lambda: start(job), stopped)
        else:
            failed(error)

    start(safely(desk, reason, job))


def remove_for_good(
    desk: Desk,
    parent: QWidget,
    label: str,
    remove: Callable[[Any], object],
    then: Callable[[], object] = lambda: None,
) -> None:
    """After a backup: what `remove(tx)` takes out of the book for good, as one step."""

    def job(book: Book, _progress: Progress) -> None:
        with book.write(label) as tx:
            remove(tx)

    def done(_nothing: None) -> None:
        then()

    def failed(error: ContactDeskError) -> None:
        if isinstance(error, NoBackup):
            ask_without(parent, error, lambda: desk.run(job, done))
        else:
            desk.failed.emit(error)

    desk.run(safely(desk, "removal", job), done, failed=failed)
