"""A book that may only be read: the page that says why, and what is done from there."""

from __future__ import annotations

import os
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

from contactdesk import paths
from contactdesk.desktop.kept_json import KeptJson, file_of
from contactdesk.desktop.second_version_flow import SecondVersionFlow
from contactdesk.desktop.wide_room import PLACE
from contactdesk.errors import BookEncrypted, BookFull, BookReadOnly, ContactDeskError
from contactdesk.i18n import _
from contactdesk.store.server_address import is_server_address

if TYPE_CHECKING:
    from contactdesk.desktop.feedback import Banner
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.desktop.place_page import PlacePage
    from contactdesk.desktop.unlock_flow import UnlockFlow
    from contactdesk.operations.place_report import Report
    from contactdesk.progress import Progress
    from contactdesk.store.book import Book
    from contactdesk.store.listing import BookFacts

_AT_OPENING = ("place", "taken", "rights", "newer")


class PlaceFlow(QObject):
    """Tells in a banner that a book may only be read, and shows the page at its opening."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window, self.desk = window, window.desk
        self.page: PlacePage | None = None
        self.unlock: UnlockFlow | None = None
        self._report: Report | None = None
        self._banner: Banner | None = None
        self._kept: KeptJson | None = None  # the notice that was read
        self.desk.opened.connect(self._opened)
        self.desk.facts_changed.connect(self.tell)
        self.desk.not_opened.connect(self._not_opened)
        window.stack.currentChanged.connect(self._page_changed)
        self.copies = SecondVersionFlow(window)  # whose banner comes after this one's

    def _opened(self, facts: BookFacts) -> None:
        if facts.why in _AT_OPENING:
            self.show(facts.why, facts.read_only)
        elif facts.notice:
            kept = self._kept = KeptJson(file_of(self.desk.path, "notice"))
            self.desk.background.closing.connect(kept.close)
            self.desk.read(lambda _tx: kept.found(), self._warn)
        else:
            self.tell(facts)

    def _warn(self, known: dict[str, Any]) -> None:
        """Say what is to be known of the place; whoever has closed that has read it."""
        facts, kept = self.desk.facts, self._kept
        if facts is None or kept is None or facts.read_only or known.get("read") == facts.notice:
            return
        notice = facts.notice
        banner = self._window.show_banner("warn", notice, closable=True)
        banner.closed.connect(lambda: kept.keep({"read": notice}))

    def tell(self, facts: BookFacts) -> None:
        """Say above the right side that the book may only be read, and offer the ways out."""
        if not facts.read_only:
            return
        banner = self._banner = self._window.show_banner("slate", facts.read_only)
        if facts.moved_to:
            banner.say(facts.read_only, _("Open it there"))
            banner.acted.connect(self._open_there)
        if facts.why in (*_AT_OPENING, "worse"):
            banner.say(facts.read_only, _("What to do…"))
            banner.acted.connect(self._show_again)

    def _open_there(self) -> None:
        facts = self.desk.facts
        if facts is not None and facts.moved_to:
            self._window.wants_book.emit(facts.moved_to, False)

    def _show_again(self) -> None:
        facts = self.desk.facts
        if facts is not None and facts.read_only:
            self.show(facts.why, facts.read_only)

    def _not_opened(self, error: ContactDeskError) -> None:
        if isinstance(error, BookFull):
            self.show("full", error.message)
        elif isinstance(error, BookReadOnly):
            self.show("not opened", error.message)
        elif isinstance(error, BookEncrypted):
            from contactdesk.desktop.unlock_flow import UnlockFlow

            self.unlock = UnlockFlow(self._window)
            self.unlock.show()

    def _page_changed(self, _place: int) -> None:
        """The page says what the banner says, so one of them is enough."""
        facts, page = self.desk.facts, self.page
        if page is None or facts is None:
            return
        if self._window.stack.currentWidget() is not page:
            self.page = None
            self.tell(facts)
        elif self._banner is not None:
            self._banner.closed.emit()

    # ── the page ────────────────────────────────────────────────────────────────────────

    def show(self, why: str, reason: str) -> None:
        """Show the page in all the room there is."""
        if is_server_address(self.desk.path):
            return
        window = self._window
        self.page = self._make(why, reason)
        if window.desk.facts is not None:
            window.verbs.room.put(PLACE, self.page)
        else:
            window.stack.addWidget(self.page)
            window.stack.setCurrentWidget(self.page)
        self.page.first.setFocus(Qt.FocusReason.OtherFocusReason)
        self._try_again(why, reason)

    def _make(self, why: str, reason: str) -> PlacePage:
        from contactdesk.desktop.place_page import PlacePage

        verbs, last = self._window.verbs, self._last()
        page = PlacePage(why, reason, str(paths.own_book().parent), Path(last).stem)
        page.read_wanted.connect(self.leave)
        page.copy_wanted.connect(self.copy)
        page.server_wanted.connect(verbs.open_from_server)
        page.again_wanted.connect(self._again)
        page.other_wanted.connect(verbs.open_book)
        page.back_wanted.connect(self._back)
        page.report_wanted.connect(self._to_clipboard)
        return page

    def _last(self) -> str:
        return next(iter(self._window.verbs.recent_books()), "")

    def leave(self) -> None:
        """Read on."""
        self._window.verbs.room.leave(PLACE)

    def _again(self) -> None:
        self._window.wants_book.emit(self.desk.path, False)

    def _back(self) -> None:
        """To the last book; where there is none, this one is read."""
        last = self._last()
        if last:
            self._window.wants_book.emit(last, False)
        else:
            self.leave()

    # ── what was tried ──────────────────────────────────────────────────────────────────

    def _try_again(self, why: str, reason: str) -> None:
        path, mailbox, page = Path(self.desk.path), self.desk.background.mailbox, self.page

        def work() -> None:
            from contactdesk.operations.place_report import report_on

            found = report_on(path, why, reason)
            mailbox.post(lambda: self._take_report(found) if page is self.page else None)

        Thread(target=work, name="place-report", daemon=True).start()

    def _take_report(self, report: Report) -> None:
        self._report = report
        if self.page is not None:
            self.page.show_report(report)

    def _to_clipboard(self) -> None:
        from contactdesk.operations.place_report import for_administrator

        if self._report is not None and self.page is not None:
            text = for_administrator(Path(self.desk.path), self.page.reason, self._report)
            QGuiApplication.clipboard().setText(text)
            self._window.show_toast(_("Copied for the administrator"))

    # ── a copy of one's own ─────────────────────────────────────────────────────────────

    def copy(self) -> None:
        """Make a checked copy in one's own folder, and open that."""
        assert self.page is not None
        self.page.show_copying(True)
        if self.desk.facts is not None:
            self.desk.run(_copied, self._open_copy, failed=self._no_copy)
            return
        path, mailbox = self.desk.path, self.desk.background.mailbox

        def work() -> None:
            from contactdesk.store.opening import copied_by_itself, path_of

            try:
                made = copied_by_itself(path_of(path), _free_own(path_of(path)))
                mailbox.post(lambda: self._open_copy(made))
            except ContactDeskError as caught:
                error = caught
                mailbox.post(lambda: self._no_copy(error))

        Thread(target=work, name="place-copy", daemon=True).start()

    def _open_copy(self, made: Path) -> None:
        self._window.wants_book.emit(str(made), False)

    def _no_copy(self, error: ContactDeskError) -> None:
        if self.page is not None:
            self.page.show_copying(False, error.message)


def _copied(book: Book, _progress: Progress) -> Path:
    to = _free_own(Path(book.facts.path))
    book.backup(to)
    return to


def _free_own(path: Path) -> Path:
    """A free name for a copy in the person's own folder."""
    from contactdesk.store.opening import free_name

    to = paths.own_book().with_name(path.name)
    return free_name(to, "copy") if os.path.lexists(to) else to
