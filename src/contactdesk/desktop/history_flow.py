"""The history of the book in its window: coming to it, and going from it to a contact."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from contactdesk.store.listing import ListQuery

if TYPE_CHECKING:
    from contactdesk.desktop.book_history_page import BookHistoryPage
    from contactdesk.desktop.main_window import MainWindow

PAGE = "book-history"


def book_history_page(window: MainWindow) -> BookHistoryPage:
    """The page, made when it is first wanted."""
    from contactdesk.desktop.book_history_page import BookHistoryPage

    page = window.pages.get(PAGE)
    if not isinstance(page, BookHistoryPage):
        page = BookHistoryPage(window.desk)
        page.left.connect(window.verbs.leave_history)
        page.opened.connect(partial(_go_to_contact, window))
        window.pages[PAGE] = page
        window.stack.addWidget(page)
    return page


def show_book_history(window: MainWindow, set_id: int = 0) -> None:
    """Show what happened in the book, with one step chosen if it is given; a second time: the
    card again.
    """
    page = book_history_page(window)
    if window.stack.currentWidget() is page and not set_id:
        window.verbs.leave_history()
        return
    if window.desk.facts is None:
        return
    if window.detail is not None:
        window.detail.leave_editor()
    page.show_newest(set_id)
    window.stack.setCurrentWidget(page)
    page.search.setFocus(Qt.FocusReason.ShortcutFocusReason)


def undo_step(window: MainWindow, set_id: int) -> None:
    """Take one step back, before one's eyes."""
    show_book_history(window, set_id)
    book_history_page(window).undo_step(set_id)


def _go_to_contact(window: MainWindow, number: int, in_bin: bool) -> None:
    window.stack.setCurrentWidget(window.blank)
    if in_bin:
        window.sidebar.choose(ListQuery("bin"))
        window.list_pane.choose(number)
    else:
        window.go_to_contact(number)
    window.show_right()
    window.list_pane.table.setFocus(Qt.FocusReason.OtherFocusReason)
