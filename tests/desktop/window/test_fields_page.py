"""The page of custom fields: how one comes to it, and that one is then where one was before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragLeaveEvent, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from contactdesk.desktop import theme as look
from contactdesk.desktop.custom_editors import CustomEditor
from contactdesk.desktop.custom_texts import known, learn
from contactdesk.desktop.fields_page import CustomFieldsPage
from contactdesk.desktop.fields_painting import door_spot
from contactdesk.desktop.fields_rows import ROW_MIME, TYPE_MIME
from contactdesk.desktop.labels import Chip
from contactdesk.desktop.menus import Menu
from contactdesk.model.custom import (
    NUMBER,
    ONE_OF,
    TEXT,
    Choice,
    FieldDefinition,
    FieldList,
    FieldSection,
    with_custom,
)
from contactdesk.store.book import Book

Made = Callable[..., Any]
Key = Qt.Key


@pytest.fixture(autouse=True)
def nothing_known() -> Iterator[None]:
    learn(FieldList())
    yield
    look.apply(QApplication.instance(), "light")  # in the usual size again


@pytest.fixture
def at(opened: Made, a_contact: Made) -> Any:
    here = opened(a_contact("Anna Baran"), a_contact("Bo Berg"))
    here.shows("Anna Baran", "Bo Berg")
    return here


def come(at: Any) -> CustomFieldsPage:
    at.window.actions_.custom_fields.trigger()
    page = at.window.stack.currentWidget()
    assert isinstance(page, CustomFieldsPage)
    at.until(page.summary.full_text)
    return page


def make(at: Any, *labels: str) -> None:
    at.desk.write(
        "Fields", lambda tx: [tx.custom_fields.add(FieldDefinition(label=name)) for name in labels]
    )
    at.until(lambda: [f.label for f in known().fields] == list(labels))


def titles(page: CustomFieldsPage) -> list[str]:
    return [row.title for row in page.rows]


def focus() -> Any:
    return QApplication.focusWidget()


def test_the_page_stands_beside_the_rail_and_esc_leads_back_to_the_list(at: Any) -> None:
    at.choose("Bo Berg")
    at.table.setFocus()
    page = come(at)
    assert at.window.sidebar.rail
    assert at.window.list_pane.isHidden()
    assert focus() is page.palette_.buttons[TEXT]
    QTest.keyClick(focus(), Key.Key_Escape)
    assert not at.window.list_pane.isHidden()
    assert at.window.stack.currentWidget() is at.window.detail
    assert at.window.chosen_numbers() == [2]
    assert at.table.hasFocus()


def test_done_leads_back_to_the_page_that_was_shown(at: Any) -> None:
    verbs = at.window.verbs
    verbs.documents.show()
    page = come(at)
    page.done_.click()
    assert verbs.documents.is_shown()
    assert at.window.list_pane.isHidden()
    at.window.actions_.custom_fields.trigger()
    at.window.actions_.custom_fields.trigger()  # again: nothing else than the page
    assert verbs.custom_fields.is_shown()


def test_an_editor_waits_behind_the_page_and_has_the_new_field_then(at: Any) -> None:
    at.choose("Bo Berg")
    at.window.verbs.edit_contact()
    form = _form(at)
    form.note.setPlainText("half typed")
    form.custom.manage.setFocus()
    form.custom.manage.click()
    page = at.window.stack.currentWidget()
    assert isinstance(page, CustomFieldsPage)
    at.until(page.summary.full_text)
    page.palette_.buttons[NUMBER].click()
    at.until(lambda: titles(page) == ["Number"])
    QTest.keyClick(page.list, Key.Key_Escape)
    at.until(lambda: len(form.custom.editors) == 1)
    assert form.isVisible()
    assert form.note.toPlainText() == "half typed"
    assert focus() is form.custom.manage


def test_the_first_contact_of_a_book_that_is_being_typed_stays_in_its_editor(opened: Made) -> None:
    at = opened()
    at.until(lambda: at.window.detail is not None)
    at.until(lambda: at.window.stack.currentWidget() is at.window.pages.get("empty"))
    at.window.verbs.new_contact()
    form = _form(at)
    form.custom.manage.click()
    at.window.stack.currentWidget().done_.click()
    assert form.isVisible()


def test_a_list_of_the_sidebar_leaves_the_page_too(at: Any) -> None:
    from contactdesk.store.listing import ListQuery

    come(at)
    at.go_to(ListQuery("people"))
    assert not at.window.verbs.custom_fields.is_shown()
    assert not at.window.list_pane.isHidden()


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_preferences_lead_to_the_page_and_close(at: Any) -> None:
    from contactdesk.desktop.preferences import Preferences, show_preferences
    from contactdesk.desktop.preferences_fields import FieldsPage

    preferences = show_preferences(at.window, at.desk, "custom_fields")
    (setting,) = preferences.findChildren(FieldsPage)
    setting.open.click()
    assert at.window.verbs.custom_fields.is_shown()
    at.until(lambda: not at.window.findChildren(Preferences))


def test_a_colleagues_field_comes_while_the_page_is_shown_and_while_it_is_not(
    at: Any, the_book_itself: Any
) -> None:
    def theirs(label: str) -> None:
        with the_book_itself(), Book.open(at.desk.path) as book, book.write("Theirs") as tx:
            tx.custom_fields.add(FieldDefinition(label=label))

    make(at, "Size")
    page = come(at)
    at.until(lambda: titles(page) == ["Size"])
    theirs("Colour")
    at.until(lambda: titles(page) == ["Size", "Colour"])
    page.done_.click()
    theirs("Weight")
    at.until(lambda: len(known().fields) == 3)
    come(at)
    at.until(lambda: titles(page) == ["Size", "Colour", "Weight"])


def test_tab_goes_from_the_types_to_the_list_the_values_and_done(at: Any) -> None:
    make(at, "Size")
    page = come(at)
    at.until(lambda: titles(page) == ["Size"])
    at.until(lambda: page.inspector.name is not None and page.inspector.name.isVisible())
    page.list.setFocus()
    QTest.keyClick(focus(), Key.Key_Tab)
    assert focus() is page.inspector.name
    QTest.keyClick(focus(), Key.Key_Backtab)
    QTest.keyClick(focus(), Key.Key_Backtab)
    last = list(page.palette_.buttons.values())[-1]
    assert focus() is last
    QTest.keyClick(focus(), Key.Key_Up)
    assert focus() is list(page.palette_.buttons.values())[-2]
    page.section.setFocus()
    QTest.keyClick(focus(), Key.Key_Tab)
    assert focus() is page.done_


def test_large_words_leave_the_list_room_in_a_small_window(at: Any) -> None:
    make(at, "Size")
    page = come(at)
    at.window.resize(1024, 640)
    look.apply(QApplication.instance(), "light", text_size=150)
    at.until(lambda: page.list.width() > 300)
    assert page.width() <= at.window.width()


def _form(at: Any) -> Any:
    from contactdesk.desktop.contact_form import ContactForm

    at.until(lambda: at.window.findChildren(ContactForm))
    return at.window.findChildren(ContactForm)[0]


# ── what one does on the page ───────────────────────────────────────────────────────────


def fill(at: Any, *fields: FieldDefinition, sections: tuple[str, ...] = ()) -> CustomFieldsPage:
    """Fields in sections (by their names), and the page that shows them."""

    def do(tx: Any) -> None:
        ids = {
            name: tx.custom_sections.add(FieldSection(name=name, position=place)).id
            for place, name in enumerate(sections, 1)
        }
        for place, each in enumerate(fields, 1):
            tx.custom_fields.add(replace(each, section=ids.get(each.section, ""), position=place))

    at.desk.write("Fields", do)
    at.until(lambda: len(known().fields) == len(fields))
    page = come(at)
    at.until(lambda: len(page.rows) == len(fields) + len(sections))
    return page


def chosen(at: Any, page: CustomFieldsPage, title: str) -> Any:
    page.list.setCurrentIndex(page.list.lines.index(titles(page).index(title)))
    at.until(lambda: page.inspector.row is not None and page.inspector.row.title == title)
    return page.inspector


def spot(page: CustomFieldsPage, title: str, share: float = 0.5) -> QPoint:
    """In the middle of a line, or elsewhere in its height."""
    row = titles(page).index(title)
    area = page.list.fields_painter.box(row, page.list.visualRect(page.list.lines.index(row)))
    return QPoint(area.center().x(), area.top() + round(area.height() * share))


def carry(page: CustomFieldsPage, data: QMimeData, to: QPoint) -> None:
    button, no = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.list.dragMoveEvent(QDragMoveEvent(to, Qt.DropAction.CopyAction, data, button, no))


def drop(page: CustomFieldsPage, data: QMimeData, to: QPoint) -> None:
    button, no = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.list.dropEvent(QDropEvent(QPointF(to), Qt.DropAction.CopyAction, data, button, no))


def carried(kind: str, what: str) -> QMimeData:
    data = QMimeData()
    data.setData(kind, what.encode())
    return data


def test_a_strip_stands_where_a_drop_goes_and_keeps_its_place_under_the_pointer(at: Any) -> None:
    page = fill(at, FieldDefinition(label="A"), FieldDefinition(label="B"))
    data = carried(TYPE_MIME, NUMBER)
    before = spot(page, "B").y()
    upper = spot(page, "B", 0.3)
    carry(page, data, upper)
    assert page.list.dropped_at() == 1
    assert spot(page, "B").y() - before >= 32
    carry(page, data, upper)  # now the pointer is over the strip
    assert page.list.dropped_at() == 1
    carry(page, data, spot(page, "B", 0.8))
    assert page.list.dropped_at() == 2
    page.list.dragLeaveEvent(QDragLeaveEvent())
    assert spot(page, "B").y() == before
    drop(page, data, spot(page, "B", 0.2))
    at.until(lambda: titles(page) == ["A", "Number", "B"])
    assert page.list.dropped_at() == -1


def test_a_section_is_dragged_with_its_fields_and_a_field_into_another_section(at: Any) -> None:
    page = fill(
        at,
        FieldDefinition(label="A", section="One"),
        FieldDefinition(label="B", section="Two"),
        sections=("One", "Two"),
    )
    drop(page, carried(ROW_MIME, page.rows[2].key), spot(page, "One", 0.2))
    at.until(lambda: titles(page) == ["Two", "B", "One", "A"])
    drop(page, carried(ROW_MIME, page.rows[3].key), spot(page, "B", 0.2))
    at.until(lambda: titles(page) == ["Two", "A", "B", "One"])
    at.desk.undo()
    at.desk.undo()
    at.until(lambda: titles(page) == ["One", "A", "Two", "B"])


@pytest.mark.qt_log_ignore("plugin does not support", extend=True)
def test_a_line_has_a_menu_and_a_section_a_pencil(at: Any) -> None:
    page = fill(at, FieldDefinition(label="A", section="One"), sections=("One",))
    area = page.list.fields_painter.box(1, page.list.visualRect(page.list.lines.index(1)))
    door = door_spot(area, page.list.layoutDirection()).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=door)
    (menu,) = page.findChildren(Menu)
    assert [a.text() for a in menu.actions() if a.text()] == [
        "Rename", "Move up", "Move down", "Put the field away",
    ]  # fmt: skip
    menu.actions()[-1].trigger()
    menu.close()
    at.until(lambda: titles(page) == ["One"])
    chosen(at, page, "One")
    area = page.list.fields_painter.box(0, page.list.visualRect(page.list.lines.index(0)))
    pencil = door_spot(area, page.list.layoutDirection()).center()
    QTest.mouseClick(page.list.viewport(), Qt.MouseButton.LeftButton, pos=pencil)
    at.until(lambda: page.inspector.name is not None and page.inspector.name.hasSelectedText())


def test_a_section_is_for_some_categories_and_a_new_field_in_it_too(at: Any) -> None:
    page = fill(
        at,
        FieldDefinition(label="Dock", section="Delivery"),
        FieldDefinition(label="Hours", section="Delivery"),
        sections=("Delivery",),
    )
    inspector = chosen(at, page, "Delivery")
    inspector.only.field.setText("Customers")
    inspector.only.field.done.emit()
    at.until(lambda: {f.only_categories for f in known().fields} == {("Customers",)})
    assert str(page.rows[0]) == "Delivery, 2 fields, only Customers"
    chosen(at, page, "Hours")
    page.palette_.buttons[NUMBER].click()
    at.until(lambda: titles(page) == ["Delivery", "Dock", "Hours", "Number"])
    assert page.rows[-1].restriction == "only Customers"
    at.until(at.window.toast.isVisible)
    at.desk.undo()  # the field
    at.until(lambda: len(page.rows) == 3)
    at.desk.undo()  # the section's limit, of all fields at once
    at.until(lambda: {f.only_categories for f in known().fields} == {()})


def test_a_field_that_is_for_somebody_keeps_that_in_another_section(at: Any) -> None:
    page = fill(
        at,
        FieldDefinition(label="Dock", section="Delivery", only_categories=("Customers",)),
        FieldDefinition(label="Shoe size", section="Private", kinds="individual"),
        sections=("Delivery", "Private"),
    )
    drop(page, carried(ROW_MIME, page.rows[3].key), spot(page, "Dock", 0.2))
    at.until(lambda: titles(page) == ["Delivery", "Shoe size", "Dock", "Private"])
    assert page.rows[1].restriction == "only people"
    assert page.rows[0].restriction == ""  # the fields differ now


def test_a_field_has_a_picture_of_its_own(at: Any) -> None:
    page = fill(at, FieldDefinition(label="Dock"))
    icons = chosen(at, page, "Dock").icons
    icons.choose("truck")
    icons.activated.emit(icons.currentIndex())
    at.until(lambda: page.rows[0].icon == "truck")
    at.until(lambda: page.inspector.icons.currentData() == "truck")


def test_choices_are_moved_by_the_keyboard_and_carried_by_their_grip(at: Any) -> None:
    choices = tuple(map(Choice, "ABC"))
    page = fill(at, FieldDefinition(label="Size", type=ONE_OF, choices=choices, preset="B"))
    inspector = chosen(at, page, "Size")

    def order() -> str:
        return "".join(c.name for c in known().fields[0].choices)

    inspector.choices.names[0].setFocus()
    for wanted in ("BAC", "BCA"):
        QTest.keyClick(focus(), Key.Key_Down, Qt.KeyboardModifier.AltModifier)
        at.until(lambda wanted=wanted: order() == wanted)
        at.until(lambda wanted=wanted: _shown(inspector) == wanted)
        assert focus().text() == "A"
    grip, first = inspector.choices.grips[2], inspector.choices.names[0]
    above = first.mapToGlobal(QPoint(0, -4))
    held = QPointF(grip.mapFromGlobal(above))
    QTest.mousePress(grip, Qt.MouseButton.LeftButton)
    left, no = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    move, release = QEvent.Type.MouseMove, QEvent.Type.MouseButtonRelease
    grip.mouseMoveEvent(QMouseEvent(move, held, QPointF(above), left, left, no))
    grip.mouseReleaseEvent(QMouseEvent(release, held, QPointF(above), left, left, no))
    at.until(lambda: order() == "ABC")
    at.until(lambda: [c.text for c in inspector.choices.findChildren(Chip)] == ["default"])


def _shown(inspector: Any) -> str:
    return "".join(name.text() for name in inspector.choices.names)


def test_the_preview_shows_the_fields_around_it_as_somebody_else(at: Any) -> None:
    page = fill(at, FieldDefinition(label="A"), FieldDefinition(label="B"))
    a = known().fields[0].id
    says = partial(with_custom, values={a: "x"})
    at.desk.write("Say", lambda tx: tx.contacts.change_many([2], says, ("custom",)))
    chosen(at, page, "A")
    at.until(lambda: _values(page) == ["x", ""])
    preview = page.inspector.preview
    assert "Bo Berg" in preview.who.full_text()
    preview.other.click()
    assert focus() is preview.picker
    page.inspector.sample_wanted.emit(1)
    at.until(lambda: _values(page) == ["", ""])
    at.until(lambda: "Anna Baran" in page.inspector.preview.who.full_text())


def test_the_preview_is_in_sight_in_a_low_window_with_the_field_itself(at: Any) -> None:
    page = fill(at, *(FieldDefinition(label=label) for label in "ABCDEFG"))
    at.window.resize(1200, 640)
    chosen(at, page, "D")
    at.until(lambda: page.inspector.preview is not None and page.height() < 640)
    preview = page.inspector.preview
    assert preview is not None
    at.until(lambda: preview.mapTo(page, preview.rect().bottomLeft()).y() < page.height())
    at.until(preview.editor.isVisible)
    assert preview.editor.mapTo(page, preview.editor.rect().bottomLeft()).y() < page.height()
    few = len([e for e in preview.findChildren(CustomEditor) if e.isVisible()])
    preview.fit(4_000)
    assert len([e for e in preview.findChildren(CustomEditor) if e.isVisible()]) > few


def _values(page: CustomFieldsPage) -> list[str]:
    preview = page.inspector.preview
    return [e.value() for e in preview.findChildren(CustomEditor)] if preview is not None else []
