"""The window on a real book: what it shows, and what menus and keys do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.desktop.window.conftest import Opened

from contactdesk.desktop import theme as look
from contactdesk.store.listing import ListQuery

CARD = "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:{name}\r\nEND:VCARD\r\n"


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


def test_the_list_shows_everybody_in_name_order_with_letters(opened, a_contact) -> None:
    w = opened(a_contact("Piotr Zając"), a_contact("Anna Baran"))
    w.shows("Anna Baran", "Piotr Zając")
    model = w.window.list_pane.model
    assert [model.letter_at(row) for row in model.letter_rows()] == ["B", "Z"]


def test_an_empty_book_offers_import_and_a_new_contact(opened) -> None:
    w = opened()
    w.until(lambda: w.window.stack.currentWidget() is w.window.pages.get("empty"))
    words = [b.text() for b in w.window.pages["empty"].findChildren(type(w.window.list_pane.new))]
    assert words == ["Import…", "New contact"]


def test_a_selected_contact_is_shown_at_once(opened, a_contact) -> None:
    w = opened(a_contact("Anna Baran"), a_contact("Piotr Zając"))
    w.shows("Anna Baran", "Piotr Zając")
    number = w.choose("Piotr Zając")
    assert w.window.detail.current_number() == number


def test_deleting_moves_to_the_bin_selects_the_next_and_can_be_undone(opened, a_contact) -> None:
    w = opened(a_contact("Anna Baran"), a_contact("Ewa Lis"), a_contact("Piotr Zając"))
    w.shows("Anna Baran", "Ewa Lis", "Piotr Zając")
    w.choose("Ewa Lis")
    w.table.setFocus()
    w.window.actions_.delete.trigger()
    w.shows("Anna Baran", "Piotr Zając")
    assert w.window.toast.text() == "Deleted 1 contact"
    assert [w.names()[1]] == [w.window.list_pane.model.contact_at(r.row()).name
                              for r in w.table.selectionModel().selectedRows()]  # fmt: skip
    w.until(lambda: w.window.sidebar.model.row_of(ListQuery("bin")) >= 0)
    w.until(w.window.actions_.undo.isEnabled)
    w.window.actions_.undo.trigger()
    w.shows("Anna Baran", "Ewa Lis", "Piotr Zając")


def test_undo_names_the_step_it_takes_back(opened, a_contact) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    w.until(lambda: w.window.actions_.undo.text() == "Undo: Fill the book")


def test_a_star_appears_in_its_list_and_can_be_taken_away(opened, a_contact) -> None:
    w = opened(a_contact("Anna Baran"), a_contact("Ewa Lis"))
    w.shows("Anna Baran", "Ewa Lis")
    w.choose("Ewa Lis")
    w.window.actions_.star.trigger()
    w.until(lambda: w.window.list_pane.model.contact_at(3).starred)
    w.until(lambda: w.window.actions_.star.text() == "Take the star away")
    w.window.sidebar.choose(ListQuery("starred"))
    w.shows("Ewa Lis")


def test_several_selected_are_summed_up_and_deleted_together(opened, a_contact) -> None:
    w = opened(a_contact("Anna Baran"), a_contact("Ewa Lis"), a_contact("Piotr Zając"))
    w.shows("Anna Baran", "Ewa Lis", "Piotr Zając")
    w.table.selectAll()
    page = w.window.pages["selection"]
    assert w.window.stack.currentWidget() is page
    assert page.title.text() == "3 contacts selected"
    w.window.actions_.delete.trigger()
    w.shows()


def test_what_another_program_changes_appears(opened, a_contact, a_book, the_book_itself) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    with the_book_itself():
        a_book(a_contact("Ewa Lis"))
    w.shows("Anna Baran", "Ewa Lis")


def test_a_dropped_file_is_imported_and_taken_back_as_a_whole(opened, a_contact, tmp_path) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    file = tmp_path / "friends.vcf"
    file.write_text(CARD.format(name="Ewa Lis") + CARD.format(name="Jan Kos"), newline="")
    page = w.bring_in(file)
    assert page.result.headline == "2 contacts imported"
    w.until(lambda: len(w.names()) == 3)
    page.result.undo_wanted.emit()
    w.shows("Anna Baran")


def test_a_stopped_import_leaves_nothing(opened, a_contact, tmp_path) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    file = tmp_path / "many.vcf"
    file.write_text("".join(CARD.format(name=f"Nr {i}") for i in range(4000)), newline="")
    page = w.look_at(file)
    page.import_now()
    page.stop()
    w.until(lambda: page.result is not None)
    assert page.result.headline == "Import stopped"
    w.shows("Anna Baran")


def test_a_file_that_is_no_address_book_says_what_it_is(opened, a_contact, tmp_path) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    file = tmp_path / "letter.pdf"
    file.write_bytes(b"%PDF-1.7\n1 0 obj\n")
    page = w.look_at(file)
    assert page.check.banner.words.text() == (
        "Nothing of letter.pdf can be imported. This looks like a PDF document."
    )
    assert page.go.text() == "Close"
    page.go.click()
    w.until(lambda: w.window.stack.currentWidget() is w.window.detail)
    assert w.names() == ["Anna Baran"]


def test_a_file_that_is_no_book_says_so_and_offers_ways_out(qtbot, tmp_path) -> None:
    broken = tmp_path / "office.cdk"
    broken.write_text("this is not a book" * 100)
    w = Opened(qtbot, broken)
    w.until(lambda: "trouble" in w.window.pages)
    page = w.window.pages["trouble"]
    assert page.state.title.text() == "This file did not open"
    assert broken.read_text() == "this is not a book" * 100
    assert not w.window.actions_.new_contact.isEnabled()
    assert w.window.actions_.open_book.isEnabled()
    w.close()


def test_a_book_that_may_only_be_read_says_why_and_disables_what_writes(
    qtbot, a_book, a_contact, tmp_path, the_book_itself
) -> None:
    with the_book_itself():
        book = a_book(a_contact("Anna Baran"))
        with book.write("Newer") as tx:
            tx.connection.exec_driver_sql(
                "INSERT OR REPLACE INTO setting (name, value) VALUES ('min_writer', '99')"
            )
        book.close()
    w = Opened(qtbot, tmp_path / "office.cdk")
    w.shows("Anna Baran")
    w.choose("Anna Baran")
    actions = w.window.actions_
    assert not actions.new_contact.isEnabled()
    assert "newer ContactDesk" in actions.edit.toolTip()
    assert actions.export.isEnabled()
    assert w.window.sidebar.state.full_text() == "Read only"
    w.close()


def test_f6_goes_round_the_panes(opened, a_contact, qtbot) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    w.choose("Anna Baran")
    w.window.activateWindow()
    w.table.setFocus()
    w.until(w.table.hasFocus)
    w.window.verbs.go_to_pane(1)
    assert w.window.stack.isAncestorOf(QApplication.focusWidget())
    w.window.verbs.go_to_pane(1)
    assert w.window.sidebar.list.hasFocus()
    w.window.verbs.go_to_pane(-1)
    assert w.window.stack.isAncestorOf(QApplication.focusWidget())


def test_f6_reaches_the_toast_while_it_is_there(opened, a_contact) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    w.window.activateWindow()
    w.window.show_toast("Copied", "Undo", lambda: None)
    w.window.sidebar.list.setFocus()
    w.until(w.window.sidebar.list.hasFocus)
    w.window.verbs.go_to_pane(-1)
    assert w.window.toast.holds_focus()


def test_a_narrow_window_shows_the_sidebar_as_a_rail(opened, a_contact) -> None:
    w = opened(a_contact("Anna Baran"))
    w.window.resize(1100, 700)
    assert w.window.sidebar.rail
    assert w.window.sidebar.width() == 56
    w.window.resize(1300, 700)
    assert not w.window.sidebar.rail


def test_larger_text_makes_the_rows_taller(opened, a_contact, qapp) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    before = w.table.rowHeight(1)
    look.apply(qapp, "light", 130)
    assert w.table.rowHeight(1) > before
    look.apply(qapp, "light", 100)


def test_copying_a_contact_gives_text_and_a_card(opened, a_contact) -> None:
    w = opened(a_contact("Anna Baran", phones=["+48501234567"]))
    w.shows("Anna Baran")
    w.choose("Anna Baran")
    QApplication.clipboard().clear()
    w.window.verbs.copy_contacts()
    w.until(lambda: QApplication.clipboard().text())
    data = QApplication.clipboard().mimeData()
    assert data.text() == "Anna Baran\n+48501234567"
    assert b"BEGIN:VCARD" in bytes(data.data("text/vcard").data())


def test_an_export_holds_what_is_in_the_book(opened, a_contact, tmp_path) -> None:
    from contactdesk.desktop.export_flow import write_export

    w = opened(a_contact("Anna Baran"), a_contact("Ewa Lis"))
    w.shows("Anna Baran", "Ewa Lis")
    file = tmp_path / "out.vcf"
    write_export(w.desk, None, str(file), "vcard")
    w.until(w.window.toast.text)
    assert file.read_text(encoding="utf-8").count("BEGIN:VCARD") == 2
    assert w.window.toast.text() == "Exported 2 contacts to out.vcf, read again and complete"


def test_esc_ends_the_search_before_anything_else(opened, a_contact, qtbot) -> None:
    w = opened(a_contact("Anna Baran"), a_contact("Ewa Lis"))
    w.shows("Anna Baran", "Ewa Lis")
    qtbot.keyClicks(w.window.list_pane.search, "ewa")
    w.shows("Ewa Lis")
    qtbot.keyClick(w.window, Qt.Key.Key_Escape)
    w.shows("Anna Baran", "Ewa Lis")


def test_the_history_follows_the_list_and_esc_leads_back_to_the_card(
    opened, a_contact, qtbot
) -> None:
    w = opened(a_contact("Anna Baran"), a_contact("Ewa Lis"))
    w.shows("Anna Baran", "Ewa Lis")
    w.choose("Anna Baran")
    w.table.setFocus()
    qtbot.keyClick(w.table, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    page = w.window.pages["history"]
    w.until(page.slider.hasFocus)
    w.until(lambda: page.title.full_text() == "History of Anna Baran")
    w.choose("Ewa Lis")
    w.until(lambda: page.title.full_text() == "History of Ewa Lis")
    assert w.window.stack.currentWidget() is page
    qtbot.keyClick(w.window, Qt.Key.Key_Escape)
    w.until(lambda: w.window.stack.currentWidget() is w.window.detail)
    assert w.window.chosen_numbers() == [2]


def test_a_pasted_card_becomes_a_contact(opened, a_contact) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    QApplication.clipboard().setText(CARD.format(name="Ewa Lis"))
    w.table.setFocus()
    w.qtbot.keyClick(w.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    page = w.window.pages["import"]
    w.until(lambda: page.go.text() == "Import 1 contact")
    assert page.go.hasFocus()
    w.qtbot.keyClick(page.go, Qt.Key.Key_Return)
    w.until(lambda: "Ewa Lis" in w.names())


def test_a_result_page_stays_while_the_list_is_read_anew(opened, a_contact, tmp_path) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    w.choose("Anna Baran")
    file = tmp_path / "friends.vcf"
    file.write_text(CARD.format(name="Ewa Lis"), newline="")
    w.bring_in(file)
    w.until(lambda: len(w.names()) == 2)
    assert w.window.stack.currentWidget() is w.window.pages["import"]


def test_ctrl_z_in_the_untouched_search_field_takes_back_the_last_step(opened, a_contact) -> None:
    w = opened(a_contact("Anna Baran"))
    w.shows("Anna Baran")
    field = w.window.list_pane.search
    w.qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    w.until(lambda: w.window.toast.text() == "Undone: Fill the book")
    w.shows()
