"""Where importing has its place in the window: over list and card, as long as it is shown."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from contactdesk.i18n import _, ngettext
from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from contactdesk.desktop.import_flow import ImportPage
    from contactdesk.desktop.main_window import MainWindow
    from contactdesk.operations.left_out import LeftOutCards


class ImportPlace(QObject):
    """Brings files to the page, and what comes of it back to the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._was_shown = False
        self._wanted = ""  # a category to be shown as soon as the sidebar has it
        window.stack.currentChanged.connect(self._page_changed)

    def page(self) -> ImportPage:
        """The page, made when it is first wanted."""
        from contactdesk.desktop.import_flow import ImportPage

        window = self._window
        page = window.pages.get("import")
        if not isinstance(page, ImportPage):
            page = ImportPage(window.desk)
            page.left.connect(self.leave)
            page.finished.connect(self._finished)
            page.wants_another.connect(self.ask)
            page.told.connect(window.show_state)
            page.undo_wanted.connect(window.verbs.undo_step)
            page.show_wanted.connect(self._show)
            page.save_wanted.connect(self._ask_where_to_save)
            window.list_pane.counts_read.connect(self._show_wanted)  # the sidebar has them by then
            window.pages["import"] = page
            window.stack.addWidget(page)
        return page

    def is_shown(self) -> bool:
        """Whether the page has the place of list and card."""
        window = self._window
        return "import" in window.pages and window.stack.currentWidget() is window.pages["import"]

    def _page_changed(self, _index: int) -> None:
        """The list gives way to the page, which needs the width."""
        shown, was_shown = self.is_shown(), self._was_shown
        self._was_shown = shown
        if shown != was_shown and "trouble" not in self._window.pages:
            self._window.list_pane.setHidden(shown or self._window.needs_room)

    def ask(self) -> None:
        """Ask for files and look at them; an import that was left under way is shown instead."""
        from contactdesk.desktop.file_dialogs import ask_import_files

        page = self.page()
        if page.running or (page.waiting and not self.is_shown()):
            self._window.stack.setCurrentWidget(page)
            page.go.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._window.desk.read_only:
            ask_import_files(self._window, self.look_at)

    def look_at(self, paths: list[str]) -> None:
        """Show what an import of these files would do; one that is under way goes on."""
        page = self.page()
        self._window.stack.setCurrentWidget(page)
        if not page.running:
            page.look_at(paths)

    def close_down(self) -> None:
        """The window closes."""
        if "import" in self._window.pages:
            self.page().close_down()

    def step_back(self) -> bool:
        """Esc on the page; False when it is not shown."""
        return self.is_shown() and self.page().step_back()

    def leave(self) -> None:
        """From the page back to list and card."""
        window = self._window
        window.stack.setCurrentWidget(window.blank)
        window.show_right()
        window.list_pane.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_for_list(self, _index: object = None) -> None:
        """A click on a list shows it, also the one that was shown before."""
        if self.is_shown():
            self.leave()

    def _finished(self, sentence: str) -> None:
        page, window = self.page(), self._window
        if window.stack.currentWidget() is not page and sentence:
            window.show_toast(sentence, _("Show"), lambda: window.stack.setCurrentWidget(page))

    def _show(self, set_id: int, category: str) -> None:
        self.leave()
        if category:
            self._wanted = category
            self._show_wanted()
        else:
            self._window.verbs.show_book_history(set_id)

    def _show_wanted(self, _counts: object = None) -> None:
        """Go to the category of an import: the counts that name it may come later than its end."""
        sidebar = self._window.sidebar
        query = ListQuery("category", self._wanted)
        if self._wanted:
            sidebar.show_list(query)
        if sidebar.model.row_of(query) >= 0:
            self._wanted = ""

    # ── the cards that failed ───────────────────────────────────────────────────────────

    def _ask_where_to_save(self, cards: LeftOutCards) -> None:
        from contactdesk.desktop.file_dialogs import ask_failed_file

        ask_failed_file(self._window, partial(self._save, cards))

    def _save(self, cards: LeftOutCards, path: str) -> None:
        from contactdesk.errors import ContactDeskError

        try:
            saved = cards.save(Path(path))
        except ContactDeskError as error:
            self._window.show_banner("bad", error.message, closable=True)
            return
        names = ", ".join(each.name for each in saved)
        words = ngettext("Saved {n} card: {files}", "Saved {n} cards: {files}", len(cards.cards))
        self._window.show_toast(words.format(n=len(cards.cards), files=names))
