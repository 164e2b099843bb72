"""Categories from the window: the sidebar's tree, its keys, menu and drops, chips, picker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QItemSelectionModel, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme as look
from contactdesk.desktop.category_chips import CategoryChip
from contactdesk.desktop.category_colours import category_dot
from contactdesk.desktop.category_dialog import CategoryDialog
from contactdesk.desktop.category_drop import CATEGORY
from contactdesk.desktop.category_picker import CategoryPicker
from contactdesk.desktop.contact_drag import ContactData
from contactdesk.desktop.desk import Desk
from contactdesk.desktop.main_window import MainWindow
from contactdesk.model.contact import Contact
from contactdesk.settings import Settings
from contactdesk.store.listing import ListQuery

PEOPLE = (
    Contact(formatted_name="Anna Baran", categories=("Work/Clients",)),
    Contact(formatted_name="Ewa Lis", categories=("Work/Clients", "VIP")),
    Contact(formatted_name="Jan Mazur"),
)
ADD, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


class Shown:
    """A window with three contacts and the categories VIP, Work and Work/Clients."""

    def __init__(self, qtbot: Any, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window
        self.toasts: list[str] = []
        self.acts: dict[str, Any] = {}  # of the menu that was opened last
        window.desk.toast.connect(self._said)

    def _said(self, words: str, _action: str, _act: object) -> None:
        self.toasts.append(words)

    def until(self, rule: Callable[[], Any]) -> None:
        self.qtbot.waitUntil(lambda: bool(rule()), timeout=15_000)

    @property
    def list(self) -> Any:
        return self.window.sidebar.list

    def tree(self) -> list[tuple[str, int, int | None]]:
        places = self.window.sidebar.model.places
        return [(p.text, p.depth, p.count) for p in places if p.category]

    def has(self, *number: int) -> list[tuple[str, ...]]:
        found: list[list[Contact]] = []
        self.window.desk.read(lambda tx: tx.contacts.get_many(number or [1, 2, 3]), found.append)
        self.until(lambda: found)
        return [c.categories for c in found[0]]

    def listed(self) -> list[int]:
        return list(self.window.list_pane.model.numbers)

    def go_to(self, name: str) -> None:
        self.window.sidebar.choose(ListQuery("category", name))
        self.until(lambda: self.window.list_pane.query.category == name)
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = ADD) -> None:
        QTest.keyClick(self.list, key, modifiers)

    def place(self, name: str) -> Any:
        model = self.window.sidebar.model
        return model.places[model.row_of(ListQuery("category", name))]

    def middle_of(self, name: str) -> QPoint:
        model = self.window.sidebar.model
        row = next(
            i for i, p in enumerate(model.places)
            if (p.category == name if name else p.is_categories)
        )  # fmt: skip
        return self.list.visualRect(model.index(row)).center()

    def dialog(self) -> CategoryDialog:
        def open_ones() -> list[CategoryDialog]:
            found = self.window.findChildren(CategoryDialog)
            return [each for each in found if each.isVisible()]

        self.until(open_ones)
        return open_ones()[-1]

    def picker(self) -> CategoryPicker:
        def open_ones() -> list[CategoryPicker]:
            found = self.window.findChildren(CategoryPicker)
            return [each for each in found if each.isVisible()]

        self.until(open_ones)
        return open_ones()[-1]

    def select(self, *numbers: int) -> None:
        table = self.window.list_pane.table
        table.selectionModel().clearSelection()
        for number in numbers:
            index = table.rows.index(table.rows.row_of_number(number))
            table.selectionModel().select(index, QItemSelectionModel.SelectionFlag.Select)
        self.until(lambda: self.window.chosen_numbers() == sorted(numbers))

    def drag(self) -> QMimeData:
        """What the list hands over when its selection is dragged."""
        return ContactData(self.window.desk, self.window.chosen_numbers(), "some.vcf")

    def drop(self, data: QMimeData, name: str, keys: Qt.KeyboardModifier = ADD) -> str:
        """Drag over a category and let go; the words shown meanwhile."""
        where, viewport = self.middle_of(name), self.list.viewport()
        actions = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
        left = Qt.MouseButton.LeftButton
        for kind in (QDragEnterEvent, QDragMoveEvent):
            QApplication.sendEvent(viewport, kind(where, actions, data, left, keys))
        hint = self.window.sidebar.hint
        words: str = hint.text()
        assert hint.isVisible() == bool(words)
        QApplication.sendEvent(viewport, QDropEvent(QPointF(where), actions, data, left, keys))
        assert not hint.isVisible()
        assert self.list.places.drop_row == -1
        return words

    def undo(self) -> None:
        before = len(self.toasts)
        self.window.desk.undo()
        self.until(lambda: len(self.toasts) > before)
        assert self.toasts[-1].startswith("Undone")


@pytest.fixture
def shown(qtbot, a_book, tmp_path, the_book_itself) -> Iterator[Shown]:
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
    made = Shown(qtbot, window)
    made.until(lambda: window.list_pane.model.contact_at(1) is not None and window.detail)
    made.until(made.tree)
    yield made
    desk.close()


def test_the_sidebar_shows_a_tree_with_everybody_inside_counted_once(shown) -> None:
    assert shown.tree() == [("VIP", 0, 1), ("Work", 0, 2), ("Clients", 1, 2)]
    shown.go_to("Work")
    shown.until(lambda: shown.listed() == [1, 2])
    assert shown.window.list_pane.title.text() == "Work"


def test_arrows_fold_and_unfold_and_the_fold_is_kept(shown) -> None:
    shown.go_to("Work/Clients")
    shown.press(Qt.Key.Key_Left)  # out to what holds it
    assert shown.window.sidebar.query() == ListQuery("category", "Work")
    shown.press(Qt.Key.Key_Left)
    assert shown.tree() == [("VIP", 0, 1), ("Work", 0, 2)]
    assert shown.window.desk.settings.closed_categories == ("Work",)
    assert shown.window.sidebar.query() == ListQuery("category", "Work")
    shown.press(Qt.Key.Key_Right)
    assert len(shown.tree()) == 3
    assert shown.window.desk.settings.closed_categories == ()


def test_folding_over_the_list_shown_goes_to_what_holds_it(shown) -> None:
    shown.go_to("Work/Clients")
    shown.window.categories.toggle("Work")
    shown.until(lambda: shown.window.list_pane.query.category == "Work")
    assert shown.window.sidebar.query() == ListQuery("category", "Work")


def test_a_new_category_is_made_with_its_colour_and_stays_empty(shown) -> None:
    shown.window.actions_.new_category.trigger()
    dialog = shown.dialog()
    assert not dialog.go.isEnabled()
    shown.qtbot.keyClicks(dialog.name, "VIP")
    assert not dialog.go.isEnabled()  # there is one
    dialog.name.setText("Suppliers")
    dialog.swatches.choose("rose")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    shown.until(lambda: ("Suppliers", 0, 0) in shown.tree())
    assert category_dot("Suppliers") == "dot_rose"
    shown.undo()
    shown.until(lambda: len(shown.tree()) == 3)


def test_f2_renames_and_the_list_shown_goes_along(shown) -> None:
    shown.go_to("Work")
    shown.press(Qt.Key.Key_F2)
    dialog = shown.dialog()
    shown.qtbot.keyClicks(dialog.name, "Job")
    dialog.go.click()
    shown.until(lambda: ("Job", 0, 2) in shown.tree())
    shown.until(lambda: shown.window.list_pane.query.category == "Job")
    assert shown.has()[0] == ("Job/Clients",)
    shown.undo()
    shown.until(lambda: ("Work", 0, 2) in shown.tree())


def test_a_name_that_exists_is_said_before_both_become_one(shown) -> None:
    shown.go_to("Work/Clients")
    shown.press(Qt.Key.Key_F2)
    dialog = shown.dialog()
    dialog.name.setText("Work/Clients/More")
    assert not dialog.go.isEnabled()  # not inside itself
    dialog.name.setText("VIP")
    assert "is there already, with 1 contact" in dialog.name.message
    assert dialog.go.text() == "Merge"
    dialog.go.click()
    shown.until(lambda: shown.tree() == [("VIP", 0, 2)])
    assert shown.has()[:2] == [("VIP",), ("VIP",)]
    shown.undo()
    shown.until(lambda: len(shown.tree()) == 3)
    assert shown.has()[1] == ("Work/Clients", "VIP")


def test_delete_leaves_the_contacts(shown) -> None:
    shown.go_to("Work")
    shown.press(Qt.Key.Key_Delete)
    shown.until(lambda: shown.tree() == [("VIP", 0, 1)])
    shown.until(lambda: shown.window.sidebar.query() == ListQuery())
    shown.until(lambda: shown.toasts[-1:] == ["Deleted Work; 2 contacts stay"])
    assert shown.has() == [(), ("VIP",), ()]
    shown.undo()
    shown.until(lambda: len(shown.tree()) == 3)


def test_a_category_says_how_often_to_be_in_touch_from_its_menu(shown: Shown) -> None:
    def intervals() -> dict[str, bool]:
        menu = shown.window.categories.menu(shown.place("VIP"))
        inner = next(a.menu() for a in menu.actions() if a.text() == "Keep in touch")
        shown.acts = {a.text(): a for a in inner.actions()}
        return {text: action.isChecked() for text, action in shown.acts.items()}

    assert [text for text, on in intervals().items() if on] == ["Not set"]
    shown.acts["Every month"].trigger()
    shown.until(lambda: intervals()["Every month"])
    shown.until(lambda: shown.toasts == ["Keep in touch with VIP: Every month"])
    shown.window.verbs.undo()
    shown.until(lambda: intervals()["Not set"])


def test_the_menu_colours_a_category_and_every_dot_of_it(shown) -> None:
    menu = shown.window.categories.menu(shown.place("VIP"))
    colours = next(a.menu() for a in menu.actions() if a.menu() is not None)
    teal = next(a for a in colours.actions() if a.text() == "Teal")
    teal.trigger()
    shown.until(lambda: category_dot("VIP") == "dot_teal")
    shown.until(lambda: shown.place("VIP").dot == "dot_teal")
    shown.undo()
    shown.until(lambda: category_dot("VIP") != "dot_teal")


def test_contacts_dropped_on_a_category_get_it_in_one_step(shown) -> None:
    shown.select(1, 3)
    assert shown.drop(shown.drag(), "VIP") == "Add 2 to VIP"
    shown.until(lambda: shown.place("VIP").count == 3)
    assert shown.has() == [("Work/Clients", "VIP"), ("Work/Clients", "VIP"), ("VIP",)]
    shown.until(lambda: shown.toasts[-1:] == ["Added 2 contacts to VIP"])
    shown.undo()
    shown.until(lambda: shown.place("VIP").count == 1)


def test_with_shift_they_leave_the_list_they_were_dragged_from(shown) -> None:
    shown.go_to("Work/Clients")
    shown.until(lambda: shown.listed() == [1, 2])
    shown.select(1)
    data = shown.drag()
    assert shown.drop(data, "Work/Clients") == ""  # where they are already
    assert shown.drop(data, "VIP", SHIFT) == "Move 1 to VIP"
    shown.until(lambda: shown.listed() == [2])
    assert shown.has()[0] == ("VIP",)


def test_a_category_dropped_on_another_lies_inside_it_and_on_the_head_at_the_top(shown) -> None:
    data = QMimeData()
    data.setData(CATEGORY, b"VIP")
    assert shown.drop(data, "Work/Clients") == "Put VIP inside Clients"
    shown.until(lambda: ("VIP", 2, 1) in shown.tree())
    assert shown.has()[1] == ("Work/Clients", "Work/Clients/VIP")
    outer = QMimeData()
    outer.setData(CATEGORY, b"Work")
    assert shown.drop(outer, "Work/Clients/VIP") == ""  # not inside itself
    data.setData(CATEGORY, b"Work/Clients/VIP")
    assert shown.drop(data, "") == "Move VIP to the top"
    shown.until(lambda: ("VIP", 0, 1) in shown.tree())


def test_leaving_with_a_drag_takes_the_highlight_away(shown) -> None:
    shown.select(1)
    data, where = shown.drag(), shown.middle_of("VIP")
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    viewport = shown.list.viewport()
    QApplication.sendEvent(viewport, QDragEnterEvent(where, copy, data, left, ADD))
    assert shown.list.places.drop_row >= 0
    QApplication.sendEvent(viewport, QEvent(QEvent.Type.DragLeave))
    assert shown.list.places.drop_row == -1
    assert not shown.window.sidebar.hint.isVisible()


def test_the_picker_takes_by_keyboard_what_is_there_or_makes_it(shown) -> None:
    shown.select(1)
    shown.window.actions_.categorise.trigger()
    picker = shown.picker()
    assert [picker.list.item(i).text() for i in range(picker.list.count())] == ["VIP", "Work"]
    QTest.keyClick(picker.filter, Qt.Key.Key_Return)
    shown.until(lambda: shown.has()[0] == ("Work/Clients", "VIP"))
    shown.window.actions_.categorise.trigger()
    picker = shown.picker()
    shown.qtbot.keyClicks(picker.filter, "Work / Press")
    assert picker.list.currentItem().text() == "Create “Work/Press”"
    QTest.keyClick(picker.filter, Qt.Key.Key_Return)
    shown.until(lambda: "Work/Press" in shown.has()[0])
    shown.until(lambda: ("Press", 1, 1) in shown.tree())


def test_esc_closes_the_picker_and_the_list_has_the_keyboard_again(shown) -> None:
    shown.select(1)
    table = shown.window.list_pane.table
    table.setFocus()
    shown.window.actions_.categorise.trigger()
    picker = shown.picker()
    shown.until(picker.filter.hasFocus)
    QTest.keyClick(picker.filter, Qt.Key.Key_Escape)
    shown.until(lambda: not shown.window.findChildren(CategoryPicker))
    assert table.hasFocus()
    assert shown.has()[0] == ("Work/Clients",)


def test_a_cards_chips_lead_to_their_lists_and_go_with_delete(shown) -> None:
    shown.select(2)
    shown.until(lambda: shown.window.detail.card is not None)
    shown.until(lambda: len(shown.window.detail.card.findChildren(CategoryChip)) == 2)
    chips = shown.window.detail.card.findChildren(CategoryChip)
    assert [c.text for c in chips] == ["Work / Clients", "VIP"]
    QTest.keyClick(chips[1], Qt.Key.Key_Delete)
    shown.until(lambda: shown.has()[1] == ("Work/Clients",))
    shown.until(lambda: shown.toasts[-1:] == ["Took VIP away"])
    shown.undo()
    shown.until(lambda: len(shown.window.detail.card.findChildren(CategoryChip)) == 2)
    shown.window.categories.toggle("Work")
    QTest.keyClick(shown.window.detail.card.findChildren(CategoryChip)[0], Qt.Key.Key_Return)
    shown.until(lambda: shown.window.list_pane.query.category == "Work/Clients")
    shown.until(lambda: shown.listed() == [1, 2])


def test_the_add_button_of_a_card_opens_the_picker(shown) -> None:
    shown.select(3)
    shown.until(lambda: shown.window.detail.card is not None)
    shown.window.detail.card.head.categories.add.click()
    picker = shown.picker()
    assert picker.list.count() == 3
    QTest.keyClick(picker.filter, Qt.Key.Key_Up)  # round to the last
    QTest.keyClick(picker.filter, Qt.Key.Key_Return)
    shown.until(lambda: shown.has()[2] == ("Work/Clients",))


def test_in_a_category_del_takes_out_of_it_and_shift_del_deletes(shown) -> None:
    shown.go_to("VIP")
    shown.until(lambda: shown.listed() == [2])
    shown.select(2)
    table = shown.window.list_pane.table
    table.setFocus()
    assert shown.window.actions_.leave_category.text() == "Take out of VIP"
    QTest.keyClick(table, Qt.Key.Key_Delete)
    shown.until(lambda: shown.has()[1] == ("Work/Clients",))
    shown.until(lambda: ("VIP", 0, 0) in shown.tree())
    shown.window.sidebar.choose(ListQuery())
    shown.until(lambda: shown.listed() == [1, 2, 3])
    # its first names come before all its numbers, with which the rows are set once more
    shown.until(lambda: shown.window.list_pane._listing is not None)
    shown.select(2)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    shown.until(lambda: shown.listed() == [1, 3])


def test_the_selection_page_gives_all_of_them_a_category(shown) -> None:
    shown.select(1, 2, 3)
    shown.until(lambda: shown.window.stack.currentWidget() is shown.window.pages.get("selection"))
    page = shown.window.pages["selection"]
    page.categorise.click()
    picker = shown.picker()
    shown.qtbot.keyClicks(picker.filter, "vip")
    QTest.keyClick(picker.filter, Qt.Key.Key_Return)
    shown.until(lambda: shown.place("VIP").count == 3)
    shown.until(lambda: dict(page._common.values["categories"]).get("VIP") == 3)


def test_a_colleagues_rename_is_seen(shown, a_book, the_book_itself) -> None:
    from contactdesk.operations import category_editing as editing

    with the_book_itself():
        editing.rename(a_book(), "VIP", "Gold")
    shown.window.desk._look_for_changes()
    shown.until(lambda: ("Gold", 0, 1) in shown.tree())


def test_in_a_book_for_reading_nothing_of_it_can_be_changed(shown) -> None:
    facts = shown.window.desk.facts
    shown.window.desk.facts = facts._replace(read_only="Only to read.")
    shown.window._show_facts(shown.window.desk.facts)
    menu = shown.window.categories.menu(shown.place("VIP"))
    assert not any(a.isEnabled() for a in menu.actions() if not a.isSeparator())
    shown.window.categories._allow()
    assert not shown.list.places.can_add
    shown.select(1)
    assert shown.drop(shown.drag(), "VIP") == ""
    assert not shown.window.actions_.new_category.isEnabled()
