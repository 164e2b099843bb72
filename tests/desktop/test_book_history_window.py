"""The history of the book in the window: by its key, to a contact, from an import, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from tests.desktop.window.conftest import Opened

from contactdesk.desktop.labels import LinkLabel


@pytest.fixture
def opened(qtbot, a_book, tmp_path, the_book_itself) -> Iterator[Callable[..., Opened]]:
    windows: list[Opened] = []

    def make(*contacts: Any) -> Opened:
        with the_book_itself():
            a_book(*contacts)
        windows.append(Opened(qtbot, tmp_path / "office.cdk"))
        return windows[-1]

    yield make
    for each in windows:
        each.close()


def book_history(w: Opened) -> Any:
    w.window.actions_.book_history.trigger()
    page = w.window.pages["book-history"]
    w.until(lambda: page.is_read and bool(page.list.cards))
    return page


def test_the_key_opens_the_books_history_and_escape_leaves_it(opened, a_contact, qtbot) -> None:
    w = opened(a_contact("Anna Baran"), a_contact("Piotr Lis"))
    w.shows("Anna Baran", "Piotr Lis")
    assert w.window.actions_.book_history.shortcut().toString() == "Ctrl+Shift+H"
    page = book_history(w)
    assert w.window.stack.currentWidget() is page
    qtbot.keyClick(w.window, Qt.Key.Key_Escape)
    assert w.window.stack.currentWidget() is not page


def test_the_page_stays_while_it_undoes_and_leads_to_a_contact(opened, a_contact, qtbot) -> None:
    w = opened(a_contact("Anna Baran"), a_contact("Piotr Lis"))
    w.shows("Anna Baran", "Piotr Lis")
    w.choose("Piotr Lis")
    w.table.setFocus()
    w.window.actions_.delete.trigger()
    w.shows("Anna Baran")
    page = book_history(w)
    page.choose(page.list.cards[0].step)
    w.until(page.panel.button.isEnabled)
    page.panel.button.click()
    w.shows("Anna Baran", "Piotr Lis")
    w.until(lambda: len(page.list.cards) == 3 and page.list.cards[1].step.taken_back)
    assert w.window.stack.currentWidget() is page
    w.until(lambda: bool(page.list.cards[1].findChildren(LinkLabel)))
    page.list.cards[1].findChildren(LinkLabel)[0].activated.emit()
    w.until(lambda: w.window.detail.current_number() == 2)
    assert w.window.stack.currentWidget() is w.window.detail


CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name}\r\nEND:VCARD\r\n"


def test_undoing_an_import_shows_what_went_back_and_can_be_done_again(
    opened, a_contact, tmp_path
) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    file = tmp_path / "friends.vcf"
    file.write_text(CARD.format(name="Ewa Lis") + CARD.format(name="Jan Kos"), newline="")
    w.bring_in(file)
    w.window.pages["import"].result.undo_wanted.emit()
    w.shows("Anna Baran")
    page = w.window.pages["book-history"]
    assert w.window.stack.currentWidget() is page
    w.until(lambda: page.panel.step is not None and page.panel.step.taken_back)
    assert page.panel.step.files == ("friends.vcf",)
    w.until(lambda: w.window.toast.text() == "Undone: Import friends.vcf")
    page.panel.button.click()
    w.until(lambda: len(w.names()) == 3)
