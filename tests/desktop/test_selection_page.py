"""Several contacts at once from the window: what they share, one change for all, and its undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QScrollArea

from contactdesk.desktop import theme as look
from contactdesk.desktop.bulk_fields import BulkRow
from contactdesk.desktop.buttons import Button
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.export_sheet import ExportSheet
from contactdesk.desktop.labels import Label
from contactdesk.desktop.main_window import MainWindow
from contactdesk.desktop.selection_page import SelectionPage
from contactdesk.model.contact import Contact, Entry, Membership
from contactdesk.settings import Settings

PEOPLE = (
    Contact(
        formatted_name="Anna Baran",
        memberships=(Membership("Baltica", job_title="Buyer"),),
        categories=("Customer", "VIP"),
        emails=(Entry("anna@baltica.example"),),
    ),
    Contact(
        formatted_name="Ewa Lis",
        memberships=(Membership("Baltica", job_title="Accountant"),),
        categories=("Customer",),
        emails=(Entry("ewa@baltica.example"),),
    ),
    Contact(formatted_name="Jan Mazur", categories=("Customer",)),
)


class Chosen:
    """A window with three contacts, all selected."""

    def __init__(self, qtbot: Any, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    def until(self, rule: Callable[[], Any]) -> None:
        self.qtbot.waitUntil(lambda: bool(rule()), timeout=8000)

    @property
    def page(self) -> SelectionPage:
        page = self.window.pages["selection"]
        assert isinstance(page, SelectionPage)
        return page

    def state(self, row: BulkRow) -> str:
        return row._state.full_text()

    def told(self) -> list[str]:
        labels = self.page._told.findChildren(Label)
        return [
            label.text() for label in labels if label.text().endswith(".") and label.isVisible()
        ]

    def type_into(self, row: Any, text: str) -> None:
        self.qtbot.keyClicks(row.field, text)

    def stored(self) -> list[Contact]:
        found: list[list[Contact]] = []
        self.window.desk.read(lambda tx: tx.contacts.get_many([1, 2, 3]), found.append)
        self.until(lambda: found)
        return found[0]


@pytest.fixture
def chosen(qtbot, a_book, tmp_path, the_book_itself) -> Iterator[Chosen]:
    with the_book_itself():
        a_book(*PEOPLE)
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    look.apply(app, "light")
    window = MainWindow()
    qtbot.addWidget(window)
    desk = Desk(str(tmp_path / "office.cdk"), Settings())
    window.show()
    window.list_pane.build_table()
    window.complete(desk)
    desk.open()
    made = Chosen(qtbot, window)
    table = window.list_pane.table
    made.until(lambda: window.list_pane.model.contact_at(1) is not None and window.detail)
    table.selectAll()
    made.until(lambda: window.stack.currentWidget() is window.pages.get("selection"))
    made.until(lambda: made.page._common.contacts == 3)
    yield made
    desk.close()


def test_a_name_that_is_one_long_word_does_not_widen_the_page(chosen, the_book_itself) -> None:
    window = chosen.window
    with the_book_itself(), window.desk.background.writer.book.write("Add") as tx:
        tx.contacts.add(Contact(formatted_name="a" * 300))
    window.desk._look_for_changes()
    chosen.until(lambda: window.list_pane.model.row_of_number(4) >= 0)
    window.list_pane.table.selectAll()
    chosen.until(lambda: chosen.page.title.text() == "4 contacts selected")
    chosen.until(lambda: "aaaa…" in chosen.page.names.text())
    QApplication.processEvents()
    page = chosen.page.findChild(QScrollArea)
    assert page.horizontalScrollBar().maximum() == 0


def test_fields_say_what_the_selected_share_and_how_they_differ(chosen) -> None:
    page = chosen.page
    assert page.title.text() == "3 contacts selected"
    assert chosen.state(page.fields["organisation"]) == "2 filled, 1 empty"
    assert chosen.state(page.fields["job_title"]) == "3 different"
    assert page.fields["job_title"].field.placeholderText() == "(various)"
    assert chosen.state(page.fields["country"]) == "empty in all"
    assert chosen.window.list_pane.table.painter_of_rows.several
    assert not page.edit()


def test_only_what_was_touched_is_changed_and_one_undo_takes_it_back(chosen) -> None:
    page = chosen.page
    chosen.type_into(page.fields["organisation"], "Zephyr")
    assert chosen.state(page.fields["organisation"]) == "will change"
    chosen.until(lambda: chosen.told() == ["Organisation becomes “Zephyr” for 3 contacts."])
    assert page.change.accessibleName() == "Change 3 contacts"
    page.change.click()
    chosen.until(lambda: not page.edit())
    after = chosen.stored()
    assert [c.organisation for c in after] == ["Zephyr"] * 3
    assert [c.job_title for c in after] == ["Buyer", "Accountant", ""]
    assert len(chosen.window.chosen_numbers()) == 3
    chosen.window.verbs.undo()
    chosen.until(lambda: [c.organisation for c in chosen.stored()] == ["Baltica", "Baltica", ""])


def test_ctrl_enter_in_a_field_makes_the_change(chosen, qtbot) -> None:
    page = chosen.page
    chosen.type_into(page.note, "Met at the fair")
    qtbot.keyClick(page.note.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    chosen.until(lambda: all(c.note == "Met at the fair" for c in chosen.stored()))


def test_spaces_alone_empty_a_value_and_nothing_leaves_it(chosen) -> None:
    row = chosen.page.fields["job_title"]
    chosen.type_into(row, " ")
    chosen.until(lambda: chosen.told() == ["Job title becomes empty for 2 contacts."])
    row.back.click()
    assert not chosen.page.edit()
    assert not row.is_touched


def test_categories_have_three_states(chosen, qtbot) -> None:
    row = chosen.page.categories
    assert row._words("Customer", 3)[0] == "Customer"
    assert row._words("VIP", 1)[0] == "VIP · 1 of 3"
    row._press("VIP")
    row._drop("Customer")
    qtbot.keyClicks(row.field, "Spring")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    edit = chosen.page.edit()
    assert (edit.add, edit.remove) == (("VIP", "Spring"), ("Customer",))
    chosen.page.apply()
    chosen.until(lambda: all(c.categories == ("VIP", "Spring") for c in chosen.stored()))


def test_what_was_typed_stays_while_the_selection_shrinks(chosen) -> None:
    chosen.type_into(chosen.page.fields["country"], "Polska")
    table = chosen.window.list_pane.table
    last = table.rows.index(table.rows.row_of_number(3))
    table.selectionModel().select(last, QItemSelectionModel.SelectionFlag.Deselect)
    chosen.until(lambda: chosen.page._common.contacts == 2)
    assert chosen.page.edit().country == "Polska"
    assert chosen.page.change.accessibleName() == "Change 2 contacts"


def test_esc_selects_one_again(chosen, qtbot) -> None:
    qtbot.keyClick(chosen.window, Qt.Key.Key_Escape)
    chosen.until(lambda: len(chosen.window.chosen_numbers()) == 1)
    assert not chosen.window.list_pane.table.painter_of_rows.several


def test_a_mail_to_several_hides_them_from_each_other(chosen, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(
        QDesktopServices, "openUrl", lambda url: opened.append(url.toString()) or True
    )
    chosen.window.verbs.mail_chosen()
    chosen.until(lambda: opened)
    assert opened == ["mailto:?bcc=anna@baltica.example,ewa@baltica.example"]
    chosen.until(chosen.window.toast.isVisible)


def test_addresses_go_to_the_clipboard_where_no_mail_program_takes_them(
    chosen, monkeypatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    QApplication.clipboard().clear()
    chosen.window.verbs.mail_chosen()
    chosen.until(lambda: QApplication.clipboard().text())
    assert QApplication.clipboard().text() == "anna@baltica.example, ewa@baltica.example"


def test_who_is_selected_is_named_as_soon_as_the_names_are_read(chosen) -> None:
    page, model = chosen.page, chosen.window.list_pane.model
    numbers = chosen.window.chosen_numbers()
    named = page.names.text()
    pages = dict(model._pages)
    model._pages.clear()
    page.show_numbers(numbers)
    assert page.names.text() == ""
    model._pages.update(pages)
    model.named.emit()
    assert page.names.text() == named != ""


@pytest.mark.parametrize(
    ("kind", "mark"), [("vcard", "BEGIN:VCARD"), ("jsonl", '"type"'), ("ldif", "dn: ")]
)
@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_the_selected_alone_go_into_a_file_of_the_kind_chosen(chosen, tmp_path, kind, mark) -> None:
    table = chosen.window.list_pane.table
    table.selectionModel().select(table.currentIndex(), QItemSelectionModel.SelectionFlag.Clear)
    for number in (1, 3):
        index = table.rows.index(table.rows.row_of_number(number))
        table.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
    chosen.until(lambda: chosen.page._numbers == [1, 3])
    chosen.window.actions_.export_chosen.trigger()
    (sheet,) = chosen.window.findChildren(ExportSheet)
    kinds = [sheet.target.itemData(at) for at in range(sheet.target.count())]
    sheet.target.setCurrentIndex([k.name if k else "" for k in kinds].index(kind))
    chosen.until(sheet.go_on.isEnabled)
    sheet.go_on.click()
    (dialog,) = chosen.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "some"))
    dialog.reject()
    chosen.until((tmp_path / "some").exists)
    text = (tmp_path / "some").read_text("utf-8")
    assert text.count(mark) == 2
    assert "Ewa Lis" not in text


def test_ctrl_z_right_after_a_change_takes_it_back_and_the_keyboard_stays_where_it_was(
    chosen, qtbot
) -> None:
    chosen.window.activateWindow()  # or its keys are not the window's
    chosen.until(chosen.window.isActiveWindow)
    field = chosen.page.fields["job_title"].field
    field.setFocus(Qt.FocusReason.TabFocusReason)
    assert field.accessibleDescription() == "3 different"
    chosen.type_into(chosen.page.fields["job_title"], "Planner")
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    chosen.until(lambda: [c.job_title for c in chosen.stored()] == ["Planner"] * 3)
    chosen.until(lambda: field.accessibleDescription() == "same in all")
    assert chosen.window.focusWidget() is field
    chosen.window.activateWindow()
    chosen.until(chosen.window.isActiveWindow)
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    chosen.until(lambda: [c.job_title for c in chosen.stored()] == ["Buyer", "Accountant", ""])


def test_ctrl_z_in_a_field_takes_back_letters_before_it_takes_back_steps(chosen, qtbot) -> None:
    chosen.window.desk.write("Name", lambda tx: tx.contacts.delete([]))
    field = chosen.page.fields["country"].field
    field.setFocus(Qt.FocusReason.TabFocusReason)
    chosen.type_into(chosen.page.fields["country"], "Poland")
    with qtbot.assertNotEmitted(chosen.window.desk.changed, wait=200):
        qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""


def test_several_found_by_a_search_stay_selected_when_the_book_changes(chosen) -> None:
    pane = chosen.window.list_pane
    pane.search.setText("customer")
    chosen.until(lambda: pane.table.painter_of_rows.query == "customer")
    pane.table.selectAll()
    chosen.until(lambda: len(chosen.window.chosen_numbers()) == 3)
    page = chosen.page
    chosen.type_into(page.fields["job_title"], "Planner")
    with chosen.qtbot.waitSignal(pane.model.modelReset, timeout=8000):
        page.apply()
    assert len(chosen.window.chosen_numbers()) == 3
    chosen.window.verbs.archive()
    chosen.until(lambda: pane.model.count == 0)
    chosen.until(lambda: chosen.window.stack.currentWidget() is not page)


def test_deleting_a_hit_of_a_search_goes_on_with_the_next(chosen) -> None:
    pane = chosen.window.list_pane
    pane.search.setText("customer")
    chosen.until(lambda: pane.table.painter_of_rows.query == "customer")
    pane.table.choose_number(1)
    chosen.window.verbs.delete()
    chosen.until(lambda: pane.model.count == 2)
    assert chosen.window.chosen_numbers() == [2]


def test_all_that_can_be_done_stands_in_one_line_of_a_small_screen(chosen) -> None:
    chosen.window.resize(1366, 768)
    chosen.until(lambda: chosen.page.isVisible() and chosen.page.width() > 700)
    buttons = [b for b in chosen.page.findChildren(Button) if b.isVisible() and b.icon_name]
    verbs = [b for b in buttons if b.text() in ("Email", "Category", "Archive them", "Export…")]
    assert len(verbs) == 4
    chosen.until(lambda: len({b.mapTo(chosen.page, b.rect().topLeft()).y() for b in verbs}) == 1)
